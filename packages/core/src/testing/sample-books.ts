import type { Account, AccountClass } from '../accounts/account.ts';
import { type AccountAssignment, indexAssignments } from '../accounts/account-assignment.ts';
import { type AccountRole, accountRoles, roleDefinition } from '../accounts/account-role.ts';
import type { CostingMethod } from '../costing/cost-pool.ts';
import type { Configuration } from '../determination/configuration.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import { type MappingMode, modeKey } from '../determination/mapping.ts';
import { indexPolicies } from '../determination/policies-in-force.ts';
import type { Item, ItemType } from '../items/item.ts';
import type { Site } from '../items/place.ts';
import type { Customer, Vendor } from '../parties/party.ts';
import type { Books } from '../posting/books.ts';
import { IndexedPools } from '../posting/on-hand-pools.ts';
import { assert } from '../primitives/assert.ts';
import {
  type BusinessDate,
  type Period,
  parseBusinessDate,
  parsePeriod,
  periodAfter,
} from '../primitives/business-date.ts';
import { taxRate, unitCost } from '../primitives/money.ts';
import type { TaxType } from '../taxes/tax-type.ts';
import { transactionTypes } from '../transactions/posting-rules.ts';

/** Account of each role in the sample company; one account a role, so that roles can be told apart. */
export const SAMPLE_ACCOUNTS: ReadonlyMap<AccountRole, string> = new Map(
  accountRoles().map((role, index) => [role, String(9000 + index * 10)]),
);

/** Accounts of the adjustment reasons; a count has none and goes to its role. */
const REASON_ACCOUNTS: ReadonlyMap<string, string | null> = new Map([
  ['Found', '5801'],
  ['Damage', '5802'],
  ['LOST', '5803'],
  ['COUNT', null],
]);

/** A day of the books; a text that is none is a mistake in the test. */
export function day(text: string): BusinessDate {
  const date = parseBusinessDate(text);
  assert(date !== undefined, `${text} is a day`);
  return date;
}

/** A month of the books. */
export function month(text: string): Period {
  const period = parsePeriod(text);
  assert(period !== undefined, `${text} is a month`);
  return period;
}

const FIRST_DAY = day('1900-01-01');

function sampleAccounts(): Configuration['accounts'] {
  const accounts = new Map<string, Account>(
    [...SAMPLE_ACCOUNTS].map(([role, code]) => {
      const accountClass: AccountClass =
        roleDefinition(role).statement === 'balance-sheet' ? 'asset' : 'expense';
      return [code, { code, name: role, accountClass, active: true }];
    }),
  );
  for (const [reason, code] of REASON_ACCOUNTS) {
    if (code === null) continue;
    accounts.set(code, { code, name: reason, accountClass: 'expense', active: true });
  }
  return accounts;
}

function samplePeriods(): Configuration['periods'] {
  const periods = new Map<Period, 'open' | 'closed'>([[month('2025-12'), 'closed']]);
  let period = month('2026-01');
  for (let count = 0; count < 12; count += 1) {
    periods.set(period, 'open');
    period = periodAfter(period);
  }
  return periods;
}

const SITES: readonly Site[] = [
  { code: 'DC', name: 'Distribution centre', kind: 'distribution-center', center: '010' },
  { code: 'O1', name: 'Office one', kind: 'office', center: '020' },
  { code: 'L', name: 'Inside lab', kind: 'lab', center: '030' },
];

/** Types whose contra account is chosen by the reason (`003.06`). */
const BY_REASON: ReadonlyMap<string, MappingMode> = new Map(
  (
    [
      'adjustment',
      'lost-in-transit',
      'transfer-lost',
      'manual-receipt-write-off',
      'assembly-scrap',
    ] as const
  ).map((type) => [modeKey(type, 'inventory-adjustment'), { mode: 'reason' }]),
);

/** What a test may want different. */
export type SampleOptions = {
  readonly costingMethod?: CostingMethod;
  readonly negativeStock?: 'allow' | 'forbid';
  readonly selfBalancingSites?: boolean;
  readonly configuration?: Partial<Configuration>;
  readonly items?: readonly Item[];
};

/** Frame F1 and accessory A1, whole units, no standard cost; K1 in thousandths with one; S1 a service. */
// biome-ignore format: a table reads as a table
export const SAMPLE_ITEMS: readonly Item[] = [
  { code: 'F1', name: 'Frame',   group: 1, itemClass: 'stock',   itemType: 'Frame',     quantityDecimals: 0 },
  { code: 'A1', name: 'Case',    group: 1, itemClass: 'stock',   itemType: 'Accessory', quantityDecimals: 0 },
  { code: 'K1', name: 'Resin',   group: 2, itemClass: 'stock',   quantityDecimals: 3, standardCost: unitCost(250_000_000n) },
  { code: 'S1', name: 'Fitting', group: 2, itemClass: 'service', quantityDecimals: 0 },
];

/** Accessories are sold over the counter, frames are not. */
const SAMPLE_ITEM_TYPES: readonly ItemType[] = [
  { code: 'Frame', name: 'Frame', otcSale: false, active: true },
  { code: 'Accessory', name: 'Accessory', otcSale: true, active: true },
];

