import { expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, problemIn } from './http-client.ts';

const DAY = { postedOn: '2026-01-10', site: 'DC' };
const SET = {
  ...DAY,
  key: 'set',
  type: 'assembly',
  item: 'K1',
  quantity: '2',
  lines: [
    { item: 'F1', quantity: '2', location: 'A-01' },
    { item: 'A1', quantity: '3' },
    { amount: '7.50' },
  ],
};

async function workshop() {
  const { address } = await servedBooks(sampleSetup({ negativeStock: 'forbid' }));
  const client = httpClient(address);
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-01-05', site: 'DC' };
  await client.post([
    { ...receipt, key: 'frames', item: 'F1', location: 'A-01', quantity: '10', unitCost: '50' },
    { ...receipt, key: 'cases', item: 'A1', quantity: '20', unitCost: '4' },
  ]);
  return {
    ...client,
    assemble: (body: object, query = '') =>
      client.send(`POST /companies/sample/assemblies${query}`, { body }),
    figures: async (key: string) => {
      const { body } = await client.send(`GET /companies/sample/transactions?key=${key}`);
      return Object(body).transactions?.[0];
    },
  };
}

test('003.X17 an assembly is answered with its parts, each with its item, its cost and its entry', async () => {
  const { assemble } = await workshop();
  expect(await assemble(SET)).toMatchObject({
    status: 200,
    body: {
      key: 'set',
      status: 'posted',
      cost: '119.50',
      lines: [
        { account: '1350', debit: '7.50' },
        { account: '5890', credit: '7.50' },
      ],
      caused: [
        { type: 'assembly-issue', item: 'F1', cost: '100.00' },
        { type: 'assembly-issue', item: 'A1', cost: '12.00' },
        {
          type: 'assembly-receipt',
          item: 'K1',
          cost: '119.50',
          lines: [
            { account: '1310', debit: '119.50' },
            { account: '1350', credit: '119.50' },
          ],
        },
      ],
    },
  });
  expect(await assemble(SET)).toMatchObject({ body: { status: 'duplicate', cost: '119.50' } });
});

test('003.X18 a dry run answers what posting would, and keeps nothing', async () => {
  const { assemble, figures } = await workshop();
  const lines = [
    { item: 'A1', quantity: '2', share: '30' },
    { item: 'K1', quantity: '1', share: '60' },
    { share: '10', reason: 'Damage' },
  ];
  const apart = { ...DAY, key: 'apart', type: 'disassembly', item: 'F1', quantity: '1', lines };
  const body = { ...apart, location: 'A-01' };
  const tried = await assemble(body, '?dryRun=true');
  expect(tried).toMatchObject({ body: { status: 'posted', cost: '50.00' } });
  expect(await figures('apart')).toBeUndefined();
  expect((await assemble(body)).body).toEqual(tried.body);
  expect(await figures('apart')).toMatchObject({ quantity: '1', value: null, entry: null });
});

test('003.X17 what is refused names its lines, all of them at once', async () => {
  const { assemble, post } = await workshop();
  const lines = [
    { item: 'F1', quantity: '11', location: 'A-01' },
    { item: 'A1', quantity: '3' },
    { item: 'A1', quantity: '18' },
  ];
  const problem = problemIn(await assemble({ ...SET, lines }));
  expect(problem).toMatchObject({ status: 409, code: 'stock-below-zero' });
  expect(problem.refusals).toMatchObject([
    { line: 1, message: 'Line 1: F1 at DC would be 1 below zero on 2026-01-10.' },
    { line: 3, message: 'Line 3: A1 at DC would be 1 below zero on 2026-01-10.' },
  ]);
  // The same through the transactions, where a neighbour is not harmed.
  const sale = { ...DAY, key: 'sale', type: 'otc-sale', item: 'A1', quantity: '1' };
  expect(await post([{ ...SET, lines }, sale])).toMatchObject([
    { key: 'set', status: 'refused', refusals: [{ line: 1 }, { line: 3 }] },
    { key: 'sale', status: 'posted' },
  ]);
});

test('003.X17 only documents of several items are taken, with their lines and nothing unknown', async () => {
  const { assemble } = await workshop();
  const { lines: _, ...without } = SET;
  for (const body of [
    { ...SET, type: 'sale' },
    without,
    { ...SET, toSite: 'O1' },
    { ...SET, lines: [{ item: 'F1', quantity: '1', unitCost: '5' }] },
    { ...SET, quantity: undefined },
  ])
    expect(problemIn(await assemble(body)).code).toBe('request-malformed');
  const problem = problemIn(await assemble(SET, '?dryrun=true'));
  expect(problem.code).toBe('request-malformed');
});

test('003.X17 a document is reversed as any transaction, with all its parts', async () => {
  const { assemble, post, send } = await workshop();
  await assemble(SET);
  const [undone] = await post([
    { ...DAY, key: 'no', type: 'assembly', item: 'K1', reverses: 'set' },
  ]);
  expect(undone).toMatchObject({
    status: 'posted',
    cost: '119.50',
    caused: [
      { type: 'assembly-receipt', item: 'K1' },
      { type: 'assembly-issue', item: 'A1' },
      { type: 'assembly-issue', item: 'F1' },
    ],
  });
  const { body } = await send('GET /companies/sample/stock?item=K1');
  expect(body).toMatchObject({ lines: [] });
});

test('003.X17 what happened and cannot be posted waits with its lines, and is posted when they can go in', async () => {
  const { post, send } = await workshop();
  const lines = [{ item: 'N1', quantity: '1' }, ...SET.lines];
  expect(await post([{ ...SET, lines }], { mode: 'record' })).toMatchObject([{ status: 'queued' }]);
  const { body } = await send('GET /companies/sample/queue');
  expect(JSON.stringify(body)).toContain('Line 1: There is no item N1.');
});

test('003.X17 why an amount: a share of the document, said with the figures it comes from', async () => {
  const { assemble, send } = await workshop();
  await assemble(SET);
  const shares = [
    { item: 'A1', quantity: '1', share: '1' },
    { item: 'F1', quantity: '1', share: '2' },
  ];
  await assemble({ ...SET, key: 'apart', type: 'disassembly', quantity: '1', lines: shares });
  const sentences: string[] = [];
  const { body } = await send('GET /companies/sample/journal-entries?limit=50');
  for (const { number, document } of Object(body).entries) {
    if (document === '') continue;
    const line = `journal-entries/${number}/lines/1/debit`;
    const said = await send(`GET /companies/sample/${line}/explanation`);
    sentences.push(Object(said.body).whyAmount?.sentence);
  }
  expect(sentences.toSorted()).toEqual([
    '1 of the 3 parts left of apart, which were worth 59.75 = 19.92.',
    'All that was left of what went into apart: 39.83.',
    'All that was left of what went into set: 119.50.',
    'Goes into apart. 1.000 unit at current average 59.750000 = 59.75.',
    'Goes into set. 2 units at current average 50.000000 = 100.00.',
    'Goes into set. 3 units at current average 4.000000 = 12.00.',
    'What the lines of set add to its goods: 7.50.',
  ]);
});
