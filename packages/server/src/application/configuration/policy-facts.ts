import {
  type BusinessDate,
  FIRST_DAY,
  isPolicyName,
  type PolicyRow,
  type PolicyValue,
} from 'perpetua-core';

/** A policy from a day on. The key names it, its group where it is not for the company, and the day. */
export type PolicyFact = {
  readonly kind: 'policy';
  readonly key: string;
  readonly content: { readonly from: BusinessDate; readonly value: PolicyValue | null };
};

/** A declaration as a fact; what holds from ever has no day in its key. */
export function policyFact({ policy, group, from, value }: PolicyRow): PolicyFact {
  const parts = [policy, ...(group === null ? [] : [group]), ...(from === FIRST_DAY ? [] : [from])];
  return { kind: 'policy', key: parts.join('\n'), content: { from, value } };
}

/** The declaration of a fact; none of a policy that is in the table no more. */
export function policyRowOf({ key, content }: PolicyFact): readonly PolicyRow[] {
  const [policy = '', second = ''] = key.split('\n');
  const group = /^\d{1,3}$/.test(second) ? Number(second) : null;
  return isPolicyName(policy) ? [{ policy, group, ...content }] : [];
}
