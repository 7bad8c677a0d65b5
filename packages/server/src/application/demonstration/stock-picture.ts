import { type Quantity, quantity } from 'perpetua-core';
import { type DemonstrationItem, STOCK_ITEMS } from './items.ts';
import { type DemonstrationSite, DISTRIBUTION_CENTRE, SITE_COUNT } from './places.ts';

/**
 * The demonstration's own simple idea of stock: quantities per item and site, what is on its way,
 * and whether a site ever held an item, so that its cost is known there. It has no values; those
 * are what the books find out.
 */
export class StockPicture {
  readonly #onHand = new BigInt64Array(STOCK_ITEMS.length * SITE_COUNT);
  readonly #inbound = new BigInt64Array(STOCK_ITEMS.length * SITE_COUNT);
  readonly #atCustomers = new BigInt64Array(STOCK_ITEMS.length);
  readonly #held = new Uint8Array(STOCK_ITEMS.length * SITE_COUNT);

  onHand(item: DemonstrationItem, site: DemonstrationSite): Quantity {
    return quantity(this.#onHand[place(item, site)] ?? 0n);
  }

  /** Stock on hand and on its way to the site. */
  position(item: DemonstrationItem, site: DemonstrationSite): Quantity {
    const at = place(item, site);
    return quantity((this.#onHand[at] ?? 0n) + (this.#inbound[at] ?? 0n));
  }

  /** Units of ours that lie with customers. */
  atCustomers(item: DemonstrationItem): Quantity {
    return quantity(this.#atCustomers[item.index] ?? 0n);
  }

  /** Whether the books can cost an issue of the item at the site, even from empty stock. */
  costIsKnown(item: DemonstrationItem, site: DemonstrationSite): boolean {
    return item.hasStandardCost || this.#held[place(item, site)] === 1;
  }

  add(item: DemonstrationItem, site: DemonstrationSite, units: Quantity): void {
    const at = place(item, site);
    this.#onHand[at] = (this.#onHand[at] ?? 0n) + units;
    this.#held[at] = 1;
  }

  take(item: DemonstrationItem, site: DemonstrationSite, units: Quantity): void {
    const at = place(item, site);
    this.#onHand[at] = (this.#onHand[at] ?? 0n) - units;
  }

  /** Notes units that were ordered for a site; negative when they came or will not come. */
  expect(item: DemonstrationItem, site: DemonstrationSite, units: Quantity): void {
    const at = place(item, site);
    this.#inbound[at] = (this.#inbound[at] ?? 0n) + units;
  }

  /** Moves units from the distribution centre's own stock to customers; negative brings back. */
  lend(item: DemonstrationItem, units: Quantity): void {
    this.take(item, DISTRIBUTION_CENTRE, units);
    this.#atCustomers[item.index] = (this.#atCustomers[item.index] ?? 0n) + units;
  }

  /** Notes that customers used up units of ours. */
  useUpAtCustomers(item: DemonstrationItem, units: Quantity): void {
    this.#atCustomers[item.index] = (this.#atCustomers[item.index] ?? 0n) - units;
  }
}

const place = (item: DemonstrationItem, site: DemonstrationSite): number =>
  item.index * SITE_COUNT + site.index;
