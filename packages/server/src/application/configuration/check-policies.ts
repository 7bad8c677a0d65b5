import {
  type BusinessDate,
  type Configuration,
  daysOf,
  type Period,
  type PolicyRow,
  periodAfter,
  periodOf,
  policyOn,
  policyRows,
  type Refusal,
} from 'perpetua-core';
import { invalid } from './invalid-setup.ts';
import { policyInWords } from './policy-in-words.ts';

/** Policies of groups there are not. */
export function checkPolicies({ policies, groups }: Configuration): readonly Refusal[] {
  const strangers = policyRows(policies).filter(
    ({ group }) => group !== null && !groups.has(group),
  );
  const named = new Set(strangers.map(policyInWords));
  return [...named].map((what) => invalid(what, 'there is no such group'));
}

/**
 * What held in a period that is closed is not changed afterwards: whoever asks how a closed month was
 * kept gets the answer that was true when it closed. A later period may be another matter at once.
 */
export function policiesOfClosedPeriods(
  before: Configuration,
  next: Configuration,
): readonly Refusal[] {
  const closed = [...next.periods.keys()]
    .filter((period) => next.periods.get(period) === 'closed')
    .toSorted();
  const last = closed.at(-1);
  if (last === undefined) return [];
  const rows = policyRows(next.policies);
  const declared = new Map(rows.map((row) => [policyInWords(row), row]));
  return [...declared].flatMap(([what, row]) => {
    const changed = closed.find((period) => changesIn(before, next, row, period));
    if (changed === undefined) return [];
    const free = daysOf(periodAfter(last)).first;
    const fault = `it would change what held in ${changed}, which is closed; let it begin on ${free} or later`;
    return [invalid(what, fault)];
  });
}

/** Whether a policy is another one on a day of the period. */
function changesIn(
  before: Configuration,
  next: Configuration,
  { policy, group }: PolicyRow,
  period: Period,
): boolean {
  const valueOn = (configuration: Configuration, day: BusinessDate) =>
    policyOn(configuration, policy, group, day);
  const begun = [...policyRows(before.policies), ...policyRows(next.policies)]
    .map(({ from }) => from)
    .filter((from) => periodOf(from) === period);
  return [daysOf(period).first, ...begun].some(
    (day) => valueOn(before, day) !== valueOn(next, day),
  );
}
