import type { AccountAssignment } from '../accounts/account-assignment.ts';
import type { AccountRole } from '../accounts/account-role.ts';
import {
  type AccountDetermination,
  type AccountQuestion,
  determineAccount,
} from '../determination/account-determination.ts';
import type { Configuration } from '../determination/configuration.ts';
import { itemTypeKey, modeKey } from '../determination/mapping.ts';
import type { Item } from '../items/item.ts';
import { transactionTypes } from '../transactions/posting-rules.ts';
import {
  assignment,
  companyAssignments,
  day,
  sampleConfiguration,
  withAccounts,
  withAssignments,
  withModes,
} from './sample-books.ts';

/**
 * The company of the worked examples E1 to E21 (`account-determination.md` 3.5): group 12 with
 * accounts of its own, at site S1 and in its consignment location; branch 02 with its own
 * Non-Inventory account; reasons with accounts.
 */
const ACCOUNTS: readonly AccountAssignment[] = [
  assignment('inventory', '1300', { group: 12 }),
  assignment('cogs', '5000', { group: 12 }),
  assignment('count-variance', '5900', { group: 12 }),
  assignment('inventory-adjustment', '5800', { group: 12 }),
  assignment('inventory', '1310', { group: 12, site: 'S1' }),
  assignment('inventory', '1390', { group: 12, site: 'S1', location: 'CONS' }),
  assignment('non-inventory', '1495'),
  assignment('non-inventory', '1496', { site: '02' }),
];

/** The chart of the examples beside the sample's accounts. */
// biome-ignore format: a list of accounts
export const WORKED_CHART = withAccounts({
  1200: 'asset', 1250: 'asset', 1299: 'asset', 1300: 'asset', 1310: 'asset', 1350: 'asset', 1360: 'asset', 1390: 'asset',
  1399: 'asset', 1495: 'asset', 1496: 'asset', 4900: 'income', 5000: 'expense', 5800: 'expense', 5900: 'expense', 6100: 'expense',
});

const SITES = ['S1', 'S2', '02'] as const;
const LOCATIONS = ['A-01', 'CONS', 'W', 'W-0001', 'W-0002'] as const;

/** A frame of group 12, and one that belongs to the financial group with an exception. */
export const WORKED_ITEMS: readonly Item[] = ['F1', 'F2'].map((code) => ({
  code,
  name: code,
  group: 12,
  itemClass: 'stock',
  itemType: 'Frame',
  quantityDecimals: 0,
  ...(code === 'F2' ? { financialGroup: 'Consignment sunglass' } : {}),
}));

/** Further rows of an example, or rows in place of the company's own. */
export type WorkedOptions = {
  readonly further?: readonly AccountAssignment[];
  readonly instead?: readonly AccountAssignment[];
  readonly configuration?: Partial<Configuration>;
};

/** Company A of the examples. */
export function workedConfiguration(options: WorkedOptions = {}): Configuration {
  const own = options.instead ?? ACCOUNTS;
  const replaced = new Set(own.filter(({ group }) => group === null).map(placeOf));
  const control = companyAssignments().filter((row) => !replaced.has(placeOf(row)));
  return sampleConfiguration({
    configuration: {
      accounts: WORKED_CHART,
      groups: new Map([[12, { number: 12, description: 'Frames' }]]),
      sites: new Map(
        SITES.map((code) => [code, { code, name: code, kind: 'office', center: `C-${code}` }]),
      ),
      locations: new Map(LOCATIONS.map((code) => [`S1\n${code}`, { site: 'S1', code }] as const)),
      ...withAssignments([...own, ...(options.further ?? [])], control),
      ...options.configuration,
    },
  });
}

const placeOf = ({ role, site }: AccountAssignment): string => `${role}\n${site}`;

/** Company B: no accounts by place; inventory is mapped by item type, with one exception. */
export function itemTypeConfiguration(further: readonly AccountAssignment[] = []): Configuration {
  return workedConfiguration({
    instead: [
      assignment('inventory', '1300', { group: 12 }),
      assignment('cogs', '5000', { group: 12 }),
      ...further,
    ],
    configuration: {
      modes: withModes(
        transactionTypes().map(
          (type) => [modeKey(type, 'inventory'), { mode: 'item-type' }] as const,
        ),
      ),
      itemTypeAccounts: new Map([
        [itemTypeKey('inventory', 'Frame', ''), '1200'],
        [itemTypeKey('inventory', 'Frame', 'Consignment sunglass'), '1250'],
      ]),
    },
  });
}

/** Asks the ladder for an account; a receipt of a plain frame at S1 unless told otherwise. */
export function ask(
  configuration: Configuration,
  role: AccountRole,
  asked: Partial<AccountQuestion> = {},
): AccountDetermination {
  const question: AccountQuestion = {
    type: 'receive-from-vendor',
    role,
    group: 12,
    itemType: 'Frame',
    financialGroup: '',
    site: 'S1',
    location: '',
    reason: '',
    typedOnLine: '',
    pinned: '',
    facts: {},
    ...asked,
  };
  return determineAccount(question, configuration, day('2026-01-05'));
}

/** Account and deciding step in short: `1310 PL_SITE`; without an account the cause. */
export function found({ account, steps, cause }: AccountDetermination): string {
  return account === null ? (cause ?? 'no cause') : `${account} ${steps.at(-1)?.code}`;
}
