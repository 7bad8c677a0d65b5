import type { AccountClass, AccountRole, CostingMethod, NegativeStock } from 'perpetua-core';
import type { CompanySetup, RoleAccounts } from './company-setup.ts';

/** What the setup assistant asks; everything else is a sound beginning that can be changed. */
export type StarterAnswers = {
  readonly code: string;
  readonly name: string;
  readonly currency: string;
  readonly costingMethod: CostingMethod;
  readonly negativeStock: NegativeStock;
  /** The year whose months are opened, such as 2026. */
  readonly year: string;
};

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

/**
 * A company that can post on its first day: a chart with an account for every role, one complete
 * group (`000.10`), one site, the months of a year, all transaction types with default mappings.
 */
export function starterSetup(answers: StarterAnswers): CompanySetup {
  const { code, name, currency, costingMethod, negativeStock, year } = answers;
  const accountsOf = (wanted: (role: string) => boolean): RoleAccounts =>
    Object.fromEntries(
      STARTER_CHART.flatMap(([account, , , role]) =>
        role !== '' && wanted(role) ? [[role, account]] : [],
      ),
    );
  return {
    company: { code, name, currency, costingMethod, negativeStock, center: '000' },
    accounts: STARTER_CHART.map(([account, title, accountClass]) => ({
      code: account,
      name: title,
      accountClass,
    })),
    controls: accountsOf((role) => !GROUP_ROLES.has(role) && !SITE_ROLES.has(role)),
    groups: [
      {
        number: 1,
        description: 'Merchandise',
        accounts: accountsOf((role) => GROUP_ROLES.has(role)),
      },
    ],
    itemTypes: [{ code: 'MERCH', name: 'Merchandise', otcSale: true }],
    sites: [{ code: 'MAIN', name: 'Main site', kind: 'warehouse', center: '010' }],
    places: [{ group: 1, site: 'MAIN', accounts: accountsOf((role) => SITE_ROLES.has(role)) }],
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
