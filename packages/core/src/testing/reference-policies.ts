import type { Configuration } from '../determination/configuration.ts';
import { takesBack } from './reference-flows.ts';
import type { Plan } from './reference-history.ts';
import type { ReferencePool } from './reference-pool.ts';

/** What the company said of a question on a day, for the item's group first; else what is usual. */
export function saidOf(
  { policies }: Configuration,
  question: string,
  { item: { group }, input: { postedOn } }: Plan,
  usual: string,
): string {
  const rows = [...policies.values()].flat();
  for (const who of [group, null]) {
    const said = rows
      .filter((row) => row.policy === question && row.group === who && row.from <= postedOn)
      .toSorted((a, b) => a.from.localeCompare(b.from))
      .at(-1)?.value;
    if (said !== undefined && said !== null) return said;
  }
  return usual;
}

/** Whether goods a customer brings back on hand come in at what the sale they were sold in took. */
export const isReturnAtSale = (
  configuration: Configuration,
  plan: Plan,
  into: ReferencePool | undefined,
): boolean =>
  plan.input.type !== 'return' ||
  into?.bucket !== 'on-hand' ||
  saidOf(configuration, 'customer-return-cost', plan, 'original') === 'original';

/** Whether goods go back to the vendor at what they cost in the receipt that is named. */
export const isReturnAtReceipt = (configuration: Configuration, plan: Plan): boolean =>
  plan.input.type === 'return-to-vendor' &&
  plan.original !== undefined &&
  saidOf(configuration, 'vendor-return-cost', plan, 'current') === 'original';

/** Whether goods leave at an amount of the past: what is taken back, and what goes back as it came. */
export const isAtPastCost = (configuration: Configuration, plan: Plan): boolean =>
  (plan.original !== undefined && takesBack(plan.input)) || isReturnAtReceipt(configuration, plan);
