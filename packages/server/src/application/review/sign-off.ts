import {
  formatDecimal,
  ok,
  type Period,
  parsePeriod,
  policyOn,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { CompanySession, StoredSignOff, WritingSession } from '../ports.ts';
import type { WholePlace } from '../post-whole.ts';
import { readReview, stateOf } from './read-review.ts';

/** How the review of a month stands. */
export type ReviewStanding = {
  readonly period: string;
  readonly state: 'open' | 'signed-off' | 'approved' | 'reopened';
  /** It counts as done: signed off, approved where the company asks for it, and still true. */
  readonly isDone: boolean;
  /** Lines that are open with nothing said of them: they came, or were opened again, since it was signed. */
  readonly unexplained: number;
  /** What is open with an explanation, debits positive. */
  readonly carried: string;
  readonly history: readonly SignOffTold[];
};

type SignOffTold = {
  readonly state: StoredSignOff['state'];
  readonly by: string;
  readonly at: string;
  readonly carried: number;
  readonly amount: string;
  readonly reason: string;
};

/** Whether a month is signed off: its last word is not that it was opened again. */
export function isSignedOff(signOffs: readonly StoredSignOff[]): boolean {
  const last = signOffs.at(-1);
  return last !== undefined && last.state !== 'reopened';
}

/** How the review of a month stands, for people and for who closes the period (`004.39`). */
export function reviewStanding(
  { storage, company }: Pick<WholePlace, 'storage' | 'company'>,
  period: string,
): Promise<Result<ReviewStanding, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const found = await standingIn(session, period);
    return found.ok ? ok(standingTold(found.value, company.currencyDecimals)) : found;
  });
}

/**
 * How much of the review of a period is left to do, asked within a session that may hold the company. A
 * period of weeks has no review of its own yet: then nothing of it is done.
 */
export async function reviewLeft(
  session: CompanySession,
  period: Period,
): Promise<{ readonly isDone: boolean; readonly unexplained: number }> {
  const found = await standingIn(session, period);
  if (!found.ok) return { isDone: false, unexplained: 0 };
  const { isDone, unexplained } = standingTold(found.value, 0);
  return { isDone, unexplained };
}

export type SignOffRequest = { readonly period: string; readonly reason?: string | undefined };

/**
 * Signs the review of a month off: every line under review is cleared, found correct, or carried forward
 * with a reason and an owner; else it is refused (`review-not-clear`).
 */
export const signOffReview = (place: WholePlace, request: SignOffRequest) =>
  change(place, request, 'signed-off', ({ signOffs, unexplained, period }, { text }) => {
    if (isSignedOff(signOffs)) return [refusal('review-signed-off', { period })];
    if (unexplained.count === 0) return [];
    const details = { count: String(unexplained.count), period, amount: text(unexplained.amount) };
    return [refusal('review-not-clear', details)];
  });

/** Approves a review that another person has signed off. */
export const approveReview = (place: WholePlace, request: SignOffRequest) =>
  change(place, request, 'approved', ({ signOffs, period }) => {
    if (!isSignedOff(signOffs)) return [refusal('review-not-signed-off', { period })];
    const signer = signOffs.findLast(({ state }) => state === 'signed-off')?.signedBy ?? '';
    return signer === place.actor ? [refusal('review-same-person', { period, by: signer })] : [];
  });

/** Opens a review again that was signed off, with a reason. */
export const reopenReview = (place: WholePlace, request: SignOffRequest) =>
  change(place, request, 'reopened', ({ signOffs, period }) => {
    if (!isSignedOff(signOffs)) return [refusal('review-not-signed-off', { period })];
    const fault = 'reason: a review is opened again with a reason';
    return request.reason ? [] : [refusal('request-malformed', { fault })];
  });

type Standing = {
  readonly period: Period;
  readonly signOffs: readonly StoredSignOff[];
  readonly unexplained: { readonly count: number; readonly amount: bigint };
  readonly carried: { readonly events: readonly number[]; readonly amount: bigint };
  readonly needsApproval: boolean;
};

type Texts = { readonly text: (amount: bigint) => string };

/** Says something new of a month, unless there is a reason not to. */
function change(
  { storage, company, clock, actor }: WholePlace,
  { period, reason = '' }: SignOffRequest,
  state: StoredSignOff['state'],
  refusalsOf: (standing: Standing, texts: Texts) => readonly Refusal[],
): Promise<Result<ReviewStanding, Refusal>> {
  const text = (amount: bigint) => formatDecimal(amount, company.currencyDecimals);
  return storage.writing(company.id, async (session: WritingSession) => {
    const found = await standingIn(session, period);
    if (!found.ok) return found;
    const refusals = refusalsOf(found.value, { text });
    if (refusals.length > 0) return refused(refusals);
    const { carried } = found.value;
    await session.keepReview.addSignOff({
      period: found.value.period,
      state,
      event: session.lane.counters.event,
      carried: carried.events,
      amount: carried.amount,
      reason,
      signedAt: clock(),
      signedBy: actor,
    });
    const now = await standingIn(session, period);
    return now.ok ? ok(standingTold(now.value, company.currencyDecimals)) : now;
  });
}

async function standingIn(
  session: CompanySession,
  text: string,
): Promise<Result<Standing, Refusal>> {
  const period = parsePeriod(text);
  if (period === undefined)
    return refused([refusal('date-invalid', { field: 'period', value: text })]);
  const { configuration } = await CompanyBooks.open(session);
  const { lines, lastDay } = await readReview(session, configuration, {
    period,
    withReceipts: false,
  });
  const open = lines.filter((line) => line.openAtEnd !== 0n && stateOf(line) === 'open');
  const carried = lines.filter((line) => line.openAtEnd !== 0n && stateOf(line) !== 'open');
  const sum = (some: typeof lines) => some.reduce((total, line) => total + line.openAtEnd, 0n);
  return ok({
    period,
    signOffs: await session.review.signOffs(period),
    unexplained: { count: open.length, amount: sum(open) },
    carried: { events: carried.map(({ event }) => event.number), amount: sum(carried) },
    needsApproval: policyOn(configuration, 'review-approval', null, lastDay) === 'two-persons',
  });
}

function standingTold(standing: Standing, currencyDecimals: number): ReviewStanding {
  const { period, signOffs, unexplained, carried, needsApproval } = standing;
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const state = signOffs.at(-1)?.state ?? 'open';
  const isSigned = state === 'approved' || (state === 'signed-off' && !needsApproval);
  return {
    period,
    state,
    isDone: isSigned && unexplained.count === 0,
    unexplained: unexplained.count,
    carried: text(carried.amount),
    history: signOffs.map((one) => ({
      state: one.state,
      by: one.signedBy,
      at: one.signedAt.toISOString(),
      carried: one.carried.length,
      amount: text(one.amount),
      reason: one.reason,
    })),
  };
}
