import { revaluePool } from '../costing/cost-pool.ts';
import { type Money, money, NO_QUANTITY } from '../primitives/money.ts';
import { roleOf } from '../transactions/event-shape.ts';
import { postingRule, type TransactionType } from '../transactions/posting-rules.ts';
import { CAUSED_SOURCE, type Transaction } from '../transactions/transaction.ts';
import type { BookedPool } from './books.ts';
import type { EventDraft, EventHead, SideQuestion } from './event-draft.ts';
import { valuationOn } from './valuation/valuation-methods.ts';

/** What the event says of itself. */
export function headOf(transaction: Transaction): EventHead {
  const { source, key, type, postedOn, documentDate, item, site, document, content } = transaction;
  return { source, key, type, postedOn, documentDate, item: item.code, site, document, content };
}

/** What an event says of itself that a transaction causes: whose it is, and how much (decision 0015). */
export function causedHead(
  draft: EventDraft,
  transaction: Transaction,
  figures: Readonly<Record<string, string>>,
): EventHead {
  const { key: causedBy, type } = transaction;
  const key = causedKey(draft, transaction);
  const content = JSON.stringify({ type, causedBy, ...figures });
  return { ...headOf(transaction), source: CAUSED_SOURCE, key, content };
}

/**
 * The key of an event that a transaction causes: of its own name and the type, counted from the
 * second one of a type on.
 */
function causedKey(draft: EventDraft, { source, key, type }: Transaction): string {
  const before = draft.causedOf(type);
  const count = before === 0 ? '' : `-${before + 1}`;
  return `${source}:${key}#${type}${count}`;
}

/**
 * When an order is both sold and delivered, what is left of its clearing is cost of sales
 * (`003.21`); at standard it is a change of the standard in between.
 */
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
    const type = valuationOn(draft, transaction.postedOn).clearingType;
    // What is left leaves the bucket, whichever side of the rule that is.
    const amount = postingRule(type).debit === 'inventory' ? money(-left.value) : left.value;
    const change = { type, pool, place: document, amount };
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
  draft.open({
    ...causedHead(draft, { ...transaction, type }, { amount: amount.toString() }),
    site,
  });
  draft.linkTo(cause, 'caused-by');
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
  const changed = { pool: revaluePool(booked.pool, value), quantity: NO_QUANTITY, value };
  draft.move(type, booked, changed, { place, costing: { source: 'consequence' } });
  if (draft.isPosted([rule.debit, rule.credit], transaction.postedOn)) {
    draft.post(draft.side(debit, debitFound), draft.side(credit, creditFound), amount);
  }
  draft.close();
}
