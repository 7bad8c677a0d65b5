import type { Business } from './business.ts';
import {
  credit,
  deliver,
  drop,
  hold,
  loseInTransit,
  type OrderLine,
  receive,
  sell,
  ship,
  tillOf,
  undoDeliver,
  undoReceive,
} from './order-steps.ts';
import { type DemonstrationSite, LAB } from './places.ts';

/** How an order ends whose goods are ready at the office. */
export type Ending = 'delivered' | 'delivered twice' | 'brought back' | 'unclaimed' | 'reinstated';

/** Ends an order line. */
export function concludeLine(business: Business, line: OrderLine, ending: Ending): void {
  if (ending === 'unclaimed') {
    drop(business, line);
    credit(business, line);
  } else if (ending === 'reinstated') dropAndReinstate(business, line);
  else handOver(business, line, ending);
}

function handOver(business: Business, line: OrderLine, ending: Ending): void {
  const { random } = business;
  deliver(business, line);
  if (line.sale === '') sell(business, line);
  if (ending === 'delivered twice') {
    business.laterInShop(random.between(1, 3), () => {
      undoDeliver(business, line);
      business.laterInShop(random.between(1, 5), () => deliver(business, line));
    });
  } else if (ending === 'brought back') {
    business.laterInShop(random.between(4, 25), () => {
      business.stock.add(line.item, line.office, line.units);
      credit(business, line);
    });
  }
}

/**
 * The office drops an order nobody fetched, and then the customer comes after all. Both the drop
 * and the credit are reversed exactly, as long as the goods have not been sold meanwhile.
 */
function dropAndReinstate(business: Business, line: OrderLine): void {
  const { item, office, units } = line;
  const sale = line.sale;
  const dropped = drop(business, line);
  const credited = credit(business, line);
  business.laterInShop(business.random.between(2, 12), () => {
    if (business.stock.onHand(item, office) < units) return;
    business.stock.take(item, office, units);
    const at = { item: item.code, site: office.code };
    business.send(tillOf(office), { type: 'merchandise-drop', ...at, reverses: dropped });
    business.send(tillOf(office), { type: 'return', ...at, reverses: credited });
    line.sale = sale;
    deliver(business, line);
  });
}

/** Stops goods on their way; a few days later the order goes on or is given up. */
export function holdOnTheWay(
  business: Business,
  line: OrderLine,
  heading: DemonstrationSite,
  { goOn, giveUp }: { readonly goOn: () => void; readonly giveUp: () => void },
): void {
  const { random } = business;
  business.laterInShop(1, () => {
    hold(business, line, heading);
    business.laterInShop(random.between(2, 8), random.happens(600) ? goOn : giveUp);
  });
}

/** Waits a week for a parcel, then writes it off and lets the order start again. */
export function loseOnTheWay(
  business: Business,
  line: OrderLine,
  heading: DemonstrationSite,
  startAgain: () => void,
): void {
  const { random } = business;
  business.laterInShop(random.between(6, 14), () => {
    loseInTransit(business, line, heading);
    business.laterInWarehouse(1, startAgain);
  });
}

/** A receipt was recorded too early: it is undone, and recorded again when the goods are there. */
export function receiveTwice(
  business: Business,
  line: OrderLine,
  site: DemonstrationSite,
  received: string,
): void {
  const { random } = business;
  undoReceive(business, line, site, received);
  business.laterInShop(random.between(1, 4), () => {
    receive(business, line, site);
    if (site === LAB) sendHome(business, line);
    else business.laterInShop(random.between(0, 4), () => handOver(business, line, 'delivered'));
  });
}

function sendHome(business: Business, line: OrderLine): void {
  const { office } = line;
  ship(business, line, { from: LAB, to: office });
  business.laterInShop(2, () => {
    receive(business, line, office);
    handOver(business, line, 'delivered');
  });
}
