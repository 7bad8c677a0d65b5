import { expect, test } from 'vitest';
import type { AccountRole } from '../accounts/account-role.ts';
import { assignment, day } from '../testing/sample-books.ts';
import { SampleCompany } from '../testing/sample-company.ts';
import { readTable } from '../testing/text-table.ts';
import {
  ask,
  found,
  itemTypeConfiguration,
  WORKED_CHART,
  WORKED_ITEMS,
  workedConfiguration,
} from '../testing/worked-company.ts';
import { transactionTypes } from '../transactions/posting-rules.ts';
import {
  determineAccount,
  ladderSteps,
  lastChange,
  questionName,
} from './account-determination.ts';
import type { Configuration } from './configuration.ts';
import { DeterminationDesk } from './determination-desk.ts';
import { modeKey } from './mapping.ts';

const companyA = workedConfiguration();
const companyB = itemTypeConfiguration();

test('the ladder has these steps, most binding first', () => {
  expect(ladderSteps().map(({ step, code }) => `${step} ${code}`)).toEqual([
    '2 LINE',
    '2 NAMED',
    '3 PINNED',
    '4a PL_SITE_LOC',
    '4b PL_SITE',
    '5 TYPE_ACCOUNT',
    '5 REASON',
    '5a ITYPE_FG',
    '5b ITYPE',
    '6 GROUP',
    '7 SITE_CTL',
    '8 COMPANY_CTL',
  ]);
});

/** Company A with a row for inventory at every level below the places. */
const everyLevel = workedConfiguration({
  further: [
    assignment('inventory', '1350', { site: 'S1' }),
    assignment('inventory', '1360', { site: 'S2' }),
  ],
});

test('002.11 the nearest set wins: group, site and location, then group and site, then group', () => {
  const cases = readTable(
    ['site', 'location', 'pinned', 'account', 'step'],
    `
    site  location  pinned  account  step
    S1    CONS      none    1390     PL_SITE_LOC
    S1    A-01      none    1310     PL_SITE
    S1    none      none    1310     PL_SITE
    S2    CONS      none    1300     GROUP
    S2    none      none    1300     GROUP
    S1    CONS      1350    1350     PINNED
    S2    none      1310    1310     PINNED`,
  );
  for (const row of cases) {
    const determined = ask(everyLevel, 'inventory', {
      site: row.site,
      location: row.location === 'none' ? '' : row.location,
      pinned: row.pinned === 'none' ? '' : row.pinned,
    });
    expect([`${row.site} ${row.location}`, found(determined)]).toEqual([
      `${row.site} ${row.location}`,
      `${row.account} ${row.step}`,
    ]);
  }
});

test('a group without the account falls to the site’s control row, then to the company’s', () => {
  const elsewhere = { group: 13 };
  expect(found(ask(everyLevel, 'inventory', { ...elsewhere, site: 'S1' }))).toBe('1350 SITE_CTL');
  expect(found(ask(everyLevel, 'inventory', { ...elsewhere, site: '02' }))).toBe(
    '9000 COMPANY_CTL',
  );
});

test('a record falls through role by role, not as a whole', () => {
  // Group 12 names no account for scrap at S1, nor anywhere: the company's is taken.
  expect(found(ask(companyA, 'scrap', { location: 'CONS' }))).toBe('9100 COMPANY_CTL');
  expect(found(ask(companyA, 'count-variance', { location: 'CONS' }))).toBe('5900 GROUP');
});

test('002.40 a place has inventory, discrepancy, scrap and revaluation; transfer variance ends at the site', () => {
  const at = { group: 12, site: 'S1', location: 'CONS' };
  const set: readonly AccountRole[] = ['inventory', 'count-variance', 'scrap', 'cost-revalue'];
  const accountOf = (role: AccountRole) => (role === 'inventory' ? '1399' : '6100');
  const rows = [...set, 'transfer-variance' as const].map((role) =>
    assignment(role, accountOf(role), at),
  );
  const configuration = workedConfiguration({
    further: [...rows, assignment('transfer-variance', '5900', { group: 12, site: 'S1' })],
  });
  for (const role of set) {
    const determined = ask(configuration, role, { location: 'CONS', site: 'S1' });
    expect([role, determined.steps.at(-1)?.code]).toEqual([role, 'PL_SITE_LOC']);
  }
  expect(found(ask(configuration, 'transfer-variance', { location: 'CONS' }))).toBe('5900 PL_SITE');
});

