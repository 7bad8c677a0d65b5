import {
  absolute,
  assert,
  type BookedEvent,
  type CostStream,
  contentOf,
  DEFAULT_SOURCE,
  eventName,
  formatDecimal,
  isDocumentType,
  journalLines,
  type Money,
  type Outcome,
  ok,
  type Posting,
  type Refusal,
  type RefusalCode,
  type RefusalText,
  type Result,
  refusal,
  refusalText,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { BooksStorage, Clock, CompanyName, StoredException } from './ports.ts';
import { type Portions, previewTransactions } from './post-together.ts';
import { LARGEST_BATCH, type PostingDesk } from './posting-desk.ts';
import type { Difference } from './what-if/difference.ts';
import { MOST_TRIED, whatIf } from './what-if/what-if.ts';

/** More transactions than this in one request are refused; a file is imported instead. */
export const LARGEST_REQUEST = 10_000;

/**
 * `authorise`: checked, and refused where a rule says no. `record`: it already happened; want of
 * stock does not refuse it, and what cannot be posted waits in the queue instead of being lost.
 */
export type PostingMode = 'authorise' | 'record';

/** What a caller asks. */
export type PostingRequest = {
  readonly mode?: PostingMode;
  readonly transactions: readonly TransactionInput[];
};

/** One line of the journal entry, with the transaction type it belongs to. */
type AnsweredLine = {
  readonly type: string;
  readonly account: string;
  readonly center: string;
  readonly site: string;
  readonly debit?: string;
  readonly credit?: string;
};

/** An entry the transaction caused: a negative balance cost adjustment, a part of an assembly. */
type CausedEntry = {
  /** The line of the document that it posts. */
  readonly line?: number;
  readonly type: string;
  readonly item: string;
  readonly entry: number;
  readonly cost: string;
  readonly lines: readonly AnsweredLine[];
};

/** A reason as it is told: which, what it means here, what to do, and of which line of a document. */
export type ToldReason = Pick<RefusalText, 'code' | 'message' | 'remedy' | 'line' | 'place'>;

/** The answer to one transaction; amounts are decimal texts. */
export type PostingAnswer =
  | {
      readonly key: string;
      readonly status: 'posted' | 'duplicate';
      readonly event: number;
      readonly entry?: number;
      readonly cost: string;
      /** What a sale shows as its cost, where that is not what it posts (`004.32`). */
      readonly shownCost?: { readonly stream: CostStream; readonly cost: string };
      readonly lines: readonly AnsweredLine[];
      readonly caused?: readonly CausedEntry[];
      readonly warnings?: readonly string[];
      /** It came late, and costs are run again because of it. */
      readonly isLate?: true;
      /** Of a dry run: what the late facts of the request would change, told with the first of them. */
      readonly restated?: Difference;
    }
  | (Omit<ToldReason, 'line'> & {
      readonly key: string;
      readonly status: 'refused' | 'queued';
      /** All reasons, most binding first; the first one stands in the answer itself as well. */
      readonly refusals: readonly ToldReason[];
    });

/** What posting needs: the desk of the company, storage for previews and the queue, the clock. */
export type PostingPlace = {
  readonly company: CompanyName;
  readonly currencyDecimals: number;
  readonly desk: PostingDesk;
  readonly storage: BooksStorage;
  readonly clock: Clock;
};

/**
 * Posts transactions, each whole or refused, or with `dryRun` answers the same and keeps nothing.
 *
 * Answers come in the order of the request, once everything is durable. The request as a whole is
 * refused only when it is too large.
 */
export async function postTransactions(
  place: PostingPlace,
  { mode = 'authorise', transactions }: PostingRequest,
  dryRun: boolean,
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  const count = transactions.length;
  if (count > LARGEST_REQUEST) {
    return refused([
      refusal('document-too-large', { count: String(count), limit: String(LARGEST_REQUEST) }),
    ]);
  }
  if (dryRun) return ok(await preview(place, transactions, mode));
  if (mode === 'record') return ok(await recordTransactions(place, transactions));
  const outcomes = await place.desk.post(transactions);
  return ok(outcomes.map((outcome) => answer(outcome, place.currencyDecimals)));
}

/**
 * Records what happened. A key that waits in the queue stands for what it was repaired to, so that
 * its sender may send it again as it was; one that was given up is not tried (`exception-given-up`).
 */
async function recordTransactions(
  place: PostingPlace,
  transactions: readonly TransactionInput[],
): Promise<readonly PostingAnswer[]> {
  const known = await knownExceptions(place, transactions);
  const givenUp = new Set(
    transactions.filter((one) => known.get(nameOf(one))?.state === 'given-up'),
  );
  const inputs = transactions.flatMap((one) =>
    givenUp.has(one) ? [] : [asRepaired(one, known.get(nameOf(one)))],
  );
  const triedVersion = place.desk.configurationVersion;
  const posted = await place.desk.post(inputs, true);
  const queued = await queueRefused(place, inputs, posted, { known, triedVersion });
  const decided = posted.values();
  return transactions.map((one) => {
    const outcome = givenUp.has(one) ? refusedAsGivenUp(one) : decided.next().value;
    assert(outcome !== undefined, 'every transaction has an outcome');
    return answer(outcome, place.currencyDecimals, queued.has(outcome));
  });
}

type KnownExceptions = ReadonlyMap<string, StoredException>;

const nameOf = ({ source = DEFAULT_SOURCE, key }: TransactionInput): string =>
  eventName(source, key);

async function knownExceptions(
  { storage, company }: PostingPlace,
  transactions: readonly TransactionInput[],
): Promise<KnownExceptions> {
  const names = transactions.map(({ source = DEFAULT_SOURCE, key }) => ({ source, key }));
  const found = await storage.reading(company.id, ({ exceptions }) => exceptions.find(names));
  return new Map(found.map((one) => [eventName(one.source, one.key), one]));
}

/** What is sent as it was sent first is meant as it was repaired. */
const asRepaired = (sent: TransactionInput, known: StoredException | undefined) =>
  known !== undefined && contentOf(known.input) === contentOf(sent) ? known.current : sent;

const refusedAsGivenUp = ({ key }: TransactionInput): Outcome => ({
  status: 'refused',
  key,
  refusals: [refusal('exception-given-up', { key })],
});

async function preview(
  place: PostingPlace,
  transactions: readonly TransactionInput[],
  mode: PostingMode,
): Promise<readonly PostingAnswer[]> {
  const answers: PostingAnswer[] = [];
  await previewPostings(place, mode, portionsOf(transactions), (portion) => {
    answers.push(...portion);
  });
  return withRestated(place, transactions, answers);
}

/** Tells with the first late fact what all of them would change, where that many are tried out. */
async function withRestated(
  { storage, clock, company, currencyDecimals }: PostingPlace,
  transactions: readonly TransactionInput[],
  answers: readonly PostingAnswer[],
): Promise<readonly PostingAnswer[]> {
  const first = answers.findIndex((one) => 'isLate' in one);
  if (first < 0 || transactions.length > MOST_TRIED) return answers;
  const trial = { storage, clock, company: { ...company, currencyDecimals } };
  const tried = await whatIf(trial, { transactions });
  if (!tried.ok) return answers;
  const { events, repriced, ledger, stock, isComplete } = tried.value;
  const restated = { events, repriced, ledger, stock, isComplete };
  return answers.map((one, index) => (index === first ? { ...one, restated } : one));
}

/**
 * Answers what posting the portions one after the other would answer, and keeps nothing. A portion
 * is answered before the next one is asked for.
 */
export function previewPostings(
  { storage, company, currencyDecimals }: PostingPlace,
  mode: PostingMode,
  portions: Portions,
  listen: (answers: readonly PostingAnswer[]) => void,
): Promise<void> {
  const happened = mode === 'record';
  return previewTransactions({ storage, company: company.id, happened }, portions, (outcomes) => {
    listen(outcomes.map((one) => answer(one, currencyDecimals, happened && waits(one))));
  });
}

function* portionsOf(
  transactions: readonly TransactionInput[],
): Generator<readonly TransactionInput[]> {
  for (let start = 0; start < transactions.length; start += LARGEST_BATCH) {
    yield transactions.slice(start, start + LARGEST_BATCH);
  }
}

/** Reasons that can be mended outside the transaction; with any other it is wrong in itself. */
const MENDABLE: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'types-not-installed',
  'item-unknown',
  'site-unknown',
  'location-unknown',
  'reason-unknown',
  'account-unknown',
  'original-unknown',
  'period-unknown',
  'period-closed',
  'period-soft-closed',
  'late-fact-forbidden',
  'costing-method-changed',
  'standard-cost-missing',
  'stock-below-zero',
  'nothing-carried',
  'cost-unknown',
  'account-not-determined',
]);

