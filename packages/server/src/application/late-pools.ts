import {
  type BusinessDate,
  DEFAULT_SOURCE,
  type Decision,
  type EarlierEvent,
  eventName,
  type PoolAddress,
  type PoolTimeline,
  parseBusinessDate,
  poolKey,
  type Quantity,
  quantity,
  type TransactionInput,
  takesUnits,
  timelineAfter,
  withMoved,
} from 'perpetua-core';
import type { CompanySession, LatePools } from './ports.ts';

/** Where a transaction may find pools: those of its item at a site, on hand or under a document. */
export type Place = Omit<LatePools, 'after'>;

/** The place of pools as one text. */
export const placeName = ({ item, site, document }: Place): string =>
  `${item}\n${site}\n${document}`;

/** What is known before a batch is decided. */
export type BeforeBatch = {
  readonly inputs: readonly TransactionInput[];
  /** Earlier events that the batch names, by `eventName`. */
  readonly earlier: ReadonlyMap<string, EarlierEvent>;
  /** The latest day on which anything was posted in the pools of a place. */
  readonly lastDayAt: (place: Place) => BusinessDate | '';
};

/**
 * The places whose pools a transaction of the batch may take units out of although something was
 * posted there on a later day: what it takes may be needed then (`I12`). Each once, with the
 * earliest of those days; none in a batch that is in order, which then has nothing more to load.
 */
export function latePools(before: BeforeBatch): readonly LatePools[] {
  const batch = new Map(before.inputs.map((input) => [nameOf(input, input.key), input]));
  const late = new Map<string, LatePools>();
  for (const input of before.inputs) {
    const after = parseBusinessDate(input.postedOn);
    if (after === undefined || !takesUnits(input)) continue;
    for (const place of placesOf(input, batch, before.earlier)) {
      if (before.lastDayAt(place) <= after) continue;
      const name = placeName(place);
      const known = late.get(name);
      if (known === undefined || after < known.after) late.set(name, { ...place, after });
    }
  }
  return [...late.values()];
}

const nameOf = ({ source = DEFAULT_SOURCE }: TransactionInput, key: string): string =>
  eventName(source, key);

/** The places of a transaction; a reversal's are those of what it turns round, here or earlier. */
function placesOf(
  input: TransactionInput,
  batch: ReadonlyMap<string, TransactionInput>,
  earlier: ReadonlyMap<string, EarlierEvent>,
): readonly Place[] {
  const places: Place[] = [];
  const seen = new Set<TransactionInput>();
  let one: TransactionInput | undefined = input;
  while (one !== undefined && !seen.has(one)) {
    seen.add(one);
    places.push(...ownPlaces(one));
    if (one.reverses === undefined) break;
    const reversed = nameOf(one, one.reverses);
    for (const address of addressesOf(earlier.get(reversed))) places.push(address);
    one = batch.get(reversed);
  }
  return places;
}

function ownPlaces(input: TransactionInput): readonly Place[] {
  const { item, key, site, toSite, fromSite, document, lines = [] } = input;
  // A key stands for a document only where goods are carried under it.
  const isCarriedUnder = toSite !== undefined || input.lines !== undefined;
  const documents = new Set(['', document ?? (isCarriedUnder ? key : '')]);
  const sites = new Set([site, toSite, fromSite].filter((one) => one !== undefined));
  const own = [...sites].flatMap((one) =>
    [...documents].map((named) => ({ item, site: one, document: named })),
  );
  const others = lines.flatMap((line) =>
    line.item === undefined ? [] : [{ item: line.item, site: line.site ?? site, document: '' }],
  );
  return [...own, ...new Map(others.map((one) => [placeName(one), one])).values()];
}

const addressesOf = (event: EarlierEvent | undefined): readonly PoolAddress[] =>
  event === undefined
    ? []
    : [...event.movements, ...event.consequences.movements].map(({ address }) => address);

/** What one transaction moved in one pool. */
type Move = { readonly address: PoolAddress; readonly on: BusinessDate; readonly units: Quantity };

/**
 * The moves that storage need not show yet: those of the batch before, which may be on its way, or
 * in a preview of all batches. Timelines are what is stored up to there, and these.
 */
export class RecentMoves {
  readonly #byPlace = new Map<string, Move[]>();
  /** The last movement before these. */
  #through: number;

  constructor(through: number) {
    this.#through = through;
  }

  /** Takes what was decided last; without `andKeep` what came before it is in storage by now. */
  add({ movements, pools, before }: Decision, andKeep: boolean): void {
    if (!andKeep) {
      this.#byPlace.clear();
      this.#through = before.movement;
    }
    const addresses = new Map([...pools.values()].map(({ number, address }) => [number, address]));
    const ofFamily = Map.groupBy(
      movements,
      ({ number, familyAt, pool }) => `${number - familyAt}\n${pool}`,
    );
    for (const [first, ...others] of ofFamily.values()) {
      const address = first && addresses.get(first.pool);
      if (first === undefined || address === undefined) continue;
      const units = others.reduce((sum, move) => sum + move.quantity, first.quantity as bigint);
      const move = { address, on: first.postedOn, units: quantity(units) };
      const name = placeName(address);
      const known = this.#byPlace.get(name);
      if (known === undefined) this.#byPlace.set(name, [move]);
      else known.push(move);
    }
  }

  /** The timelines of late pools, by `poolKey`: at most one query, and none where nothing is late. */
  async timelinesOf(
    late: readonly LatePools[],
    session: Pick<CompanySession, 'timelines'>,
  ): Promise<Map<string, PoolTimeline>> {
    const timelines = new Map<string, PoolTimeline>();
    if (late.length === 0) return timelines;
    for (const { address, timeline } of await session.timelines(late, this.#through))
      timelines.set(poolKey(address), timeline);
    for (const place of late) {
      for (const { address, on, units } of this.#byPlace.get(placeName(place)) ?? []) {
        const key = poolKey(address);
        const timeline = timelines.get(key) ?? timelineAfter(place.after);
        timelines.set(key, withMoved(timeline, on, units));
      }
    }
    return timelines;
  }
}
