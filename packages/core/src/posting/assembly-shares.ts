import { standardWorth } from '../costing/standard-cost.ts';
import type { Item } from '../items/item.ts';
import { type Quantity, quantity } from '../primitives/money.ts';
import { type Refusal, refusal } from '../transactions/refusals.ts';

/** What takes a part of what comes out: goods, or what is scrapped, which is no item. */
export type SharedLine = {
  readonly line: number;
  readonly item: Item | undefined;
  readonly quantity: Quantity;
  readonly share: bigint | undefined;
};

/**
 * How many parts of what is taken apart each line gets, in the smallest whole numbers that keep the
 * proportions: by the shares told, else by what the goods are worth at standard.
 *
 * Nothing else stands in for a share. What goods cost just now depends on the receipts that came in
 * last, would change when an earlier day is recomputed, and may not be known at all (decision 0029).
 * Refuses shares told for some lines alone, none that can be found, and those that sum to nothing.
 */
export function sharesOf(
  lines: readonly SharedLine[],
  currencyDecimals: number,
  refusals: Refusal[],
): readonly Quantity[] {
  const told = lines.filter(({ share }) => share !== undefined).length;
  const isTold = told === lines.length;
  // Who comes out alone takes all there is.
  if (lines.length === 1 && told === 0) return [quantity(1n)];
  if (told > 0 && !isTold) refusals.push(refusal('shares-incomplete'));
  if (told === 0) refusals.push(...lines.flatMap(unknownShare));
  if (refusals.length > 0) return [];
  const weights = lines.map(({ share, item, quantity: units }) =>
    isTold || item === undefined ? (share ?? 0n) : standardWorth(item, units, currencyDecimals),
  );
  const divisor = weights.reduce(commonDivisor, 0n);
  if (divisor === 0n) refusals.push(refusal('shares-zero'));
  return divisor === 0n ? [] : weights.map((weight) => quantity(weight / divisor));
}

function unknownShare({ line, item }: SharedLine): readonly Refusal[] {
  if (item?.standardCost !== undefined) return [];
  return [{ ...refusal('share-unknown', { item: item?.code ?? '' }), line }];
}

/** The greatest number that divides both; of nothing and a number, that number. */
function commonDivisor(one: bigint, other: bigint): bigint {
  let [larger, smaller] = [one, other];
  while (smaller !== 0n) [larger, smaller] = [smaller, larger % smaller];
  return larger;
}
