import { type Sums, sumTexts } from './sums.ts';

/** Where a pool is, of whichever of the two opinions. */
export type PoolName = {
  readonly item: string;
  readonly site: string;
  readonly bucket: string;
  readonly account: string;
  readonly document: string;
};

/** What is left of a receipt in a pool. */
type Layer = { readonly day: string; readonly units: bigint; readonly value: bigint };

/** What a pool holds; layers under FIFO only. */
export type RestatedPool = {
  readonly units: bigint;
  readonly value: bigint;
  readonly layers: readonly Layer[];
};

/**
 * Books after late facts were worked into them: what every event is worth in each pool once all
 * that corrected it is added, and what that leaves in pools and accounts. `values` is by
 * `valueName`, the consequences of an event under its own name; `pools` by `poolName`; `balances`
 * by account and site, debit positive.
 */
export type RestatedBooks = {
  readonly values: Sums;
  readonly pools: ReadonlyMap<string, RestatedPool>;
  readonly balances: Sums;
};

export const poolName = ({ item, site, bucket, account, document }: PoolName): string =>
  [item, site, bucket, account, document].join(' ').trimEnd();

/** What a transaction is called: its source and its key. */
export const eventNameOf = ({ source = 'api', key }: { source?: string; key: string }): string =>
  `${source}:${key}`;

export const valueName = (event: string, type: string, pool: PoolName): string =>
  `${event} | ${type} | ${poolName(pool)}`;

export const balanceName = ({ account, site }: { account: string; site: string }): string =>
  `${account}@${site}`;

/** A pool as a text: what it holds, and of which days its layers are. */
function poolText({ units, value, layers }: RestatedPool): string {
  const held = layers.map((layer) => `${layer.day} ${layer.units} = ${layer.value}`);
  return [`${units} = ${value}`, ...held.toSorted()].join(', ');
}

/** In what two books differ, a line each: of what, what is there, and what there should be. */
export function restatedDifferences(actual: RestatedBooks, ideal: RestatedBooks): string[] {
  const lines = (from: RestatedBooks): ReadonlyMap<string, string> =>
    new Map([
      ...Object.entries(sumTexts(from.values)),
      ...[...from.pools]
        .filter(([, { units, value }]) => units !== 0n || value !== 0n)
        .map(([name, pool]) => [name, poolText(pool)] as const),
      ...Object.entries(sumTexts(from.balances)),
    ]);
  const [is, should] = [lines(actual), lines(ideal)];
  return [...new Set([...is.keys(), ...should.keys()])]
    .filter((name) => is.get(name) !== should.get(name))
    .map(
      (name) =>
        `${name}: is ${is.get(name) ?? 'nothing'}, should be ${should.get(name) ?? 'nothing'}`,
    );
}
