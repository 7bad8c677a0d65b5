import { isBelievable } from '../costing/cost-pool.ts';
import { type HeldOn, heldFrom } from '../costing/pool-timeline.ts';
import { negativeStockAt } from '../determination/configuration.ts';
import { assert } from '../primitives/assert.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { type Money, money, type Quantity } from '../primitives/money.ts';
import { type BookedPool, poolKey } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import { flowStateOf } from './flow-state.ts';
import type { ValuedBooks } from './valuation/valued-books.ts';

/** Units that are to leave a pool, and the day on which they do. */
export type Leaving = {
  readonly units: Quantity;
  readonly postedOn: BusinessDate;
  /** They only change their place inside the pool: they have to be there, and stay for later. */
  readonly stays?: boolean;
};

/**
 * The first day from that of the leaving on, on which a pool holds fewer units than are to leave it,
 * and what it holds then; undefined where they can be spared at every later point of the order of
 * costs (`I12`). That more is there now does not help units that are needed before it came.
 */
export function firstShortage(
  draft: EventDraft,
  booked: BookedPool,
  { units, postedOn, stays = false }: Leaving,
): HeldOn | undefined {
  const [then, ...later] = heldInOrder(draft, booked, postedOn);
  const points = stays ? [then] : [then, ...later];
  return points.find((held) => held.quantity < units);
}

function heldInOrder(
  { books: { timelines } }: EventDraft,
  { address, pool, lastPostedOn }: BookedPool,
  day: BusinessDate,
): readonly [HeldOn, ...HeldOn[]] {
  const present = [{ on: day, quantity: pool.quantity }] as const;
  if (lastPostedOn <= day || timelines === undefined) return present;
  const timeline = timelines.get(poolKey(address));
  assert(
    timeline !== undefined && timeline.after <= day,
    `what came later than ${day} is known of ${address.item} at ${address.site}`,
  );
  return heldFrom(timeline, pool.quantity, day);
}

/**
 * Stock on hand below zero, now or at any later point of the order of costs: refused where the
 * company or the site forbids it, said aloud where it is allowed or the goods have moved already (`Q-05`).
 */
export function keepStockPolicy(draft: EventDraft, booked: BookedPool, leaving: Leaving): void {
  const short = firstShortage(draft, booked, leaving);
  if (short === undefined) return;
  const { item, site } = booked.address;
  const shortfall = formatDecimal(leaving.units - short.quantity, draft.item.quantityDecimals);
  if (draft.happened || negativeStockAt(draft.books.desk.configuration, site) === 'allow') {
    draft.warnings.push(`${item} at ${site} is ${shortfall} below zero on ${short.on}`);
  } else draft.refuse('stock-below-zero', { item, site, shortfall, on: short.on });
}

/**
 * Goods that are carried under a document cannot leave a bucket before they were there, nor be
 * missing in it for what left it later, whatever the policy. Whether they can.
 */
export function keepCarried(draft: EventDraft, booked: BookedPool, leaving: Leaving): boolean {
  const short = firstShortage(draft, booked, leaving);
  if (short === undefined) return true;
  const { document, bucket, site } = booked.address;
  const { code, quantityDecimals } = draft.item;
  draft.refuse('nothing-carried', {
    document,
    item: code,
    bucket,
    site,
    held: formatDecimal(short.quantity, quantityDecimals),
    on: short.on,
    quantity: formatDecimal(leaving.units, quantityDecimals),
    state: flowStateOf(draft, document),
  });
  return false;
}

/**
 * What a reversal takes out of a pool again: on hand by the policy, anything that is carried or
 * belongs to others only while it is there. An order's clearing counts below zero by design.
 */
export function keepReversible(
  draft: EventDraft,
  booked: BookedPool,
  leaving: Leaving,
  because: (text: string) => void,
): void {
  const { bucket, site } = booked.address;
  if (leaving.units <= 0n || bucket === 'order-clearing') return;
  if (bucket === 'on-hand') {
    keepStockPolicy(draft, booked, leaving);
    return;
  }
  const short = firstShortage(draft, booked, leaving);
  if (short === undefined) return;
  const held = formatDecimal(short.quantity, draft.item.quantityDecimals);
  because(`the goods have moved on, ${bucket} at ${site} holds ${held} on ${short.on}`);
}

/** Refuses a change of value that the units of a pool cannot carry. */
export function refuseValueWithoutStock(
  draft: ValuedBooks,
  { pool, address }: BookedPool,
  change: Money,
): void {
  const value = money(pool.value + change);
  if (isBelievable({ quantity: pool.quantity, value })) return;
  const { currencyDecimals } = draft.books.desk.configuration.company;
  draft.refuse('value-without-stock', {
    item: address.item,
    site: address.site,
    held: formatDecimal(pool.quantity, draft.item.quantityDecimals),
    value: formatDecimal(value, currencyDecimals),
  });
}
