import { expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, problemIn } from './http-client.ts';

const VENDORS = [
  { code: 'V1', name: 'Frames plc', merchandise: true },
  { code: 'V2', name: 'Supplies', merchandise: false, account: '5100' },
];

/** Frames received twice; what documents and reports say of it. */
async function trading(additions: Partial<CompanySetup> = {}) {
  const setup = { ...sampleSetup(), vendors: VENDORS, ...additions };
  const taxTypes = [{ code: 'STD', name: 'Standard', rate: '15' }];
  const { address } = await servedBooks({ ...setup, taxTypes });
  const client = httpClient(address);
  const receipt = { type: 'receive-from-vendor', site: 'DC', party: 'V1', document: 'PO-7' };
  await client.post([
    {
      ...receipt,
      key: 'grn-1',
      postedOn: '2026-01-05',
      item: 'F1',
      quantity: '10',
      unitCost: '50',
    },
    { ...receipt, key: 'grn-2', postedOn: '2026-02-20', item: 'A1', quantity: '20', unitCost: '4' },
  ]);
  const balanceOf = async (account: string): Promise<string> => {
    const { body } = await client.send('GET /companies/sample/reports/trial-balance');
    const rows: readonly { readonly account: string; readonly closing: string }[] =
      Object(body).rows;
    return rows.find((row) => row.account === account)?.closing ?? '0.00';
  };
  const reportOf = async (name: string) =>
    Object((await client.send(`GET /companies/sample/reports/${name}`)).body);
  return {
    ...client,
    balanceOf,
    reportOf,
    send: (body: object, query = '') =>
      client.send(`POST /companies/sample/documents${query}`, { body }),
    ask: (request: string, body?: object) => {
      const [method = '', path = ''] = request.split(' ');
      return client.send(`${method} /companies/sample/${path}`, body === undefined ? {} : { body });
    },
    show: async (key: string) =>
      Object(
        (await client.send(`GET /companies/sample/documents/${encodeURIComponent(key)}`)).body,
      ),
  };
}

const INVOICE = {
  key: 'INV-1',
  type: 'supplier-invoice',
  postedOn: '2026-03-02',
  site: 'DC',
  party: 'V1',
  reference: 'PO-7',
  lines: [
    {
      item: 'F1',
      original: 'grn-1',
      quantity: '10',
      unitPrice: '54',
      taxType: 'STD',
      text: 'Frames',
    },
    { kind: 'freight', amount: '80' },
  ],
};

test('004.23 an order that is linked rightly goes to goods received and freight, and never to Non-Inventory', async () => {
  const { send, show, balanceOf } = await trading();
  expect(await send(INVOICE)).toMatchObject({
    status: 200,
    body: {
      status: 'posted',
      cost: '701.00',
      caused: [
        {
          line: 1,
          type: 'supplier-invoice-match',
          item: 'F1',
          lines: [
            { account: '2150', debit: '500.00' },
            { account: '5200', debit: '40.00' },
            { account: '1500', debit: '81.00' },
            { account: '2100', credit: '621.00' },
          ],
        },
        { line: 2, type: 'freight-charge', cost: '80.00' },
      ],
    },
  });
  expect([await balanceOf('1495'), await balanceOf('2100')]).toEqual(['0.00', '-701.00']);
  expect(await show('INV-1')).toMatchObject({
    party: 'V1',
    total: '701.00',
    linked: 1,
    notice: null,
    lines: [
      {
        line: 1,
        kind: 'linked',
        text: 'Frames',
        linkedTo: [{ key: 'grn-1', quantity: '10', value: '500.00' }],
      },
      { line: 2, kind: 'freight', linkedTo: [] },
    ],
  });
});

test('004.29 an invoice shows what it is linked to, and says aloud that nothing is', async () => {
  const { send, show } = await trading();
  await send({ ...INVOICE, key: 'INV-2', lines: [{ amount: '1200', text: 'Sundries' }] });
  expect(await show('INV-2')).toMatchObject({
    linked: 0,
    notice: expect.stringContaining('without a linked receipt'),
    lines: [
      {
        kind: 'merchandise',
        text: 'Sundries',
        linkedTo: [],
        entries: [
          {
            type: 'merchandise-purchase',
            lines: [{ account: '1495', debit: '1200.00' }, { account: '2100' }],
          },
        ],
      },
    ],
  });
});

