import type { TransactionInput } from 'perpetua-core';
import { RandomSource } from '../../application/demonstration/random-source.ts';

/** Over how many items and sites transactions are spread. */
export type Spread = { readonly items: number; readonly sites: number };

/** As many pools as a middle-sized company keeps busy. */
export const SPREAD: Spread = { items: 2_000, sites: 8 };
/** Everything at one place. */
export const ONE_PLACE: Spread = { items: 1, sites: 1 };

const SEED = 4_711;
/** One business day for all of them: no round comes late after another one. */
const DAY = '2026-02-02';

export const itemCode = (index: number): string => `ITEM-${String(index).padStart(5, '0')}`;
export const siteCode = (index: number): string => `S${index}`;

/** A receipt at every place, so that every sale finds stock: the beginning of every measurement. */
export function openingReceipts(spread: Spread = SPREAD): readonly TransactionInput[] {
  const receipts: TransactionInput[] = [];
  for (let item = 0; item < spread.items; item += 1) {
    for (let site = 0; site < spread.sites; site += 1) {
      receipts.push({
        key: `opening:${item}:${site}`,
        type: 'receive-from-vendor',
        postedOn: '2026-01-02',
        item: itemCode(item),
        site: siteCode(site),
        quantity: '10000',
        unitCost: '42.50',
      });
    }
  }
  return receipts;
}

/**
 * Receipts and immediate sales in turn, each at a place drawn evenly: one movement and one posting
 * a transaction. The same name and numbers give the same transactions.
 *
 * @param name begins every key, so that no two measurements share one
 * @param first how many transactions of the name came before
 */
export function simpleMovements(
  name: string,
  count: number,
  { first = 0, spread = SPREAD }: { readonly first?: number; readonly spread?: Spread } = {},
): readonly TransactionInput[] {
  const random = new RandomSource(SEED + first);
  return Array.from({ length: count }, (_, position) => {
    const index = first + position;
    const common = {
      key: `${name}:${index}`,
      postedOn: DAY,
      item: itemCode(random.below(spread.items)),
      site: siteCode(random.below(spread.sites)),
      quantity: String(random.between(1, 12)),
    };
    if (index % 2 === 1) return { ...common, type: 'sale' };
    const cents = random.between(3_000, 5_500);
    const unitCost = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
    return { ...common, type: 'receive-from-vendor', unitCost };
  });
}
