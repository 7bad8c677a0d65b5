import fc from 'fast-check';
import { expect, test } from 'vitest';
import { assignment, day } from '../testing/sample-books.ts';
import { type AccountAssignment, assignmentOn, indexAssignments } from './account-assignment.ts';
import type { AccountRole } from './account-role.ts';
import {
  type AssignmentSet,
  isCopyFrom,
  isInForce,
  provenanceOf,
  type SynchronizedRow,
  setAt,
  synchronizeSet,
} from './account-synchronization.ts';

const PLACE = { group: 12, site: 'S1', location: 'L' };
const FIRST = '1900-01-01';

/** A row as a test writes it: `1350`, from ever, of inventory. */
type Written = {
  readonly account: string | null;
  readonly from?: string;
  readonly role?: AccountRole;
  readonly center?: string;
  readonly provenance?: string;
};

const setOf = (...rows: readonly Written[]): AssignmentSet =>
  setAt(
    indexAssignments(
      rows.map(({ account, from = FIRST, role = 'inventory', ...rest }) => ({
        ...assignment(role, account, { ...PLACE, validFrom: day(from) }),
        ...rest,
      })),
    ),
    12,
    'S1',
    'L',
  );

const shown = (rows: readonly SynchronizedRow[]) =>
  rows.map(
    ({ role, validFrom, before, after, outcome }) =>
      `${role} ${validFrom} ${before?.account ?? 'none'} → ${after?.account ?? 'none'} ${outcome}`,
  );

const copied = (account: string, origin: 'full' | 'partial' | 'manual' = 'full') => ({
  account,
  provenance: provenanceOf(origin, 'W'),
});

const FULL = { way: 'overwrite', warehouse: 'W' } as const;
const PARTIAL = { way: 'fill', warehouse: 'W' } as const;
const END = { way: 'end-copies', warehouse: 'W' } as const;

test('002.16 002.24 overwriting makes the set of the warehouse: rows are created, overwritten, ended', () => {
  const warehouse = setOf({ account: '1350' }, { account: '5900', role: 'count-variance' });
  const location = setOf({ account: '1360' }, { account: '5850', role: 'scrap' });
  expect(shown(synchronizeSet(warehouse, location, FULL))).toEqual([
    `inventory ${FIRST} 1360 → 1350 overwritten`,
    `count-variance ${FIRST} none → 5900 created`,
    `scrap ${FIRST} 5850 → none ended`,
  ]);
  expect(shown(synchronizeSet(warehouse, warehouse, FULL))).toEqual([
    `inventory ${FIRST} 1350 → 1350 kept`,
    `count-variance ${FIRST} 5900 → 5900 kept`,
  ]);
});

test('002.25 every day of the warehouse is a day of the location, and days of its own follow', () => {
  const warehouse = setOf(
    { account: '1350' },
    { account: '1355', from: '2026-04-01' },
    { account: null, from: '2026-10-01' },
  );
  const location = setOf(
    { account: '1360', from: '2026-02-01' },
    { account: '1370', from: '2026-11-01' },
  );
  expect(shown(synchronizeSet(warehouse, location, FULL))).toEqual([
    `inventory ${FIRST} none → 1350 created`,
    'inventory 2026-02-01 1360 → 1350 overwritten',
    'inventory 2026-04-01 1360 → 1355 overwritten',
    'inventory 2026-10-01 1360 → none ended',
    'inventory 2026-11-01 1370 → none ended',
  ]);
});

test('002.41 a center is copied with its account, and alone', () => {
  const warehouse = setOf({ account: null, center: '777' });
  const [row] = synchronizeSet(warehouse, setOf({ account: null, center: '010' }), FULL);
  expect(row).toMatchObject({ outcome: 'overwritten', after: { account: null, center: '777' } });
});

test('002.27 a set is spared as a whole, whatever it lacks', () => {
  const warehouse = setOf({ account: '1350' }, { account: '5900', role: 'count-variance' });
  expect(
    shown(synchronizeSet(warehouse, setOf({ account: '5850', role: 'scrap' }), PARTIAL)),
  ).toEqual([`scrap ${FIRST} 5850 → 5850 kept`]);
  expect(shown(synchronizeSet(warehouse, setOf(), PARTIAL))).toEqual([
    `inventory ${FIRST} none → 1350 created`,
    `count-variance ${FIRST} none → 5900 created`,
  ]);
});

test('002.26 where a set has ended the copy begins on that day; what was before stays', () => {
  const ended = setOf({ account: '1360' }, { account: null, from: '2026-03-01' });
  expect(shown(synchronizeSet(setOf({ account: '1350' }), ended, PARTIAL))).toEqual([
    'inventory 2026-03-01 none → 1350 created',
  ]);
});

test('rows before the day on which a synchronization begins are left alone', () => {
  const how = { ...FULL, since: day('2026-07-01') };
  expect(
    shown(synchronizeSet(setOf({ account: '1350' }), setOf({ account: '1360' }), how)),
  ).toEqual(['inventory 2026-07-01 1360 → 1350 overwritten']);
});

