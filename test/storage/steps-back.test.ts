import { expect, test } from 'vitest';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { postMixedHistory, postStepsBack } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';

/** A desk that remembers nothing: what it knows of earlier events comes out of the database. */
const freshDesk = ({ storage, company, clock }: InspectedBooks) =>
  new PostingDesk(storage, company.id, clock, 'test');

async function refusalsOf(
  books: InspectedBooks,
  input: Parameters<PostingDesk['post']>[0][number],
): Promise<readonly string[]> {
  const [outcome] = await freshDesk(books).post([input]);
  return outcome?.status === 'refused' ? outcome.refusals.map(({ code }) => code) : ['posted'];
}

test.each(['moving-average', 'fifo'] as const)(
  'I8 steps back, cleared receipts and receipts as sent replay to the cent under %s',
  async (costingMethod) => {
    const books = await inspected(await testBooks(sampleSetup({ costingMethod })));
    await postMixedHistory(books);
    expect(await postStepsBack(books)).toEqual([]);
    expect(await faultsOf(books)).toEqual([]);
    const { rows } = await books.owner.query<{ key: string; caused: string }>(
      `select cause.key, e.type::text as caused
         from event e join event_link l on l.event = e.number and l.kind = 'caused-by'
         join event cause on cause.number = l.to_event
        where cause.key in ('auto-1', 'auto-2', 'auto-no', 'cover-no', 'cover-so', 'o9-no')
        order by e.number`,
    );
    expect(rows.map(({ key, caused }) => `${key} ${caused}`)).toEqual([
      'auto-1 receive-transfer',
      'auto-2 receipt-for-stock-order',
      'auto-no receive-transfer',
      'cover-no negative-balance-cost-adjustment',
      'cover-so negative-balance-cost-adjustment',
      'o9-no cogs-adjustment',
    ]);
  },
);

test('003.T22 003.56 what a step may follow is known out of the database, whoever posted what came before', async () => {
  const books = await inspected(await testBooks());
  await postMixedHistory(books);
  await postStepsBack(books);
  const at = { postedOn: '2026-05-25', item: 'F1', site: 'O1', document: 'SO-7' };
  const post = (input: Parameters<PostingDesk['post']>[0][number]) =>
    freshDesk(books).post([input]);
  const got = { ...at, key: 'again', type: 'receive-for-order', quantity: '2' };
  await post(got);
  const undo = { ...at, key: 'undo-a', type: 'undo-receive', quantity: '1', original: 'again' };
  expect(await refusalsOf(books, undo)).toEqual(['posted']);
  expect(await refusalsOf(books, { ...undo, key: 'undo-b' })).toEqual(['posted']);
  await post({ ...got, key: 'third', quantity: '2' });
  expect(await refusalsOf(books, { ...undo, key: 'undo-c', original: 'o7-got' })).toEqual([
    'original-used-up',
    'original-passed',
  ]);
  await post({ ...at, key: 'done', type: 'deliver', quantity: '1' });
  expect(await refusalsOf(books, { ...undo, key: 'undo-d', original: 'third' })).toEqual([
    'original-passed',
  ]);
  const lab = { ...at, key: 'lab', type: 'receive-from-outside-lab', quantity: '1', unitCost: '9' };
  await post({ ...at, key: 'on', type: 'ship-for-order', quantity: '1', toSite: 'L' });
  expect(await refusalsOf(books, lab)).toEqual(['own-goods-under-way']);
  // The answer to a sending that was received as it was sent is whole, however often it is asked.
  const sent = {
    key: 'auto-1',
    type: 'stock-transfer',
    postedOn: '2026-05-08',
    item: 'F1',
    site: 'DC',
    quantity: '2',
    toSite: 'O2',
  };
  const [again] = await post(sent);
  expect(again).toMatchObject({ status: 'duplicate', caused: [{ type: 'receive-transfer' }] });
  expect(again?.status === 'duplicate' ? again.postings : []).toHaveLength(2);
  expect(await faultsOf(books)).toEqual([]);
});
