import {
  type BusinessDate,
  type Configuration,
  type Item,
  locationKey,
  NO_LOCATION,
  NO_QUANTITY,
  parseBusinessDate,
  type Refusal,
  refusal,
} from 'perpetua-core';
import type { CountPlace, CountScope, RecordedStock, StoredCount } from './stored-count.ts';

/** What a count is asked to cover. */
export type CoverageRequest = CountScope & { readonly site: string; readonly postedOn: string };

/**
 * Everything that is wrong with what a count is to cover: its day, its site, and places, groups and
 * items that do not exist.
 */
export function scopeFaults(
  request: CoverageRequest,
  configuration: Configuration,
  items: ReadonlyMap<string, Item>,
): readonly Refusal[] {
  const { site, postedOn, locations = [], warehouse, groups = [] } = request;
  const { sites, warehouses } = configuration;
  const unknownLocations = locations.filter((one) => !isLocation(configuration, site, one));
  if (warehouse !== undefined && !warehouses.has(locationKey(site, warehouse)))
    unknownLocations.push(warehouse);
  return [
    ...(dayOf(postedOn) === undefined
      ? [refusal('date-invalid', { field: 'postedOn', value: postedOn })]
      : []),
    ...(sites.has(site) ? [] : [refusal('site-unknown', { site, field: 'site' })]),
    ...unknownLocations.map((location) => refusal('location-unknown', { site, location })),
    ...groups
      .filter((number) => !configuration.groups.has(number))
      .map((number) =>
        refusal('request-malformed', { fault: `groups: there is no inventory group ${number}` }),
      ),
    ...(request.items ?? []).flatMap((code) => itemFaults(code, items.get(code))),
  ];
}

export const dayOf = (text: string): BusinessDate | undefined => parseBusinessDate(text);

/** A warehouse is a location of its own name, its gateway (`002.15`). */
export const isLocation = (
  { locations, warehouses }: Configuration,
  site: string,
  location: string,
): boolean =>
  locations.has(locationKey(site, location)) || warehouses.has(locationKey(site, location));

/** Only what has a quantity can be counted (`000.63`). */
export function itemFaults(code: string, item: Item | undefined): readonly Refusal[] {
  if (item === undefined) return [refusal('item-unknown', { item: code })];
  if (item.itemClass === 'stock') return [];
  return [refusal('item-not-stocked', { item: code, class: item.itemClass })];
}

/** The locations a scope names, those of its warehouse among them; undefined where it names none. */
export function scopeLocations(
  { locations, warehouse }: CountScope,
  site: string,
  configuration: Configuration,
): readonly string[] | undefined {
  if (warehouse === undefined) return locations;
  const ofWarehouse = [...configuration.locations.values()].filter(
    (one) => one.site === site && one.warehouse === warehouse,
  );
  return [...new Set([...(locations ?? []), warehouse, ...ofWarehouse.map(({ code }) => code)])];
}

/** Whether the goods of a place are counted for somebody else (`002.45`). */
export const belongsToOthers = (
  { locations }: Configuration,
  site: string,
  { location, ofOthers }: Pick<RecordedStock, 'location' | 'ofOthers'>,
): boolean => ofOthers || locations.get(locationKey(site, location))?.ownership === 'third-party';

/**
 * What is on the sheet: all that is recorded, and listed items of which nothing is, at the listed
 * locations, the gateway of the warehouse or the site itself. Ordered by location and item, as one walks.
 */
export function sheetPlaces(
  recorded: readonly RecordedStock[],
  { items = [], locations, warehouse = NO_LOCATION }: CountScope,
): readonly RecordedStock[] {
  const known = new Set(recorded.map(({ item }) => item));
  const missing = [...new Set(items)].filter((item) => !known.has(item));
  const at = locations ?? [warehouse];
  const empty = missing.flatMap((item) =>
    at.map((location) => ({ item, location, quantity: NO_QUANTITY, ofOthers: false })),
  );
  return [...recorded, ...empty].toSorted(
    (a, b) => compare(a.location, b.location) || compare(a.item, b.item),
  );
}

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

/** Why a place that was not on the sheet cannot be added to a count; undefined where it can. */
export function outOfScope(
  { site, scope }: StoredCount,
  { location }: CountPlace,
  item: Item,
  configuration: Configuration,
): string | undefined {
  const locations = scopeLocations(scope, site, configuration);
  if (locations?.includes(location) === false) return 'it counts other locations';
  if (scope.groups?.includes(item.group) === false) return 'it counts other groups';
  if (scope.categories?.includes(item.category ?? '') === false)
    return 'it counts other categories';
  return scope.items?.includes(item.code) === false ? 'it counts other items' : undefined;
}
