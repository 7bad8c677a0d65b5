import { issueFromPool } from '../costing/cost-pool.ts';
import type { Costing } from '../costing/cost-source.ts';
import { NO_LOCATION } from '../items/place.ts';
import { extend, type Money } from '../primitives/money.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { EarlierEvent } from './books.ts';
import type { EventDraft } from './event-draft.ts';
import { type Leg, type Legs, pinnedAccount, staysInPool } from './legs.ts';
import { goodsTaken, shareOf } from './moved.ts';
import { isTakingBack, leavesAtCostOfOriginal, takesCostOfOriginal } from './original.ts';
import { keepCarried, keepStockPolicy, type Leaving } from './stock-rules.ts';
import { shortageCost } from './streams/stream-cost.ts';
import { valuationOn } from './valuation/valuation-methods.ts';

/** The amount of an event in minor units, and how it came about. */
export type CostedAmount = { readonly value: Money; readonly costing: Costing };

const TOLD: Costing = { source: 'told' };
const OF_ITS_POOL: Costing = { source: 'pool' };
const ofOriginal = ({ movements: [first] }: EarlierEvent): Costing => ({
  source: 'original',
  about: first?.number ?? 0,
});

const costed = (value: Money | undefined, costing: Costing): CostedAmount | undefined =>
  value === undefined ? undefined : { value, costing };

/** The amount of the event; undefined with a refusal when there is none. */
export function amountOf(
  draft: EventDraft,
  transaction: Transaction,
  legs: Legs,
  original: EarlierEvent | undefined,
): CostedAmount | undefined {
  const { costBasis } = transaction.shape;
  const source = legs.credit;
  if (costBasis === 'given amount') return costed(transaction.amount, TOLD);
  if (original !== undefined && isTakingBack(transaction)) {
    if (source.bucket === 'on-hand' && source.pool !== undefined)
      keepStockPolicy(draft, source.pool, leavingOf(transaction));
    return costed(shareOf(original, transaction.quantity), ofOriginal(original));
  }
  if (original !== undefined && leavesAtCostOfOriginal(draft, transaction, legs)) {
    if (source.pool !== undefined) keepStockPolicy(draft, source.pool, leavingOf(transaction));
    const gone = goodsTaken(original);
    return costed(shareOf(original, transaction.quantity, gone), ofOriginal(original));
  }
  if (source.bucket === 'on-hand')
    return costed(costOfIssue(draft, transaction, legs), OF_ITS_POOL);
  if (source.bucket !== undefined && source.bucket !== 'order-clearing') {
    return costed(carriedCost(draft, transaction, source), OF_ITS_POOL);
  }
  if (costBasis === 'receipt cost') {
    // What was invoiced before it came is received at the price of its invoice (costing 5.4).
    const invoiced = original && shareOf(original, transaction.quantity);
    return costed(givenCost(draft, transaction) ?? invoiced, TOLD);
  }
  if (original !== undefined && takesCostOfOriginal(draft, transaction, legs)) {
    return costed(shareOf(original, transaction.quantity), ofOriginal(original));
  }
  if (source.bucket === 'order-clearing') return costAt(draft, transaction, source.side.site);
  const given = givenCost(draft, transaction);
  if (given !== undefined) return { value: given, costing: TOLD };
  return costAt(draft, transaction, sourceSite(transaction, legs.debit));
}

/** A receipt without a price takes the sender's average when a sender is named (`003.T16`). */
const sourceSite = (transaction: Transaction, debit: Leg): string =>
  transaction.shape.mayHaveFromSite ? transaction.fromSite : debit.side.site;

/** The cost a transaction gives, as a unit cost or for all its units; undefined where it gives none. */
export function givenCost(
  draft: EventDraft,
  { amount, unitCost, quantity: units, item }: Transaction,
): Money | undefined {
  if (unitCost === undefined) return amount;
  const currency = draft.books.desk.configuration.company.currencyDecimals;
  return extend(units, unitCost, { quantity: item.quantityDecimals, currency });
}

/** What units at a site cost now; where the site never held any, what a shortage costs. */
export function costAt(
  draft: EventDraft,
  transaction: Transaction,
  site: string,
): CostedAmount | undefined {
  const { item, quantity: units, postedOn, type } = transaction;
  // The location is one of the transaction's own site; another site is asked without.
  const location = site === transaction.site ? transaction.location : NO_LOCATION;
  const pinned = pinnedAccount(draft, item, { site, bucket: 'on-hand', place: location });
  const side = { type, role: 'inventory', site, location, pinned } as const;
  const account = draft.determine(side, postedOn).account ?? '';
  const booked = draft.pool({ item: item.code, site, bucket: 'on-hand', account, document: '' });
  const { costOf } = valuationOn(draft, postedOn);
  const value = costOf(draft, booked, units) ?? fallbackCost(draft, transaction, site);
  if (value === undefined) return undefined;
  draft.noteAsked(booked, postedOn);
  return { value, costing: { source: 'other-pool', pricedBy: booked.number } };
}

/** What units cost where no cost of theirs was ever known (`Q-51`). */
function fallbackCost(
  draft: EventDraft,
  { item, quantity: units, postedOn }: Transaction,
  site: string,
): Money | undefined {
  const cost = shortageCost(draft.books, { item, site, units }, postedOn);
  if (cost === undefined) draft.refuse('cost-unknown', { item: item.code, site });
  return cost;
}

function costOfIssue(draft: EventDraft, transaction: Transaction, legs: Legs): Money | undefined {
  const { pool, side } = legs.credit;
  if (pool === undefined) return undefined;
  keepStockPolicy(draft, pool, { ...leavingOf(transaction), stays: staysInPool(legs) });
  const { costOf } = valuationOn(draft, transaction.postedOn);
  return costOf(draft, pool, transaction.quantity) ?? fallbackCost(draft, transaction, side.site);
}

/** What leaves, where it is not the units of the transaction: parts of an assembly. */
const leavingOf = ({ quantity: all, postedOn }: Transaction, units = all): Leaving => ({
  units,
  postedOn,
});

/** What goods carry that leave a bucket under a document; refused where not as many can be spared. */
export function carriedCost(
  draft: EventDraft,
  transaction: Transaction,
  { pool: booked, units }: Leg,
): Money | undefined {
  if (booked === undefined) return undefined;
  const leaving = leavingOf(transaction, units);
  return keepCarried(draft, booked, leaving)
    ? issueFromPool(booked.pool, leaving.units)?.cost
    : undefined;
}
