import { NO_LOCATION } from '../items/place.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import type { Quantity } from '../primitives/money.ts';
import { COUNT_TYPE } from '../transactions/posting-rules.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import type { CountLine } from './count-line.ts';

/** What a count says of all its adjustments. */
export type CountHead = {
  readonly name: string;
  readonly site: string;
  /** The count day: the day all its adjustments are dated on. */
  readonly postedOn: string;
  /** The reason of its adjustments, by which count variance may be mapped (`Q-29`). */
  readonly reason: string | undefined;
};

/**
 * The transaction that brings the books to what was counted of a line, marked as automatic
 * (`000.47`, `003.53`). Its key is made of the count and the line, so that a line that is accepted
 * again is answered again. What moved meanwhile stays as it was posted (costing 5.5).
 *
 * @param difference counted less recorded; not zero
 * @param decimals decimals of the item's quantities
 */
export function countAdjustment(
  { name, site, postedOn, reason }: CountHead,
  { number, item, location }: Pick<CountLine, 'number' | 'item' | 'location'>,
  difference: Quantity,
  decimals: number,
): TransactionInput {
  const isPlaced = location !== NO_LOCATION;
  return {
    key: `count ${name} line ${number}: ${item}${isPlaced ? ` at ${location}` : ''}`,
    type: COUNT_TYPE,
    postedOn,
    item,
    site,
    ...(isPlaced ? { location } : {}),
    quantity: formatDecimal(difference, decimals),
    ...(reason === undefined ? {} : { reason }),
    reference: `automatic adjustment of count ${name}`,
  };
}

/**
 * The differences in the order in which they are posted: what was found before what is missing, so
 * that goods that lie at another place than recorded never take the item below zero on the way.
 */
export const inPostingOrder = <Line extends { readonly difference: Quantity }>(
  lines: readonly Line[],
): readonly Line[] => [
  ...lines.filter(({ difference }) => difference > 0n),
  ...lines.filter(({ difference }) => difference < 0n),
];
