import {
  type Decision,
  type InventoryJournalHead,
  type InventoryJournalLine,
  JOURNAL_PURPOSES,
  journalTransactions,
  NO_LOCATION,
  type Outcome,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import { documentLine, inOrderOfLines, placeInWords } from '../counting/count-lines.ts';
import { itemFaults } from '../counting/count-scope.ts';
import { decideSent } from '../decide-sent.ts';
import type { CompanySession } from '../ports.ts';
import { itemAtSite, type JournalTransactions, type StoredJournal } from './stored-journal.ts';

/** More lines than this are several journals. */
export const LARGEST_JOURNAL = 10_000;

/** An inventory journal: several lines for one purpose, posted whole. */
export type InventoryJournal = InventoryJournalHead & {
  readonly lines: readonly InventoryJournalLine[];
};

/** A line with what the books say to each of its transactions. */
export type DecidedLine = JournalTransactions & { readonly outcomes: readonly Outcome[] };

/** A journal that can be posted, or was. */
export type DecidedJournal = {
  /** It was posted before, with the same content. */
  readonly isKnown: boolean;
  readonly books: CompanyBooks;
  readonly decision: Decision;
  readonly lines: readonly DecidedLine[];
  readonly firstEvent: number;
};

/**
 * Decides a journal on the books as they are; whether it is written is for the caller to say. One
 * that is known is decided as it was then, so that it is answered again whatever moved since.
 */
export async function decideJournal(
  session: CompanySession,
  journal: InventoryJournal,
): Promise<Result<DecidedJournal, Refusal>> {
  if (journal.lines.length > LARGEST_JOURNAL) {
    const sizes = { count: String(journal.lines.length), limit: String(LARGEST_JOURNAL) };
    return refused([refusal('document-too-large', sizes)]);
  }
  const known = await session.journals.find(journal.name);
  if (known !== undefined) {
    const lines = knownLines(known, journal);
    return lines.ok ? decideLines(session, lines.value, true) : lines;
  }
  const { made, refusals } = await linesOf(session, journal);
  const decided = await decideLines(session, made, false);
  const others = decided.ok ? [] : decided.reasons;
  return refusals.length > 0 ? refused(inOrderOfLines([...refusals, ...others])) : decided;
}

/** Decides what the lines of a journal are posted as, or were. */
export async function decideLines(
  session: CompanySession,
  made: readonly JournalTransactions[],
  isKnown: boolean,
): Promise<Result<DecidedJournal, Refusal>> {
  const books = await CompanyBooks.open(session);
  const inputs = made.flatMap((line) => line.inputs);
  const decision = await decideSent(books, inputs, session);
  let taken = 0;
  const lines = made.map((line): DecidedLine => {
    const first = taken;
    taken += line.inputs.length;
    return { ...line, outcomes: decision.outcomes.slice(first, taken) };
  });
  const refusals = lines.flatMap(refusalsOf);
  if (refusals.length > 0) return refused(refusals);
  const [first] = decision.outcomes;
  const firstEvent = first === undefined || first.status === 'refused' ? 0 : first.event.number;
  return ok({ isKnown, books, decision, lines, firstEvent });
}

/** A journal in one fixed form. */
export const contentOf = ({ lines, ...head }: InventoryJournal): string =>
  JSON.stringify({
    ...inOrder(head, HEAD_FIELDS),
    lines: lines.map((line) => inOrder(line, LINE_FIELDS)),
  });

const HEAD_FIELDS = ['purpose', 'postedOn', 'site', 'reason', 'account', 'reference'] as const;
const LINE_FIELDS = [
  'item', 'site', 'location', 'quantity', 'unitCost', 'amount', 'reason', 'account', 'reference',
] as const; // biome-ignore format: a list of names

const inOrder = <Name extends string>(
  fields: { readonly [name in Name]?: string | undefined },
  names: readonly Name[],
) => Object.fromEntries(names.map((name) => [name, fields[name]]));

function knownLines(
  { name, content, lines }: StoredJournal,
  journal: InventoryJournal,
): Result<readonly JournalTransactions[], Refusal> {
  const now = contentOf(journal);
  if (content === now) return ok(lines);
  const difference = differenceBetween(JSON.parse(content), JSON.parse(now));
  return refused([refusal('journal-exists', { journal: name, difference })]);
}

/** The first field in which two journals differ, for the message. */
function differenceBetween(before: object, now: object): string {
  const [old, given] = [before, now].map(
    (fields) => new Map<string, unknown>(Object.entries(fields)),
  );
  const names = [...HEAD_FIELDS, 'lines'];
  const text = (fields: ReadonlyMap<string, unknown> | undefined, name: string) =>
    JSON.stringify(fields?.get(name)) ?? 'absent';
  const name = names.find((one) => text(old, one) !== text(given, one)) ?? 'content';
  if (name === 'lines') return 'its lines are others';
  return `${name} was ${text(old, name)}, now ${text(given, name)}`;
}

/** What the lines of a new journal are posted as; what they cannot be is refused line by line. */
async function linesOf(
  session: CompanySession,
  journal: InventoryJournal,
): Promise<{
  readonly made: readonly JournalTransactions[];
  readonly refusals: readonly Refusal[];
}> {
  const { lines, site: usualSite = '' } = journal;
  const asked = lines.map(({ item, site = usualSite }) => ({ item, site }));
  const held = await session.journals.onHand(isWhole(journal) ? distinct(asked) : []);
  const codes = [...new Set(asked.map(({ item }) => item))];
  const loaded = await session.load({ items: codes, places: [], events: [] });
  const items = new Map(loaded.items.map((item) => [item.code, item]));
  const refusals: Refusal[] = [];
  const made = lines.flatMap((line, index): readonly JournalTransactions[] => {
    const { item, site = usualSite, location = NO_LOCATION } = line;
    const stock = {
      quantityDecimals: items.get(item)?.quantityDecimals ?? 0,
      held: held.get(itemAtSite(item, site)) ?? [],
    };
    const number = index + 1;
    // Of an item that has no stock nobody need be told that it has no average.
    const faults = isWhole(journal) ? itemFaults(item, items.get(item)) : [];
    const inputs =
      faults.length > 0 ? refused(faults) : journalTransactions(journal, line, number, stock);
    if (inputs.ok) return [{ line: number, item, location, inputs: inputs.value }];
    const at = documentLine(number, { item, location });
    refusals.push(...inputs.reasons.map((reason) => ({ ...reason, ...at })));
    return [];
  });
  if (isWhole(journal)) refusals.push(...takenTwice(made));
  if (lines.length === 0) {
    const fault = 'lines: a journal has a line';
    refusals.push(refusal('request-malformed', { fault }));
  }
  return { made, refusals };
}

/** Whether the lines take out all that lies somewhere, so that what lies there must be known. */
const isWhole = ({ purpose }: InventoryJournal): boolean =>
  JOURNAL_PURPOSES[purpose][1] === 'out and back';

const distinct = (asked: readonly { readonly item: string; readonly site: string }[]) => [
  ...new Map(asked.map((one) => [itemAtSite(one.item, one.site), one])).values(),
];

/** The same units cannot be taken out by two lines. */
function takenTwice(lines: readonly JournalTransactions[]): readonly Refusal[] {
  const taken = new Set<string>();
  return lines.flatMap(({ line, item, location, inputs }) => {
    const places = new Set(inputs.map((one) => `${item}\n${one.site}\n${one.location ?? ''}`));
    const isTaken = [...places].some((place) => taken.has(place));
    for (const place of places) taken.add(place);
    const words = placeInWords({ item, location });
    const at = documentLine(line, { item, location });
    return isTaken ? [{ ...refusal('counted-twice', { place: words }), ...at }] : [];
  });
}

function refusalsOf({ line, item, location, outcomes }: DecidedLine): readonly Refusal[] {
  const at = documentLine(line, { item, location });
  const all = outcomes.flatMap((one) => (one.status === 'refused' ? one.refusals : []));
  const once = new Map(all.map((one) => [JSON.stringify(one), one]));
  return [...once.values()].map((one) => ({ ...one, ...at }));
}