test('in transit, WIP and WIP in transit are no roles of a place: only control rows tell sites apart', () => {
  for (const role of ['inventory-in-transit', 'wip', 'wip-in-transit'] as const) {
    const at = { group: 12, site: 'S1', location: 'CONS' };
    const configuration = workedConfiguration({
      further: [
        assignment(role, '1350', { group: 12, site: 'S1' }),
        assignment(role, '1360', at),
        assignment(role, '1399', { site: 'S1' }),
      ],
    });
    expect([role, found(ask(configuration, role, { location: 'CONS' }))]).toEqual([
      role,
      '1399 SITE_CTL',
    ]);
  }
});

test('an account on the line is taken by the roles that allow it, and by no other', () => {
  const typedOnLine = '6100';
  expect(found(ask(companyA, 'inventory-adjustment', { typedOnLine }))).toBe('6100 LINE');
  expect(found(ask(companyA, 'cogs', { typedOnLine }))).toBe('5000 GROUP');
  expect(found(ask(companyA, 'inventory', { typedOnLine: '1350' }))).toBe('1310 PL_SITE');
});

test('only a bucket is pinned: a pin said of another role is not looked at', () => {
  expect(found(ask(companyA, 'cogs', { pinned: '6100' }))).toBe('5000 GROUP');
  for (const role of ['inventory', 'inventory-in-transit', 'wip', 'wip-in-transit'] as const) {
    expect([role, found(ask(companyA, role, { pinned: '1350' }))]).toEqual([role, '1350 PINNED']);
  }
});

const inMode = (mode: Parameters<Configuration['modes']['get']>[0], account: string) =>
  workedConfiguration({
    instead: [assignment('inventory', '1300', { group: 12 })],
    configuration: { modes: new Map([[mode, { mode: 'account', account }]]) },
  });

test('003.26 account mode gives the type one account and disregards exceptions by item type', () => {
  const modes = new Map([
    ...companyB.modes,
    [modeKey('receive-from-vendor', 'inventory'), { mode: 'account', account: '1399' }] as const,
  ]);
  const configuration = { ...companyB, modes };
  const exception = { financialGroup: 'Consignment sunglass' };
  const determined = ask(configuration, 'inventory', exception);
  expect(found(determined)).toBe('1399 TYPE_ACCOUNT');
  expect(determined.steps.map(({ code }) => code)).not.toContain('ITYPE_FG');
  expect(determined.shadowed.map(({ account }) => account)).toEqual(['1300', '9000']);
  expect(found(ask(configuration, 'inventory', { ...exception, type: 'sale' }))).toBe(
    '1250 ITYPE_FG',
  );
});

test('account mode is said per type and role; other types stay with the group', () => {
  const configuration = inMode(modeKey('receive-from-vendor', 'inventory'), '1399');
  expect(found(ask(configuration, 'inventory'))).toBe('1399 TYPE_ACCOUNT');
  expect(found(ask(configuration, 'inventory', { type: 'sale' }))).toBe('1300 GROUP');
  expect(found(ask(configuration, 'grni'))).toBe('9050 COMPANY_CTL');
});

test('003.32 003.33 types that map a role by item type share its accounts and exceptions', () => {
  const exception = { financialGroup: 'Consignment sunglass' };
  for (const type of transactionTypes()) {
    expect([type, found(ask(companyB, 'inventory', { type }))]).toEqual([type, '1200 ITYPE']);
    expect([type, found(ask(companyB, 'inventory', { type, ...exception }))]).toEqual([
      type,
      '1250 ITYPE_FG',
    ]);
  }
  const changed = { ...companyB, itemTypeAccounts: new Map([['inventory\nFrame\n', '1350']]) };
  for (const type of ['receive-from-vendor', 'pick-for-order', 'return-to-vendor'] as const) {
    expect([type, found(ask(changed, 'inventory', { type, ...exception }))]).toEqual([
      type,
      '1350 ITYPE',
    ]);
  }
});

test('an item type without an account falls through to the group and is reported as a gap', () => {
  const lens = ask(companyB, 'inventory', { itemType: 'Lens' });
  expect(found(lens)).toBe('1300 GROUP');
  expect(lens.warnings).toEqual(["no account is mapped for Lens; the group's is used"]);
  const withException = ask(companyB, 'inventory', { financialGroup: 'Consignment sunglass' });
  expect(withException.warnings).toEqual([]);
  const untyped = ask(companyB, 'inventory', { itemType: '' });
  expect(found(untyped)).toBe('1300 GROUP');
});

