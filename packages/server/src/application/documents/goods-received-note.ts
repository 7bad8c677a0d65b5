import { type Refusal, type Result, refusal, refused, type TransactionInput } from 'perpetua-core';
import { companyFactOf } from '../configuration/configuration-facts.ts';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import { outcomesOfWhole, postWhole, type WholePlace } from '../post-whole.ts';

/** Goods that came in together, each at the price of its order. */
export type GoodsReceivedNote = {
  /** Names the note for ever; its lines are `note#1`, `note#2` … */
  readonly note: string;
  readonly postedOn: string;
  readonly documentDate?: string;
  readonly site: string;
  readonly party: string;
  /** The purchase order, as invoices name it. */
  readonly reference?: string;
  readonly lines: readonly {
    readonly item: string;
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
  const off = await refusalOf(place, note);
  if (off.length > 0) return refused(off);
  const inputs = note.lines.map((line, index) => receiptOf(note, line, index));
  if (!dryRun) return postWhole(place, inputs);
  const outcomes = await outcomesOfWhole(place, inputs, true);
  if (!outcomes.ok) return outcomes;
  const { currencyDecimals } = place.company;
  return { ok: true, value: outcomes.value.map((outcome) => answer(outcome, currencyDecimals)) };
}

function receiptOf(
  { note, lines: _, ...common }: GoodsReceivedNote,
  line: GoodsReceivedNote['lines'][number],
  index: number,
): TransactionInput {
  const key = `${note}#${index + 1}`;
  return { key, type: 'receive-from-vendor', document: note, ...common, ...line };
}

/** Whether notes are in use, and the vendor is known. */
function refusalOf(
  { storage, company }: WholePlace,
  { party, lines }: GoodsReceivedNote,
): Promise<readonly Refusal[]> {
  return storage.reading(company.id, async (session) => {
    const facts = await session.facts(session.lane.configurationVersion);
    if (companyFactOf(facts)?.goodsReceivedNotes !== true)
      return [refusal('goods-received-notes-off')];
    const vendor = facts.find(({ kind, key }) => kind === 'vendor' && key === party);
    return [
      ...(vendor === undefined ? [refusal('party-unknown', { kind: 'vendor', party })] : []),
      ...(lines.length === 0 ? [refusal('document-empty', { type: 'A goods received note' })] : []),
    ];
  });
}
