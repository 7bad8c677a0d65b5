import { expect, test } from 'vitest';
import type { AccountAssignment } from '../accounts/account-assignment.ts';
import { assignment, day } from '../testing/sample-books.ts';
import { SampleCompany, type SampleFields } from '../testing/sample-company.ts';
import {
  ask,
  found,
  itemTypeConfiguration,
  WORKED_ITEMS,
  workedConfiguration,
} from '../testing/worked-company.ts';
import { type TransactionType, transactionTypes } from '../transactions/posting-rules.ts';
import type { Configuration } from './configuration.ts';
import { modeKey } from './mapping.ts';

// E6, E8, E17 and E20 are checks made when a mapping is saved; they are proved where saving is.

const companyA = workedConfiguration();
const companyB = itemTypeConfiguration();

/** A company of the examples at work, with frames F1 and F2 at site S1. */
const atWork = (configuration: Configuration) =>
  new SampleCompany({ configuration, items: WORKED_ITEMS });

/** Posts and gives, side by side, account, deciding step and center of the first posting. */
function sidesOf(company: SampleCompany, type: TransactionType, fields: SampleFields): string {
  const { postings } = company.posted(type, { site: 'S1', ...fields });
  const [posting] = postings;
  if (posting === undefined) return 'no posting';
  const words = [posting.debit, posting.credit].map(({ account, site, center, determination }) => {
    const given = company.decisions
      .flatMap(({ determinations }) => determinations)
      .find(({ number }) => number === determination);
    return `${account} ${given?.determination.steps.at(-1)?.code}@${site}/${center}`;
  });
  return `Dr ${words[0]} Cr ${words[1]}`;
}

test('002.06 E1 a site without accounts of its own takes the group’s', () => {
  const determined = ask(companyA, 'inventory', { site: 'S2', location: 'ANY' });
  expect(found(determined)).toBe('1300 GROUP');
  expect(determined.steps.map(({ step, found: account }) => [step, account])).toEqual([
    ['3', null],
    ['4a', null],
    ['4b', null],
    ['6', '1300'],
  ]);
});

test('002.04 E2 a site with accounts of its own takes them, in every location without', () => {
  expect(found(ask(companyA, 'inventory', { location: 'A-01' }))).toBe('1310 PL_SITE');
  expect(found(ask(companyA, 'inventory'))).toBe('1310 PL_SITE');
});

test('002.07 002.08 E3 goods put away in the consignment location go to its account', () => {
  expect(found(ask(companyA, 'inventory', { location: 'CONS' }))).toBe('1390 PL_SITE_LOC');
  const company = atWork(companyA);
  const receive = (location: string) =>
    sidesOf(company, 'receive-from-vendor', { location, quantity: '1', unitCost: '10' });
  expect(receive('CONS')).toBe('Dr 1390 PL_SITE_LOC@S1/C-S1 Cr 9050 COMPANY_CTL@S1/C-S1');
  expect(receive('A-01')).toBe('Dr 1310 PL_SITE@S1/C-S1 Cr 9050 COMPANY_CTL@S1/C-S1');
  const moved = sidesOf(company, 'location-move', {
    location: 'A-01',
    toLocation: 'CONS',
    quantity: '1',
  });
  expect(moved).toBe('Dr 1390 PINNED@S1/C-S1 Cr 1310 PINNED@S1/C-S1');
});

const warehouse = (location: string, account: string, provenance?: string): AccountAssignment => ({
  ...assignment('inventory', account, { group: 12, site: 'S1', location }),
  ...(provenance === undefined ? {} : { provenance }),
});

test('002.14 002.30 E4 a warehouse row is no step of its own: before the copy its locations pass it by', () => {
  const before = workedConfiguration({ further: [warehouse('W', '1350')] });
  expect(found(ask(before, 'inventory', { location: 'W-0001' }))).toBe('1310 PL_SITE');
  expect(found(ask(before, 'inventory', { location: 'W' }))).toBe('1350 PL_SITE_LOC');

  const copied = warehouse('W-0001', '1350', 'sync Full from warehouse W');
  const after = workedConfiguration({ further: [warehouse('W', '1350'), copied] });
  const determined = ask(after, 'inventory', { location: 'W-0001' });
  expect(found(determined)).toBe('1350 PL_SITE_LOC');
  expect(determined.steps.at(-1)?.provenance).toBe('sync Full from warehouse W');
});

test('E5 a location with its own row keeps it beside copied ones', () => {
  const configuration = workedConfiguration({
    further: [
      warehouse('W', '1350'),
      warehouse('W-0001', '1350', 'sync Partial from warehouse W'),
      warehouse('W-0002', '1360'),
    ],
  });
  expect(found(ask(configuration, 'inventory', { location: 'W-0001' }))).toBe('1350 PL_SITE_LOC');
  expect(found(ask(configuration, 'inventory', { location: 'W-0002' }))).toBe('1360 PL_SITE_LOC');
});

