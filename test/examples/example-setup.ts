import {
  type AccountRole,
  COSTING_METHODS,
  INVENTORY_ENTRY_TYPE,
  type IntegrationStatus,
  ITEM_CLASSES,
  type ItemClass,
  parseBusinessDate,
  SITE_KINDS,
} from '../../packages/core/src/index.ts';
import type {
  CompanySetup,
  ItemSetup,
  RoleAccounts,
  SiteSetup,
} from '../../packages/server/src/application/configuration/company-setup.ts';
import { ExampleChart } from './example-chart.ts';
import { ExampleFault } from './example-fault.ts';
import { classesNamed, readItemTypes, readReasons, readTypeAccounts } from './example-mapping.ts';
import {
  cellsByHeading,
  named,
  type PageRow,
  type PageSection,
  type PageTable,
  refuseUnknownHeadings,
} from './example-page.ts';
import {
  readConvertedOrders,
  readCustomers,
  readTaxTypes,
  readVendors,
} from './example-parties.ts';
import { type AssignedAccounts, readAssignments, readLocations } from './example-places.ts';
import { readPolicies } from './example-policies.ts';
import { roleInWords } from './role-words.ts';

/** The one site of an example that names none. */
const ONLY_SITE: SiteSetup = { code: 'MAIN', name: 'Main store', kind: 'store' };

type Company = CompanySetup['company'];

/** What an example says of its company. */
export type ExampleSetup = {
  readonly setup: CompanySetup;
  /** The setup, and after it one for every later day from which accounts are assigned. */
  readonly setups: readonly CompanySetup[];
  /** Changes of the costing method in the middle of the story, by their days. */
  readonly changes: readonly CompanySetup[];
  /** From which days on inventory is integrated, or is so no more. */
  readonly statuses: readonly IntegrationStatus[];
  readonly stockAccounts: readonly string[];
  readonly showsWhy: boolean;
};

/**
 * Reads the tables under Setup: groups with their accounts, and where the story needs them settings,
 * sites, locations, items and further accounts with what they are mapped to. What a story does not
 * say is usual: euro, average cost, stock below zero allowed, one site, whole units, every item of
 * the first group, the year 2026 open.
 *
 * @param itemsNamed the items of the transactions, for those no table describes
 */
export function readSetup(section: PageSection, itemsNamed: readonly string[]): ExampleSetup {
  const tables = tablesByFirstHeading(section);
  const groupTable = tables.get('inventory group');
  if (groupTable === undefined)
    throw new ExampleFault(section.line, 'Setup has no table of inventory groups');
  const chart = new ExampleChart();
  chart.nameAccounts(tables.get('account'));
  const groups = readGroups(groupTable, chart);
  const described = readItems(tables.get('item'), groups);
  const known = new Set(described.map(({ code }) => code));
  const others = itemsNamed.filter((code) => !known.has(code));
  if (others.length > 0 && groups.length > 1)
    throw new ExampleFault(section.line, `no table says which group ${others.join(', ')} is in`);
  const sites = readSites(tables.get('site'));
  const locations = readLocations(tables.get('location'), sites);
  const assigned = readAssignments(tables.get('role'), chart, { groups, sites, locations });
  const byItemType = readItemTypes(tables.get('item type'), chart);
  const byReason = readReasons(tables.get('reason'), chart);
  const byType = readTypeAccounts(tables.get('transaction type'), chart);
  const { company, showsWhy, integration } = readSettings(tables.get('setting'));
  const { controls = {}, places = [], sites: controlled = [] } = assigned.get('') ?? {};
  const setup: CompanySetup = {
    company,
    ...(integration === undefined ? {} : { integration }),
    accounts: chart.accounts(),
    controls,
    groups,
    ...classesNamed(described, byItemType.itemTypeAccounts ?? []),
    sites: [...sites, ...controlled],
    locations,
    places,
    ...byReason,
    ...byItemType,
    items: [...described, ...others.map((code) => ({ code, name: code, group: 1 }))],
    types: 'default',
    vendors: readVendors(tables.get('vendor')),
    customers: readCustomers(tables.get('customer')),
    taxTypes: readTaxTypes(tables.get('tax type')),
    convertedOrders: readConvertedOrders(tables.get('converted order')),
    policies: readPolicies(tables.get('policy'), groups),
    modes: [...(byItemType.modes ?? []), ...(byReason.modes ?? []), ...byType],
    periods: { first: '2026-01', last: '2026-12' },
  };
  return {
    setup,
    setups: [setup, ...laterSetups(company, assigned)],
    statuses: readStatuses(tables.get('integrated from')),
    changes: readChanges(tables.get('costs from'), company),
    stockAccounts: chart.stockAccounts(),
    showsWhy,
  };
}

const laterSetups = (
  company: Company,
  assigned: ReadonlyMap<string, AssignedAccounts>,
): readonly CompanySetup[] =>
  [...assigned].flatMap(([validFrom, accounts]) =>
    validFrom === '' ? [] : [{ company, validFrom, ...accounts }],
  );

