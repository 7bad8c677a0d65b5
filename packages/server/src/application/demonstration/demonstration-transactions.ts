import { assert, type TransactionInput } from 'perpetua-core';
import { Business } from './business.ts';
import { CALENDAR, type CalendarDay } from './calendar.ts';
import { beginSomething } from './new-business.ts';
import { openStock } from './opening-balances.ts';
import { orderFromVendors } from './purchasing.ts';
import { revalue } from './stock-control.ts';
import { replenish } from './transfers.ts';

const DEFAULT_COUNT = 100_000;
const SMALLEST_COUNT = 1_000;
const LARGEST_COUNT = 5_000_000;
const SEED = 20_260_101;

/**
 * A year of the demonstration company, in order of business date but for a few that are recorded
 * late: opening stock on 1 January 2026, then business from 2 January to 30 December.
 *
 * The same count gives the same transactions on every machine. They are made one by one; what is
 * held is the open business only.
 *
 * @param count how many transactions to make, 1,000 to 5,000,000; exactly so many come
 */
export function* demonstrationTransactions(
  count: number = DEFAULT_COUNT,
): Generator<TransactionInput> {
  assert(
    Number.isInteger(count) && count >= SMALLEST_COUNT && count <= LARGEST_COUNT,
    `the demonstration has ${SMALLEST_COUNT} to ${LARGEST_COUNT} transactions, not ${count}`,
  );
  let sent = 0;
  for (const transaction of wholeYear(count)) {
    yield transaction;
    sent += 1;
    if (sent === count) return;
  }
}

function* wholeYear(count: number): Generator<TransactionInput> {
  const [newYear, ...days] = CALENDAR;
  assert(newYear !== undefined, 'the year has days');
  const business = new Business(count, SEED, newYear);
  const pace = new Pace(count, days);
  for (const _step of openStock(business)) yield* pace.counted(business);
  for (const day of days) {
    business.begin(day);
    yield* whatIsDue(business, pace);
    for (const _step of routines(business)) yield* pace.counted(business);
    for (let left = pace.beginningsOn(day); left > 0; left -= 1) {
      beginSomething(business);
      yield* pace.counted(business);
    }
    yield* whatIsDue(business, pace);
  }
  // What is missing after the last day, if anything, is made up for on it.
  const lastDay = days.findLast(({ shopsOpen }) => shopsOpen);
  if (lastDay !== undefined) business.begin(lastDay);
  for (let left = count; left > 0; left -= 1) {
    beginSomething(business);
    yield* pace.counted(business);
  }
}

/** What earlier business put on the day, and before closing time what the day put there itself. */
function* whatIsDue(business: Business, pace: Pace): Generator<TransactionInput> {
  for (const step of business.due()) {
    step();
    yield* pace.counted(business);
  }
}

/** What a working day begins with, apart from what is due. */
function* routines(business: Business): Generator<void> {
  if (!business.today.warehouseOpen) return;
  yield* orderFromVendors(business);
  yield* replenish(business);
  yield* revalue(business);
}

/** Transactions that one beginning leads to, in tenths, before there is experience of it. */
const EXPECTED_PER_BEGINNING = 28;
/** Experience counts from this day on: orders and invoices need some weeks to run through. */
const FIRST_DAY_OF_EXPERIENCE = 45;
const ENOUGH_EXPERIENCE = 100;

/** Spreads the transactions over the year, by how busy each day is. */
class Pace {
  readonly #count: number;
  #weightLeft: number;
  #sent = 0;
  /** Sent and begun since the first day of experience. */
  #sentSince = 0;
  #begunSince = 0;
  #isExperienced = false;
  /** Thousandths of a beginning that earlier days left over. */
  #leftOver = 0;

  constructor(count: number, days: readonly CalendarDay[]) {
    this.#count = count;
    this.#weightLeft = days.reduce((sum, { weight }) => sum + weight, 0);
  }

  /** What was sent since the last time, counted. */
  *counted(business: Business): Generator<TransactionInput> {
    for (const transaction of business.outgoing()) {
      this.#sent += 1;
      if (this.#isExperienced) this.#sentSince += 1;
      yield transaction;
    }
  }

  /** How much begins on a day, so that with all that follows from it the year's count is met. */
  beginningsOn({ index, weight }: CalendarDay): number {
    if (weight === 0) return 0;
    const left = Math.max(0, this.#count - this.#sent);
    const follows = this.#weightLeft * this.#perBeginning();
    const thousandths = Math.trunc((left * weight * 10_000) / follows) + this.#leftOver;
    const begins = Math.trunc(thousandths / 1000);
    this.#leftOver = thousandths % 1000;
    this.#weightLeft -= weight;
    this.#isExperienced ||= index >= FIRST_DAY_OF_EXPERIENCE;
    if (this.#isExperienced) this.#begunSince += begins;
    return begins;
  }

  /** Transactions a beginning has led to so far, in tenths. */
  #perBeginning(): number {
    if (this.#begunSince < ENOUGH_EXPERIENCE) return EXPECTED_PER_BEGINNING;
    return Math.max(10, Math.trunc((this.#sentSince * 10) / this.#begunSince));
  }
}
