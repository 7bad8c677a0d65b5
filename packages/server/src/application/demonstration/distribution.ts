import { type Quantity, quantity } from 'perpetua-core';
import { type Business, goods } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import { someItem } from './orders.ts';
import { CONSIGNMENT_STOCK, DISTRIBUTION_CENTRE, LOAN_STOCK } from './places.ts';
import type { LineName } from './product-lines.ts';
import { stockroomOf } from './transfers.ts';
import { WeightedChoice } from './weighted-choice.ts';

type BulkLine = {
  readonly line: LineName;
  readonly weight: number;
  /** Sold in multiples of `multiple`, from `low` to `high` of them. */
  readonly multiple: bigint;
  readonly low: bigint;
  readonly high: bigint;
};

// biome-ignore format: a table reads as a table
const BULK_LINES = new WeightedChoice<BulkLine>([
  { line: 'contact-lenses',  weight: 32, multiple: 5n,  low: 2n, high: 20n },
  { line: 'lenses',          weight: 20, multiple: 10n, low: 2n, high: 12n },
  { line: 'frames',          weight: 15, multiple: 2n,  low: 3n, high: 16n },
  { line: 'care',            weight: 10, multiple: 12n, low: 2n, high: 14n },
  { line: 'accessories',     weight: 7,  multiple: 10n, low: 1n, high: 12n },
  { line: 'sunglasses',      weight: 6,  multiple: 2n,  low: 3n, high: 14n },
  { line: 'instruments',     weight: 5,  multiple: 1n,  low: 1n, high: 2n },
  { line: 'designer-frames', weight: 3,  multiple: 1n,  low: 2n, high: 10n },
  { line: 'parts',           weight: 3,  multiple: 1n,  low: 2n, high: 12n },
], ({ weight }) => weight);

const SALES_DESK = 'erp:SI';
/** Of a thousand sales of more than is on the shelf, so many are recorded before the receipt is. */
const SOLD_BEFORE_RECEIPT = 220;

/** An optician or a clinic buys by the box: a sale straight from stock. */
export function sellInBulk(business: Business): void {
  const { random, stock } = business;
  const bulk = BULK_LINES.draw(random);
  const item = someItem(business, bulk.line);
  if (item === undefined || !stock.costIsKnown(item, DISTRIBUTION_CENTRE)) return;
  const pieces = bulk.multiple * random.unitsBetween(bulk.low, bulk.high);
  const units = sellable(business, item, quantity(pieces * item.unit), bulk.multiple);
  if (units <= 0n) return;
  stock.take(item, DISTRIBUTION_CENTRE, units);
  const original = business.send(SALES_DESK, {
    type: 'sale',
    ...goods(item, DISTRIBUTION_CENTRE, units),
    party: someCustomer(business),
    reference: `SI 26-${business.numberIn('invoice')}`,
  });
  if (random.happens(18)) takeBack(business, item, units, original);
}

const someCustomer = ({ random }: Business): string => `D-${random.between(3001, 3240)}`;

/** What was asked for, or what is there; now and then more than is there, if it is on its way. */
function sellable(
  { random, stock }: Business,
  item: DemonstrationItem,
  wanted: Quantity,
  multiple: bigint,
): Quantity {
  const onHand = stock.onHand(item, DISTRIBUTION_CENTRE);
  if (onHand >= wanted) return wanted;
  const comes = stock.position(item, DISTRIBUTION_CENTRE) >= wanted;
  if (onHand >= 0n && comes && random.happens(SOLD_BEFORE_RECEIPT)) return wanted;
  const whole = multiple * item.unit;
  return quantity((onHand / whole) * whole);
}

/** Some of a bulk sale comes back at the cost it went out with. */
function takeBack(
  business: Business,
  item: DemonstrationItem,
  units: Quantity,
  original: string,
): void {
  const { random, stock } = business;
  const pieces = units / item.unit;
  const some = (pieces * random.unitsBetween(10n, 60n)) / 100n;
  const back = quantity((some < 1n ? 1n : some) * item.unit);
  business.laterInWarehouse(random.between(4, 21), () => {
    stock.add(item, DISTRIBUTION_CENTRE, back);
    business.send(stockroomOf(DISTRIBUTION_CENTRE), {
      type: 'return',
      ...goods(item, DISTRIBUTION_CENTRE, back),
      original,
      reference: `CR 26-${business.numberIn('credit')}`,
    });
  });
}

/** Goods go to a customer and stay ours until he uses them: stock on an account of its own. */
export function lendToCustomer(business: Business): void {
  const { random, stock } = business;
  const line = random.oneOf<LineName>(['contact-lenses', 'contact-lenses', 'care', 'instruments']);
  const item = someItem(business, line);
  if (item === undefined) return;
  const pieces = line === 'instruments' ? 1n : 5n * random.unitsBetween(2n, 8n);
  const units = quantity(pieces * item.unit);
  if (stock.onHand(item, DISTRIBUTION_CENTRE) < units * 2n) return;
  const place = line === 'instruments' ? LOAN_STOCK : CONSIGNMENT_STOCK;
  stock.lend(item, units);
  business.send(stockroomOf(DISTRIBUTION_CENTRE), {
    type: 'location-move',
    ...goods(item, DISTRIBUTION_CENTRE, units),
    toLocation: place,
    party: someCustomer(business),
  });
  business.laterInWarehouse(random.between(12, 45), () => settle(business, item, units, place));
}

/** The customer reports what he used, and from time to time gives the rest back. */
function settle(business: Business, item: DemonstrationItem, lent: Quantity, place: string): void {
  const { random, stock } = business;
  const pieces = lent / item.unit;
  const used = quantity(((pieces * random.unitsBetween(40n, 100n)) / 100n) * item.unit);
  if (used > 0n) {
    stock.useUpAtCustomers(item, used);
    business.send(SALES_DESK, {
      type: 'sale',
      ...goods(item, DISTRIBUTION_CENTRE, used),
      location: place,
      party: someCustomer(business),
      reference: `SI 26-${business.numberIn('invoice')}`,
    });
  }
  const rest = quantity(lent - used);
  if (rest === 0n || random.happens(300)) return;
  stock.lend(item, quantity(-rest));
  business.send(stockroomOf(DISTRIBUTION_CENTRE), {
    type: 'location-move',
    ...goods(item, DISTRIBUTION_CENTRE, rest),
    location: place,
    toLocation: item.shelf,
  });
}
