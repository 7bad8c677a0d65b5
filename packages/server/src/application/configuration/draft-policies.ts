import {
  type BusinessDate,
  isPolicyName,
  isPolicyValue,
  type PolicyRow,
  parseBusinessDate,
  policyNames,
  policyValues,
  type Refusal,
} from 'perpetua-core';
import type { CompanySetup, PolicySetup } from './company-setup.ts';
import { invalid } from './invalid-setup.ts';
import { type PolicyFact, policyFact } from './policy-facts.ts';
import { policyInWords } from './policy-in-words.ts';

/**
 * The policies of a setup as facts. Policies and values there are not, days that are none and a
 * policy that is given two values from one day on are refused, all of them at once.
 */
export function policyFacts(
  { policies = [] }: CompanySetup,
  validFrom: BusinessDate,
  refusals: Refusal[],
): readonly PolicyFact[] {
  const rows = policies.flatMap((asked) => readPolicy(asked, validFrom, refusals) ?? []);
  for (const [, same] of Map.groupBy(rows, (row) => `${policyInWords(row)} ${row.from}`)) {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) continue;
    refusals.push(invalid(policyInWords(first), `it is given twice from ${first.from} on`));
  }
  return rows.map(policyFact);
}

function readPolicy(
  { policy, from, value, ...asked }: PolicySetup,
  validFrom: BusinessDate,
  refusals: Refusal[],
): PolicyRow | undefined {
  const group = asked.group ?? null;
  const day = from === undefined ? validFrom : parseBusinessDate(from);
  if (!isPolicyName(policy)) {
    refusals.push(invalid(`policy ${policy}`, `there are only ${policyNames().join(', ')}`));
    return undefined;
  }
  if (value !== null && !isPolicyValue(policy, value)) {
    const fault = `${value} is none of ${policyValues(policy).join(', ')}`;
    refusals.push(invalid(policyInWords({ policy, group }), fault));
    return undefined;
  }
  if (day === undefined) {
    refusals.push(invalid(policyInWords({ policy, group }), `from ${from} is no day`));
    return undefined;
  }
  return { policy, group, from: day, value };
}
