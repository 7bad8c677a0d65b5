import { expect, test } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, problemIn } from './http-client.ts';

const KEPT = { policy: 'kept-streams', value: 'fifo' };

/** A served company with policies of its own. */
async function company(additions: Partial<CompanySetup> = {}) {
  const books = await servedBooks({ ...sampleSetup(), ...additions });
  const client = httpClient(books.address);
  let sent = 0;
  const post = async (type: string, fields: object) => {
    sent += 1;
    const plain = { key: `t${sent}`, postedOn: '2026-05-05', item: 'F1', site: 'DC' };
    const [answer] = await client.post([{ ...plain, type, ...fields }]);
    return answer;
  };
  const read = async (path: string) => {
    const { status, body } = await client.send(`GET /companies/sample/${path}`);
    return status === 200 ? Object(body) : body;
  };
  return { books, client, post, read };
}

type Told = Record<'site' | 'stream' | 'unitCost' | 'quantity' | 'value' | 'on', string | null> &
  Record<'isValuation' | 'isShownOnSales', boolean>;

/** The costs of an item in words: `DC fifo 12.000000 (11 = 147.00)`. */
const inWords = ({ costs }: { readonly costs: readonly Told[] }): readonly string[] =>
  costs.map(({ site, stream, unitCost, quantity, value, on, isValuation, isShownOnSales }) =>
    [
      site ?? 'everywhere',
      stream,
      unitCost,
      ...(quantity === null ? [] : [`(${quantity} = ${value})`]),
      ...(on === null ? [] : [`on ${on}`]),
      ...(isValuation ? ['valuation'] : []),
      ...(isShownOnSales ? ['sales'] : []),
    ].join(' '),
  );

test('004.07 004.08 the costs of an item stand side by side, the average values stock, one is shown on sales', async () => {
  const { post, read } = await company({
    policies: [KEPT, { policy: 'sales-cost', value: 'last' }],
  });
  await post('receive-from-vendor', { quantity: '10', unitCost: '12' });
  await post('receive-from-vendor', { quantity: '5', unitCost: '15', postedOn: '2026-05-06' });
  const sale = await post('otc-sale', { quantity: '4', postedOn: '2026-05-07' });
  expect(sale).toMatchObject({ cost: '52.00', shownCost: { stream: 'last', cost: '60.00' } });
  const costs = await read('items/F1/costs');
  expect(costs).toMatchObject({ item: 'F1', valuation: 'average', sales: 'last' });
  expect(inWords(costs)).toEqual([
    'DC average 13.000000 (11 = 143.00) valuation',
    'DC fifo 12.000000 (11 = 147.00)',
    'DC last 15.000000 (5 = 75.00) on 2026-05-06 sales',
    'DC landed 15.000000 (5 = 75.00) on 2026-05-06',
  ]);
});

test('Q-15 a late receipt is in its place in every stream, whoever asks first', async () => {
  const { books, post, read } = await company({ policies: [KEPT] });
  await post('receive-from-vendor', { quantity: '10', unitCost: '12', postedOn: '2026-05-06' });
  await post('otc-sale', { quantity: '4', postedOn: '2026-05-07' });
  await post('receive-from-vendor', { quantity: '5', unitCost: '15', postedOn: '2026-05-02' });
  expect(inWords(await read('items/F1/costs'))).toEqual([
    'DC average 13.000000 (11 = 143.00) valuation sales',
    'DC fifo 15.000000 (11 = 135.00)',
    'DC last 12.000000 (10 = 120.00) on 2026-05-06',
    'DC landed 12.000000 (10 = 120.00) on 2026-05-06',
  ]);
  expect(await faultsOf(await inspected(books))).toEqual([]);
});

test('004.32 a repeated sale is told the cost it showed the first time, by whichever process', async () => {
  const { books, post, read } = await company({
    policies: [{ policy: 'sales-cost', value: 'last' }],
  });
  await post('receive-from-vendor', { quantity: '10', unitCost: '12' });
  const first = await post('otc-sale', { key: 'sale', quantity: '4' });
  await post('receive-from-vendor', { quantity: '10', unitCost: '20' });
  const desk = new PostingDesk(books.storage, books.company.id, books.clock, 'another');
  const sale = { postedOn: '2026-05-05', item: 'F1', site: 'DC', type: 'otc-sale', quantity: '4' };
  const [again] = await desk.post([{ key: 'sale', ...sale }]);
  expect(again).toMatchObject({ status: 'duplicate', shown: { stream: 'last', value: 4800n } });
  expect(first).toMatchObject({ shownCost: { stream: 'last', cost: '48.00' } });
  expect(await read('transactions/2')).toMatchObject({
    shownCost: { stream: 'last', cost: '48.00' },
  });
  expect(await read('transactions/1')).toMatchObject({ shownCost: null });
});

