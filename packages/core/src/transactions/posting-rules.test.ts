import { expect, test } from 'vitest';
import { type AccountRole, roleDefinition } from '../accounts/account-role.ts';
import { keysOf } from '../primitives/keys.ts';
import { readTable } from '../testing/text-table.ts';
import { eventShape } from './event-shape.ts';
import {
  ASSEMBLIES,
  ASSEMBLY_PARTS,
  CAUSED_TYPES,
  DOCUMENT_LINES,
  DOCUMENTS,
  isTransactionType,
  PAIRS,
  POSTING_RULES,
  postingRule,
  REVERSALS,
  transactionTypes,
} from './posting-rules.ts';

const rules = transactionTypes().map(postingRule);

/** The catalogue in our words: the name people use, what is debited and what is credited. */
const CATALOGUE = `
    row      name in the catalogue             debits                   credits
    003.T01  Receive From Vendor               inventory                grni
    003.T02  Return To Vendor                  grni                     inventory
    003.T03  Stock Order Transfer              none                     inventory
    003.T04  Stock Order in Transit            inventory-in-transit     none
    003.T05  Receive Transfer                  inventory                inventory-in-transit
    003.T06  Adjustment                        inventory                inventory-adjustment
    003.T07  Sale                              cogs                     inventory
    003.T08  Pick for Order                    wip                      inventory
    003.T09  Ship For Order                    none                     wip
    003.T10  Order In Transit                  wip-in-transit           none
    003.T11  Receive For Order                 wip                      wip-in-transit
    003.T12  Deliver                           inventory                wip
    003.T13  Return to Stock                   inventory                wip
    003.T14  Lost in Transit                   inventory-adjustment     wip-in-transit
    003.T15  Receipt for Stock Order           inventory                inventory-in-transit
    003.T16  Manual Stock Receipt              inventory                grni
    003.T17  Manual Vendor Receipt             inventory                grni
    003.T18  Stock Transfer                    none                     inventory
    003.T19  Stock Transfer In Transit         inventory-in-transit     none
    003.T20  Undo Deliver                      wip                      inventory
    003.T21  Merchandise Drop                  inventory                wip
    003.T22  Undo Receive                      wip-in-transit           wip
    003.T23  OTC Sale                          cogs                     inventory
    003.T24  Return                            inventory                cogs
    003.T25  Hold Order                        wip                      none
    003.T26  Withdraw WIP-In-Transit           none                     wip-in-transit
    003.T27  Receive From Outside Lab          wip                      grni
    003.T28  Negative Balance Cost Adjustment  inventory                cogs
    003.T29  COGS Adjustment                   cogs                     inventory`;

/** The types the sources need without naming them; a reallocation names its other account itself. */
const FURTHER = `
    row      name                        debits                credits
    003.X01  Count Variance              inventory             count-variance
    003.X02  Transfer Lost               inventory-adjustment  inventory-in-transit
    003.X03  Supplier Invoice Match      grni                  supplier-control
    003.X04  Cost Revaluation            inventory             cost-revalue
    003.X05  Account Reclassification    inventory             inventory
    003.X06  Opening Balance             inventory             opening-equity
    003.X07  Non-Inventory Reallocation  non-inventory         non-inventory
    003.X08  Average Respread            inventory             inventory
    003.X09  Location Move               inventory             inventory
    003.X10  Cost Correction             inventory             cogs
    003.X11  Manual Receipt Match        grni                  inventory-in-transit
    003.X12  Manual Receipt Write Off    grni                  inventory-adjustment
    003.X13  Consignment Receipt         consigned-inventory   consigned-offset
    003.X14  Consignment Return          consigned-offset      consigned-inventory
    003.X15  Consignment Use             inventory             grni
    003.X16  Landed Cost                 inventory             landed-cost-clearing
    003.X17  Assembly                    assembly-clearing     conversion-cost
    003.X18  Disassembly                 assembly-clearing     conversion-cost
    003.X19  Item Transfer               assembly-clearing     conversion-cost
    003.X20  Assembly Issue              assembly-clearing     inventory
    003.X21  Assembly Receipt            inventory             assembly-clearing
    003.X22  Assembly Scrap              inventory-adjustment  assembly-clearing
    003.X23  Supplier Invoice            none                  none
    003.X24  Supplier Credit Note        none                  none
    003.X25  Merchandise Purchase        inventory             supplier-control
    003.X26  Purchase Charge             purchases             supplier-control
    003.X27  Freight Charge              freight-in            supplier-control
    003.X28  Manual Journal              general-ledger        general-ledger
    003.X29  Journal Reversal            general-ledger        general-ledger
    003.X30  Sales Invoice               none                  none
    003.X31  Sales Credit Note           none                  none
    003.X32  Sales Revenue               customer-control      sales
    003.X33  Sale Without Stock          cogs                  inventory
    003.X34  Return For Vendor           inventory             cogs
    003.X35  Receipt Link                grni                  non-inventory
    003.X36  Open Line Match             non-inventory         non-inventory
    003.X37  Period End Stock            inventory             purchases
    003.X38  Stock Taken Up              inventory             opening-equity`;