/** A merchandise vendor, one who is none, and one who is not in use any more. */
// biome-ignore format: a table reads as a table
const SAMPLE_VENDORS: readonly Vendor[] = [
  { code: 'MERCH',  name: 'Merchandise', merchandise: true,  active: true },
  { code: 'SUPPLY', name: 'Supplies',    merchandise: false, active: true },
  { code: 'GONE',   name: 'Gone',        merchandise: true,  active: false },
];

/** Two customers, and one who is not in use any more. */
// biome-ignore format: a table reads as a table
const SAMPLE_CUSTOMERS: readonly Customer[] = [
  { code: 'CLINIC', name: 'Clinic', active: true },
  { code: 'SCHOOL', name: 'School', active: true },
  { code: 'MOVED',  name: 'Moved',  active: false },
];

/** 15 per cent, and one that is not in use any more. */
// biome-ignore format: a table reads as a table
const SAMPLE_TAX_TYPES: readonly TaxType[] = [
  { code: 'STD', name: 'Standard', rate: taxRate(150_000n), active: true },
  { code: 'OLD', name: 'Former',   rate: taxRate(140_000n), active: false },
];

/** An assignment of the first configuration version, in force for ever where no day is given. */
export function assignment(
  role: AccountRole,
  account: string | null,
  place: Partial<Pick<AccountAssignment, 'group' | 'site' | 'location' | 'validFrom'>> = {},
): AccountAssignment {
  const anywhere = { group: null, site: '', location: '', validFrom: FIRST_DAY };
  return { role, account, version: 1, ...anywhere, ...place };
}

/** Every role has its sample account for the whole company. */
export const companyAssignments = (): readonly AccountAssignment[] =>
  [...SAMPLE_ACCOUNTS].map(([role, account]) => assignment(role, account));

/** The company's own assignments with further ones, and the days on which they begin. */
export function withAssignments(
  further: readonly AccountAssignment[],
  control: readonly AccountAssignment[] = companyAssignments(),
): Pick<Configuration, 'assignments' | 'changeDays'> {
  const all = [...control, ...further];
  const days = new Set(all.map(({ validFrom }) => validFrom));
  return { assignments: indexAssignments(all), changeDays: [...days].toSorted() };
}

/** The sample's accounts with further ones, named as they are coded. */
export function withAccounts(
  codes: Readonly<Record<string, AccountClass>>,
): Configuration['accounts'] {
  const further = Object.entries(codes).map(
    ([code, accountClass]) => [code, { code, name: code, accountClass, active: true }] as const,
  );
  return new Map([...sampleAccounts(), ...further]);
}

/** The sample's mapping modes with further ones. */
export const withModes = (
  modes: readonly (readonly [string, MappingMode])[],
): Configuration['modes'] => new Map([...BY_REASON, ...modes]);

/** A company with three sites, all types installed, 2026 open and December 2025 closed. */
export function sampleConfiguration(options: SampleOptions = {}): Configuration {
  return {
    version: 1,
    company: {
      code: 'sample',
      currencyDecimals: 2,
      costingMethod: options.costingMethod ?? 'moving-average',
      costingChanges: [],
      negativeStock: options.negativeStock ?? 'allow',
      center: '000',
      segmentStyle: 'center',
      selfBalancingSites: options.selfBalancingSites ?? false,
      integration: [],
    },
    accounts: sampleAccounts(),
    groups: new Map([1, 2].map((number) => [number, { number, description: `Group ${number}` }])),
    itemTypes: new Map(SAMPLE_ITEM_TYPES.map((type) => [type.code, type])),
    financialGroups: new Map(),
    sites: new Map(SITES.map((site) => [site.code, site])),
    warehouses: new Map(),
    locations: new Map(
      [
        { site: 'DC', code: 'A-01' },
        { site: 'DC', code: 'CONS' },
        { site: 'DC', code: 'OTHERS', ownership: 'third-party' as const },
      ].map((location) => [`DC\n${location.code}`, location]),
    ),
    vendors: new Map(SAMPLE_VENDORS.map((vendor) => [vendor.code, vendor])),
    customers: new Map(SAMPLE_CUSTOMERS.map((customer) => [customer.code, customer])),
    convertedOrders: new Map([['PO-OLD', { order: 'PO-OLD' }]]),
    taxTypes: new Map(SAMPLE_TAX_TYPES.map((type) => [type.code, type])),
    reasons: new Map([...REASON_ACCOUNTS.keys()].map((code) => [code, { code, name: code }])),
    periods: samplePeriods(),
    policies: indexPolicies([]),
    ...withAssignments([]),
    modes: BY_REASON,
    types: new Map(transactionTypes().map((type) => [type, 'office'])),
    itemTypeAccounts: new Map(),
    reasonAccounts: new Map(
      [...REASON_ACCOUNTS].flatMap(([code, account]) =>
        account === null ? [] : [[code, account]],
      ),
    ),
    laterMappings: [],
    ...options.configuration,
  };
}

/** Empty books of the sample company. */
export function sampleBooks(options: SampleOptions = {}): Books {
  return {
    desk: new DeterminationDesk(sampleConfiguration(options)),
    items: new Map((options.items ?? SAMPLE_ITEMS).map((item) => [item.code, item])),
    pools: new IndexedPools(),
    positions: new Map(),
    streams: new Map(),
    timelines: new Map(),
    earlier: new Map(),
    determinations: new Map(),
    counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
  };
}
