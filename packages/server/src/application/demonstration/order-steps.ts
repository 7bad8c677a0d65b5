import type { Quantity } from 'perpetua-core';
import { type Business, goods, quantityText, type Wording } from './business.ts';
import type { DemonstrationItem } from './items.ts';
import { type DemonstrationSite, DISTRIBUTION_CENTRE, LAB, type Office } from './places.ts';
import { stockroomOf } from './transfers.ts';

/** One line of a customer's order; its goods are carried under the order's number. */
export type OrderLine = {
  readonly item: DemonstrationItem;
  readonly office: Office;
  readonly units: Quantity;
  readonly document: string;
  readonly customer: string;
  /** Key of the sale; empty until the line is invoiced. */
  sale: string;
  /** Key of the delivery; empty until the customer has his goods. */
  delivery: string;
};

/** The till of an office. */
export const tillOf = (office: Office): string => `pos:${office.code}`;

/** Where a site records what it does for orders: the till, the lab's desk, the warehouse. */
function deskOf(site: DemonstrationSite): string {
  if (site === DISTRIBUTION_CENTRE) return stockroomOf(site);
  return site === LAB ? 'lab:L' : `pos:${site.code}`;
}

/** A new order line of an office. */
export function openOrder(
  business: Business,
  office: Office,
  item: DemonstrationItem,
  units: Quantity,
): OrderLine {
  const document = `SO-${office.code}-${business.numberIn(`order:${office.code}`)}`;
  const customer = `C-${office.code}-${business.random.between(1000, 9999)}`;
  return { item, office, units, document, customer, sale: '', delivery: '' };
}

/** A further line of the same order. */
export const anotherLine = (
  line: OrderLine,
  item: DemonstrationItem,
  units: Quantity,
): OrderLine => ({ ...line, item, units, sale: '', delivery: '' });

function sendFor(
  business: Business,
  line: OrderLine,
  site: DemonstrationSite,
  rest: Pick<Wording, 'type' | 'toSite' | 'fromSite' | 'original' | 'reason'>,
): string {
  const { item, units, document } = line;
  const at = { item: item.code, site: site.code, quantity: quantityText(item, units) };
  return business.send(deskOf(site), { ...at, document, ...rest });
}

/** Invoices the line: cost of sales at the office's cost, until delivery settles it. */
export function sell(business: Business, line: OrderLine): void {
  const { item, office, units, document, customer: party } = line;
  const type = 'sale';
  const sold = { type, ...goods(item, office, units), document, party } as const;
  line.sale = business.send(tillOf(office), sold);
}

/** Credits an invoiced line: before delivery it clears the sale, afterwards the goods are back. */
export function credit(business: Business, line: OrderLine): string {
  const type = 'return';
  const returned = sendFor(business, line, line.office, { type, original: line.sale });
  line.sale = '';
  return returned;
}

/** Takes the goods from a site's stock. */
export function pick(business: Business, line: OrderLine, site: DemonstrationSite): void {
  const { item, units, document } = line;
  business.stock.take(item, site, units);
  const picked = { type: 'pick-for-order', ...goods(item, site, units), document } as const;
  business.send(deskOf(site), picked);
}

/** Puts picked goods back to the stock of the site where they are. */
export function putBack(business: Business, line: OrderLine, site: DemonstrationSite): void {
  const { item, units, document } = line;
  business.stock.add(item, site, units);
  const back = { type: 'return-to-stock', ...goods(item, site, units), document } as const;
  business.send(deskOf(site), back);
}

/** Sends picked goods from one site to another, where they are in transit (`003.T09`, `003.T10`). */
export function ship(
  business: Business,
  line: OrderLine,
  { from, to }: { readonly from: DemonstrationSite; readonly to: DemonstrationSite },
): void {
  sendFor(business, line, from, { type: 'ship-for-order', toSite: to.code });
}

/** Receives what was shipped to a site. Returns the key, which an undo names. */
export const receive = (business: Business, line: OrderLine, site: DemonstrationSite): string =>
  sendFor(business, line, site, { type: 'receive-for-order' });

/** Takes a receipt back: the goods are in transit to the site again (`003.T22`). */
export const undoReceive = (
  business: Business,
  line: OrderLine,
  site: DemonstrationSite,
  original: string,
): string => sendFor(business, line, site, { type: 'undo-receive', original });

/** Hands the goods to the customer (`003.T12`). */
export function deliver(business: Business, line: OrderLine): void {
  line.delivery = sendFor(business, line, line.office, { type: 'deliver' });
}

/** Takes the delivery back: the goods wait at the office again (`003.T20`). */
export function undoDeliver(business: Business, line: OrderLine): void {
  sendFor(business, line, line.office, { type: 'undo-deliver', original: line.delivery });
  line.delivery = '';
}

/** Stops an order whose goods are on their way to `heading`: they come back to the office. */
export function hold(business: Business, line: OrderLine, heading: DemonstrationSite): void {
  sendFor(business, line, line.office, { type: 'hold-order', fromSite: heading.code });
}

/** Gives up goods that were shipped to a site and never came. */
export function loseInTransit(
  business: Business,
  line: OrderLine,
  heading: DemonstrationSite,
): void {
  sendFor(business, line, heading, { type: 'lost-in-transit', reason: 'LOST' });
}

/** Nobody fetches the goods: the office drops them into its stock. Returns the key. */
export function drop(business: Business, line: OrderLine): string {
  business.stock.add(line.item, line.office, line.units);
  return sendFor(business, line, line.office, { type: 'merchandise-drop' });
}
