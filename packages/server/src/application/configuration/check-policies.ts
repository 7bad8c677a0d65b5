import {
  type BusinessDate,
  type Configuration,
  type CostStream,
  dayAfter,
  FIRST_DAY,
  type FiscalPeriod,
  keptStreamsOn,
  POOL_STREAMS,
  type PolicyRow,
  periodsInOrder,
  policyOn,
  policyRows,
  type Refusal,
  salesStreamOn,
  valuationStreamOn,
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
 * Sales that would show a stream that nobody keeps: from the day on which a policy begins, the stream
 * has to be the one that values stock, or one that is kept beside it.
 */
export function checkSalesStreams(configuration: Configuration): readonly Refusal[] {
  const rows = policyRows(configuration.policies);
  const days = [FIRST_DAY, ...rows.map(({ from }) => from), ...daysOfMethods(configuration)];
  const groups = [...configuration.groups.keys()];
  const unknown = groups.flatMap((group) =>
    days.flatMap((day) => {
      const stream = salesStreamOn(configuration, group, day);
      const known = [
        valuationStreamOn(configuration, day),
        ...keptStreamsOn(configuration, group, day),
      ];
      if (!isPoolStream(stream) || known.includes(stream)) return [];
      const fault = `${stream} is not kept from ${day} on; keep it by the policy kept-streams`;
      return [{ what: policyInWords({ policy: 'sales-cost', group }), fault }];
    }),
  );
  const first = new Map(unknown.map(({ what, fault }) => [what, fault]));
  return [...first].map(([what, fault]) => invalid(what, fault));
}

const isPoolStream = (stream: CostStream): boolean => Object.hasOwn(POOL_STREAMS, stream);

const daysOfMethods = ({ company }: Configuration): readonly BusinessDate[] =>
  company.costingChanges.map(({ from }) => from);

/**
 * What held in a period that is closed is not changed afterwards: whoever asks how a closed month was
 * kept gets the answer that was true when it closed. A later period may be another matter at once.
 */
export function policiesOfClosedPeriods(
  before: Configuration,
  next: Configuration,
): readonly Refusal[] {
  const closed = periodsInOrder(next).filter(({ state }) => state === 'closed');
  const last = closed.at(-1);
  if (last === undefined) return [];
  const rows = policyRows(next.policies);
  const declared = new Map(rows.map((row) => [policyInWords(row), row]));
  return [...declared].flatMap(([what, row]) => {
    const changed = closed.find((period) => changesIn(before, next, row, period));
    if (changed === undefined) return [];
    const free = dayAfter(last.last);
    const fault = `it would change what held in ${changed.period}, which is closed; let it begin on ${free} or later`;
    return [invalid(what, fault)];
  });
}

/** Whether a policy is another one on a day of the period. */
function changesIn(
  before: Configuration,
  next: Configuration,
  { policy, group }: PolicyRow,
  { first, last }: FiscalPeriod,
): boolean {
  const valueOn = (configuration: Configuration, day: BusinessDate) =>
    policyOn(configuration, policy, group, day);
  const begun = [...policyRows(before.policies), ...policyRows(next.policies)]
    .map(({ from }) => from)
    .filter((from) => first <= from && from <= last);
  return [first, ...begun].some((day) => valueOn(before, day) !== valueOn(next, day));
}
