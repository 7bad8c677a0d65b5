import { quantity } from 'perpetua-core';
import { type Business, goods } from './business.ts';
import { someOffice } from './orders.ts';
import { DISTRIBUTION_CENTRE } from './places.ts';
import { costText, priceAt, purchasePrice } from './purchase-prices.ts';
import { expectInvoice } from './supplier-invoices.ts';
import { sendAfterTheFact, stockroomOf } from './transfers.ts';
import { LOCAL_SUPPLIERS } from './vendors.ts';

/** An office buys something around the corner, dearer and without an order. */
export function buyLocally(business: Business): void {
  const { plan, random, stock, today } = business;
  const site = someOffice(business);
  const { item } = random.oneOf(plan.officeLevels(site));
  const units = quantity(random.unitsBetween(1n, 5n) * item.unit);
  const price = priceAt(
    purchasePrice(item, today.index, random),
    10_000 + random.between(300, 1400),
  );
  const party = random.oneOf(LOCAL_SUPPLIERS);
  const reference = `receipt ${random.between(100, 9999)}`;
  const key = business.send(stockroomOf(site), {
    type: 'manual-vendor-receipt',
    ...goods(item, site, units),
    unitCost: costText(price),
    party,
    reference,
    postedOn: business.dateBefore(random.oneOf([0, 0, 0, 1, 2])),
  });
  stock.add(item, site, units);
  expectInvoice(business, { key, item, site, units, price, party, reference });
}

/**
 * Goods handed over by the distribution centre's driver without papers: the office records them by
 * hand. Most are put right by a proper transfer and an exact reversal; the others stay on goods
 * received not invoiced, for the review.
 */
export function receiveWithoutPapers(business: Business): void {
  const { plan, random, stock } = business;
  const to = someOffice(business);
  const { item } = random.oneOf(plan.officeLevels(to));
  const units = quantity(random.unitsBetween(1n, 3n) * item.unit);
  const fitting =
    stock.costIsKnown(item, DISTRIBUTION_CENTRE) &&
    stock.onHand(item, DISTRIBUTION_CENTRE) > units &&
    stock.onHand(item, to) >= 0n;
  if (!fitting) return;
  const manual = { type: 'manual-stock-receipt', ...goods(item, to, units) } as const;
  const reverses = business.send(stockroomOf(to), {
    ...manual,
    fromSite: DISTRIBUTION_CENTRE.code,
    reference: 'handed over by driver',
  });
  stock.add(item, to, units);
  if (random.happens(350)) return;
  business.laterInWarehouse(random.between(2, 10), () => {
    if (stock.onHand(item, DISTRIBUTION_CENTRE) < units) return;
    sendAfterTheFact(business, { item, to, units });
    const { type } = manual;
    business.send(stockroomOf(to), { type, item: item.code, site: to.code, reverses });
    stock.take(item, to, units);
  });
}