test('004.15 consumables have the same streams, which are set; those of stock follow and are not', async () => {
  const { client, read } = await company();
  const change = (item: object) =>
    client.send('PUT /companies/sample/setup', {
      body: { company: sampleSetup().company, items: [{ group: 2, name: 'Fitting', ...item }] },
    });
  const fitting = {
    code: 'C1',
    itemClass: 'consumable',
    standardCost: '25',
    setCosts: { average: '30', last: '33.33' },
  };
  expect((await change(fitting)).status).toBe(200);
  expect(inWords(await read('items/C1/costs'))).toEqual([
    'everywhere average 30.00000000 valuation sales',
    'everywhere standard 25.00000000',
    'everywhere last 33.33000000',
  ]);
  expect((await change({ ...fitting, setCosts: { average: '31' } })).status).toBe(200);
  expect(inWords(await read('items/C1/costs'))).toEqual([
    'everywhere average 31.00000000 valuation sales',
    'everywhere standard 25.00000000',
  ]);
  const stock = problemIn(await change({ ...fitting, code: 'C2', itemClass: 'stock' }));
  expect(stock.refusals.map(({ message }) => message)).toEqual([
    'item C2: its average, last cost follows from its stock and is not set',
  ]);
  const wrong = problemIn(await change({ ...fitting, setCosts: { last: '-1' } }));
  expect(wrong.refusals.map(({ message }) => message)).toEqual([
    'item C1: last cost -1 is no decimal from 0 with at most 8 decimals',
  ]);
});

test('004.32 sales cannot show a cost that nobody keeps', async () => {
  const { client } = await company();
  const change = (policies: readonly object[]) =>
    client.send('PUT /companies/sample/setup', {
      body: { company: sampleSetup().company, policies },
    });
  const shown = { policy: 'sales-cost', group: 1, from: '2026-06-01', value: 'fifo' };
  const problem = problemIn(await change([shown]));
  expect(problem.refusals.map(({ message }) => message)).toEqual([
    'policy sales-cost of group 1: fifo is not kept from 2026-06-01 on; keep it by the policy kept-streams',
  ]);
  expect((await change([shown, { ...KEPT, from: '2026-06-01' }])).status).toBe(200);
});

test('004.07 the report of costs has a row a site, a page of items at a time', async () => {
  const { post, read } = await company({ policies: [KEPT] });
  await post('receive-from-vendor', { quantity: '10', unitCost: '12' });
  await post('stock-transfer', { key: 'TR', toSite: 'O1', quantity: '4' });
  await post('receive-transfer', { site: 'O1', document: 'TR', quantity: '4' });
  const report = await read('reports/costs?limit=3');
  expect(report.rows).toEqual([
    { item: 'A1', name: 'Case', site: null, quantity: null, valuation: 'average', sales: 'average' },
    {
      item: 'F1', name: 'Frame', site: 'DC', quantity: '6', average: '12.000000', fifo: '12.000000',
      last: '12.000000', landed: '12.000000', valuation: 'average', sales: 'average',
    },
    {
      item: 'F1', name: 'Frame', site: 'O1', quantity: '4', average: '12.000000', fifo: '12.000000',
      valuation: 'average', sales: 'average',
    },
    {
      item: 'F2', name: 'Frame with a standard cost', site: null, quantity: null, standard: '40.00000000',
      valuation: 'average', sales: 'average',
    },
  ]); // biome-ignore format: rows as they are read
  expect(report.next).toBe('F2');
  const rest = await read('reports/costs?after=F2');
  expect(rest.rows.map(({ item }: { item: string }) => item)).toEqual(['K1', 'S1']);
  const office = await read('reports/costs?item=F1&site=O1');
  expect(office.rows).toHaveLength(1);
});

test('the costs of what there is not are not found', async () => {
  const { client } = await company();
  const nobody = await client.send('GET /companies/sample/items/F9/costs');
  expect([nobody.status, problemIn(nobody).code]).toEqual([404, 'not-found']);
  const nowhere = await client.send('GET /companies/sample/items/F1/costs?site=X9');
  expect(problemIn(nowhere).code).toBe('site-unknown');
});
