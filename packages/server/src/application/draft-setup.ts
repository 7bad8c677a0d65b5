import {
  type BusinessDate,
  type Configuration,
  type CostingMethod,
  currencyDecimals,
  FIRST_DAY,
  type Item,
  itemTypeKey,
  keysOf,
  LARGEST_GROUP_NUMBER,
  locationKey,
  type MappingMode,
  modeKey,
  type Period,
  parsePeriod,
  periodAfter,
  type Refusal,
  refusal,
  transactionTypes,
} from 'perpetua-core';
import type { CompanySetup, ModeSetup, RoleAccounts } from './company-setup.ts';
import { assignmentFact, type CompanyFact, type ConfigurationFact } from './configuration-facts.ts';
import { readItems } from './read-items.ts';

/** A setup taken apart into facts; what could not be read comes back as refusals. */
export type DraftedSetup = {
  readonly facts: readonly ConfigurationFact[];
  readonly items: readonly Item[];
  readonly refusals: readonly Refusal[];
};

/** From when what a setup changes holds. */
export type SetupDays = {
  /** New account assignments. */
  readonly validFrom?: BusinessDate;
  /** A new costing method; without it from the beginning, for books in which nothing was posted. */
  readonly costsFrom?: BusinessDate | undefined;
};

/** A fault of a setup, said of the thing it is about. */
export const invalid = (what: string, fault: string): Refusal =>
  refusal('setup-invalid', { what, fault });

/** More periods than this at once are a mistake. */
const MOST_PERIODS = 240;

/** System reasons: a count (`Q-29`) and a loss on the way (`Q-30`). */
const SYSTEM_REASONS = [
  { code: 'COUNT', name: 'Count' },
  { code: 'LOST', name: 'Lost in transit' },
] as const;

/**
 * Takes a setup apart.
 *
 * @param before the configuration it changes; without one the setup makes a new company, which
 *   gets the system reasons beside what it names
 * @param days from when new things hold; for a new company the beginning of time
 */
