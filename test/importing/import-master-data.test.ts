import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { startCount } from '../../packages/server/src/application/counting/start-count.ts';
import { importKinds } from '../../packages/server/src/application/importing/import-kinds.ts';
import { importTemplate } from '../../packages/server/src/application/importing/import-template.ts';
import { csvLine } from '../../packages/server/src/files/csv-text.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import { inspected } from '../support/inspected-books.ts';
import { closePeriod } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { imported, linesOf, mappingOf, refusedImport, testFile } from './import-support.ts';

const request = (kind: 'accounts' | 'items' | 'places', text: string, rest: object = {}) => ({
  kind,
  files: [testFile(`${kind}.csv`, text)],
  ...rest,
});

/** The version and the facts of a kind as they are now. */
async function factsOf({ storage, company }: TestBooks, kind: string) {
  return storage.reading(company.id, async (session) => {
    const version = session.lane.configurationVersion;
    const facts = await session.facts(version);
    const found = facts.filter((fact) => fact.kind === kind);
    return { version, facts: new Map(found.map((fact) => [fact.key, fact.content])) };
  });
}

const itemsOf = ({ storage, company }: TestBooks, ...items: string[]) =>
  storage.reading(company.id, async (session) => {
    const loaded = await session.load({ items, places: [], events: [] });
    return new Map(loaded.items.map((item) => [item.code, item]));
  });

test('accounts are added and changed as one change of the configuration', async () => {
  const books = await testBooks();
  const before = await factsOf(books, 'account');
  const text =
    'code,name,class,active\n1300,Frames in stock,asset,\n1301,Lenses,ASSET,no\n9000,Odd,expense,yes\n';
  const report = await imported(books, request('accounts', text));
  expect(report).toMatchObject({ kept: true, rows: 3, posted: 3, alreadyThere: 0, refused: 0 });
  const after = await factsOf(books, 'account');
  expect(after.version).toBe(before.version + 1);
  expect(after.facts.get('1300')).toEqual({
    code: '1300',
    name: 'Frames in stock',
    accountClass: 'asset',
    active: true,
  });
  expect(after.facts.get('1301')).toMatchObject({ active: false });
});

test('Q-50 items come with the weight and the volume of a unit, exactly, and keep what a file leaves out', async () => {
  const books = await testBooks();
  const first = 'code,name,group,weight,volume\nW1,Box,1,0.035,1.000001\nF1,Frame,1,2,\n';
  await imported(books, request('items', first));
  await imported(books, request('items', 'code,name,group\nW1,Large box,1\n'));
  const items = await itemsOf(books, 'W1', 'F1');
  expect(items.get('W1')).toMatchObject({ name: 'Large box', weight: 35_000n, volume: 1_000_001n });
  expect(items.get('F1')).toMatchObject({ weight: 2_000_000n });
  const wrong = 'code,name,group,weight,volume\nW2,Box,1,0,-1\nW3,Box,1,0.0000001,\n';
  const report = await imported(books, request('items', wrong));
  expect(report).toMatchObject({ posted: 0, refused: 2 });
});

test('what is known already changes nothing, not even the version', async () => {
  const books = await testBooks();
  const items =
    'code,name,group,class,itemType,financialGroup,category,quantityDecimals,standardCost\nF1,Frame,1,stock,Frame,,,0,\nF2,Frame with a standard cost,1,,Frame,,,,40.00\n';
  const places =
    'site,location,name,kind,center,warehouse\nDC,,Distribution centre,distribution-center,010,\nDC,A-01,,,,\n';
  const before = await factsOf(books, 'site');
  expect(await imported(books, request('items', items))).toMatchObject({
    posted: 0,
    alreadyThere: 2,
  });
  expect(await imported(books, request('places', places))).toMatchObject({
    posted: 0,
    alreadyThere: 2,
  });
  expect((await factsOf(books, 'site')).version).toBe(before.version);
});