test('without any account there is none: nothing is ever posted to a default', () => {
  const nothing = { ...companyA, assignments: new Map() };
  const determined = ask(nothing, 'inventory');
  expect(determined.account).toBeNull();
  expect(determined.cause).toBe('no step of the ladder has one');
  expect(determined.steps.every((step) => step.found === null)).toBe(true);
  expect(determined.text).toBe(
    'The inventory of receive-from-vendor at S1 has no account: no step of the ladder has one.',
  );
});

test('000.60 an account of the wrong statement is refused, for balance-sheet roles and for the others', () => {
  const wrong = (role: AccountRole, account: string) =>
    found(ask(workedConfiguration({ instead: [assignment(role, account)] }), role));
  expect(wrong('inventory', '5000')).toBe('account 5000 is no balance-sheet account');
  expect(wrong('grni', '4900')).toBe('account 4900 is no balance-sheet account');
  expect(wrong('cogs', '1300')).toBe('account 1300 is no income-statement account');
  expect(wrong('sales', '1300')).toBe('account 1300 is no income-statement account');
  expect(wrong('purchases', '1300')).toBe('account 1300 is no income-statement account');
  expect(wrong('cogs', '6100')).toBe('6100 COMPANY_CTL');
});

test('an inactive or unknown account is a cause, and the steps below it do not step in', () => {
  const inactive = new Map(WORKED_CHART);
  inactive.set('1310', { code: '1310', name: 'Old', accountClass: 'asset', active: false });
  const configuration = { ...companyA, accounts: inactive };
  expect(found(ask(configuration, 'inventory'))).toBe('account 1310 is inactive');
  expect(found(ask(configuration, 'inventory', { site: 'S2' }))).toBe('1300 GROUP');
  expect(found(ask(configuration, 'inventory', { pinned: '1310' }))).toBe(
    'account 1310 is inactive',
  );
  const unknown = ask(companyA, 'inventory-adjustment', { typedOnLine: '9999' });
  expect(found(unknown)).toBe('account 9999 does not exist');
});

test('an account is the one assigned on the posting date, not on the day of asking', () => {
  const configuration = workedConfiguration({
    further: [
      assignment('inventory', '1350', { group: 12, site: 'S1', validFrom: day('2026-03-01') }),
    ],
  });
  const question = ask(configuration, 'inventory').question;
  const on = (date: string) => found(determineAccount(question, configuration, day(date)));
  expect(on('2026-02-28')).toBe('1310 PL_SITE');
  expect(on('2026-03-01')).toBe('1350 PL_SITE');
  expect(lastChange(configuration, day('2026-02-28'))).toBe('1900-01-01');
  expect(lastChange(configuration, day('2026-12-31'))).toBe('2026-03-01');
});

test('003.41 a site without a center takes the company’s, with a warning', () => {
  const sites = new Map([
    ...companyA.sites,
    ['S1', { code: 'S1', name: 'S1', kind: 'office' as const }],
  ]);
  const determined = ask({ ...companyA, sites }, 'inventory');
  expect(determined).toMatchObject({ center: '000', centerSource: 'company' });
  expect(determined.warnings).toEqual(["site S1 has no center; the company's is used"]);
  const withCenter = ask(companyA, 'inventory');
  expect(withCenter).toMatchObject({ center: 'C-S1', centerSource: 'site', warnings: [] });
});

test('a company shows sites by center, by account suffix or not at all: one way, never two', () => {
  const suffixes = new Map([
    ['02', { code: '02', name: '02', kind: 'office' as const, center: '02' }],
  ]);
  const accounts = new Map([
    ...WORKED_CHART,
    ['1302', { code: '1302', name: 'Branch', accountClass: 'asset' as const, active: true }],
  ]);
  const styled = (segmentStyle: 'suffix' | 'none') => ({
    ...companyA,
    sites: suffixes,
    accounts,
    company: { ...companyA.company, segmentStyle },
  });
  const bySuffix = ask(styled('suffix'), 'inventory', { site: '02' });
  expect(bySuffix).toMatchObject({ account: '1302', center: '', centerSource: 'suffix' });
  const without = ask(styled('none'), 'inventory', { site: '02' });
  expect(without).toMatchObject({ account: '1300', center: '', centerSource: 'none' });

  const noBranchAccount = ask(styled('suffix'), 'cogs', { site: '02' });
  expect(noBranchAccount.account).toBe('5000');
  // Stock that came in before the branch had its account leaves from where it stands.
  const pinned = ask(styled('suffix'), 'inventory', { site: '02', pinned: '1300' });
  expect(pinned.account).toBe('1300');
});

