import {
  inPrecedence,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import { companyFactOf } from '../configuration/configuration-facts.ts';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import { outcomesOfWhole, postWhole, type WholePlace } from '../post-whole.ts';
import { type OrderLine, orderLineName } from './stored-order.ts';

/** Goods that came in together, each at the price of its order. */
export type GoodsReceivedNote = {
  /** Names the note for ever; its lines are `note#1`, `note#2` … */
  readonly note: string;
  readonly postedOn: string;
  readonly documentDate?: string;
  readonly site: string;
  readonly party: string;
  /** The purchase order whose lines came; they say item and price. */
  readonly order?: string;
  readonly reference?: string;
  readonly lines: readonly {
    /** Counted from 1. */
    readonly orderLine?: number;
    readonly item?: string;
    readonly quantity: string;
    readonly location?: string;
    readonly unitCost?: string;
    readonly amount?: string;
    /** A line of an invoice that came before the goods; they take its price. */
    readonly original?: string;
  }[];
};

/**
 * Posts a goods received note: all its lines as receipts from the vendor, or nothing and every reason
 * why not, each with its line. Sent again it is answered again. Refused while notes are not in use.
 */
export async function postGoodsReceivedNote(
  place: WholePlace,
  note: GoodsReceivedNote,
  dryRun: boolean,
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  const received = await receiptsOf(place, note);
  if (!received.ok) return received;
  const inputs = received.value;
  if (!dryRun) return postWhole(place, inputs);
  const outcomes = await outcomesOfWhole(place, inputs, true);
  if (!outcomes.ok) return outcomes;
  const { currencyDecimals } = place.company;
  return { ok: true, value: outcomes.value.map((outcome) => answer(outcome, currencyDecimals)) };
}

/** The receipts of a note; refused where notes are not in use, or it names what is not there. */
function receiptsOf(
  { storage, company }: WholePlace,
  note: GoodsReceivedNote,
): Promise<Result<readonly TransactionInput[], Refusal>> {
  return storage.reading(company.id, async (session) => {
    const facts = await session.facts(session.lane.configurationVersion);
    if (companyFactOf(facts)?.goodsReceivedNotes !== true)
      return refused([refusal('goods-received-notes-off')]);
    const { order: name, party } = note;
    const order = name === undefined ? undefined : await session.purchaseOrders.find(name);
    const refusals: Refusal[] = [];
    if (!facts.some(({ kind, key }) => kind === 'vendor' && key === party))
      refusals.push(refusal('party-unknown', { kind: 'vendor', party }));
    if (note.lines.length === 0)
      refusals.push(refusal('document-empty', { type: 'A goods received note' }));
    if (name !== undefined && order === undefined)
      refusals.push(refusal('not-found', { what: `purchase order ${name}` }));
    if (order !== undefined && order.party !== party)
      refusals.push(refusal('original-differs', { original: order.order, field: 'vendor' }));
    const inputs = note.lines.map((line, index) => {
      const ordered = order?.lines[(line.orderLine ?? 0) - 1];
      if (line.orderLine !== undefined && ordered === undefined) {
        const details = { order: name ?? '', orderLine: String(line.orderLine) };
        refusals.push({ ...refusal('order-line-unknown', details), line: index + 1 });
      }
      return receiptOf(note, index, ordered);
    });
    return refusals.length > 0 ? refused(inPrecedence(refusals)) : ok(inputs);
  });
}

/** A line as a receipt; one of an order names it, and takes item and price from there. */
function receiptOf(
  { note, order, lines, ...common }: GoodsReceivedNote,
  index: number,
  ordered: OrderLine | undefined,
): TransactionInput {
  const { orderLine = 0, item = ordered?.item ?? '', ...line } = lines[index] ?? { quantity: '' };
  const isPriced = [line.unitCost, line.amount, line.original].some((one) => one !== undefined);
  return {
    key: `${note}#${index + 1}`,
    type: 'receive-from-vendor',
    document: note,
    ...common,
    ...(ordered === undefined ? {} : { reference: orderLineName(order ?? '', orderLine) }),
    ...(ordered === undefined || isPriced ? {} : { unitCost: ordered.unitPrice }),
    item,
    ...line,
  };
}