const FIRST_HEADINGS = [
  'account',
  'costs from',
  'customer',
  'integrated from',
  'inventory group',
  'item',
  'item type',
  'location',
  'policy',
  'reason',
  'role',
  'setting',
  'site',
  'transaction type',
  'converted order',
  'tax type',
  'vendor',
];

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

function readGroups(table: PageTable, chart: ExampleChart): readonly Group[] {
  const known = (heading: string) =>
    heading === 'inventory group' || roleInWords(heading) !== undefined;
  refuseUnknownHeadings(table, known, 'the table of inventory groups');
  return table.rows.map((row, index) => {
    const accounts: Partial<Record<AccountRole, string>> = {};
    for (const [heading, account] of cellsByHeading(table, row)) {
      const role = roleInWords(heading);
      if (role === undefined) continue;
      accounts[role] = account;
      chart.enter(account, role, row.line);
    }
    return { number: index + 1, description: named(table, row), accounts };
  });
}

/** The settings of the company, and whether the journal says why. */
function readSettings(table: PageTable | undefined): {
  readonly company: Company;
  readonly showsWhy: boolean;
  readonly integration?: CompanySetup['integration'];
} {
  let integration: CompanySetup['integration'];
  let company: Company = { code: 'example', name: 'Example', currency: 'EUR' };
  let showsWhy = false;
  if (table === undefined) return { company, showsWhy };
  refuseUnknownHeadings(table, (one) => ['setting', 'value'].includes(one), 'the settings');
  for (const row of table.rows) {
    const read = readSetting(table, row);
    if (read === 'shows why') showsWhy = true;
    else if (read === 'not integrated') integration = { integrated: false };
    else company = { ...company, ...read };
  }
  return { company, showsWhy, ...(integration === undefined ? {} : { integration }) };
}

function readSetting(
  table: PageTable,
  row: PageRow,
): Partial<Company> | 'shows why' | 'not integrated' {
  const setting = named(table, row);
  const value = cellsByHeading(table, row).get('value') ?? '';
  const oneOf = <const Word extends string>(words: readonly Word[]): Word => {
    const word = words.find((candidate) => candidate === value);
    if (word !== undefined) return word;
    throw new ExampleFault(row.line, `${setting} is ${words.join(' or ')}, not ${value}`);
  };
  if (setting === 'currency') return { currency: value };
  if (setting === 'costing method') return { costingMethod: oneOf(COSTING_METHODS) };
  if (setting === 'negative stock') return { negativeStock: oneOf(['allow', 'forbid']) };
  if (setting === 'integration') return oneOf(['not integrated']);
  if (setting === 'journal shows') return `shows ${oneOf(['why'])}`;
  throw new ExampleFault(row.line, `there is no setting ${setting}`);
}

/** Other costing methods, each from a day on. */
function readChanges(table: PageTable | undefined, company: Company): readonly CompanySetup[] {
  if (table === undefined) return [];
  const headings = ['costs from', 'costing method'];
  refuseUnknownHeadings(table, (one) => headings.includes(one), 'the changes of the method');
  return table.rows.map((row) => {
    const value = cellsByHeading(table, row).get('costing method');
    const costingMethod = COSTING_METHODS.find((one) => one === value);
    if (costingMethod === undefined)
      throw new ExampleFault(row.line, `there is no costing method ${value}`);
    return { company: { ...company, costingMethod }, costsFrom: named(table, row) };
  });
}

/** Turns of the integration switch, each from a day on. */
function readStatuses(table: PageTable | undefined): readonly IntegrationStatus[] {
  if (table === undefined) return [];
  const headings = ['integrated from', 'integrated'];
  refuseUnknownHeadings(table, (one) => headings.includes(one), 'the turns of the switch');
  return table.rows.map((row) => {
    const from = parseBusinessDate(named(table, row));
    const value = cellsByHeading(table, row).get('integrated');
    if (from === undefined) throw new ExampleFault(row.line, `${named(table, row)} is no day`);
    if (value !== 'yes' && value !== 'no')
      throw new ExampleFault(row.line, `integrated is yes or no, not ${value}`);
    return { from, integrated: value === 'yes', entryType: INVENTORY_ENTRY_TYPE };
  });
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

const ITEM_HEADINGS = [
  'item',
  'name',
  'inventory group',
  'class',
  'item type',
  'financial group',
  'decimals',
  'standard cost',
];

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
    const itemType = cells.get('item type');
    const financialGroup = cells.get('financial group');
    const itemClass = itemClassOf(cells.get('class'), row);
    return {
      code,
      name: cells.get('name') ?? code,
      group: group.number,
      ...(itemClass === undefined ? {} : { itemClass }),
      ...(itemType === undefined ? {} : { itemType }),
      ...(financialGroup === undefined ? {} : { financialGroup }),
      ...(decimals === undefined ? {} : { quantityDecimals: Number(decimals) }),
      ...(standardCost === undefined ? {} : { standardCost }),
    };
  });
}

function itemClassOf(text: string | undefined, { line }: PageRow): ItemClass | undefined {
  const known = ITEM_CLASSES.find((one) => one === text);
  if (text !== undefined && known === undefined)
    throw new ExampleFault(line, `there is no class of items ${text}`);
  return known;
}
