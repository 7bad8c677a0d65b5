import { linesInCostOrder, type PostedHistory } from './reference-cost-order.ts';
import { balanceName } from './restated-books.ts';
import { addTo, type Sums } from './sums.ts';

/** A month that was closed when so many transactions had been posted. */
export type Closing = { readonly after: number; readonly period: string };

/**
 * What every account has in every month (`9000@DC 2026-01`), when each late fact was worked in as it
 * came: what a transaction is worth more or less from then on is posted on its own day while that
 * is open, and else on the first open day after it. A month that is closed does not change any more.
 */
export function balancesByPeriod(history: PostedHistory, closings: readonly Closing[]): Sums {
  const balances: Sums = new Map();
  let before: ReadonlyMap<string, bigint> = new Map();
  for (let count = 1; count <= history.facts.length; count += 1) {
    const closed = new Set(
      closings.filter(({ after }) => after < count).map(({ period }) => period),
    );
    const now = sumsOf({ ...history, facts: history.facts.slice(0, count) });
    for (const name of new Set([...before.keys(), ...now.keys()])) {
      const change = (now.get(name) ?? 0n) - (before.get(name) ?? 0n);
      const [, day = '', account = ''] = name.split(' | ');
      if (change !== 0n) addTo(balances, `${account} ${openPeriod(day, closed)}`, change);
    }
    before = now;
  }
  return balances;
}

/** What every event put on every account, by event, day and account. */
function sumsOf(history: PostedHistory): Sums {
  const sums: Sums = new Map();
  for (const { event, day, line } of linesInCostOrder(history))
    addTo(sums, `${event} | ${day} | ${balanceName(line)}`, line.amount);
  return sums;
}

/** The month of a day, or the first one after it that is open. */
function openPeriod(day: string, closed: ReadonlySet<string>): string {
  let [year = 0, month = 0] = day.split('-').map(Number);
  const text = () => `${year}-${String(month).padStart(2, '0')}`;
  while (closed.has(text())) {
    month = (month % 12) + 1;
    if (month === 1) year += 1;
  }
  return text();
}
