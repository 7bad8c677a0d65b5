import { beforeAll, describe, expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import {
  type Answered,
  type HttpClient,
  httpClient,
  messagesOf,
  problemIn,
} from './http-client.ts';

const EXPORTS = '/companies/sample/gl-exports';

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50',
};
const AT_OFFICE = { ...RECEIPT, site: 'O1', quantity: '2' };
const SALE = { type: 'otc-sale', postedOn: '2026-01-06', item: 'F1', site: 'O1', quantity: '1' };

/** A served company with some journals of January, of two sources. */
async function trading(setup = sampleSetup()): Promise<HttpClient> {
  const { address } = await servedBooks(setup);
  const client = httpClient(address);
  const bill = { type: 'supplier-invoice-match', postedOn: '2026-01-09', item: 'F1', site: 'DC' };
  const answers = await client.post([
    { ...RECEIPT, key: 'in', reference: 'PO 4711' },
    { ...AT_OFFICE, key: 'in-2' },
    { ...SALE, key: 'out' },
    { ...bill, key: 'bill', quantity: '10', unitCost: '51', original: 'in' },
  ]);
  expect(answers.map(({ status }) => status)).toEqual(['posted', 'posted', 'posted', 'posted']);
  return client;
}

const make = (client: HttpClient, asked: object = {}, query = ''): Promise<Answered> =>
  client.send(`POST ${EXPORTS}${query}`, {
    body: { target: 'sap', period: '2026-01', ...asked },
  });

type Line = Readonly<Record<string, string>>;

/** The lines of a batch as another ledger gets them. */
async function linesOf(client: HttpClient, number = 1): Promise<readonly Line[]> {
  const { status, body } = await client.send(`GET ${EXPORTS}/sap/${number}`);
  expect(status).toBe(200);
  return Object(body).lines;
}

const shown = (lines: readonly Line[]): readonly string[] =>
  lines.map(({ type, site, accountWithCenter, center, debit, credit }) =>
    [type, site, center === '' ? '-' : center, accountWithCenter, debit || '-', credit || '-'].join(
      ' ',
    ),
  );

/** The sample company with every type on one center mapping. */
function mappedTo(center: 'office' | 'company') {
  const types = ['receive-from-vendor', 'otc-sale', 'supplier-invoice-match'] as const;
  return { ...sampleSetup(), types: types.map((type) => ({ type, center })) };
}

let client: HttpClient;

beforeAll(async () => {
  client = await trading();
});

test('003.01 Inventory is listed as a source of the ledger, and its journals are found by it', async () => {
  const { body } = await client.send('GET /companies/sample/gl-sources');
  expect(body).toEqual({
    sources: [
      {
        source: 'inventory',
        code: 'IC',
        name: 'Inventory',
        entryTypes: [
          { entryType: 'inventory', name: 'Inventory integration' },
          { entryType: 'reclassification', name: 'Account reclassification' },
        ],
      },
      {
        source: 'purchasing',
        code: 'AP',
        name: 'Purchasing',
        entryTypes: [{ entryType: 'purchasing', name: 'Supplier invoices' }],
      },
      {
        source: 'sales',
        code: 'SJ',
        name: 'Sales',
        entryTypes: [{ entryType: 'sales', name: 'Customer invoices' }],
      },
      {
        source: 'general-ledger',
        code: 'GJ',
        name: 'General ledger',
        entryTypes: [
          { entryType: 'reallocation', name: 'Non-Inventory reallocation' },
          { entryType: 'general', name: 'Manual journal' },
        ],
      },
    ],
  });
  const keys = async (query: string): Promise<readonly string[]> => {
    const listed = await client.send(`GET /companies/sample/journal-entries?order=oldest&${query}`);
    return Object(listed.body).entries.map(({ key }: { key: string }) => key);
  };
  expect(await keys('')).toEqual(['in', 'in-2', 'out', 'bill']);
  expect(await keys('glSource=inventory')).toEqual(['in', 'in-2', 'out']);
  expect(await keys('glSource=purchasing')).toEqual(['bill']);
  expect(await keys('glSource=purchasing&entryType=inventory')).toEqual([]);
  expect(await keys('glSource=sales')).toEqual([]);
  const report = await client.send(
    'GET /companies/sample/reports/entry-type-details?glSource=inventory',
  );
  expect(report.body).toMatchObject({
    title: 'Entry type details: Inventory integration, Account reclassification',
    totals: { entries: '3', debit: '650.00', credit: '650.00' },
  });
  const unknown = await client.send('GET /companies/sample/journal-entries?glSource=payroll');
  expect(problemIn(unknown)).toMatchObject({ status: 422, code: 'gl-source-unknown' });
});

