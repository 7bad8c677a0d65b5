import {
  contentOf,
  inPrecedence,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  TRANSACTION_FIELDS,
  type TransactionInput,
} from 'perpetua-core';
import type { BooksStorage, Clock } from '../ports.ts';
import type { PostingAnswer } from '../post-transactions.ts';
import { noException } from './list-exceptions.ts';
import type { ExceptionName, StoredException, TakenStep } from './queued-transaction.ts';
import { previewThese, type RetryPlace, retryExceptions } from './retry-exceptions.ts';

/** Where queued transactions are mended, and by whom. */
export type MendingPlace = {
  readonly storage: BooksStorage;
  readonly clock: Clock;
  readonly actor: string;
  readonly company: { readonly id: number };
};

/** Fields that become other ones; null takes a field out. The name of a transaction never changes. */
export type RepairedFields = Partial<
  Record<Exclude<(typeof TRANSACTION_FIELDS)[number], 'key' | 'source'>, string | null>
>;

export type Repair = { readonly change: RepairedFields; readonly reason: string };

/**
 * Repairs a queued transaction: fields of it become other ones, for a reason. What was sent stays to
 * be seen, and is answered as posted when it is sent again. One that was given up is taken up.
 *
 * Refuses what is not in the queue (`not-found`), is posted already (`exception-posted`), and a
 * repair that changes nothing (`request-malformed`).
 */
function repairException(
  place: MendingPlace,
  name: ExceptionName,
  { change, reason }: Repair,
): Promise<Result<TransactionInput, Refusal>> {
  return mending(place, name, ({ current, state }) => {
    const repaired = withFields(current, change);
    if (contentOf(repaired) === contentOf(current))
      return refused([refusal('request-malformed', { fault: 'The repair changes nothing.' })]);
    const head = { ...name, takenAt: place.clock(), takenBy: place.actor, reason };
    const repair: TakenStep = { ...head, action: 'repaired', content: repaired };
    const steps: readonly TakenStep[] =
      state === 'given-up' ? [{ ...head, action: 'taken-up' }, repair] : [repair];
    return ok({ steps, value: repaired });
  });
}

/** A transaction with fields changed, in their fixed order. */
function withFields(current: TransactionInput, change: RepairedFields): TransactionInput {
  const fields = TRANSACTION_FIELDS.flatMap((field) => {
    const wanted = field === 'key' || field === 'source' ? undefined : change[field];
    const value = wanted === undefined ? current[field] : (wanted ?? undefined);
    return value === undefined ? [] : [[field, value] as const];
  });
  const { key, type, postedOn, item, site } = current;
  const lines = current.lines === undefined ? {} : { lines: current.lines };
  return { key, type, postedOn, item, site, ...Object.fromEntries(fields), ...lines };
}

/** What a repair leads to: the transaction as it is by then, and what trying it was answered. */
export type Repaired = {
  readonly transaction: TransactionInput;
  readonly results: readonly PostingAnswer[];
};

/**
 * Repairs a queued transaction and tries it at once. With `dryRun` both are answered and neither is
 * kept. Refuses as `repairException` does; what is still refused waits as it was repaired.
 */
export async function repairAndRetry(
  place: RetryPlace,
  name: ExceptionName,
  repair: Repair,
  dryRun: boolean,
): Promise<Result<Repaired, Refusal>> {
  if (dryRun) return previewRepair(place, name, repair);
  const repaired = await repairException(place, name, repair);
  if (!repaired.ok) return repaired;
  const tried = await retryExceptions(place, { name }, { reason: repair.reason });
  if (!tried.ok) return tried;
  return ok({ transaction: repaired.value, results: tried.value.results });
}

async function previewRepair(
  place: RetryPlace,
  name: ExceptionName,
  { change }: Repair,
): Promise<Result<Repaired, Refusal>> {
  const [found] = await place.storage.reading(place.company.id, ({ exceptions }) =>
    exceptions.find([name]),
  );
  const known = found === undefined ? refused<Refusal>([noException(name)]) : openOf(found);
  if (!known.ok) return known;
  const transaction = withFields(known.value.current, change);
  const results = await previewThese(place, [transaction]);
  return ok({ transaction, results });
}

/** A queued transaction that is not posted yet; else `exception-posted`. */
function openOf(found: StoredException): Result<StoredException, Refusal> {
  if (found.state !== 'posted') return ok(found);
  const { key, event = '' } = found;
  return refused([refusal('exception-posted', { key, event: String(event) })]);
}

/**
 * Gives a queued transaction up: it is not tried any more, counts in no period, and stays to be seen
 * with the reason. Refuses as a repair does, and what was given up already (`exception-given-up`).
 */
export function giveUpException(
  place: MendingPlace,
  name: ExceptionName,
  reason: string,
): Promise<Result<ExceptionName, Refusal>> {
  return mending(place, name, ({ state }) => {
    if (state === 'given-up') return refused([refusal('exception-given-up', { key: name.key })]);
    const takenAt = place.clock();
    const step: TakenStep = {
      ...name,
      action: 'given-up',
      takenAt,
      takenBy: place.actor,
      reason,
    };
    return ok({ steps: [step], value: name });
  });
}

type Mended<Value> = { readonly steps: readonly TakenStep[]; readonly value: Value };

/** Finds the transaction and takes the steps, alone with the company's books. */
function mending<Value>(
  { storage, company }: MendingPlace,
  name: ExceptionName,
  mend: (found: StoredException) => Result<Mended<Value>, Refusal>,
): Promise<Result<Value, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const [found] = await session.exceptions.find([name]);
    const open = found === undefined ? refused<Refusal>([noException(name)]) : openOf(found);
    if (!open.ok) return open;
    const mended = mend(open.value);
    if (!mended.ok) return refused(inPrecedence(mended.reasons));
    for (const step of mended.value.steps) await session.takeSteps([step]);
    return ok(mended.value.value);
  });
}