test('items: good rows are kept, bad ones are rejected with all that is wrong with them', async () => {
  const books = await testBooks();
  const text = `code,name,group,class,quantityDecimals,standardCost
N1,New,1,,3,12.345
N2,,77,stock,7,-1
N3,Other,2,gadget,,1
N4,Fourth,,,,x
N5,Fifth,2,,,
N5,Fifth,2,,,
N5,Fifth again,2,,,
`;
  const report = await imported(books, request('items', text));
  expect(report).toMatchObject({ rows: 7, posted: 2, alreadyThere: 1, refused: 4 });
  const items = await itemsOf(books, 'N1', 'N2', 'N5');
  expect(items.get('N1')).toEqual({
    code: 'N1',
    name: 'New',
    group: 1,
    itemClass: 'stock',
    quantityDecimals: 3,
    standardCost: 1_234_500_000n,
  });
  expect([...items.keys()].toSorted()).toEqual(['N1', 'N5']);
  const [, ...rows] = linesOf(report.rejectedFiles[0]);
  expect(rows.map((row) => /,[0-9a-f]{24},([\w -]+),/.exec(row)?.[1])).toEqual([
    'cell-empty whole-number setup-invalid setup-invalid setup-invalid',
    'word-unknown',
    'cell-empty',
    'given-twice',
  ]);
  // Corrected, the file goes in as it is.
  const rejected = report.rejectedFiles[0] ?? '';
  writeFileSync(
    rejected,
    readFileSync(rejected, 'utf8')
      .replace('gadget', 'service')
      .replace('N5,Fifth again', 'N6,Sixth'),
  );
  expect(await imported(books, { kind: 'items', files: [rejected] })).toMatchObject({
    posted: 2,
    refused: 2,
  });
});

test('columns a file does not have keep what they had; an empty cell takes it away', async () => {
  const books = await testBooks();
  await imported(books, request('items', 'code,name,group\nF2,Renamed,1\n'));
  expect((await itemsOf(books, 'F2')).get('F2')).toMatchObject({
    name: 'Renamed',
    itemType: 'Frame',
    standardCost: 4_000_000_000n,
  });
  await imported(books, request('items', 'code,name,group,standardCost\nF2,Renamed,1,\n'));
  expect((await itemsOf(books, 'F2')).get('F2')).not.toHaveProperty('standardCost');
  await imported(books, request('places', 'site,name,kind\nDC,Renamed,warehouse\n'));
  expect((await factsOf(books, 'site')).facts.get('DC')).toMatchObject({
    name: 'Renamed',
    kind: 'warehouse',
    center: '010',
  });
});

test('places: sites come before their locations', async () => {
  const books = await testBooks();
  const text =
    'site,location,name,kind,center,warehouse\nS9,,Store nine,store,090,\nS9,Shelf,,,,W1\nS8,Shelf,,,,\nS7,,Nameless,,,\nS6,,,lab,,\n';
  const report = await imported(books, request('places', text));
  expect(report).toMatchObject({ posted: 2, refused: 3 });
  expect(report.refusedByCode).toMatchObject([
    { code: 'cell-empty', rows: 2 },
    { code: 'site-unknown', rows: 1 },
  ]);
  const { facts } = await factsOf(books, 'location');
  expect([...facts.values()]).toContainEqual({ site: 'S9', code: 'Shelf', warehouse: 'W1' });
});

test('what no column of a file tells of a site stays: how it receives, what it says of stock below zero', async () => {
  const setup = sampleSetup();
  const untold = { receivesTransfersAutomatically: true, negativeStock: 'forbid' } as const;
  const sites = (setup.sites ?? []).map((site) =>
    site.code === 'O1' ? { ...site, ...untold } : site,
  );
  const books = await testBooks({ ...setup, sites });
  const text = 'site,name\nO1,Office in the high street\n';
  expect(await imported(books, request('places', text))).toMatchObject({ posted: 1, refused: 0 });
  expect((await factsOf(books, 'site')).facts.get('O1')).toMatchObject({
    name: 'Office in the high street',
    ...untold,
  });
});

test('strict and dry runs keep nothing', async () => {
  const books = await testBooks();
  const before = await factsOf(books, 'account');
  const text = 'code,name,class\n9000,New,asset\n9001,Bad,nonsense\n';
  expect(await imported(books, request('accounts', text, { strict: true }))).toMatchObject({
    kept: false,
    posted: 0,
    refused: 1,
  });
  expect(await imported(books, request('accounts', text, { dryRun: true }))).toMatchObject({
    kept: false,
    dryRun: true,
    posted: 1,
    refused: 1,
  });
  expect(await factsOf(books, 'account')).toEqual(before);
});

test('what the configuration as a whole forbids is refused, also in a dry run', async () => {
  const books = await testBooks();
  const text = 'code,name,class\n1300,Inventory,expense\n';
  expect(await refusedImport(books, request('accounts', text))).toMatchObject([
    { code: 'setup-invalid' },
  ]);
  const dry = await imported(books, request('accounts', text, { dryRun: true }));
  expect(dry.refusedByCode).toMatchObject([{ code: 'setup-invalid' }]);
  expect((await factsOf(books, 'account')).facts.get('1300')).toMatchObject({
    accountClass: 'asset',
  });
});

