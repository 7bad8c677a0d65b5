import { type BusinessDate, FIRST_DAY } from '../primitives/business-date.ts';
import {
  type AccountAssignment,
  type AssignmentIndex,
  assignmentKey,
  hasEnded,
} from './account-assignment.ts';
import { type AccountRole, accountRoles, roleDefinition } from './account-role.ts';

/**
 * A set: all that is assigned to a group at one place, role by role, each list newest first. What a
 * warehouse's set is copied to is the set of a location (`002.16`, `002.40`).
 */
export type AssignmentSet = ReadonlyMap<AccountRole, readonly AccountAssignment[]>;

/** Roles a set consists of: those that are assigned by location. */
const SET_ROLES = accountRoles().filter((role) => roleDefinition(role).place === 'place');

/** The set of a group at a location or at a warehouse; empty where nothing was ever assigned. */
export function setAt(
  index: AssignmentIndex,
  group: number,
  site: string,
  location: string,
): AssignmentSet {
  const set = new Map<AccountRole, readonly AccountAssignment[]>();
  for (const role of SET_ROLES) {
    const rows = index.get(assignmentKey(role, group, site, location));
    if (rows !== undefined) set.set(role, rows);
  }
  return set;
}

/** Whether any role of a set is assigned on a day or later on. */
export const isInForce = (set: AssignmentSet, since: BusinessDate): boolean =>
  [...set.values()].some((rows) => {
    const onDay = rowOn(rows, since);
    return rows.some((row) => !hasEnded(row) && (row === onDay || row.validFrom > since));
  });

/** Whether any role of a set is assigned for good. */
const isPresent = (set: AssignmentSet): boolean =>
  [...set.values()].some(([newest]) => newest !== undefined && !hasEnded(newest));

/** What a synchronization was started by: the mode of the warehouse, or a person. */
export type SynchronizationOrigin = 'full' | 'partial' | 'manual';

const ORIGINS = {
  full: 'sync Full',
  partial: 'sync Partial',
  manual: 'sync by hand',
} as const satisfies Record<SynchronizationOrigin, string>;

/** The provenance of a copied row, as it is stored with every posting it decides. */
export const provenanceOf = (origin: SynchronizationOrigin, warehouse: string): string =>
  `${ORIGINS[origin]} from warehouse ${warehouse}`;

/** Whether a row was copied from a warehouse of its site, whatever the copy was made by. */
export const isCopyFrom = (
  { provenance }: Pick<AccountAssignment, 'provenance'>,
  warehouse: string,
): boolean =>
  provenance === provenanceOf('full', warehouse) ||
  provenance === provenanceOf('partial', warehouse) ||
  provenance === provenanceOf('manual', warehouse);

/** Account and center of a row in force. */
export type Assigned = Pick<AccountAssignment, 'account' | 'center'>;

/** What becomes of a location's row; `before` and `after` are null where nothing is in force. */
export type SynchronizedRow = {
  readonly role: AccountRole;
  readonly validFrom: BusinessDate;
  readonly before: Assigned | null;
  readonly after: Assigned | null;
  readonly outcome: 'created' | 'overwritten' | 'ended' | 'kept';
};

/**
 * - `overwrite`: the set of the location becomes that of the warehouse, every day of it, what it has
 *   beside that ends (Full, `002.24`, `002.25`).
 * - `fill`: a location without a set gets the warehouse's; one that has a set of its own, or an
 *   earlier copy, keeps it whole (Partial, `002.26`–`002.28`, `Q-07`).
 * - `end-copies`: where the warehouse has nothing any more its copies end; rows of another origin
 *   stay (`002.38`).
 */
export type SynchronizationWay = 'overwrite' | 'fill' | 'end-copies';

/** How one location is synchronized with its warehouse. */
export type LocationSynchronization = {
  readonly way: SynchronizationWay;
  /** Code of the warehouse whose copies are meant. */
  readonly warehouse: string;
  /** Rows of earlier days are left as they are; absent: all days. */
  readonly since?: BusinessDate;
};

/**
 * What a synchronization makes of the set of one location, given that of its warehouse. Copies begin
 * on the day the warehouse's row does, or on `since` where that is later; a second synchronization
 * finds everything kept.
 */
