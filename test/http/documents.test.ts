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

test('004.23 000.26 an order that is linked rightly goes to goods received and freight, and never to Non-Inventory', async () => {
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

test('goods received are listed until they are invoiced, with their age; the total is the account', async () => {
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

test('000.26 balances of suppliers are those of the control account, vendor by vendor', async () => {
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
