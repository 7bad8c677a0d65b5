import type {
  LocationSetup,
  PlaceAssignment,
  SiteSetup,
  WarehouseSetup,
} from '../configuration/company-setup.ts';

/** A site of the demonstration, with its position in the stock picture. */
export type DemonstrationSite = SiteSetup & { readonly index: number };

/** A shop, with its share of the shops' business. */
export type Office = DemonstrationSite & { readonly weight: number };

/** Shelves of the distribution centre with a meaning of their own. */
export const RECEIVING_BAY = 'REC-01';
export const CONSIGNMENT_STOCK = 'CONS-01';
export const LOAN_STOCK = 'LOAN-01';

export const DISTRIBUTION_CENTRE: DemonstrationSite = {
  index: 0,
  code: 'DC',
  name: 'Distribution centre Venlo',
  kind: 'distribution-center',
  center: '010',
};

export const LAB: DemonstrationSite = {
  index: 1,
  code: 'L',
  name: 'Lens laboratory Eindhoven',
  kind: 'lab',
  center: '020',
  accounts: { scrap: '5275' },
};

type OfficeRow = readonly [code: string, name: string, center: string, weight: number];

// biome-ignore format: a table reads as a table
const OFFICE_ROWS: readonly OfficeRow[] = [
  ['O1', 'Utrecht Oudegracht',       '101', 18],
  ['O2', 'Amsterdam Haarlemmerdijk', '102', 20],
  ['O3', 'Rotterdam Meent',          '103', 16],
  ['O4', 'Antwerp Nationalestraat',  '104', 13],
  ['O5', 'Ghent Veldstraat',         '105', 11],
  ['O6', 'Aachen Adalbertstraße',    '106', 9],
  ['O7', 'Maastricht Stokstraat',    '107', 7],
  ['O8', 'Groningen Herestraat',     '108', 6],
];

export const OFFICES: readonly Office[] = OFFICE_ROWS.map(
  ([code, name, center, weight], position) => ({
    index: position + 2,
    code,
    name,
    kind: 'office',
    center,
    weight,
  }),
);

const ALL_SITES: readonly DemonstrationSite[] = [DISTRIBUTION_CENTRE, LAB, ...OFFICES];

export const SITE_COUNT = ALL_SITES.length;

/** The sites as they are set up. */
export const SITES: readonly SiteSetup[] = ALL_SITES.map(
  ({ code, name, kind, center, accounts }) => ({
    code,
    name,
    kind,
    ...(center === undefined ? {} : { center }),
    ...(accounts === undefined ? {} : { accounts }),
  }),
);

type AisleRow = readonly [warehouse: string, aisle: string, shelves: number];

// biome-ignore format: a table reads as a table
const AISLES: readonly AisleRow[] = [
  ['MAIN', 'A', 8],   // frames
  ['MAIN', 'B', 4],   // designer frames, behind a locked gate
  ['MAIN', 'C', 4],   // sunglasses
  ['MAIN', 'D', 6],   // contact lenses
  ['MAIN', 'E', 6],   // ophthalmic lenses
  ['MAIN', 'F', 4],   // accessories
  ['MAIN', 'G', 3],   // lens care and cleaning
  ['TECH', 'H', 4],   // instruments
  ['TECH', 'J', 2],   // spare parts
];

/** Shelves of an aisle, such as `A-01`. */
export function shelvesOf(aisle: string): readonly string[] {
  const row = AISLES.find(([, name]) => name === aisle);
  return Array.from({ length: row?.[2] ?? 0 }, (_, shelf) => shelfCode(aisle, shelf + 1));
}

const shelfCode = (aisle: string, shelf: number): string =>
  `${aisle}-${String(shelf).padStart(2, '0')}`;

/** Parts of the distribution centre; goods at customers follow the accounts of theirs. */
export const WAREHOUSES: readonly WarehouseSetup[] = [
  { site: 'DC', code: 'MAIN', name: 'Main hall', accountSync: 'blank' },
  { site: 'DC', code: 'TECH', name: 'Instruments', accountSync: 'full' },
  { site: 'DC', code: 'CUST', name: 'Goods at customers', accountSync: 'partial' },
];

/** Locations are kept at the distribution centre only; a shop is one room. */
export const LOCATIONS: readonly LocationSetup[] = [
  ...AISLES.flatMap(([warehouse, aisle]) =>
    shelvesOf(aisle).map((code) => ({ site: DISTRIBUTION_CENTRE.code, code, warehouse })),
  ),
  { site: DISTRIBUTION_CENTRE.code, code: RECEIVING_BAY, warehouse: 'MAIN' },
  { site: DISTRIBUTION_CENTRE.code, code: CONSIGNMENT_STOCK, warehouse: 'CUST' },
  { site: DISTRIBUTION_CENTRE.code, code: LOAN_STOCK, warehouse: 'CUST' },
];

/**
 * Accounts more precise than the group's: our goods at customers stand on accounts of their own,
 * and so do the lens blanks the lab holds.
 */
export const PLACES: readonly PlaceAssignment[] = [
  { group: 4, site: 'DC', location: CONSIGNMENT_STOCK, accounts: { inventory: '1260' } },
  { group: 7, site: 'DC', location: CONSIGNMENT_STOCK, accounts: { inventory: '1262' } },
  { group: 8, site: 'DC', location: LOAN_STOCK, accounts: { inventory: '1265' } },
  { group: 5, site: 'L', accounts: { inventory: '1250', 'count-variance': '5255' } },
];