export function draftSetup(
  before: Configuration | undefined,
  setup: CompanySetup,
  { validFrom = FIRST_DAY, costsFrom }: SetupDays = {},
): DraftedSetup {
  const refusals: Refusal[] = [];
  const facts: ConfigurationFact[] = [];
  facts.push({
    kind: 'company',
    key: '',
    content: companyFact(before, setup, refusals, costsFrom),
  });
  facts.push(...costingFacts(before, setup, costsFrom));
  refuseGroupsNamedTwice(before, setup, refusals);
  facts.push(...masterFacts(setup, before === undefined));
  facts.push(...assignmentFacts(setup, validFrom));
  facts.push(...mappingFacts(setup, refusals));
  facts.push(...periodFacts(before, setup, refusals));
  const read = readItems(setup.items ?? []);
  const itemFacts = read.items.map(({ standardCost, ...item }): ConfigurationFact => {
    const cost = standardCost === undefined ? {} : { standardCost: standardCost.toString() };
    return { kind: 'item', key: item.code, content: { ...item, ...cost } };
  });
  return {
    facts: lastOfEach([...facts, ...itemFacts]),
    items: read.items,
    refusals: [...refusals, ...read.refusals],
  };
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

function masterFacts(setup: CompanySetup, isNew: boolean): readonly ConfigurationFact[] {
  const { accounts = [], groups = [], sites = [], locations = [], reasons = [] } = setup;
  const system = isNew ? SYSTEM_REASONS : [];
  return [
    ...accounts.map(({ active = true, ...account }): ConfigurationFact => {
      return { kind: 'account', key: account.code, content: { ...account, active } };
    }),
    ...groups.map(({ number, description }): ConfigurationFact => {
      return { kind: 'group', key: String(number), content: { number, description } };
    }),
    ...sites.map(
      ({ accounts: _, ...site }): ConfigurationFact => ({
        kind: 'site',
        key: site.code,
        content: site,
      }),
    ),
    ...locations.map((location): ConfigurationFact => {
      return {
        kind: 'location',
        key: locationKey(location.site, location.code),
        content: location,
      };
    }),
    ...[...system, ...reasons].map((reason): ConfigurationFact => {
      const account = 'account' in reason && reason.account !== undefined ? reason.account : null;
      const { code, name } = reason;
      return { kind: 'reason', key: code, content: { code, name, account } };
    }),
  ];
}

function assignmentFacts(
  setup: CompanySetup,
  validFrom: BusinessDate,
): readonly ConfigurationFact[] {
  const at = (
    accounts: RoleAccounts | undefined,
    place: { group: number | null; site: string; location: string },
  ) =>
    keysOf(accounts ?? {}).flatMap((role) => {
      const account = accounts?.[role];
      return account === undefined ? [] : [assignmentFact(role, place, account, validFrom)];
    });
  const { controls, groups = [], sites = [], places = [] } = setup;
  return [
    ...at(controls, { group: null, site: '', location: '' }),
    ...groups.flatMap(({ number, accounts }) =>
      at(accounts, { group: number, site: '', location: '' }),
    ),
    ...sites.flatMap(({ code, accounts }) =>
      at(accounts, { group: null, site: code, location: '' }),
    ),
    ...places.flatMap(({ group, site, location = '', accounts }) =>
      at(accounts, { group, site, location }),
    ),
  ];
}

function mappingFacts(setup: CompanySetup, refusals: Refusal[]): readonly ConfigurationFact[] {
  const { types = [], modes = [], itemTypeAccounts = [] } = setup;
  const installed =
    types === 'default'
      ? transactionTypes().map((type) => ({ type, center: 'office' as const }))
      : types;
  return [
    ...installed.map(
      ({ type, center }): ConfigurationFact => ({ kind: 'type', key: type, content: { center } }),
    ),
    ...modes.flatMap((mode): ConfigurationFact[] => {
      const content = modeContent(mode, refusals);
      return content === undefined
        ? []
        : [{ kind: 'mode', key: modeKey(mode.type, mode.role), content }];
    }),
    ...itemTypeAccounts.map(
      ({ role, itemType, financialGroup = '', account }): ConfigurationFact => {
        return {
          kind: 'item-type-account',
          key: itemTypeKey(role, itemType, financialGroup),
          content: { account },
        };
      },
    ),
  ];
}

function modeContent(
  { type, role, mode, account }: ModeSetup,
  refusals: Refusal[],
): MappingMode | undefined {
  if (mode !== 'account') return { mode };
  if (account !== undefined) return { mode, account };
  refusals.push(invalid(`mapping of ${role} in ${type}`, 'mode account names no account'));
  return undefined;
}

function periodFacts(
  before: Configuration | undefined,
  { periods }: CompanySetup,
  refusals: Refusal[],
): readonly ConfigurationFact[] {
  if (periods === undefined) return [];
  const [first, last] = [parsePeriod(periods.first), parsePeriod(periods.last)];
  if (first === undefined || last === undefined || first > last) {
    refusals.push(
      invalid('periods', `${periods.first} to ${periods.last} is no stretch of months`),
    );
    return [];
  }
  const missing = gapBetween(before, first, last);
  if (missing !== undefined) {
    refusals.push(
      invalid('periods', `${missing} would be missing between them and those there are`),
    );
    return [];
  }
  const facts: ConfigurationFact[] = [];
  for (let period: Period = first; period <= last; period = periodAfter(period)) {
    if (facts.length >= MOST_PERIODS) {
      refusals.push(invalid('periods', `more than ${MOST_PERIODS} months at once`));
      return [];
    }
    if (before?.periods.has(period) !== true)
      facts.push({ kind: 'period', key: period, content: { state: 'open' } });
  }
  return facts;
}

/** The month that would be left out between new periods and the old ones; months follow one another. */
function gapBetween(
  before: Configuration | undefined,
  first: Period,
  last: Period,
): Period | undefined {
  const known = [...(before?.periods.keys() ?? [])].toSorted();
  const [oldest, newest] = [known[0], known.at(-1)];
  if (oldest === undefined || newest === undefined) return undefined;
  if (first > periodAfter(newest)) return periodAfter(newest);
  return periodAfter(last) < oldest ? periodAfter(last) : undefined;
}
