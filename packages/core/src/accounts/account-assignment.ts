import type { BusinessDate } from '../primitives/business-date.ts';
import type { AccountRole } from './account-role.ts';

/**
 * For this role, at this place, this account, from this day on.
 *
 * Blank parts widen the place: group, site and location (`PL_SITE_LOC`), group and site
 * (`PL_SITE`), group (`GROUP`), site alone (`SITE_CTL`), nothing (`COMPANY_CTL`). Rows are
 * never changed: a later version of the same key and day replaces an earlier one, and a row
 * without an account ends the assignment.
 */
export type AccountAssignment = {
  readonly role: AccountRole;
  readonly group: number | null;
  readonly site: string;
  readonly location: string;
  readonly validFrom: BusinessDate;
  /** Null where the row names a center alone, or ends the assignment. */
  readonly account: string | null;
  /** A center in place of the site's or the company's, whichever account is found (`002.41`). */
  readonly center?: string;
  /** Configuration version in which the row was written. */
  readonly version: number;
  /** Where a copied row came from, for example a warehouse synchronization (`002.14`). */
  readonly provenance?: string;
};

/** The place an assignment is for, as one text. */
export function assignmentKey(
  role: AccountRole,
  group: number | null,
  site: string,
  location: string,
): string {
  return `${role}\n${group ?? ''}\n${site}\n${location}`;
}

/** Assignments by place, each list newest first. */
export type AssignmentIndex = ReadonlyMap<string, readonly AccountAssignment[]>;

/** Orders assignments so that the one in force on a day is the first whose day has come. */
export function indexAssignments(rows: readonly AccountAssignment[]): AssignmentIndex {
  const index = new Map<string, AccountAssignment[]>();
  for (const row of rows) {
    const key = assignmentKey(row.role, row.group, row.site, row.location);
    const list = index.get(key);
    if (list === undefined) index.set(key, [row]);
    else list.push(row);
  }
  for (const list of index.values()) list.sort(newestFirst);
  return index;
}

function newestFirst(a: AccountAssignment, b: AccountAssignment): number {
  if (a.validFrom !== b.validFrom) return a.validFrom > b.validFrom ? -1 : 1;
  return b.version - a.version;
}

/** The row in force on a day; undefined when there is none or it was ended. */
export function assignmentOn(
  index: AssignmentIndex,
  key: string,
  date: BusinessDate,
): AccountAssignment | undefined {
  const row = index.get(key)?.find((candidate) => candidate.validFrom <= date);
  return row === undefined || hasEnded(row) ? undefined : row;
}

/** Whether a row says nothing but that the assignment before it is over. */
export const hasEnded = ({ account, center }: AccountAssignment): boolean =>
  account === null && center === undefined;
