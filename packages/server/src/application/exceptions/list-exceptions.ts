import {
  type BusinessDate,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { Clock } from '../ports.ts';
import { type ToldReason, toldReason } from '../post-transactions.ts';
import { ageOn, countedByAge, todayOf } from '../reading/ageing.ts';
import {
  type Asked,
  malformed,
  readDay,
  readLimit,
  readWord,
  refuseBackwards,
} from '../reading/filters.ts';
import type { BooksReading } from '../reading/ports.ts';
import { compareTexts } from '../reading/report.ts';
import { textsIn } from '../reading/stock.ts';
import type {
  ExceptionCount,
  ExceptionFilter,
  ExceptionMark,
  ExceptionName,
  ExceptionState,
  ExceptionStep,
  StoredException,
} from './queued-transaction.ts';

/** A queued transaction as it is shown. */
type ExceptionLine = {
  readonly source: string;
  readonly key: string;
  readonly state: ExceptionState;
  readonly queuedAt: string;
  /** Days it waits, or waited; counted to today. */
  readonly age: number;
  readonly triedAt: string;
  /** Why it was not posted when it was last tried, the most binding reason first. */
  readonly refusals: readonly ToldReason[];
  /** As it is to be posted: as it was sent, or as it was repaired. */
  readonly transaction: TransactionInput;
  /** As it was sent, where it was repaired since. */
  readonly original?: TransactionInput;
  readonly steps: number;
  readonly event?: number;
};

type CountBy<Name extends string> = readonly ({ readonly [name in Name]: string } & {
  readonly count: number;
})[];

/** The queue: a page of it, and what all that the filter takes comes to. */
export type ExceptionPage = {
  readonly count: number;
  readonly byCode: CountBy<'code'>;
  readonly byType: CountBy<'type'>;
  readonly byAge: CountBy<'days'>;
  readonly lines: readonly ExceptionLine[];
  readonly next: string | null;
};

/** `state` is waiting unless it is said; `all` stands for every one. */
export type ExceptionQuery = Asked<
  'state' | 'code' | 'type' | 'item' | 'site' | 'source' | 'key' | 'from' | 'to' | 'after' | 'limit'
>;

const PAGE = { usual: 200, most: 10_000 };

const STATES = ['waiting', 'given-up', 'posted', 'all'] as const;

type Place = { readonly reading: BooksReading; readonly clock: Clock };

/**
 * What happened and is not in the books, the oldest first, with its reasons and what to do about
 * each, its age, and totals by reason, type and age. Refuses filters that cannot be read.
 */
export function listExceptions(
  { reading, clock }: Place,
  company: number,
  query: ExceptionQuery,
): Promise<Result<ExceptionPage, Refusal>> {
  return reading.reading(company, async ({ exceptions }) => {
    const refusals: Refusal[] = [];
    const filter = readFilter(query, refusals);
    const after = readMark(query.after, refusals);
    const limit = readLimit(query.limit, PAGE, refusals);
    if (refusals.length > 0) return refused(refusals);
    const today = todayOf(clock);
    const counts = await exceptions.counts(filter);
    const found = await exceptions.list(filter, { after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return ok({
      ...totalsOf(counts, today),
      lines: shown.map((one) => exceptionLine(one, today)),
      next: found.length > limit && last !== undefined ? markText(last) : null,
    });
  });
}

/** A queued transaction with everything that was done about it. */
export type ExceptionHistory = ExceptionLine & {
  /** Why it was not posted when it came. */
  readonly first: readonly ToldReason[];
  readonly history: readonly (Omit<ExceptionStep, 'takenAt' | 'refusals'> & {
    readonly takenAt: string;
    readonly refusals?: readonly ToldReason[];
  })[];
};

/** One queued transaction with its history, whatever became of it; `not-found` when there is none. */
export function findException(
  { reading, clock }: Place,
  company: number,
  name: ExceptionName,
): Promise<Result<ExceptionHistory, Refusal>> {
  return reading.reading(company, async ({ exceptions }) => {
    const [found] = await exceptions.find([name]);
    if (found === undefined) return refused([noException(name)]);
    const steps = await exceptions.stepsOf(name);
    return ok({
      ...exceptionLine(found, todayOf(clock)),
      first: found.refusals.map(toldReason),
      history: steps.map(({ takenAt, refusals, ...step }) => ({
        ...step,
        takenAt: takenAt.toISOString(),
        ...(refusals === undefined ? {} : { refusals: refusals.map(toldReason) }),
      })),
    });
  });
}

/** The refusal that there is no such transaction in the queue. */
export const noException = ({ source, key }: ExceptionName): Refusal =>
  refusal('not-found', { what: `queued transaction ${key} of ${source}` });

function exceptionLine(one: StoredException, today: BusinessDate): ExceptionLine {
  const queuedOn = parseBusinessDate(one.queuedAt.toISOString().slice(0, 10)) ?? today;
  return {
    source: one.source,
    key: one.key,
    state: one.state,
    queuedAt: one.queuedAt.toISOString(),
    age: ageOn(today, queuedOn),
    triedAt: one.triedAt.toISOString(),
    refusals: one.reasons.map(toldReason),
    transaction: one.current,
    ...(isRepaired(one) ? { original: one.input } : {}),
    steps: one.steps,
    ...(one.event === undefined ? {} : { event: one.event }),
  };
}

const isRepaired = ({ current, input }: StoredException): boolean =>
  JSON.stringify(current) !== JSON.stringify(input);

function readFilter(query: ExceptionQuery, refusals: Refusal[]): ExceptionFilter {
  const state = readWord('state', query.state, STATES, refusals) ?? 'waiting';
  const from = readDay('from', query.from, refusals);
  const to = readDay('to', query.to, refusals);
  refuseBackwards(from, to, refusals);
  const { code, type, item, site, source, key } = query;
  const ofState = state === 'all' ? {} : { state };
  return { ...ofState, code, type, item, site, source, key, from, to };
}

function totalsOf(counts: readonly ExceptionCount[], today: BusinessDate) {
  const by = (nameOf: (one: ExceptionCount) => string) => {
    const sums = new Map<string, number>();
    for (const one of counts) sums.set(nameOf(one), (sums.get(nameOf(one)) ?? 0) + one.count);
    return [...sums].toSorted(([a, m], [b, n]) => n - m || compareTexts(a, b));
  };
  return {
    count: counts.reduce((sum, { count }) => sum + count, 0),
    byCode: by(({ code }) => code).map(([code, count]) => ({ code, count })),
    byType: by(({ type }) => type).map(([type, count]) => ({ type, count })),
    byAge: countedByAge(
      today,
      counts.map(({ queuedOn: since, count }) => ({ since, count })),
    ),
  };
}

const markText = ({ queuedAt, source, key }: StoredException): string =>
  JSON.stringify([queuedAt.toISOString(), source, key]);

function readMark(text: string | undefined, refusals: Refusal[]): ExceptionMark | undefined {
  if (text === undefined) return undefined;
  const [queuedAt, source, key] = textsIn(text);
  const isTime = queuedAt !== undefined && !Number.isNaN(Date.parse(queuedAt));
  if (isTime && source !== undefined && key !== undefined) return { queuedAt, source, key };
  refusals.push(malformed(`after is no cursor of this list: ${text}`));
  return undefined;
}
