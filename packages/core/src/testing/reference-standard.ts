import type { Item } from '../items/item.ts';
import { type ReferencePool, share } from './reference-pool.ts';

/** Which roles take what was paid, or carried, beside the standard: prices, and changes of it. */
export const DIFFERENCES: ReadonlyMap<string, string> = new Map([
  ['receive-from-vendor', 'purchase-variance'],
  ['manual-vendor-receipt', 'purchase-variance'],
  ['manual-stock-receipt', 'purchase-variance'],
  ['receive-from-outside-lab', 'purchase-variance'],
  ['consignment-use', 'purchase-variance'],
  ['return-to-vendor', 'purchase-variance'],
  ['opening-balance', 'cost-revalue'],
  ['receive-transfer', 'cost-revalue'],
  ['receipt-for-stock-order', 'cost-revalue'],
  ['return-to-stock', 'cost-revalue'],
  ['merchandise-drop', 'cost-revalue'],
  ['return', 'cost-revalue'],
  ['location-move', 'cost-revalue'],
  ['assembly-receipt', 'assembly-variance'],
]);

/** An item's standard worth in minor units, of any number of units of its own scale. */
export function worthAtStandard(item: Item, units: bigint, currencyDecimals: number): bigint {
  const scale = 10n ** BigInt(item.quantityDecimals + 8 - currencyDecimals);
  return share(units, item.standardCost ?? 0n, scale);
}

/** What is paid on one side, what arrives on the other, and who takes the difference. */
export type Arrival = {
  readonly paid: bigint;
  readonly arrived: bigint;
  readonly difference: string;
};

/**
 * What arrives at standard for a price: a price the books made up themselves is the standard; one
 * that was told has its role, or cannot be told at all (undefined).
 */
export function arriveAtStandard(
  type: string,
  told: boolean,
  { paid, arrives, plainly }: { paid: bigint; arrives: bigint; plainly: bigint },
): Arrival | undefined {
  if (paid === arrives) return { paid, arrived: arrives, difference: '' };
  const difference = DIFFERENCES.get(type);
  if (told && difference !== undefined) return { paid, arrived: arrives, difference };
  if (told && paid !== plainly) return undefined;
  return { paid: arrives, arrived: arrives, difference: '' };
}

/** Sets a pool to so many units at standard; what that changed besides the amount given comes back. */
export function standAt(pool: ReferencePool, units: bigint, value: bigint, worth: bigint): bigint {
  if (units === 0n && pool.units > 0n) {
    pool.lastUnits = pool.units;
    pool.lastValue = pool.value;
  }
  pool.units = units;
  pool.value = worth;
  pool.lots = [];
  return worth - value;
}
