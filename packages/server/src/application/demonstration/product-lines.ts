import type {
  CompanySetup,
  ItemTypeAccount,
  ModeSetup,
  RoleAccounts,
} from '../configuration/company-setup.ts';

/** What the company deals in. Each line is one inventory group. */
export type LineName =
  | 'frames'
  | 'designer-frames'
  | 'sunglasses'
  | 'contact-lenses'
  | 'lenses'
  | 'accessories'
  | 'care'
  | 'instruments'
  | 'parts';

/** How a line is classified and kept. */
export type ProductLine = {
  readonly name: LineName;
  readonly group: number;
  readonly itemType: string;
  readonly financialGroup?: string;
  /** Number of items in the catalogue. */
  readonly size: number;
  readonly prefix: string;
  readonly hasStandardCost: boolean;
  /** Aisle of the distribution centre. */
  readonly aisle: string;
  /** Purchase orders are rounded up to whole packs. */
  readonly pack: number;
};

type Row = readonly [
  name: LineName,
  group: number,
  itemType: string,
  financialGroup: string,
  size: number,
  prefix: string,
  standard: 'standard' | '',
  aisle: string,
  pack: number,
];

// biome-ignore format: a table reads as a table
const ROWS: readonly Row[] = [
  // line              group item type       financial   size code  standard    aisle pack
  ['frames',           1,    'Frame',        '',         90,  'FR', 'standard', 'A',  5],
  ['designer-frames',  2,    'Frame',        'Designer', 45,  'DF', '',         'B',  2],
  ['sunglasses',       3,    'Frame',        'Sun',      40,  'SG', 'standard', 'C',  5],
  ['contact-lenses',   4,    'Contact lens', '',         60,  'CL', 'standard', 'D',  10],
  ['lenses',           5,    'Lens',         '',         60,  'OL', 'standard', 'E',  10],
  ['accessories',      6,    'Accessory',    '',         40,  'AC', '',         'F',  10],
  ['care',             7,    'Misc',         '',         25,  'CS', '',         'G',  12],
  ['instruments',      8,    'Instrument',   '',         25,  'IN', '',         'H',  1],
  ['parts',            9,    'Instrument',   'Parts',    15,  'SP', '',         'J',  2],
];

/** The lines in the order of their groups. */
export const PRODUCT_LINES: readonly ProductLine[] = ROWS.map(
  ([name, group, itemType, financialGroup, size, prefix, standard, aisle, pack]) => ({
    name,
    group,
    itemType,
    ...(financialGroup === '' ? {} : { financialGroup }),
    size,
    prefix,
    hasStandardCost: standard === 'standard',
    aisle,
    pack,
  }),
);

/** Item types; what a shop keeps on its counter is sold without an order. */
export const ITEM_TYPES: NonNullable<CompanySetup['itemTypes']> = [
  { code: 'Frame', name: 'Frames and sunglasses' },
  { code: 'Contact lens', name: 'Contact lenses' },
  { code: 'Lens', name: 'Ophthalmic lenses' },
  { code: 'Accessory', name: 'Cases, chains and cloths', otcSale: true },
  { code: 'Misc', name: 'Lens care and cleaning supplies', otcSale: true },
  { code: 'Instrument', name: 'Instruments and their parts' },
];

/** Financial groups, each of one item type. */
export const FINANCIAL_GROUPS: NonNullable<CompanySetup['financialGroups']> = [
  { code: 'Designer', name: 'Designer frames under licence', itemType: 'Frame' },
  { code: 'Sun', name: 'Sunglasses', itemType: 'Frame' },
  { code: 'Parts', name: 'Spare parts of instruments', itemType: 'Instrument' },
];

/** Services and consumables: in the catalogue, never in stock. */
export const SERVICES_GROUP = 10;

type GroupRow = readonly [
  number: number,
  description: string,
  inventory: string,
  transit: string,
  cogs: string,
  grni: string,
  variance: string,
  sales: string,
];