test('the answer names its question, its version, every step taken and what it overruled', () => {
  const determined = ask(companyA, 'inventory', { location: 'CONS' });
  expect(determined).toMatchObject({
    configurationVersion: 1,
    since: '1900-01-01',
    roleUsed: 'inventory',
    roleReason: null,
    cause: null,
    text: 'The inventory of receive-from-vendor at S1 is 1390: PL_SITE_LOC found it under group 12 · S1 · CONS.',
  });
  expect(determined.steps.map(({ step, looked }) => [step, looked])).toEqual([
    ['3', 'account the units at the place are pinned to'],
    ['4a', 'group 12 · S1 · CONS'],
  ]);
  expect(determined.shadowed).toEqual([
    { step: '4b', account: '1310' },
    { step: '6', account: '1300' },
    { step: '8', account: '9000' },
  ]);
});

test('a step below that names the same account is not overruled', () => {
  const same = workedConfiguration({ further: [assignment('inventory', '1310', { site: 'S1' })] });
  expect(ask(same, 'inventory').shadowed).toEqual([
    { step: '6', account: '1300' },
    { step: '8', account: '9000' },
  ]);
});

test('equal questions of one stretch of days share a name, others do not', () => {
  const { question } = ask(companyA, 'inventory');
  const others = [
    { ...question, type: 'sale' as const },
    { ...question, role: 'cogs' as const },
    { ...question, group: 13 },
    { ...question, itemType: 'Lens' },
    { ...question, financialGroup: 'X' },
    { ...question, site: 'S2' },
    { ...question, location: 'A-01' },
    { ...question, reason: 'Found' },
    { ...question, typedOnLine: '6100' },
    { ...question, pinned: '1300' },
    { ...question, facts: { countReason: true } },
  ];
  const names = [question, ...others].map((asked) => questionName(asked, ''));
  expect(new Set(names).size).toBe(names.length);
  expect(questionName(question, '2026-03-01')).not.toBe(questionName(question, ''));
  expect(questionName({ ...question }, '')).toBe(questionName(question, ''));
});

test('the desk climbs once per question and stretch of days', () => {
  const desk = new DeterminationDesk(companyA);
  const { question } = ask(companyA, 'inventory');
  const first = desk.determine(question, day('2026-01-05'));
  expect(desk.determine({ ...question }, day('2026-11-30'))).toBe(first);
  expect(desk.determine({ ...question, site: 'S2' }, day('2026-01-05'))).not.toBe(first);
  expect(first).toEqual(determineAccount(question, companyA, day('2026-01-05')));
});

test('000.11 two items of a group post to the same accounts on every leg', () => {
  const company = new SampleCompany({ configuration: companyA, items: WORKED_ITEMS });
  const accountsOf = (item: string) => {
    const fields = { item, site: 'S1' };
    company.post('receive-from-vendor', { ...fields, quantity: '9', unitCost: '10' });
    company.post('sale', { ...fields, quantity: '1' });
    company.post('adjustment', { ...fields, quantity: '-1', reason: 'Damage' });
    company.post('count-variance', { ...fields, quantity: '1' });
    company.post('pick-for-order', { ...fields, document: 'ORD', quantity: '1' });
    return company
      .postings()
      .slice(-5)
      .map(({ debit, credit }) => [debit.account, credit.account]);
  };
  expect(accountsOf('F2')).toEqual(accountsOf('F1'));
});

test('every side of a posting names the determination it came from', () => {
  const company = new SampleCompany({ configuration: companyA, items: WORKED_ITEMS });
  company.post('receive-from-vendor', {
    site: 'S1',
    location: 'CONS',
    quantity: '9',
    unitCost: '10',
  });
  company.post('sale', { site: 'S1', location: 'CONS', quantity: '12' });
  company.post('receive-from-vendor', {
    site: 'S1',
    location: 'CONS',
    quantity: '9',
    unitCost: '11',
  });
  const given = new Map(
    company.decisions
      .flatMap(({ determinations }) => determinations)
      .map(({ number, determination }) => [number, determination]),
  );
  expect([...given.keys()]).toEqual([...given.keys()].map((_, index) => index + 1));
  for (const { debit, credit } of company.postings()) {
    for (const side of [debit, credit]) {
      const determination = given.get(side.determination);
      expect(determination).toMatchObject({ account: side.account, center: side.center });
      expect(determination?.question).toMatchObject({ type: side.type, site: side.site });
      // A location is kept only where it can matter, so that equal answers are stored once.
      const atLocation = determination?.roleUsed === 'inventory' ? 'CONS' : '';
      expect(determination?.question.location).toBe(atLocation);
    }
  }
});