const idOf = (name: string): string => name.toLowerCase().replaceAll(' ', '-');

test('003.02 the catalogue holds the 29 types with the roles each debits and credits', () => {
  const rows = readTable(['row', 'name in the catalogue', 'debits', 'credits'], CATALOGUE);
  expect(rows).toHaveLength(29);
  const catalogue = rows.map((row) => [
    idOf(row['name in the catalogue']),
    row.debits,
    row.credits,
    row.row,
  ]);
  const ours = rules
    .filter(({ source }) => source.startsWith('003.T'))
    .map(({ type, debit, credit, source }) => [type, debit ?? 'none', credit ?? 'none', source]);
  expect(ours).toEqual(catalogue);
});

test('the types of our own are those the sources need, with these roles', () => {
  const rows = readTable(['row', 'name', 'debits', 'credits'], FURTHER);
  const ours = rules
    .filter(({ source }) => !source.startsWith('003.T'))
    .map(({ type, debit, credit, source }) => [type, debit ?? 'none', credit ?? 'none', source]);
  expect(ours).toEqual(rows.map((row) => [idOf(row.name), row.debits, row.credits, row.row]));
});

test('POST-1 a type with one side belongs to exactly one pair, and a pair has both sides once', () => {
  const oneSided = rules.filter(({ debit, credit }) => (debit === null) !== (credit === null));
  const members = [...PAIRS.map(([credit]) => credit), ...PAIRS.map(([, debit]) => debit)];
  expect(oneSided).toHaveLength(8);
  expect(members.toSorted()).toEqual(oneSided.map(({ type }) => type).toSorted());
  for (const [credit, debit, sentAs] of PAIRS) {
    expect(postingRule(credit)).toMatchObject({ debit: null, credit: expect.any(String) });
    expect(postingRule(debit)).toMatchObject({ debit: expect.any(String), credit: null });
    expect([credit, debit]).toContain(sentAs);
  }
});

test('POST-9 a type without a side is a document, whose lines have types of their own', () => {
  const sideless = rules.filter(({ debit, credit }) => debit === null && credit === null);
  expect(sideless.map(({ type }) => type)).toEqual(keysOf(DOCUMENTS));
  expect(
    sideless.every(({ costBasis, origin }) => costBasis === 'its lines' && origin === 'sent'),
  ).toBe(true);
  const parts = Object.values(DOCUMENTS).flatMap(([family, , control]) =>
    Object.values(DOCUMENT_LINES[family]).flatMap(([invoiced, credited]) =>
      [invoiced, credited].flatMap((type) => (type === null ? [] : [{ type, control }])),
    ),
  );
  for (const { type, control } of parts) {
    const { debit, credit } = postingRule(type);
    // What is owed stands in the rule of the part, or of the match or the revenue that follows it.
    const ofCost = [debit, credit].some((role) => role === 'grni' || role === 'cogs');
    const isOwed = ofCost || [debit, credit].includes(control);
    expect([type, isOwed]).toEqual([type, true]);
  }
});

test('POST-2 a pair is sent under one name; its partner is posted by the books alone', () => {
  for (const [credit, debit, sentAs] of PAIRS) {
    const partner = sentAs === credit ? debit : credit;
    expect(postingRule(sentAs).origin).toBe('sent');
    expect(postingRule(partner).origin).toBe('caused');
    expect([partner, eventShape(partner)]).toEqual([partner, undefined]);
    expect(eventShape(sentAs)).toMatchObject({ debit: { type: debit }, credit: { type: credit } });
  }
});

test('POST-3 the sides of a pair stand at two places: credited where goods leave', () => {
  for (const [, , sentAs] of PAIRS) {
    const shape = eventShape(sentAs);
    expect([sentAs, shape?.credit.at === shape?.debit.at]).toEqual([sentAs, false]);
    expect([shape?.credit.at, shape?.debit.at]).toContain('site');
  }
  const sends = ['stock-order-transfer', 'stock-transfer', 'ship-for-order'] as const;
  for (const type of sends) expect(eventShape(type)?.debit.at).toBe('to-site');
  expect(eventShape('hold-order')).toMatchObject({
    credit: { type: 'withdraw-wip-in-transit', at: 'from-site' },
    debit: { type: 'hold-order', at: 'site' },
  });
});

