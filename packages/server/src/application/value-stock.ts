import {
  type BusinessDate,
  type Configuration,
  costingMethodOn,
  type Decision,
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
} from 'perpetua-core';
import { CompanyBooks } from './company-books.ts';
import type { DatedFact } from './configuration-facts.ts';
import type { CompanySession, StockOnHand } from './ports.ts';

/** The source of what a change of the configuration sends by itself. */
const CONFIGURATION_SOURCE = 'configuration';

/** A change of the configuration as far as it may change what stock is worth. */
export type ValuationChange = {
  readonly before: Configuration;
  readonly after: Configuration;
  /** The facts of the configuration after the change. */
  readonly facts: readonly DatedFact[];
  /** The items the change names, as they are after it. */
  readonly items: readonly Item[];
  /** The day from which new costs and a new method hold. */
  readonly day: BusinessDate;
};

/** Transactions in one batch; each may cause one more event. */
const LARGEST_PORTION = 500;

/**
 * Decides what a change of standard costs or of the method makes of the stock on hand, under the
 * configuration after it: one cost revaluation for every pool that is worth something else now, and
 * at a change of the method for every pool that holds anything, with the amount that is needed,
 * which may be none (`003.50`, `003.X04`). They are ordinary transactions of the log, so that they
 * are replayed with it. Nothing is written here; one that is refused refuses the change.
 */
export async function decideValuation(
  session: CompanySession,
  change: ValuationChange,
): Promise<Result<readonly Decision[], Refusal>> {
  const changed = sessionAfter(session, change);
  const inputs = await revaluations(session, changed, change);
  if (inputs.length === 0) return ok([]);
  const books = await CompanyBooks.open(changed);
  const decisions: Decision[] = [];
  for (let start = 0; start < inputs.length; start += LARGEST_PORTION) {
    const portion = inputs.slice(start, start + LARGEST_PORTION);
    const decision = await books.decide(portion, changed);
    const reasons = decision.outcomes.flatMap((outcome) =>
      outcome.status === 'refused' ? outcome.refusals : [],
    );
    if (reasons.length > 0) return refused(eachOnce(reasons));
    decisions.push(decision);
  }
  return ok(decisions);
}

/** An item may lie in many pools that are refused for the same reason. */
const eachOnce = (reasons: readonly Refusal[]): readonly Refusal[] => [
  ...new Map(reasons.map((one) => [JSON.stringify([one.code, one.details]), one])).values(),
];

/** The session as it will be once the change is kept. */
function sessionAfter(
  session: CompanySession,
  { after, facts, items }: ValuationChange,
): CompanySession {
  const named = new Map(items.map((item) => [item.code, item]));
  return {
    ...session,
    lane: { ...session.lane, configurationVersion: after.version },
    facts: async () => facts,
    determinations: async () => new Map(),
    load: async (wanted) => {
      const loaded = await session.load(wanted);
      return { ...loaded, items: loaded.items.map((item) => named.get(item.code) ?? item) };
    },
  };
}

async function revaluations(
  session: CompanySession,
  changed: CompanySession,
  { before, after, items, day }: ValuationChange,
): Promise<readonly TransactionInput[]> {
  const method = costingMethodOn(after, day);
  const isNewMethod = after.company.costingChanges.length > before.company.costingChanges.length;
  if (!isNewMethod && (method !== 'standard' || items.length === 0)) return [];
  const stock = await session.stockOnHand(isNewMethod ? undefined : items.map(({ code }) => code));
  const codes = [...new Set(stock.map(({ item }) => item))];
  const loaded = await changed.load({ items: codes, places: [], events: [] });
  const known = new Map(loaded.items.map((item) => [item.code, item]));
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
