import {
  type AccountRole,
  type Assigned,
  type AssignmentSet,
  type BusinessDate,
  type Configuration,
  isInForce,
  type Location,
  locationKey,
  provenanceOf,
  type SynchronizationOrigin,
  type SynchronizationWay,
  type SynchronizedRow,
  setAt,
  synchronizeSet,
  type Warehouse,
} from 'perpetua-core';
import { assignmentFact, type ConfigurationFact } from './configuration-facts.ts';

type AssignmentRow = ConfigurationFact & { readonly kind: 'assignment' };

/** How many sets of locations came to what, for one group at one warehouse. */
export type SynchronizationCount = {
  readonly site: string;
  readonly warehouse: string;
  readonly group: number;
  /** `left`: the locations belong to the warehouse no more. */
  readonly origin: SynchronizationOrigin | 'left';
  /** Locations that were looked at; the four outcomes add up to them. */
  readonly locations: number;
  readonly created: number;
  readonly overwritten: number;
  readonly ended: number;
  readonly kept: number;
};

/** A row of a location's set before and after; a role of one group from one day on. */
export type SynchronizationRow = {
  readonly site: string;
  readonly warehouse: string;
  readonly group: number;
  readonly location: string;
  readonly role: AccountRole;
  readonly validFrom: BusinessDate;
  readonly before: Assigned | null;
  readonly after: Assigned | null;
  readonly outcome: SynchronizedRow['outcome'];
};

/** What a synchronization comes to: counts for people, then rows. */
export type Synchronization = {
  readonly counts: readonly SynchronizationCount[];
  /** Rows that change, and kept rows that are otherwise than their warehouse's. */
  readonly rows: readonly SynchronizationRow[];
  /** Rows that change but are more than can be listed. */
  readonly rowsLeftOut: number;
};

/** More rows than this are counted and not listed. */
const MOST_LISTED_ROWS = 10_000;

/** One group at one warehouse, and the locations that are to follow. */
export type SynchronizationTask = {
  readonly warehouse: Pick<Warehouse, 'site' | 'code'>;
  readonly group: number;
  readonly locations: readonly Pick<Location, 'code'>[];
  readonly origin: SynchronizationCount['origin'];
  readonly way: SynchronizationWay;
  readonly since: BusinessDate;
};

/** Nothing takes the place of copies in a location that left its warehouse. */
const NO_SET: AssignmentSet = new Map();

/** Collects what the tasks of one change come to. */
export class SynchronizationWork {
  readonly #configuration: Configuration;
  readonly #counts: SynchronizationCount[] = [];
  readonly #rows: SynchronizationRow[] = [];
  readonly #facts = new Map<string, AssignmentRow>();
  #rowsLeftOut = 0;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  /** Synchronizes the locations of a task, by the rows as they are in the configuration. */
  take({ warehouse, group, locations, origin, way, since }: SynchronizationTask): void {
    const { site, code } = warehouse;
    const { assignments } = this.#configuration;
    if (locations.length === 0) return;
    const source = origin === 'left' ? NO_SET : setAt(assignments, group, site, code);
    const how = { way, warehouse: code, since };
    const provenance = origin === 'left' ? {} : { provenance: provenanceOf(origin, code) };
    const outcomes = { created: 0, overwritten: 0, ended: 0, kept: 0 };
    for (const { code: location } of locations) {
      const rows = synchronizeSet(source, setAt(assignments, group, site, location), how);
      const place = { group, site, location };
      outcomes[outcomeOfSet(rows)] += 1;
      for (const { role, validFrom, before, after, outcome } of rows) {
        const row = { ...place, warehouse: code, role, validFrom, before, after, outcome };
        if (outcome !== 'kept') {
          const assigned = {
            account: after?.account ?? null,
            center: after?.center,
            ...provenance,
          };
          const fact = assignmentFact(role, place, assigned, validFrom);
          this.#facts.set(fact.key, fact);
          this.#list(row);
        } else if (way === 'fill' && this.#differs(row)) this.#list(row);
      }
    }
    const counted = { site, warehouse: code, group, origin, locations: locations.length };
    this.#counts.push({ ...counted, ...outcomes });
  }

  get facts(): readonly AssignmentRow[] {
    return [...this.#facts.values()];
  }

  get result(): Synchronization {
    return { counts: this.#counts, rows: this.#rows, rowsLeftOut: this.#rowsLeftOut };
  }

  #list(row: SynchronizationRow): void {
    if (this.#rows.length < MOST_LISTED_ROWS) this.#rows.push(row);
    else this.#rowsLeftOut += 1;
  }

  /** Whether a row that is kept is another one than the warehouse's of that day. */
  #differs({ site, warehouse, group, role, validFrom, after }: SynchronizationRow): boolean {
    const rows = setAt(this.#configuration.assignments, group, site, warehouse).get(role);
    const source = rows?.find((row) => row.validFrom <= validFrom);
    return source?.account !== after?.account || source?.center !== after?.center;
  }
}

/** What became of a set as a whole: rows that were there count before rows that were added. */
function outcomeOfSet(rows: readonly SynchronizedRow[]): SynchronizedRow['outcome'] {
  const outcomes = new Set(rows.map(({ outcome }) => outcome));
  const replaces = outcomes.has('created') && (outcomes.has('ended') || outcomes.has('kept'));
  if (outcomes.has('overwritten') || replaces) return 'overwritten';
  if (outcomes.has('created')) return 'created';
  return outcomes.has('ended') ? 'ended' : 'kept';
}

/** Locations by the key of their warehouse; the gateway of a warehouse is no location of one. */
export function locationsByWarehouse({
  locations,
  warehouses,
}: Configuration): ReadonlyMap<string, readonly Location[]> {
  const found = new Map<string, Location[]>();
  for (const [key, location] of locations) {
    if (location.warehouse === undefined || warehouses.has(key)) continue;
    const warehouse = locationKey(location.site, location.warehouse);
    const list = found.get(warehouse);
    if (list === undefined) found.set(warehouse, [location]);
    else list.push(location);
  }
  return found;
}

/** The groups that have a set at a warehouse, on a day or later on. */
export const groupsWithSet = (
  { groups, assignments }: Configuration,
  { site, code }: Warehouse,
  since: BusinessDate,
): readonly number[] =>
  [...groups.keys()].filter((group) => isInForce(setAt(assignments, group, site, code), since));
