import {
  type BusinessDate,
  type Configuration,
  type CostingMethod,
  currencyDecimals,
  FIRST_DAY,
  type Item,
  LARGEST_GROUP_NUMBER,
  parseBusinessDate,
  type Refusal,
  refusal,
} from 'perpetua-core';
import type { CompanySetup } from './company-setup.ts';
import { type CompanyFact, type ConfigurationFact, itemFact } from './configuration-facts.ts';
import { assignmentFacts } from './draft-assignments.ts';
import { mappingFacts } from './draft-mapping.ts';
import { masterFacts } from './draft-master-data.ts';
import { partyFacts, withTaxTypes } from './draft-parties.ts';
import { periodFacts } from './draft-periods.ts';
import { policyFacts } from './draft-policies.ts';
import { invalid } from './invalid-setup.ts';
import { readItems } from './read-items.ts';

/** A setup taken apart into facts; what could not be read comes back as refusals. */
export type DraftedSetup = {
  readonly facts: readonly ConfigurationFact[];
  readonly items: readonly Item[];
  readonly refusals: readonly Refusal[];
};

/** What a setup is drafted from, beside the configuration it changes. */
export type DraftedFrom = {
  /**
   * From when a new costing method holds; without it from the beginning, for books in which nothing
   * was posted.
   */
  readonly costsFrom?: BusinessDate | undefined;
  /** Those of the setup's items that are known already, by code. */
  readonly items?: ReadonlyMap<string, Item>;
};

const NO_ITEMS: ReadonlyMap<string, Item> = new Map();

/**
 * Takes a setup apart.
 *
 * @param before the configuration it changes; without one the setup makes a new company, which
 *   gets the system reasons beside what it names
 */
export function draftSetup(
  before: Configuration | undefined,
  setup: CompanySetup,
  { costsFrom, items: known = NO_ITEMS }: DraftedFrom = {},
): DraftedSetup {
  const refusals: Refusal[] = [];
  const validFrom = firstDayOf(setup, refusals);
  const company = companyFact(before, setup, refusals, costsFrom);
  refuseGroupsNamedTwice(before, setup, refusals);
  const facts: readonly ConfigurationFact[] = [
    { kind: 'company', key: '', content: company },
    ...integrationFacts(before, setup, refusals),
    ...costingFacts(before, setup, costsFrom),
    ...masterFacts(before, setup),
    ...partyFacts(before, setup, validFrom, refusals),
    ...assignmentFacts(before, setup, validFrom),
    ...mappingFacts(before, setup, validFrom, refusals),
    ...policyFacts(setup, validFrom, refusals),
    ...periodFacts(before, setup, refusals),
  ];
  const read = readItems(setup.items ?? []);
  const items = withTaxTypes(read.items, setup, { before, known });
  return {
    facts: lastOfEach([...facts, ...items.map(itemFact)]),
    items,
    refusals: [...refusals, ...read.refusals],
  };
}

/** The day from which assignments, mappings and policies of the setup hold (`Q-39`). */
function firstDayOf({ validFrom }: CompanySetup, refusals: Refusal[]): BusinessDate {
  if (validFrom === undefined) return FIRST_DAY;
  const day = parseBusinessDate(validFrom);
  if (day === undefined)
    refusals.push(refusal('date-invalid', { field: 'validFrom', value: validFrom }));
  return day ?? FIRST_DAY;
}

/** The same thing named twice in one setup: the later one counts, as a file is read. */
function lastOfEach(facts: readonly ConfigurationFact[]): readonly ConfigurationFact[] {
  return [...new Map(facts.map((fact) => [`${fact.kind}\n${fact.key}`, fact])).values()];
}

