/**
 * How a movement came by its value, which decides how it is valued again after a late fact
 * (decision 0027) and is the first answer to "why this cost".
 *
 * - `told`: the transaction says it: a price, an amount, a fact about the cost of an earlier one.
 * - `borne`: what the units that were here on the day bear of a fact about the cost of an earlier one,
 *   where such a fact changes nothing of what was before it (decision 0028).
 * - `pool`: what its units cost in its own pool at that moment.
 * - `other-pool`: what as many units cost in another pool, from which nothing was taken.
 * - `held`: the share of its pool that the units of a place carry to another account.
 * - `carried-over`: the amount of the movement before it in the same event, on the other side.
 * - `original`: a share of what the event it refers to was worth.
 * - `reversed`: another movement with its signs turned.
 * - `consequence`: what the movements before it left to be posted: nobody sent it.
 * - `restated`: the sum of what a late fact changed in earlier movements.
 * - `none`: units of others, which are counted and have no value here.
 */
export const COST_SOURCES = [
  'told',
  'borne',
  'pool',
  'other-pool',
  'held',
  'carried-over',
  'original',
  'reversed',
  'consequence',
  'restated',
  'none',
] as const;
export type CostSource = (typeof COST_SOURCES)[number];

/** How a movement came by its value, and what it was about or asked for it. */
export type Costing = {
  readonly source: CostSource;
  /** The pool that was asked for the cost; 0 where none other than its own was. */
  readonly pricedBy?: number;
  /** The movement whose cost this is a fact about, or whose signs it turns; 0 where there is none. */
  readonly about?: number;
};
