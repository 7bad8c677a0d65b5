import { measure, unitCost } from '../primitives/money.ts';
import { type Item, mapSetCosts, type SetStream } from './item.ts';

type Figure = 'standardCost' | 'weight' | 'volume';

/** An item as it is written down: its figures as digits, since JSON has no whole numbers of any size. */
export type ItemFact = Omit<Item, Figure | 'setCosts'> & {
  readonly [figure in Figure]?: string;
} & { readonly setCosts?: { readonly [stream in SetStream]?: string } };

/** An item as it is written down. */
export function factOfItem({ standardCost, weight, volume, setCosts, ...item }: Item): ItemFact {
  const set = mapSetCosts(setCosts, String);
  return {
    ...item,
    ...(standardCost === undefined ? {} : { standardCost: standardCost.toString() }),
    ...(weight === undefined ? {} : { weight: weight.toString() }),
    ...(volume === undefined ? {} : { volume: volume.toString() }),
    ...(set === undefined ? {} : { setCosts: set }),
  };
}

/** The item that was written down so. */
export function itemOfFact({ standardCost, weight, volume, setCosts, ...item }: ItemFact): Item {
  const set = mapSetCosts(setCosts, (cost) => unitCost(BigInt(cost)));
  return {
    ...item,
    ...(standardCost === undefined ? {} : { standardCost: unitCost(BigInt(standardCost)) }),
    ...(weight === undefined ? {} : { weight: measure(BigInt(weight)) }),
    ...(volume === undefined ? {} : { volume: measure(BigInt(volume)) }),
    ...(set === undefined ? {} : { setCosts: set }),
  };
}
