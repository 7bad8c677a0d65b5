import { expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { explainHypothetical } from '../../packages/server/src/application/reading/explain-hypothetical.ts';
import { booksReading } from '../../packages/server/src/storage/postgres/reading/books-reading.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { postMixedHistory } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf, problemIn } from './http-client.ts';

const ON = { selfBalancingSites: true } as const;
const { company: COMPANY } = sampleSetup();

/** A company behind a server, how to ask for its statements, and the owner of its database. */
async function chain(setup: CompanySetup = sampleSetup(ON)) {
  const served = await servedBooks(setup);
  const client = httpClient(served.address);
  const books = await inspected(served);
  return {
    ...client,
    books,
    /** Posts transactions that must all be posted. */
    posted: async (...transactions: readonly object[]) => {
      const answers = await client.post(transactions);
      expect(answers.filter(({ status }) => status !== 'posted')).toEqual([]);
      return answers;
    },
    /** Some columns of a report as lines, its total the last. */
    report: async (name: string, columns: readonly string[], query = '') => {
      const { status, body } = await client.send(`GET /companies/sample/reports/${name}?${query}`);
      expect(status).toBe(200);
      const { rows, totals } = Object(body);
      return [...rows, { section: 'total', ...totals }].map((row) =>
        columns.flatMap((column) => row[column] ?? []).join(' '),
      );
    },
    put: (change: object) =>
      client.send('PUT /companies/sample/setup', {
        body: { ...change, company: { ...COMPANY, ...Object(change)['company'] } },
      }),
  };
}

type Line = readonly [key: string, type: string, day: string, site: string, rest: object];

/** A transaction of frame F1 in January, out of one line. */
const frame = ([key, type, day, site, rest]: Line) => ({
  key,
  type,
  postedOn: `2026-01-${day}`,
  item: 'F1',
  site,
  ...rest,
});

/** Costing 5.6: one frame at 100 and one at 120 in the distribution centre, four at 100 in the office. */
// biome-ignore format: a table reads as a table
const STOCK = ([
  ['r1', 'receive-from-vendor', '05', 'DC', { quantity: '1', unitCost: '100' }],
  ['r2', 'receive-from-vendor', '06', 'DC', { quantity: '1', unitCost: '120' }],
  ['r3', 'receive-from-vendor', '06', 'O1', { quantity: '4', unitCost: '100' }],
] satisfies readonly Line[]).map(frame);
const SEND = frame(['t1', 'stock-transfer', '07', 'DC', { quantity: '1', toSite: 'O1' }]);
const RECEIVE = frame(['t2', 'receive-transfer', '09', 'O1', { quantity: '1', document: 't1' }]);
const SALE = frame(['s1', 'otc-sale', '10', 'O1', { quantity: '1' }]);

const BY_SITE = ['section', 'account', 'site:DC', 'site:O1', 'company'];

test('002.05 an item stocked in two sites: each site has a balance sheet that balances by itself, transfer and receipt included', async () => {
  const company = await chain();
  await company.posted(...STOCK, SEND);
  expect(await company.report('balance-sheet', BY_SITE, 'by=site')).toEqual([
    'assets 1300 110.00 400.00 510.00',
    'assets 1320 0.00 110.00 110.00',
    'liabilities 2150 -220.00 -400.00 -620.00',
    'liabilities 2900 110.00 -110.00 0.00',
    'total 0.00 0.00 0.00',
  ]);
  await company.posted(RECEIVE, SALE);
  expect(await company.report('balance-sheet', BY_SITE, 'by=site')).toEqual([
    'assets 1300 110.00 408.00 518.00',
    'liabilities 2150 -220.00 -400.00 -620.00',
    'liabilities 2900 110.00 -110.00 0.00',
    'equity 0.00 102.00 102.00',
    'total 0.00 0.00 0.00',
  ]);
  expect(await faultsOf(company.books)).toEqual([]);
});

test('002.05 without the setting the same sheet says by how much each site does not balance', async () => {
  const company = await chain(sampleSetup());
  await company.posted(...STOCK, SEND, RECEIVE);
  expect(await company.report('balance-sheet', BY_SITE, 'by=site')).toEqual([
    'assets 1300 110.00 510.00 620.00',
    'liabilities 2150 -220.00 -400.00 -620.00',
    'between sites 110.00 -110.00 0.00',
    'total 0.00 0.00 0.00',
  ]);
  expect(await faultsOf(company.books)).toEqual([]);
});

test('the setting is read back, stays when it is not named, and is yes or no', async () => {
  const company = await chain();
  const settings = async () =>
    Object((await company.send('GET /companies/sample/setup')).body).company;
  expect(await settings()).toMatchObject(ON);
  expect((await company.put({ company: { name: 'Renamed' } })).status).toBe(200);
  expect(await settings()).toMatchObject({ name: 'Renamed', ...ON });
  expect((await company.put({ company: { selfBalancingSites: false } })).status).toBe(200);
  expect(await settings()).toMatchObject({ selfBalancingSites: false });
  const wrong = await company.put({ company: { selfBalancingSites: 'sometimes' } });
  expect(problemIn(wrong)).toMatchObject({ status: 400, code: 'request-malformed' });
  expect(messagesOf(wrong).join()).toContain('selfBalancingSites');
});

test('the setting holds for what is posted from then on; reversals follow what they take back, and verification knows', async () => {
  const company = await chain(sampleSetup());
  await company.posted(...STOCK, SEND);
  expect((await company.put({ company: ON })).status).toBe(200);
  const second = frame(['t3', 'stock-transfer', '11', 'O1', { quantity: '1', toSite: 'DC' }]);
  const back = frame(['b1', 'stock-transfer', '12', 'DC', { toSite: 'O1', reverses: 't1' }]);
  await company.posted(second, back);
  const clearing = async () =>
    (await company.report('balance-sheet', BY_SITE, 'by=site')).filter((line) =>
      /2900|between/.test(line),
    );
  expect(await clearing()).toEqual(['liabilities 2900 -100.00 100.00 0.00']);
  expect((await company.put({ company: { selfBalancingSites: false } })).status).toBe(200);
  await company.posted(
    frame(['b2', 'stock-transfer', '13', 'O1', { toSite: 'DC', reverses: 't3' }]),
  );
  expect(await clearing()).toEqual([]);
  expect(await faultsOf(company.books)).toEqual([]);
});

test('an entry that no longer balances at its sites is found, also one that takes another back', async () => {
  const company = await chain();
  await company.posted(
    ...STOCK,
    SEND,
    frame(['b1', 'stock-transfer', '12', 'DC', { toSite: 'O1', reverses: 't1' }]),
  );
  const { owner } = company.books;
  for (const key of ['t1', 'b1']) {
    const entry = `(select entry from event where key = '${key}')`;
    await owner.query(`update posting set debit_site = 'L' where line = 1 and entry = ${entry}`);
    const faults = await faultsOf(company.books);
    expect(
      faults.filter(
        (fault) => fault.includes(`"key":"${key}"`) && fault.startsWith('I1 Every site'),
      ),
    ).toHaveLength(1);
    await owner.query(
      `update posting set debit_site = credit_site where line = 1 and entry = ${entry}`,
    );
  }
});

test('002.05 after a history with a bit of everything each site balances by itself, and the replay agrees', async () => {
  const company = await chain();
  expect(await postMixedHistory(company.books)).toHaveLength(1);
  expect(await faultsOf(company.books)).toEqual([]);
  const lines = await company.report('balance-sheet', ['section', 'account', 'company'], 'by=site');
  expect(lines).toContain('liabilities 2900 0.00');
  expect(lines.filter((line) => line.startsWith('between'))).toEqual([]);
});

test('a transfer without an account for the clearing is refused until there is one', async () => {
  const { 'intersite-clearing': _, ...controls } = sampleSetup().controls ?? {};
  const company = await chain({ ...sampleSetup(ON), controls });
  await company.posted(...STOCK);
  const [refused] = await company.post([SEND]);
  expect(refused).toMatchObject({
    status: 'refused',
    code: 'account-not-determined',
    message: expect.stringContaining('intersite-clearing'),
  });
  const changed = await company.put({ controls: { 'intersite-clearing': '2900' } });
  expect(changed.status).toBe(200);
  await company.posted(SEND);
});

test('the clearing between sites cannot be an account of stock', async () => {
  const company = await chain(sampleSetup());
  const onStock = { controls: { 'intersite-clearing': '1320' } };
  const refused = await company.put({ ...onStock, company: ON });
  expect(problemIn(refused)).toMatchObject({ status: 422, code: 'setup-invalid' });
  expect(messagesOf(refused).join()).toContain(
    'account 1320 is also the inventory-in-transit of stock',
  );
  // Whether sites balance by themselves or not: an account of stock is for stock alone.
  expect((await company.put(onStock)).status).toBe(422);
});

test('why the clearing has its account is stored, and can be asked ahead', async () => {
  const company = await chain();
  await company.posted(...STOCK, SEND);
  const { rows } = await company.books.owner.query(
    `select d.type, d.content ->> 'text' as text from determination d where d.role = 'intersite-clearing' order by number`,
  );
  expect(rows).toEqual([
    {
      type: 'stock-transfer-in-transit',
      text: 'The intersite-clearing of stock-transfer-in-transit at O1 is 2900: COMPANY_CTL found it under company control.',
    },
    {
      type: 'stock-transfer',
      text: 'The intersite-clearing of stock-transfer at DC is 2900: COMPANY_CTL found it under company control.',
    },
  ]);
  const asked = {
    type: 'stock-transfer',
    item: 'F1',
    site: 'DC',
    toSite: 'O1',
    postedOn: '2026-01-07',
  };
  const explained = await explainHypothetical(booksReading(company.books.pool), 1, asked);
  const legs = explained.ok ? explained.value.legs : [];
  expect(
    legs.map(({ side, role, site, determination }) => [side, role, site, determination.account]),
  ).toEqual([
    ['debit', 'inventory-in-transit', 'O1', '1320'],
    ['credit', 'inventory', 'DC', '1300'],
    ['debit', 'intersite-clearing', 'DC', '2900'],
    ['credit', 'intersite-clearing', 'O1', '2900'],
  ]);
});
