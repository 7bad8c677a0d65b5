import { indexPolicies, type PolicyIndex } from '../determination/policies-in-force.ts';
import type { PolicyName, PolicyValue } from '../determination/policy.ts';
import { keysOf } from '../primitives/keys.ts';
import { day } from './sample-books.ts';

/** Policies declared for the whole company, from ever. */
export const declared = (
  values: {
    readonly [Name in PolicyName]?: PolicyValue<Name>;
  },
): { readonly policies: PolicyIndex } => ({
  policies: indexPolicies(
    keysOf(values).map((policy) => ({
      policy,
      group: null,
      from: day('1900-01-01'),
      value: values[policy] ?? null,
    })),
  ),
});
