import type { ShownCost } from '../costing/cost-stream.ts';
import { timelineAfter, withMoved } from '../costing/pool-timeline.ts';
import type { RestatedCosts } from '../costing/restated-costs.ts';
import type { AccountDetermination } from '../determination/account-determination.ts';
import type { Posting } from '../journal/posting.ts';
import { assert } from '../primitives/assert.ts';
import { absolute, type Money, money, quantity } from '../primitives/money.ts';
import { type CostBasis, isDocumentType } from '../transactions/posting-rules.ts';
import { inPrecedence, type Refusal, refusal } from '../transactions/refusals.ts';
import {
  contentOf,
  DEFAULT_SOURCE,
  eventName,
  type Transaction,
  type TransactionInput,
} from '../transactions/transaction.ts';
import { draftAssembly } from './assembly.ts';
import type {
  BookedEvent,
  BookedPool,
  Books,
  Counters,
  EarlierEvent,
  EventLink,
  LinkKind,
  Movement,
  Position,
  TouchedPool,
} from './books.ts';
import { refuseClosedPeriod } from './closed-period.ts';
import { draftConsigned } from './consignment.ts';
import { draftCostCorrection } from './cost-correction.ts';
import { draftDocument, owedOf } from './documents/draft-document.ts';
import { draftEvent } from './draft-event.ts';
import { afterLink, earlierMeant, untouched } from './earlier-event.ts';
import { EventDraft, type StoredCostUse } from './event-draft.ts';
import { draftLandedCost } from './landed-cost.ts';
import { refuseLateFacts } from './late-facts.ts';
import { draftLedgerJournal } from './ledger-journal.ts';
import { draftMatch, draftReallocation, draftReceiptLink } from './open-line-clearing.ts';
import { readTransaction } from './read-transaction.ts';
import { draftReceiptClearing } from './receipt-clearing.ts';
import { draftReclassification } from './reclassification.ts';
import { draftReversal } from './reversal.ts';
import { draftStockJournal } from './stock-journal.ts';
import type { BookedStream } from './streams/booked-stream.ts';
import { carriedStreams } from './streams/carry-streams.ts';
import { shownCost } from './streams/shown-cost.ts';
import { draftInvoiceMatch } from './supplier-invoice.ts';
import { refuseByMethod } from './valuation/method-rules.ts';
import { respreadAverage } from './valuation/respread.ts';

/** What became of one transaction of a batch. */
export type Outcome =
  | {
      readonly status: 'posted' | 'duplicate';
      readonly key: string;
      readonly event: BookedEvent;
      /** Events the transaction caused, each with an entry of its own, and what they moved. */
      readonly caused: readonly BookedEvent[];
      readonly causedMovements: readonly Movement[];
      /** Value moved, in minor units. */
      readonly cost: Money;
      /** Postings of the event and of the events it caused. */
      readonly postings: readonly Posting[];
      readonly warnings: readonly string[];
      /** It came late: costs have to be run again because of it. */
      readonly isLate: boolean;
      /** What a sale shows as its cost, where that is not what it posts (`004.32`). */
      readonly shown?: ShownCost;
    }
  | { readonly status: 'refused'; readonly key: string; readonly refusals: readonly Refusal[] };

/** All that a batch adds to the books; the books already hold the new state. */
export type Decision = {
  readonly outcomes: readonly Outcome[];
  readonly events: readonly BookedEvent[];
  readonly movements: readonly Movement[];
  readonly postings: readonly Posting[];
  readonly links: readonly EventLink[];
  readonly costUses: readonly StoredCostUse[];
  readonly determinations: readonly {
    readonly number: number;
    readonly determination: AccountDetermination;
  }[];
  /** By how much earlier movements differ by now from what they were posted at (`003.X10`). */
  readonly restated: readonly RestatedCosts[];
  /** Where costs have to be run again because something came late. */
  readonly touched: readonly TouchedPool[];
  /** Pools and positions that changed, each once, in their last state. */
  readonly pools: ReadonlyMap<string, BookedPool>;
  readonly positions: ReadonlyMap<string, Position>;
  /** Cost streams that changed, each in its last state. */
  readonly streams: ReadonlyMap<string, BookedStream>;
  /** Costs that sales showed, by event. */
  readonly shown: readonly (ShownCost & { readonly event: number })[];
  readonly before: Counters;
  readonly after: Counters;
};

