import type { Bucket } from '../accounts/account-role.ts';
import {
  type CostPool,
  currentCost,
  type Holding,
  isBelievable,
  issueFromPool,
  type PoolIssue,
  receiveIntoPool,
  revaluePool,
} from '../costing/cost-pool.ts';
import type { AccountDetermination } from '../determination/account-determination.ts';
import { NO_LOCATION } from '../items/place.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import {
  extend,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  prorate,
  type Quantity,
  quantity,
} from '../primitives/money.ts';
import { bucketOf, type LegShape, roleOf } from '../transactions/event-shape.ts';
import { CAUSED_TYPES, postingRule, type TransactionType } from '../transactions/posting-rules.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { type BookedPool, type EarlierEvent, poolKey } from './books.ts';
import type { EventDraft, EventHead, SideQuestion } from './event-draft.ts';
import { absoluteHolding } from './moved.ts';

/** The source of what the books post by themselves. */
export const CAUSED_SOURCE = 'perpetua';

/** The reason code that turns an adjustment into a count (`account-determination.md` 1d). */
const COUNT_REASON = 'COUNT';

/** One side of the event: where it posts, and the pool it changes when its role holds stock. */
type Leg = {
  readonly shape: LegShape;
  readonly side: SideQuestion;
  readonly found: AccountDetermination;
  readonly bucket: Bucket | undefined;
  readonly place: string;
  readonly pool: BookedPool | undefined;
};

/**
 * Drafts what a transaction changes and posts: its rule's two legs at their places, the amount by
 * the rule's cost basis, and the adjustments it causes. All knowledge of types is in the tables;
 * this function knows legs, buckets and amounts. Refusals are collected in the draft.
 */
export function draftEvent(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent | undefined,
): void {
  const event = draft.open(headOf(transaction));
  const { debit, credit } = legsOf(draft, transaction);
  const units = transaction.shape.needsQuantity ? transaction.quantity : NO_QUANTITY;
  if (original !== undefined) refuseOriginal(draft, transaction, original);
  const amount = amountOf(draft, transaction, { debit, credit }, original);
  if (units === 0n && amount !== undefined) refuseUnbelievable(draft, { debit, credit }, amount);
  if (amount === undefined || draft.refusals.length > 0) return;

  if (original !== undefined) draft.link(original.event, 'refers-to', units, amount);
  const adjusted = moveStock(draft, transaction, { debit, credit }, units, amount);
  postLegs(draft, transaction, debit, credit, amount);
  draft.close();
  for (const { leg, adjustment } of adjusted) {
    causeNegativeBalance(draft, transaction, leg, event, adjustment);
  }
  clearOrder(draft, transaction, [debit.pool, credit.pool], event);
}

type Adjusted = { readonly leg: Leg; readonly adjustment: Money };

/** What the event says of itself. */
export function headOf(transaction: Transaction): EventHead {
  const { source, key, type, postedOn, documentDate, item, site, document, content } = transaction;
  return { source, key, type, postedOn, documentDate, item: item.code, site, document, content };
}

function legsOf(draft: EventDraft, transaction: Transaction): { debit: Leg; credit: Leg } {
  const { shape, swapped } = transaction;
  const [debit, credit] = swapped ? [shape.credit, shape.debit] : [shape.debit, shape.credit];
  return {
    credit: legOf(draft, transaction, credit, 'credit'),
    debit: legOf(draft, transaction, debit, 'debit'),
  };
}

function legOf(
  draft: EventDraft,
  transaction: Transaction,
  shape: LegShape,
  direction: 'debit' | 'credit',
): Leg {
  const site = siteOf(transaction, shape);
  const location = locationOf(transaction, shape, direction);
  const bucket = bucketAt(draft, transaction, shape, site);
  const place = bucket === 'on-hand' ? location : transaction.document;
  const pinned =
    bucket === undefined ? '' : pinnedAccount(draft, transaction, { site, bucket, place });
  const side: SideQuestion = {
    type: shape.type,
    role: shape.role,
    site,
    location,
    ...(transaction.reason === undefined ? {} : { reason: transaction.reason }),
    ...(transaction.account === undefined ? {} : { typedOnLine: transaction.account }),
    pinned,
    facts: transaction.reason === COUNT_REASON ? COUNTED : NOTHING_SPECIAL,
  };
  const found = draft.determine(side, transaction.postedOn);
  const address = bucket && {
    item: transaction.item.code,
    site,
    bucket,
    account: found.account ?? '',
    document: bucket === 'on-hand' ? '' : transaction.document,
  };
  return { shape, side, found, bucket, place, pool: address && draft.pool(address) };
}

