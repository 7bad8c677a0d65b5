import { extend, formatDecimal, type Quantity, quantity, type UnitCost } from 'perpetua-core';
import { type Business, quantityText } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import type { DemonstrationSite } from './places.ts';
import { costText, priceAt } from './purchase-prices.ts';

/** Goods a supplier will invoice, or will give credit for. */
export type SupplierDelivery = {
  readonly key: string;
  readonly item: DemonstrationItem;
  readonly site: DemonstrationSite;
  readonly units: Quantity;
  readonly price: UnitCost;
  readonly party: string;
  readonly reference: string;
};

/** Where supplier invoices are recorded. */
const ACCOUNTS_PAYABLE = 'ap';
const VAT_PER_MILLE = 210n;
const CENTS_DECIMALS = 2;

/**
 * Puts the invoice of a receipt on the agenda: most come within two weeks, some late, a few in
 * parts, and of one in a hundred and twenty nobody ever hears again.
 */
export function expectInvoice(business: Business, delivery: SupplierDelivery): void {
  const { random } = business;
  if (random.below(120) === 0) return;
  business.laterInWarehouse(invoiceDelay(business), () => {
    const first = firstPart(business, delivery);
    match(business, delivery, first);
    const rest = quantity(delivery.units - first);
    if (rest === 0n || random.happens(350)) return;
    business.laterInWarehouse(random.between(9, 40), () => match(business, delivery, rest));
  });
}

function invoiceDelay({ random }: Business): number {
  const luck = random.below(100);
  if (luck < 70) return random.between(3, 14);
  return luck < 92 ? random.between(15, 35) : random.between(36, 80);
}

/** The whole delivery, or for one in twenty the part that is invoiced first. */
function firstPart({ random }: Business, { units, item }: SupplierDelivery): Quantity {
  const pieces = units / item.unit;
  if (pieces < 2n || !random.happens(50)) return units;
  const part = (pieces * random.unitsBetween(50n, 90n)) / 100n;
  return quantity((part < 1n ? 1n : part) * item.unit);
}

function match(business: Business, delivery: SupplierDelivery, units: Quantity): void {
  const { item, site, key, party } = delivery;
  const price = invoicedPrice(business, delivery.price);
  const value = extend(units, price, {
    quantity: item.quantityDecimals,
    currency: CENTS_DECIMALS,
  });
  const tax = (value * VAT_PER_MILLE + 500n) / 1000n;
  business.send(ACCOUNTS_PAYABLE, {
    type: 'supplier-invoice-match',
    item: item.code,
    site: site.code,
    quantity: quantityText(item, units),
    unitCost: costText(price),
    tax: formatDecimal(tax, CENTS_DECIMALS),
    original: key,
    party,
    reference: `INV ${business.random.between(20_000, 98_999)}`,
    documentDate: business.dateBefore(business.random.between(0, 2)),
  });
}

/** As agreed in most cases; else dearer or cheaper, and now and then a plain mistake. */
function invoicedPrice({ random }: Business, price: UnitCost): UnitCost {
  const luck = random.below(1000);
  if (luck < 840) return price;
  if (luck < 925) return priceAt(price, 10_000 + random.between(40, 420));
  if (luck < 990) return priceAt(price, 10_000 - random.between(40, 380));
  return priceAt(price, random.oneOf([9_000, 11_000, 12_000]));
}

/** Puts the credit note for returned goods on the agenda; one in ten never comes. */
export function expectCreditNote(business: Business, delivery: SupplierDelivery): void {
  const { random } = business;
  if (random.happens(100)) return;
  business.laterInWarehouse(random.between(5, 24), () => {
    match(business, delivery, delivery.units);
  });
}