test('a dry run answers the same and keeps nothing; a document posted again is answered again', async () => {
  const { send, balanceOf } = await trading();
  const tried = await send(INVOICE, '?dryRun=true');
  expect(await balanceOf('2100')).toBe('0.00');
  const posted = await send(INVOICE);
  expect(posted.body).toEqual(tried.body);
  expect((await send(INVOICE)).body).toEqual({ ...Object(posted.body), status: 'duplicate' });
  expect(await balanceOf('2100')).toBe('-701.00');
});

test('a refusal tells every fault of every line, and what is read of none', async () => {
  const { send, show } = await trading();
  const lines = [
    { item: 'F1', original: 'grn-1', quantity: '11', unitPrice: '54' },
    { kind: 'freight', amount: '80', account: '1300' },
    { amount: 'much' },
  ];
  const { refusals } = problemIn(await send({ ...INVOICE, lines }));
  expect(refusals.map(({ code, line }) => `${line} ${code}`).toSorted()).toEqual([
    '1 original-used-up',
    '2 account-not-determined',
    '3 number-invalid',
  ]);
  expect(await show('INV-1')).toMatchObject({ code: 'not-found' });
  expect(await show('grn-1')).toMatchObject({ code: 'not-found' });
});

test('a document is reversed whole and shows it, and its receipt is open again', async () => {
  const { send, show, balanceOf } = await trading();
  await send(INVOICE);
  const { lines: _, reference: __, ...undo } = { ...INVOICE, key: 'undo', reverses: 'INV-1' };
  expect(await send(undo)).toMatchObject({ status: 200, body: { cost: '701.00' } });
  expect(await show('INV-1')).toMatchObject({ reversedBy: 'undo' });
  expect(await show('undo')).toMatchObject({ reverses: 'INV-1', total: '701.00' });
  expect([await balanceOf('2100'), await balanceOf('2150')]).toEqual(['0.00', '-580.00']);
  expect(await send({ ...INVOICE, key: 'INV-1b' })).toMatchObject({ status: 200 });
});

test('004.46 goods received are listed by branch until they are invoiced, with their age; the total is the account', async () => {
  const { send, post, reportOf, balanceOf } = await trading();
  const partly = { item: 'F1', original: 'grn-1', quantity: '4', unitPrice: '54' };
  await send({ ...INVOICE, lines: [partly] });
  await post([
    {
      key: 'back',
      type: 'return-to-vendor',
      postedOn: '2026-03-03',
      item: 'A1',
      site: 'DC',
      quantity: '2',
      party: 'V1',
    },
  ]);
  const report = await reportOf('goods-received?asOf=2026-03-31');
  expect(report.rows).toMatchObject([
    { key: 'grn-1', party: 'V1', document: 'PO-7', quantity: '6', amount: '300.00', days: '85' },
    { key: 'grn-2', quantity: '20', amount: '80.00', days: '39' },
    { key: 'back', type: 'return-to-vendor', quantity: '-2', amount: '-8.00', days: '28' },
  ]);
  expect(report.totals).toEqual({ amount: '372.00' });
  expect(await balanceOf('2150')).toBe('-372.00');
  const bySite = await reportOf('goods-received?by=site&asOf=2026-03-31');
  expect(bySite.groups).toMatchObject([{ code: 'DC', rows: 3, subtotals: { amount: '372.00' } }]);
  // The next period turns the accrual round by itself: what is invoiced in it is not listed any more.
  const undo = {
    key: 'undo',
    type: 'supplier-invoice',
    postedOn: '2026-03-05',
    site: 'DC',
    reverses: 'INV-1',
  };
  await send(undo);
  const after = await reportOf('goods-received?by=item');
  expect(after.rows[0]).toMatchObject({ item: 'A1' });
  expect(after.totals).toEqual({ amount: '572.00' });
  expect((await reportOf('goods-received?asOf=2026-01-31')).totals).toEqual({ amount: '500.00' });
});

test('balances of suppliers are those of the control account, vendor by vendor', async () => {
  const { send, reportOf, balanceOf } = await trading();
  await send(INVOICE);
  await send({
    ...INVOICE,
    key: 'R-1',
    type: 'supplier-credit-note',
    reference: 'Q2 rebate',
    lines: [{ amount: '50' }],
  });
  await send({ ...INVOICE, key: 'INV-3', party: 'V2', lines: [{ amount: '20' }] });
  const report = await reportOf('supplier-balances');
  expect(report.rows).toEqual([
    {
      party: 'V1',
      name: 'Frames plc',
      account: '2100',
      documents: '2',
      invoiced: '701.00',
      credited: '50.00',
      balance: '651.00',
    },
    {
      party: 'V2',
      name: 'Supplies',
      account: '2100',
      documents: '1',
      invoiced: '20.00',
      credited: '0.00',
      balance: '20.00',
    },
  ]);
  expect(report.totals.balance).toBe('671.00');
  expect(await balanceOf('2100')).toBe('-671.00');
  const undo = {
    key: 'undo',
    type: 'supplier-invoice',
    postedOn: '2026-03-05',
    site: 'DC',
    reverses: 'INV-1',
  };
  await send(undo);
  expect((await reportOf('supplier-balances')).rows[0]).toMatchObject({
    party: 'V1',
    balance: '-50.00',
  });
});

