import type { Happening, ReferenceMove } from './reference-history.ts';
import type { ReferenceHoldings } from './reference-holdings.ts';
import { bears, type ReferencePool, share } from './reference-pool.ts';
import type { ReferenceValuation } from './reference-valuation.ts';

/** What a late cost becomes: value of a pool at a place, and a variance. */
export type Landing = {
  readonly pool: ReferencePool;
  readonly place: string;
  readonly receipt: string;
  readonly borne: bigint;
  readonly varied: bigint;
  /** Whether the stock of today has to carry what it bears, or may leave some of it to the variance. */
  readonly isWhole: boolean;
};

/** Which types bring goods in that may cost freight. */
export const BRINGS_GOODS: ReadonlySet<string> = new Set([
  'receive-from-vendor',
  'manual-vendor-receipt',
  'opening-balance',
  'receive-transfer',
  'receipt-for-stock-order',
  'manual-stock-receipt',
  'receive-from-outside-lab',
  'consignment-use',
]);

/** The move that brought goods of our own in. */
export const broughtIn = ({ moves }: Happening): ReferenceMove | undefined =>
  moves.find(
    ({ units, pool }) =>
      units > 0n && pool.bucket !== 'consigned' && pool.bucket !== 'order-clearing',
  );

/** What the model knows when a cost comes late. */
export type LateCostBooks = {
  readonly valuation: ReferenceValuation;
  readonly holdings: ReferenceHoldings;
  readonly policy: string;
};

/** Shares a late cost of an earlier receipt between the stock and a variance. */
export function landOn(
  { valuation, holdings, policy }: LateCostBooks,
  original: Happening,
  came: ReferenceMove,
  added: bigint,
): Landing {
  const { source = 'api', key } = original.input;
  const receipt = `${source} ${key}`;
  const at = { place: came.place, receipt };
  if (valuation.method === 'standard')
    return { ...at, pool: came.pool, borne: 0n, varied: added, isWhole: true };
  if (policy === 'restate')
    return { ...at, pool: came.pool, borne: added, varied: 0n, isWhole: true };
  const { item, site, bucket } = came.pool;
  const spot = { item, site, bucket, place: came.place };
  const moved = bucket === 'on-hand' ? holdings.accountAt(spot) : undefined;
  const pool = holdings.poolAt(spot, moved ?? came.pool.account);
  const { usedUnits, claimedUnits } = original;
  const [here, worth] = stillHere(
    valuation,
    pool,
    receipt,
    came.units - (usedUnits - claimedUnits),
  );
  const part = share(added, here, came.units);
  const borne = part + worth < 0n ? -worth : part;
  return { ...at, pool, borne, varied: added - borne, isWhole: false };
}

/** Units of a receipt that can still be there, and what they can lose. */
function stillHere(
  valuation: ReferenceValuation,
  pool: ReferencePool,
  receipt: string,
  atMost: bigint,
): readonly [units: bigint, worth: bigint] {
  if (valuation.method === 'fifo' && pool.bucket === 'on-hand') {
    const lot = pool.lots.find((one) => one.receipt === receipt);
    return [lot?.units ?? 0n, lot?.value ?? 0n];
  }
  const { units, value } = valuation.wholeOf(pool)?.pool ?? pool;
  if (units <= 0n) return [0n, 0n];
  return [units < atMost ? units : atMost, value];
}

/** Whether the stock of today carries what it is to bear. */
export function carries(valuation: ReferenceValuation, landing: Landing): boolean {
  const { pool, borne, receipt, isWhole } = landing;
  if (!isWhole) return true;
  const isGone = pool.lots.length > 0 && !pool.lots.some((lot) => lot.receipt === receipt);
  const isBorne = pool.bucket === 'on-hand' ? valuation.bears(pool, borne) : bears(pool, borne);
  return isBorne && !isGone;
}

/** Whether it moves value of stock: a cost that is nothing but a variance does not. */
export const movesStock = (valuation: ReferenceValuation, { borne, varied }: Landing): boolean =>
  borne !== 0n || (varied === 0n && valuation.method !== 'standard');

/** Adds to the stock what it bears. */
export function land(valuation: ReferenceValuation, happening: Happening, landing: Landing): void {
  if (!movesStock(valuation, landing)) return;
  const { pool, place, receipt, borne: value } = landing;
  valuation.revalueReceipt(pool, value, receipt);
  happening.moves.push({ type: happening.input.type, pool, place, units: 0n, value });
}