/**
 * Decides a batch of transactions in their order against the present state.
 *
 * Each one is posted whole or refused with all its reasons; a refused one changes nothing and
 * never harms its neighbours. The books are brought to the new state as the batch goes, so that a
 * later transaction finds what an earlier one did. Posting, preview, import and replay are this
 * same function; only what is done with the answer differs.
 */
export function decide(
  transactions: readonly TransactionInput[],
  books: Books,
  happened: ReadonlySet<TransactionInput> = NOTHING_HAPPENED,
): Decision {
  const decision = new DecisionInProgress(books, happened);
  for (const input of transactions) decision.take(input);
  return decision.finish();
}

const NOTHING_HAPPENED: ReadonlySet<TransactionInput> = new Set();

class DecisionInProgress {
  readonly #books: Books;
  readonly #happened: ReadonlySet<TransactionInput>;
  readonly #before: Counters;
  readonly #outcomes: Outcome[] = [];
  readonly #events: BookedEvent[] = [];
  readonly #movements: Movement[] = [];
  readonly #postings: Posting[] = [];
  readonly #links: EventLink[] = [];
  readonly #costUses: StoredCostUse[] = [];
  readonly #determinations: { number: number; determination: AccountDetermination }[] = [];
  readonly #pools = new Map<string, BookedPool>();
  readonly #positions = new Map<string, Position>();
  readonly #streams = new Map<string, BookedStream>();
  readonly #shown: (ShownCost & { readonly event: number })[] = [];
  readonly #touched: TouchedPool[] = [];

  constructor(books: Books, happened: ReadonlySet<TransactionInput>) {
    this.#books = books;
    this.#happened = happened;
    this.#before = books.counters;
  }

  take(input: TransactionInput): void {
    const source = input.source ?? DEFAULT_SOURCE;
    const name = eventName(source, input.key);
    const earlier = this.#books.earlier.get(name);
    if (earlier !== undefined) this.#outcomes.push(answerAgain(earlier, input, source));
    else this.#outcomes.push(this.#decideNew(input, name));
  }

  #decideNew(input: TransactionInput, name: string): Outcome {
    const { desk, items } = this.#books;
    const read = readTransaction(input, desk.configuration, items);
    if (!read.ok) return { status: 'refused', key: input.key, refusals: read.reasons };
    const transaction = read.value;
    const draft = new EventDraft(this.#books, transaction.item, this.#happened.has(input));
    refuseClosedPeriod(draft, transaction);
    refuseByMethod(draft, transaction);
    const named = this.#named(draft, transaction);
    if (named !== 'unknown') {
      draftByBasis(draft, transaction, named);
      refuseBeforeOriginal(draft, transaction, named);
    }
    refuseLateFacts(draft, transaction);
    if (draft.refusals.length === 0) respreadAverage(draft, transaction);
    warnOfLateFacts(draft, transaction);
    if (draft.refusals.length === 0) draft.shown = shownCost(draft, transaction);
    if (draft.refusals.length > 0) {
      return {
        status: 'refused',
        key: input.key,
        refusals: inPrecedence(distinct(draft.refusals)),
      };
    }
    return this.#keep(name, draft);
  }

