import { formatDecimal } from 'perpetua-core';

/** A decimal text with its thousands apart, for people: `1234567.89` is `1,234,567.89`. */
export function grouped(decimal: string): string {
  const [whole = '', fraction] = decimal.split('.');
  const apart = whole.replace(/\B(?=(\d{3})+$)/g, ',');
  return fraction === undefined ? apart : `${apart}.${fraction}`;
}

/** Minor units as people read them. */
export const amountText = (amount: bigint, decimals: number): string =>
  grouped(formatDecimal(amount, decimals));
