import { type AccountRole, parseBusinessDate } from '../../packages/core/src/index.ts';
import type {
  CompanySetup,
  LocationSetup,
  PlaceAssignment,
  RoleAccounts,
  SiteSetup,
} from '../../packages/server/src/application/configuration/company-setup.ts';
import { type ExampleChart, roleOf } from './example-chart.ts';
import { ExampleFault } from './example-fault.ts';
import {
  cellOf,
  cellsByHeading,
  named,
  type PageRow,
  type PageTable,
  refuseTwice,
  refuseUnknownHeadings,
} from './example-page.ts';

type Group = NonNullable<CompanySetup['groups']>[number];

/** What there is for accounts to be assigned at. */
export type Places = {
  readonly groups: readonly Group[];
  readonly sites: readonly SiteSetup[];
  readonly locations: readonly LocationSetup[];
};

/** The part of a setup in which accounts are assigned at places. */
export type AssignedAccounts = Required<Pick<CompanySetup, 'controls' | 'sites' | 'places'>>;

/** Reads the locations of sites. */
export function readLocations(
  table: PageTable | undefined,
  sites: readonly SiteSetup[],
): readonly LocationSetup[] {
  if (table === undefined) return [];
  const headings = ['location', 'site'];
  refuseUnknownHeadings(table, (one) => headings.includes(one), 'the table of locations');
  refuseTwice(table, ['site', 'location']);
  return table.rows.map((row) => {
    const site = cellOf(table, row, 'site');
    siteNamed(site, sites, row);
    return { code: named(table, row), site };
  });
}

const HEADINGS = ['role', 'inventory group', 'site', 'location', 'account', 'from'];

/** One row of the table: a role, a place and its account. */
type Assignment = {
  readonly role: AccountRole;
  readonly group: Group | undefined;
  readonly site: SiteSetup | undefined;
  readonly location: string | undefined;
  readonly account: string;
};

/**
 * Reads accounts at places: those of a group at a site, or at a location of it, those of a site for
 * all groups, and those of the company, of which the row names no place at all.
 *
 * @returns by the day from which they hold; under '' those that hold from ever
 */
export function readAssignments(
  table: PageTable | undefined,
  chart: ExampleChart,
  places: Places,
): ReadonlyMap<string, AssignedAccounts> {
  const days = new Map<string, Assignment[]>([['', []]]);
  if (table !== undefined) {
    refuseUnknownHeadings(table, (one) => HEADINGS.includes(one), 'the table of roles');
    refuseTwice(table, ['role', 'inventory group', 'site', 'location', 'from']);
    for (const row of table.rows) {
      const from = cellsByHeading(table, row).get('from') ?? '';
      if (from !== '' && parseBusinessDate(from) === undefined)
        throw new ExampleFault(row.line, `${from} is not a day`);
      days.set(from, [...(days.get(from) ?? []), readAssignment(table, row, chart, places)]);
    }
  }
  const sorted = [...days].toSorted(([one], [other]) => (one < other ? -1 : 1));
  return new Map(sorted.map(([day, rows]) => [day, assignedAccounts(rows)]));
}

function readAssignment(
  table: PageTable,
  row: PageRow,
  chart: ExampleChart,
  { groups, sites, locations }: Places,
): Assignment {
  const cells = cellsByHeading(table, row);
  const [inGroup, atSite, location] = ['inventory group', 'site', 'location'].map((heading) =>
    cells.get(heading),
  );
  const role = roleOf(table, row);
  const group = groups.find(({ description }) => description === inGroup);
  if (inGroup !== undefined && group === undefined)
    throw new ExampleFault(row.line, `there is no group ${inGroup}`);
  const site = atSite === undefined ? undefined : siteNamed(atSite, sites, row);
  if (group !== undefined && site === undefined)
    throw new ExampleFault(row.line, 'accounts of a group stand in the table of inventory groups');
  if (location !== undefined) {
    if (group === undefined)
      throw new ExampleFault(row.line, 'an account at a location is one of an inventory group');
    if (!locations.some((one) => one.site === atSite && one.code === location))
      throw new ExampleFault(row.line, `there is no location ${location} at ${atSite}`);
  }
  return { role, group, site, location, account: chart.account(table, row, role) };
}

function siteNamed(code: string, sites: readonly SiteSetup[], { line }: PageRow): SiteSetup {
  const site = sites.find((one) => one.code === code);
  if (site === undefined) throw new ExampleFault(line, `there is no site ${code}`);
  return site;
}

const assignedAccounts = (rows: readonly Assignment[]): AssignedAccounts => ({
  controls: accountsOf(rows.filter(({ site }) => site === undefined)),
  sites: rows.flatMap(({ group, site, role, account }) =>
    site === undefined || group !== undefined ? [] : [{ ...site, accounts: { [role]: account } }],
  ),
  places: rows.flatMap(({ group, site, location, role, account }): PlaceAssignment[] => {
    if (site === undefined || group === undefined) return [];
    const at = location === undefined ? {} : { location };
    return [{ group: group.number, site: site.code, ...at, accounts: { [role]: account } }];
  }),
});

const accountsOf = (rows: readonly Assignment[]): RoleAccounts =>
  Object.fromEntries(rows.map(({ role, account }) => [role, account]));
