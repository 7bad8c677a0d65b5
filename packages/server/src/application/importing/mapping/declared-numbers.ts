import type { Numbers } from './mapping-form.ts';

/** Reads a text of the declared form as a plain decimal; undefined when it is not of that form. */
export type NumberReader = (text: string) => string | undefined;

/**
 * A reader for numbers such as `1.234,50`. Groups must be of three digits, so that a point that
 * was meant as a decimal sign is never taken for one that separates thousands.
 */
export function numberReader({ decimal, thousands }: Numbers): NumberReader {
  const point = decimal === '.' ? String.raw`\.` : ',';
  const group = thousands === undefined ? '' : thousands === '.' ? String.raw`\.` : thousands;
  // A space that groups digits is often one that does not break.
  const separator = thousands === ' ' ? '[ \u00a0\u202f]' : group;
  const whole = group === '' ? String.raw`\d+` : String.raw`(?:\d{1,3}(?:${separator}\d{3})+|\d+)`;
  const pattern = new RegExp(`^(-?)(${whole})?(?:${point}(\\d+))?$`, 'u');
  const separators = group === '' ? undefined : new RegExp(separator, 'gu');
  return (text) => {
    const [, sign = '', digits, fraction] = pattern.exec(text) ?? [];
    if (digits === undefined && fraction === undefined) return undefined;
    // `.5` leaves no doubt; the plain form wants its zero.
    const before = digits === undefined ? '0' : digits.replace(separators ?? '', '');
    return fraction === undefined ? sign + before : `${sign}${before}.${fraction}`;
  };
}

/** The form in words, for a message. */
export const numbersInWords = ({ decimal, thousands }: Numbers): string =>
  thousands === undefined
    ? `decimal sign ${decimal}`
    : `decimal sign ${decimal}, thousands apart by ${JSON.stringify(thousands)}`;
