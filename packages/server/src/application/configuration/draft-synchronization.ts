import {
  type AccountSync,
  type AssignmentSet,
  type BusinessDate,
  type Configuration,
  FIRST_DAY,
  hasEnded,
  isCopyFrom,
  isInForce,
  type Location,
  locationKey,
  type Refusal,
  refusal,
  setAt,
  type Warehouse,
} from 'perpetua-core';
import type { CompanySetup } from './company-setup.ts';
import type { AssignmentFact, ConfigurationFact } from './configuration-facts.ts';
import {
  groupsWithSet,
  locationsByWarehouse,
  type Synchronization,
  SynchronizationWork,
} from './synchronization.ts';

type AssignmentRow = ConfigurationFact & { readonly kind: 'assignment' };

/** The facts of a setup, those apart that change a location under a warehouse in mode Full. */
export type SplitFacts = {
  readonly facts: readonly ConfigurationFact[];
  readonly edits: readonly AssignmentRow[];
};

/** What follows from a change for the locations of its warehouses. */
export type DraftedSynchronization = Synchronization & {
  /** Rows of locations: copies, and copies that ended. */
  readonly facts: readonly AssignmentRow[];
  /** Edits that were set apart and are as free as any other. */
  readonly standing: readonly AssignmentRow[];
  readonly refusals: readonly Refusal[];
  readonly warnings: readonly string[];
};

/**
 * Takes the edits apart that a warehouse in mode Full may not allow (`Q-08`), so that the rest of
 * the change can be looked at without them.
 */
export function splitEdits(
  before: Configuration | undefined,
  facts: readonly ConfigurationFact[],
): SplitFacts {
  const warehouses = new Map(before?.warehouses);
  const locations = new Map(before?.locations);
  for (const { kind, key, content } of facts) {
    if (kind === 'warehouse' && content !== null) warehouses.set(key, content);
    if (kind === 'location' && content !== null) locations.set(key, content);
  }
  const isEdit = (fact: ConfigurationFact): fact is AssignmentRow => {
    if (fact.kind !== 'assignment' || fact.content.location === '') return false;
    const { site, location } = fact.content;
    const key = locationKey(site, location);
    const warehouse = locations.get(key)?.warehouse;
    if (warehouse === undefined || warehouses.has(key)) return false;
    return warehouses.get(locationKey(site, warehouse))?.accountSync === 'full';
  };
  const edits = facts.filter(isEdit);
  if (edits.length === 0) return { facts, edits };
  return { facts: facts.filter((fact) => !isEdit(fact)), edits };
}

/**
 * The automatic synchronization of a change (`002.16`–`002.29`, `002.36`–`002.38`, `Q-07`–`Q-10`):
 * what its warehouses' sets, modes and locations make of the sets of locations, each in its group
 * and site alone (`002.18`, `002.19`). Copies begin on the day from which the setup holds, or on
 * that of the warehouse's row where it is later.
 *
 * Refuses edits of a location under a warehouse in mode Full that would be otherwise than the
 * warehouse (`location-follows-warehouse`).
 *
 * @param drafted the configuration the setup leads to, without `edits`
 */
export function draftSynchronization(
  before: Configuration | undefined,
  drafted: Configuration,
  { facts, edits }: SplitFacts,
  { setup, since }: { readonly setup: CompanySetup; readonly since: BusinessDate },
): DraftedSynchronization {
  const work = new SynchronizationWork(drafted);
  const touched = touchedBy(before, drafted, facts);
  const confirmed = new Set(
    (setup.locations ?? []).flatMap(({ site, code, removeCopiedAccounts }) =>
      removeCopiedAccounts === true ? [locationKey(site, code)] : [],
    ),
  );
  const warnings = endCopiesOfLeft(work, { drafted, moved: touched.moved, since, confirmed });
  if (touched.warehouses.size > 0) {
    const locations = locationsByWarehouse(drafted);
    for (const [key, what] of touched.warehouses) {
      const warehouse = drafted.warehouses.get(key);
      if (warehouse !== undefined)
        follow(work, { drafted, warehouse, what, since, locations: locations.get(key) ?? [] });
    }
  }
  const judged = judgeEdits(before, drafted, edits);
  return {
    ...work.result,
    facts: work.facts,
    ...judged,
    warnings,
  };
}

