import { type CostPool, type Holding, revaluePool, takeAtFixedCost } from '../costing/cost-pool.ts';
import type { Item } from '../items/item.ts';
import type { Posting } from '../journal/posting.ts';
import { money, NO_MONEY, NO_QUANTITY, quantity } from '../primitives/money.ts';
import { CAUSED_TYPES, isDocumentType } from '../transactions/posting-rules.ts';
import { eventName, type Transaction } from '../transactions/transaction.ts';
import {
  type AddressedMovement,
  type BookedEvent,
  type BookedPool,
  type EarlierEvent,
  poolKey,
} from './books.ts';
import { causedHead, causeValueChange, clearOrder, headOf } from './caused-events.ts';
import { giveBackTaken, turnClaim } from './claim-reversal.ts';
import type { EventDraft } from './event-draft.ts';
import { turned } from './moved.ts';
import { type OpenLine, openAmount } from './open-amount.ts';
import { keepReversible } from './stock-rules.ts';
import { refuseWithoutStandard } from './valuation/method-rules.ts';
import { refuseChange } from './valuation/unbelievable.ts';
import type { Settled } from './valuation/valuation.ts';
import { standingPool, valuationOn } from './valuation/valuation-methods.ts';

/** An event with what it moved and posted. */
type Member = {
  readonly event: BookedEvent;
  readonly movements: readonly AddressedMovement[];
  readonly postings: readonly Posting[];
};

/**
 * The original, and then what it caused, the last first. How the average by company was spread is no
 * part of it: after the reversal it is spread anew by what is there then.
 */
export function familyOf(original: EarlierEvent): readonly Member[] {
  const { events, movements, postings } = original.consequences;
  const own = events.filter(({ type }) => type !== CAUSED_TYPES.averageRespread);
  const moved = Map.groupBy(movements, ({ event }) => event);
  const posted = Map.groupBy(postings, ({ entry }) => entry);
  const caused = own.map((event) => ({
    event,
    movements: moved.get(event.number) ?? [],
    postings: (event.entry > 0 && posted.get(event.entry)) || [],
  }));
  return [original, ...caused.toReversed()];
}

/** Whether an event is taken back together with what it caused. */
export const isFamily = ({ consequences }: EarlierEvent): boolean =>
  consequences.events.some(({ type }) => type !== CAUSED_TYPES.averageRespread);

/** What a part of a document had taken of an earlier event may be taken again, at what it is worth by now. */
function giveBackOf(draft: EventDraft, transaction: Transaction, event: BookedEvent): void {
  const part = draft.books.earlier.get(eventName(event.source, event.key));
  if (part === undefined) return;
  const { type, site } = event;
  turnClaim(draft, { ...transaction, type, site }, part);
  giveBackTaken(draft, part);
}

/** Whether anything beside the document itself took of one of its parts, or changed what it cost. */
function isPartTaken({ books }: EventDraft, family: readonly Member[]): boolean {
  const parts = family.flatMap(({ event }) => {
    const part = books.earlier.get(eventName(event.source, event.key));
    return part === undefined ? [] : [part];
  });
  const own = Map.groupBy(
    parts.flatMap(({ took }) => took),
    ({ to }) => to,
  );
  return parts.some(({ event, usedQuantity, corrected, addedCost }) => {
    const inside = own.get(event.number) ?? [];
    const units = inside.reduce((sum, link) => sum + link.quantity, 0n);
    return usedQuantity !== units || corrected !== 0n || addedCost !== 0n;
  });
}

/** What comes back to a pool when all of a family is turned round, and where it lay. */
type Net = {
  readonly item: Item;
  readonly booked: BookedPool;
  readonly place: string;
  readonly back: Holding;
  /**
   * The event that brought units in, whose cost layer gives them back first. Where several brought
   * some back, as a reversal does, they left one layer, named after the last of them: the first here.
   */
  readonly receipt: number;
  /** Which of the family took units out: so many events after the reversal they come back. */
  readonly taker: number;
  /** Value alone is part of it: what had been issued before it was there is settled by it already. */
  readonly isSettled: boolean;
};

/**
 * What a family moved in each pool, in all, with the signs turned. Only the sum counts: a receipt
 * that settled stock below zero is undone with its settlement, and goods that were received as they
 * were sent never stayed in transit.
 */
