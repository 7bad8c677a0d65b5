import {
  type AccountRole,
  COSTING_METHODS,
  roleDefinition,
  SITE_KINDS,
} from '../../packages/core/src/index.ts';
import type {
  CompanySetup,
  ItemSetup,
  RoleAccounts,
  SiteSetup,
} from '../../packages/server/src/application/company-setup.ts';
import { ExampleFault } from './example-fault.ts';
import {
  cellsByHeading,
  type PageRow,
  type PageSection,
  type PageTable,
  refuseUnknownHeadings,
} from './example-page.ts';
import { accountNameOf, roleInWords } from './role-words.ts';

/** The one site of an example that names none. */
const ONLY_SITE: SiteSetup = { code: 'MAIN', name: 'Main store', kind: 'store' };

type Company = CompanySetup['company'];
type Chart = Map<string, AccountRole>;

/**
 * Reads the tables under Setup: groups with their accounts, and where the story needs them settings
 * of the company, sites and items. What a story does not say is usual: euro, average cost, stock
 * below zero allowed, one site, whole units, every item of the first group, the year 2026 open.
 *
 * @param itemsNamed the items of the transactions, for those no table describes
 */
export function readSetup(section: PageSection, itemsNamed: readonly string[]): CompanySetup {
  const tables = tablesByFirstHeading(section);
  const groupTable = tables.get('inventory group');
  if (groupTable === undefined)
    throw new ExampleFault(section.line, 'Setup has no table of inventory groups');
  const chart: Chart = new Map();
  const groups = readGroups(groupTable, chart);
  const described = readItems(tables.get('item'), groups);
  const known = new Set(described.map(({ code }) => code));
  const others = itemsNamed.filter((code) => !known.has(code));
  if (others.length > 0 && groups.length > 1)
    throw new ExampleFault(section.line, `no table says which group ${others.join(', ')} is in`);
  return {
    company: readCompany(tables.get('setting')),
    accounts: [...chart].map(([code, role]) => ({
      code,
      name: accountNameOf(role),
      // Of the class only the statement matters here.
      accountClass: roleDefinition(role).statement === 'balance-sheet' ? 'asset' : 'expense',
    })),
    groups,
    sites: readSites(tables.get('site')),
    items: [...described, ...others.map((code) => ({ code, name: code, group: 1 }))],
    types: 'default',
    periods: { first: '2026-01', last: '2026-12' },
  };
}

const FIRST_HEADINGS = ['inventory group', 'setting', 'site', 'item'];

function tablesByFirstHeading({ tables, line }: PageSection): ReadonlyMap<string, PageTable> {
  const found = new Map<string, PageTable>();
  for (const table of tables) {
    const [heading = ''] = table.headings;
    if (!FIRST_HEADINGS.includes(heading))
      throw new ExampleFault(table.first, `a table of ${heading} is not read`);
    if (found.has(heading))
      throw new ExampleFault(table.first, `there are two tables of ${heading}`);
    found.set(heading, table);
  }
  if (found.size === 0) throw new ExampleFault(line, 'Setup has no table');
  return found;
}

type Group = {
  readonly number: number;
  readonly description: string;
  readonly accounts: RoleAccounts;
};

function readGroups(table: PageTable, chart: Chart): readonly Group[] {
  const known = (heading: string) =>
    heading === 'inventory group' || roleInWords(heading) !== undefined;
  refuseUnknownHeadings(table, known, 'the table of inventory groups');
  return table.rows.map((row, index) => {
    const accounts: Partial<Record<AccountRole, string>> = {};
    for (const [heading, account] of cellsByHeading(table, row)) {
      const role = roleInWords(heading);
      if (role === undefined) continue;
      accounts[role] = account;
      enterInChart(chart, account, role, row.line);
    }
    return { number: index + 1, description: named(table, row), accounts };
  });
}

/** An account has one name, so it stands for one role. */
function enterInChart(chart: Chart, account: string, role: AccountRole, line: number): void {
  const before = chart.get(account);
  if (before !== undefined && before !== role)
    throw new ExampleFault(line, `account ${account} stands for two things`);
  chart.set(account, role);
}

function readCompany(table: PageTable | undefined): Company {
  let company: Company = { code: 'example', name: 'Example', currency: 'EUR' };
  if (table === undefined) return company;
  refuseUnknownHeadings(table, (one) => ['setting', 'value'].includes(one), 'the settings');
  for (const row of table.rows) company = { ...company, ...readSetting(table, row) };
  return company;
}

function readSetting(table: PageTable, row: PageRow): Partial<Company> {
  const setting = named(table, row);
  const value = cellsByHeading(table, row).get('value') ?? '';
  const oneOf = <Word extends string>(words: readonly Word[]): Word => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    throw new ExampleFault(row.line, `${setting} is ${words.join(' or ')}, not ${value}`);
  };
  if (setting === 'currency') return { currency: value };
  if (setting === 'costing method') return { costingMethod: oneOf(COSTING_METHODS) };
  if (setting === 'negative stock') return { negativeStock: oneOf(['allow', 'forbid']) };
  throw new ExampleFault(row.line, `there is no setting ${setting}`);
}

function readSites(table: PageTable | undefined): readonly SiteSetup[] {
  if (table === undefined) return [ONLY_SITE];
  const headings = ['site', 'name', 'kind'];
  refuseUnknownHeadings(table, (one) => headings.includes(one), 'the table of sites');
  return table.rows.map((row) => {
    const cells = cellsByHeading(table, row);
    const code = named(table, row);
    const kind = cells.get('kind') ?? ONLY_SITE.kind;
    const known = SITE_KINDS.find((one) => one === kind);
    if (known === undefined) throw new ExampleFault(row.line, `there is no kind of site ${kind}`);
    return { code, name: cells.get('name') ?? code, kind: known };
  });
}

const ITEM_HEADINGS = ['item', 'name', 'inventory group', 'decimals', 'standard cost'];

function readItems(table: PageTable | undefined, groups: readonly Group[]): readonly ItemSetup[] {
  if (table === undefined) return [];
  refuseUnknownHeadings(table, (one) => ITEM_HEADINGS.includes(one), 'the table of items');
  return table.rows.map((row) => {
    const cells = cellsByHeading(table, row);
    const code = named(table, row);
    const inGroup = cells.get('inventory group') ?? groups[0]?.description;
    const group = groups.find(({ description }) => description === inGroup);
    if (group === undefined) throw new ExampleFault(row.line, `there is no group ${inGroup}`);
    const decimals = cells.get('decimals');
    const standardCost = cells.get('standard cost');
    return {
      code,
      name: cells.get('name') ?? code,
      group: group.number,
      ...(decimals === undefined ? {} : { quantityDecimals: Number(decimals) }),
      ...(standardCost === undefined ? {} : { standardCost }),
    };
  });
}

/** The first cell of a row, which names what the row is about. */
function named({ headings: [heading = ''] }: PageTable, { line, cells: [cell = ''] }: PageRow) {
  if (cell === '') throw new ExampleFault(line, `the row names no ${heading}`);
  return cell;
}
