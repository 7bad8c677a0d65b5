import {
  type BookedEvent,
  type BusinessDate,
  type Decision,
  eventName,
  type Item,
  inPrecedence,
  type Outcome,
  ok,
  parseBusinessDate,
  periodOf,
  type Refusal,
  type Result,
  type ReviewActionKind,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import { decideSent } from '../decide-sent.ts';
import type { CompanySession, StoredAction, WritingSession } from '../ports.ts';
import { keepDecision } from '../post-together.ts';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import type { WholePlace } from '../post-whole.ts';
import { sentContent } from '../sent-content.ts';
import { contentOf, type ReviewActionRequest } from './action-request.ts';
import { type PlannedStep, planAction } from './plan-action.ts';
import { readReview } from './read-review.ts';
import { REVIEW_SOURCE, type ReviewLine } from './review-line.ts';
import { accountFinder } from './role-account.ts';
import { isSignedOff } from './sign-off.ts';
import { transactionsOf } from './step-transactions.ts';
import { type StepTold, stepTold } from './told-step.ts';

/** What became of an action, or would: what was done with each line, and the journal of it. */
export type ReviewActionAnswer = {
  readonly status: 'done' | 'duplicate' | 'preview';
  /** Its number; absent of a preview. */
  readonly action?: number;
  readonly key: string;
  readonly kind: string;
  readonly steps: readonly StepTold[];
  /** Lines of the label that nothing is suggested for: they stay as they are. */
  readonly left: readonly number[];
  readonly results: readonly PostingAnswer[];
};

type Answered = Promise<Result<ReviewActionAnswer, Refusal>>;

/**
 * Does something with open lines of the review (`004.02`): all of it, or nothing and every reason why
 * not. What clears lines is posted as transactions that are tied to them, at most what is open of each;
 * nothing that was posted is changed. Sent again under its key it is answered again.
 */
export function actOnReview(place: WholePlace, request: ReviewActionRequest): Answered {
  return place.storage.writing(place.company.id, async (session) => {
    const known = await session.review.actionWithKey(request.key);
    if (known !== undefined) return answeredAgain(place, session, known, contentOf(request));
    const decided = await decideAction(place, session, request);
    if (!decided.ok) return decided;
    return keepAction(place, session, decided.value, {
      key: request.key,
      kind: request.action,
      content: contentOf(request),
      owner: request.owner ?? '',
      reason: request.reason ?? '',
      undoes: undefined,
    });
  });
}

/** What an action would come to, as a journal; nothing is kept. */
export function previewReviewAction(place: WholePlace, request: ReviewActionRequest): Answered {
  return place.storage.reading(place.company.id, async (session) => {
    const known = await session.review.actionWithKey(request.key);
    if (known !== undefined) return answeredAgain(place, session, known, contentOf(request));
    const decided = await decideAction(place, session, request);
    if (!decided.ok) return decided;
    return ok(
      toldAction(place, decided.value, {
        status: 'preview',
        key: request.key,
        kind: request.action,
      }),
    );
  });
}

export type UndoRequest = {
  readonly key: string;
  readonly action: number;
  readonly postedOn: string;
  readonly reason?: string | undefined;
};

/**
 * Takes an action back: what it posted is reversed exactly, the last first, and its lines are open
 * again; what it said holds no more. It is an action of its own, and nothing is changed.
 */
export function undoReviewAction(place: WholePlace, request: UndoRequest): Answered {
  const content = JSON.stringify(['undo', request.action, request.postedOn, request.reason]);
  return place.storage.writing(place.company.id, async (session) => {
    const known = await session.review.actionWithKey(request.key);
    if (known !== undefined) return answeredAgain(place, session, known, content);
    const decided = await decideUndo(session, request);
    if (!decided.ok) return decided;
    return keepAction(place, session, decided.value, {
      key: request.key,
      kind: 'undo',
      content,
      owner: '',
      reason: request.reason ?? '',
      undoes: request.action,
    });
  });
}

/** An action that can be done. */
type DecidedAction = {
  readonly books: CompanyBooks;
  readonly decision: Decision;
  readonly postedOn: BusinessDate;
  readonly steps: readonly StepTold[];
  readonly lines: StoredAction['lines'];
  readonly left: readonly number[];
};

async function decideAction(
  place: WholePlace,
  session: CompanySession,
  request: ReviewActionRequest,
): Promise<Result<DecidedAction, Refusal>> {
  const books = await CompanyBooks.open(session);
  const opened = await openMonth(session, request.postedOn);
  if (!opened.ok) return opened;
  const { day, period } = opened.value;
  const withReceipts = LOOKS_AT_RECEIPTS.has(request.action);
  const review = await readReview(session, books.configuration, { period, withReceipts });
  const { items, namedReceipt } = await named(session, request);
  const decimals = decimalsOf(items, review.lines);
  const { currencyDecimals } = place.company;
  const accountOf = accountFinder(books.desk, day);
  const planned = planAction(
    {
      review,
      currencyDecimals,
      accountOf: (line, role) => accountOf('reallocation', role, line),
      quantityDecimalsOf: (item) => decimals.get(item),
      namedReceipt,
      addedCostAccountOf: (line, code) => {
        const item = items.get(code);
        if (item === undefined) return undefined;
        return namedReceipt === undefined
          ? accountOf('revaluation', 'cost-revalue', { ...item, site: line.site })
          : accountOf('lateCost', 'landed-cost-clearing', { ...item, site: namedReceipt.site });
      },
    },
    request,
  );
  if (!planned.ok) return planned;
  const { steps, left } = planned.value;
  const inputs = transactionsOf({ ...request, currencyDecimals }, steps);
  const decision = await decideAll(books, session, inputs);
  if (!decision.ok) return decision;
  const told = steps.map(({ line, step }) => stepTold(line, step, request, currencyDecimals));
  return ok({
    books,
    decision: decision.value,
    postedOn: day,
    steps: told,
    lines: touched(steps),
    left,
  });
}

/** What may link a line to goods that are not invoiced; the company waits while they are looked up. */
const LOOKS_AT_RECEIPTS: ReadonlySet<ReviewActionKind> = new Set(['accept', 'link-receipt']);

/** The month an action falls in; refused once its review is signed off (`004.39`). */
async function openMonth(session: CompanySession, postedOn: string) {
  const day = parseBusinessDate(postedOn);
  if (day === undefined)
    return refused([refusal('date-invalid', { field: 'postedOn', value: postedOn })]);
  const period = periodOf(day);
  if (isSignedOff(await session.review.signOffs(period)))
    return refused([refusal('review-signed-off', { period })]);
  return ok({ day, period });
}

/** The items and the receipt that a request names beside its lines. */
async function named(session: CompanySession, { item, lines = [], receipt }: ReviewActionRequest) {
  const events =
    receipt === undefined ? [] : [{ source: receipt.source ?? 'api', key: receipt.key }];
  const first = await session.load({ items: [], places: [], events });
  const [name] = events.map((one) => eventName(one.source, one.key));
  const namedReceipt: BookedEvent | undefined = first.earlier.get(name ?? '')?.event;
  const own = await session.review.eventsNumbered(lines);
  const codes = [...own.map((event) => event.item), item, namedReceipt?.item];
  const wanted = [...new Set(codes.filter((code) => code !== undefined))];
  const loaded = await session.load({ items: wanted, places: [], events: [] });
  return { items: new Map(loaded.items.map((one) => [one.code, one])), namedReceipt };
}

const decimalsOf = (
  items: ReadonlyMap<string, Item>,
  lines: readonly ReviewLine[],
): ReadonlyMap<string, number> =>
  new Map([
    ...lines.map((line) => [line.event.item, line.quantityDecimals] as const),
    ...[...items].map(([code, item]) => [code, item.quantityDecimals] as const),
  ]);

/** The lines an action is about, each with what was open of it; what is matched with them too. */
function touched(steps: readonly PlannedStep[]): StoredAction['lines'] {
  const lines = steps.flatMap(({ line, step }) =>
    step?.kind === 'match' ? [line, step.against] : [line],
  );
  return [...new Map(lines.map((line) => [line.event.number, line])).values()].map(
    ({ event, open }) => ({ event: event.number, amount: open }),
  );
}

async function decideAll(
  books: CompanyBooks,
  session: CompanySession,
  inputs: readonly TransactionInput[],
): Promise<Result<Decision, Refusal>> {
  const decision = await decideSent(books, inputs, session);
  const refusals = decision.outcomes.flatMap((one) =>
    one.status === 'refused' ? one.refusals : [],
  );
  const once = new Map(refusals.map((one) => [JSON.stringify(one), one]));
  return once.size > 0 ? refused(inPrecedence([...once.values()])) : ok(decision);
}

async function decideUndo(
  session: CompanySession,
  { key, action: number, postedOn }: UndoRequest,
): Promise<Result<DecidedAction, Refusal>> {
  const actions = await session.review.actions();
  const action = actions.find((one) => one.number === number);
  if (action === undefined || action.undoes !== undefined)
    return refused([refusal('not-found', { what: `review action ${number}` })]);
  if (actions.some(({ undoes }) => undoes === number))
    return refused([refusal('review-action-undone', { key: action.key })]);
  const month = await openMonth(session, postedOn);
  if (!month.ok) return month;
  const books = await CompanyBooks.open(session);
  const events = await session.review.eventsNumbered(action.events);
  const inputs = events
    .toReversed()
    .map((event, index) => reversalOf(event, `${key}:${index + 1}`, postedOn));
  const decision = await decideAll(books, session, inputs);
  if (!decision.ok) return decision;
  const { lines } = action;
  return ok({
    books,
    decision: decision.value,
    postedOn: month.value.day,
    steps: [],
    lines,
    left: [],
  });
}

/** What reverses an event exactly; it is named within the source of the event. */
const reversalOf = (event: BookedEvent, key: string, postedOn: string): TransactionInput => ({
  ...headOf(event),
  key: event.source === REVIEW_SOURCE ? key : `${REVIEW_SOURCE}:${key}`,
  postedOn,
  reverses: event.key,
});

/** What every transaction says of itself, as it was sent. */
const headOf = ({ key, source, type, postedOn, item, site }: BookedEvent) => ({
  key,
  source,
  type,
  postedOn,
  item,
  site,
});

type Said = Pick<StoredAction, 'key' | 'kind' | 'content' | 'owner' | 'reason' | 'undoes'>;

async function keepAction(
  place: WholePlace,
  session: WritingSession,
  decided: DecidedAction,
  said: Said,
): Answered {
  const { books, decision, lines, postedOn } = decided;
  const doneAt = place.clock();
  await keepDecision(session, books, decision, { recordedAt: doneAt, recordedBy: place.actor });
  const events = decision.outcomes.flatMap((one) =>
    one.status === 'refused' ? [] : [one.event.number],
  );
  const by = { doneAt, doneBy: place.actor };
  const action = await session.keepReview.addAction({ ...said, ...by, postedOn, lines, events });
  return ok(toldAction(place, decided, { status: 'done', action, key: said.key, kind: said.kind }));
}

type Head = Pick<ReviewActionAnswer, 'status' | 'key' | 'kind'> & { readonly action?: number };

const toldAction = (
  { company }: WholePlace,
  {
    steps,
    left,
    decision,
  }: Pick<DecidedAction, 'steps' | 'left'> & {
    readonly decision: { readonly outcomes: readonly Outcome[] };
  },
  head: Head,
): ReviewActionAnswer => ({
  ...head,
  steps,
  left,
  results: decision.outcomes.map((outcome) => answer(outcome, company.currencyDecimals)),
});

/** An action that was done before: its transactions are answered again, and nothing more is posted. */
async function answeredAgain(
  place: WholePlace,
  session: CompanySession,
  known: StoredAction,
  content: string,
): Answered {
  const { key, kind, number } = known;
  if (known.content !== content) return refused([refusal('review-action-exists', { key })]);
  const events = await session.review.eventsNumbered(known.events);
  const inputs = events.map((event) => ({ ...sentContent(event), ...headOf(event) }));
  const books = await CompanyBooks.open(session);
  const decision = await decideAll(books, session, inputs);
  if (!decision.ok) return decision;
  const told = { steps: [], left: [], decision: decision.value };
  return ok(toldAction(place, told, { status: 'duplicate', action: number, key, kind }));
}