const COUNTED = { countReason: true } as const;
const NOTHING_SPECIAL = {} as const;

function siteOf(transaction: Transaction, { at }: LegShape): string {
  if (at === 'to-site') return transaction.toSite;
  return at === 'from-site' ? transaction.fromSite : transaction.site;
}

/** A move inside a site credits the location it leaves and debits the one it goes to. */
function locationOf(
  { shape, location, toLocation }: Transaction,
  leg: LegShape,
  direction: 'debit' | 'credit',
): string {
  if (leg.at !== 'site') return '';
  return shape.needsToLocation && direction === 'debit' ? toLocation : location;
}

/** Sold and not yet delivered: the return of such an order clears it, a later one is goods back. */
function bucketAt(
  draft: EventDraft,
  transaction: Transaction,
  shape: LegShape,
  site: string,
): Bucket | undefined {
  const rule = postingRule(shape.type);
  const named = transaction.document !== '';
  const bucket = bucketOf(rule, shape.role, named);
  if (
    bucket !== 'order-clearing' ||
    rule.costBasis !== 'original cost' ||
    rule.inventory !== 'by order'
  ) {
    return bucket;
  }
  const place = transaction.document;
  const open = draft.position({ item: transaction.item.code, site, bucket, place });
  return (open?.quantity ?? 0n) < 0n ? bucket : 'on-hand';
}

/** The account the units of a place are pinned to while any are there, whichever way value goes. */
function pinnedAccount(
  draft: EventDraft,
  transaction: Transaction,
  where: { readonly site: string; readonly bucket: Bucket; readonly place: string },
): string {
  const position = draft.position({ item: transaction.item.code, ...where });
  return position === undefined || position.quantity === 0n ? '' : position.account;
}

/** Value alone may change only where units carry it, and never against their sign (`I13`). */
function refuseUnbelievable(
  draft: EventDraft,
  { debit, credit }: { readonly debit: Leg; readonly credit: Leg },
  amount: Money,
): void {
  for (const { pool, change } of [
    { pool: debit.pool, change: amount },
    { pool: credit.pool, change: money(-amount) },
  ]) {
    if (pool !== undefined) refuseValueWithoutStock(draft, draft.pool(pool.address), change);
  }
}