test('004.22 004.24 004.42 a converted order goes to the account of the branch, on which it is then seen', async () => {
  const setup = sampleSetup();
  const { send, show, balanceOf } = await trading({
    accounts: [
      ...(setup.accounts ?? []),
      { code: '1496', name: 'Non-Inventory two', accountClass: 'asset' },
    ],
    sites: (setup.sites ?? []).map((site) =>
      site.code === 'O2' ? { ...site, accounts: { 'non-inventory': '1496' } } : site,
    ),
    convertedOrders: [{ order: 'PO-OLD', vendor: 'V1' }],
  });
  const lines = [{ amount: '900' }];
  expect(await send({ ...INVOICE, site: 'O2', reference: 'PO-OLD', lines })).toMatchObject({
    status: 200,
  });
  expect([await balanceOf('1496'), await balanceOf('1495')]).toEqual(['900.00', '0.00']);
  const shown = await show('INV-1');
  expect(shown.lines[0].entries[0].lines[0]).toMatchObject({ account: '1496', debit: '900.00' });
});

test('000.40 004.25 a tax type and accounts are chosen on the line, the amounts entered inclusive of tax', async () => {
  const { send, balanceOf } = await trading();
  const lines = [
    { amount: '-115', taxType: 'STD', account: '4900' },
    { amount: '-50', account: '5300' },
  ];
  const rebate = { ...INVOICE, reference: '-Second Quarter Rebate', taxEntry: 'inclusive', lines };
  expect(await send(rebate)).toMatchObject({ status: 200 });
  expect(await Promise.all(['4900', '5300', '1500', '2100', '1495'].map(balanceOf))).toEqual([
    '-100.00',
    '-50.00',
    '-15.00',
    '165.00',
    '0.00',
  ]);
});

const NOTE = {
  note: 'GRN-9',
  postedOn: '2026-03-01',
  site: 'DC',
  party: 'V1',
  reference: 'PO-9',
  lines: [
    { item: 'F1', quantity: '10', unitCost: '5.00' },
    { item: 'A1', quantity: '4', amount: '10.00' },
  ],
};

test('000.49 goods received notes stay off until every group has a purchase variance account', async () => {
  const { address } = await servedBooks();
  const client = httpClient(address);
  const setup = { ...sampleSetup({ code: 'notes' }), vendors: VENDORS };
  const groups = (setup.groups ?? []).map(({ accounts, ...group }) => {
    const { 'purchase-variance': variance, ...others } = accounts ?? {};
    return {
      ...group,
      accounts:
        group.number === 1 && variance ? { ...others, 'purchase-variance': variance } : others,
    };
  });
  expect(await client.send('POST /companies', { body: { ...setup, groups } })).toMatchObject({
    status: 201,
  });
  const post = (body: object, query = '') =>
    client.send(`POST /companies/notes/goods-received-notes${query}`, { body });
  expect(problemIn(await post(NOTE)).code).toBe('goods-received-notes-off');
  const turnOn = (further: object = {}) =>
    client.send('PUT /companies/notes/setup', {
      body: { company: { ...setup.company, goodsReceivedNotes: true }, ...further },
    });
  expect(problemIn(await turnOn())).toMatchObject({
    code: 'purchase-variance-missing',
    detail: expect.stringContaining('group 2'),
  });
  expect(problemIn(await post(NOTE)).code).toBe('goods-received-notes-off');
  expect(await turnOn({ controls: { 'purchase-variance': '5200' } })).toMatchObject({
    status: 200,
  });
  const tried = await post(NOTE, '?dryRun=true');
  expect(tried).toMatchObject({
    status: 200,
    body: {
      results: [
        { key: 'GRN-9#1', cost: '50.00' },
        { key: 'GRN-9#2', cost: '10.00' },
      ],
    },
  });
  expect((await post(NOTE)).body).toEqual(tried.body);
  // What a note took in is what invoices are linked to, line by line.
  const lines = [{ item: 'F1', original: 'GRN-9#1', quantity: '10', unitPrice: '5.40' }];
  const invoice = { ...INVOICE, reference: 'PO-9', lines };
  const invoiced = await client.send('POST /companies/notes/documents', { body: invoice });
  expect(invoiced).toMatchObject({
    status: 200,
    body: {
      caused: [
        {
          lines: [
            { account: '2150', debit: '50.00' },
            { account: '5200', debit: '4.00' },
            { account: '2100' },
          ],
        },
      ],
    },
  });
  // And it stays on only as long as the accounts do.
  const taken = await client.send('PUT /companies/notes/setup', {
    body: {
      company: setup.company,
      groups: [{ number: 3, description: 'Lenses', accounts: { inventory: '1300' } }],
    },
  });
  expect(taken).toMatchObject({ status: 200 });
  const wrong = {
    ...NOTE,
    note: 'GRN-10',
    party: 'V9',
    lines: [{ item: 'F9', quantity: '1', unitCost: '1' }],
  };
  expect(problemIn(await post(wrong)).code).toBe('party-unknown');
  expect(problemIn(await post({ ...wrong, party: 'V1' })).code).toBe('item-unknown');
});

