import { absolute } from './money.ts';

/** Why a text is not the number that was asked for. */
export type DecimalFault = 'not-a-number' | 'too-precise' | 'too-large';

/** At most this many digits are looked at, so that an endless text costs nothing. */
const LONGEST = 60;
const SHAPE = /^-?\d+(?:\.\d+)?$/;

/**
 * Reads a decimal text such as `-12.50` as a whole number at the given scale.
 *
 * Nothing is rounded or guessed: too many decimals, another notation (`1e3`, `1,5`, blanks) or a
 * size above the bound come back as a fault. Trailing zeros beyond the scale are harmless.
 */
export function parseDecimal(
  text: string,
  decimals: number,
  largest: bigint,
): bigint | DecimalFault {
  if (text.length > LONGEST) return 'too-large';
  if (!SHAPE.test(text)) return 'not-a-number';
  const point = text.indexOf('.');
  const whole = point < 0 ? text : text.slice(0, point);
  const given = point < 0 ? '' : text.slice(point + 1);
  const fraction = given.length > decimals ? given.replace(/0+$/, '') : given;
  if (fraction.length > decimals) return 'too-precise';
  const number = BigInt(whole + fraction.padEnd(decimals, '0'));
  return absolute(number) > largest ? 'too-large' : number;
}

/** Writes a whole number at a scale as a decimal text: 1250n with 2 decimals is `12.50`. */
export function formatDecimal(number: bigint, decimals: number): string {
  if (decimals === 0) return number.toString();
  const digits = absolute(number)
    .toString()
    .padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return `${number < 0n ? '-' : ''}${digits.slice(0, point)}.${digits.slice(point)}`;
}