describe('the center of an exported line', () => {
  test('003.38 003.40 with the center mapping Office it is that of the office', async () => {
    const offices = await trading(mappedTo('office'));
    await make(offices);
    expect(shown(await linesOf(offices))).toEqual([
      'receive-from-vendor DC 010 1300-010 500.00 -',
      'receive-from-vendor DC 010 2150-010 - 500.00',
      'receive-from-vendor O1 020 1300-020 100.00 -',
      'receive-from-vendor O1 020 2150-020 - 100.00',
      'otc-sale O1 020 5000-020 50.00 -',
      'otc-sale O1 020 1300-020 - 50.00',
    ]);
  });

  test('003.39 003.40 with the center mapping Company it is that of the company', async () => {
    const company = await trading(mappedTo('company'));
    await make(company);
    expect(shown(await linesOf(company))).toEqual([
      'receive-from-vendor DC 000 1300-000 500.00 -',
      'receive-from-vendor DC 000 2150-000 - 500.00',
      'receive-from-vendor O1 000 1300-000 100.00 -',
      'receive-from-vendor O1 000 2150-000 - 100.00',
      'otc-sale O1 000 5000-000 50.00 -',
      'otc-sale O1 000 1300-000 - 50.00',
    ]);
  });

  test('003.48 account number and center are one column in every form, and apart beside it', async () => {
    const offices = await trading();
    await make(offices);
    const csv = await offices.send(`GET ${EXPORTS}/sap/1?format=csv`);
    expect(String(csv.body).split('\r\n').slice(0, 3)).toEqual([
      'batch,journal,postedOn,type,key,document,reference,account,accountName,center,accountWithCenter,site,debit,credit,currency',
      'sap-1,1,2026-01-05,receive-from-vendor,in,,PO 4711,1300,Inventory,010,1300-010,DC,500.00,,EUR',
      'sap-1,1,2026-01-05,receive-from-vendor,in,,PO 4711,2150,Goods received not invoiced,010,2150-010,DC,,500.00,EUR',
    ]);
    for (const format of ['hledger', 'ledger', 'beancount']) {
      const { body } = await offices.send(`GET ${EXPORTS}/sap/1?format=${format}`);
      expect(body).toMatch(/^ +Assets:1300-Inventory:010 {4}500\.00 EUR$/m);
    }
    const centerless = await trading(sampleSetup({ segmentStyle: 'none' }));
    await make(centerless);
    expect(shown(await linesOf(centerless)).slice(0, 2)).toEqual([
      'receive-from-vendor DC - 1300 500.00 -',
      'receive-from-vendor DC - 2150 - 500.00',
    ]);
  });
});

test('a summarized batch has one journal a day and type; debits and credits stand apart', async () => {
  const busy = await trading();
  const { quantity: _, ...undone } = SALE;
  await busy.post([
    { ...RECEIPT, key: 'in-3' },
    { ...AT_OFFICE, key: 'in-4', postedOn: '2026-01-04' },
    { ...SALE, key: 'out-2' },
    { ...undone, key: 'back', reverses: 'out-2' },
    { ...SALE, key: 'later', postedOn: '2026-01-07' },
  ]);
  expect((await make(busy, { mode: 'summarized' })).body).toMatchObject({
    status: 'made',
    export: { entries: 8, lines: 12, mode: 'summarized', source: 'inventory' },
  });
  const lines = await linesOf(busy);
  expect(
    lines.map(({ journal, account, site, debit, credit }) =>
      [journal, account, site, debit || '-', credit || '-'].join(' '),
    ),
  ).toEqual([
    '2026-01-04-receive-from-vendor 1300 O1 100.00 -',
    '2026-01-04-receive-from-vendor 2150 O1 - 100.00',
    '2026-01-05-receive-from-vendor 1300 DC 1000.00 -',
    '2026-01-05-receive-from-vendor 1300 O1 100.00 -',
    '2026-01-05-receive-from-vendor 2150 DC - 1000.00',
    '2026-01-05-receive-from-vendor 2150 O1 - 100.00',
    '2026-01-06-otc-sale 1300 O1 50.00 -',
    '2026-01-06-otc-sale 5000 O1 100.00 -',
    '2026-01-06-otc-sale 1300 O1 - 100.00',
    '2026-01-06-otc-sale 5000 O1 - 50.00',
    '2026-01-07-otc-sale 5000 O1 50.00 -',
    '2026-01-07-otc-sale 1300 O1 - 50.00',
  ]);
});

