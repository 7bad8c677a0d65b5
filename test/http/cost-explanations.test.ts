import { beforeAll, expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { type HttpClient, httpClient, problemIn } from './http-client.ts';

let client: HttpClient;

beforeAll(async () => {
  const books = await servedBooks(sampleSetup({ costingMethod: 'moving-average' }));
  client = httpClient(books.address);
  const frame = { item: 'F1', site: 'DC' };
  const receipt = { ...frame, type: 'receive-from-vendor', quantity: '10' };
  await client.post([
    { ...receipt, key: 'a', postedOn: '2026-05-05', unitCost: '10' },
    { ...frame, key: 'b', postedOn: '2026-05-10', type: 'sale', quantity: '5' },
  ]);
  await client.post([{ ...receipt, key: 'c', postedOn: '2026-05-06', unitCost: '16' }]);
});

const PATH = 'GET /companies/sample/explanations';

test('costing 6 over the API: why a sale costs what it does, and what a late receipt re-priced', async () => {
  const cost = await client.send(`${PATH}/cost?key=b`);
  expect(cost).toMatchObject({
    status: 200,
    body: {
      key: 'b',
      movements: [
        {
          posted: '-50.00',
          value: '-65.00',
          corrections: [{ change: '-15.00', dueTo: [{ key: 'c' }] }],
          cost: {
            kind: 'pool-share',
            value: '65.00',
            parts: [
              { kind: 'told', value: '25.00', transaction: { key: 'a' } },
              { kind: 'told', value: '40.00', transaction: { key: 'c' } },
            ],
          },
        },
      ],
    },
  });
  const effect = await client.send(`${PATH}/effect?key=c`);
  expect(effect).toMatchObject({
    status: 200,
    body: {
      own: '160.00',
      corrected: '-15.00',
      isOpen: false,
      repriced: [{ transaction: { key: 'b' }, change: '-15.00' }],
      next: null,
    },
  });
});

test('what cannot be explained is refused with its code and remedy', async () => {
  const none = problemIn(await client.send(`${PATH}/cost?key=nothing`));
  expect(none.refusals).toMatchObject([{ code: 'not-found' }]);
  const unnamed = problemIn(await client.send(`${PATH}/effect`));
  expect(unnamed.refusals).toMatchObject([{ code: 'request-malformed' }]);
  const unknown = problemIn(await client.send(`${PATH}/cost?keys=b`));
  expect(unknown.refusals).toMatchObject([{ code: 'request-malformed' }]);
});