const waits = (outcome: Outcome): boolean =>
  outcome.status === 'refused' && outcome.refusals.every(({ code }) => MENDABLE.has(code));

/** Puts what happened and could not be posted into the queue. */
async function queueRefused(
  { storage, company, clock }: PostingPlace,
  transactions: readonly TransactionInput[],
  outcomes: readonly Outcome[],
  { known, triedVersion }: { readonly known: KnownExceptions; readonly triedVersion: number },
): Promise<ReadonlySet<Outcome>> {
  const waiting = outcomes.flatMap((outcome, index) => {
    const input = transactions[index];
    if (outcome.status !== 'refused' || input === undefined) return [];
    // What waits already goes on waiting, whatever it is refused for by now.
    const isKnown = known.get(nameOf(input))?.state === 'waiting';
    if (!isKnown && !waits(outcome)) return [];
    const { refusals } = outcome;
    return [
      {
        outcome,
        row: {
          source: input.source ?? DEFAULT_SOURCE,
          key: input.key,
          input,
          refusals,
          queuedAt: clock(),
          triedVersion,
        },
      },
    ];
  });
  if (waiting.length > 0) {
    await storage.writing(company.id, (session) => session.queue(waiting.map(({ row }) => row)));
  }
  return new Set(waiting.map(({ outcome }) => outcome));
}

