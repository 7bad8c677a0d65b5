import { type Configuration, locationKey, refusal } from 'perpetua-core';
import type {
  LocationSetup,
  SiteSetup,
  WarehouseSetup,
} from '../../configuration/company-setup.ts';
import { SITE_KINDS } from '../import-kinds.ts';
import { type MasterReading, sameFields } from './master-reading.ts';
import { optional, type RowTexts } from './row-texts.ts';

/** A row of `places` is a site, or with a location code a location inside one. */
type Place =
  | { readonly is: 'site'; readonly site: SiteSetup }
  | { readonly is: 'location'; readonly location: LocationSetup };

/** Rows of `places`; the row of a site comes before those of its locations. */
export function placeReading(configuration: Configuration): MasterReading<Place> {
  const { sites, locations } = configuration;
  const seen = new Set(sites.keys());
  return {
    codeOf: (texts) => texts.text('site'),
    prepare: () => Promise.resolve(),
    knownOf: (texts) => {
      const [site, code] = [texts.text('site'), texts.text('location')];
      const known = code === '' ? sites.get(site) : undefined;
      if (known !== undefined) return { is: 'site', site: known };
      const location = locations.get(locationKey(site, code));
      return location === undefined ? undefined : { is: 'location', location };
    },
    read: (texts, known) => {
      const code = texts.needed('site');
      if (texts.text('location') !== '') return readLocation(texts, known, seen);
      const site = readSite(texts, known?.is === 'site' ? known.site : undefined);
      if (texts.row.refusals.length > 0 || site === undefined) return undefined;
      seen.add(code);
      return { is: 'site', site };
    },
    nameOf: (place) =>
      place.is === 'site'
        ? `Site ${place.site.code}`
        : `Location ${place.location.code} of ${place.location.site}`,
    same: (a, b) => {
      if (a.is === 'site') return b.is === 'site' && sameFields(a.site, b.site);
      return b.is === 'location' && sameFields(a.location, b.location);
    },
    setup: (places) => ({
      sites: places.flatMap((place) => (place.is === 'site' ? [place.site] : [])),
      locations: places.flatMap((place) => (place.is === 'location' ? [place.location] : [])),
      warehouses: newWarehouses(places, configuration),
    }),
  };
}

function readSite(texts: RowTexts, before: SiteSetup | undefined): SiteSetup | undefined {
  const name = texts.kept('name', before?.name) ?? texts.needed('name');
  const kind = texts.word('kind', SITE_KINDS, before?.kind);
  if (kind === undefined) {
    texts.needed('kind');
    return undefined;
  }
  const center = optional('center', texts.kept('center', before?.center));
  // A file has no column for the rest; what was set stays.
  return { ...before, code: texts.text('site'), name, kind, ...center };
}

function readLocation(
  texts: RowTexts,
  known: Place | undefined,
  sites: ReadonlySet<string>,
): Place | undefined {
  const [site, code] = [texts.text('site'), texts.text('location')];
  if (!sites.has(site)) {
    texts.refuse(refusal('site-unknown', { site, field: 'site' }));
    return undefined;
  }
  const before = known?.is === 'location' ? known.location : undefined;
  const warehouse = optional('warehouse', texts.kept('warehouse', before?.warehouse));
  return { is: 'location', location: { ...before, site, code, ...warehouse } };
}

/** Warehouses that rows name and that are not there yet; they follow the warehouse control. */
function newWarehouses(
  places: readonly Place[],
  { warehouses }: Configuration,
): readonly WarehouseSetup[] {
  const named = places.flatMap((place) =>
    place.is === 'location' && place.location.warehouse !== undefined
      ? [{ site: place.location.site, code: place.location.warehouse }]
      : [],
  );
  const missing = named.filter(({ site, code }) => !warehouses.has(locationKey(site, code)));
  return [...new Map(missing.map((one) => [locationKey(one.site, one.code), one])).values()];
}
