import {
  type BusinessDate,
  CONFIGURATION_SOURCE,
  type Configuration,
  costingMethodOn,
  formatDecimal,
  type Item,
  type Money,
  money,
  ok,
  type Refusal,
  type Result,
  refused,
  standardWorth,
  type TransactionInput,
  VALUATION_STREAMS,
} from 'perpetua-core';
import type { CompanySession, StockOnHand } from '../ports.ts';
import type { CompanySetup } from './company-setup.ts';
import type { DraftedChange } from './draft-change.ts';
import { keptWorths } from './kept-worths.ts';
import type { HeldPool } from './revalued-pools.ts';

/** What becomes of the stock on hand: what is posted, and what the pools concerned hold before. */
export type Revaluation = {
  readonly inputs: readonly TransactionInput[];
  readonly held: readonly HeldPool[];
};

const NOTHING: Revaluation = { inputs: [], held: [] };

/**
 * What a change of standard costs or of the method makes of the stock on hand: one cost revaluation
 * for every pool that is worth something else now, and at a change of the method for every pool that
 * holds anything, with the amount that is needed, which may be none (`003.50`, `003.X04`). They are
 * ordinary transactions of the log, to be decided under the configuration after the change.
 *
 * A new method opens with what stock is worth by the old one, or by the stream of its own that was
 * kept beside it (`costsOpenWith`); refused where that was not kept.
 *
 * @param day from when new costs and a new method hold
 */
export async function revaluations(
  session: CompanySession,
  { before, next: after, items }: DraftedChange,
  { costsOpenWith }: CompanySetup,
  day: BusinessDate,
): Promise<Result<Revaluation, Refusal>> {
  if (before === undefined) return ok(NOTHING);
  const method = costingMethodOn(after, day);
  const isNewMethod = after.company.costingChanges.length > before.company.costingChanges.length;
  if (!isNewMethod && (method !== 'standard' || items.length === 0)) return ok(NOTHING);
  const stock = await session.stockOnHand(isNewMethod ? undefined : items.map(({ code }) => code));
  const codes = [...new Set(stock.map(({ item }) => item))];
  const loaded = await session.load({ items: codes, places: [], events: [] });
  const known = new Map([...loaded.items, ...items].map((item) => [item.code, item]));
  const opensWithStream = isNewMethod && method !== 'standard' && costsOpenWith === 'kept-stream';
  const kept = opensWithStream
    ? await keptWorths(session, before, {
        stock,
        items: known,
        day,
        stream: VALUATION_STREAMS[method],
      })
    : ok(new Map<StockOnHand, Money>());
  if (!kept.ok) return refused(kept.reasons);
  return ok(revaluationOf({ next: after, day, isNewMethod }, stock, known, kept.value));
}

/** A change of costs, as far as stock is concerned. */
type CostChange = Pick<DraftedChange, 'next'> & {
  readonly day: BusinessDate;
  readonly isNewMethod: boolean;
};

/**
 * The same of stock that is at hand.
 *
 * @param worths what pools are to be worth where that is not what they are worth by now
 */
export function revaluationOf(
  { next, day, isNewMethod }: CostChange,
  stock: readonly StockOnHand[],
  items: ReadonlyMap<string, Item>,
  worths: ReadonlyMap<StockOnHand, Money> = new Map(),
): Revaluation {
  const isAtStandard = costingMethodOn(next, day) === 'standard';
  const concerned = stock.flatMap((held) => {
    const item = items.get(held.item);
    const worth = worths.get(held) ?? held.value;
    const amount =
      isAtStandard && item !== undefined
        ? offStandard(item, held, next)
        : money(worth - held.value);
    return isNewMethod || amount !== 0n ? [{ held, amount, item }] : [];
  });
  return {
    inputs: concerned.map(({ held, amount }) => revaluation(held, amount, next, day)),
    held: concerned.map(({ held, item }) => ({
      ...held,
      quantityDecimals: item?.quantityDecimals ?? 0,
    })),
  };
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