test('items may come by a mapping, with values looked up', async () => {
  const books = await testBooks();
  const mapping = mappingOf({
    kind: 'items',
    numbers: { decimal: ',' },
    ignore: 'others',
    skip: [{ when: { Aktiv: 'nein' }, because: 'discontinued' }],
    fields: {
      code: 'A{Nr}',
      name: '{Text}',
      group: { from: '{Art}', values: { Brille: '1' }, otherwise: '2' },
      standardCost: { multiply: ['{Preis}', '0.4'], round: 4 },
    },
  });
  const text =
    'Nr;Text;Art;Preis;Aktiv;Farbe\n1;Eins;Brille;1,23456;ja;rot\n2;Zwei;Etui;2;ja;\n3;Drei;Etui;2;nein;\n';
  expect(await imported(books, request('items', text, { mapping }))).toMatchObject({
    posted: 2,
    skipped: [{ because: 'discontinued', rows: 1 }],
  });
  const items = await itemsOf(books, 'A1', 'A2');
  expect(items.get('A1')).toMatchObject({ name: 'Eins', group: 1, standardCost: 49_380_000n });
  expect(items.get('A2')).toMatchObject({ group: 2, standardCost: 80_000_000n });
});

test('the template of every kind can be imported as it is', async () => {
  for (const kind of importKinds()) {
    const books = await testBooks();
    const { columns, example } = importTemplate(kind);
    // A journal has two sides, so that its example has a row for the other one.
    const [debit, credit] = [columns.indexOf('debit'), columns.indexOf('credit')];
    const other = example.map((cell, index) => {
      if (index === debit) return '';
      return index === credit ? (example[debit] ?? '') : cell;
    });
    const rows = kind === 'manual-journals' ? [example, other] : [example];
    const text = [columns, ...rows].map((cells) => csvLine(cells, ',')).join('');
    if (kind === 'counts') {
      const { storage, clock, company } = books;
      const place = { storage, clock, actor: 'test', company: { ...company, currencyDecimals: 2 } };
      const [name = ''] = example;
      const count = { name, site: 'DC', postedOn: '2026-12-31', items: ['F1'] };
      const begun = await startCount(place, count);
      if (!begun.ok) throw new Error(JSON.stringify(begun.reasons));
    }
    const report = await imported(books, { kind, files: [testFile(`${kind}.csv`, text)] });
    expect(report).toMatchObject({ kind, rows: rows.length, refused: 0 });
    expect(report.posted + report.alreadyThere).toBe(rows.length);
  }
});

test('002.37 imported locations of a warehouse in mode Full get its accounts, in a trial as in earnest', async () => {
  const books = await testBooks({
    ...sampleSetup(),
    warehouses: [{ site: 'DC', code: 'W', accountSync: 'full' }],
    places: [{ group: 1, site: 'DC', location: 'W', accounts: { inventory: '1390' } }],
  });
  const rows = 'site,location,warehouse\nDC,W-0001,W\nDC,W-0002,W\n';
  const trial = await imported(books, request('places', rows, { dryRun: true }));
  expect(trial).toMatchObject({ kept: false, posted: 2, refused: 0 });
  const copies = async () =>
    [...(await factsOf(books, 'assignment')).facts.values()].flatMap((content) => {
      const { location, account, provenance } = Object(content);
      return provenance === undefined ? [] : [`${location} ${account} ${provenance}`];
    });
  expect(await copies()).toEqual([]);
  expect(await imported(books, request('places', rows))).toMatchObject({ kept: true, posted: 2 });
  expect(await copies()).toEqual([
    'W-0001 1390 sync Full from warehouse W',
    'W-0002 1390 sync Full from warehouse W',
  ]);
  const moved = 'site,location,warehouse\nDC,W-0001,V\n';
  expect(await imported(books, request('places', moved))).toMatchObject({ kept: true, posted: 1 });
  // The new warehouse follows the control, which is blank: copies stay until their end is confirmed.
  expect(await copies()).toHaveLength(2);
});

test('Q-45 items with new standard costs revalue the stock of a company at standard, or are not kept', async () => {
  const books = await testBooks(sampleSetup({ costingMethod: 'standard' }));
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-05-05', site: 'DC' };
  await books.desk.post([{ ...receipt, key: 'in', item: 'F2', quantity: '10', unitCost: '41' }]);
  const text = 'code,name,group,standardCost\nF2,Frame with a standard cost,1,45.00\n';
  expect(await imported(books, request('items', text, { dryRun: true }))).toMatchObject({
    kept: false,
    posted: 1,
    refused: 0,
  });
  expect(await imported(books, request('items', text))).toMatchObject({ kept: true, posted: 1 });
  const { stock, last } = await books.storage.reading(books.company.id, async (session) => ({
    stock: await session.stockOnHand(),
    last: await session.lastPostedOn(),
  }));
  expect(stock.map(({ item, quantity, value }) => [item, quantity, value])).toEqual([
    ['F2', 10n, 45_000n],
  ]);
  // The day of the clock, since the file says none.
  expect(last).toBe('2026-06-01');

  await closePeriod(books, '2026-06', 'closed');
  const dearer = text.replace('45.00', '46.00');
  const previewed = await imported(books, request('items', dearer, { dryRun: true }));
  expect(previewed).toMatchObject({ kept: false, refused: 1 });
  const refused = await refusedImport(books, request('items', dearer));
  expect(refused.map(({ code }) => code)).toEqual(['period-closed']);
});

