declare const kind: unique symbol;

/** A decimal number as the API writes it, `-1234.50`. Sums and comparisons of it are exact. */
export type DecimalText = string & { readonly [kind]: 'decimal-text' };

/** Whether a text is a plain decimal number: no exponent, no grouping, no blanks. */
export function isDecimalText(text: string): text is DecimalText {
  return /^-?\d+(?:\.\d+)?$/.test(text);
}

/** The exact sum, with the decimals of the most precise one; of nothing it is `0`. */
export function sumOf(numbers: readonly DecimalText[]): DecimalText {
  const scale = Math.max(0, ...numbers.map(decimalsOf));
  return fromWhole(
    numbers.reduce((sum, number) => sum + toWhole(number, scale), 0n),
    scale,
  );
}

/** The exact difference, first less second. */
export function differenceOf(first: DecimalText, second: DecimalText): DecimalText {
  const scale = Math.max(decimalsOf(first), decimalsOf(second));
  return fromWhole(toWhole(first, scale) - toWhole(second, scale), scale);
}

/** Negative, zero or positive as the first is less than, equal to or more than the second. */
export function compare(first: DecimalText, second: DecimalText): -1 | 0 | 1 {
  return signOf(differenceOf(first, second));
}

export function signOf(number: DecimalText): -1 | 0 | 1 {
  if (!/[1-9]/.test(number)) return 0;
  return number.startsWith('-') ? -1 : 1;
}

/** The number without its sign. */
export function absoluteOf(number: DecimalText): DecimalText {
  const scale = decimalsOf(number);
  const whole = toWhole(number, scale);
  return fromWhole(whole < 0n ? -whole : whole, scale);
}

/** An approximation, good enough for the height of a pixel and for nothing else. */
export const forPixels = (number: DecimalText): number => Number(number);

function decimalsOf(number: DecimalText): number {
  const point = number.indexOf('.');
  return point < 0 ? 0 : number.length - point - 1;
}

function toWhole(number: DecimalText, scale: number): bigint {
  const missing = scale - decimalsOf(number);
  return BigInt(number.replace('.', '') + '0'.repeat(missing));
}

function fromWhole(whole: bigint, scale: number): DecimalText {
  const digits = (whole < 0n ? -whole : whole).toString().padStart(scale + 1, '0');
  const point = digits.length - scale;
  const fraction = scale === 0 ? '' : `.${digits.slice(point)}`;
  const result = `${whole < 0n ? '-' : ''}${digits.slice(0, point)}${fraction}`;
  if (!isDecimalText(result)) throw new Error(`${result} is a decimal text`);
  return result;
}
