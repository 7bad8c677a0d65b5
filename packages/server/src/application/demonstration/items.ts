import { formatDecimal, type Quantity, quantity, type UnitCost, unitCost } from 'perpetua-core';
import type { ItemSetup } from '../configuration/company-setup.ts';
import { describeItem, type ItemDescription } from './item-names.ts';
import { shelvesOf } from './places.ts';
import { type LineName, PRODUCT_LINES, type ProductLine, SERVICES_GROUP } from './product-lines.ts';
import { type Vendor, vendorOf } from './vendors.ts';

/** An item that is stocked, with what the demonstration knows of it. */
export type DemonstrationItem = {
  /** Position in the stock picture. */
  readonly index: number;
  readonly code: string;
  readonly line: ProductLine;
  /** 0 is what sells best in its line. */
  readonly rank: number;
  /** How often it is asked for, compared with others of its line. */
  readonly weight: number;
  readonly vendor: Vendor;
  /** Purchase price on 1 January. */
  readonly price: UnitCost;
  /** Shelf in the distribution centre. */
  readonly shelf: string;
  readonly quantityDecimals: number;
  /** The smallest quantity that is traded. */
  readonly unit: Quantity;
  readonly hasStandardCost: boolean;
  readonly setup: ItemSetup;
};

const CENTS_TO_UNIT_COST = 1_000_000n;
/** Has no factor in common with the size of any line, so that every rank is given once. */
const RANK_STRIDE = 7;

function itemsOfLine(line: ProductLine, firstIndex: number): readonly DemonstrationItem[] {
  const shelves = shelvesOf(line.aisle);
  return Array.from({ length: line.size }, (_, place) => {
    const description = describeItem(line.name, place);
    const code = `${line.prefix}-${String(1001 + place)}`;
    const rank = (place * RANK_STRIDE) % line.size;
    const inLitres = description.inLitres === true;
    return {
      index: firstIndex + place,
      code,
      line,
      rank,
      weight: popularity(rank, description.cents),
      vendor: vendorOf(line.name, place),
      price: unitCost(description.cents * CENTS_TO_UNIT_COST),
      shelf: shelves[place % shelves.length] ?? '',
      quantityDecimals: inLitres ? 3 : 0,
      unit: quantity(inLitres ? 500n : 1n),
      hasStandardCost: line.hasStandardCost,
      setup: itemSetup(line, code, description),
    };
  });
}

/** A few items sell well, many a little; what costs as much as a car sells least. */
function popularity(rank: number, cents: bigint): number {
  const dearness = 4 + Number(cents / 60_000n);
  return Math.trunc(40_000 / ((rank + 5) * dearness)) + 1;
}

function itemSetup(line: ProductLine, code: string, description: ItemDescription): ItemSetup {
  const { name, category, cents, inLitres } = description;
  return {
    code,
    name,
    group: line.group,
    itemClass: 'stock',
    itemType: line.itemType,
    ...(line.financialGroup === undefined ? {} : { financialGroup: line.financialGroup }),
    category,
    quantityDecimals: inLitres === true ? 3 : 0,
    ...(line.hasStandardCost ? { standardCost: formatDecimal(cents, 2) } : {}),
  };
}

function allItems(): readonly DemonstrationItem[] {
  const items: DemonstrationItem[] = [];
  for (const line of PRODUCT_LINES) items.push(...itemsOfLine(line, items.length));
  return items;
}

/** Everything that is stocked, line by line. */
export const STOCK_ITEMS: readonly DemonstrationItem[] = allItems();

/** The items of a line, best sellers first. */
export function itemsByRank(line: LineName): readonly DemonstrationItem[] {
  return STOCK_ITEMS.filter((item) => item.line.name === line).toSorted((a, b) => a.rank - b.rank);
}

const SERVICES: readonly ItemSetup[] = [
  { code: 'SV-9001', name: 'Eye examination', group: SERVICES_GROUP, itemClass: 'service' },
  { code: 'SV-9002', name: 'Contact lens fitting', group: SERVICES_GROUP, itemClass: 'service' },
  { code: 'SV-9003', name: 'Frame adjustment', group: SERVICES_GROUP, itemClass: 'service' },
  { code: 'SV-9101', name: 'Gift wrapping', group: SERVICES_GROUP, itemClass: 'consumable' },
  { code: 'SV-9201', name: 'Special order, foreign', group: SERVICES_GROUP, itemClass: 'special' },
];

/** The whole catalogue as it is set up: stocked items, services and a consumable. */
export const ITEMS: readonly ItemSetup[] = [...STOCK_ITEMS.map(({ setup }) => setup), ...SERVICES];
