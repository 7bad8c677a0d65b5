import type {
  CompanySetup,
  RoleAccounts,
} from '../../packages/server/src/application/configuration/company-setup.ts';

/** Accounts of the sample company's first group, with the names its chart gives them. */
const ACCOUNTS = [
  ['1300', 'Inventory', 'asset'],
  ['1310', 'Inventory, second group', 'asset'],
  ['1320', 'Inventory in transit', 'asset'],
  ['1330', 'Work in process', 'asset'],
  ['1340', 'Work in process in transit', 'asset'],
  ['1350', 'Assembly clearing', 'asset'],
  ['1390', 'Consignment', 'asset'],
  ['1490', 'Vendor returns', 'asset'],
  ['1495', 'Non-Inventory', 'asset'],
  ['1500', 'Tax on purchases', 'asset'],
  ['1600', 'Customers', 'asset'],
  ['2100', 'Suppliers', 'liability'],
  ['2150', 'Goods received not invoiced', 'liability'],
  ['2160', 'Landed cost not invoiced', 'liability'],
  ['2200', 'Tax on sales', 'liability'],
  ['2900', 'Intersite clearing', 'liability'],
  ['3000', 'Opening balances', 'equity'],
  ['4000', 'Sales', 'income'],
  ['4900', 'Rebate income', 'income'],
  ['5000', 'Cost of goods sold', 'expense'],
  ['5100', 'Purchases', 'expense'],
  ['5200', 'Purchase variance', 'expense'],
  ['5300', 'Freight in', 'expense'],
  ['5800', 'Adjustments', 'expense'],
  ['5801', 'Damage', 'expense'],
  ['5802', 'Lost', 'expense'],
  ['5850', 'Scrap', 'expense'],
  ['5860', 'Cost revaluation', 'expense'],
  ['5870', 'Transfer variance', 'expense'],
  ['5880', 'Assembly variance', 'expense'],
  ['5890', 'Labour taken up', 'expense'],
  ['5895', 'Cost of services recovered', 'expense'],
  ['5900', 'Count variance', 'expense'],
  ['6900', 'Rounding', 'expense'],
] as const;

const GROUP: RoleAccounts = {
  inventory: '1300',
  cogs: '5000',
  'count-variance': '5900',
  'inventory-adjustment': '5800',
  'purchase-variance': '5200',
  sales: '4000',
};

const CONTROLS: RoleAccounts = {
  'inventory-in-transit': '1320',
  wip: '1330',
  'wip-in-transit': '1340',
  grni: '2150',
  purchases: '5100',
  scrap: '5850',
  'cost-revalue': '5860',
  'tax-in': '1500',
  'tax-out': '2200',
  'customer-control': '1600',
  'supplier-control': '2100',
  'non-inventory': '1495',
  'vendor-return-inventory': '1490',
  'landed-cost-clearing': '2160',
  'freight-in': '5300',
  'rebate-income': '4900',
  'opening-equity': '3000',
  'intersite-clearing': '2900',
  rounding: '6900',
  'assembly-clearing': '1350',
  'assembly-variance': '5880',
  'conversion-cost': '5890',
  'cost-recovered': '5895',
};

/** A small company: a distribution centre, two offices and a lab; two groups; 2026 open. */
export function sampleSetup(company: Partial<CompanySetup['company']> = {}): CompanySetup {
  return {
    company: { code: 'sample', name: 'Sample', currency: 'EUR', center: '000', ...company },
    accounts: ACCOUNTS.map(([code, name, accountClass]) => ({ code, name, accountClass })),
    controls: CONTROLS,
    groups: [
      { number: 1, description: 'Frames', accounts: GROUP },
      { number: 2, description: 'Accessories', accounts: { ...GROUP, inventory: '1310' } },
    ],
    itemTypes: [
      { code: 'Frame', name: 'Frames', otcSale: true },
      { code: 'Accessory', name: 'Accessories', otcSale: true },
      { code: 'Lens', name: 'Lenses' },
    ],
    financialGroups: [{ code: 'Sun', name: 'Sunglasses', itemType: 'Frame' }],
    sites: [
      { code: 'DC', name: 'Distribution centre', kind: 'distribution-center', center: '010' },
      { code: 'O1', name: 'Office one', kind: 'office', center: '020' },
      { code: 'O2', name: 'Office two', kind: 'office' },
      { code: 'L', name: 'Lab', kind: 'lab', center: '030' },
    ],
    locations: [
      { site: 'DC', code: 'A-01' },
      { site: 'DC', code: 'CONS' },
    ],
    places: [{ group: 1, site: 'DC', location: 'CONS', accounts: { inventory: '1390' } }],
    reasons: [
      { code: 'Found', name: 'Found' },
      { code: 'Damage', name: 'Damage', account: '5801' },
    ],
    items: [
      { code: 'F1', name: 'Frame', group: 1, itemType: 'Frame' },
      {
        code: 'F2',
        name: 'Frame with a standard cost',
        group: 1,
        itemType: 'Frame',
        standardCost: '40',
      },
      { code: 'A1', name: 'Case', group: 2, itemType: 'Accessory' },
      { code: 'K1', name: 'Resin', group: 2, itemType: 'Accessory', quantityDecimals: 3 },
      { code: 'S1', name: 'Fitting', group: 2, itemClass: 'service' },
    ],
    types: 'default',
    modes: [{ type: 'adjustment', role: 'inventory-adjustment', mode: 'reason' }],
    periods: { first: '2026-01', last: '2026-12' },
  };
}
