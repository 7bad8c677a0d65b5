import { expect, test } from 'vitest';
import { servedBooks } from '../support/served-books.ts';

const happened = {
  key: 'wms:1',
  type: 'receive-from-vendor',
  postedOn: '2027-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '12.00',
};

test('what happened and cannot be posted is to be seen with its reasons, until its key is posted', async () => {
  const { address } = await servedBooks();
  const company = `${address}/api/v1/companies/sample`;
  const send = async (path: string, method: string, body: unknown): Promise<unknown> => {
    const headers = { 'content-type': 'application/json' };
    const answer = await fetch(`${company}/${path}`, {
      method,
      headers,
      body: JSON.stringify(body),
    });
    return answer.json();
  };
  const queue = async (): Promise<unknown> => (await fetch(`${company}/queue`)).json();
  expect(await queue()).toEqual({ count: 0, lines: [] });

  const record = { mode: 'record', transactions: [happened] };
  expect(await send('transactions', 'POST', record)).toMatchObject({
    results: [{ status: 'queued', code: 'period-unknown' }],
  });
  expect(await queue()).toMatchObject({
    count: 1,
    lines: [{ key: 'wms:1', transaction: happened, refusals: [{ code: 'period-unknown' }] }],
  });

  const setup = {
    company: { code: 'sample', name: 'Sample', currency: 'EUR' },
    periods: { first: '2027-01', last: '2027-01' },
  };
  expect(await send('setup', 'PUT', setup)).toMatchObject({ configurationVersion: 2 });
  expect(await send('transactions', 'POST', record)).toMatchObject({
    results: [{ status: 'posted', cost: '120.00' }],
  });
  expect(await queue()).toEqual({ count: 0, lines: [] });
});
