import { type Quantity, quantity } from 'perpetua-core';
import { isKept } from './activity-plan.ts';
import { type Business, goods, quantityText } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import { tillOf } from './order-steps.ts';
import { someItem, someOffice } from './orders.ts';
import type { Office } from './places.ts';

/** What went over the counter. */
type CounterSale = {
  readonly key: string;
  readonly item: DemonstrationItem;
  readonly office: Office;
  readonly units: Quantity;
};

/** Of a thousand sales of something the books say is out of stock, so many happen all the same. */
const SOLD_FROM_EMPTY_SHELF = 170;

/** Accessories and lens care over the counter; one customer in forty brings them back. */
export function sellOverTheCounter(business: Business): void {
  const { random } = business;
  const office = someOffice(business);
  const item = findOnShelf(business, office, () =>
    someItem(business, random.happens(600) ? 'accessories' : 'care'),
  );
  if (item === undefined) return;
  const units = quantity(item.unit * random.oneOf([1n, 1n, 1n, 1n, 1n, 2n, 2n, 3n]));
  const type = 'otc-sale';
  const key = business.send(tillOf(office), { type, ...goods(item, office, units) });
  business.stock.take(item, office, units);
  if (random.happens(4)) voidSale(business, { key, item, office, units });
  else if (random.happens(25)) bringBack(business, { key, item, office, units });
}

/** Boxes of contact lenses the office has in its drawers; no order, no delivery. */
export function sellContactLenses(business: Business): void {
  const { random } = business;
  const office = someOffice(business);
  const item = findOnShelf(business, office, () => someItem(business, 'contact-lenses'));
  if (item === undefined) return;
  const units = quantity(random.oneOf([1n, 2n, 2n, 2n, 4n]));
  const party = `C-${office.code}-${random.between(1000, 9999)}`;
  const key = business.send(tillOf(office), { type: 'sale', ...goods(item, office, units), party });
  business.stock.take(item, office, units);
  if (random.happens(20)) bringBack(business, { key, item, office, units });
}

/** Asks for up to four items; what is not on the shelf is mostly not sold. */
function findOnShelf(
  { random, stock }: Business,
  office: Office,
  ask: () => DemonstrationItem | undefined,
): DemonstrationItem | undefined {
  for (let attempt = 0; attempt < 4; attempt += 1) {
    const item = ask();
    if (item === undefined || !isKept(item, office)) continue;
    const onHand = stock.onHand(item, office);
    if (onHand > 2n * item.unit) return item;
    // The goods are there, only their receipt is not recorded yet: stock goes below zero.
    const owed = -3n * item.unit;
    if (onHand > owed && random.happens(SOLD_FROM_EMPTY_SHELF)) return item;
  }
  return undefined;
}

/** The wrong button: the sale is reversed exactly and at once. */
function voidSale(business: Business, { key, item, office, units }: CounterSale): void {
  business.send(tillOf(office), {
    type: 'otc-sale',
    item: item.code,
    site: office.code,
    reverses: key,
    reference: 'void',
  });
  business.stock.add(item, office, units);
}

function bringBack(business: Business, { key, item, office, units }: CounterSale): void {
  const { random } = business;
  const part = units > item.unit && random.happens(500) ? item.unit : units;
  business.laterInShop(random.between(1, 14), () => {
    business.stock.add(item, office, part);
    business.send(tillOf(office), {
      type: 'return',
      item: item.code,
      site: office.code,
      quantity: quantityText(item, part),
      original: key,
      reference: 'unused, with receipt',
    });
  });
}