test('003.05 POST-4 what reverses a type swaps its sides', () => {
  for (const [type, undo] of REVERSALS) {
    const [rule, back] = [postingRule(type), postingRule(undo)];
    expect([`${type} and ${undo}`, [back.debit, back.credit]]).toEqual([
      `${type} and ${undo}`,
      [rule.credit, rule.debit],
    ]);
  }
  const pairs: readonly (readonly string[])[] = REVERSALS;
  expect(pairs).toContainEqual(['receive-from-vendor', 'return-to-vendor']);
});

test('POST-5 stock on hand is named by a rule exactly when one of its sides is inventory', () => {
  for (const { type, debit, credit, inventory } of rules) {
    const touches = debit === 'inventory' || credit === 'inventory';
    expect([type, inventory !== '']).toEqual([type, touches]);
  }
});

test('POST-6 goods that are carried are valued at what they carry, never at a price', () => {
  const carrying = new Set<AccountRole | null>([
    'inventory-in-transit',
    'wip',
    'wip-in-transit',
    'assembly-clearing',
  ]);
  const wrong = rules.filter(
    ({ credit, costBasis }) =>
      carrying.has(credit) &&
      !['carried cost', 'original cost', 'cleared cost'].includes(costBasis),
  );
  expect(wrong).toEqual([]);
  expect(rules.filter(({ credit }) => carrying.has(credit)).length).toBeGreaterThan(9);
});

test('POST-7 a type moves value into or out of a bucket, or settles what an earlier one left open', () => {
  for (const { type, debit, credit } of rules) {
    const roles = [debit, credit].flatMap((role) => (role === null ? [] : [roleDefinition(role)]));
    const buckets = roles.filter(({ isBucket }) => isBucket).length;
    const settles = [
      'supplier-invoice-match',
      'non-inventory-reallocation',
      'manual-receipt-write-off',
      'purchase-charge',
      'freight-charge',
      // A document moves nothing itself.
      'supplier-invoice',
      'supplier-credit-note',
      'sales-invoice',
      'sales-credit-note',
      'sales-revenue',
      'receipt-link',
      'open-line-match',
      // Goods of others are counted, and no value of ours moves.
      'consignment-receipt',
      'consignment-return',
      // No stock at all.
      'manual-journal',
      'journal-reversal',
    ].includes(type);
    expect([type, buckets > 0]).toEqual([type, !settles]);
  }
});

test('POST-8 every name of the table is kebab-case, unique by its row, and known', () => {
  const sources = rules.map(({ source }) => source);
  expect(new Set(sources).size).toBe(rules.length);
  for (const type of Object.keys(POSTING_RULES)) {
    expect(type).toMatch(/^[a-z]+(-[a-z]+)*$/);
    expect(isTransactionType(type)).toBe(true);
  }
  for (const text of ['', 'Sale', 'sale ', 'toString', 'constructor', '__proto__']) {
    expect([text, isTransactionType(text)]).toEqual([text, false]);
  }
});

test('POST-9 what the books cause by themselves moves value alone, in either direction', () => {
  for (const type of Object.values(CAUSED_TYPES)) {
    expect(postingRule(type)).toMatchObject({ costBasis: 'given amount', eitherSign: true });
    expect(eventShape(type)).toMatchObject({ needsQuantity: false });
  }
});

test('POST-11 what goes into an assembly comes out of it again: every part has its other side there', () => {
  const { goesIn, comesOut, scrapped } = ASSEMBLY_PARTS;
  const parts = [goesIn, comesOut, scrapped].map(postingRule);
  expect(parts.map(({ origin }) => origin)).toEqual(['caused', 'caused', 'caused']);
  expect(postingRule(goesIn).debit).toBe('assembly-clearing');
  for (const type of [comesOut, scrapped])
    expect(postingRule(type)).toMatchObject({
      credit: 'assembly-clearing',
      costBasis: 'carried cost',
    });
  for (const type of keysOf(ASSEMBLIES)) {
    expect(postingRule(type)).toMatchObject({ debit: 'assembly-clearing', origin: 'sent' });
    expect(eventShape(type)?.assembly).toBeDefined();
  }
  const others = transactionTypes().filter((type) => !Object.hasOwn(ASSEMBLIES, type));
  expect(others.filter((type) => eventShape(type)?.assembly !== undefined)).toEqual([]);
});

test('POST-10 the types the catalogue lets go below zero may be sent so, and no vendor receipt', () => {
  const either = rules.filter(({ eitherSign, origin }) => eitherSign && origin === 'sent');
  expect(either.map(({ type }) => type)).toEqual([
    'adjustment',
    'lost-in-transit',
    'manual-stock-receipt',
    'merchandise-drop',
    'return',
    'receive-from-outside-lab',
    'count-variance',
    'transfer-lost',
    'cost-revaluation',
    'non-inventory-reallocation',
    'cost-correction',
    'landed-cost',
    'open-line-match',
  ]);
});