/** What of a warehouse a change is about. */
type Touch = {
  /** Groups whose set at the warehouse is changed. */
  readonly groups: Set<number>;
  /** Locations that are new in it, with the warehouse they come from, if any. */
  readonly joined: Map<string, string | undefined>;
  /** Its mode is another one, or it is new itself: all of it is looked at. */
  wholly: boolean;
};

/** A location that left its warehouse, for another one or for none. */
type Moved = { readonly location: Location; readonly from: string };

function touchedBy(
  before: Configuration | undefined,
  drafted: Configuration,
  facts: readonly ConfigurationFact[],
): { readonly warehouses: ReadonlyMap<string, Touch>; readonly moved: readonly Moved[] } {
  const warehouses = new Map<string, Touch>();
  const moved: Moved[] = [];
  const touch = (key: string): Touch => {
    const known = warehouses.get(key);
    if (known !== undefined) return known;
    const made = {
      groups: new Set<number>(),
      joined: new Map<string, string | undefined>(),
      wholly: false,
    };
    warehouses.set(key, made);
    return made;
  };
  for (const fact of facts) {
    const { kind, key } = fact;
    if (kind === 'warehouse') {
      const mode = drafted.warehouses.get(key)?.accountSync;
      if (mode !== before?.warehouses.get(key)?.accountSync) touch(key).wholly = true;
    } else if (kind === 'location') {
      const [was, is] = [before?.locations.get(key), drafted.locations.get(key)];
      if (was?.warehouse === is?.warehouse) continue;
      if (was?.warehouse !== undefined) moved.push({ location: is ?? was, from: was.warehouse });
      if (is?.warehouse !== undefined)
        touch(locationKey(is.site, is.warehouse)).joined.set(is.code, was?.warehouse);
    } else if (kind === 'assignment') {
      const { group, site, location } = fact.content;
      const warehouse = locationKey(site, location);
      const concerns = group !== null && location !== '' && drafted.warehouses.has(warehouse);
      if (concerns && !repeats(before, fact.content)) touch(warehouse).groups.add(group);
    }
  }
  return { warehouses, moved };
}

/** Whether a row says what is there already. */
function repeats(before: Configuration | undefined, row: AssignmentFact): boolean {
  if (before === undefined || row.group === null) return false;
  const rows = setAt(before.assignments, row.group, row.site, row.location).get(row.role) ?? [];
  const known = rows.find(({ validFrom }) => validFrom === row.validFrom);
  return known !== undefined && known.account === row.account && known.center === row.center;
}

const ORIGIN_OF = { full: 'full', partial: 'partial', blank: undefined } as const satisfies Record<
  AccountSync,
  string | undefined
>;

type Following = {
  readonly drafted: Configuration;
  readonly warehouse: Warehouse;
  readonly what: Touch;
  readonly since: BusinessDate;
  readonly locations: readonly Location[];
};

/** The locations of a warehouse follow what a change did to it, by its mode. */
function follow(
  work: SynchronizationWork,
  { drafted, warehouse, what, since, locations }: Following,
): void {
  const origin = ORIGIN_OF[warehouse.accountSync];
  if (origin === undefined) return;
  const present = new Set(groupsWithSet(drafted, warehouse, since));
  const joined = locations.filter(({ code }) => what.joined.has(code));
  for (const group of new Set([...present, ...what.groups])) {
    const concerned = what.wholly || what.groups.has(group) ? locations : joined;
    const task = { warehouse, group, locations: concerned, origin, since };
    if (!present.has(group)) {
      // The warehouse's set was removed: under Full its copies go along (`002.38`).
      if (origin === 'full' && what.groups.has(group)) work.take({ ...task, way: 'end-copies' });
    } else if (origin === 'full') work.take({ ...task, way: 'overwrite' });
    else {
      // What a location brought along from its old warehouse is no set of its own (`Q-10`).
      const brought = concerned.filter(({ site, code }) => {
        const from = what.joined.get(code);
        return from !== undefined && isCopy(setAt(drafted.assignments, group, site, code), from);
      });
      work.take({ ...task, locations: brought, way: 'overwrite' });
      const others = new Set(brought);
      const filled = concerned.filter((location) => !others.has(location));
      work.take({ ...task, locations: filled, way: 'fill' });
    }
  }
}