export function synchronizeSet(
  warehouse: AssignmentSet,
  location: AssignmentSet,
  how: LocationSynchronization,
): readonly SynchronizedRow[] {
  const { way, since = FIRST_DAY } = how;
  if (way === 'fill' && isPresent(location)) return keptRows(location, since);
  const from = way === 'fill' ? laterOf(since, endOf(location)) : since;
  return SET_ROLES.flatMap((role) =>
    synchronizeRole(role, warehouse.get(role) ?? [], location.get(role) ?? [], {
      ...how,
      since: from,
    }),
  );
}

const laterOf = (a: BusinessDate, b: BusinessDate): BusinessDate => (a > b ? a : b);

/** The day on which a set that is there no more has ended; what was before that day stays. */
const endOf = (set: AssignmentSet): BusinessDate =>
  [...set.values()].reduce(
    (latest, [newest]) => laterOf(latest, newest?.validFrom ?? FIRST_DAY),
    FIRST_DAY,
  );

const keptRows = (set: AssignmentSet, since: BusinessDate): readonly SynchronizedRow[] =>
  [...set.values()]
    .flat()
    .filter((row) => row.validFrom >= since && !hasEnded(row))
    .map((row) => kept(row, assignedOf(row)));

function synchronizeRole(
  role: AccountRole,
  warehouse: readonly AccountAssignment[],
  location: readonly AccountAssignment[],
  how: LocationSynchronization & { readonly since: BusinessDate },
): readonly SynchronizedRow[] {
  const { since } = how;
  const days = [...warehouse, ...location].map(({ validFrom }) => validFrom);
  const later = [...new Set(days)].filter((day) => day > since).toSorted();
  const rows: SynchronizedRow[] = [];
  // What holds at the location on the day before the one that is looked at, changes included.
  let held = assignedOf(rowOn(location, since));
  for (const validFrom of [since, ...later]) {
    const present = rowOn(location, validFrom);
    const own = present?.validFrom === validFrom ? present : undefined;
    if (own !== undefined) held = assignedOf(own);
    const wanted = assignedOf(rowOn(warehouse, validFrom));
    if (isToBeWritten(present, own, { held, wanted, how })) {
      const before = assignedOf(present);
      rows.push({ role, validFrom, before, after: wanted, outcome: outcomeOf(before, wanted) });
      held = wanted;
    } else if (own !== undefined && !hasEnded(own)) rows.push(kept(own, held));
  }
  return rows;
}

/** The row whose day has come last, also one that ends what was before it. */
const rowOn = (
  rows: readonly AccountAssignment[],
  day: BusinessDate,
): AccountAssignment | undefined => rows.find(({ validFrom }) => validFrom <= day);

function isToBeWritten(
  present: AccountAssignment | undefined,
  own: AccountAssignment | undefined,
  {
    held,
    wanted,
    how: { way, warehouse },
  }: {
    readonly held: Assigned | null;
    readonly wanted: Assigned | null;
    readonly how: LocationSynchronization;
  },
): boolean {
  if (way === 'end-copies')
    return (
      wanted === null && held !== null && present !== undefined && isCopyFrom(present, warehouse)
    );
  // A copy of another warehouse becomes one of this warehouse, so that it goes when this one does.
  const isForeign = wanted !== null && own?.provenance !== undefined && !isCopyFrom(own, warehouse);
  return isForeign || !isSame(held, wanted);
}

const isSame = (a: Assigned | null, b: Assigned | null): boolean =>
  a?.account === b?.account && a?.center === b?.center;

function outcomeOf(before: Assigned | null, after: Assigned | null): SynchronizedRow['outcome'] {
  // The end of a copy that was not there before is part of what is created.
  if (before === null) return 'created';
  return after === null ? 'ended' : 'overwritten';
}

const kept = ({ role, validFrom }: AccountAssignment, held: Assigned | null): SynchronizedRow => ({
  role,
  validFrom,
  before: held,
  after: held,
  outcome: 'kept',
});

/** Account and center of a row; null where there is none or it ends what was before. */
function assignedOf(row: AccountAssignment | undefined): Assigned | null {
  if (row === undefined || hasEnded(row)) return null;
  const { account, center } = row;
  return center === undefined ? { account } : { account, center };
}
