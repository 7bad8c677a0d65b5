import type {
  AccountClass,
  AccountRole,
  CostingMethod,
  EntryType,
  NegativeStock,
  SiteKind,
} from 'perpetua-core';
import type { CompanySetup, GroupSetup, RoleAccounts } from './company-setup.ts';

/** What the setup assistant asks; everything else is a sound beginning that can be changed. */
export type StarterAnswers = {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly costingMethod: CostingMethod;
  readonly negativeStock: NegativeStock;
  /** The year whose months are opened, such as 2026. */
  readonly year: string;
  readonly integrated: boolean;
  /** Under which its journals are filed; only where inventory is integrated (`000.31`). */
  readonly entryType?: EntryType | undefined;
  readonly groups: readonly StarterGroup[];
  /** Whether a further group of goods has accounts of its own, or those of the first one (`000.14`). */
  readonly groupAccounts: GroupAccounts;
  /** What groups of services show of their cost (`000.54`). */
  readonly serviceCost: ServiceCost;
  readonly sites: readonly StarterSite[];
};

type StarterGroup = {
  readonly description: string;
  /** Of services alone; else of goods. */
  readonly services: boolean;
};

export type StarterSite = {
  readonly code: string;
  readonly name: string;
  readonly kind: SiteKind;
};

export const GROUP_ACCOUNTS = ['shared', 'own'] as const;
export type GroupAccounts = (typeof GROUP_ACCOUNTS)[number];

export const SERVICE_COSTS = ['hidden', 'shown'] as const;
export type ServiceCost = (typeof SERVICE_COSTS)[number];

/** What is taken where nothing is answered: integrated, one group, one site (`000.09`, `000.24`). */
export const USUAL_ANSWERS = {
  currency: 'EUR',
  costingMethod: 'moving-average',
  negativeStock: 'allow',
  integrated: true,
  groups: [{ description: 'Merchandise', services: false }],
  groupAccounts: 'shared',
  serviceCost: 'hidden',
  sites: [{ code: 'MAIN', name: 'Main site', kind: 'warehouse' }],
} as const satisfies Omit<StarterAnswers, 'code' | 'name' | 'year' | 'entryType'>;

/** Groups of the starter setup: as many as have numbers between two accounts of its chart. */
export const MOST_STARTER_GROUPS = 9;

type Row = readonly [
  account: string,
  name: string,
  accountClass: AccountClass,
  role: AccountRole | '',
];

/** A chart with an account for every role, so that no role is without one on the first day. */
// biome-ignore format: a table reads as a table
const STARTER_CHART: readonly Row[] = [
  ['1200', 'Customers',                    'asset',     'customer-control'],
  ['1300', 'Inventory',                    'asset',     'inventory'],
  ['1310', 'Inventory in transit',         'asset',     'inventory-in-transit'],
  ['1320', 'Work in process',              'asset',     'wip'],
  ['1330', 'Work in process in transit',   'asset',     'wip-in-transit'],
  ['1335', 'Assembly clearing',            'asset',     'assembly-clearing'],
  ['1340', 'Vendor return inventory',      'asset',     'vendor-return-inventory'],
  ['1350', 'Consigned inventory',          'asset',     'consigned-inventory'],
  ['1490', 'Non-Inventory',                'asset',     'non-inventory'],
  ['1500', 'Tax on purchases',             'asset',     'tax-in'],
  ['2100', 'Suppliers',                    'liability', 'supplier-control'],
  ['2150', 'Goods received not invoiced',  'liability', 'grni'],
  ['2160', 'Landed cost not invoiced',     'liability', 'landed-cost-clearing'],
  ['2200', 'Tax on sales',                 'liability', 'tax-out'],
  ['2350', 'Consignment offset',           'liability', 'consigned-offset'],
  ['2900', 'Clearing between sites',       'liability', 'intersite-clearing'],
  ['3000', 'Opening balances',             'equity',    'opening-equity'],
  ['4000', 'Sales',                        'income',    'sales'],
  ['4900', 'Rebate income',                'income',    'rebate-income'],
  ['5000', 'Cost of goods sold',           'expense',   'cogs'],
  ['5100', 'Purchases',                    'expense',   'purchases'],
  ['5200', 'Purchase variance',            'expense',   'purchase-variance'],
  ['5300', 'Freight in',                   'expense',   'freight-in'],
  ['5800', 'Inventory adjustments',        'expense',   'inventory-adjustment'],
  ['5810', 'Scrap',                        'expense',   'scrap'],
  ['5820', 'Cost revaluation',             'expense',   'cost-revalue'],
  ['5830', 'Transfer variance',            'expense',   'transfer-variance'],
  ['5840', 'Assembly variance',            'expense',   'assembly-variance'],
  ['5850', 'Conversion cost taken up',     'expense',   'conversion-cost'],
  ['5860', 'Cost of services recovered',   'expense',   'cost-recovered'],
  ['5900', 'Count variance',               'expense',   'count-variance'],
  ['6800', 'Exchange differences',         'expense',   'exchange-difference'],
  ['6900', 'Rounding',                     'expense',   'rounding'],
];

