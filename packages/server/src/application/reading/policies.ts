import {
  type BusinessDate,
  COMPANY_SETTING_VALUES,
  COMPANY_SETTINGS,
  type CompanySetting,
  type Configuration,
  costingMethodOn,
  FIRST_DAY,
  ok,
  POLICIES,
  type PolicyName,
  policyConsequence,
  policyNames,
  policyRows,
  policyStatusOn,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import { type Asked, malformed, readDay } from './filters.ts';
import { resolveMoment } from './moment.ts';
import type { BooksReading } from './ports.ts';
import { configurationAt } from './present-configuration.ts';
import { readAtMoment } from './read-at-moment.ts';
import type { AsKnown, Report, ReportColumn, ReportRow } from './report.ts';

/** `on` is the day; `group` a number of a group, whose own policies are then told and no others. */
export type PoliciesQuery = Asked<'group' | 'asKnown'> & { readonly on: string };

/** A value with what follows from it, and since when it holds; null: nobody ever declared another. */
type Holding = {
  readonly value: string;
  readonly consequence: string;
  readonly since: BusinessDate | null;
};

/** A policy as it holds on a day, and the groups that differ from the company in it. */
type PolicyInForce = Holding & {
  readonly policy: PolicyName;
  readonly decides: string;
  readonly source: string;
  readonly declared: 'group' | 'company' | 'usual';
  readonly groups: readonly (Holding & {
    readonly group: number;
    readonly description: string;
  })[];
};

/** The policies of a company on a day, with the settings of it that are policies too. */
export type PoliciesInForce = {
  readonly on: BusinessDate;
  readonly asKnown: AsKnown;
  readonly policies: readonly PolicyInForce[];
  readonly settings: readonly (Holding & {
    readonly setting: CompanySetting;
    readonly decides: string;
    readonly source: string;
    /** The sites that say it for themselves. */
    readonly sites: readonly SiteHolding[];
  })[];
};

/** What a site says for itself, whatever the company says. */
type SiteHolding = Omit<Holding, 'since'> & { readonly site: string; readonly name: string };

/**
 * Which policies hold on a day, for the company and where a group differs, each with its consequence
 * and since when (`beyond.md` 11). Refuses a day that is none and a group there is not.
 */
export function listPolicies(
  books: BooksReading,
  company: number,
  { on, group, asKnown: asked }: PoliciesQuery,
): Promise<Result<PoliciesInForce, Refusal>> {
  return books.reading(company, async (session) => {
    const moment = await resolveMoment(session, { asKnown: asked });
    if (!moment.ok) return moment;
    const { asKnown } = moment.value;
    const configuration = await configurationAt(session, asKnown.configuration);
    const refusals: Refusal[] = [];
    const day = readDay('on', on, refusals);
    const number = readGroup(configuration, group, refusals);
    if (day === undefined || refusals.length > 0) return refused(refusals);
    return ok({
      on: day,
      asKnown,
      policies: policyNames().map((name) => inForce(configuration, name, number, day)),
      settings: settingsOn(configuration, day),
    });
  });
}

function readGroup(
  { groups }: Configuration,
  text: string | undefined,
  refusals: Refusal[],
): number | null {
  if (text === undefined) return null;
  const number = /^\d{1,3}$/.test(text) ? Number(text) : 0;
  if (!groups.has(number)) refusals.push(malformed(`there is no group ${text}`));
  return number;
}

function inForce(
  configuration: Configuration,
  policy: PolicyName,
  group: number | null,
  day: BusinessDate,
): PolicyInForce {
  const [, source, decides] = POLICIES[policy];
  const { declared, ...holding } = holdingOn(configuration, policy, group, day);
  const others = group === null ? [...configuration.groups.values()] : [];
  const groups = others
    .toSorted((a, b) => a.number - b.number)
    .flatMap(({ number, description }) => {
      const own = holdingOn(configuration, policy, number, day);
      if (own.declared !== 'group') return [];
      const { value, consequence, since } = own;
      return [{ group: number, description, value, consequence, since }];
    });
  return { policy, decides, source, ...holding, declared, groups };
}

function holdingOn(
  configuration: Configuration,
  policy: PolicyName,
  group: number | null,
  day: BusinessDate,
) {
  const { value, declared, since } = policyStatusOn(configuration, policy, group, day);
  return { value, consequence: policyConsequence(policy, value), declared, since };
}

function settingsOn(configuration: Configuration, day: BusinessDate): PoliciesInForce['settings'] {
  const { company } = configuration;
  const method = costingMethodOn(configuration, day);
  const changed = company.costingChanges.find(({ from }) => from <= day);
  const { 'costing-method': methods, 'negative-stock': choices } = COMPANY_SETTING_VALUES;
  return [
    {
      ...toldOf('costing-method'),
      value: method,
      consequence: methods[method],
      since: changed?.from ?? null,
      sites: [],
    },
    {
      ...toldOf('negative-stock'),
      value: company.negativeStock,
      consequence: choices[company.negativeStock],
      since: null,
      sites: [...configuration.sites.values()].flatMap(({ code, name, negativeStock: value }) =>
        value === undefined ? [] : [{ site: code, name, value, consequence: choices[value] }],
      ),
    },
  ];
}

function toldOf(setting: CompanySetting) {
  const [, , source, decides] = COMPANY_SETTINGS[setting];
  return { setting, decides, source };
}

/** With `asOf` what holds on that day; without it everything that was ever declared, and what will hold. */
export type PoliciesReportQuery = Asked<'asOf' | 'asKnown'>;

const COLUMNS: readonly ReportColumn[] = [
  { key: 'policy', label: 'policy', kind: 'text' },
  { key: 'group', label: 'group', kind: 'text' },
  { key: 'value', label: 'value', kind: 'text' },
  { key: 'since', label: 'since', kind: 'date' },
  { key: 'declared', label: 'declared', kind: 'text' },
  { key: 'consequence', label: 'what follows', kind: 'text' },
];

/** The same as a report; refuses dates that are none. */
export function policiesReport(
  books: BooksReading,
  company: number,
  query: PoliciesReportQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment }) => {
    const { asOf, asKnown } = moment;
    const configuration = await configurationAt(session, asKnown.configuration);
    return ok({
      name: 'policies',
      title: 'Policies, and what follows from them',
      asOf,
      asKnown,
      columns: COLUMNS,
      rows: policyNames().flatMap((name) => rowsOf(configuration, name, asOf)),
      groups: [],
      totals: {},
      next: null,
    });
  });
}

/** A row for the company and for every group that ever declared the policy, of every day it began on. */
function rowsOf(
  configuration: Configuration,
  policy: PolicyName,
  asOf: BusinessDate | null,
): readonly ReportRow[] {
  const declared = policyRows(configuration.policies).filter((row) => row.policy === policy);
  const days = new Map<number | null, BusinessDate[]>([[null, [FIRST_DAY]]]);
  for (const { group, from } of declared) days.set(group, [...(days.get(group) ?? []), from]);
  return [...days].flatMap(([group, begun]) =>
    [...new Set(asOf === null ? begun : [asOf])].map((day) => {
      const { since, ...holding } = holdingOn(configuration, policy, group, day);
      return { policy, group: group === null ? '' : String(group), since, ...holding };
    }),
  );
}
