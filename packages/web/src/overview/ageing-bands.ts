import type { Aged } from '../api/overview.ts';
import { type DecimalText, forPixels, signOf } from '../formats/decimal-text.ts';

/** A line of an ageing: what it is called, what it comes to, how long its bar is. */
export type AgeingBand = {
  readonly name: string;
  readonly amount: DecimalText;
  /** Share of the longest bar, 0 to 1; what is not above zero has no bar. */
  readonly share: number;
  /** True for the oldest band when something is in it: it wants to be looked at. */
  readonly isOverdue: boolean;
};

/** Prepares an ageing for drawing. */
export function ageingBands({ ageing }: Aged): readonly AgeingBand[] {
  const longest = Math.max(0, ...ageing.map(({ amount }) => forPixels(amount)));
  return ageing.map(({ days, amount }) => ({
    name: bandName(days),
    amount,
    share: longest > 0 ? Math.max(0, forPixels(amount)) / longest : 0,
    isOverdue: days.startsWith('over-') && signOf(amount) !== 0,
  }));
}

/** `0-30` in words: `0–30 days`; `over-90`: `Over 90 days`. */
export function bandName(days: string): string {
  const over = /^over-(\d+)$/.exec(days)?.[1];
  return over === undefined ? `${days.replace('-', '–')} days` : `Over ${over} days`;
}
