import { type Money, money } from '../primitives/money.ts';
import { type CostLayer, type CostPool, EMPTY_POOL } from './cost-pool.ts';

/**
 * How many purchases of an item at a site are remembered, the newest first. Only the newest one is
 * ever asked for; the others stand behind it in case it is reversed.
 */
export const MOST_PURCHASES = 8;

/**
 * The purchases of an item at a site in the shape of a pool: its quantity and value are those of the
 * newest one, from which the unit cost is derived, and `layers` are all that are remembered.
 */
function ofPurchases(purchases: readonly CostLayer[]): CostPool {
  const [newest] = purchases;
  if (newest === undefined) return EMPTY_POOL;
  const { quantity, value } = newest;
  return { quantity, value, known: EMPTY_POOL.known, layers: purchases };
}

/** With one more purchase, at its place in the order of costs: by day, then by number (`Q-15`). */
export const withPurchase = ({ layers }: CostPool, purchase: CostLayer): CostPool =>
  ofPurchases([...layers, purchase].toSorted(newestFirst).slice(0, MOST_PURCHASES));

function newestFirst(a: CostLayer, b: CostLayer): number {
  if (a.receivedOn !== b.receivedOn) return a.receivedOn < b.receivedOn ? 1 : -1;
  return b.receipt - a.receipt;
}

/** Without a purchase that was reversed: the one before it is the newest again. */
export const withoutPurchase = ({ layers }: CostPool, receipt: number): CostPool =>
  ofPurchases(layers.filter((purchase) => purchase.receipt !== receipt));

/** With a purchase that turned out to cost so much more or less. */
export const withCorrected = ({ layers }: CostPool, receipt: number, change: Money): CostPool =>
  ofPurchases(
    layers.map((purchase) =>
      purchase.receipt === receipt
        ? { ...purchase, value: money(purchase.value + change) }
        : purchase,
    ),
  );
