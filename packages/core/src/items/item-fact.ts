import { measure, unitCost } from '../primitives/money.ts';
import type { Item } from './item.ts';

type Figure = 'standardCost' | 'weight' | 'volume';

/** An item as it is written down: its figures as digits, since JSON has no whole numbers of any size. */
export type ItemFact = Omit<Item, Figure> & { readonly [figure in Figure]?: string };

/** An item as it is written down. */
export const factOfItem = ({ standardCost, weight, volume, ...item }: Item): ItemFact => ({
  ...item,
  ...(standardCost === undefined ? {} : { standardCost: standardCost.toString() }),
  ...(weight === undefined ? {} : { weight: weight.toString() }),
  ...(volume === undefined ? {} : { volume: volume.toString() }),
});

/** The item that was written down so. */
export const itemOfFact = ({ standardCost, weight, volume, ...item }: ItemFact): Item => ({
  ...item,
  ...(standardCost === undefined ? {} : { standardCost: unitCost(BigInt(standardCost)) }),
  ...(weight === undefined ? {} : { weight: measure(BigInt(weight)) }),
  ...(volume === undefined ? {} : { volume: measure(BigInt(volume)) }),
});