  /** The earlier event a transaction refers to or reverses. */
  #named(
    draft: EventDraft,
    { original, reverses, source }: Transaction,
  ): EarlierEvent | undefined | 'unknown' {
    const key = reverses ?? original;
    if (key === undefined) return undefined;
    const earlier = earlierMeant(this.#books, source, key);
    if (earlier !== undefined) return earlier;
    draft.refuse('original-unknown', { original: key });
    return 'unknown';
  }

  /** Makes the draft part of the books. */
  #keep(name: string, draft: EventDraft): Outcome {
    draft.complete();
    const books = this.#books;
    for (const [key, stream] of carriedStreams(draft)) {
      books.streams.set(key, stream);
      this.#streams.set(key, stream);
    }
    keepTimelines(books, draft);
    for (const [key, pool] of draft.pools) {
      books.pools.set(key, pool);
      this.#pools.set(key, pool);
    }
    for (const [key, position] of draft.positions) {
      books.positions.set(key, position);
      this.#positions.set(key, position);
    }
    let number = books.counters.determination;
    for (const determination of draft.determinations) {
      number += 1;
      books.determinations.set(determination.name, number);
      this.#determinations.push({ number, determination });
    }
    books.counters = draft.counters;
    this.#events.push(...draft.events);
    this.#movements.push(...draft.movements);
    this.#postings.push(...draft.postings);
    this.#links.push(...draft.links);
    this.#costUses.push(...draft.costUses);
    this.#touched.push(...draft.touched);
    return this.#remember(name, draft);
  }

  /** Keeps the event at hand, for a later transaction of the batch with its name or about it. */
  #remember(name: string, draft: EventDraft): Outcome {
    const { earlier } = this.#books;
    const [event, ...caused] = draft.events;
    assert(event !== undefined, 'a kept draft has an event');
    const remembered: EarlierEvent = {
      ...untouched(event),
      movements: draft.movements.filter((movement) => movement.event === event.number),
      postings: draft.postings.filter(({ entry }) => entry === event.entry),
      consequences: {
        events: caused,
        movements: draft.movements.filter((movement) => movement.event !== event.number),
        postings: draft.postings.filter(({ entry }) => entry !== event.entry),
      },
      took: tookBy(draft, event.number),
      ...(draft.shown === undefined ? {} : { shown: draft.shown }),
    };
    earlier.set(name, remembered);
    if (isDocumentType(event.type)) this.#rememberParts(draft, caused);
    if (draft.shown !== undefined) this.#shown.push({ ...draft.shown, event: event.number });
    for (const link of draft.links) this.#useUp(link, draft);
    return posted('posted', remembered, draft);
  }

  /** The parts of a document are named by whatever comes after: a credit note, a return, its reversal. */
  #rememberParts(draft: EventDraft, parts: readonly BookedEvent[]): void {
    const movements = Map.groupBy(draft.movements, ({ event }) => event);
    const postings = Map.groupBy(draft.postings, ({ entry }) => entry);
    const links = Map.groupBy(draft.links, ({ event }) => event);
    for (const part of parts) {
      const remembered = {
        ...untouched(part),
        movements: movements.get(part.number) ?? [],
        postings: (part.entry > 0 && postings.get(part.entry)) || [],
        took: (links.get(part.number) ?? []).filter(isTaking),
      };
      this.#books.earlier.set(eventName(part.source, part.key), remembered);
    }
  }

  #useUp(link: EventLink, draft: EventDraft): void {
    const known = this.#books.earlier.get(link.name);
    if (known !== undefined) this.#books.earlier.set(link.name, afterLink(known, link, draft));
  }

  finish(): Decision {
    return {
      outcomes: this.#outcomes,
      events: this.#events,
      movements: this.#movements,
      postings: this.#postings,
      links: this.#links,
      costUses: this.#costUses,
      determinations: this.#determinations,
      restated: [],
      touched: this.#touched,
      pools: this.#pools,
      positions: this.#positions,
      streams: this.#streams,
      shown: this.#shown,
      before: this.#before,
      after: this.#books.counters,
    };
  }
}

const isTaking = ({ kind }: EventLink): boolean => TAKES.has(kind);

/** The links by which an event takes a part of another, which its own reversal gives back. */
const TAKES: ReadonlySet<LinkKind> = new Set(['refers-to', 'adds-cost-to', 'clears']);

const tookBy = ({ links }: EventDraft, event: number): readonly EventLink[] =>
  links.filter((link) => link.event === event && isTaking(link));

/** What a draft moved becomes part of the timelines of its pools, for what is dated earlier and sent later. */
function keepTimelines(
  { timelines, pools }: Books,
  { pools: moved, movements, events }: EventDraft,
) {
  const [event] = events;
  if (timelines === undefined || event === undefined) return;
  for (const [key, { number }] of moved) {
    const timeline = timelines.get(key) ?? timelineAfter(pools.get(key)?.lastPostedOn ?? '');
    let units = 0n;
    for (const { pool, quantity: change } of movements) if (pool === number) units += change;
    timelines.set(key, withMoved(timeline, event.postedOn, quantity(units)));
  }
}

/** Says that costs of the past change with this: an answer to a late fact is not the last word on it. */
function warnOfLateFacts({ touched, warnings }: EventDraft, { item }: Transaction): void {
  const [first] = touched.map(({ from }) => from).toSorted();
  if (first !== undefined) warnings.push(`costs of ${item.code} from ${first} on are run again`);
}

/** The cost bases that are about an earlier transaction and nothing else. */
const DRAFTED_FROM_ORIGINAL: Partial<Record<CostBasis, typeof draftInvoiceMatch>> = {
  'invoiced cost': draftInvoiceMatch,
  'cleared cost': draftReceiptClearing,
  'corrected cost': draftCostCorrection,
  'added cost': draftLandedCost,
};

