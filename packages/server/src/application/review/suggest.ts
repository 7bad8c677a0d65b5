import {
  type AccountRole,
  type BookedEvent,
  counterpartOf,
  LARGEST_QUANTITY,
  NO_ITEM,
  parseDecimal,
  type Quantity,
  quantity,
  type REVIEW_LABELS,
  receiptFor,
  suggestionsOf,
} from 'perpetua-core';
import { sentContent } from '../sent-content.ts';
import type { Review } from './read-review.ts';
import type { ReviewLine, ReviewReceipt } from './review-line.ts';

/** The account a role has for the item and site of a line; undefined where nothing names one. */
export type AccountOf = (line: ReviewLine, role: AccountRole) => string | undefined;

/** What is done with a line: how much of it, and against what. Amounts have the sign of the line. */
export type Step =
  | { readonly kind: 'reallocate'; readonly amount: bigint; readonly account: string }
  | { readonly kind: 'match'; readonly amount: bigint; readonly against: ReviewLine }
  | {
      readonly kind: 'link-receipt';
      readonly amount: bigint;
      readonly quantity: Quantity;
      readonly receipt: ReviewReceipt;
    }
  | {
      readonly kind: 'late-receipt' | 'goods-back';
      readonly amount: bigint;
      readonly quantity: Quantity;
      readonly quantityDecimals: number;
      readonly item: string;
    }
  | {
      readonly kind: 'late-cost';
      readonly amount: bigint;
      readonly item: string;
      readonly receipt: BookedEvent | undefined;
      readonly account: string;
    };

/** What else is open, less what steps before this one took of it. */
export type StillOpen = Pick<Review, 'lines' | 'receipts'>;

/**
 * What is suggested for a line: the first of the suggestions of its label that the books have what it
 * takes for (`REVIEW_LABELS`). Undefined where there is none; nothing is guessed.
 */
export function suggestionFor(
  line: ReviewLine,
  still: StillOpen,
  accountOf: AccountOf,
): Step | undefined {
  if (line.open === 0n) return undefined;
  for (const [kind, role] of suggestionsOf(line.label)) {
    const step = MAKERS[kind]({ line, role, still, accountOf });
    if (step !== undefined) return step;
  }
  return undefined;
}

type Asked = {
  readonly line: ReviewLine;
  readonly role: AccountRole | '';
  readonly still: StillOpen;
  readonly accountOf: AccountOf;
};
type Suggested = (typeof REVIEW_LABELS)[keyof typeof REVIEW_LABELS][2][number][0];

const MAKERS: Record<Suggested, (asked: Asked) => Step | undefined> = {
  reallocate: toAccount,
  'move-to-vendor-return': toAccount,
  match: matched,
  'link-receipt': linked,
  'late-receipt': (asked) => ofGoods(asked, 'late-receipt'),
  'goods-back': (asked) => ofGoods(asked, 'goods-back'),
};

function toAccount({ line, role, accountOf }: Asked): Step | undefined {
  const account = role === '' ? undefined : accountOf(line, role);
  if (account === undefined || account === line.account) return undefined;
  return { kind: 'reallocate', amount: line.open, account };
}

function matched({ line, still }: Asked): Step | undefined {
  const answer = counterpartOf(matchable(line), still.lines.map(matchable));
  const against = still.lines.find(({ event }) => event.number === answer?.event);
  return against === undefined
    ? undefined
    : { kind: 'match', amount: smaller(line.open, against.open), against };
}

/** So much of the first as the second cancels out. */
export function smaller(first: bigint, second: bigint): bigint {
  const size = (amount: bigint) => (amount < 0n ? -amount : amount);
  return size(first) <= size(second) ? first : -second;
}

function linked({ line, still }: Asked): Step | undefined {
  const { item } = line.event;
  const ofItem = still.receipts.filter(
    ({ units, event }) => units > 0n && (item === NO_ITEM.code || event.item === item),
  );
  const found = receiptFor(matchable(line), ofItem.map(matchableReceipt));
  const receipt = ofItem.find(({ event }) => event.number === found?.event);
  return receipt === undefined
    ? undefined
    : { kind: 'link-receipt', amount: line.open, quantity: quantity(receipt.units), receipt };
}

/** The units its document moved; what was entered as an amount alone does not say how many. */
function ofGoods({ line }: Asked, kind: 'late-receipt' | 'goods-back'): Step | undefined {
  const units = unitsOf(line);
  return units === undefined || line.itemClass !== 'stock'
    ? undefined
    : {
        kind,
        amount: line.open,
        quantity: units,
        quantityDecimals: line.quantityDecimals,
        item: line.event.item,
      };
}

/** How many units the event of a line says it is about. */
function unitsOf({ event, quantityDecimals, open, amount }: ReviewLine): Quantity | undefined {
  const text = sentContent(event).quantity?.replace('-', '');
  const units =
    text === undefined ? undefined : parseDecimal(text, quantityDecimals, LARGEST_QUANTITY);
  // Of a part of the amount nobody knows how many units it is.
  return typeof units === 'bigint' && units > 0n && open === amount ? quantity(units) : undefined;
}

const matchable = (line: ReviewLine) => ({
  event: line.event.number,
  label: line.label,
  item: line.event.item,
  party: line.party,
  words: line.words,
  postedOn: line.event.postedOn,
  open: line.open,
});

const matchableReceipt = ({ event, party, words, open }: ReviewReceipt) => ({
  event: event.number,
  item: event.item,
  party,
  words,
  postedOn: event.postedOn,
  open,
});