/**
 * Copies of locations that left their warehouse end (`Q-10`): at once where the location is removed
 * or its new warehouse synchronizes, and on confirmation where nothing takes their place by itself.
 * Returns a sentence for every location whose copies stay.
 */
function endCopiesOfLeft(
  work: SynchronizationWork,
  how: {
    readonly drafted: Configuration;
    readonly moved: readonly Moved[];
    readonly since: BusinessDate;
    readonly confirmed: ReadonlySet<string>;
  },
): readonly string[] {
  const { drafted, moved, since, confirmed } = how;
  const warnings: string[] = [];
  for (const { location, from } of moved) {
    const { site, code } = location;
    const key = locationKey(site, code);
    const isRemoved = !drafted.locations.has(key);
    const next = isRemoved ? undefined : warehouseOf(drafted, location);
    const taken =
      next === undefined || next.accountSync === 'blank' ? [] : groupsWithSet(drafted, next, since);
    const groups = [...drafted.groups.keys()].filter((group) => {
      const set = setAt(drafted.assignments, group, site, code);
      if (taken.includes(group)) return false;
      return next?.accountSync === 'partial' ? isCopy(set, from) : hasCopies(set, from);
    });
    if (groups.length === 0) continue;
    const isBlank = next === undefined || next.accountSync === 'blank';
    if (isBlank && !isRemoved && !confirmed.has(key)) {
      warnings.push(
        `location ${code} of site ${site} keeps the accounts copied from warehouse ${from}; removeCopiedAccounts on the location takes them away`,
      );
      continue;
    }
    const warehouse = { site, code: from };
    const task = { warehouse, locations: [location], origin: 'left', way: 'end-copies' } as const;
    // Of a location that is there no more no row of any day is left.
    for (const group of groups) work.take({ ...task, group, since: isRemoved ? FIRST_DAY : since });
  }
  return warnings;
}

const warehouseOf = ({ warehouses }: Configuration, { site, warehouse }: Location) =>
  warehouse === undefined ? undefined : warehouses.get(locationKey(site, warehouse));

/** Whether rows in force of a set were copied from a warehouse. */
const hasCopies = (set: AssignmentSet, warehouse: string): boolean =>
  [...set.values()].flat().some((row) => !hasEnded(row) && isCopyFrom(row, warehouse));

/** Whether all that is in force of a set was copied from a warehouse. */
const isCopy = (set: AssignmentSet, warehouse: string): boolean =>
  hasCopies(set, warehouse) &&
  [...set.values()].flat().every((row) => hasEnded(row) || isCopyFrom(row, warehouse));

/**
 * Edits under Full that say what the warehouse says, or what was there before, change nothing and
 * are left out; others are refused. Where the warehouse has no set for the group, the location is free.
 */
function judgeEdits(
  before: Configuration | undefined,
  drafted: Configuration,
  edits: readonly AssignmentRow[],
): { readonly standing: readonly AssignmentRow[]; readonly refusals: readonly Refusal[] } {
  const standing: AssignmentRow[] = [];
  const refusals = new Map<string, Refusal>();
  for (const edit of edits) {
    const { role, group, site, location, validFrom, account, center } = edit.content;
    const warehouse = drafted.locations.get(locationKey(site, location))?.warehouse;
    const source = setAt(drafted.assignments, group ?? 0, site, warehouse ?? '');
    if (warehouse === undefined || !isInForce(source, validFrom)) {
      standing.push(edit);
      continue;
    }
    const wanted = source.get(role)?.find((row) => row.validFrom <= validFrom);
    const isInStep = (wanted?.account ?? null) === account && wanted?.center === center;
    if (isInStep || repeats(before, edit.content) || repeatsNewest(before, edit.content)) continue;
    const details = { group: String(group), location, warehouse, site };
    refusals.set(Object.values(details).join('\n'), refusal('location-follows-warehouse', details));
  }
  return { standing, refusals: [...refusals.values()] };
}

/** A setup that was read back names of every row the one that begins last. */
function repeatsNewest(before: Configuration | undefined, row: AssignmentFact): boolean {
  if (before === undefined || row.group === null) return false;
  const newest = setAt(before.assignments, row.group, row.site, row.location).get(row.role)?.[0];
  return newest?.account === row.account && newest.center === row.center;
}