function companyFact(
  before: Configuration | undefined,
  { company }: CompanySetup,
  refusals: Refusal[],
  costsFrom: BusinessDate | undefined,
): CompanyFact {
  const decimals = currencyDecimals(company.currency);
  if (decimals === undefined) {
    refusals.push(invalid('company', `ISO 4217 has no currency ${company.currency}`));
  }
  return {
    code: company.code,
    name: company.name,
    currency: company.currency,
    // Of a setup that is refused the rest is looked at all the same.
    currencyDecimals: decimals ?? 0,
    costingMethod: firstMethod(before, company.costingMethod, costsFrom),
    negativeStock: company.negativeStock ?? before?.company.negativeStock ?? 'allow',
    center: company.center ?? before?.company.center ?? '',
    segmentStyle: company.segmentStyle ?? before?.company.segmentStyle ?? 'center',
    selfBalancingSites: company.selfBalancingSites ?? before?.company.selfBalancingSites ?? false,
    ...optionalSettings({ ...before?.company, ...company }),
  };
}

/** Settings a company may do without; once made they stay until they are made otherwise. */
function optionalSettings({
  suffixAt,
  accountLength,
  strictCenters,
  wipInTransitByItemType,
  accountSync,
  goodsReceivedNotes,
}: Partial<CompanySetup['company']>) {
  return {
    ...(suffixAt === undefined ? {} : { suffixAt }),
    ...(accountLength === undefined ? {} : { accountLength }),
    ...(strictCenters === undefined ? {} : { strictCenters }),
    ...(wipInTransitByItemType === undefined ? {} : { wipInTransitByItemType }),
    ...(accountSync === undefined ? {} : { accountSync }),
    ...(goodsReceivedNotes === undefined ? {} : { goodsReceivedNotes }),
  };
}

/** The method a company began with; it is another one only while nothing was posted by it. */
const firstMethod = (
  before: Configuration | undefined,
  wanted: CostingMethod | undefined,
  costsFrom: BusinessDate | undefined,
): CostingMethod =>
  (costsFrom === undefined ? wanted : undefined) ??
  before?.company.costingMethod ??
  'moving-average';

/** Whether a new company is integrated, from its beginning; an existing one is switched otherwise. */
function integrationFacts(
  before: Configuration | undefined,
  { integration }: CompanySetup,
  refusals: Refusal[],
): readonly ConfigurationFact[] {
  if (integration === undefined) return [];
  if (before !== undefined) {
    const [last] = before.company.integration;
    const { integrated } = integration;
    if (integrated !== (last?.integrated ?? true))
      refusals.push(
        invalid('integration', 'it is switched by itself, from a day on: `perpetua integration`'),
      );
    return [];
  }
  const content = { from: FIRST_DAY, ...integration };
  return [{ kind: 'integration', key: FIRST_DAY, content }];
}

/** A change of the costing method, from its day on (`003.50`). */
function costingFacts(
  before: Configuration | undefined,
  { company: { costingMethod: method } }: CompanySetup,
  from: BusinessDate | undefined,
): readonly ConfigurationFact[] {
  if (before === undefined || method === undefined || from === undefined) return [];
  if (method === lastCostingMethod(before)) return [];
  return [{ kind: 'costing-method', key: from, content: { from, method } }];
}

/** The method that was changed to last, or the one the company began with. */
const lastCostingMethod = ({ company }: Configuration): CostingMethod =>
  company.costingChanges[0]?.method ?? company.costingMethod;

/** A number stands for one group and no other (`000.37`); the next free one is offered. */
function refuseGroupsNamedTwice(
  before: Configuration | undefined,
  { groups = [] }: CompanySetup,
  refusals: Refusal[],
): void {
  const numbers = groups.map(({ number }) => number);
  const taken = new Set([...(before?.groups.keys() ?? []), ...numbers]);
  const twice = new Set(numbers.filter((number, index) => numbers.indexOf(number) !== index));
  for (const number of twice) {
    let free = 1;
    while (taken.has(free)) free += 1;
    taken.add(free);
    const offer =
      free > LARGEST_GROUP_NUMBER ? 'no number is free' : `the next free one is ${free}`;
    refusals.push(invalid(`group ${number}`, `the number is given twice; ${offer}`));
  }
}
