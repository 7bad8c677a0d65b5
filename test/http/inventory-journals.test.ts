import { beforeAll, beforeEach, expect, test } from 'vitest';
import { setUpCompany } from '../../packages/server/src/application/configuration/set-up-company.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { type Answered, type HttpClient, httpClient, problemIn } from './http-client.ts';

type Fields = Readonly<Record<string, unknown>>;

let served: ServedBooks;
let code = '';
let client: HttpClient;
let companies = 0;

beforeAll(async () => {
  served = await servedBooks();
});

beforeEach(() => company());

/** Every test has a company of its own, in one database. */
async function company(settings: Parameters<typeof sampleSetup>[0] = {}): Promise<void> {
  companies += 1;
  code = `journals-${companies}`;
  const setup = sampleSetup({ code, ...settings });
  const made = await setUpCompany(served, setup, { changedBy: 'test', reason: 'test' });
  if (!made.ok) throw new Error(JSON.stringify(made.reasons));
  client = httpClient(served.address, code);
}

const J1 = { name: 'J-1', postedOn: '2026-03-31', site: 'DC' };

const send = (journal: Fields, query = '') =>
  client.send(`POST /companies/${code}/inventory-journals${query}`, {
    body: { ...J1, ...journal },
  });

async function posted(journal: Fields, query = '') {
  const answered = await send(journal, query);
  if (answered.status !== 200) throw new Error(JSON.stringify(answered.body));
  return Object(answered.body);
}

const refusalsIn = (answered: Answered): readonly string[] =>
  problemIn(answered).refusals.map(({ code: reason, line, place }) =>
    line === undefined ? reason : `${line} ${place} ${reason}`,
  );

/** What is worth what at a site: `10 = 100.00`. */
async function stockValueOf(item: string): Promise<string> {
  const { body } = await client.send(`GET /companies/${code}/reports/inventory-value?item=${item}`);
  const { rows } = Object(body);
  return rows
    .map((row: Record<string, string>) => `${row['quantity']} = ${row['value']}`)
    .join(', ');
}

/** Debits less credits of an account. */
async function balanceOf(account: string): Promise<string> {
  const { body } = await client.send(`GET /companies/${code}/reports/trial-balance`);
  const row = Object(body).rows.find((one: Fields) => one['account'] === account);
  return row === undefined ? '0.00' : row.closing;
}

/** Ten at 8.00 and ten at 14.00 by mistake: they should have cost 12.00. */
const opened = () =>
  posted({
    name: 'opening',
    purpose: 'opening',
    postedOn: '2026-03-01',
    lines: [
      { item: 'F1', location: 'A-01', quantity: '10', unitCost: '8.00' },
      { item: 'F1', quantity: '10', unitCost: '14.00' },
      { item: 'A1', quantity: '5', amount: '20.00' },
    ],
  });

test('000.62 opening balances come in as one journal, against opening balances', async () => {
  expect(await opened()).toMatchObject({
    status: 'posted',
    change: '240.00',
    lines: [
      {
        line: 1,
        change: '80.00',
        results: [{ lines: [{ account: '1300' }, { account: '3000' }] }],
      },
      { line: 2, change: '140.00' },
      { line: 3, change: '20.00' },
    ],
  });
  expect(await balanceOf('3000')).toBe('-240.00');
});

test('000.62 000.48 a write-off takes stock out at its cost, on the account of its reason or of the line', async () => {
  await opened();
  const journal = await posted({
    purpose: 'write-off',
    reason: 'Damage',
    lines: [
      { item: 'F1', location: 'A-01', quantity: '2' },
      { item: 'A1', quantity: '1', account: '5850' },
    ],
  });
  expect(journal).toMatchObject({
    change: '-26.00',
    lines: [
      { change: '-22.00', results: [{ lines: [{ account: '5801' }, { account: '1300' }] }] },
      { change: '-4.00', results: [{ lines: [{ account: '5850' }, { account: '1310' }] }] },
    ],
  });
});

test('000.62 000.64 an average is put right: out at average, back at the right cost, the difference on the adjustment account', async () => {
  await opened();
  expect(await stockValueOf('F1')).toBe('20 = 220.00');
  const correction = {
    purpose: 'average-correction',
    reason: 'Found',
    lines: [{ item: 'F1', unitCost: '12.00' }],
  };
  const preview = await posted(correction, '?dryRun=true');
  expect(preview).toMatchObject({ status: 'preview', change: '20.00' });
  expect(await stockValueOf('F1')).toBe('20 = 220.00');
  const journal = await posted(correction);
  expect(journal).toEqual({ ...preview, status: 'posted' });
  expect(await stockValueOf('F1')).toBe('20 = 240.00');
  expect(await balanceOf('5800')).toBe('-20.00');
  expect(journal.lines[0].results.map((one: Fields) => [one['key'], one['cost']])).toEqual([
    ['journal J-1 line 1 out', '110.00'],
    ['journal J-1 line 1 out at A-01', '110.00'],
    ['journal J-1 line 1 back at A-01', '120.00'],
    ['journal J-1 line 1 back', '120.00'],
  ]);
  const { id } = (await served.storage.companies()).find((one) => one.code === code) ?? { id: 0 };
  const inspection = booksInspection(served.pool);
  expect(await faultsOf({ inspection, company: { id, code } })).toEqual([]);
});

