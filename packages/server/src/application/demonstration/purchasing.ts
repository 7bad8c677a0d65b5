import { type Quantity, quantity, type UnitCost } from 'perpetua-core';
import { type StockLevel, wholePacks } from './activity-plan.ts';
import { type Business, goods } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import { DISTRIBUTION_CENTRE, RECEIVING_BAY } from './places.ts';
import { costText, purchasePrice } from './purchase-prices.ts';
import { expectCreditNote, expectInvoice } from './supplier-invoices.ts';
import { vendorsOrderedOn } from './vendors.ts';

/** One delivery of one line of a purchase order. */
type Delivery = {
  readonly item: DemonstrationItem;
  readonly units: Quantity;
  readonly price: UnitCost;
  readonly order: string;
};

const WAREHOUSE = 'wms:DC';
const BUYING = 'erp:PO';
/** At most so many deliveries of one order line; more would only be paper. */
const MOST_LOTS = 60n;

/** The weekly look at every vendor: what has run low is ordered up to its target. */
export function* orderFromVendors(business: Business): Generator<void> {
  for (const vendor of vendorsOrderedOn(business.today.weekday)) {
    const low = business.plan
      .levelsOf(vendor)
      .filter(
        ({ item, site, reorderPoint }) => business.stock.position(item, site) <= reorderPoint,
      );
    if (low.length === 0) continue;
    const order = `PO 26-${business.numberIn(BUYING)}`;
    for (const level of low) yield orderLine(business, level, order);
  }
}

function orderLine(business: Business, level: StockLevel, order: string): void {
  const { item, site } = level;
  const { random, stock, today } = business;
  const pack = BigInt(item.line.pack) * item.unit;
  const missing = level.target - stock.position(item, site);
  const ordered = quantity(wholePacks(missing, pack));
  const price = purchasePrice(item, today.index, random);
  stock.expect(item, site, ordered);
  for (const units of lotsOf(ordered, level.lot, pack)) {
    const days = item.vendor.leadDays + random.between(-3, 4);
    business.laterInWarehouse(days, () => arrive(business, { item, units, price, order }));
  }
}

/** An order in the deliveries it comes in, each of whole packs. */
export function lotsOf(ordered: Quantity, lot: Quantity, pack: bigint): readonly Quantity[] {
  if (ordered * 2n <= lot * 3n) return [ordered];
  const wanted = (ordered + lot - 1n) / lot;
  const count = wanted > MOST_LOTS ? MOST_LOTS : wanted;
  const each = wholePacks(ordered / count + 1n, pack);
  const lots: Quantity[] = [];
  for (let left: bigint = ordered; left > 0n; left -= each) {
    lots.push(quantity(left < each ? left : each));
  }
  return lots;
}

/** A truck at the gate: mostly all is there, sometimes a part comes later or not at all. */
function arrive(business: Business, delivery: Delivery): void {
  const { random, stock } = business;
  const { item, units } = delivery;
  const pieces = units / item.unit;
  if (pieces < 4n || !random.happens(45)) {
    receive(business, delivery);
    return;
  }
  const part = quantity(((pieces * random.unitsBetween(60n, 95n)) / 100n) * item.unit);
  receive(business, { ...delivery, units: part });
  const rest = quantity(units - part);
  if (random.happens(300)) stock.expect(item, DISTRIBUTION_CENTRE, quantity(-rest));
  else {
    business.laterInWarehouse(random.between(4, 12), () => {
      receive(business, { ...delivery, units: rest });
    });
  }
}

function receive(business: Business, delivery: Delivery): void {
  const { random, stock } = business;
  const { item, units } = delivery;
  if (units <= 0n) return;
  const stockedUp = stock.onHand(item, DISTRIBUTION_CENTRE) >= 0n;
  if (stockedUp && random.happens(5)) receiveByMistake(business, delivery);
  const throughBay = random.happens(110);
  const location = throughBay ? RECEIVING_BAY : item.shelf;
  const key = record(business, delivery, units, location);
  if (throughBay) business.laterInWarehouse(1, () => putAway(business, item, units));
  else shelve(business, item, units);
  const { code } = item.vendor;
  expectInvoice(business, {
    key,
    item,
    site: DISTRIBUTION_CENTRE,
    units,
    price: delivery.price,
    party: code,
    reference: delivery.order,
  });
}

function record(
  business: Business,
  { item, price, order }: Delivery,
  units: Quantity,
  location: string,
): string {
  return business.send(WAREHOUSE, {
    type: 'receive-from-vendor',
    ...goods(item, DISTRIBUTION_CENTRE, units),
    location,
    unitCost: costText(price),
    reference: order,
    party: item.vendor.code,
  });
}

/** Somebody keys ten times the quantity and reverses it at once. */
function receiveByMistake(business: Business, delivery: Delivery): void {
  const { item, units } = delivery;
  const wrong = quantity(units * 10n);
  const reverses = record(business, delivery, wrong, item.shelf);
  business.send(WAREHOUSE, {
    type: 'receive-from-vendor',
    item: item.code,
    site: DISTRIBUTION_CENTRE.code,
    reverses,
    reference: 'keyed wrongly',
  });
}

/** From now on the goods can be sold. */
function shelve({ stock }: Business, item: DemonstrationItem, units: Quantity): void {
  stock.expect(item, DISTRIBUTION_CENTRE, quantity(-units));
  stock.add(item, DISTRIBUTION_CENTRE, units);
}

function putAway(business: Business, item: DemonstrationItem, units: Quantity): void {
  shelve(business, item, units);
  business.send(WAREHOUSE, {
    type: 'location-move',
    ...goods(item, DISTRIBUTION_CENTRE, units),
    location: RECEIVING_BAY,
    toLocation: item.shelf,
  });
}

/** Sends a few faulty or unsold pieces back; the vendor's credit note follows. */
export function returnToVendor(business: Business): void {
  const { plan, random, stock, today } = business;
  const { item } = random.oneOf(plan.purchaseLevels);
  const onHand = stock.onHand(item, DISTRIBUTION_CENTRE) / item.unit;
  if (onHand < 4n) return;
  const most = onHand > 60n ? 20n : onHand / 3n;
  const units = quantity(random.unitsBetween(1n, most) * item.unit);
  stock.take(item, DISTRIBUTION_CENTRE, units);
  const reference = `RMA ${business.numberIn('rma')}`;
  const party = item.vendor.code;
  const key = business.send(WAREHOUSE, {
    type: 'return-to-vendor',
    ...goods(item, DISTRIBUTION_CENTRE, units),
    reference,
    party,
  });
  const price = purchasePrice(item, today.index, random);
  const site = DISTRIBUTION_CENTRE;
  expectCreditNote(business, { key, item, site, units, price, party, reference });
}
