import { quantity } from 'perpetua-core';
import { type StockLevel, wholePacks } from './activity-plan.ts';
import { type Business, goods } from './business.ts';
import { OFFICES } from './places.ts';
import { costText, priceAt } from './purchase-prices.ts';

/** Brings the stock of 1 January into the books, item by item and site by site. */
export function* openStock(business: Business): Generator<void> {
  const { plan } = business;
  for (const level of plan.purchaseLevels) yield openItem(business, level);
  for (const level of plan.labLevels) yield openItem(business, level);
  for (const office of OFFICES) {
    for (const level of plan.officeLevels(office)) yield openItem(business, level);
  }
}

function openItem(business: Business, { item, site, reorderPoint, target }: StockLevel): void {
  const { random, stock } = business;
  const filled = random.unitsBetween(reorderPoint + 1n, target);
  const units = quantity(wholePacks(filled, item.unit));
  // Every site bought or received its stock at another time, so costs differ a little.
  const cost = priceAt(item.price, 10_000 + random.between(-450, 150));
  stock.add(item, site, units);
  business.send('open', {
    type: 'opening-balance',
    ...goods(item, site, units),
    unitCost: costText(cost),
    reference: 'Stock count 31 December 2025',
  });
}