/** Roles a group carries itself; the others stand in the company's control table. */
const GROUP_ROLES: ReadonlySet<string> = new Set<AccountRole>([
  'inventory',
  'cogs',
  'sales',
  'count-variance',
  'inventory-adjustment',
  'purchase-variance',
  'purchases',
]);

/** Types whose adjustment account is chosen by the reason (`003.34`, `Q-30`). */
const BY_REASON = [
  'adjustment',
  'lost-in-transit',
  'transfer-lost',
  'manual-receipt-write-off',
  'assembly-scrap',
] as const;

/** Roles that are assigned per group and site only. */
const SITE_ROLES: ReadonlySet<string> = new Set<AccountRole>(['transfer-variance']);

/** Roles on which a group of goods with accounts of its own has them. */
const OWN_ROLES: readonly AccountRole[] = ['inventory', 'cogs', 'sales'];

/** Roles on which a group of services has accounts of its own: it sells something else than goods. */
const SERVICE_ROLES: readonly AccountRole[] = ['cogs', 'sales'];

/** Where the other side of the cost of services is shown (`000.54`, costing 5.11). */
const SERVICE_COST_RECOVERED = ['5390', 'Service cost recovered', 'expense'] as const;

/**
 * A company that can post on its first day: a chart with an account for every role, complete groups
 * (`000.10`), sites, the months of a year, all transaction types with default mappings.
 */
export function starterSetup(answers: StarterAnswers): CompanySetup {
  const { code, name, currency, costingMethod, negativeStock, year, sites } = answers;
  const accountsOf = (wanted: (role: string) => boolean): RoleAccounts =>
    Object.fromEntries(
      STARTER_CHART.flatMap(([account, , , role]) =>
        role !== '' && wanted(role) ? [[role, account]] : [],
      ),
    );
  const { accounts, groups } = groupsOf(
    answers,
    accountsOf((role) => GROUP_ROLES.has(role)),
  );
  const bySite = accountsOf((role) => SITE_ROLES.has(role));
  return {
    company: { code, name, currency, costingMethod, negativeStock, center: '000' },
    integration: integrationOf(answers),
    accounts: [
      ...STARTER_CHART.map(([account, title, accountClass]) => ({
        code: account,
        name: title,
        accountClass,
      })),
      ...accounts,
    ],
    controls: accountsOf((role) => !GROUP_ROLES.has(role) && !SITE_ROLES.has(role)),
    groups,
    itemTypes: [{ code: 'MERCH', name: 'Merchandise', otcSale: true }],
    sites: sites.map((site, index) => ({ ...site, center: centerOf(index) })),
    places: groups.flatMap(({ number: group }) =>
      sites.map((site) => ({ group, site: site.code, accounts: bySite })),
    ),
    reasons: [
      { code: 'FOUND', name: 'Found' },
      { code: 'DAMAGE', name: 'Damage' },
    ],
    types: 'default',
    modes: BY_REASON.map((type) => ({
      type,
      role: 'inventory-adjustment',
      mode: 'reason' as const,
    })),
    periods: { first: `${year}-01`, last: `${year}-12` },
  };
}

/** Centers of sites, such as 010 and 020: there is room between them. */
const centerOf = (index: number): string => String((index + 1) * 10).padStart(3, '0');

const integrationOf = ({ integrated, entryType }: StarterAnswers) =>
  entryType === undefined ? { integrated } : { integrated, entryType };

type OwnAccount = NonNullable<CompanySetup['accounts']>[number];

/** The groups, and the accounts they have beside those of the chart. */
function groupsOf(
  { groups, groupAccounts, serviceCost }: StarterAnswers,
  shared: RoleAccounts,
): { readonly accounts: readonly OwnAccount[]; readonly groups: readonly GroupSetup[] } {
  const accounts = new Map<string, OwnAccount>();
  const own = (role: AccountRole, index: number, description: string): string => {
    const row = STARTER_CHART.find(([, , , known]) => known === role);
    const [base = '', title = '', accountClass = 'asset'] = row ?? [];
    const code = String(Number(base) + index);
    if (index > 0) accounts.set(code, { code, name: `${title}, ${description}`, accountClass });
    return code;
  };
  const made = groups.map(({ description, services }, index): GroupSetup => {
    const usual = services ? SERVICE_ROLES : OWN_ROLES;
    const roles = services || groupAccounts === 'own' ? usual : [];
    const its = Object.fromEntries(roles.map((role) => [role, own(role, index, description)]));
    const all = { ...shared, ...its };
    const number = index + 1;
    if (!services) return { number, description, accounts: all };
    const [code, name, accountClass] = SERVICE_COST_RECOVERED;
    if (serviceCost === 'shown') accounts.set(code, { code, name, accountClass });
    const inventory = serviceCost === 'shown' ? code : (all.cogs ?? '');
    return { number, description, services, accounts: { ...all, inventory } };
  });
  return { accounts: [...accounts.values()], groups: made };
}
