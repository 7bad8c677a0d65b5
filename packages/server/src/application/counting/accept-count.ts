import { assert, NO_MONEY, ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { CompanySession, WritingSession } from '../ports.ts';
import type { WholePlace } from '../post-whole.ts';
import { type AcceptRequest, type ChosenLines, chooseLines } from './choose-lines.ts';
import { inOrderOfLines, refusedLine } from './count-lines.ts';
import { type DecidedDifference, decideDifferences, differenceValue } from './differences.ts';
import { findCount, refuseEnded } from './find-count.ts';
import type { AcceptedLine, StoredAcceptance, StoredCount, StoredLine } from './stored-count.ts';
import { type AcceptedCount, toldAcceptance } from './told-acceptance.ts';

/** Where counts are accepted, and the desk at which costs are run again that come late by it. */
export type AcceptingPlace = WholePlace & {
  readonly desks: {
    readonly of: (company: number) => { readonly resume: () => Promise<void> };
  };
};

/**
 * Accepts lines of a count: every difference is adjusted by the books themselves, dated on the count
 * day, all of them or none (`003.53`, costing 5.5). What is not accepted stays open; what nobody
 * counted is listed, and is nothing only when that is said. When no line is left open the count is
 * closed. Sent again with the same key, or when nothing more is there to accept, it is answered
 * again.
 *
 * Refuses lines that are unknown, unsettled or accepted, and whatever an adjustment is refused for:
 * everything at once, each with its line.
 */
export async function acceptCount(
  place: AcceptingPlace,
  name: string,
  request: AcceptRequest,
): Promise<Result<AcceptedCount, Refusal>> {
  const { storage, company, desks } = place;
  const accepted = await storage.writing(company.id, async (session) => {
    const acceptance = await decideAcceptance(session, place, { name, request });
    if (!acceptance.ok) return acceptance;
    const { decided } = acceptance.value;
    if (decided === undefined)
      return ok(toldAcceptance(acceptance.value, company.currencyDecimals));
    return keepAcceptance(session, place, { ...acceptance.value, decided, request });
  });
  // Costs that come late by it are run again by the desk, slice by slice, and hold nobody up.
  if (accepted.ok) void desks.of(company.id).resume();
  return accepted;
}

/** What accepting would come to on the books as they are; nothing is kept and nobody held up. */
export function previewAcceptance(
  place: WholePlace,
  name: string,
  request: AcceptRequest,
): Promise<Result<AcceptedCount, Refusal>> {
  const { storage, company } = place;
  return storage.reading(company.id, async (session) => {
    const acceptance = await decideAcceptance(session, place, { name, request });
    if (!acceptance.ok) return acceptance;
    return ok(toldAcceptance(acceptance.value, company.currencyDecimals));
  });
}

type Asked = { readonly name: string; readonly request: AcceptRequest };

type Decided = Awaited<ReturnType<typeof decideDifferences>>;

/** An acceptance as it would be; without a decision it was made before, and is told again. */
type DecidedAcceptance = Pick<ChosenLines, 'beyondTolerance' | 'ofOthers'> & {
  readonly count: StoredCount;
  readonly status: 'preview' | 'duplicate';
  readonly acceptance: StoredAcceptance | undefined;
  readonly lines: readonly StoredLine[];
  readonly accepted: ReadonlySet<number>;
  readonly warnings: readonly string[];
  readonly decided: Decided | undefined;
};

async function decideAcceptance(
  session: CompanySession,
  { company: { currencyDecimals } }: WholePlace,
  { name, request }: Asked,
): Promise<Result<DecidedAcceptance, Refusal>> {
  const found = await findCount(session, name);
  if (!found.ok) return found;
  const count = found.value;
  const [lines, made] = [await session.counts.lines(name), await session.counts.acceptances(name)];
  const earlier = made.find(({ key }) => key !== undefined && key === request.key);
  if (earlier !== undefined) return againOrReused(count, lines, { earlier, request });
  const last = made.findLast((one) => one.key === undefined && one.request === contentOf(request));
  if (count.state !== 'open' && last !== undefined && request.key === undefined)
    return ok(again(count, lines, last));
  const ended = refuseEnded(count);
  if (ended.length > 0) return refused(ended);
  const chosen = await chooseLines(session, { count, lines, currencyDecimals }, request);
  const { differences } = chosen;
  const isNothing = differences.length === 0 || chosen.refusals.length > 0;
  if (isNothing && last !== undefined && request.key === undefined)
    return ok(again(count, lines, last));
  if (differences.length === 0 && chosen.refusals.length === 0)
    return refused([nothingToAccept(count, chosen)]);
  const books = await CompanyBooks.open(session);
  const decided = await decideDifferences(books, session, chosen.count, differences);
  const refusals = [...chosen.refusals, ...decided.decided.flatMap(refusalsOf)];
  if (refusals.length > 0) return refused(inOrderOfLines(refusals));
  return ok(asDecided(count, lines, chosen, decided));
}

/** What was asked for, without the key it was asked under. */
const contentOf = ({
  lines,
  except,
  tolerance,
  uncounted = 'leave',
  postedOn,
}: AcceptRequest): string => JSON.stringify({ lines, except, tolerance, uncounted, postedOn });

function againOrReused(
  count: StoredCount,
  lines: readonly StoredLine[],
  { earlier, request }: { readonly earlier: StoredAcceptance; readonly request: AcceptRequest },
): Result<DecidedAcceptance, Refusal> {
  if (earlier.request === contentOf(request)) return ok(again(count, lines, earlier));
  const difference = `it was ${earlier.request}, now ${contentOf(request)}`;
  const details = { key: request.key ?? '', source: `count ${count.name}`, difference };
  return refused([refusal('key-reused', details)]);
}

function again(
  count: StoredCount,
  lines: readonly StoredLine[],
  acceptance: StoredAcceptance,
): DecidedAcceptance {
  const own = lines.filter((line) => line.acceptance === acceptance.acceptance);
  return {
    count,
    status: 'duplicate',
    acceptance,
    lines,
    accepted: new Set(own.map(({ number }) => number)),
    beyondTolerance: 0,
    ofOthers: 0,
    warnings: [],
    decided: undefined,
  };
}

function nothingToAccept(
  { name }: StoredCount,
  { beyondTolerance, ofOthers }: ChosenLines,
): Refusal {
  const reasons = [
    beyondTolerance > 0 ? `${beyondTolerance} counted lines are beyond the tolerance` : '',
    ofOthers > 0 ? `${ofOthers} are goods of others that are not as recorded` : '',
  ].filter((reason) => reason !== '');
  const because = reasons.length === 0 ? 'no line is counted' : reasons.join(', ');
  return refusal('nothing-to-accept', { count: name, because });
}

const refusalsOf = ({ line, outcome }: DecidedDifference): readonly Refusal[] =>
  outcome?.status === 'refused' ? outcome.refusals.map((one) => refusedLine(one, line)) : [];

/** The lines as they would be accepted. */
function asDecided(
  count: StoredCount,
  lines: readonly StoredLine[],
  { beyondTolerance, ofOthers }: ChosenLines,
  decided: Decided,
): DecidedAcceptance {
  const byNumber = new Map(decided.decided.map((one) => [one.line.number, one]));
  const after = lines.map((line): StoredLine => {
    const one = byNumber.get(line.number);
    return one === undefined
      ? line
      : { ...line, accepted: one.difference, value: differenceValue(one) ?? NO_MONEY };
  });
  return {
    count,
    status: 'preview',
    acceptance: undefined,
    lines: after,
    accepted: new Set(byNumber.keys()),
    beyondTolerance,
    ofOthers,
    warnings: warningsIn(decided.decided),
    decided,
  };
}

const warningsIn = (decided: readonly DecidedDifference[]): readonly string[] => [
  ...new Set(
    decided.flatMap(({ outcome }) =>
      outcome === undefined || outcome.status === 'refused' ? [] : outcome.warnings,
    ),
  ),
];

type Kept = DecidedAcceptance & { readonly decided: Decided; readonly request: AcceptRequest };

/** Posts the adjustments and takes note of the lines, in the session that decided them. */
async function keepAcceptance(
  session: WritingSession,
  { clock, actor, company }: WholePlace,
  { count, decided, request, ...acceptance }: Kept,
): Promise<Result<AcceptedCount, Refusal>> {
  const { name } = count;
  const { decision } = decided;
  const acceptedAt = clock();
  if (decision !== undefined && decision.events.length > 0) {
    const { lane } = session;
    await session.writeBatch({ decision, lane, recordedAt: acceptedAt, recordedBy: actor });
  }
  const made: StoredAcceptance = {
    acceptance: (await session.counts.acceptances(name)).length + 1,
    key: request.key,
    request: contentOf(request),
    acceptedAt,
    acceptedBy: actor,
  };
  await session.keepCounts.accept(name, made, decided.decided.map(acceptedLine));
  const isDone = acceptance.lines.every((line) => line.accepted !== undefined);
  if (isDone) {
    const because = 'every line is accepted';
    await session.keepCounts.end(name, 'closed', { at: acceptedAt, by: actor, because });
  }
  const after = await findCount(session, name);
  assert(after.ok, 'a count that is accepted is there');
  const lines = await session.counts.lines(name);
  const outcome = { ...acceptance, count: after.value, lines, acceptance: made };
  return ok(toldAcceptance({ ...outcome, status: 'accepted' }, company.currencyDecimals));
}

function acceptedLine(one: DecidedDifference): AcceptedLine {
  const { line, difference, outcome } = one;
  const isPosted = outcome !== undefined && outcome.status !== 'refused';
  return {
    line: line.number,
    item: line.item,
    location: line.location,
    difference,
    value: differenceValue(one) ?? NO_MONEY,
    event: isPosted ? outcome.event.number : undefined,
  };
}
