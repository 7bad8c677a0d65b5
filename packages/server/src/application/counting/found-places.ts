import {
  type Configuration,
  type Item,
  NO_LOCATION,
  NO_QUANTITY,
  type Quantity,
  type Refusal,
  refusal,
} from 'perpetua-core';
import { configurationOf } from '../configuration/configuration-facts.ts';
import type { CompanySession } from '../ports.ts';
import { documentLine, placeInWords, placeKey } from './count-lines.ts';
import { belongsToOthers, isLocation, itemFaults, outOfScope } from './count-scope.ts';
import type {
  CountPlace,
  NewLine,
  RecordedStock,
  StoredCount,
  StoredLine,
} from './stored-count.ts';

/** Places where something was found that the sheet does not have, as lines to be added to it. */
export type FoundPlaces = {
  readonly lines: readonly NewLine[];
  /** By `placeKey`. */
  readonly byPlace: ReadonlyMap<string, FoundPlace>;
  readonly refusals: readonly Refusal[];
};

type FoundPlace = {
  readonly number: number;
  readonly frozen: Quantity;
  readonly quantityDecimals: number;
};

type Asked = {
  readonly lines: readonly StoredLine[];
  /** With the position of each in what was sent. */
  readonly places: readonly (CountPlace & { readonly position: number })[];
};

/**
 * What is found at places that are not on the sheet. Their frozen quantity is what the count would
 * have frozen. Items and locations that do not exist are refused, and places that are out of the
 * count or in another one.
 */
export async function foundPlaces(
  session: CompanySession,
  count: StoredCount,
  { lines, places }: Asked,
): Promise<FoundPlaces> {
  if (places.length === 0) return { lines: [], byPlace: new Map(), refusals: [] };
  const known = await knownOf(session, count, places);
  const refusals: Refusal[] = [];
  const found = places.flatMap((place, index): readonly NewLine[] => {
    const faults = faultsOf(count, place, known);
    const at = documentLine(place.position, place);
    refusals.push(...faults.map((fault) => ({ ...fault, ...at })));
    if (faults.length > 0) return [];
    const { item, location } = place;
    const none = { item, location, quantity: NO_QUANTITY, ofOthers: false };
    const stock = known.recorded.get(placeKey(place)) ?? none;
    const ofOthers = belongsToOthers(known.configuration, count.site, stock);
    return [{ ...stock, ofOthers, number: lines.length + index + 1, found: true }];
  });
  const byPlace = new Map(
    found.map(({ number, quantity: frozen, ...place }) => {
      const quantityDecimals = known.items.get(place.item)?.quantityDecimals ?? 0;
      return [placeKey(place), { number, frozen, quantityDecimals }];
    }),
  );
  return { lines: found, byPlace, refusals };
}

/** What places are held against. */
type Known = {
  readonly configuration: Configuration;
  readonly items: ReadonlyMap<string, Item>;
  /** What was recorded there when the count began, by `placeKey`. */
  readonly recorded: ReadonlyMap<string, RecordedStock>;
  /** Names of other counts that are open there, by `placeKey`. */
  readonly elsewhere: ReadonlyMap<string, string>;
};

async function knownOf(
  session: CompanySession,
  count: StoredCount,
  places: Asked['places'],
): Promise<Known> {
  const version = session.lane.configurationVersion;
  const codes = [...new Set(places.map(({ item }) => item))];
  const loaded = await session.load({ items: codes, places: [], events: [] });
  const then = await session.counts.recordedThen(count, places);
  const open = await session.counts.openElsewhere(count.site, places);
  return {
    configuration: configurationOf(await session.facts(version), version),
    items: new Map(loaded.items.map((item) => [item.code, item])),
    recorded: new Map(then.map((stock) => [placeKey(stock), stock])),
    elsewhere: new Map(open.map((one) => [placeKey(one), one.count])),
  };
}

function faultsOf(
  count: StoredCount,
  place: CountPlace,
  { configuration, items, elsewhere }: Known,
): readonly Refusal[] {
  const { site, name } = count;
  const item = items.get(place.item);
  const faults = itemFaults(place.item, item);
  if (place.location !== NO_LOCATION && !isLocation(configuration, site, place.location))
    return [...faults, refusal('location-unknown', { site, location: place.location })];
  if (faults.length > 0 || item === undefined) return faults;
  const words = placeInWords(place);
  const because = outOfScope(count, place, item, configuration);
  if (because !== undefined)
    return [refusal('count-out-of-scope', { place: words, count: name, because })];
  const other = elsewhere.get(placeKey(place));
  return other === undefined ? [] : [refusal('count-overlaps', { place: words, count: other })];
}
