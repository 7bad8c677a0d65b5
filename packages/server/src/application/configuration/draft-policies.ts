import {
  type BusinessDate,
  isPolicyName,
  isPolicyValue,
  type PolicyRow,
  parseBusinessDate,
  policyNames,
  policyValues,
  type Refusal,
  refusal,
} from 'perpetua-core';
import type { CompanySetup, PolicySetup } from './company-setup.ts';
import { type ConfigurationFact, policyFact } from './configuration-facts.ts';
import { invalid } from './invalid-setup.ts';
import { policyInWords } from './policy-in-words.ts';

/**
 * The policies of a setup as facts. Policies and values there are not, days that are none and a
 * policy that is given two values from one day on are refused, all of them at once.
 */
export function policyFacts(
  { policies = [] }: CompanySetup,
  validFrom: BusinessDate,
  refusals: Refusal[],
): readonly ConfigurationFact[] {
  const facts = policies.flatMap((asked) => {
    const row = readPolicy(asked, validFrom, refusals);
    return row === undefined ? [] : [policyFact(row)];
  });
  for (const [, same] of Map.groupBy(facts, ({ key }) => key)) {
    const [first, ...others] = same;
    if (first === undefined || others.length === 0) continue;
    const { content } = first;
    refusals.push(invalid(policyInWords(content), `it is given twice from ${content.from} on`));
  }
  return facts;
}

function readPolicy(
  { policy, from, value, ...asked }: PolicySetup,
  validFrom: BusinessDate,
  refusals: Refusal[],
): PolicyRow | undefined {
  const group = asked.group ?? null;
  const day = from === undefined ? validFrom : parseBusinessDate(from);
  if (day === undefined)
    refusals.push(refusal('date-invalid', { field: 'from', value: from ?? '' }));
  if (!isPolicyName(policy)) {
    refusals.push(invalid(`policy ${policy}`, `there are only ${policyNames().join(', ')}`));
    return undefined;
  }
  if (value !== null && !isPolicyValue(policy, value)) {
    const fault = `${value} is none of ${policyValues(policy).join(', ')}`;
    refusals.push(invalid(policyInWords({ policy, group }), fault));
    return undefined;
  }
  return day === undefined ? undefined : { policy, group, from: day, value };
}
