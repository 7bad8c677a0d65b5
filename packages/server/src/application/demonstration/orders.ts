import { quantity } from 'perpetua-core';
import { isKept } from './activity-plan.ts';
import type { Business } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import {
  concludeLine,
  type Ending,
  holdOnTheWay,
  loseOnTheWay,
  receiveTwice,
} from './order-endings.ts';
import {
  anotherLine,
  credit,
  type OrderLine,
  openOrder,
  pick,
  putBack,
  receive,
  sell,
  ship,
} from './order-steps.ts';
import { receiveFromOutsideLab } from './outside-lab.ts';
import {
  type DemonstrationSite,
  DISTRIBUTION_CENTRE,
  LAB,
  OFFICES,
  type Office,
} from './places.ts';
import type { LineName } from './product-lines.ts';
import { WeightedChoice } from './weighted-choice.ts';

const OFFICE_CHOICE = new WeightedChoice(OFFICES, ({ weight }) => weight);

/** An office, the bigger ones more often. */
export const someOffice = ({ random }: Business): Office => OFFICE_CHOICE.draw(random);

/** An item of a line as customers ask for them. */
export function someItem(
  { plan, random }: Business,
  line: LineName,
): DemonstrationItem | undefined {
  return plan.choices.get(line)?.draw(random);
}

/** A customer chooses a frame, most of the time with lenses ground by our own lab. */
export function orderFrame(business: Business): void {
  const office = someOffice(business);
  const item = someItem(business, frameLine(business));
  if (item === undefined || !business.stock.costIsKnown(item, office)) return;
  const line = openOrder(business, office, item, item.unit);
  const { random } = business;
  const inOffice = isKept(item, office) && business.stock.onHand(item, office) > 0n;
  if (random.happens(45)) receiveFromOutsideLab(business, line, (one) => conclude(business, one));
  else if (inOffice && !random.happens(100)) orderFromOffice(business, line);
  else orderFromAfar(business, line, DISTRIBUTION_CENTRE);
  if (random.happens(550)) orderLenses(business, line);
}

/** In early summer people buy sunglasses. */
function frameLine({ random, today }: Business): LineName {
  const luck = random.below(1000);
  const summer = today.month >= 4 && today.month <= 8;
  if (luck < (summer ? 260 : 110)) return 'sunglasses';
  return luck < (summer ? 440 : 310) ? 'designer-frames' : 'frames';
}

function orderLenses(business: Business, frame: OrderLine): void {
  const item = someItem(business, 'lenses');
  if (item === undefined || business.stock.onHand(item, LAB) < 2n) return;
  orderFromAfar(business, anotherLine(frame, item, quantity(2n)), LAB);
}

/** Contact lenses in the customer's power, straight from the distribution centre. */
export function orderContactLenses(business: Business): void {
  const item = someItem(business, 'contact-lenses');
  if (item === undefined) return;
  const units = quantity(business.random.oneOf([2n, 2n, 4n, 4n, 4n, 6n, 8n]));
  if (business.stock.onHand(item, DISTRIBUTION_CENTRE) < units) return;
  const line = openOrder(business, someOffice(business), item, units);
  orderFromAfar(business, line, DISTRIBUTION_CENTRE);
}

/** The frame is on the wall: it is picked at once, and half of them go to the lab and back. */
function orderFromOffice(business: Business, line: OrderLine): void {
  const { random } = business;
  sellNowOrLater(business, line);
  pick(business, line, line.office);
  if (random.happens(25)) cancel(business, line, line.office);
  else if (random.happens(520)) business.laterInShop(1, () => shipToLab(business, line));
  else business.laterInShop(random.between(0, 6), () => conclude(business, line));
}

/** Most are invoiced with the order; some only when the customer comes to fetch it. */
function sellNowOrLater(business: Business, line: OrderLine): void {
  if (!business.random.happens(110)) sell(business, line);
}

function shipToLab(business: Business, line: OrderLine): void {
  const { random } = business;
  const { office } = line;
  ship(business, line, { from: office, to: LAB });
  if (random.happens(18)) {
    holdOnTheWay(business, line, LAB, {
      goOn: () => shipToLab(business, line),
      giveUp: () => cancel(business, line, office),
    });
  } else if (random.happens(8)) replaceLost(business, line, LAB);
  else business.laterInWarehouse(random.between(1, 2), () => arriveAtLab(business, line));
}

function arriveAtLab(business: Business, line: OrderLine): void {
  const { random } = business;
  const received = receive(business, line, LAB);
  if (random.happens(20)) receiveTwice(business, line, LAB, received);
  else business.laterInWarehouse(random.between(1, 3), () => comeBack(business, line, LAB));
}

/** The goods come from another site: the distribution centre, or the lab for lenses. */
function orderFromAfar(business: Business, line: OrderLine, from: DemonstrationSite): void {
  const { random, stock } = business;
  if (stock.onHand(line.item, from) < line.units) return;
  sellNowOrLater(business, line);
  business.laterInWarehouse(random.between(0, 1), () => {
    // Sold meanwhile to somebody else: the order is given up, nothing was picked yet.
    if (stock.onHand(line.item, from) < line.units) giveUp(business, line);
    else pickAndShip(business, line, from);
  });
}

function pickAndShip(business: Business, line: OrderLine, from: DemonstrationSite): void {
  pick(business, line, from);
  if (business.random.happens(20)) cancel(business, line, from);
  else comeBack(business, line, from);
}

/** Ships finished goods to the office and goes on when they are there. */
function comeBack(business: Business, line: OrderLine, from: DemonstrationSite): void {
  const { random } = business;
  const { office } = line;
  ship(business, line, { from, to: office });
  if (random.happens(7)) replaceLost(business, line, office);
  else business.laterInShop(random.between(1, 3), () => arriveAtOffice(business, line));
}

function arriveAtOffice(business: Business, line: OrderLine): void {
  const { random } = business;
  const received = receive(business, line, line.office);
  if (random.happens(8)) receiveTwice(business, line, line.office, received);
  else business.laterInShop(random.between(0, 7), () => conclude(business, line));
}

/** The parcel is lost on its way to a site; after a week the order starts again from stock. */
function replaceLost(business: Business, line: OrderLine, heading: DemonstrationSite): void {
  loseOnTheWay(business, line, heading, () => {
    const source = line.item.line.name === 'lenses' ? LAB : DISTRIBUTION_CENTRE;
    if (business.stock.onHand(line.item, source) < line.units) giveUp(business, line);
    else pickAndShip(business, line, source);
  });
}

/** The customer changes his mind while the goods are picked at a site. */
function cancel(business: Business, line: OrderLine, site: DemonstrationSite): void {
  business.laterInShop(business.random.between(0, 2), () => {
    putBack(business, line, site);
    giveUp(business, line);
  });
}

/** What was invoiced is credited. */
function giveUp(business: Business, line: OrderLine): void {
  if (line.sale !== '') credit(business, line);
}

function conclude(business: Business, line: OrderLine): void {
  concludeLine(business, line, endingOf(business, line));
}

function endingOf({ random, stock }: Business, line: OrderLine): Ending {
  const luck = random.below(1000);
  if (luck < 14 && line.sale !== '') {
    return luck < 6 && stock.onHand(line.item, line.office) >= 0n ? 'reinstated' : 'unclaimed';
  }
  if (luck < 26) return 'delivered twice';
  return luck < 60 ? 'brought back' : 'delivered';
}
