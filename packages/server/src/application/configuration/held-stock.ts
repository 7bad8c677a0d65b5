import {
  type AccountRole,
  type BusinessDate,
  type Configuration,
  DeterminationDesk,
  FIRST_DAY,
  type Item,
  isIntegrated,
  periodsInOrder,
  type Refusal,
  refusal,
  roleOf,
} from 'perpetua-core';
import type { CompanySession, HeldUnits } from '../ports.ts';
import type { ConfigurationFact } from './configuration-facts.ts';
import type { DraftedChange } from './draft-change.ts';
import { invalid } from './invalid-setup.ts';
import { isMappingFact, readMappingKey } from './mapping-facts.ts';

/** Units whose account is another one after a change; `to` is null where none is left for them. */
export type MisplacedUnits = HeldUnits & { readonly role: AccountRole; readonly to: string | null };

/** Kinds of facts that may give stock another account. */
const MAPPING_KINDS: ReadonlySet<string> = new Set<ConfigurationFact['kind']>([
  'assignment',
  'mode',
  'item-type-account',
  'item',
]);

/** Whether a change can concern stock that is there already. */
export const concernsStock = ({ before, facts }: DraftedChange): boolean =>
  before !== undefined &&
  facts.some(
    ({ kind, content }) =>
      MAPPING_KINDS.has(kind) ||
      (kind === 'location' && content === null) ||
      (kind === 'account' && content?.active !== true),
  );

/** The day on which all that a change begins is in force: today, or later. */
export function dayInForce({ facts }: DraftedChange, today: BusinessDate): BusinessDate {
  let latest = today;
  for (const fact of facts) {
    const from = firstDayOf(fact);
    if (from > latest) latest = from;
  }
  return latest;
}

/** The day from which the change holds, so that no entry about it may lie before. */
export function firstDayInForce({ facts }: DraftedChange): BusinessDate {
  return facts.map(firstDayOf).reduce((a, b) => (a > b ? a : b), FIRST_DAY);
}

function firstDayOf(fact: ConfigurationFact): BusinessDate {
  if (fact.kind === 'assignment') return fact.content.validFrom;
  return isMappingFact(fact) ? readMappingKey(fact).from : FIRST_DAY;
}

/**
 * The units a change gives another account: what the ladder says of them after the change is
 * neither what it said before nor where they are. What was elsewhere before the change is not its
 * doing.
 */
export function misplacedBy(
  { before, next, items }: DraftedChange,
  held: readonly HeldUnits[],
  day: BusinessDate,
): readonly MisplacedUnits[] {
  if (before === undefined) return [];
  const [earlier, later] = [new AccountOfUnits(before, day), new AccountOfUnits(next, day)];
  const changed = new Map(items.map((item) => [item.code, item]));
  return held.flatMap((units) => {
    // Goods of others are on no account.
    if (units.bucket === 'consigned') return [];
    const now = withClassOf(units, changed.get(units.item));
    const to = later.of(now);
    if (to === units.account || to === earlier.of(units)) return [];
    return [{ ...now, role: roleOf(units.bucket), to }];
  });
}

const withClassOf = (units: HeldUnits, item: Item | undefined): HeldUnits =>
  item === undefined
    ? units
    : {
        ...units,
        group: item.group,
        itemType: item.itemType ?? '',
        financialGroup: item.financialGroup ?? '',
      };

/** Where the ladder would put units that come in on a day, by one configuration. */
class AccountOfUnits {
  readonly #desk: DeterminationDesk;
  readonly #day: BusinessDate;

  constructor(configuration: Configuration, day: BusinessDate) {
    this.#desk = new DeterminationDesk(configuration);
    this.#day = day;
  }

  of({ bucket, site, place, group, itemType, financialGroup }: HeldUnits): string | null {
    const question = {
      type: 'account-reclassification',
      role: roleOf(bucket),
      group,
      itemType,
      financialGroup,
      site,
      location: bucket === 'on-hand' ? place : '',
      reason: '',
      typedOnLine: '',
      pinned: '',
      facts: {},
    } as const;
    return this.#desk.determine(question, this.#day).account;
  }
}

/** What stands against a change because of the stock that is there, whatever moves with it. */
export async function stockFaults(
  session: Pick<CompanySession, 'groupInUse'>,
  { before, facts }: DraftedChange,
  held: readonly HeldUnits[],
): Promise<readonly Refusal[]> {
  if (before === undefined) return [];
  return [
    ...(await lockedGroups(session, before, facts)),
    ...facts.flatMap((fact) => {
      if (fact.kind === 'location' && fact.content === null)
        return occupied(before.locations.get(fact.key), held);
      if (fact.kind === 'account' && fact.content?.active !== true) return pinned(fact.key, held);
      return [];
    }),
  ];
}

function occupied(
  location: { readonly site: string; readonly code: string } | undefined,
  held: readonly HeldUnits[],
): readonly Refusal[] {
  const lies = held.find(
    ({ site, bucket, place }) =>
      ['on-hand', 'consigned'].includes(bucket) &&
      site === location?.site &&
      place === location.code,
  );
  if (lies === undefined) return [];
  return [invalid(`location ${lies.place}`, `${lies.item} lies there; move it out first`)];
}

function pinned(account: string, held: readonly HeldUnits[]): readonly Refusal[] {
  const lies = held.find((units) => units.account === account);
  if (lies === undefined) return [];
  const fault = `stock of ${lies.item} at ${lies.site} is on it; move the value first`;
  return [invalid(`account ${account}`, fault)];
}

/** The inventory account of a group in use cannot change while integrated (`000.51`). */
async function lockedGroups(
  session: Pick<CompanySession, 'groupInUse'>,
  before: Configuration,
  facts: readonly ConfigurationFact[],
): Promise<readonly Refusal[]> {
  if (!isIntegratedNow(before)) return [];
  const refusals: Refusal[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'assignment') continue;
    const { role, group, site, location, account } = fact.content;
    if (role !== 'inventory' || group === null || site !== '') continue;
    const key = `${role}\n${group}\n${site}\n${location}`;
    const known = before.assignments.get(key)?.[0]?.account ?? null;
    if (known === null || known === account || !(await session.groupInUse(group))) continue;
    refusals.push(refusal('control-account-locked', { group: String(group) }));
  }
  return refusals;
}

/** Whether the company is integrated in the last period it has. */
function isIntegratedNow(configuration: Configuration): boolean {
  const last = periodsInOrder(configuration).at(-1);
  return last === undefined || isIntegrated(configuration, last.last);
}

/** One refusal for each move of an account, with how many places it concerns. */
export function heldValueRefusals(misplaced: readonly MisplacedUnits[]): readonly Refusal[] {
  const counts = new Map<string, { readonly units: MisplacedUnits; readonly count: number }>();
  for (const units of misplaced) {
    const { role, group, site, account, to } = units;
    const key = `${role}\n${group}\n${site}\n${account}\n${to}`;
    counts.set(key, { units, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()].map(({ units: { role, group, site, account, to }, count }) =>
    refusal('account-holds-value', {
      role,
      place: `group ${group} at ${site}`,
      account,
      to: to ?? 'none',
      count: count === 1 ? '1 place' : `${count} places`,
    }),
  );
}
