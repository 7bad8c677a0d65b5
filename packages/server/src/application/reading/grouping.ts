import { formatDecimal, type Item } from 'perpetua-core';
import type { CompanyNames } from './company-names.ts';
import {
  averageCost,
  compareTexts,
  type ReportColumn,
  type ReportGroup,
  type ReportRow,
  sumOf,
} from './report.ts';

/** By what the lines of a stock report can be put in sequence, with a subtotal each (`000.16`). */
export const GROUPINGS = [
  'group',
  'site',
  'item',
  'account',
  'category',
  'item-type',
  'location',
] as const;
export type Grouping = (typeof GROUPINGS)[number];

/** Stock at a place, whatever is said of it. */
export type PlacedStock = {
  readonly item: Item;
  readonly site: string;
  readonly account: string;
  readonly location: string;
};

/** What lines have in common; `order` is the text they are put in sequence by. */
export type GroupName = { readonly code: string; readonly name: string; readonly order: string };

/** Name of what has no category, no item type or no location. */
const NONE = 'none';

/** The group a line belongs to. */
export function groupOf(by: Grouping, line: PlacedStock, names: CompanyNames): GroupName {
  const { item, site, account, location } = line;
  if (by === 'group') {
    const code = String(item.group);
    return { code, name: names.groups.get(item.group) ?? code, order: code.padStart(3, '0') };
  }
  if (by === 'site') return named(site, names.sites.get(site));
  if (by === 'item') return named(item.code, item.name);
  if (by === 'account') return named(account, names.accounts.get(account));
  if (by === 'category') return named(item.category ?? '', item.category);
  if (by === 'item-type') return named(item.itemType ?? '', item.itemType);
  const code = location === '' ? site : `${site}/${location}`;
  return { code, name: location === '' ? `${site}, no location` : code, order: code };
}

const named = (code: string, name: string | undefined): GroupName => ({
  code,
  name: name === undefined || name === '' ? (code === '' ? NONE : code) : name,
  order: code,
});

/** Columns a grouping adds in front, unless the report has them anyway. */
export const GROUPING_COLUMNS: Readonly<Record<Grouping, readonly ReportColumn[]>> = {
  group: [
    { key: 'group', label: 'Group', kind: 'number' },
    { key: 'groupName', label: 'Group name', kind: 'text' },
  ],
  site: [],
  item: [],
  account: [
    { key: 'account', label: 'Account', kind: 'text' },
    { key: 'accountName', label: 'Account name', kind: 'text' },
  ],
  category: [{ key: 'category', label: 'Category', kind: 'text' }],
  'item-type': [{ key: 'itemType', label: 'Item type', kind: 'text' }],
  location: [{ key: 'location', label: 'Location', kind: 'text' }],
};

/** What a line says in those columns. */
export function groupingTexts(by: Grouping, line: PlacedStock, { code, name }: GroupName) {
  const { item, location } = line;
  const texts: Partial<Record<Grouping, ReportRow>> = {
    group: { group: code, groupName: name },
    account: { account: code, accountName: name },
    category: { category: item.category ?? '' },
    'item-type': { itemType: item.itemType ?? '' },
    location: { location },
  };
  return texts[by] ?? {};
}

/** How lines become rows. */
export type RowShape<Line> = {
  readonly groupOf: ((line: Line) => GroupName) | undefined;
  readonly compare: (a: Line, b: Line) => number;
  readonly rowOf: (line: Line, group: GroupName | undefined) => ReportRow;
  readonly sumUp: (lines: readonly Line[]) => ReportRow;
};

/** Sorts lines, puts the lines of a group together and adds them up. */
export function groupRows<Line>(
  lines: readonly Line[],
  { groupOf: grouped, compare, rowOf, sumUp }: RowShape<Line>,
): {
  readonly rows: readonly ReportRow[];
  readonly groups: readonly ReportGroup[];
  readonly totals: ReportRow;
} {
  const sorted = lines.toSorted(compare);
  if (grouped === undefined) {
    return { rows: sorted.map((line) => rowOf(line, undefined)), groups: [], totals: sumUp(lines) };
  }
  const byGroup = new Map<string, { readonly group: GroupName; readonly lines: Line[] }>();
  for (const line of sorted) {
    const group = grouped(line);
    const known = byGroup.get(group.code);
    if (known === undefined) byGroup.set(group.code, { group, lines: [line] });
    else known.lines.push(line);
  }
  const groups = [...byGroup.values()].sort((a, b) => compareTexts(a.group.order, b.group.order));
  return {
    rows: groups.flatMap(({ group, lines: own }) => own.map((line) => rowOf(line, group))),
    groups: groups.map(({ group: { code, name }, lines: own }) => {
      return { code, name, rows: own.length, subtotals: sumUp(own) };
    }),
    totals: sumUp(lines),
  };
}

/** Units and value that belong to an item. */
export type ValuedStock = {
  readonly item: Item;
  readonly quantity: bigint;
  readonly value: bigint;
};

/**
 * Quantity, value and average of one or several lines. Quantities of different scales are not of
 * one unit and have no sum; only lines of one item have an average.
 */
export function stockSums(lines: readonly ValuedStock[], currencyDecimals: number): ReportRow {
  const value = sumOf(lines.map((line) => line.value));
  const quantity = sumOf(lines.map((line) => line.quantity));
  const scales = new Set(lines.map(({ item }) => item.quantityDecimals));
  const items = new Set(lines.map(({ item }) => item.code));
  const [scale = 0] = scales;
  const decimals = { quantity: scale, currency: currencyDecimals };
  return {
    quantity: scales.size > 1 ? null : formatDecimal(quantity, scale),
    value: formatDecimal(value, currencyDecimals),
    average: items.size === 1 ? averageCost(value, quantity, decimals) : null,
  };
}