/** Refuses a change of value that the units of a pool cannot carry. */
export function refuseValueWithoutStock(
  draft: EventDraft,
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

/** The amount of the event in minor units; undefined with a refusal when there is none. */
function amountOf(
  draft: EventDraft,
  transaction: Transaction,
  legs: { readonly debit: Leg; readonly credit: Leg },
  original: EarlierEvent | undefined,
): Money | undefined {
  const { costBasis } = transaction.shape;
  const source = legs.credit;
  if (costBasis === 'given amount') return transaction.amount;
  if (source.bucket === 'on-hand') return costOfIssue(draft, transaction, source);
  if (source.bucket !== undefined && source.bucket !== 'order-clearing') {
    return carriedCost(draft, transaction, source);
  }
  if (costBasis === 'receipt cost') return givenCost(draft, transaction);
  if (costBasis === 'original cost' && original !== undefined) {
    return shareOf(original, transaction.quantity);
  }
  if (source.bucket === 'order-clearing') return costAt(draft, transaction, source.side.site);
  return (
    givenCost(draft, transaction) ?? costAt(draft, transaction, sourceSite(transaction, legs.debit))
  );
}

/** A receipt without a price takes the sender's average when a sender is named (`003.T16`). */
const sourceSite = (transaction: Transaction, debit: Leg): string =>
  transaction.shape.mayHaveFromSite ? transaction.fromSite : debit.side.site;

function givenCost(
  draft: EventDraft,
  { amount, unitCost, quantity: units, item }: Transaction,
): Money | undefined {
  if (unitCost === undefined) return amount;
  const currency = draft.books.desk.configuration.company.currencyDecimals;
  return extend(units, unitCost, { quantity: item.quantityDecimals, currency });
}

/** What units at a site cost now, or by the item's standard cost when the site never held any. */
function costAt(draft: EventDraft, transaction: Transaction, site: string): Money | undefined {
  const { item, quantity: units, postedOn, type } = transaction;
  // The location is one of the transaction's own site; another site is asked without.
  const location = site === transaction.site ? transaction.location : NO_LOCATION;
  const pinned = pinnedAccount(draft, transaction, { site, bucket: 'on-hand', place: location });
  const side = { type, role: 'inventory', site, location, pinned } as const;
  const account = draft.determine(side, postedOn).account ?? '';
  const { pool } = draft.pool({ item: item.code, site, bucket: 'on-hand', account, document: '' });
  return currentCost(pool, units) ?? fallbackCost(draft, transaction, site);
}

function fallbackCost(
  draft: EventDraft,
  { item, quantity: units }: Transaction,
  site: string,
): Money | undefined {
  if (item.standardCost === undefined) {
    draft.refuse('cost-unknown', { item: item.code, site });
    return undefined;
  }
  const currency = draft.books.desk.configuration.company.currencyDecimals;
  return extend(units, item.standardCost, { quantity: item.quantityDecimals, currency });
}

function costOfIssue(
  draft: EventDraft,
  transaction: Transaction,
  { pool, side }: Leg,
): Money | undefined {
  if (pool === undefined) return undefined;
  keepStockPolicy(draft, pool, transaction.quantity);
  return (
    issueFromPool(pool.pool, transaction.quantity)?.cost ??
    fallbackCost(draft, transaction, side.site)
  );
}

/** Below zero: refused where the company forbids it, said aloud where it allows it (`Q-05`). */
export function keepStockPolicy(
  draft: EventDraft,
  { pool, address: { item, site } }: BookedPool,
  units: Quantity,
): void {
  const rest = pool.quantity - units;
  if (rest >= 0n) return;
  const shortfall = formatDecimal(-rest, draft.item.quantityDecimals);
  if (draft.happened || draft.books.desk.configuration.company.negativeStock === 'allow') {
    draft.warnings.push(`${item} at ${site} is ${shortfall} below zero`);
  } else draft.refuse('stock-below-zero', { item, site, shortfall });
}

function carriedCost(draft: EventDraft, transaction: Transaction, leg: Leg): Money | undefined {
  const held = leg.pool?.pool;
  const { quantity: units, item, document } = transaction;
  if (held !== undefined && held.quantity >= units) return issueFromPool(held, units)?.cost;
  draft.refuse('nothing-carried', {
    document,
    item: item.code,
    bucket: leg.bucket ?? '',
    site: leg.side.site,
    held: formatDecimal(held?.quantity ?? 0n, item.quantityDecimals),
    quantity: formatDecimal(units, item.quantityDecimals),
  });
  return undefined;
}

/** The cost of part of an earlier event; the last part takes what is left of it (`Q-16`). */
function shareOf(original: EarlierEvent, units: Quantity): Money | undefined {
  const { quantity: all, value } = absoluteHolding(original);
  // What moved no units was refused as an original before.
  if (all === 0n) return undefined;
  const open = quantity(all - original.usedQuantity);
  const rest = money(value - original.usedValue);
  return open === units ? rest : prorate(value, units, all);
}

/** Whether the transaction can be about this original, and as much of it is left. */
function refuseOriginal(draft: EventDraft, transaction: Transaction, original: EarlierEvent): void {
  const { item, quantity: wanted } = transaction;
  const name = transaction.original ?? '';
  for (const field of differences(transaction, original)) {
    draft.refuse('original-differs', { original: name, field });
  }
  if (original.reversed) draft.refuse('already-reversed', { original: name });
  const open = absoluteHolding(original).quantity - original.usedQuantity;
  if (wanted > open) {
    draft.refuse('original-used-up', {
      original: name,
      open: formatDecimal(open, item.quantityDecimals),
      quantity: formatDecimal(wanted, item.quantityDecimals),
    });
  }
}

/**
 * In what an original is not the one a transaction can be about. An undo belongs to the site and
 * the document of what it undoes; a return may come in at another site, but not for another order.
 */
function differences(transaction: Transaction, { event }: EarlierEvent): readonly string[] {
  const { item, site, document, shape } = transaction;
  const fields: string[] = [];
  if (event.item !== item.code) fields.push('item');
  if (shape.originals.length > 0 && !shape.originals.includes(event.type)) fields.push('type');
  if (shape.needsOriginal && event.site !== site) fields.push('site');
  const ofOrder = shape.needsOriginal || (shape.originals.length > 0 && event.document !== '');
  if (ofOrder && event.document !== document) fields.push('document');
  return fields;
}

/** Changes the pools of both sides; what a receipt into a pool below zero leaves comes back. */
function moveStock(
  draft: EventDraft,
  transaction: Transaction,
  { debit, credit }: { readonly debit: Leg; readonly credit: Leg },
  units: Quantity,
  amount: Money,
): readonly Adjusted[] {
  const before = credit.pool && draft.pool(credit.pool.address).pool;
  applyCredit(draft, credit, units, amount);
  if (debit.pool === undefined) return [];
  if (before !== undefined && credit.pool !== undefined && samePool(debit.pool, credit.pool)) {
    // Units that stay in their pool keep their cost: only their place changes.
    const back = { pool: before, quantity: units, value: amount };
    draft.move(debit.shape.type, draft.pool(debit.pool.address), back, debit.place);
    return [];
  }
  return applyDebit(draft, transaction, debit, units, amount);
}

const samePool = (a: BookedPool, b: BookedPool): boolean =>
  poolKey(a.address) === poolKey(b.address);

/** Takes the amount out of what the credit side holds. */
function applyCredit(draft: EventDraft, leg: Leg, units: Quantity, amount: Money): void {
  if (leg.pool === undefined) return;
  const booked = draft.pool(leg.pool.address);
  const { pool } = booked;
  const after = takenOut(leg, pool, units, amount);
  const change = { pool: after.pool, quantity: quantity(-units), value: money(-amount) };
  draft.move(leg.shape.type, booked, change, leg.place, after.uses);
}

/** A pool without the amount: value alone, an order's clearing, or units at their cost. */
function takenOut({ bucket }: Leg, pool: CostPool, units: Quantity, amount: Money): PoolIssue {
  if (units === 0n) return { pool: revaluePool(pool, money(-amount)), cost: amount, uses: [] };
  const issue = bucket === 'order-clearing' ? undefined : issueFromPool(pool, units);
  if (issue !== undefined) return issue;
  const rest = { quantity: quantity(pool.quantity - units), value: money(pool.value - amount) };
  return { pool: { ...pool, ...rest }, cost: amount, uses: [] };
}

/** Adds the amount to what the debit side holds. */
function applyDebit(
  draft: EventDraft,
  transaction: Transaction,
  leg: Leg,
  units: Quantity,
  amount: Money,
): readonly Adjusted[] {
  if (leg.pool === undefined) return [];
  const booked = draft.pool(leg.pool.address);
  const { pool, adjustment } = received(draft, transaction, leg, booked, {
    quantity: units,
    value: amount,
  });
  // The movement shows the receipt alone; the adjustment is an event and a movement of its own.
  const shown = { ...pool, value: money(pool.value - adjustment) };
  draft.move(leg.shape.type, booked, { pool: shown, quantity: units, value: amount }, leg.place);
  return adjustment === 0n ? [] : [{ leg, adjustment }];
}

function received(
  draft: EventDraft,
  transaction: Transaction,
  leg: Leg,
  booked: BookedPool,
  receipt: Holding,
) {
  const { pool } = booked;
  if (receipt.quantity === 0n)
    return { pool: revaluePool(pool, receipt.value), adjustment: NO_MONEY };
  if (leg.bucket !== 'on-hand') {
    const held = quantity(pool.quantity + receipt.quantity);
    return {
      pool: { ...pool, quantity: held, value: money(pool.value + receipt.value) },
      adjustment: NO_MONEY,
    };
  }
  const method = draft.books.desk.configuration.company.costingMethod;
  const origin = { receipt: draft.counters.event, receivedOn: transaction.postedOn };
  return receiveIntoPool(pool, receipt, method, origin);
}

function postLegs(
  draft: EventDraft,
  transaction: Transaction,
  debit: Leg,
  credit: Leg,
  amount: Money,
): void {
  if (!draft.isPosted([debit.found.roleUsed, credit.found.roleUsed], transaction.postedOn)) return;
  draft.post(draft.side(debit.side, debit.found), draft.side(credit.side, credit.found), amount);
}

/** Settles units that had been issued at an assumed cost (`003.19`, costing 5.3). */
function causeNegativeBalance(
  draft: EventDraft,
  transaction: Transaction,
  { pool, place }: Leg,
  cause: number,
  adjustment: Money,
): void {
  if (pool === undefined) return;
  causeValueChange(draft, transaction, {
    type: CAUSED_TYPES.negativeBalance,
    pool,
    place,
    amount: adjustment,
    cause,
  });
}

/** When an order is both sold and delivered, what is left of its clearing is cost of sales. */
export function clearOrder(
  draft: EventDraft,
  transaction: Transaction,
  pools: readonly (BookedPool | undefined)[],
  cause: number,
): void {
  for (const pool of pools) {
    if (pool?.address.bucket !== 'order-clearing') continue;
    const left = draft.pool(pool.address).pool;
    if (left.quantity !== 0n || left.value === 0n) continue;
    const { document } = pool.address;
    const change = { type: CAUSED_TYPES.cogsAdjustment, pool, place: document, amount: left.value };
    causeValueChange(draft, transaction, { ...change, cause });
  }
}

type ValueChange = {
  readonly type: TransactionType;
  readonly pool: BookedPool;
  readonly place: string;
  /** In the direction of the rule: positive debits the rule's debit role. */
  readonly amount: Money;
  readonly cause: number;
};

/** Posts a value-only event that another one causes, by the rule of its type. */
export function causeValueChange(
  draft: EventDraft,
  transaction: Transaction,
  change: ValueChange,
): void {
  const { type, pool, place, amount, cause } = change;
  const rule = postingRule(type);
  if (rule.debit === null || rule.credit === null) return;
  const { site, account, bucket } = pool.address;
  const key = `${transaction.source}:${transaction.key}#${type}`;
  const content = JSON.stringify({ type, causedBy: transaction.key, amount: amount.toString() });
  draft.open({ ...headOf(transaction), source: CAUSED_SOURCE, key, type, site, content });
  draft.linkCause(cause);
  const location = bucket === 'on-hand' ? place : '';
  // The rules name inventory; value left over in another bucket belongs to that bucket's role.
  const sideOf = (role: typeof rule.debit): SideQuestion =>
    role === 'inventory'
      ? { type, role: roleOf(bucket), site, location, pinned: account }
      : { type, role, site, location };
  const debit = sideOf(rule.debit);
  const credit = sideOf(rule.credit);
  const debitFound = draft.determine(debit, transaction.postedOn);
  const creditFound = draft.determine(credit, transaction.postedOn);
  const value = money(rule.debit === 'inventory' ? amount : -amount);
  const booked = draft.pool(pool.address);
  draft.move(
    type,
    booked,
    { pool: revaluePool(booked.pool, value), quantity: NO_QUANTITY, value },
    place,
  );
  if (draft.isPosted([rule.debit, rule.credit], transaction.postedOn)) {
    draft.post(draft.side(debit, debitFound), draft.side(credit, creditFound), amount);
  }
  draft.close();
}
