import {
  type CostStream,
  formatDecimal,
  type Item,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  UNIT_COST_DECIMALS,
} from 'perpetua-core';
import { type Asked, readDay, readLimit, refuseUnknown } from './filters.ts';
import { type CostsOfItem, costsOfItem, dayOfCosts, type ItemCost } from './item-costs.ts';
import type { BooksReading } from './ports.ts';
import { configurationAt } from './present-configuration.ts';
import { readAtMoment } from './read-at-moment.ts';
import { averageCost, type Report, type ReportColumn, type ReportRow } from './report.ts';

type Decimals = { readonly quantity: number; readonly currency: number };

/** A cost of an item as an interface shows it. */
type ItemCostText = {
  /** Null for what the item itself says, wherever it lies. */
  readonly site: string | null;
  readonly stream: CostStream;
  /** Whether it values stock, and whether sales show it. */
  readonly isValuation: boolean;
  readonly isShownOnSales: boolean;
  readonly unitCost: string | null;
  /** What is held at the site, or was bought; null where the item itself says it. */
  readonly quantity: string | null;
  readonly value: string | null;
  /** The day of the purchase; null for all other costs. */
  readonly on: string | null;
};

/** The costs of an item side by side (`004.07`). */
export type ItemCostsText = {
  readonly item: string;
  readonly name: string;
  readonly itemClass: Item['itemClass'];
  readonly valuation: CostStream;
  readonly sales: CostStream;
  readonly costs: readonly ItemCostText[];
};

/**
 * The item card's costs: every stream at every site where something of the item is or was, as the
 * books stand now, by the method and the policies of a day. Refuses what there is not.
 */
export function findItemCosts(
  books: BooksReading,
  company: number,
  code: string,
  { site, on }: Asked<'site' | 'on'>,
): Promise<Result<ItemCostsText, Refusal>> {
  return readAtMoment(books, company, {}, async ({ session, names }) => {
    const refusals: Refusal[] = [];
    const day = readDay('on', on, refusals);
    await refuseUnknown(session, names, { site }, refusals);
    const [found] = await session.costedItems({ item: code }, { after: undefined, limit: 1 });
    if (found === undefined) return refused([refusal('not-found', { what: `item ${code}` })]);
    if (refusals.length > 0) return refused(refusals);
    const configuration = await configurationAt(session);
    const asked = day ?? (await dayOfCosts(session));
    const costs = await costsOfItem(session, configuration, asked, found);
    return ok(costsText(costs, names.company.currencyDecimals, site));
  });
}

function costsText(
  { item, valuation, sales, costs }: CostsOfItem,
  currency: number,
  site: string | undefined,
): ItemCostsText {
  const decimals = { quantity: item.quantityDecimals, currency };
  return {
    item: item.code,
    name: item.name,
    itemClass: item.itemClass,
    valuation,
    sales,
    costs: costs
      .filter((cost) => site === undefined || cost.site === null || cost.site === site)
      .map((cost) => ({
        site: cost.site,
        stream: cost.stream,
        isValuation: cost.stream === valuation,
        isShownOnSales: cost.stream === sales,
        unitCost: unitCostText(cost, decimals),
        quantity: cost.held && formatDecimal(cost.held.quantity, decimals.quantity),
        value: cost.held && formatDecimal(cost.held.value, currency),
        on: cost.on,
      })),
  };
}

/** What one unit costs, with six decimals where it is derived, with eight where it is set. */
const unitCostText = ({ basis }: ItemCost, decimals: Decimals): string | null =>
  typeof basis === 'bigint'
    ? formatDecimal(basis, UNIT_COST_DECIMALS)
    : averageCost(basis.value, basis.quantity, decimals);

/** What the report of costs is asked for. */
export type CostsQuery = Asked<'item' | 'site' | 'after' | 'limit'>;

const PAGE = { usual: 200, most: 10_000 };

const COLUMNS: readonly ReportColumn[] = [
  { key: 'item', label: 'Item', kind: 'text' },
  { key: 'name', label: 'Name', kind: 'text' },
  { key: 'site', label: 'Site', kind: 'text' },
  { key: 'quantity', label: 'On hand', kind: 'quantity' },
  { key: 'average', label: 'Average', kind: 'unit-cost' },
  { key: 'fifo', label: 'FIFO', kind: 'unit-cost' },
  { key: 'standard', label: 'Standard', kind: 'unit-cost' },
  { key: 'last', label: 'Last', kind: 'unit-cost' },
  { key: 'landed', label: 'Landed', kind: 'unit-cost' },
  { key: 'valuation', label: 'Values stock', kind: 'text' },
  { key: 'sales', label: 'Shown on sales', kind: 'text' },
];

/**
 * All costs of items by site, side by side, as the books stand now; so many items a page. A stream
 * that is not kept is blank. Refuses unknown items and sites, and a page length that is none.
 */
export function itemCosts(
  books: BooksReading,
  company: number,
  query: CostsQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, {}, async ({ session, moment, names }) => {
    const refusals: Refusal[] = [];
    const limit = readLimit(query.limit, PAGE, refusals);
    await refuseUnknown(session, names, { item: query.item, site: query.site }, refusals);
    if (refusals.length > 0) return refused(refusals);
    const page = { after: query.after, limit: limit + 1 };
    const found = await session.costedItems({ item: query.item }, page);
    const shown = found.slice(0, limit);
    const configuration = await configurationAt(session);
    const day = await dayOfCosts(session);
    const rows: ReportRow[] = [];
    for (const costed of shown) {
      const costs = await costsOfItem(session, configuration, day, costed);
      rows.push(...rowsOf(costs, names.company.currencyDecimals, query.site));
    }
    return ok({
      name: 'costs',
      title: 'Costs of items',
      asOf: await session.lastDay(moment.asKnown.event),
      asKnown: moment.asKnown,
      columns: COLUMNS,
      rows,
      groups: [],
      totals: {},
      next: found.length > limit ? (shown.at(-1)?.item.code ?? null) : null,
    });
  });
}

/** One row a site; one without a site where there is nothing but what the item itself says. */
function rowsOf(
  { item, valuation, sales, costs }: CostsOfItem,
  currency: number,
  asked: string | undefined,
): readonly ReportRow[] {
  const decimals = { quantity: item.quantityDecimals, currency };
  const said = costs.filter(({ site }) => site === null);
  const sites = [...new Set(costs.map(({ site }) => site))].filter((site) => site !== null);
  const wanted = asked === undefined ? sites : sites.filter((site) => site === asked);
  const places = sites.length === 0 ? [null] : wanted;
  return places.map((site) => {
    const own = [...said, ...costs.filter((cost) => cost.site === site && site !== null)];
    const units = own.find(({ held, on }) => held !== null && on === null)?.held?.quantity;
    return {
      item: item.code,
      name: item.name,
      site,
      quantity: units === undefined ? null : formatDecimal(units, decimals.quantity),
      ...Object.fromEntries(own.map((cost) => [cost.stream, unitCostText(cost, decimals)])),
      valuation,
      sales,
    };
  });
}
