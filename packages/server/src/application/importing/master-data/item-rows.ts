import {
  type Configuration,
  formatDecimal,
  ITEM_CLASSES,
  type Item,
  LARGEST_GROUP_NUMBER,
  MEASURE_DECIMALS,
  mapSetCosts,
  refusal,
  UNIT_COST_DECIMALS,
  type UnitCost,
} from 'perpetua-core';
import type { ItemSetup } from '../../configuration/company-setup.ts';
import { readItems } from '../../configuration/read-items.ts';
import type { ImportDesk } from '../import-desk.ts';
import { type MasterReading, sameFields } from './master-reading.ts';
import { optional, type RowTexts } from './row-texts.ts';

/** Rows of `items`; the items they name are looked up portion by portion. */
export function itemReading(
  { groups }: Configuration,
  { storage, company }: ImportDesk,
): MasterReading<ItemSetup> {
  const known = new Map<string, ItemSetup>();
  return {
    codeOf: (texts) => texts.text('code'),
    prepare: async (codes) => {
      known.clear();
      const items = [...new Set(codes)];
      const loaded = await storage.reading(company.id, (session) =>
        session.load({ items, places: [], events: [] }),
      );
      for (const item of loaded.items) known.set(item.code, setupOf(item));
    },
    knownOf: (texts) => known.get(texts.text('code')),
    read: (texts, before) => {
      const entry = readItem(texts, before);
      if (entry === undefined) return undefined;
      for (const fault of readItems([entry]).refusals) texts.refuse(fault);
      if (!groups.has(entry.group)) {
        const fault = `there is no group ${entry.group}`;
        texts.refuse(refusal('setup-invalid', { what: `item ${entry.code}`, fault }));
      }
      return entry;
    },
    nameOf: ({ code }) => `Item ${code}`,
    same: (a, b) => {
      const [left, right] = [a, b].map((entry) => readItems([entry]).items[0]);
      return left !== undefined && right !== undefined && sameFields(left, right);
    },
    setup: (entries) => ({ items: entries }),
  };
}

function readItem(texts: RowTexts, before: ItemSetup | undefined): ItemSetup | undefined {
  const code = texts.needed('code');
  const name = texts.needed('name');
  texts.needed('group');
  const group = texts.whole('group', { from: 1, to: LARGEST_GROUP_NUMBER }, before?.group);
  const itemClass = texts.word('class', ITEM_CLASSES, before?.itemClass) ?? 'stock';
  const decimals = texts.whole('quantityDecimals', { from: 0, to: 6 }, before?.quantityDecimals);
  if (group === undefined) return undefined;
  return {
    code,
    name,
    group,
    itemClass,
    quantityDecimals: decimals ?? 0,
    ...optional('itemType', texts.kept('itemType', before?.itemType)),
    ...optional('financialGroup', texts.kept('financialGroup', before?.financialGroup)),
    ...optional('category', texts.kept('category', before?.category)),
    ...optional('standardCost', texts.kept('standardCost', before?.standardCost)),
    ...optional('weight', texts.kept('weight', before?.weight)),
    ...optional('volume', texts.kept('volume', before?.volume)),
    ...optional('salesTaxType', taxTypeOf(texts, 'salesTaxType', before)),
    ...optional('purchaseTaxType', taxTypeOf(texts, 'purchaseTaxType', before)),
    ...optional('setCosts', before?.setCosts),
  };
}

/** A new item without a tax type takes that of its group; of a known one an empty cell takes it away. */
function taxTypeOf(
  texts: RowTexts,
  column: 'salesTaxType' | 'purchaseTaxType',
  before: ItemSetup | undefined,
): string | null | undefined {
  const was = before?.[column] ?? undefined;
  return texts.kept(column, was) ?? (was === undefined ? undefined : null);
}

function setupOf({ standardCost, setCosts, weight, volume, ...item }: Item): ItemSetup {
  const costText = (cost: UnitCost) => formatDecimal(cost, UNIT_COST_DECIMALS);
  return {
    ...item,
    ...optional('standardCost', textOf(standardCost, UNIT_COST_DECIMALS)),
    ...optional('setCosts', mapSetCosts(setCosts, costText)),
    ...optional('weight', textOf(weight, MEASURE_DECIMALS)),
    ...optional('volume', textOf(volume, MEASURE_DECIMALS)),
  };
}

const textOf = (figure: bigint | undefined, decimals: number): string | undefined =>
  figure === undefined ? undefined : formatDecimal(figure, decimals);