test('003.29 003.44 003.45 E7 a frame goes by its item type, one of the financial group by its exception', () => {
  const pick = { type: 'pick-for-order' } as const;
  const exception = { financialGroup: 'Consignment sunglass' };
  expect(found(ask(companyB, 'inventory', pick))).toBe('1200 ITYPE');
  expect(found(ask(companyB, 'inventory', { ...pick, ...exception }))).toBe('1250 ITYPE_FG');
  expect(found(ask(companyB, 'inventory', { ...pick, financialGroup: 'Other' }))).toBe(
    '1200 ITYPE',
  );

  const second = new Map([...companyB.itemTypeAccounts, ['inventory\nFrame\nOther', '1390']]);
  const two = { ...companyB, itemTypeAccounts: second };
  expect(found(ask(two, 'inventory', { ...pick, financialGroup: 'Other' }))).toBe('1390 ITYPE_FG');
  expect(found(ask(two, 'inventory', { ...pick, ...exception }))).toBe('1250 ITYPE_FG');

  const company = atWork(companyB);
  company.post('receive-from-vendor', { site: 'S1', quantity: '1', unitCost: '10' });
  company.post('receive-from-vendor', { site: 'S1', item: 'F2', quantity: '1', unitCost: '10' });
  const picked = (item: string) =>
    sidesOf(company, 'pick-for-order', { item, document: 'ORD', quantity: '1' });
  expect(picked('F1')).toContain('Cr 1200 PINNED');
  expect(picked('F2')).toContain('Cr 1250 PINNED');
});

test('000.48 003.06 E9 E10 an adjustment takes the reason’s account, or the one typed on the line', () => {
  const company = atWork(companyA);
  company.post('receive-from-vendor', { site: 'S1', quantity: '10', unitCost: '10' });
  const adjust = (fields: SampleFields) =>
    sidesOf(company, 'adjustment', { quantity: '-2', ...fields });
  expect(adjust({ reason: 'Damage' })).toBe('Dr 5802 REASON@S1/C-S1 Cr 1310 PINNED@S1/C-S1');
  expect(adjust({ reason: 'Found' })).toBe('Dr 5801 REASON@S1/C-S1 Cr 1310 PINNED@S1/C-S1');
  expect(adjust({ reason: 'Damage', account: '6100' })).toBe(
    'Dr 6100 LINE@S1/C-S1 Cr 1310 PINNED@S1/C-S1',
  );
  const determined = ask(companyA, 'inventory-adjustment', {
    type: 'adjustment',
    reason: 'Other',
  });
  expect(found(determined)).toBe('5800 GROUP');
  expect(determined.warnings).toEqual([
    "no account is mapped for reason Other; the group's is used",
  ]);
});

test('E11 a count up credits count variance: the reason COUNT changes the role', () => {
  const company = atWork(companyA);
  company.post('receive-from-vendor', { site: 'S1', quantity: '10', unitCost: '10' });
  const counted = sidesOf(company, 'adjustment', { quantity: '1', reason: 'COUNT' });
  expect(counted).toBe('Dr 1310 PINNED@S1/C-S1 Cr 5900 GROUP@S1/C-S1');
  const determined = ask(companyA, 'inventory-adjustment', { facts: { countReason: true } });
  expect(determined).toMatchObject({ roleUsed: 'count-variance', roleReason: 'count-reason' });
});

test('E12 a transfer credits the pinned account at the sender and arrives on the group’s at the receiver', () => {
  const company = atWork(companyA);
  company.post('receive-from-vendor', {
    site: 'S1',
    location: 'A-01',
    quantity: '10',
    unitCost: '10',
  });
  const sent = sidesOf(company, 'stock-transfer', {
    location: 'A-01',
    toSite: 'S2',
    quantity: '1',
    document: 'TR-1',
  });
  expect(sent).toBe('Dr 9010 COMPANY_CTL@S2/C-S2 Cr 1310 PINNED@S1/C-S1');
  const received = sidesOf(company, 'receive-transfer', {
    site: 'S2',
    quantity: '1',
    document: 'TR-1',
  });
  expect(received).toBe('Dr 1300 GROUP@S2/C-S2 Cr 9010 PINNED@S2/C-S2');
});

