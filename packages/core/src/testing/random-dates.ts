import fc from 'fast-check';
import type { History } from './random-company.ts';
import { storyText } from './random-story.ts';
import { DAYS_OF_2026 } from './random-turn.ts';
import { month } from './sample-books.ts';

/** The day of a transaction, by where it stands in the story and by the day it had. */
type DayOf = (at: { readonly index: number; readonly of: number; readonly day: number }) => number;

/** The same story on other days of the year; whatever is sent twice has one day. */
function redated(history: History, dayOf: DayOf): History {
  const { story } = history;
  const days = new Map<string, string>();
  const dated = story.map((input, index) => {
    const at = { index, of: story.length, day: DAYS_OF_2026.indexOf(input.postedOn) };
    const day = days.get(input.key) ?? DAYS_OF_2026[dayOf(at)] ?? input.postedOn;
    days.set(input.key, day);
    return { ...input, postedOn: day };
  });
  return printed({ ...history, story: dated });
}

/** A history that is shown by what it was told to be, and its story as it is now. */
function printed(history: History): History {
  const print = () => `${history.setting}${storyText(history.story)}`;
  const shown = { ...history, [fc.toStringMethod]: print };
  return shown;
}

/** Every transaction on the day of the one before it, or later: nothing is late. */
export function inOrder(history: History): History {
  const days = history.story
    .map(({ postedOn }) => DAYS_OF_2026.indexOf(postedOn))
    .toSorted(byNumber);
  return redated(history, ({ index }) => days[index] ?? 0);
}

const byNumber = (a: number, b: number): number => a - b;

/** Day by day through the year, but one in three is late by up to three months. */
export function mostlyForward(history: History): History {
  return redated(history, ({ index, of, day }) => {
    const today = Math.trunc(((index + 1) * (DAYS_OF_2026.length - 1)) / of);
    return day % 3 === 0 ? Math.max(0, today - (day % 90)) : today;
  });
}

/** On six days of the year only: much happens on the same one. */
export const onFewDays = (history: History): History =>
  redated(history, ({ day }) => day - (day % 56));

/** The first so many transactions in the first half of the year, all others in the second. */
export function inHalves(history: History, first: number): History {
  const half = Math.trunc(DAYS_OF_2026.length / 2);
  return redated(history, ({ index, day }) => (day % half) + (index < first ? 0 : half));
}

/** Two months are closed after a third of the story, and three more after two thirds. */
export function withClosings(history: History): History {
  const third = Math.trunc(history.story.length / 3);
  const closings = ['01', '02', '03', '04', '05'].map((text, index) => {
    return { after: index < 2 ? third : 2 * third, period: month(`2026-${text}`) };
  });
  const setting = `${history.setting}, January and February closed after ${third}, months to May after ${2 * third}`;
  return printed({ ...history, closings, setting });
}