/** An outcome in words and decimals, as every interface gives it. */
export function answer(outcome: Outcome, decimals: number, queued = false): PostingAnswer {
  if (outcome.status === 'refused') {
    const refusals = outcome.refusals.map(toldReason);
    const [first] = refusals;
    assert(first !== undefined, 'a refusal has a reason');
    const { line: _, ...leading } = first;
    const status = queued ? 'queued' : 'refused';
    return { key: outcome.key, status, ...leading, refusals };
  }
  const { event, caused, causedMovements, postings, warnings, isLate, shown } = outcome;
  const lines = (entry: number) =>
    linesOf(
      postings.filter((posting) => posting.entry === entry),
      decimals,
    );
  const lineOf = lineFinder(event);
  const entries = caused.map(({ number, type, item, entry, key }) => {
    const line = lineOf(key);
    const moved =
      causedMovements.find((movement) => movement.event === number)?.value ??
      (line === undefined ? 0n : postedBy(postings, entry));
    const cost = formatDecimal(absolute(moved), decimals);
    return {
      ...(line === undefined ? {} : { line }),
      type,
      item,
      entry,
      cost,
      lines: entry === 0 ? [] : lines(entry),
    };
  });
  return {
    key: outcome.key,
    status: outcome.status,
    event: event.number,
    ...(event.entry === 0 ? {} : { entry: event.entry }),
    cost: formatDecimal(outcome.cost, decimals),
    ...(shown === undefined
      ? {}
      : { shownCost: { stream: shown.stream, cost: formatDecimal(shown.value, decimals) } }),
    lines: event.entry === 0 ? [] : lines(event.entry),
    ...(entries.length === 0 ? {} : { caused: entries }),
    ...(warnings.length === 0 ? {} : { warnings }),
    ...(isLate ? { isLate } : {}),
  };
}

/** What an entry that moves no stock comes to. */
const postedBy = (postings: readonly Posting[], entry: number): bigint =>
  postings.reduce((sum, posting) => (posting.entry === entry ? sum + posting.amount : sum), 0n);

/** Which line of a document a part of it posts, by the key of the part. */
function lineFinder({ source, key, type }: BookedEvent): (part: string) => number | undefined {
  if (!isDocumentType(type)) return () => undefined;
  const begin = `${source}:${key}#`;
  return (part) => {
    const line = part.startsWith(begin)
      ? Number.parseInt(part.slice(begin.length), 10)
      : Number.NaN;
    return Number.isNaN(line) ? undefined : line;
  };
}

/** A refusal in words. */
export function toldReason(reason: Refusal): ToldReason {
  const { status: _, ...told } = refusalText(reason);
  return told;
}

function linesOf(
  postings: Parameters<typeof journalLines>[0],
  decimals: number,
): readonly AnsweredLine[] {
  const text = (amount: Money) => formatDecimal(amount, decimals);
  return journalLines(postings).map(({ type, account, center, site, debit, credit }) => ({
    type,
    account,
    center,
    site,
    ...(debit === null ? {} : { debit: text(debit) }),
    ...(credit === null ? {} : { credit: text(credit) }),
  }));
}