test('002.38 copies of the warehouse end, by whatever they were made; rows of another origin stay', () => {
  const gone = setOf({ account: null });
  for (const origin of ['full', 'partial', 'manual'] as const) {
    expect(shown(synchronizeSet(gone, setOf(copied('1350', origin)), END))).toEqual([
      `inventory ${FIRST} 1350 → none ended`,
    ]);
  }
  const elsewhere = { account: '1350', provenance: provenanceOf('full', 'V') };
  for (const own of [{ account: '1350' }, elsewhere]) {
    expect(shown(synchronizeSet(gone, setOf(own), END))).toEqual([
      `inventory ${FIRST} 1350 → 1350 kept`,
    ]);
  }
  const later = setOf({ account: '1350' }, { account: null, from: '2026-05-01' });
  expect(shown(synchronizeSet(later, setOf(copied('1350')), END))).toEqual([
    `inventory ${FIRST} 1350 → 1350 kept`,
    'inventory 2026-05-01 1350 → none ended',
  ]);
});

test('Q-10 a copy of another warehouse becomes one of this one, even where the account is the same', () => {
  const brought = setOf({ account: '1350', provenance: provenanceOf('full', 'V') });
  expect(shown(synchronizeSet(setOf({ account: '1350' }), brought, FULL))).toEqual([
    `inventory ${FIRST} 1350 → 1350 overwritten`,
  ]);
  expect(isCopyFrom({ provenance: provenanceOf('partial', 'V') }, 'W')).toBe(false);
});

test('a set is in force on a day while a row of it is, or a later one will be', () => {
  const set = setOf({ account: '1350', from: '2026-02-01' }, { account: null, from: '2026-04-01' });
  expect(isInForce(set, day('2026-01-01'))).toBe(true);
  expect(isInForce(set, day('2026-03-31'))).toBe(true);
  expect(isInForce(set, day('2026-04-01'))).toBe(false);
  expect(isInForce(setOf(), day(FIRST))).toBe(false);
});

const DAYS = [FIRST, '2026-02-01', '2026-05-01', '2026-08-01', '2026-11-01'];
const ROLES = ['inventory', 'scrap', 'cost-revalue', 'count-variance'] as const;

const anySet = fc
  .uniqueArray(
    fc.record({
      role: fc.constantFrom(...ROLES),
      from: fc.constantFrom(...DAYS),
      account: fc.constantFrom('1350', '1360', null),
      provenance: fc.constantFrom(undefined, provenanceOf('full', 'W'), provenanceOf('full', 'V')),
    }),
    { selector: ({ role, from }) => `${role} ${from}` },
  )
  .map((rows) =>
    rows.map(({ provenance, ...row }) => (provenance === undefined ? row : { ...row, provenance })),
  );

/** The set of a location after the rows that a synchronization changes are written. */
function afterwards(location: AssignmentSet, rows: readonly SynchronizedRow[]): AssignmentSet {
  const written = rows
    .filter(({ outcome }) => outcome !== 'kept')
    .map(
      ({ role, validFrom, after }): AccountAssignment => ({
        ...assignment(role, after?.account ?? null, { ...PLACE, validFrom }),
        version: 2,
        provenance: provenanceOf('full', 'W'),
      }),
    );
  return setAt(indexAssignments([...[...location.values()].flat(), ...written]), 12, 'S1', 'L');
}

const accountOn = (set: AssignmentSet, role: AccountRole, date: string): string =>
  assignmentOn(new Map([['', set.get(role) ?? []]]), '', day(date))?.account ?? 'none';

const everywhere = (set: AssignmentSet, dates: readonly string[]) =>
  ROLES.flatMap((role) => dates.map((date) => `${role} ${date} ${accountOn(set, role, date)}`));

test('002.25 002.35 of any two sets: overwritten, both say the same from that day on; again, nothing changes', () => {
  fc.assert(
    fc.property(anySet, anySet, fc.constantFrom(...DAYS), (warehouseRows, locationRows, since) => {
      const [warehouse, location] = [setOf(...warehouseRows), setOf(...locationRows)];
      const how = { ...FULL, since: day(since) };
      const after = afterwards(location, synchronizeSet(warehouse, location, how));
      const [earlier, later] = [
        DAYS.filter((date) => date < since),
        DAYS.filter((date) => date >= since),
      ];
      expect(everywhere(after, later)).toEqual(everywhere(warehouse, later));
      expect(everywhere(after, earlier)).toEqual(everywhere(location, earlier));
      const again = synchronizeSet(warehouse, after, how);
      expect(again.filter(({ outcome }) => outcome !== 'kept')).toEqual([]);
    }),
  );
});

test('002.27 002.35 of any two sets: filled in, nothing that was in force is otherwise; again, nothing changes', () => {
  fc.assert(
    fc.property(anySet, anySet, (warehouseRows, locationRows) => {
      const [warehouse, location] = [setOf(...warehouseRows), setOf(...locationRows)];
      const rows = synchronizeSet(warehouse, location, PARTIAL);
      expect(rows.filter(({ outcome }) => outcome !== 'kept' && outcome !== 'created')).toEqual([]);
      const after = afterwards(location, rows);
      const inForce = everywhere(location, DAYS).filter((one) => !one.endsWith('none'));
      expect(everywhere(after, DAYS)).toEqual(expect.arrayContaining(inForce));
      const again = synchronizeSet(warehouse, after, PARTIAL);
      expect(again.filter(({ outcome }) => outcome !== 'kept')).toEqual([]);
    }),
  );
});
