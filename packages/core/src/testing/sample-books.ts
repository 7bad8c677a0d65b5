import { indexAssignments } from '../accounts/account-assignment.ts';
import { type AccountRole, accountRoles, roleDefinition } from '../accounts/account-role.ts';
import type { AccountClass } from '../accounts/account.ts';
import type { CostingMethod } from '../costing/cost-pool.ts';
import type { Configuration } from '../determination/configuration.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import type { Item } from '../items/item.ts';
import type { Site } from '../items/place.ts';
import type { Books } from '../posting/books.ts';
import { type BusinessDate, type Period, periodAfter } from '../primitives/business-date.ts';
import { unitCost } from '../primitives/money.ts';
import { transactionTypes } from '../transactions/posting-rules.ts';

/** Account of each role in the sample company; one account a role, so that roles can be told apart. */
export const SAMPLE_ACCOUNTS: ReadonlyMap<AccountRole, string> = new Map(
  accountRoles().map((role, index) => [role, String(1000 + index * 10)]),
);

const FIRST_DAY = '1900-01-01' as BusinessDate;

function sampleAccounts(): Configuration['accounts'] {
  return new Map(
    [...SAMPLE_ACCOUNTS].map(([role, code]) => {
      const accountClass: AccountClass =
        roleDefinition(role).statement === 'balance-sheet' ? 'asset' : 'expense';
      return [code, { code, name: role, accountClass, active: true }] as const;
    }),
  );
}

function samplePeriods(): Configuration['periods'] {
  const periods = new Map<Period, 'open' | 'closed'>([['2025-12' as Period, 'closed']]);
  let period = '2026-01' as Period;
  for (let month = 0; month < 12; month += 1) {
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

/** What a test may want different. */
export type SampleOptions = {
  readonly costingMethod?: CostingMethod;
  readonly negativeStock?: 'allow' | 'forbid';
  readonly configuration?: Partial<Configuration>;
  readonly items?: readonly Item[];
};

/** Frame F1 and accessory A1, whole units, no standard cost; K1 in thousandths with one. */
export const SAMPLE_ITEMS: readonly Item[] = [
  {
    code: 'F1',
    name: 'Frame',
    group: 1,
    itemClass: 'stock',
    itemType: 'Frame',
    quantityDecimals: 0,
  },
  {
    code: 'A1',
    name: 'Case',
    group: 1,
    itemClass: 'stock',
    itemType: 'Accessory',
    quantityDecimals: 0,
  },
  {
    code: 'K1',
    name: 'Resin',
    group: 2,
    itemClass: 'stock',
    quantityDecimals: 3,
    standardCost: unitCost(250_000_000n),
  },
  { code: 'S1', name: 'Fitting', group: 2, itemClass: 'service', quantityDecimals: 0 },
];

/** A company with three sites, all types installed, 2026 open and December 2025 closed. */
export function sampleConfiguration(options: SampleOptions = {}): Configuration {
  return {
    version: 1,
    company: {
      code: 'sample',
      currencyDecimals: 2,
      costingMethod: options.costingMethod ?? 'moving-average',
      negativeStock: options.negativeStock ?? 'allow',
      center: '000',
      segmentStyle: 'center',
      integration: [],
    },
    accounts: sampleAccounts(),
    groups: new Map([1, 2].map((number) => [number, { number, description: `Group ${number}` }])),
    sites: new Map(SITES.map((site) => [site.code, site])),
    locations: new Map(
      ['A-01', 'CONS'].map((code) => [`DC\n${code}`, { site: 'DC', code }] as const),
    ),
    reasons: new Map(
      ['Found', 'Damage', 'LOST', 'COUNT'].map((code) => [
        code,
        { code, name: code, account: null },
      ]),
    ),
    periods: samplePeriods(),
    assignments: indexAssignments(
      [...SAMPLE_ACCOUNTS].map(([role, account]) => ({
        role,
        group: null,
        site: '',
        location: '',
        validFrom: FIRST_DAY,
        account,
        version: 1,
      })),
    ),
    assignmentDays: [FIRST_DAY],
    modes: new Map(),
    types: new Map(transactionTypes().map((type) => [type, 'office'])),
    itemTypeAccounts: new Map(),
    ...options.configuration,
  };
}

/** Empty books of the sample company. */
export function sampleBooks(options: SampleOptions = {}): Books {
  return {
    desk: new DeterminationDesk(sampleConfiguration(options)),
    items: new Map((options.items ?? SAMPLE_ITEMS).map((item) => [item.code, item])),
    pools: new Map(),
    positions: new Map(),
    earlier: new Map(),
    determinations: new Map(),
    counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
  };
}
