import {
  type BusinessDate,
  CONFIGURATION_SOURCE,
  type Configuration,
  costingMethodOn,
  formatDecimal,
  type Item,
  type Money,
  money,
  standardWorth,
  type TransactionInput,
} from 'perpetua-core';
import type { CompanySession, StockOnHand } from '../ports.ts';
import type { DraftedChange } from './draft-change.ts';

/**
 * What a change of standard costs or of the method makes of the stock on hand: one cost revaluation
 * for every pool that is worth something else now, and at a change of the method for every pool that
 * holds anything, with the amount that is needed, which may be none (`003.50`, `003.X04`). They are
 * ordinary transactions of the log, to be decided under the configuration after the change.
 *
 * @param day from when new costs and a new method hold
 */
export async function revaluations(
  session: CompanySession,
  { before, next: after, items }: DraftedChange,
  day: BusinessDate,
): Promise<readonly TransactionInput[]> {
  if (before === undefined) return [];
  const method = costingMethodOn(after, day);
  const isNewMethod = after.company.costingChanges.length > before.company.costingChanges.length;
  if (!isNewMethod && (method !== 'standard' || items.length === 0)) return [];
  const stock = await session.stockOnHand(isNewMethod ? undefined : items.map(({ code }) => code));
  const codes = [...new Set(stock.map(({ item }) => item))];
  const loaded = await session.load({ items: codes, places: [], events: [] });
  const known = new Map([...loaded.items, ...items].map((item) => [item.code, item]));
  return stock.flatMap((held) => {
    const item = known.get(held.item);
    const amount =
      method === 'standard' && item !== undefined ? offStandard(item, held, after) : money(0n);
    return isNewMethod || amount !== 0n ? [revaluation(held, amount, after, day)] : [];
  });
}

const offStandard = (item: Item, held: StockOnHand, { company }: Configuration): Money =>
  money(standardWorth(item, held.quantity, company.currencyDecimals) - held.value);

function revaluation(
  { item, site, account, location }: StockOnHand,
  amount: Money,
  { version, company }: Configuration,
  day: BusinessDate,
): TransactionInput {
  return {
    key: `version ${version}: ${item} at ${site} on ${account}`,
    source: CONFIGURATION_SOURCE,
    type: 'cost-revaluation',
    postedOn: day,
    item,
    site,
    ...(location === '' ? {} : { location }),
    amount: formatDecimal(amount, company.currencyDecimals),
  };
}
