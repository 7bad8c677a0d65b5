import {
  assert,
  type Outcome,
  ok,
  type Refusal,
  type Result,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { BooksStorage, Clock } from '../ports.ts';
import { answer, type PostingAnswer, previewPostings } from '../post-transactions.ts';
import { LARGEST_BATCH, type PostingDesk } from '../posting-desk.ts';
import { noException } from './list-exceptions.ts';
import type {
  ExceptionFilter,
  ExceptionMark,
  ExceptionName,
  StoredException,
  TakenStep,
} from './queued-transaction.ts';

/** Where queued transactions are tried again, and who does it. */
export type RetryPlace = {
  readonly storage: BooksStorage;
  readonly desk: PostingDesk;
  readonly clock: Clock;
  readonly actor: string;
  readonly company: { readonly id: number; readonly code: string };
  readonly currencyDecimals: number;
};

/** Which are tried: one by its name, those of a reason, or all that wait. */
export type RetrySelection = {
  readonly name?: ExceptionName | undefined;
  readonly code?: string | undefined;
};

/** What became of them: how many there were, and the answer to each, the oldest first. */
export type Retried = {
  readonly tried: number;
  readonly posted: number;
  readonly results: readonly PostingAnswer[];
};

type Trying = {
  readonly reason: string;
  /** The books themselves try again: only what they find new is written down. */
  readonly byThemselves?: boolean;
};

/**
 * Tries queued transactions again, as they are by now, in the order in which they came. What cannot
 * be posted still waits with its reasons of now. One that was given up is tried when it is named,
 * and is taken up by that. With `dryRun` the answers are the same and nothing is kept.
 *
 * Refuses a name that is not in the queue (`not-found`). One that is posted already is answered again.
 */
export async function retryExceptions(
  place: RetryPlace,
  { name, code }: RetrySelection,
  trying: Trying,
  dryRun = false,
): Promise<Result<Retried, Refusal>> {
  if (name === undefined) {
    const filter: ExceptionFilter = { state: 'waiting', code };
    return ok(await tryAll(place, filter, trying, dryRun));
  }
  const [found] = await place.storage.reading(place.company.id, ({ exceptions }) =>
    exceptions.find([name]),
  );
  if (found === undefined) return refused([noException(name)]);
  return ok(toldOf(await tryThese(place, [found], trying, dryRun)));
}

/** Tries all that wait and a filter takes, a batch at a time. */
export async function tryAll(
  place: RetryPlace,
  filter: ExceptionFilter,
  trying: Trying,
  dryRun = false,
): Promise<Retried> {
  const answers: PostingAnswer[] = [];
  let after: ExceptionMark | undefined;
  for (;;) {
    const page = { after, limit: LARGEST_BATCH };
    const found = await place.storage.reading(place.company.id, ({ exceptions }) =>
      exceptions.list(filter, page),
    );
    const last = found.at(-1);
    if (last === undefined) break;
    answers.push(...(await tryThese(place, found, trying, dryRun)));
    after = { ...last, queuedAt: last.queuedAt.toISOString() };
  }
  return toldOf(answers);
}

const toldOf = (results: readonly PostingAnswer[]): Retried => ({
  tried: results.length,
  posted: results.filter(({ status }) => status === 'posted').length,
  results,
});

async function tryThese(
  place: RetryPlace,
  some: readonly StoredException[],
  trying: Trying,
  dryRun: boolean,
): Promise<readonly PostingAnswer[]> {
  const { company, desk, currencyDecimals, storage, clock } = place;
  const inputs = some.map(({ current }) => current);
  if (dryRun) return previewThese(place, inputs);
  const version = await storage.reading(company.id, ({ lane }) =>
    Promise.resolve(lane.configurationVersion),
  );
  const outcomes = await desk.post(inputs, true);
  const steps = some.flatMap((one, index) => {
    const outcome = outcomes[index];
    assert(outcome !== undefined, 'every transaction has an outcome');
    return stepsAfter(one, outcome, { ...trying, version, at: clock(), by: place.actor });
  });
  await keepSteps(place, steps);
  return outcomes.map((outcome) => asWaiting(answer(outcome, currencyDecimals)));
}

/** What trying transactions would answer, with nothing kept. */
export async function previewThese(
  place: RetryPlace,
  inputs: readonly TransactionInput[],
): Promise<readonly PostingAnswer[]> {
  const answers: PostingAnswer[] = [];
  await previewPostings(place, 'record', [inputs], (portion) => answers.push(...portion));
  return answers.map(asWaiting);
}

/** What is refused stays in the queue, whatever it is refused for. */
const asWaiting = (told: PostingAnswer): PostingAnswer =>
  told.status === 'refused' ? { ...told, status: 'queued' } : told;

type Tried = Trying & { readonly version: number; readonly at: Date; readonly by: string };

function stepsAfter(
  { source, key, state, reasons }: StoredException,
  outcome: Outcome,
  { reason, byThemselves = false, version, at, by }: Tried,
): readonly TakenStep[] {
  const head = { source, key, takenAt: at, takenBy: by, reason };
  const takenUp: readonly TakenStep[] =
    state === 'given-up' ? [{ ...head, action: 'taken-up' }] : [];
  const refusals = outcome.status === 'refused' ? outcome.refusals : [];
  if (outcome.status === 'duplicate') return takenUp;
  const isNew = JSON.stringify(refusals) !== JSON.stringify(reasons);
  const isSilent = byThemselves && !isNew;
  return [
    ...takenUp,
    {
      ...head,
      action: 'tried',
      refusals,
      triedVersion: version,
      ...(isSilent ? { isSilent } : {}),
    },
  ];
}

/** Two steps of one transaction are two statements, each of which finds what the other left. */
async function keepSteps(
  { storage, company }: RetryPlace,
  steps: readonly TakenStep[],
): Promise<void> {
  if (steps.length === 0) return;
  const first = steps.filter(({ action }) => action === 'taken-up');
  const second = steps.filter(({ action }) => action !== 'taken-up');
  await storage.writing(company.id, async (session) => {
    await session.takeSteps(first);
    await session.takeSteps(second);
  });
}