function netsOf(draft: EventDraft, family: readonly Member[]): readonly Net[] {
  const nets = new Map<string, Net>();
  for (const [member, { movements }] of family.entries()) {
    for (const { address, place, event, quantity: units, value } of movements) {
      const key = poolKey(address);
      const before = nets.get(key);
      const sum = before?.back ?? { quantity: NO_QUANTITY, value: NO_MONEY };
      nets.set(key, {
        item: draft.itemNamed(address.item),
        booked: draft.pool(address),
        place: before?.place ?? place,
        back: { quantity: quantity(sum.quantity - units), value: money(sum.value - value) },
        receipt: units > 0n && !before?.receipt ? event : (before?.receipt ?? 0),
        taker: units < 0n ? member : (before?.taker ?? 0),
        isSettled: units === 0n || before?.isSettled === true,
      });
    }
  }
  return [...nets.values()];
}

/** Why a family cannot be taken back: its stock is gone, or value alone would stay behind. */
export function refuseFamily(
  draft: EventDraft,
  { postedOn }: Transaction,
  original: EarlierEvent,
  because: (text: string) => void,
): void {
  const own = draft.item;
  if (isDocumentType(original.event.type) && isPartTaken(draft, familyOf(original).slice(1)))
    because('another transaction refers to one of its lines');
  for (const { item, booked, back } of netsOf(draft, familyOf(original))) {
    draft.turnTo(item);
    const units = quantity(-back.quantity);
    if (booked.address.bucket !== 'order-clearing') {
      if (item !== own) refuseWithoutStandard(draft, postedOn, item);
      if (units === 0n) refuseChange(draft, booked, back.value, postedOn);
    }
    keepReversible(draft, booked, { units, postedOn }, because);
  }
  draft.turnTo(own);
}

/**
 * Drafts the exact reversal of an event together with all it caused (`transactions.md` 2.1, T28: "with
 * that receipt"), also of a document with all its goods, whichever items they are. Each event of the family is turned round by one of its own, tied to it and, for
 * what was caused, to the reversal. What a pool cannot carry after the whole is posted as after any
 * reversal.
 */
export function draftFamilyReversal(
  draft: EventDraft,
  transaction: Transaction,
  original: EarlierEvent,
  giveBack: () => void,
): void {
  const family = familyOf(original);
  const nets = netsOf(draft, family);
  const { document } = original.event;
  const cause = draft.open({ ...headOf(transaction), document });
  const restored = restoreAll(draft, transaction, nets);
  const after = new Map(restored.map(({ booked, pool }) => [poolKey(booked.address), pool]));
  for (const member of family) {
    const { event } = member;
    draft.turnTo(draft.itemNamed(event.item));
    if (event !== original.event) {
      draft.open(reversedHead(draft, transaction, event));
      draft.linkTo(cause, 'caused-by');
    }
    turnRound(draft, member, after);
    const moved = member.movements[0]?.quantity ?? NO_QUANTITY;
    draft.link(event, 'reverses', moved, NO_MONEY);
    clearTurned(draft, event === original.event ? original : asEarlier(draft, member));
    if (event === original.event) giveBack();
    else giveBackOf(draft, transaction, event);
    draft.close();
  }
  for (const { item, booked: pool, place, residue: amount, type } of restored) {
    if (amount === 0n) continue;
    draft.turnTo(item);
    const change = { type, pool, place, amount, cause };
    causeValueChange(draft, { ...transaction, item }, change);
  }
  draft.turnTo(transaction.item);
  clearOrder(
    draft,
    transaction,
    nets.map(({ booked }) => booked),
    cause,
  );
}

/**
 * The pools with all of a family taken back, each seeing what those before it came to: an item may
 * come back to several of them and have one average over all. The draft itself stays as it stands;
 * its pools are moved there step by step afterwards.
 */
function restoreAll(draft: EventDraft, transaction: Transaction, nets: readonly Net[]) {
  const standing = [...draft.pools];
  const restored = nets.map((net, index) => {
    const { item, booked } = net;
    draft.turnTo(item);
    const settled = restore(draft, transaction, net, staysOnHand(nets, net));
    const lastMovement = draft.counters.movement + index + 1;
    draft.pools.set(poolKey(booked.address), { ...booked, pool: settled.pool, lastMovement });
    return { ...net, ...settled };
  });
  draft.turnTo(transaction.item);
  draft.pools.clear();
  for (const [key, pool] of standing) draft.pools.set(key, pool);
  return restored;
}

