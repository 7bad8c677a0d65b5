import { type Quantity, quantity } from 'perpetua-core';
import type { StockLevel } from './activity-plan.ts';
import { type Business, goods } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import {
  type DemonstrationSite,
  DISTRIBUTION_CENTRE,
  LAB,
  OFFICES,
  type Office,
} from './places.ts';
import { lotsOf } from './purchasing.ts';

/** Goods on their way between two sites, under the number of their transfer order. */
type Shipment = {
  readonly item: DemonstrationItem;
  readonly from: DemonstrationSite;
  readonly to: DemonstrationSite;
  readonly units: Quantity;
  readonly document: string;
  readonly kind: TransferKind;
};

type TransferKind = 'stock order' | 'stock transfer';

const SENDS = {
  'stock order': 'stock-order-transfer',
  'stock transfer': 'stock-transfer',
} as const;

const RECEIPTS = {
  'stock order': 'receipt-for-stock-order',
  'stock transfer': 'receive-transfer',
} as const;

/** Where a site records what it sends and receives. */
export const stockroomOf = (site: DemonstrationSite): string => `wms:${site.code}`;

/** Each office and the lab are replenished twice a week. */
export function* replenish(business: Business): Generator<void> {
  const { weekday } = business.today;
  for (const office of officesReplenishedOn(weekday)) {
    yield* replenishSite(business, office, business.plan.officeLevels(office));
  }
  if (weekday === 1 || weekday === 3) {
    yield* replenishSite(business, LAB, business.plan.labLevels);
  }
}

/** Even offices on Mondays and Thursdays, odd ones on Tuesdays and Fridays. */
function officesReplenishedOn(weekday: number): readonly Office[] {
  return OFFICES.filter(({ index }) => {
    const first = index % 2;
    return weekday === first || weekday === first + 3;
  });
}

function* replenishSite(
  business: Business,
  to: DemonstrationSite,
  levels: readonly StockLevel[],
): Generator<void> {
  let document = '';
  for (const level of levels) {
    if (business.stock.position(level.item, to) > level.reorderPoint) continue;
    if (document === '') document = `TO-${to.code}-${business.numberIn(`transfer:${to.code}`)}`;
    yield sendStockOrder(business, level, document);
  }
}

function sendStockOrder(business: Business, level: StockLevel, document: string): void {
  const { item, site: to } = level;
  const { stock } = business;
  const missing = level.target - stock.position(item, to);
  const available = stock.onHand(item, DISTRIBUTION_CENTRE);
  const units = quantity(missing < available ? missing : available);
  if (units <= 0n) return;
  for (const lot of lotsOf(units, level.lot, item.unit)) {
    send(business, {
      item,
      from: DISTRIBUTION_CENTRE,
      to,
      units: lot,
      document,
      kind: 'stock order',
    });
  }
}

function send(business: Business, shipment: Shipment): void {
  const { item, from, to, units, document, kind } = shipment;
  const { random, stock } = business;
  const series = stockroomOf(from);
  const key = business.send(series, {
    type: SENDS[kind],
    ...goods(item, from, units),
    toSite: to.code,
    document,
  });
  if (random.happens(4)) {
    // Wrong box: the send is taken back before it leaves, and the goods stay where they were.
    const { code } = item;
    business.send(series, { type: SENDS[kind], item: code, site: from.code, reverses: key });
    return;
  }
  stock.take(item, from, units);
  stock.expect(item, to, units);
  travel(business, shipment);
}

/** A delivery takes one to four days. Of a thousand, three are never recorded as received. */
function travel(business: Business, shipment: Shipment): void {
  const { random } = business;
  if (random.happens(3)) forget(business, shipment, shipment.units);
  else business.laterInShop(random.between(1, 4), () => arrive(business, shipment));
}

/** After some weeks nobody waits for the goods any more; in the books they are still on their way. */
function forget(business: Business, { item, to }: Shipment, units: Quantity): void {
  business.laterInShop(21, () => business.stock.expect(item, to, quantity(-units)));
}

function arrive(business: Business, shipment: Shipment): void {
  const { item, units } = shipment;
  const short = units > item.unit && business.random.happens(8);
  const missing = short ? item.unit : quantity(0n);
  receive(business, shipment, quantity(units - missing));
  if (short) missShipment(business, shipment, missing);
}

function receive(business: Business, shipment: Shipment, units: Quantity): void {
  const { item, to, document, kind } = shipment;
  business.stock.expect(item, to, quantity(-units));
  business.stock.add(item, to, units);
  business.send(stockroomOf(to), { type: RECEIPTS[kind], ...goods(item, to, units), document });
}

/** What did not arrive is searched for; then it turns up, is written off, or stays open. */
function missShipment(business: Business, shipment: Shipment, units: Quantity): void {
  const { random } = business;
  const luck = random.below(10);
  if (luck === 0) forget(business, shipment, units);
  else {
    business.laterInShop(random.between(6, 30), () => {
      if (luck < 4) receive(business, shipment, units);
      else writeOff(business, shipment, units);
    });
  }
}

function writeOff(business: Business, { item, to, document }: Shipment, units: Quantity): void {
  business.stock.expect(item, to, quantity(-units));
  business.send(stockroomOf(to), {
    type: 'transfer-lost',
    ...goods(item, to, units),
    document,
    reason: 'LOST',
  });
}

/** One office helps another out with something it has more of. */
export function transferBetweenOffices(business: Business): void {
  const { random, stock, plan } = business;
  const from = random.oneOf(OFFICES);
  const to = random.oneOf(OFFICES);
  if (from === to) return;
  const { item } = random.oneOf(plan.officeLevels(from));
  const units = quantity(random.unitsBetween(1n, 2n) * item.unit);
  if (stock.onHand(item, from) < units) return;
  const document = `ST-${from.code}-${business.numberIn(`swap:${from.code}`)}`;
  send(business, { item, from, to, units, document, kind: 'stock transfer' });
}

/** Sends goods that were handed over without papers after the fact (`003.T16` and its match). */
export function sendAfterTheFact(
  business: Business,
  goodsHandedOver: Pick<Shipment, 'item' | 'to' | 'units'>,
): void {
  const { item, to, units } = goodsHandedOver;
  const from = DISTRIBUTION_CENTRE;
  const document = `ST-${from.code}-${business.numberIn(`swap:${from.code}`)}`;
  const shipment: Shipment = { item, from, to, units, document, kind: 'stock transfer' };
  business.send(stockroomOf(from), {
    type: SENDS[shipment.kind],
    ...goods(item, from, units),
    toSite: to.code,
    document,
  });
  business.stock.take(item, from, units);
  business.stock.expect(item, to, units);
  receive(business, shipment, units);
}