test('004.24 E13 an unlinked merchandise invoice goes to the branch’s Non-Inventory account', () => {
  const facts = { merchandiseInvoice: 'not-linked' } as const;
  for (const role of ['inventory', 'grni'] as const) {
    const at02 = ask(companyA, role, { site: '02', facts });
    expect(found(at02)).toBe('1496 SITE_CTL');
    expect(at02).toMatchObject({ roleUsed: 'non-inventory', roleReason: 'no-link' });
    expect(found(ask(companyA, role, { site: 'S1', facts }))).toBe('1495 COMPANY_CTL');
  }
});

test('E14 behind a leading hyphen the user chooses, also an account of the income statement', () => {
  const facts = { merchandiseInvoice: 'rebate', hyphenBypass: true } as const;
  const determined = ask(companyA, 'inventory', { site: '02', facts, typedOnLine: '4900' });
  expect(found(determined)).toBe('4900 LINE');
  expect(determined.roleReason).toBe('bypass-hyphen');
  const unknown = ask(companyA, 'inventory', { site: '02', facts, typedOnLine: '4901' });
  expect(found(unknown)).toBe('account 4901 does not exist');
});

test('E15 a consumable sold at a cost credits the company’s Non-Inventory account', () => {
  const facts = { soldWithoutStock: 'consumable' } as const;
  const determined = ask(companyA, 'inventory', { type: 'sale', facts });
  expect(found(determined)).toBe('1495 COMPANY_CTL');
  expect(determined.roleReason).toBe('consumable-cost');
  expect(found(ask(companyA, 'cogs', { type: 'sale', facts }))).toBe('5000 GROUP');
});

test('E16 while inventory is not integrated a sale has no cost legs, and the stock still moves', () => {
  const { company } = companyA;
  const integration = [{ from: day('2026-01-01'), integrated: false }];
  const off = atWork({ ...companyA, company: { ...company, integration } });
  off.post('receive-from-vendor', { site: 'S1', quantity: '10', unitCost: '10' });
  expect(off.post('sale', { site: 'S1', quantity: '4' })).toBe('');
  expect(off.postings()).toEqual([]);
  expect(off.onHand('S1')).toBe('6 = 60.00 @ 10.000000');
});

test('003.37 E18 both legs of a transfer take the center of their own site', () => {
  const transfer = { toSite: 'S2', quantity: '1', document: 'TR-1' };
  const office = atWork(companyA);
  office.post('receive-from-vendor', { site: 'S1', quantity: '10', unitCost: '10' });
  expect(sidesOf(office, 'stock-transfer', transfer)).toMatch(/^Dr .*@S2\/C-S2 Cr .*@S1\/C-S1$/);

  const types = new Map(transactionTypes().map((type) => [type, 'company' as const]));
  const oneCenter = atWork({ ...companyA, types });
  oneCenter.post('receive-from-vendor', { site: 'S1', quantity: '10', unitCost: '10' });
  expect(sidesOf(oneCenter, 'stock-transfer', transfer)).toMatch(/^Dr .*@S2\/000 Cr .*@S1\/000$/);

  const mixed = new Map([...companyA.types, ['stock-transfer', 'company'] as const]);
  const apart = atWork({ ...companyA, types: mixed });
  apart.post('receive-from-vendor', { site: 'S1', quantity: '10', unitCost: '10' });
  expect(sidesOf(apart, 'stock-transfer', transfer)).toMatch(/^Dr .*@S2\/C-S2 Cr .*@S1\/000$/);
});

test('E19 a place outranks an item type, which is listed as shadowed; elsewhere the item type decides', () => {
  const both = itemTypeConfiguration([assignment('inventory', '1310', { group: 12, site: 'S1' })]);
  const atS1 = ask(both, 'inventory', { site: 'S1' });
  expect(found(atS1)).toBe('1310 PL_SITE');
  expect(atS1.shadowed).toContainEqual({ step: '5b', account: '1200' });
  expect(found(ask(both, 'inventory', { site: 'S2' }))).toBe('1200 ITYPE');
});

test('E21 one account for every type, and a place that still outranks it', () => {
  const modes = new Map(
    transactionTypes().map((type) => [
      modeKey(type, 'inventory'),
      { mode: 'account' as const, account: '1399' },
    ]),
  );
  const configuration = workedConfiguration({
    instead: [
      assignment('inventory', '1300', { group: 12 }),
      assignment('inventory', '1390', { group: 12, site: 'S1', location: 'CONS' }),
    ],
    configuration: { modes },
  });
  expect(found(ask(configuration, 'inventory', { location: 'CONS' }))).toBe('1390 PL_SITE_LOC');
  for (const [site, location] of [
    ['S1', 'A-01'],
    ['S1', ''],
    ['S2', ''],
  ] as const) {
    expect(found(ask(configuration, 'inventory', { site, location }))).toBe('1399 TYPE_ACCOUNT');
  }
});