test('000.65 002.39 items with stock that change their group are refused, and taken with the day their value moves', async () => {
  const books = await inspected(await testBooks());
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-01-05', unitCost: '50' };
  await books.desk.post([
    { ...receipt, key: 'in', item: 'F1', site: 'DC', quantity: '10' },
    { ...receipt, key: 'in-too', item: 'F1', site: 'O1', quantity: '1' },
  ]);
  const text = 'code,name,group,itemType\nF1,Frame,2,Frame\nA1,Case,2,Accessory\n';
  const refused = await refusedImport(books, request('items', text));
  expect(refused.map(({ code }) => code)).toEqual(['account-holds-value', 'account-holds-value']);
  const dry = await imported(books, request('items', text, { dryRun: true }));
  expect(dry).toMatchObject({ refusedByCode: [{ code: 'account-holds-value', rows: 2 }] });
  const dryMove = request('items', text, { dryRun: true, reclassifyOn: '2026-03-01' });
  expect(await imported(books, dryMove)).toMatchObject({ refused: 0, posted: 1, kept: false });
  const late = request('items', text, { reclassifyOn: '2027-03-01' });
  expect(await refusedImport(books, late)).toMatchObject([{ code: 'period-unknown' }]);
  expect((await itemsOf(books, 'F1')).get('F1')).toMatchObject({ group: 1 });

  const report = await imported(books, request('items', text, { reclassifyOn: '2026-03-01' }));
  expect(report).toMatchObject({
    kept: true,
    posted: 1,
    reclassified: [
      { site: 'DC', debit: '1310', credit: '1300', amount: '500.00', entries: 1 },
      { site: 'O1', debit: '1310', credit: '1300', amount: '50.00', entries: 1 },
    ],
  });
  expect((await itemsOf(books, 'F1')).get('F1')).toMatchObject({ group: 2 });
  expect(await faultsOf(books)).toEqual([]);
});

test('transactions in a file cannot have the source of configuration changes', async () => {
  const books = await testBooks();
  const text =
    'key,source,type,postedOn,item,site,quantity,unitCost\na,,receive-from-vendor,2026-01-05,F1,DC,1,5\nb,configuration,receive-from-vendor,2026-01-05,F1,DC,1,5\n';
  for (const rest of [{}, { dryRun: true }, { strict: true }]) {
    const files = [testFile('transactions.csv', text)];
    expect(await imported(books, { kind: 'transactions', files, ...rest })).toMatchObject({
      refused: 1,
      refusedByCode: [{ code: 'source-reserved', rows: 1 }],
    });
  }
});

test('vendors, customers and tax types are imported; an empty cell takes a value back', async () => {
  const books = await testBooks();
  const take = (kind: 'vendors' | 'customers' | 'tax-types' | 'items', text: string) =>
    imported(books, { kind, files: [testFile(`${kind}.csv`, text)] });
  await take('tax-types', 'code,name,rate,accountIn\nSTD,Standard,15,1500\n');
  await take('customers', 'code,name,site\nC1,Main Street,DC\n');
  await take('vendors', 'code,name,account,merchandise\nV1,Acme,1300,\nV2,Law,5300,no\n');
  await take('items', 'code,name,group,salesTaxType\nT1,Taxed,1,STD\n');
  const again = await take('vendors', 'code,name,account\nV1,Acme,\nV2,Law,5300\n');
  expect(again).toMatchObject({ posted: 1, alreadyThere: 1 });
  const { facts: vendors } = await factsOf(books, 'vendor');
  expect(vendors.get('V1')).toEqual({ code: 'V1', name: 'Acme', merchandise: true, active: true });
  const { facts: taxTypes } = await factsOf(books, 'tax-type');
  expect(taxTypes.get('STD')).toMatchObject({ rate: '150000', accountIn: '1500' });
  const { facts: customers } = await factsOf(books, 'customer');
  expect(customers.get('C1')).toMatchObject({ site: 'DC', active: true });
  expect((await itemsOf(books, 'T1')).get('T1')).toMatchObject({ salesTaxType: 'STD' });
});
