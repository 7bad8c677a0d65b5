import { type BookedPool, type Bucket, type Decision, formatDecimal } from 'perpetua-core';
import type { CompanySession } from '../ports.ts';

/** What would be posted on an account in a period, debits less credits. */
type LedgerChange = {
  readonly period: string;
  readonly account: string;
  readonly site: string;
  /** Decimal text; below zero where credits prevail. */
  readonly amount: string;
};

/** What would become of the stock of an item on an account; texts are decimals. */
type StockChange = {
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  readonly quantityBefore: string;
  readonly quantityAfter: string;
  readonly valueBefore: string;
  readonly valueAfter: string;
};

/** In what the books would differ. */
export type Difference = {
  /** Events that would be posted, corrections of costs among them. */
  readonly events: number;
  /** Earlier movements that would be worth something else. */
  readonly repriced: number;
  readonly ledger: readonly LedgerChange[];
  readonly stock: readonly StockChange[];
  /** False where more costs would be run again than were tried out. */
  readonly isComplete: boolean;
};

/** Adds up what decisions would write: the ledger by period, account and site, stock by pool. */
export async function differenceOf(
  session: CompanySession,
  decisions: readonly Decision[],
  currencyDecimals: number,
): Promise<Omit<Difference, 'isComplete'>> {
  const named = decisions.flatMap(({ restated }) => restated.flatMap((row) => row.movements));
  return {
    events: decisions.reduce((sum, { events }) => sum + events.length, 0),
    repriced: new Set(named).size,
    ledger: ledgerChanges(decisions, currencyDecimals),
    stock: await stockChanges(session, decisions, currencyDecimals),
  };
}

function ledgerChanges(decisions: readonly Decision[], decimals: number): readonly LedgerChange[] {
  type Sum = Omit<LedgerChange, 'amount'> & { amount: bigint };
  const sums = new Map<string, Sum>();
  const postings = decisions.flatMap((decision) => decision.postings);
  for (const { postedOn, debit, credit, amount } of postings) {
    const period = postedOn.slice(0, 7);
    for (const [{ account, site }, signed] of [
      [debit, amount],
      [credit, -amount],
    ] as const) {
      const key = `${period}\n${account}\n${site}`;
      const known = sums.get(key);
      if (known === undefined) sums.set(key, { period, account, site, amount: signed });
      else known.amount += signed;
    }
  }
  return [...sums]
    .filter(([, { amount }]) => amount !== 0n)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([, sum]) => ({ ...sum, amount: formatDecimal(sum.amount, decimals) }));
}

async function stockChanges(
  session: CompanySession,
  decisions: readonly Decision[],
  currencyDecimals: number,
): Promise<readonly StockChange[]> {
  const pools = new Map<number, BookedPool>();
  for (const decision of decisions)
    for (const pool of decision.pools.values()) pools.set(pool.number, pool);
  const moved = new Map<number, { units: bigint; value: bigint }>();
  for (const { pool, quantity, value } of decisions.flatMap((decision) => decision.movements)) {
    const sum = moved.get(pool) ?? { units: 0n, value: 0n };
    moved.set(pool, { units: sum.units + quantity, value: sum.value + value });
  }
  const codes = new Set([...pools.values()].map(({ address }) => address.item));
  const items = await session.itemsByCode([...codes]);
  const scales = new Map(items.map(({ code, quantityDecimals }) => [code, quantityDecimals]));
  return [...pools.values()].flatMap(({ number, address, pool }): StockChange[] => {
    const change = moved.get(number);
    if (change === undefined || (change.units === 0n && change.value === 0n)) return [];
    const { item, site, bucket, account } = address;
    const units = (amount: bigint) => formatDecimal(amount, scales.get(item) ?? 0);
    const money = (amount: bigint) => formatDecimal(amount, currencyDecimals);
    return [
      {
        item,
        site,
        bucket,
        account,
        quantityBefore: units(pool.quantity - change.units),
        quantityAfter: units(pool.quantity),
        valueBefore: money(pool.value - change.value),
        valueAfter: money(pool.value),
      },
    ];
  });
}
