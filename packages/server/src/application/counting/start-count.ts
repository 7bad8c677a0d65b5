import {
  assert,
  type Configuration,
  type CountMoment,
  type Item,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { configurationOf } from '../configuration/configuration-facts.ts';
import type { CompanySession } from '../ports.ts';
import type { WholePlace } from '../post-whole.ts';
import { documentLine, placeInWords, placeKey } from './count-lines.ts';
import { belongsToOthers, dayOf, scopeFaults, scopeLocations, sheetPlaces } from './count-scope.ts';
import type { CountScope, NewLine, RecordedStock, StoredCount } from './stored-count.ts';
import { type CountProgress, type ToldCount, toldCount } from './told-count.ts';

/** More places than this are counted in several counts. */
export const LARGEST_COUNT = 50_000;

/** A count that is to begin. */
export type CountRequest = CountScope & {
  /** Names the count for ever; asked for again it is answered again. */
  readonly name: string;
  readonly site: string;
  /** The count day, on which all its adjustments will be dated. */
  readonly postedOn: string;
  /** Sheets do not show what is recorded. */
  readonly blind?: boolean;
  /** What a counted quantity stands against that does not say it; without it the start. */
  readonly moment?: CountMoment;
};

export type StartedCount = {
  readonly status: 'started' | 'duplicate';
  readonly count: ToldCount;
  readonly progress: CountProgress;
};

/**
 * Begins a count: what is recorded at the places it covers is frozen, as of its day and as known at
 * this moment (costing 5.5). Goods go on moving; what moves is no difference.
 *
 * Refuses days, sites, places, groups and items that do not exist, places that another open count
 * covers, and more places than `LARGEST_COUNT`; all at once, and nothing has begun.
 */
export function startCount(
  { storage, clock, actor, company }: WholePlace,
  request: CountRequest,
): Promise<Result<StartedCount, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const known = await session.counts.find(request.name);
    if (known !== undefined) return again(session, known, request);
    const { configuration, items } = await foundation(session, request);
    const faults = scopeFaults(request, configuration, items);
    const day = dayOf(request.postedOn);
    if (faults.length > 0 || day === undefined) return refused(faults);
    const { site } = request;
    const scope = scopeOf(request);
    const locations = scopeLocations(scope, site, configuration);
    const recorded = await session.counts.recorded({ site, day, locations, scope });
    const places = sheetPlaces(recorded, scope);
    const overlaps = await overlapping(session, site, places);
    if (overlaps.length > 0) return refused(overlaps);
    const count: StoredCount = {
      name: request.name,
      site,
      postedOn: day,
      scope,
      blind: request.blind ?? false,
      moment: request.moment ?? 'start',
      knownEvent: session.lane.counters.event,
      knownMovement: session.lane.counters.movement,
      startedAt: clock(),
      startedBy: actor,
      state: 'open',
      endedAt: undefined,
      endedBy: undefined,
      endedBecause: undefined,
    };
    const lines = places.map(
      (place, index): NewLine => ({
        ...place,
        number: index + 1,
        found: false,
        ofOthers: belongsToOthers(configuration, site, place),
      }),
    );
    await session.keepCounts.begin(count, lines);
    return ok({ status: 'started', ...toldCount(count, await session.counts.lines(count.name)) });
  });
}

/** What the words of a request are held against. */
async function foundation(
  session: CompanySession,
  { items = [] }: CountScope,
): Promise<{
  readonly configuration: Configuration;
  readonly items: ReadonlyMap<string, Item>;
}> {
  const version = session.lane.configurationVersion;
  const loaded = await session.load({ items, places: [], events: [] });
  return {
    configuration: configurationOf(await session.facts(version), version),
    items: new Map(loaded.items.map((item) => [item.code, item])),
  };
}

/** The scope alone, in one fixed form; an empty list narrows nothing down. */
function scopeOf({ locations, warehouse, groups, categories, items }: CountScope): CountScope {
  return {
    ...(isGiven(locations) ? { locations } : {}),
    ...(warehouse === undefined ? {} : { warehouse }),
    ...(isGiven(groups) ? { groups } : {}),
    ...(isGiven(categories) ? { categories } : {}),
    ...(isGiven(items) ? { items } : {}),
  };
}

const isGiven = <Value>(list: readonly Value[] | undefined): list is readonly Value[] =>
  list !== undefined && list.length > 0;

/** Places that are too many, or on the open lines of other counts. */
async function overlapping(
  session: CompanySession,
  site: string,
  places: readonly RecordedStock[],
): Promise<readonly Refusal[]> {
  if (places.length > LARGEST_COUNT) {
    const sizes = { count: String(places.length), limit: String(LARGEST_COUNT) };
    return [refusal('count-too-large', sizes)];
  }
  const open = await session.counts.openElsewhere(site, places);
  const lineOf = new Map(places.map((place, index) => [placeKey(place), index + 1]));
  return open.map(({ count, ...place }) => {
    const line = lineOf.get(placeKey(place));
    assert(line !== undefined, 'a place that overlaps was asked about');
    return {
      ...refusal('count-overlaps', { place: placeInWords(place), count }),
      ...documentLine(line, place),
    };
  });
}

/** The count again, when it is the one that was asked for. */
async function again(
  { counts }: CompanySession,
  known: StoredCount,
  request: CountRequest,
): Promise<Result<StartedCount, Refusal>> {
  const { site, postedOn, blind = false, moment = 'start' } = request;
  const [before, now] = [
    {
      site: known.site,
      postedOn: known.postedOn,
      blind: known.blind,
      moment: known.moment,
      scope: known.scope,
    },
    { site, postedOn, blind, moment, scope: scopeOf(request) },
  ].map(
    (content) => new Map(Object.entries(content).map(([name, value]) => [name, textOf(value)])),
  );
  const differing = [...(now?.keys() ?? [])].find((name) => before?.get(name) !== now?.get(name));
  if (differing !== undefined) {
    const difference = `${differing} was ${before?.get(differing)}, now ${now?.get(differing)}`;
    return refused([refusal('count-exists', { count: known.name, difference })]);
  }
  return ok({ status: 'duplicate', ...toldCount(known, await counts.lines(known.name)) });
}

const textOf = (value: unknown): string =>
  typeof value === 'string' ? value : JSON.stringify(value);