test('batches are made, listed, had again, reversed and made again', async () => {
  const selling = await trading();
  const foretold = await make(selling, {}, '?dryRun=true');
  expect(foretold.body).toMatchObject({ status: 'would-be-made', export: { number: 1 } });
  expect((await selling.send(`GET ${EXPORTS}`)).body).toEqual({ exports: [] });
  const made = await make(selling);
  expect(made.status).toBe(200);
  expect(made.body).toMatchObject({
    status: 'made',
    export: {
      target: 'sap',
      number: 1,
      kind: 'export',
      reverses: null,
      period: '2026-01',
      source: 'inventory',
      mode: 'detailed',
      entries: 3,
      lines: 6,
      debit: '650.00',
      credit: '650.00',
      madeBy: 'test',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
    },
  });
  expect(Object(made.body).export.accounts[0]).toEqual({
    account: '1300',
    center: '010',
    accountWithCenter: '1300-010',
    debit: '500.00',
    credit: '0.00',
  });
  expect((await make(selling)).body).toEqual({ status: 'nothing-to-export' });
  const first = await selling.send(`GET ${EXPORTS}/sap/1?format=csv`);
  expect(first.headers.get('content-type')).toBe('text/csv; charset=utf-8');
  expect(first.headers.get('content-disposition')).toBe('attachment; filename="sap-1.csv"');
  const reason = 'wrong period';
  const reversed = await selling.send(`POST ${EXPORTS}/sap/1/reversal`, { body: { reason } });
  expect(reversed.body).toMatchObject({ number: 2, kind: 'reversal', reverses: 1, reason });
  expect((await selling.send(`GET ${EXPORTS}/sap/1?format=csv`)).body).toBe(first.body);
  expect((await make(selling)).body).toMatchObject({ status: 'made', export: { number: 3 } });
  const listed = await selling.send(`GET ${EXPORTS}?target=sap&period=2026-01`);
  expect(
    Object(listed.body).exports.map((one: Record<string, unknown>) => [
      one['number'],
      one['kind'],
      one['reverses'],
      one['reversedBy'],
    ]),
  ).toEqual([
    [1, 'export', null, 2],
    [2, 'reversal', 1, null],
    [3, 'export', null, null],
  ]);
  expect((await selling.send(`GET ${EXPORTS}?period=2026-02`)).body).toEqual({ exports: [] });
  expect((await selling.send(`GET ${EXPORTS}?target=datev`)).body).toEqual({ exports: [] });
});

describe('what is asked wrongly', () => {
  test('everything wrong with an export is told at once, with what to do', async () => {
    const answered = await make(client, {
      target: 'SAP R/3',
      period: '2026-13',
      source: 'payroll',
      mode: 'some',
    });
    expect(problemIn(answered)).toMatchObject({ status: 400, code: 'request-malformed' });
    expect(messagesOf(answered)).toEqual([
      'period is a month such as 2026-01, not 2026-13',
      'mode is one of detailed, summarized, not some',
      'SAP R/3 cannot name a target.',
      'There is no GL source payroll.',
    ]);
  });

  test.each([
    ['a field there is not', { format: 'csv' }, 400, 'request-malformed'],
    ['a target that is no text', { target: 7 }, 400, 'request-malformed'],
    ['a period that is not open', { period: '2031-01' }, 409, 'period-unknown'],
  ])('%s is refused', async (_, asked, status, code) => {
    expect(problemIn(await make(client, asked))).toMatchObject({ status, code });
  });

  test.each([
    ['GET', '/sap/1', 404, 'export-unknown'],
    ['GET', '/sap/x', 404, 'export-unknown'],
    ['GET', '/%00/1', 404, 'export-unknown'],
    ['GET', '/sap/1?format=pdf', 400, 'request-malformed'],
    ['GET', '/sap/1?form=csv', 400, 'request-malformed'],
    ['GET', '?target=a%00b', 422, 'export-target-invalid'],
    ['GET', '?period=May', 400, 'request-malformed'],
    ['GET', '?company=other', 400, 'request-malformed'],
    ['POST', '/sap/1/reversal', 404, 'export-unknown'],
  ])('%s %s is refused', async (method, path, status, code) => {
    const body = method === 'POST' ? { body: { reason: 'x' } } : {};
    const answered = await client.send(`${method} ${EXPORTS}${path}`, body);
    expect(problemIn(answered)).toMatchObject({ status, code });
  });

  test('a reversal needs a reason, and only the newest batch is reversed, once', async () => {
    const selling = await trading();
    await make(selling);
    await selling.post([{ ...SALE, key: 'late' }]);
    await make(selling);
    const reverse = (number: number, body: unknown = { reason: 'x' }) =>
      selling.send(`POST ${EXPORTS}/sap/${number}/reversal`, { body });
    expect(problemIn(await reverse(2, {}))).toMatchObject({ code: 'request-malformed' });
    expect(problemIn(await reverse(2, { reason: '' }))).toMatchObject({
      code: 'request-malformed',
    });
    expect(problemIn(await reverse(1))).toMatchObject({ status: 409, code: 'export-not-newest' });
    expect((await reverse(2)).status).toBe(200);
    expect(problemIn(await reverse(2))).toMatchObject({
      status: 409,
      code: 'export-already-reversed',
      detail: 'Batch 2 of target sap was reversed by batch 3.',
    });
    expect(problemIn(await reverse(3))).toMatchObject({ status: 409, code: 'export-is-reversal' });
    expect(problemIn(await make(selling, { source: 'all' }))).toMatchObject({
      status: 409,
      code: 'export-source-overlaps',
      detail: 'Target sap took inventory of 2026-01 in batch 1; all would send it journals twice.',
    });
  });
});
