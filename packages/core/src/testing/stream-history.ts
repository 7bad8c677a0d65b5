import type { CostPool } from '../costing/cost-pool.ts';
import type { Books } from '../posting/books.ts';
import type { Decision } from '../posting/decide.ts';
import type { StreamFamily } from '../posting/streams/stream-events.ts';

/** What a decision of one transaction moved, as a stream looks at it. */
export function familyOf(decision: Decision, books: Books): StreamFamily {
  const addresses = new Map([...books.pools.values()].map((one) => [one.number, one.address]));
  return decision.events.map(({ number, type, source, postedOn, content }) => ({
    number,
    type,
    source,
    postedOn,
    content,
    movements: decision.movements.flatMap((movement) => {
      const address = addresses.get(movement.pool);
      return movement.event === number && address !== undefined ? [{ ...movement, address }] : [];
    }),
    links: decision.links.filter(({ event }) => event === number),
  }));
}

/** What moved an item, and what refers to that. */
export function familiesAbout(
  item: string,
  families: readonly StreamFamily[],
): readonly StreamFamily[] {
  const isOfItem = ({ movements }: StreamFamily[number]) =>
    movements.some(({ address }) => address.item === item);
  const moved = new Set(
    families
      .flat()
      .filter(isOfItem)
      .map(({ number }) => number),
  );
  return families.filter((family) =>
    family.some((event) => isOfItem(event) || event.links.some(({ to }) => moved.has(to))),
  );
}

/** A pool of the books or of a stream. */
type Held = {
  readonly address: { readonly item: string; readonly site: string; readonly bucket: string };
  readonly pool: CostPool;
};

/** What is on hand of every item at every site, where there is one pool a site: units, value, layers. */
export function onHandTexts(pools: Iterable<Held>): Readonly<Record<string, string>> {
  const texts = new Map<string, string>();
  for (const { address, pool } of pools) {
    if (address.bucket !== 'on-hand' || (pool.quantity === 0n && pool.value === 0n)) continue;
    const layers = pool.layers
      .map(({ receivedOn, quantity, value }) => `${receivedOn} ${quantity} = ${value}`)
      .toSorted();
    const held = [`${pool.quantity} = ${pool.value}`, ...layers].join(', ');
    texts.set(`${address.item} ${address.site}`, held);
  }
  return Object.fromEntries([...texts].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