test('a purchase order is received at its price, in parts, and shows what is still to come and to be invoiced', async () => {
  const company = { ...sampleSetup().company, goodsReceivedNotes: true };
  const { send, post, balanceOf, ask } = await trading({ company });
  const order = {
    order: 'PO-9',
    orderedOn: '2026-02-20',
    site: 'DC',
    party: 'V1',
    lines: [
      { item: 'F1', quantity: '10', unitPrice: '5.00' },
      { item: 'A1', quantity: '4', unitPrice: '2.50' },
    ],
  };
  expect(await ask('POST purchase-orders', order)).toMatchObject({ status: 200 });
  expect(await ask('POST purchase-orders', order)).toMatchObject({ status: 200 });
  const other = { ...order, lines: order.lines.slice(1) };
  expect(problemIn(await ask('POST purchase-orders', other)).code).toBe('order-exists');
  const wrong = {
    ...order,
    order: 'PO-10',
    party: 'V9',
    lines: [
      { item: 'F9', quantity: '1', unitPrice: '1' },
      { item: 'F1', quantity: '0', unitPrice: 'x' },
    ],
  };
  const { refusals } = problemIn(await ask('POST purchase-orders', wrong));
  expect(refusals.map(({ code, line = 0 }) => `${line} ${code}`).toSorted()).toEqual([
    '0 party-unknown',
    '1 item-unknown',
    '2 number-invalid',
    '2 quantity-zero',
  ]);

  const note = { note: 'GRN-9', postedOn: '2026-03-01', site: 'DC', party: 'V1', order: 'PO-9' };
  const lines = [
    { orderLine: 1, quantity: '6' },
    { orderLine: 2, quantity: '5' },
  ];
  const before = await balanceOf('2150');
  expect(await ask('POST goods-received-notes', { ...note, lines })).toMatchObject({
    status: 200,
    body: {
      results: [
        { key: 'GRN-9#1', cost: '30.00' },
        { key: 'GRN-9#2', cost: '12.50' },
      ],
    },
  });
  expect(Number(await balanceOf('2150')) - Number(before)).toBe(-42.5);
  const missing = { ...note, note: 'GRN-10', lines: [{ orderLine: 3, quantity: '1' }] };
  expect(problemIn(await ask('POST goods-received-notes', missing))).toMatchObject({
    code: 'order-line-unknown',
  });
  const ofOther = { ...note, note: 'GRN-10', party: 'V2', lines };
  expect(problemIn(await ask('POST goods-received-notes', ofOther)).code).toBe('original-differs');

  const invoiced = [{ item: 'F1', original: 'GRN-9#1', quantity: '4', unitPrice: '5.10' }];
  expect(await send({ ...INVOICE, reference: 'PO-9', lines: invoiced })).toMatchObject({
    status: 200,
  });
  const shown = async () => Object((await ask('GET purchase-orders/PO-9')).body).lines;
  expect(await shown()).toMatchObject([
    { line: 1, quantity: '10', received: '6', invoiced: '4', open: '4' },
    { line: 2, quantity: '4', received: '5', invoiced: '0', open: '-1' },
  ]);
  await post([
    {
      key: 'undo',
      type: 'receive-from-vendor',
      postedOn: '2026-03-02',
      item: 'A1',
      site: 'DC',
      reverses: 'GRN-9#2',
    },
  ]);
  expect(await shown()).toMatchObject([{ open: '4' }, { received: '0', open: '4' }]);
  expect(await ask('GET purchase-orders/PO-0')).toMatchObject({ status: 404 });
});
