import {
  assert,
  type Books,
  type CountedFigure,
  type CountMoment,
  countAdjustment,
  figuresAfter,
  inPostingOrder,
  NO_QUANTITY,
  type PeriodState,
  parseDecimal,
  type Quantity,
  quantity,
  standingOf,
  type TransactionInput,
} from '../../packages/core/src/index.ts';
import { CompanyInMemory } from './company-in-memory.ts';
import { DueChanges } from './due-changes.ts';
import { ExampleFault } from './example-fault.ts';
import type { ExampleSetup } from './example-setup.ts';
import {
  STOCK_JOURNAL_STEP,
  type StockJournalStep,
  stockJournal,
} from './example-stock-journal.ts';

/** What can stand under `transaction type` beside the types: a count, which `document` names. */
export const COUNT_STEPS = ['start-count', 'enter-count', 'accept-count'] as const;

/** A step of a count: begun on its day, one line entered, all that is counted accepted. */
export type CountStep = {
  readonly step: (typeof COUNT_STEPS)[number];
  readonly key: string;
  readonly postedOn: string;
  readonly site: string;
  readonly count: string;
  readonly item: string;
  readonly location: string | undefined;
  readonly quantity: string;
  /** `now`: what is entered stands against what lies there now. */
  readonly reference: string | undefined;
};

/** What can stand there as well: a month is closed, or opened again. */
export const PERIOD_STEPS = { 'close-period': 'closed', 'open-period': 'open' } as const;

/** A month is closed, or opened again, on a day of the story. */
export type PeriodStep = {
  readonly type: keyof typeof PERIOD_STEPS;
  readonly state: PeriodState;
  readonly key: string;
  readonly postedOn: string;
  readonly period: string;
};

/** One row of an example. */
export type ExampleStep =
  | { readonly transaction: TransactionInput }
  | CountStep
  | PeriodStep
  | StockJournalStep;

/** What happens to the books: a transaction is sent to them, or a month of theirs is closed. */
export type StoryEvent = TransactionInput | PeriodStep;

export const momentOf = ({ reference }: CountStep): CountMoment =>
  reference === 'now' ? 'entry' : 'start';

/**
 * What an example does to the books, with the transactions its counts lead to where they are
 * accepted. The core alone says what these are; on a real database the counts are carried out as
 * people do.
 */
export function storyOf(
  steps: readonly ExampleStep[],
  { setups, changes, statuses }: Pick<ExampleSetup, 'setups' | 'changes' | 'statuses'>,
): readonly StoryEvent[] {
  const company = new CompanyInMemory(setups, statuses);
  const due = new DueChanges(changes);
  const counts = new Map<string, CountInMemory>();
  return steps.flatMap((step): readonly StoryEvent[] => {
    const { postedOn } = 'transaction' in step ? step.transaction : step;
    for (const change of due.until(postedOn)) company.change(change);
    if ('period' in step) {
      company.setPeriod(step.period, step.state);
      return [step];
    }
    const posted = transactionsOf(step, company, counts);
    for (const transaction of posted) company.post([transaction]);
    return posted;
  });
}

function transactionsOf(
  step: Exclude<ExampleStep, PeriodStep>,
  company: CompanyInMemory,
  counts: Map<string, CountInMemory>,
): readonly TransactionInput[] {
  if ('transaction' in step) return [step.transaction];
  if (step.step === STOCK_JOURNAL_STEP) return stockJournal(step, company);
  return carriedOut(step, company.books, counts);
}

/** A line of a count in memory. */
type Line = {
  readonly number: number;
  readonly item: string;
  readonly location: string;
  readonly frozen: Quantity;
  figures: readonly CountedFigure[];
};

type CountInMemory = {
  readonly name: string;
  readonly site: string;
  readonly postedOn: string;
  readonly lines: readonly Line[];
};

function carriedOut(
  step: CountStep,
  books: Books,
  counts: Map<string, CountInMemory>,
): readonly TransactionInput[] {
  if (step.step === 'start-count') {
    counts.set(step.count, begun(step, books));
    return [];
  }
  const count = counts.get(step.count);
  if (count === undefined) throw new ExampleFault(0, `there is no count ${step.count}`);
  if (step.step === 'accept-count') return adjustments(count, books);
  enter(step, count, books);
  return [];
}

/** Everything on hand at the site, in the order of location and item. */
function begun({ count: name, site, postedOn, location }: CountStep, books: Books): CountInMemory {
  const places = [...books.positions].flatMap(([key, { quantity: frozen }]) => {
    const [item = '', at, bucket, place = ''] = key.split('\n');
    const isCounted = at === site && bucket === 'on-hand' && frozen !== 0n;
    return isCounted && place === (location ?? place) ? [{ item, location: place, frozen }] : [];
  });
  const sorted = places.toSorted((a, b) =>
    `${a.location}\n${a.item}` < `${b.location}\n${b.item}` ? -1 : 1,
  );
  const lines = sorted.map((one, index) => ({ ...one, number: index + 1, figures: [] }));
  return { name, site, postedOn, lines };
}

function enter(step: CountStep, { site, lines }: CountInMemory, { positions, items }: Books): void {
  const { item, location = '', quantity: text } = step;
  const line = lines.find((one) => one.item === item && one.location === location);
  const units = parseDecimal(text, items.get(item)?.quantityDecimals ?? 0, 10n ** 15n);
  if (line === undefined || typeof units !== 'bigint')
    throw new ExampleFault(0, `row ${step.key} enters nothing that can be counted`);
  const now = positions.get(`${item}\n${site}\non-hand\n${location}`)?.quantity ?? NO_QUANTITY;
  const moved = momentOf(step) === 'entry' ? quantity(now - line.frozen) : NO_QUANTITY;
  const entry = { counter: 'test', quantity: quantity(units), moved, also: false };
  const figures = figuresAfter(line.figures, entry);
  assert(figures.ok, 'what is not added can always be entered');
  line.figures = figures.value;
}

function adjustments(count: CountInMemory, { items }: Books): readonly TransactionInput[] {
  const differing = count.lines.flatMap((line) => {
    const standing = standingOf({ ...line, round: 1, accepted: undefined });
    return standing.state === 'counted' ? [{ line, difference: standing.difference }] : [];
  });
  return inPostingOrder(differing).map(({ line, difference }) => {
    const decimals = items.get(line.item)?.quantityDecimals ?? 0;
    return countAdjustment({ ...count, reason: 'COUNT' }, line, difference, decimals);
  });
}
