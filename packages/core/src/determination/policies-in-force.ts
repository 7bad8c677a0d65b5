import { assert } from '../primitives/assert.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import {
  isPolicyValue,
  type PolicyName,
  type PolicyValue,
  policyNames,
  usualValue,
} from './policy.ts';

/** Since a day, a policy has a value; null: since then it goes by the company's, or by what is usual. */
export type PolicyRow = {
  readonly policy: PolicyName;
  /** Null: for the company. */
  readonly group: number | null;
  readonly from: BusinessDate;
  readonly value: PolicyValue | null;
};

/** Policies by `policyKey`, of each the rows newest first. */
export type PolicyIndex = ReadonlyMap<string, readonly PolicyRow[]>;

/** A policy as it holds on a day. */
export type PolicyStatus<Name extends PolicyName = PolicyName> = {
  readonly value: PolicyValue<Name>;
  /** Where the value was declared; `usual` where nobody declared one. */
  readonly declared: 'group' | 'company' | 'usual';
  /** Since when; null for what is usual. */
  readonly since: BusinessDate | null;
};

const policyKey = (name: PolicyName, group: number | null): string => `${name}\n${group ?? ''}`;

/** Rows as they are looked up. */
export function indexPolicies(rows: readonly PolicyRow[]): PolicyIndex {
  const newestFirst = rows.toSorted((a, b) => (a.from < b.from ? 1 : -1));
  return Map.groupBy(newestFirst, ({ policy, group }) => policyKey(policy, group));
}

/** All rows, in the order of the table, the company's before those of groups, oldest first. */
export const policyRows = (policies: PolicyIndex): readonly PolicyRow[] =>
  [...policies.values()]
    .flat()
    .toSorted(
      (a, b) =>
        policyNames().indexOf(a.policy) - policyNames().indexOf(b.policy) ||
        (a.group ?? 0) - (b.group ?? 0) ||
        (a.from < b.from ? -1 : 1),
    );

type Declared = { readonly policies: PolicyIndex };

/**
 * The value of a policy for a group on a day, the posting date of what it is applied to; null asks
 * for the company (beyond.md 11).
 */
export const policyOn = <Name extends PolicyName>(
  configuration: Declared,
  name: Name,
  group: number | null,
  date: BusinessDate,
): PolicyValue<Name> => policyStatusOn(configuration, name, group, date).value;

/** The same, with where and since when it was declared. */
export function policyStatusOn<Name extends PolicyName>(
  { policies }: Declared,
  name: Name,
  group: number | null,
  date: BusinessDate,
): PolicyStatus<Name> {
  const held = (at: number | null) =>
    policies.get(policyKey(name, at))?.find(({ from }) => from <= date);
  const ofGroup = group === null ? undefined : held(group);
  if (ofGroup !== undefined && ofGroup.value !== null) return declaredBy(name, 'group', ofGroup);
  const ofCompany = held(null);
  if (ofCompany !== undefined && ofCompany.value !== null)
    return declaredBy(name, 'company', ofCompany);
  return { value: usualValue(name), declared: 'usual', since: null };
}

function declaredBy<Name extends PolicyName>(
  name: Name,
  declared: 'group' | 'company',
  { value, from }: PolicyRow,
): PolicyStatus<Name> {
  assert(value !== null && isPolicyValue(name, value), `${value} is a value of ${name}`);
  return { value, declared, since: from };
}