test('000.64 a journal sent again is answered again, also when stock has moved since', async () => {
  await opened();
  const correction = {
    purpose: 'average-correction',
    reason: 'Found',
    lines: [{ item: 'F1', unitCost: '12.00' }],
  };
  const first = await posted(correction);
  await client.post([
    { key: 'sale', type: 'sale', postedOn: '2026-04-02', item: 'F1', site: 'DC', quantity: '3' },
  ]);
  const again = await posted(correction);
  expect(again).toMatchObject({ status: 'duplicate', change: '20.00' });
  expect(again.lines[0].results).toHaveLength(4);
  expect(again.lines[0].results[0]).toMatchObject({ status: 'duplicate', cost: '110.00' });
  const read = await client.send(`GET /companies/${code}/inventory-journals/J-1`);
  expect(read.body).toMatchObject({ status: 'posted', change: first.change });
  expect(await stockValueOf('F1')).toBe('17 = 204.00');
  const other = await send({ ...correction, lines: [{ item: 'F1', unitCost: '12.50' }] });
  expect(problemIn(other).title).toBe(
    'Inventory journal J-1 is another one already: its lines are others.',
  );
  const day = await send({ ...correction, postedOn: '2026-03-30' });
  expect(problemIn(day).title).toContain('postedOn was "2026-03-31", now "2026-03-30"');
});

test('000.63 what is wrong with a journal is told at once, line by line, and nothing of it is kept', async () => {
  await opened();
  const wrong = await send({
    purpose: 'write-off',
    reason: 'Damage',
    lines: [
      { item: 'F1', quantity: '1' },
      { item: 'S1', quantity: '1' },
      { item: 'X9', quantity: 'many' },
      { item: 'F1', quantity: '-1' },
      { item: 'F1', quantity: '1', unitCost: '5' },
      { item: 'F1', quantity: '1', location: 'NOWHERE', reason: 'Nobody' },
      { item: 'F1' },
    ],
  });
  expect(refusalsIn(wrong)).toEqual([
    '2 S1 item-not-stocked',
    '3 X9 item-unknown',
    '3 X9 number-invalid',
    '4 F1 quantity-negative',
    '5 F1 field-not-allowed',
    '6 F1 at NOWHERE location-unknown',
    '6 F1 at NOWHERE reason-unknown',
    '7 F1 field-missing',
  ]);
  expect(await stockValueOf('F1')).toBe('20 = 220.00');
  const unknown = await client.send(`GET /companies/${code}/inventory-journals/J-1`);
  expect(problemIn(unknown)).toMatchObject({ status: 404, code: 'not-found' });
});

test('000.64 an average is corrected only where there is one, once, and on the last day', async () => {
  await opened();
  const lines = [
    { item: 'F1', unitCost: '12.00' },
    { item: 'F1', location: 'A-01', unitCost: '13.00' },
    { item: 'F2', unitCost: '1.00' },
    { item: 'A1' },
    { item: 'S1', unitCost: '1.00' },
    { item: 'X9', unitCost: '1.00' },
  ];
  const correction = { purpose: 'average-correction', reason: 'Found' };
  expect(refusalsIn(await send({ ...correction, lines }))).toEqual([
    '2 F1 at A-01 counted-twice',
    '3 F2 average-without-stock',
    '4 A1 cost-missing',
    '5 S1 item-not-stocked',
    '6 X9 item-unknown',
  ]);
  await client.post([
    { key: 'sale', type: 'sale', postedOn: '2026-04-02', item: 'F1', site: 'DC', quantity: '3' },
  ]);
  const late = await send({ ...correction, lines: [{ item: 'F1', unitCost: '12.00' }] });
  expect(refusalsIn(late)).toEqual(['1 F1 moved-since']);
});

test('at standard cost an average is no matter of a journal, and is refused with the standard named', async () => {
  await company({ costingMethod: 'standard' });
  await posted({
    purpose: 'opening',
    name: 'opening',
    lines: [{ item: 'F2', quantity: '10', unitCost: '40' }],
  });
  const wrong = await send({
    purpose: 'average-correction',
    reason: 'Found',
    lines: [{ item: 'F2', unitCost: '41' }],
  });
  expect(refusalsIn(wrong)).toEqual(['1 F2 cost-not-standard']);
});

test('under FIFO what was put back is one layer at the right cost', async () => {
  await company({ costingMethod: 'fifo' });
  await opened();
  await posted({
    purpose: 'average-correction',
    reason: 'Found',
    lines: [{ item: 'F1', unitCost: '12.00' }],
  });
  const [sale] = await client.post([
    { key: 'sale', type: 'sale', postedOn: '2026-04-02', item: 'F1', site: 'DC', quantity: '3' },
  ]);
  expect(sale).toMatchObject({ cost: '36.00' });
});