/** The cost bases of what is not one movement between the two sides of its rule. */
const DRAFTED_OTHERWISE: Partial<Record<CostBasis, typeof draftConsigned>> = {
  'held value': draftReclassification,
  'no cost': draftConsigned,
  'conversion cost': draftAssembly,
  'entered lines': draftLedgerJournal,
  'linked cost': draftReceiptLink,
  'open amount': draftMatch,
  'its lines': draftDocument,
  'unposted value': draftStockJournal,
};

function draftByBasis(
  draft: EventDraft,
  transaction: Transaction,
  named: EarlierEvent | undefined,
): void {
  const fromOriginal =
    transaction.reverses === undefined
      ? DRAFTED_FROM_ORIGINAL[transaction.shape.costBasis]
      : draftReversal;
  const otherwise = DRAFTED_OTHERWISE[transaction.shape.costBasis];
  if (fromOriginal !== undefined && named !== undefined) fromOriginal(draft, transaction, named);
  else if (transaction.clears !== undefined && otherwise === undefined)
    draftReallocation(draft, transaction);
  else if (otherwise === undefined) draftEvent(draft, transaction, named);
  else otherwise(draft, transaction);
}

/**
 * Costs run in order of business date: what takes units or value of an earlier transaction, or turns
 * it round, has no place before it (decision 0027). An invoice that moves nothing may come first.
 */
function refuseBeforeOriginal(
  draft: EventDraft,
  { postedOn, reverses, original, shape }: Transaction,
  named: EarlierEvent | undefined,
): void {
  const movesNothing = draft.movements.length === 0;
  if (reverses === undefined && shape.mayPrecedeOriginal && movesNothing) return;
  const on = named?.event.postedOn ?? postedOn;
  if (on > postedOn)
    draft.refuse('dated-before-original', { original: reverses ?? original ?? '', postedOn, on });
}

/** The first answer again, or a refusal when the key stands for another content (`Q-36`). */
function answerAgain(earlier: EarlierEvent, input: TransactionInput, source: string): Outcome {
  const { key } = input;
  if (earlier.event.content === contentOf(input)) {
    return posted('duplicate', earlier, { warnings: [], touched: [] });
  }
  const difference = differenceBetween(earlier.event.content, contentOf(input));
  return { status: 'refused', key, refusals: [refusal('key-reused', { key, source, difference })] };
}

/** The first field in which two contents differ, for the message. */
function differenceBetween(first: string, second: string): string {
  const [before, after] = [fieldsOf(first), fieldsOf(second)];
  const names = new Set([...before.keys(), ...after.keys()]);
  const name = [...names].find((field) => before.get(field) !== after.get(field)) ?? 'content';
  return `${name} was ${before.get(name) ?? 'absent'}, now ${after.get(name) ?? 'absent'}`;
}

/** The fields of a content as texts. */
function fieldsOf(content: string): ReadonlyMap<string, string> {
  const fields: unknown = JSON.parse(content);
  const entries = typeof fields === 'object' && fields !== null ? Object.entries(fields) : [];
  const textOf = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
  return new Map(entries.map(([name, value]) => [name, textOf(value)]));
}

/** An event as an answer, with what it caused. */
function posted(
  status: 'posted' | 'duplicate',
  { event, movements, postings, consequences, shown }: EarlierEvent,
  { warnings, touched }: Pick<EventDraft, 'warnings' | 'touched'>,
): Outcome {
  const [first] = movements;
  const invoiced = postings.reduce((sum, { amount }) => sum + amount, 0n);
  const isAssembly = first?.address.bucket === 'assembly';
  const moved = isAssembly ? assembled([...movements, ...consequences.movements]) : first?.value;
  const told = isDocumentType(event.type) ? owedOf(event.type, consequences.postings) : invoiced;
  return {
    status,
    key: event.key,
    event,
    caused: consequences.events,
    causedMovements: consequences.movements,
    cost: money(moved === undefined ? told : absolute(moved)),
    postings: [...postings, ...consequences.postings],
    warnings,
    isLate: touched.length > 0,
    ...(shown === undefined ? {} : { shown }),
  };
}

/** What a document of several items is about in all: whatever came under assembly with it. */
const assembled = (moved: EarlierEvent['movements']): bigint =>
  moved.reduce((sum, { address, value }) => {
    return address.bucket === 'assembly' && value > 0n ? sum + value : sum;
  }, 0n);

function distinct(refusals: readonly Refusal[]): readonly Refusal[] {
  const nameOf = ({ code, details, line = 0 }: Refusal) =>
    `${code}${line}${JSON.stringify(details)}`;
  const seen = new Map(refusals.map((one) => [nameOf(one), one]));
  return [...seen.values()];
}
