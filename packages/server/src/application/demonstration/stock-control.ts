import { extend, formatDecimal, type Quantity, quantity } from 'perpetua-core';
import type { StockLevel } from './activity-plan.ts';
import { type Business, goods, quantityText } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import { someOffice } from './orders.ts';
import { type DemonstrationSite, DISTRIBUTION_CENTRE, RECEIVING_BAY } from './places.ts';
import { costText, priceAt } from './purchase-prices.ts';
import { stockroomOf } from './transfers.ts';

const ACCOUNTING = 'gl';
const CENTS_DECIMALS = 2;

/** A shelf somewhere, two times in three in an office. */
function someShelf(business: Business): StockLevel {
  const { plan, random } = business;
  if (random.happens(650)) return random.oneOf(plan.officeLevels(someOffice(business)));
  return random.oneOf(random.happens(150) ? plan.labLevels : plan.purchaseLevels);
}

/** A few pieces where little lies, up to two per cent where much does. */
function fewOf({ random }: Business, item: DemonstrationItem, onHand: Quantity): Quantity {
  const pieces = onHand / item.unit;
  const most = pieces > 150n ? pieces / 50n : 2n;
  return quantity(random.unitsBetween(1n, most) * item.unit);
}

/** Something is found, broken, stolen or given away. One in twenty-five is taken back again. */
export function adjust(business: Business): void {
  const { random, stock } = business;
  const { item, site } = someShelf(business);
  const onHand = stock.onHand(item, site);
  if (!stock.costIsKnown(item, site) || onHand < 0n) return;
  const units = fewOf(business, item, onHand);
  const reason = random.oneOf([
    'Found',
    'Damage',
    'Damage',
    'Damage',
    'Theft',
    'Theft',
    'Sample',
    'COUNT',
  ]);
  const found = reason === 'Found' || (reason === 'COUNT' && random.happens(450));
  if (!found && onHand < units) return;
  const change = quantity(found ? units : -units);
  const named = goods(item, site, units);
  const key = business.send(stockroomOf(site), {
    type: 'adjustment',
    ...named,
    quantity: quantityText(item, change),
    ...enteredCost(business, item, found),
    reason,
    postedOn: business.dateBefore(random.oneOf([0, 0, 0, 0, 1, 3])),
  });
  stock.add(item, site, change);
  if (!random.happens(40)) return;
  const { code } = item;
  const type = 'adjustment';
  business.send(stockroomOf(site), { type, item: code, site: site.code, reverses: key });
  stock.take(item, site, change);
}

/** For some of what is found a cost is entered by hand; without it the average is taken. */
function enteredCost({ random }: Business, item: DemonstrationItem, found: boolean) {
  if (!found || !random.happens(300)) return {};
  return { unitCost: costText(priceAt(item.price, 10_000 + random.between(-300, 300))) };
}

/** A shelf is counted and differs from the books, a little more often downwards. */
export function count(business: Business): void {
  const { random, stock } = business;
  const { item, site } = someShelf(business);
  const onHand = stock.onHand(item, site);
  if (!stock.costIsKnown(item, site)) return;
  const missing = onHand > 0n && random.happens(580);
  const few = fewOf(business, item, onHand);
  const difference = missing ? -(few < onHand ? few : onHand) : few;
  // Below zero the count finds that something is there after all.
  const change = quantity(onHand < 0n ? -onHand + item.unit : difference);
  if (change === 0n) return;
  stock.add(item, site, change);
  business.send(stockroomOf(site), {
    type: 'count-variance',
    ...goods(item, site, quantity(onHand)),
    quantity: quantityText(item, change),
    reference: `count sheet ${business.numberIn('count')}`,
    postedOn: business.dateBefore(random.oneOf([0, 0, 0, 1, 2])),
  });
}

/** Part of a shelf goes to the bay for checking or repacking, and comes back the next day. */
export function moveForChecking(business: Business): void {
  const { plan, random, stock } = business;
  const { item } = random.oneOf(plan.purchaseLevels);
  const pieces = stock.onHand(item, DISTRIBUTION_CENTRE) / item.unit;
  if (pieces < 4n) return;
  const units = quantity((pieces / random.unitsBetween(2n, 4n)) * item.unit);
  stock.take(item, DISTRIBUTION_CENTRE, units);
  const move = { type: 'location-move', ...goods(item, DISTRIBUTION_CENTRE, units) } as const;
  const series = stockroomOf(DISTRIBUTION_CENTRE);
  business.send(series, { ...move, toLocation: RECEIVING_BAY });
  business.laterInWarehouse(1, () => {
    stock.add(item, DISTRIBUTION_CENTRE, units);
    business.send(series, { ...move, location: RECEIVING_BAY, toLocation: item.shelf });
  });
}

/** Days on which the accountants look at what last season's frames are still worth. */
const REVALUATION_DAYS = new Set(['2026-03-31', '2026-06-30', '2026-09-30', '2026-11-30']);
const FASHION_LINES = new Set(['designer-frames', 'sunglasses']);

/** Writes a quarter of the fashion items down by a few per cent, some instruments up by freight. */
export function* revalue(business: Business): Generator<void> {
  const { plan, random, today } = business;
  if (!REVALUATION_DAYS.has(today.date)) return;
  for (const { item, site } of plan.purchaseLevels) {
    const { name } = item.line;
    if (FASHION_LINES.has(name) && random.happens(250))
      yield revalueStock(business, item, site, -300);
    else if (name === 'instruments' && random.happens(120))
      yield revalueStock(business, item, site, 90);
  }
}

function revalueStock(
  business: Business,
  item: DemonstrationItem,
  site: DemonstrationSite,
  basisPoints: number,
): void {
  const { random, stock } = business;
  const onHand = stock.onHand(item, site);
  if (onHand <= 0n) return;
  const decimals = { quantity: item.quantityDecimals, currency: CENTS_DECIMALS };
  const change = basisPoints + random.between(-50, 50);
  const value = extend(onHand, priceAt(item.price, Math.abs(change)), decimals);
  if (value === 0n) return;
  business.send(ACCOUNTING, {
    type: 'cost-revaluation',
    item: item.code,
    site: site.code,
    location: item.shelf,
    amount: formatDecimal(change < 0 ? -value : value, CENTS_DECIMALS),
    reference: change < 0 ? 'net realisable value' : 'freight capitalised',
  });
}
