import type { Business } from './business.ts';
import { lendToCustomer, sellInBulk } from './distribution.ts';
import { buyLocally, receiveWithoutPapers } from './manual-receipts.ts';
import { orderContactLenses, orderFrame } from './orders.ts';
import { returnToVendor } from './purchasing.ts';
import { sellContactLenses, sellOverTheCounter } from './shop-sales.ts';
import { adjust, count, moveForChecking } from './stock-control.ts';
import { transferBetweenOffices } from './transfers.ts';
import { WeightedChoice } from './weighted-choice.ts';

/** Something that begins on a day by itself, not as the consequence of something earlier. */
type Beginning = {
  readonly weight: number;
  /** The weekdays on which it happens: those of the shops or of the warehouse. */
  readonly at: 'shops' | 'warehouse';
  readonly begin: (business: Business) => void;
};

// biome-ignore format: a table reads as a table
const BEGINNINGS: readonly Beginning[] = [
  { weight: 470, at: 'shops',     begin: sellOverTheCounter },
  { weight: 110, at: 'shops',     begin: sellContactLenses },
  { weight: 125, at: 'shops',     begin: orderFrame },
  { weight: 35,  at: 'shops',     begin: orderContactLenses },
  { weight: 160, at: 'warehouse', begin: sellInBulk },
  { weight: 14,  at: 'shops',     begin: transferBetweenOffices },
  { weight: 20,  at: 'shops',     begin: adjust },
  { weight: 25,  at: 'warehouse', begin: count },
  { weight: 6,   at: 'shops',     begin: buyLocally },
  { weight: 5,   at: 'warehouse', begin: receiveWithoutPapers },
  { weight: 12,  at: 'warehouse', begin: moveForChecking },
  { weight: 12,  at: 'warehouse', begin: lendToCustomer },
  { weight: 9,   at: 'warehouse', begin: returnToVendor },
];

const ON_WORKDAYS = new WeightedChoice(BEGINNINGS, ({ weight }) => weight);
const ON_SATURDAYS = new WeightedChoice(
  BEGINNINGS.filter(({ at }) => at === 'shops'),
  ({ weight }) => weight,
);

/** Lets something begin. It may come to nothing, as when the shelf is empty. */
export function beginSomething(business: Business): void {
  const choice = business.today.warehouseOpen ? ON_WORKDAYS : ON_SATURDAYS;
  choice.draw(business.random).begin(business);
}
