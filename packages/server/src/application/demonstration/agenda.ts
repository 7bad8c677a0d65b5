import { END_OF_YEAR } from './calendar.ts';

/** A piece of business that is due on some day. */
export type Step = () => void;

/**
 * What is still to come, by day. Only open business is held: a day's steps are dropped when the
 * day has come, and what would fall after the year simply stays open in the books.
 */
export class Agenda {
  readonly #days: (Step[] | undefined)[] = [];

  /** Puts a step on a day that has not yet been taken. */
  put(day: number, step: Step): void {
    if (day >= END_OF_YEAR) return;
    const steps = this.#days[day];
    if (steps === undefined) this.#days[day] = [step];
    else steps.push(step);
  }

  /** The next step of a day in the order they were put; undefined when all are done. */
  *take(day: number): Generator<Step> {
    // Steps may put further steps on the same day, so the list is read while it grows.
    for (const step of this.#stepsOf(day)) yield step;
    this.#days[day] = undefined;
  }

  #stepsOf(day: number): Step[] {
    const steps = this.#days[day] ?? [];
    this.#days[day] = steps;
    return steps;
  }
}
