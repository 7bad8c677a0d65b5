import { expect, test } from 'vitest';
import { provenanceOf } from '../accounts/account-synchronization.ts';
import { assignment, day, withModes } from '../testing/sample-books.ts';
import { itemTypeConfiguration, workedConfiguration } from '../testing/worked-company.ts';
import {
  postingRule,
  type TransactionType,
  transactionTypes,
} from '../transactions/posting-rules.ts';
import type { Configuration } from './configuration.ts';
import { itemTypeKey, modeKey } from './mapping.ts';
import { rowsThatNeverWin } from './rows-that-never-win.ts';

const DAY = day('2026-01-05');

const shown = (configuration: Configuration, on = DAY) =>
  rowsThatNeverWin(configuration, on)
    .filter(({ code }) => code !== 'COMPANY_CTL')
    .map(({ code, role, name, account }) => `${code} ${role} of ${name} ${account}`);

const why = (configuration: Configuration, code: string) =>
  rowsThatNeverWin(configuration, DAY).find((row) => row.code === code)?.why;

const usersOf = (role: string): readonly TransactionType[] =>
  transactionTypes().filter((type) => {
    const { debit, credit } = postingRule(type);
    return debit === role || credit === role;
  });

const atSites = (...sites: readonly string[]) =>
  sites.map((site) => assignment('inventory', '1310', { group: 12, site }));

test('every row of company A decides something, but company rows that group 12 stands above', () => {
  expect(shown(workedConfiguration())).toEqual([]);
  const above = rowsThatNeverWin(workedConfiguration(), DAY);
  expect(above.map(({ code, role }) => `${code} ${role}`)).toEqual([
    'COMPANY_CTL inventory',
    'COMPANY_CTL cogs',
    'COMPANY_CTL count-variance',
    'COMPANY_CTL inventory-adjustment',
  ]);
  expect(new Set(above.map((row) => row.why))).toEqual(
    new Set([
      'every group has an account of its own, or every site has one, so that none comes down to the company',
    ]),
  );
});

test('the row of a group decides nothing where each of its sites has one, and again where one has none', () => {
  const all = workedConfiguration({ further: atSites('S2', '02') });
  expect(shown(all)).toEqual(['GROUP inventory of group 12 1300']);
  expect(why(all, 'GROUP')).toBe('the group has an account of its own at every site');
  expect(shown(workedConfiguration({ further: atSites('S2') }))).toEqual([]);
  // One of them only begins later: until then the group is asked.
  const later = workedConfiguration({
    further: [
      ...atSites('S2'),
      assignment('inventory', '1310', { group: 12, site: '02', validFrom: day('2026-07-01') }),
    ],
  });
  expect(shown(later)).toEqual([]);
  expect(shown(later, day('2026-07-01'))).toEqual(['GROUP inventory of group 12 1300']);
});

test('where all types map a role by account, group, site and company are not asked; one other type asks', () => {
  const modesOf = (types: readonly TransactionType[]) =>
    withModes(
      types.map((type) => [modeKey(type, 'inventory'), { mode: 'account', account: '1399' }]),
    );
  const types = usersOf('inventory');
  const further = [assignment('inventory', '1350', { site: 'S2' })];
  const all = workedConfiguration({ further, configuration: { modes: modesOf(types) } });
  expect(shown(all)).toEqual(['GROUP inventory of group 12 1300', 'SITE_CTL inventory of S2 1350']);
  expect(why(all, 'GROUP')).toBe(
    'all types that use inventory map it in mode account, which looks no further',
  );
  const but = workedConfiguration({ configuration: { modes: modesOf(types.slice(1)) } });
  expect(shown(but)).toEqual([]);
});

test('a role that stands in for another is asked for by types that do not name it', () => {
  const modes = withModes(
    usersOf('count-variance').map((type) => [
      modeKey(type, 'count-variance'),
      { mode: 'account', account: '6100' },
    ]),
  );
  expect(shown(workedConfiguration({ configuration: { modes } }))).toEqual([]);
});

test('the row of a site decides nothing where every group has an account', () => {
  const configuration = workedConfiguration({
    further: [assignment('inventory', '1350', { site: 'S2' })],
  });
  expect(shown(configuration)).toEqual(['SITE_CTL inventory of S2 1350']);
  expect(why(configuration, 'SITE_CTL')).toBe(
    'every group has an account of its own, so that none comes down to the site',
  );
  const groups = new Map([
    ...configuration.groups,
    [13, { number: 13, description: 'Without an account' }] as const,
  ]);
  expect(shown({ ...configuration, groups })).toEqual([]);
});

test('accounts by item type, exception and reason decide nothing where no type maps by them', () => {
  expect(shown(itemTypeConfiguration())).toEqual([]);
  const unused = { ...itemTypeConfiguration(), modes: new Map(), reasonAccounts: new Map() };
  expect(shown(unused)).toEqual([
    'ITYPE inventory of item type Frame 1200',
    'ITYPE_FG inventory of item type Frame · Consignment sunglass 1250',
  ]);
  expect(why(unused, 'ITYPE')).toBe('no type maps inventory by item type');
  const reasons = workedConfiguration({
    configuration: { modes: new Map(), reasonAccounts: new Map([['Damage', '5800']]) },
  });
  expect(shown(reasons)).toEqual(['REASON inventory-adjustment of reason Damage 5800']);
  expect(why(reasons, 'REASON')).toBe('no type maps inventory-adjustment by reason');
});

test('accounts by item type and by type decide nothing where each group has one at every site', () => {
  const further = atSites('S1', 'S2', '02');
  const byType = itemTypeConfiguration(further);
  expect(shown(byType)).toEqual([
    'GROUP inventory of group 12 1300',
    'ITYPE inventory of item type Frame 1200',
    'ITYPE_FG inventory of item type Frame · Consignment sunglass 1250',
  ]);
  expect(why(byType, 'ITYPE')).toBe('every group has an account of its own at every site');
  const modes = withModes([[modeKey('sale', 'inventory'), { mode: 'account', account: '1299' }]]);
  expect(shown({ ...byType, modes, itemTypeAccounts: new Map() })).toContain(
    'TYPE_ACCOUNT inventory of sale 1299',
  );
  expect(itemTypeKey('inventory', 'Frame', '')).toBe('inventory\nFrame\n');
});

test('002.30 a warehouse in mode Blank that was not synchronized decides for its gateway alone', () => {
  const at = { group: 12, site: 'S1' };
  const row = assignment('inventory', '1350', { ...at, location: 'W' });
  const copy = {
    ...assignment('inventory', '1350', { ...at, location: 'W-0001' }),
    provenance: provenanceOf('manual', 'W'),
  };
  const warehouse = { site: 'S1', code: 'W', name: 'W' };
  const withMode = (accountSync: 'blank' | 'full', ...further: readonly (typeof row)[]) =>
    workedConfiguration({
      further: [row, ...further],
      configuration: {
        warehouses: new Map([['S1\nW', { ...warehouse, accountSync }]]),
        locations: new Map([['S1\nW-0001', { site: 'S1', code: 'W-0001', warehouse: 'W' }]]),
      },
    });
  expect(shown(withMode('blank'))).toEqual(['PL_SITE_LOC inventory of group 12 · S1 · W 1350']);
  expect(why(withMode('blank'), 'PL_SITE_LOC')).toBe(
    'warehouse W is in mode blank and was not synchronized: it decides for the gateway location W alone',
  );
  expect(shown(withMode('blank', copy))).toEqual([]);
  expect(shown(withMode('full'))).toEqual([]);
});