/** Whether goods only changed from one pool on hand to another: the company has of the item what it had. */
function staysOnHand(nets: readonly Net[], { item }: Net): boolean {
  const own = nets.filter((net) => net.item === item && net.booked.address.bucket === 'on-hand');
  return own.length > 1 && own.reduce((sum, { back }) => sum + back.quantity, 0n) === 0n;
}

/** A part of a document as an earlier event; of anything else that is caused nobody takes anything. */
const asEarlier = ({ books }: EventDraft, member: Member): OpenLine & Member =>
  books.earlier.get(eventName(member.event.source, member.event.key)) ?? {
    ...member,
    took: [],
    cleared: NO_MONEY,
  };

/** Whether the review has cleared anything of an event or of a part of it. */
export function isCleared(draft: EventDraft, original: EarlierEvent): boolean {
  const parts = familyOf(original).slice(1);
  return [original, ...parts.map((part) => asEarlier(draft, part))].some(
    ({ cleared }) => cleared !== 0n,
  );
}

/** What is turned round is open no more, and neither is what turns it. */
export function clearTurned(draft: EventDraft, line: OpenLine & Pick<EarlierEvent, 'event'>): void {
  const open = openAmount(draft.books.desk.configuration, line);
  if (open !== 0n) draft.link(line.event, 'clears', NO_QUANTITY, open);
}

/** What the reversal of a caused event says of itself. */
function reversedHead(
  draft: EventDraft,
  transaction: Transaction,
  { type, key, item: code, site, document }: BookedEvent,
) {
  const item = draft.itemNamed(code);
  const head = causedHead(draft, { ...transaction, item, type }, { reverses: key });
  return { ...head, key: `${head.key}-reversed`, site, document };
}

/** Turns the movements and postings of an event round; layers are those of the end of it all. */
function turnRound(
  draft: EventDraft,
  { movements, postings }: Member,
  after: ReadonlyMap<string, CostPool>,
): void {
  for (const movement of movements) {
    const booked = draft.pool(movement.address);
    const back = { quantity: quantity(-movement.quantity), value: money(-movement.value) };
    const { layers, known } = after.get(poolKey(movement.address)) ?? booked.pool;
    const summed = {
      quantity: quantity(booked.pool.quantity + back.quantity),
      value: money(booked.pool.value + back.value),
    };
    draft.move(
      movement.type,
      booked,
      { pool: { ...summed, layers, known }, ...back },
      turned(movement),
    );
  }
  for (const { credit, debit, amount } of postings) draft.postUncleared(credit, debit, amount);
}

/**
 * A pool with all of a family taken back, and what it cannot carry of it; `stays` when the family
 * moved goods from one pool on hand to another, so that the company has what it had.
 */
function restore(
  draft: EventDraft,
  { postedOn }: Transaction,
  { booked, back, receipt, taker, isSettled }: Net,
  stays: boolean,
): Settled {
  const { pool, address } = booked;
  const type = CAUSED_TYPES.costRevaluation;
  const taken = { quantity: quantity(-back.quantity), value: money(-back.value) };
  if (address.bucket === 'on-hand') {
    const method = valuationOn(draft, postedOn);
    const origin = { receivedOn: postedOn, wasOnHand: stays };
    const here = { ...origin, receipt: draft.counters.event + taker };
    if (back.quantity === 0n) {
      const standing = standingPool(draft, booked, postedOn);
      return { pool: method.revalue(standing, back.value, here), residue: NO_MONEY, type };
    }
    return back.quantity > 0n
      ? method.putBack(draft, booked, back, { ...here, isSettled })
      : method.takeBack(draft, booked, taken, { ...origin, receipt, isSettled: true });
  }
  if (back.quantity < 0n && address.bucket !== 'order-clearing')
    return { ...takeAtFixedCost(pool, taken, receipt), type };
  const held = { ...pool, quantity: quantity(pool.quantity + back.quantity) };
  return { pool: revaluePool(held, back.value), residue: NO_MONEY, type };
}