// biome-ignore format: a table reads as a table
const GROUP_ROWS: readonly GroupRow[] = [
  // no description                           stock   transit cogs    grni    variance sales
  [1,  'Frames',                              '1200', '1280', '5000', '2150', '5110', '4000'],
  [2,  'Designer frames (royalty)',           '1205', '1280', '5005', '2150', '5110', '4005'],
  [3,  'Sunglasses',                          '1210', '1280', '5010', '2150', '5110', '4010'],
  [4,  'Contact lenses',                      '1215', '1280', '5015', '2150', '5110', '4015'],
  [5,  'Ophthalmic lenses',                   '1220', '1280', '5020', '2150', '5110', '4020'],
  [6,  'Accessories',                         '1225', '1280', '5025', '2150', '5110', '4025'],
  [7,  'Lens care and cleaning supplies',     '1230', '1280', '5030', '2150', '5110', '4025'],
  [8,  'Ophthalmic instruments',              '1235', '1285', '5035', '2155', '5115', '4035'],
  [9,  'Instrument spare parts',              '1240', '1285', '5035', '2155', '5115', '4035'],
];

const STOCK_GROUPS = GROUP_ROWS.map(
  ([number, description, inventory, transit, cogs, grni, variance, sales]) => {
    const accounts: RoleAccounts = {
      inventory,
      'inventory-in-transit': transit,
      wip: '1290',
      'wip-in-transit': '1295',
      cogs,
      grni,
      purchases: '5100',
      'purchase-variance': variance,
      'count-variance': '5250',
      'inventory-adjustment': '5200',
      'cost-revalue': '5280',
      sales,
    };
    return { number, description, accounts };
  },
);

/** The inventory groups: those that hold stock with the full set of accounts, some of them shared. */
export const GROUPS: NonNullable<CompanySetup['groups']> = [
  ...STOCK_GROUPS,
  {
    number: SERVICES_GROUP,
    description: 'Services and consumables',
    accounts: { cogs: '5070', sales: '4070' },
  },
];

/**
 * Cost of sales follows the item type rather than the group (`003.28`), with exceptions by
 * financial group, so that designer frames carry their royalty margin on an account of their own.
 */
export const ITEM_TYPE_ACCOUNTS: readonly ItemTypeAccount[] = [
  { role: 'cogs', itemType: 'Frame', account: '5000' },
  { role: 'cogs', itemType: 'Frame', financialGroup: 'Designer', account: '5005' },
  { role: 'cogs', itemType: 'Frame', financialGroup: 'Sun', account: '5010' },
  { role: 'cogs', itemType: 'Contact lens', account: '5015' },
  { role: 'cogs', itemType: 'Lens', account: '5020' },
  { role: 'cogs', itemType: 'Accessory', account: '5025' },
  { role: 'cogs', itemType: 'Misc', account: '5030' },
  { role: 'cogs', itemType: 'Instrument', account: '5035' },
];

/** Cost of sales by item type wherever it is posted; losses and adjustments by their reason. */
export const MODES: readonly ModeSetup[] = [
  { type: 'sale', role: 'cogs', mode: 'item-type' },
  { type: 'otc-sale', role: 'cogs', mode: 'item-type' },
  { type: 'return', role: 'cogs', mode: 'item-type' },
  { type: 'cogs-adjustment', role: 'cogs', mode: 'item-type' },
  { type: 'negative-balance-cost-adjustment', role: 'cogs', mode: 'item-type' },
  { type: 'cost-correction', role: 'cogs', mode: 'item-type' },
  { type: 'adjustment', role: 'inventory-adjustment', mode: 'reason' },
  { type: 'lost-in-transit', role: 'inventory-adjustment', mode: 'reason' },
  { type: 'transfer-lost', role: 'inventory-adjustment', mode: 'reason' },
  { type: 'manual-receipt-write-off', role: 'inventory-adjustment', mode: 'reason' },
  { type: 'assembly-scrap', role: 'inventory-adjustment', mode: 'reason' },
];
