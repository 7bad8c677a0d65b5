import {
  LARGEST_MEASURE,
  LARGEST_QUANTITY,
  MEASURE_DECIMALS,
  parseDecimal,
  type Refusal,
  refusal,
  worthOf,
} from 'perpetua-core';
import type { CostReceipt, ReceiptName } from './cost-receipts.ts';

/** By what a landed cost is shared over receipts (`Q-50`). */
export const ALLOCATION_BASES = ['quantity', 'value', 'weight', 'volume', 'equally'] as const;
export type AllocationBasis = (typeof ALLOCATION_BASES)[number];

/** A receipt that a landed cost is shared over; its weight and volume in all, where they are told. */
export type AllocationLine = ReceiptName & {
  readonly weight?: string | undefined;
  readonly volume?: string | undefined;
};

/** Items count in scales of their own, at most so fine. */
export const FINEST_QUANTITY = 6;

/** All measures of a line are told at this scale: a weight of a unit times so many units of the finest. */
export const BASIS_DECIMALS = MEASURE_DECIMALS + FINEST_QUANTITY;

/** What a basis is of a line; whole numbers of one unit for all lines. */
const BASIS_OF: Readonly<
  Record<AllocationBasis, (receipt: CostReceipt, line: AllocationLine) => bigint | undefined>
> = {
  quantity: ({ arrival, item }) => fine(arrival.quantity, item.quantityDecimals),
  value: ({ earlier }) => worthOf(earlier),
  weight: (receipt, line) => measured(receipt, line, 'weight'),
  volume: (receipt, line) => measured(receipt, line, 'volume'),
  equally: () => 1n,
};

const fine = (quantity: bigint, decimals: number): bigint =>
  quantity * 10n ** BigInt(FINEST_QUANTITY - decimals);

/** As told for the line, else that of the item for every unit received. */
function measured(
  { arrival, item }: CostReceipt,
  line: AllocationLine,
  field: 'weight' | 'volume',
): bigint | undefined {
  const told = line[field];
  if (told !== undefined) {
    const number = parseDecimal(told, MEASURE_DECIMALS, LARGEST_MEASURE * LARGEST_QUANTITY);
    return typeof number === 'bigint' ? number * 10n ** BigInt(FINEST_QUANTITY) : undefined;
  }
  const ofUnit = item[field];
  return ofUnit && ofUnit * fine(arrival.quantity, item.quantityDecimals);
}

/** The bases of all lines, or for every line that has none above zero why nothing can be shared. */
export function basesOf(
  basis: AllocationBasis,
  receipts: readonly CostReceipt[],
  lines: readonly AllocationLine[],
): { readonly bases: readonly bigint[]; readonly refusals: readonly Refusal[] } {
  const refusals: Refusal[] = [];
  const bases = receipts.map((receipt, index) => {
    const { event } = receipt.earlier;
    const line = lines[index] ?? event;
    const found = BASIS_OF[basis](receipt, line) ?? 0n;
    if (found <= 0n)
      refusals.push(refusal('basis-missing', { receipt: event.key, item: event.item, basis }));
    return found;
  });
  return { bases, refusals };
}
