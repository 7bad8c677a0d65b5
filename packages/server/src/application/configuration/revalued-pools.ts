import { CAUSED_TYPES, type Decision, formatDecimal, type TransactionType } from 'perpetua-core';
import type { StockOnHand } from '../ports.ts';

/** What a pool on hand holds before a change of its cost, with the item's own scale. */
export type HeldPool = StockOnHand & { readonly quantityDecimals: number };

/** What a change of costs makes of one pool on hand; decimal texts. */
export type RevaluedPool = {
  readonly item: string;
  readonly site: string;
  readonly account: string;
  readonly quantity: string;
  readonly before: string;
  readonly after: string;
  readonly change: string;
};

const REVALUING: readonly TransactionType[] = [
  CAUSED_TYPES.costRevaluation,
  CAUSED_TYPES.averageRespread,
];

/** Follows what the transactions of a change make of the pools it concerns. */
export class RevaluedPools {
  readonly #held: readonly HeldPool[];
  readonly #decimals: number;
  readonly #changes = new Map<string, bigint>();

  constructor(held: readonly HeldPool[], currencyDecimals: number) {
    this.#held = held;
    this.#decimals = currencyDecimals;
  }

  add({ movements, pools }: Decision): void {
    if (this.#held.length === 0) return;
    const names = new Map(
      [...pools.values()].map(({ number, address }) => [number, nameOf(address)]),
    );
    for (const { pool, type, value } of movements) {
      const name = names.get(pool);
      if (name === undefined || !REVALUING.includes(type)) continue;
      this.#changes.set(name, (this.#changes.get(name) ?? 0n) + value);
    }
  }

  all(): readonly RevaluedPool[] {
    const text = (value: bigint) => formatDecimal(value, this.#decimals);
    return this.#held.map((held) => {
      const { item, site, account, quantity, value, quantityDecimals } = held;
      const change = this.#changes.get(nameOf(held)) ?? 0n;
      return {
        item,
        site,
        account,
        quantity: formatDecimal(quantity, quantityDecimals),
        before: text(value),
        after: text(value + change),
        change: text(change),
      };
    });
  }
}

const nameOf = ({ item, site, account }: Pick<StockOnHand, 'item' | 'site' | 'account'>): string =>
  `${item}\n${site}\n${account}`;
