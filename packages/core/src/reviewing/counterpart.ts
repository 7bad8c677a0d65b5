import type { BusinessDate } from '../primitives/business-date.ts';
import type { ReviewLabel } from './review-label.ts';

/** An open line, as far as it takes to find what belongs to it. */
export type MatchableLine = {
  readonly event: number;
  readonly label: ReviewLabel;
  readonly item: string;
  readonly party: string;
  /** Its `namingWords`, found once: they are compared with those of many others. */
  readonly words: ReadonlySet<string>;
  readonly postedOn: BusinessDate;
  /** Debits positive. */
  readonly open: bigint;
};

/** A receipt, or goods that went back, of which something is not invoiced. */
export type MatchableReceipt = {
  readonly event: number;
  readonly item: string;
  readonly party: string;
  /** Its `namingWords`, found once: they are compared with those of many others. */
  readonly words: ReadonlySet<string>;
  readonly postedOn: BusinessDate;
  /** What is owed for it; below zero for goods that went back. */
  readonly open: bigint;
};

/** Labels that answer each other (`non-inventory.md` 4.2, 4.6). */
const ANSWERS: Partial<Record<ReviewLabel, ReviewLabel>> = {
  'customer-return': 'vendor-return',
  'vendor-return': 'customer-return',
  'consumable-cost': 'missing-link',
};

/**
 * The line that a returned line is matched with: of the label that answers its own, of the other sign,
 * and for the same item, on whichever account each stands. The one of the same amount first, then the
 * oldest.
 *
 * Returns undefined where there is none; nothing is guessed across items.
 */
export function counterpartOf(
  line: MatchableLine,
  lines: readonly MatchableLine[],
): MatchableLine | undefined {
  const wanted = ANSWERS[line.label];
  const [first] = lines
    .filter(
      (one) => one.label === wanted && one.item === line.item && one.open > 0n !== line.open > 0n,
    )
    .toSorted((a, b) => byFit(a.open + line.open, b.open + line.open) || oldestFirst(a, b));
  return first;
}

/**
 * The receipt that a purchase without a link most likely belongs to: of its item, of its sign, and of
 * its words, or of its amount within a tenth. The better of several fits in more of them, and comes
 * from the same party; then the one nearest in amount, then the oldest.
 */
export function receiptFor(
  line: Omit<MatchableLine, 'label'>,
  receipts: readonly MatchableReceipt[],
): MatchableReceipt | undefined {
  const [best] = receipts
    .filter((one) => isOfItem(line, one.item) && one.open > 0n === line.open > 0n)
    .map((receipt) => ({ receipt, score: scoreOf(line, receipt) }))
    .filter(({ score }) => score > 0)
    .toSorted(
      (a, b) =>
        b.score - a.score ||
        byFit(a.receipt.open - line.open, b.receipt.open - line.open) ||
        oldestFirst(a.receipt, b.receipt),
    );
  return best?.receipt;
}

/** A line of a document may name no item; then its words and its amount are all there is. */
const isOfItem = ({ item }: Pick<MatchableLine, 'item'>, other: string): boolean =>
  item === '' || item === other;

type Fitted = Pick<MatchableReceipt, 'party' | 'words' | 'open'>;

function scoreOf(line: Fitted, receipt: Fitted): number {
  const isText = sharesWord(line.words, receipt.words);
  const isNear = size(line.open - receipt.open) * 10n <= size(receipt.open);
  if (!isText && !isNear) return 0;
  const isParty = line.party !== '' && line.party === receipt.party;
  return (isText ? 4 : 0) + (isParty ? 2 : 0) + (line.open === receipt.open ? 1 : 0) + 1;
}

function sharesWord(words: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  for (const word of words) if (others.has(word)) return true;
  return false;
}

/** Words of a text with a number in them: what orders and receipts are called. A word alone names nothing. */
export const namingWords = (text: string): ReadonlySet<string> =>
  new Set(
    text
      .toLowerCase()
      .split(/[^a-z0-9]+/)
      .filter((word) => /\d{2,}/.test(word)),
  );

const size = (amount: bigint): bigint => (amount < 0n ? -amount : amount);

function byFit(a: bigint, b: bigint): number {
  if (size(a) === size(b)) return 0;
  return size(a) < size(b) ? -1 : 1;
}

type Dated = { readonly postedOn: BusinessDate; readonly event: number };

const oldestFirst = (a: Dated, b: Dated): number =>
  a.postedOn === b.postedOn ? a.event - b.event : a.postedOn < b.postedOn ? -1 : 1;
