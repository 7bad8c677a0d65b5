import { locationKey } from '../determination/configuration.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { money, NO_MONEY, NO_QUANTITY, type Quantity, quantity } from '../primitives/money.ts';
import type { Transaction } from '../transactions/transaction.ts';
import type { BookedPool } from './books.ts';
import { headOf } from './caused-events.ts';
import type { EventDraft } from './event-draft.ts';
import type { Leg, Legs } from './legs.ts';
import { firstShortage } from './stock-rules.ts';

/**
 * Goods of others that lie with us are counted and not valued: they have a bucket of their own,
 * whose pools hold units and never a value, and are on no account (`002.45`, `Q-19`).
 */
const BUCKET = 'consigned';

/** Drafts goods of others coming in or going back: units alone, nothing is posted. */
export function draftConsigned(draft: EventDraft, transaction: Transaction): void {
  const { shape, quantity: units } = transaction;
  const entering = (shape.debit.role === 'consigned-inventory') !== transaction.swapped;
  if (!entering) refuseMoreThanConsigned(draft, transaction);
  if (draft.refusals.length > 0) return;
  draft.open(headOf(transaction));
  moveConsigned(draft, transaction, entering ? units : quantity(-units));
  draft.close();
}

/** Takes goods out of the owner's as they become our own; the receipt itself is posted like any. */
export function takeOverConsigned(draft: EventDraft, transaction: Transaction): void {
  if (transaction.shape.ofOthers === 'taken-over')
    moveConsigned(draft, transaction, quantity(-transaction.quantity));
}

/** What stands against a transaction because of whose goods lie at its location. */
export function refuseWrongOwner(
  draft: EventDraft,
  transaction: Transaction,
  { debit, credit }: Legs,
): void {
  if (transaction.shape.ofOthers === 'taken-over') {
    refuseMoreThanConsigned(draft, transaction);
    return;
  }
  const { item, type } = transaction;
  if (isOfOthers(draft, debit)) draft.refuse('location-of-others', { location: debit.place, type });
  if (!isOfOthers(draft, credit)) return;
  const { site } = credit.side;
  const there = draft.position({ item: item.code, site, bucket: 'on-hand', place: credit.place });
  const own = there?.quantity ?? 0n;
  if (own >= transaction.quantity) return;
  draft.refuse('stock-of-others', {
    item: item.code,
    location: credit.place,
    held: formatDecimal(own, item.quantityDecimals),
  });
}

const isOfOthers = (draft: EventDraft, { bucket, side, place }: Leg): boolean =>
  bucket === 'on-hand' && ownerOf(draft, side.site, place) === 'third-party';

const ownerOf = ({ books }: EventDraft, site: string, location: string) =>
  books.desk.configuration.locations.get(locationKey(site, location))?.ownership ?? 'own';

function refuseMoreThanConsigned(draft: EventDraft, transaction: Transaction): void {
  const { item, site, location, quantity: units, postedOn } = transaction;
  const place = { item: item.code, site, bucket: BUCKET, place: location } as const;
  const there = draft.position(place)?.quantity ?? NO_QUANTITY;
  const short =
    there < units
      ? { on: postedOn, quantity: there }
      : firstShortage(draft, poolOf(draft, transaction), { units, postedOn });
  if (short === undefined) return;
  draft.refuse('nothing-consigned', {
    item: item.code,
    location,
    held: formatDecimal(short.quantity, item.quantityDecimals),
    on: short.on,
    quantity: formatDecimal(units, item.quantityDecimals),
  });
}

/** All that others have of an item at a site, wherever it lies there. */
const poolOf = (draft: EventDraft, { item, site }: Transaction): BookedPool =>
  draft.pool({ item: item.code, site, bucket: BUCKET, account: '', document: '' });

function moveConsigned(draft: EventDraft, transaction: Transaction, change: Quantity): void {
  const { location, type } = transaction;
  const booked = poolOf(draft, transaction);
  draft.move(type, booked, counted(booked, change), {
    place: location,
    costing: { source: 'none' },
  });
}

const counted = ({ pool }: BookedPool, change: Quantity) => ({
  pool: { ...pool, quantity: quantity(pool.quantity + change), value: money(0n) },
  quantity: change,
  value: NO_MONEY,
});
