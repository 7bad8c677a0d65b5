import { expect, test } from 'vitest';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { httpClient } from './http-client.ts';

test('003.16 003.T23 over the counter only item types are sold that are marked so, and the mark counts from then on', async () => {
  const setup = sampleSetup();
  const itemTypes = [
    { code: 'Frame', name: 'Frames' },
    { code: 'Accessory', name: 'Accessories', otcSale: true },
  ];
  const items = [...(setup.items ?? []), { code: 'N1', name: 'No type', group: 2 }];
  const { address } = await servedBooks({ ...setup, itemTypes, items });
  const { post, send } = httpClient(address);
  const at = { postedOn: '2026-01-05', site: 'O1', quantity: '10' };
  await post([
    { ...at, key: 'f', type: 'receive-from-vendor', item: 'F1', unitCost: '45' },
    { ...at, key: 'a', type: 'receive-from-vendor', item: 'A1', unitCost: '4' },
    { ...at, key: 'n', type: 'receive-from-vendor', item: 'N1', unitCost: '1' },
  ]);
  const sale = { type: 'otc-sale', postedOn: '2026-01-06', site: 'O1', quantity: '2' };
  const [accessory, frame, untyped] = await post([
    { ...sale, key: 'case', item: 'A1' },
    { ...sale, key: 'frame', item: 'F1' },
    { ...sale, key: 'untyped', item: 'N1' },
  ]);
  expect(accessory).toMatchObject({
    status: 'posted',
    lines: [
      { account: '5000', site: 'O1', debit: '8.00' },
      { account: '1310', site: 'O1', credit: '8.00' },
    ],
  });
  expect(frame).toMatchObject({
    status: 'refused',
    code: 'item-type-not-otc',
    message: 'F1 is of item type Frame, which is not sold over the counter.',
  });
  expect(untyped).toMatchObject({ status: 'refused', code: 'item-type-not-otc' });

  const { company } = setup;
  const marked = [{ code: 'Frame', name: 'Frames', otcSale: true }];
  const put = await send('PUT /companies/sample/setup', { body: { company, itemTypes: marked } });
  expect(put.status).toBe(200);
  expect(await post([{ ...sale, key: 'frame', item: 'F1' }])).toMatchObject([
    { status: 'posted', cost: '90.00' },
  ]);
});
