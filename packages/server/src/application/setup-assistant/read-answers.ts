import {
  type CostingMethod,
  entryTypes,
  INVENTORY_ENTRY_TYPE,
  isEntryType,
  type NegativeStock,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  SITE_KINDS,
} from 'perpetua-core';
import { invalid } from '../configuration/invalid-setup.ts';
import {
  type GroupAccounts,
  MOST_STARTER_GROUPS,
  type ServiceCost,
  type StarterAnswers,
  type StarterSite,
  USUAL_ANSWERS,
} from '../configuration/starter-setup.ts';

/** What was answered; what was not takes what is usual. */
export type GivenAnswers = {
  readonly code?: string | undefined;
  readonly name?: string | undefined;
  readonly currency?: string | undefined;
  readonly costingMethod?: CostingMethod | undefined;
  readonly negativeStock?: NegativeStock | undefined;
  readonly year?: string | undefined;
  readonly integrated?: boolean | undefined;
  /** Empty: none was chosen, and inventory cannot be integrated. */
  readonly entryType?: string | undefined;
  readonly groups?: readonly string[] | undefined;
  readonly serviceGroups?: readonly string[] | undefined;
  readonly groupAccounts?: GroupAccounts | undefined;
  readonly serviceCost?: ServiceCost | undefined;
  readonly sites?: readonly GivenSite[] | undefined;
};

/** A site as it was answered. */
type GivenSite = { readonly code: string; readonly name: string; readonly kind: string };

/**
 * Makes the answers whole, or says everything that is wrong with them at once: no group, too many of
 * them, no site, an entry type that does not exist or was left out (`000.05`, `000.31`).
 *
 * @param thisYear opened where no year is said
 */
export function readAnswers(
  given: GivenAnswers,
  thisYear: string,
): Result<StarterAnswers, Refusal> {
  const { code = 'main', year = thisYear, integrated = USUAL_ANSWERS.integrated } = given;
  const groups = groupsOf(given);
  const sites = (given.sites ?? USUAL_ANSWERS.sites).map(siteOf);
  const faults = [
    ...(/^\d{4}$/.test(year) ? [] : [invalid('year', `${year} is no year`)]),
    ...(groups.length === 0 ? [refusal('group-missing')] : []),
    ...(groups.length > MOST_STARTER_GROUPS
      ? [invalid('groups', `more than ${MOST_STARTER_GROUPS} at the beginning; add them later`)]
      : []),
    ...(sites.length === 0 ? [invalid('sites', 'there is none')] : []),
    ...sites.flatMap((site) => (site.ok ? [] : site.reasons)),
    ...entryTypeFaults(integrated, given.entryType),
  ];
  if (faults.length > 0) return refused(faults);
  return ok({
    code,
    name: given.name ?? code,
    currency: given.currency ?? USUAL_ANSWERS.currency,
    costingMethod: given.costingMethod ?? USUAL_ANSWERS.costingMethod,
    negativeStock: given.negativeStock ?? USUAL_ANSWERS.negativeStock,
    year,
    integrated,
    entryType: integrated ? chosenEntryType(given.entryType) : undefined,
    groups,
    groupAccounts: given.groupAccounts ?? USUAL_ANSWERS.groupAccounts,
    serviceCost: given.serviceCost ?? USUAL_ANSWERS.serviceCost,
    sites: sites.flatMap((site) => (site.ok ? [site.value] : [])),
  });
}

/** Goods first; who only names groups of services has no others. */
function groupsOf({ groups, serviceGroups = [] }: GivenAnswers): StarterAnswers['groups'] {
  const goods = groups?.map((description) => ({ description, services: false }));
  return [
    ...(goods ?? (serviceGroups.length > 0 ? [] : USUAL_ANSWERS.groups)),
    ...serviceGroups.map((description) => ({ description, services: true })),
  ];
}

function siteOf({ code, name, kind: asked }: GivenSite): Result<StarterSite, Refusal> {
  const kind = SITE_KINDS.find((one) => one === asked);
  return kind === undefined
    ? refused([invalid(`site ${code}`, `${asked} is none of ${SITE_KINDS.join(', ')}`)])
    : ok({ code, name, kind });
}

function entryTypeFaults(integrated: boolean, entryType: string | undefined): readonly Refusal[] {
  if (!integrated || entryType === undefined) return [];
  if (entryType === '')
    return [refusal('entry-type-missing', { suggestion: INVENTORY_ENTRY_TYPE })];
  if (isEntryType(entryType)) return [];
  return [refusal('entry-type-unknown', { entryType, entryTypes: entryTypes().join(', ') })];
}

const chosenEntryType = (entryType: string = INVENTORY_ENTRY_TYPE) =>
  isEntryType(entryType) ? entryType : undefined;
