import type { Bucket } from '../accounts/account-role.ts';
import type { AccountDetermination } from '../determination/account-determination.ts';
import type { DocumentFacts } from '../determination/role-substitution.ts';
import type { Item } from '../items/item.ts';
import type { Quantity } from '../primitives/money.ts';
import { bucketOf, type LegShape } from '../transactions/event-shape.ts';
import { postingRule } from '../transactions/posting-rules.ts';
import { COUNT_REASON, type Transaction } from '../transactions/transaction.ts';
import { type BookedPool, type EarlierEvent, poolKey } from './books.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';

/** One side of the event: where it posts, and the pool it changes when its role holds stock. */
export type Leg = {
  readonly shape: LegShape;
  readonly side: SideQuestion;
  readonly found: AccountDetermination;
  readonly bucket: Bucket | undefined;
  readonly place: string;
  readonly pool: BookedPool | undefined;
  /** What moves here where it is not the units of the transaction: parts of an assembly. */
  readonly units: Quantity | undefined;
};

/** Both sides of an event, after a negative quantity has changed their places. */
export type Legs = { readonly debit: Leg; readonly credit: Leg };

/** Whether units only change their place inside one pool. */
export const staysInPool = ({ debit, credit }: Legs): boolean =>
  debit.pool !== undefined &&
  credit.pool !== undefined &&
  poolKey(debit.pool.address) === poolKey(credit.pool.address);

/** The two sides of a transaction, each with its account and the pool it changes. */
export function legsOf(draft: EventDraft, transaction: Transaction, original?: EarlierEvent): Legs {
  const { shape, swapped } = transaction;
  const [debit, credit] = swapped ? [shape.credit, shape.debit] : [shape.debit, shape.credit];
  return {
    credit: legOf(draft, transaction, { shape: credit, direction: 'credit', original }),
    debit: legOf(draft, transaction, { shape: debit, direction: 'debit', original }),
  };
}

type Side = {
  readonly shape: LegShape;
  readonly direction: 'debit' | 'credit';
  readonly original?: EarlierEvent | undefined;
};

/** One side of a transaction. */
export function legOf(
  draft: EventDraft,
  transaction: Transaction,
  { shape, direction, original }: Side,
): Leg {
  const site = siteOf(transaction, shape);
  const location = locationOf(transaction, shape, direction);
  const bucket = bucketAt(draft, transaction, { shape, site, original });
  const place = bucket === 'on-hand' ? location : transaction.document;
  // Under assembly lies the item of the document, whichever goods go in or come out.
  const assembly = bucket === 'assembly' ? transaction.partOf : undefined;
  const item = assembly?.item ?? transaction.item;
  const pinned = bucket === undefined ? '' : pinnedAccount(draft, item, { site, bucket, place });
  const side: SideQuestion = {
    type: shape.type,
    role: shape.role,
    site,
    location,
    reason: transaction.reason,
    typedOnLine: shape.line === 'none' ? undefined : transaction.account,
    pinned,
    facts: factsOf(transaction, shape),
    item: assembly?.item,
  };
  const { debit, credit } = transaction.shape;
  const found = draft.determine(side, transaction.postedOn, [debit.role, credit.role]);
  const address = bucket && {
    item: item.code,
    site,
    bucket,
    account: found.account ?? '',
    document: bucket === 'on-hand' ? '' : transaction.document,
  };
  const pool = address && draft.pool(address);
  return { shape, side, found, bucket, place, pool, units: assembly?.parts };
}

/** What a transaction says that may turn a role into another. */
export function factsOf(
  { reason }: Pick<Transaction, 'reason'>,
  { line }: Pick<LegShape, 'line'>,
): DocumentFacts {
  if (line === 'any account') return REALLOCATED;
  return reason === COUNT_REASON ? COUNTED : NOTHING_SPECIAL;
}

const REALLOCATED = { reallocated: true } as const;
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

/**
 * Sold and not yet delivered: the return of such an order clears it, a later one is goods back.
 * A return that is taken back is taken out of the bucket it went to.
 */
function bucketAt(
  draft: EventDraft,
  transaction: Transaction,
  { shape, site, original }: Pick<Side, 'shape' | 'original'> & { readonly site: string },
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
  if (transaction.swapped) return original?.movements[0]?.address.bucket ?? bucket;
  const place = transaction.document;
  const open = draft.position({ item: transaction.item.code, site, bucket, place });
  return (open?.quantity ?? 0n) < 0n ? bucket : 'on-hand';
}

/** The account the units of a place are pinned to while any are there, whichever way value goes. */
export function pinnedAccount(
  draft: EventDraft,
  { code }: Item,
  where: { readonly site: string; readonly bucket: Bucket; readonly place: string },
): string {
  const position = draft.position({ item: code, ...where });
  return position === undefined || position.quantity === 0n ? '' : position.account;
}
