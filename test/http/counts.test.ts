import { expect, test } from 'vitest';
import { servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf, problemIn } from './http-client.ts';

const COUNT = { name: 'C-1', site: 'DC', postedOn: '2026-01-31' };
const stocked = async () => {
  const { address } = await servedBooks();
  const client = httpClient(address);
  const receipt = { type: 'receive-from-vendor', postedOn: '2026-01-05', site: 'DC' };
  await client.post([
    { ...receipt, key: 'frames', item: 'F1', location: 'A-01', quantity: '100', unitCost: '12.50' },
    { ...receipt, key: 'cases', item: 'A1', quantity: '20', unitCost: '4.00' },
    { ...receipt, key: 'resin', item: 'K1', quantity: '2.500', unitCost: '8.00' },
  ]);
  return {
    ...client,
    count: (body: object) => client.send('POST /companies/sample/counts', { body }),
  };
};
const FRAMES = { item: 'F1', location: 'A-01', recorded: '100', counted: '97' };

test('003.53 000.47 posting a count adjusts what differs by itself, and the record says it is automatic', async () => {
  const { count, send } = await stocked();
  const lines = [
    FRAMES,
    { item: 'A1', recorded: '20', counted: '20' },
    { item: 'K1', recorded: '2.500', counted: '2.625' },
  ];
  const posted = await count({ ...COUNT, lines });
  expect(posted).toMatchObject({
    status: 200,
    body: {
      agreed: 1,
      results: [
        { status: 'posted', cost: '37.50', lines: [{ account: '5900' }, { account: '1300' }] },
        { status: 'posted', cost: '1.00', lines: [{ account: '1310' }, { account: '5900' }] },
      ],
    },
  });
  const { body } = await send(
    'GET /companies/sample/transactions?key=count%20C-1%3A%20F1%20at%20A-01',
  );
  const [event] = Object(body).transactions ?? [];
  const record = await send(`GET /companies/sample/transactions/${event.event}`);
  expect(record.body).toMatchObject({
    content: { reference: 'automatic adjustment of count C-1' },
  });
  // Sent again it is answered again.
  expect(await count({ ...COUNT, lines })).toMatchObject({
    body: { results: [{ status: 'duplicate' }, { status: 'duplicate' }] },
  });
});

test('what moved while it was counted is not lost: the difference is to what was recorded then', async () => {
  const { count, post, send } = await stocked();
  await post([
    {
      key: 'meanwhile',
      type: 'sale',
      postedOn: '2026-01-30',
      site: 'DC',
      item: 'F1',
      location: 'A-01',
      quantity: '5',
    },
  ]);
  expect((await count({ ...COUNT, lines: [FRAMES] })).status).toBe(200);
  const { body } = await send('GET /companies/sample/stock?item=F1&bucket=on-hand');
  expect(body).toMatchObject({ lines: [{ place: 'A-01', quantity: '92' }] });
});

test('a count with faults is refused with all of them, and nothing of it is kept', async () => {
  const { count, send } = await stocked();
  const wrong = await count({
    ...COUNT,
    lines: [FRAMES, FRAMES, { item: 'A1', recorded: 'many', counted: '1,5' }],
  });
  expect(problemIn(wrong).status).toBe(422);
  expect(messagesOf(wrong)).toEqual([
    'recorded is not a decimal number: many.',
    'counted is not a decimal number: 1,5.',
    'F1 at A-01 is counted twice',
  ]);
  const unknown = await count({ ...COUNT, lines: [FRAMES, { ...FRAMES, item: 'X9' }] });
  expect(messagesOf(unknown)).toEqual(['There is no item X9.']);
  const { body } = await send('GET /companies/sample/stock?item=F1&bucket=on-hand');
  expect(body).toMatchObject({ lines: [{ place: 'A-01', quantity: '100' }] });
});
