import {
  type BusinessDate,
  type DocumentType,
  formatDecimal,
  type Item,
  isDocumentType,
  ok,
  owedOf,
  type Posting,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionType,
} from 'perpetua-core';
import { type CompanyNames, companyNames } from '../reading/company-names.ts';
import { entryLines, type JournalEntryLine, postingsByEntry } from '../reading/journal-entry.ts';
import type { BooksReading, DocumentPart, EventLine, ReadingSession } from '../reading/ports.ts';
import { findEvent } from '../reading/transactions.ts';
import { sentContent } from '../sent-content.ts';

/** What a line of a document is linked to: a receipt, a return, a line of another document. */
type LinkedTo = {
  readonly source: string;
  readonly key: string;
  readonly type: TransactionType;
  readonly postedOn: BusinessDate;
  readonly quantity: string;
  readonly value: string;
};

/** What a part of a line posted. */
type PartEntry = {
  readonly event: number;
  readonly type: TransactionType;
  readonly entry: number | null;
  readonly lines: readonly JournalEntryLine[];
};

/** A line of a document as it was posted; figures are decimal texts. */
type DocumentLineText = {
  readonly line: number;
  readonly kind: string;
  readonly item: string;
  readonly quantity: string | null;
  /** Without tax. */
  readonly amount: string;
  readonly tax: string;
  readonly taxType: string | null;
  readonly text: string | null;
  readonly linkedTo: readonly LinkedTo[];
  readonly entries: readonly PartEntry[];
};

/** A document with all that its lines posted. */
export type DocumentText = {
  readonly event: number;
  readonly source: string;
  readonly key: string;
  readonly type: DocumentType;
  readonly party: string;
  readonly reference: string;
  readonly document: string;
  readonly site: string;
  readonly postedOn: BusinessDate;
  readonly documentDate: BusinessDate;
  /** What it comes to, with tax. */
  readonly total: string;
  /** The document this one reverses exactly, and the one that reverses it. */
  readonly reverses: string | null;
  readonly reversedBy: string | null;
  readonly linked: number;
  /** Said aloud where a vendor's goods have no receipt (`004.29`). */
  readonly notice: string | null;
  readonly lines: readonly DocumentLineText[];
};

/** A document by its key and, where several share it, its source. Refuses what is none. */
export function findDocument(
  books: BooksReading,
  company: number,
  name: { readonly key: string; readonly source?: string | undefined },
): Promise<Result<DocumentText, Refusal>> {
  return books.reading(company, async (session) => {
    const found = await findEvent(session, name);
    if (!found.ok) return found;
    const { type } = found.value;
    if (!isDocumentType(type))
      return refused([refusal('not-found', { what: `document ${name.key}` })]);
    return ok(await documentText(session, found.value, type));
  });
}

async function documentText(
  session: ReadingSession,
  event: EventLine,
  type: DocumentType,
): Promise<DocumentText> {
  const parts = await session.documentParts(event);
  const postings = await session.postingsOf(parts.map((part) => part.event));
  const items = await session.items([...new Set(parts.map((part) => part.event.item))], 'now');
  const names = await companyNames(session, session.lane.configurationVersion);
  const { links } = await session.record(event);
  const decimals = names.company.currencyDecimals;
  const lines = linesOf({ parts, items, names, postings, texts: textsOf(event) });
  const linked = lines.filter(({ linkedTo }) => linkedTo.length > 0).length;
  const { party = '', reference = '', reverses } = sentContent(event);
  const reversal = links.find(({ kind, direction }) => kind === 'reverses' && direction === 'from');
  const { number, source, key, document, site, postedOn, documentDate } = event;
  return {
    event: number,
    source,
    key,
    type,
    party,
    reference,
    document,
    site,
    postedOn,
    documentDate,
    total: formatDecimal(owedOf(type, postings), decimals),
    reverses: reverses ?? null,
    reversedBy: reversal?.other.key ?? null,
    linked,
    notice: lines.some(({ kind }) => kind === 'merchandise') ? NOTHING_LINKED : null,
    lines,
  };
}

const NOTHING_LINKED =
  'Lines without a linked receipt: what they come to is in Non-Inventory, or on the accounts that were chosen.';

type Read = {
  readonly parts: readonly DocumentPart[];
  readonly items: ReadonlyMap<string, Item>;
  readonly names: CompanyNames;
  readonly postings: readonly Posting[];
  /** What the paper says, by line. */
  readonly texts: readonly (string | undefined)[];
};

/** The parts of a document by the lines they post; of a reversal, each part is a line. */
function linesOf(read: Read): readonly DocumentLineText[] {
  const byEntry = postingsByEntry(read.postings);
  const told = read.parts.map((part) => ({ part, said: saidBy(part) }));
  const ofLine = Map.groupBy(
    told,
    ({ said, part }) => said.get('line') ?? `event ${part.event.number}`,
  );
  return [...ofLine.values()].flatMap((some, index) => {
    const [first] = some;
    if (first === undefined) return [];
    const { part } = first;
    // What is sold says its cost first and its price in a further part.
    const saying = (field: string) => some.find((one) => one.said.has(field));
    const text = (field: string) => saying(field)?.said.get(field) ?? null;
    const line = Number(text('line') ?? index + 1);
    const scale = scaleOf(read, part);
    return [
      {
        line,
        kind: text('kind') ?? part.event.type,
        item: part.event.item,
        quantity: text('quantity'),
        amount: text('amount') ?? formatDecimal(0n, scale.currency),
        tax: text('tax') ?? formatDecimal(0n, scale.currency),
        taxType: text('taxType'),
        text: read.texts[line - 1] ?? null,
        linkedTo: some.flatMap((one) => linkedTo(one.part, scale)),
        entries: some.map(({ part: { event } }) => ({
          event: event.number,
          type: event.type,
          entry: event.entry === 0 ? null : event.entry,
          lines: entryLines(byEntry.get(event.entry) ?? [], read.names),
        })),
      },
    ];
  });
}

type Scale = { readonly quantity: number; readonly currency: number };

const scaleOf = ({ items, names }: Read, { event }: DocumentPart): Scale => ({
  quantity: items.get(event.item)?.quantityDecimals ?? 0,
  currency: names.company.currencyDecimals,
});

/** Links inside the document itself are no links of it. */
const linkedTo = ({ links }: DocumentPart, scale: Scale): readonly LinkedTo[] =>
  links.map(({ source, key, type, postedOn, quantity, value }) => ({
    source,
    key,
    type,
    postedOn,
    quantity: formatDecimal(quantity, scale.quantity),
    value: formatDecimal(value, scale.currency),
  }));

/** What the content of a part says, field by field. */
function saidBy({ event }: DocumentPart): ReadonlyMap<string, string> {
  const content: unknown = JSON.parse(event.content);
  const fields = typeof content === 'object' && content !== null ? Object.entries(content) : [];
  return new Map(
    fields.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])),
  );
}

/** The texts of the lines as they were sent. */
function textsOf({ content }: EventLine): readonly (string | undefined)[] {
  const sent: unknown = JSON.parse(content);
  const lines: unknown =
    typeof sent === 'object' && sent !== null && 'lines' in sent ? sent.lines : [];
  return Array.isArray(lines)
    ? lines.map((line: unknown) =>
        typeof line === 'object' && line !== null && 'text' in line && typeof line.text === 'string'
          ? line.text
          : undefined,
      )
    : [];
}
