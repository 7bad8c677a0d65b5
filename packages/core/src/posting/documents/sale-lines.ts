import type { Item } from '../../items/item.ts';
import { assert } from '../../primitives/assert.ts';
import { absolute, quantity } from '../../primitives/money.ts';
import type { LineKind, LineKindOf } from '../../transactions/posting-rules.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import type { EarlierEvent } from '../books.ts';
import { draftPartOf } from '../draft-event.ts';
import { earlierInDraft } from '../earlier-event.ts';
import type { EventDraft } from '../event-draft.ts';
import { refuseWithoutStandard } from '../valuation/method-rules.ts';
import { type LineInHand, partHead, partOfLine } from './document-part.ts';
import { draftReturnForVendor } from './return-for-vendor.ts';
import { draftCostWithoutStock } from './sale-without-stock.ts';
import { draftValueLine, type ValueSide } from './value-line.ts';

type SaleLineKind = LineKindOf<'sale'>;

/** What a line is about that does not say it: its item decides, and which way the document goes. */
export function saleKindOf(item: Item | undefined, sign: 1n | -1n): SaleLineKind {
  if (item === undefined) return 'revenue';
  if (item.itemClass !== 'stock') return 'without-stock';
  return sign > 0n ? 'goods' : 'returned';
}

const DRAFTED: Readonly<Record<SaleLineKind, (draft: EventDraft, line: LineInHand) => void>> = {
  goods: draftGoods,
  returned: draftReturned,
  'for-vendor': draftForVendor,
  'without-stock': draftWithoutStock,
  revenue: (draft, line) => draftRevenue(draft, line, {}),
};

const isSaleKind = (kind: LineKind): kind is SaleLineKind => Object.hasOwn(DRAFTED, kind);

/** Drafts a line of a customer's invoice or credit note: its cost, and its revenue. */
export function draftSaleLine(draft: EventDraft, line: LineInHand): void {
  const { kind } = line.line;
  assert(isSaleKind(kind), 'a sales invoice has lines of its own kinds');
  DRAFTED[kind](draft, line);
}

/** Revenue on the account of the group, tax on tax, both on what the customer owes (`000.43`). */
function draftRevenue(
  draft: EventDraft,
  line: LineInHand,
  side: Pick<ValueSide, 'isFurther' | 'says' | 'takes'>,
): void {
  draftValueLine(draft, line, 'sales-revenue', side);
}

/** Goods leave stock at their cost, which no price ever is (`000.29`, `000.44`, `000.46`). */
function draftGoods(draft: EventDraft, line: LineInHand): void {
  const { document, cause } = line;
  const sold = partOfLine(line, 'sale', { amount: undefined, document: orderOf(document) });
  refuseWithoutStandard(draft, document.postedOn, draft.item);
  const head = partHead(draft, line, sold, { says: partyOf(line) });
  draftPartOf(draft, sold, { head, cause });
  draftRevenue(draft, line, FURTHER);
}

/** Goods come back at the cost of the sale that the line names, else at the present one (`Q-16`, `Q-49`). */
function draftReturned(draft: EventDraft, line: LineInHand): void {
  const { document, cause } = line;
  const sale = saleNamed(draft, line);
  const named = sale === 'unknown' ? undefined : sale;
  const back = partOfLine(line, 'return', {
    amount: undefined,
    original: named === undefined ? undefined : line.line.original,
    document: named?.event.document ?? orderOf(document),
  });
  refuseWithoutStandard(draft, document.postedOn, draft.item);
  const head = partHead(draft, line, back, { says: partyOf(line) });
  if (sale !== 'unknown') draftPartOf(draft, back, { head, cause, original: named });
  draftRevenue(draft, line, FURTHER);
}

/** Goods that go on to the vendor never come into stock (`004.36`). */
function draftForVendor(draft: EventDraft, line: LineInHand): void {
  const sale = saleNamed(draft, line);
  if (sale !== 'unknown') draftReturnForVendor(draft, line, sale, partyOf(line));
  draftRevenue(draft, line, FURTHER);
}

/** A service, a consumable or a special item: with a cost it is posted, without one there is none. */
function draftWithoutStock(draft: EventDraft, line: LineInHand): void {
  const { original } = line.line;
  const comesBack = line.commercial.shape.sign * line.line.quantity < 0n;
  if (original !== undefined && !comesBack) {
    const because = 'what is sold refers to no earlier sale';
    draft.refuse('field-not-allowed', { type: line.document.type, field: 'original', because });
    return;
  }
  const sale = saleNamed(draft, line);
  if (sale === 'unknown') return;
  if (draftCostWithoutStock(draft, line, sale, partyOf(line))) {
    draftRevenue(draft, line, FURTHER);
    return;
  }
  // Without a cost its revenue is what a credit note names, and takes back no more of.
  const units = quantity(absolute(line.line.quantity));
  const says = { ...partyOf(line), units: units.toString(), worth: '0' };
  draftRevenue(draft, line, { says, ...(sale === undefined ? {} : { takes: { sale, units } }) });
}

const FURTHER = { isFurther: true };

/** The order an invoice is of; a document that names none is known by its key. */
const orderOf = ({ document, key }: Transaction): string => (document === key ? '' : document);

const partyOf = ({ commercial }: LineInHand): Readonly<Record<string, string>> =>
  commercial.party === undefined ? {} : { party: commercial.party.code };

/** The sale that a line takes back; refused where there is none, or where it lies after the document. */
function saleNamed(
  draft: EventDraft,
  { document, commercial, line: { original } }: LineInHand,
): EarlierEvent | undefined | 'unknown' {
  if (original === undefined) return undefined;
  const sale = earlierInDraft(draft, document.source, original);
  if (sale === undefined) {
    draft.refuse('original-unknown', { original });
    return 'unknown';
  }
  const { postedOn: on } = sale.event;
  const { postedOn } = document;
  if (on > postedOn) draft.refuse('dated-before-original', { original, postedOn, on });
  const sold = customerOf(sale);
  const party = commercial.party?.code ?? '';
  if (sold !== undefined && sold !== party)
    draft.refuse('customer-differs', { original, sold, party });
  return sale;
}

/** To whom something was sold, where it says so. */
function customerOf({ event }: EarlierEvent): string | undefined {
  const content: unknown = JSON.parse(event.content);
  const says = typeof content === 'object' && content !== null && 'party' in content;
  return says && typeof content.party === 'string' ? content.party : undefined;
}
