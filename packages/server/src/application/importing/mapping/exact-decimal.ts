import { divideHalfUp, formatDecimal } from 'perpetua-core';

/** A decimal without loss: `units` ten-to-the-minus-`scale`ths. */
export type ExactDecimal = { readonly units: bigint; readonly scale: number };

const SHAPE = /^(-?\d+)(?:\.(\d+))?$/;
const LONGEST = 60;

/** Reads a plain decimal of any number of decimals; undefined when it is none. */
export function parseExact(text: string): ExactDecimal | undefined {
  const match = text.length > LONGEST ? null : SHAPE.exec(text);
  if (match === null) return undefined;
  const [, whole = '', fraction = ''] = match;
  return { units: BigInt(whole + fraction), scale: fraction.length };
}

/** The product, with the decimals of both. */
export const multiplyExact = (a: ExactDecimal, b: ExactDecimal): ExactDecimal => ({
  units: a.units * b.units,
  scale: a.scale + b.scale,
});

/** The sum, with the decimals of the finer one. */
export function addExact(a: ExactDecimal, b: ExactDecimal): ExactDecimal {
  const scale = Math.max(a.scale, b.scale);
  return { units: atScale(a, scale) + atScale(b, scale), scale };
}

const atScale = ({ units, scale }: ExactDecimal, wanted: number): bigint =>
  units * 10n ** BigInt(wanted - scale);

/** Rounded half away from zero, as all of Perpetua rounds (`Q-04`). */
export function roundExact(number: ExactDecimal, decimals: number): ExactDecimal {
  const { units, scale } = number;
  if (scale <= decimals) return number;
  return { units: divideHalfUp(units, 10n ** BigInt(scale - decimals)), scale: decimals };
}

/** As a plain decimal text, without zeros that say nothing. */
export function formatExact({ units, scale }: ExactDecimal): string {
  const text = formatDecimal(units, scale);
  return scale === 0 ? text : text.replace(/\.?0+$/, '');
}
