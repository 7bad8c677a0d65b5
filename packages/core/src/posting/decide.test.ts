import { expect, test } from 'vitest';
import { booksText, copyOf } from '../testing/books-text.ts';
import { sampleBooks } from '../testing/sample-books.ts';
import { opticalChain, SampleCompany } from '../testing/sample-company.ts';
import { refusalText } from '../transactions/refusals.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { decide } from './decide.ts';

/** A transaction that has no cost of its own to give. */
const moved = (
  key: string,
  type: string,
  more: Partial<TransactionInput> = {},
): TransactionInput => {
  const { unitCost: _, ...rest } = receipt(key, more);
  return { ...rest, type };
};

const receipt = (key: string, more: Partial<TransactionInput> = {}): TransactionInput => ({
  key,
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '12.00',
  ...more,
});

test('each transaction is posted whole or refused whole, and a refused one harms no neighbour', () => {
  const books = sampleBooks();
  const decision = decide(
    [
      receipt('a'),
      receipt('b', { item: 'F9' }),
      receipt('c'),
      receipt('d', { postedOn: '2025-12-01' }),
    ],
    books,
  );
  expect(decision.outcomes.map(({ key, status }) => [key, status])).toEqual([
    ['a', 'posted'],
    ['b', 'refused'],
    ['c', 'posted'],
    ['d', 'refused'],
  ]);
  expect(decision.events.map(({ number, key }) => [number, key])).toEqual([
    [1, 'a'],
    [2, 'c'],
  ]);
  expect(decision.before).toEqual({ event: 0, movement: 0, entry: 0, pool: 0, determination: 0 });
  expect(decision.after).toEqual({ event: 2, movement: 2, entry: 2, pool: 1, determination: 3 });
  expect(books.counters).toEqual(decision.after);
});

test('a later transaction of a batch finds what an earlier one did', () => {
  const decision = decide(
    [
      receipt('in'),
      moved('out', 'sale', { quantity: '4' }),
      moved('back', 'return', { quantity: '1', original: 'out' }),
      moved('undo', 'receive-from-vendor', { reverses: 'in' }),
    ],
    sampleBooks(),
  );
  expect(decision.outcomes.map(({ status }) => status)).toEqual([
    'posted',
    'posted',
    'posted',
    'posted',
  ]);
  const costs = decision.outcomes.map((outcome) => outcome.status !== 'refused' && outcome.cost);
  expect(costs).toEqual([12_000n, 4_800n, 1_200n, 12_000n]);
});

test('a key posts once: the same content is answered again, another content is refused (Q-36)', () => {
  const books = sampleBooks();
  const [first] = decide([receipt('k')], books).outcomes;
  const state = booksText(books);
  const again = decide([receipt('k')], books);
  expect(again.outcomes).toEqual([{ ...first, status: 'duplicate' }]);
  expect(again.events).toEqual([]);
  expect(booksText(books)).toBe(state);

  const [other] = decide([receipt('k', { quantity: '11' })], books).outcomes;
  expect(other).toMatchObject({ status: 'refused', refusals: [{ code: 'key-reused' }] });
  const texts = other?.status === 'refused' ? other.refusals.map(refusalText) : [];
  expect(texts[0]?.message).toBe(
    'Key k of api already stands for another content: quantity was 10, now 11.',
  );
  expect(booksText(books)).toBe(state);
});

test('a key repeated within one batch posts once; the same key of another source is another one', () => {
  const books = sampleBooks();
  const { outcomes, events } = decide(
    [receipt('k'), receipt('k'), receipt('k', { source: 'till' })],
    books,
  );
  expect(outcomes.map(({ status }) => status)).toEqual(['posted', 'duplicate', 'posted']);
  expect(events.map(({ source, key }) => [source, key])).toEqual([
    ['api', 'k'],
    ['till', 'k'],
  ]);
});

test('a refused key may be sent again once its reason is mended', () => {
  const books = sampleBooks();
  const [refusedFirst] = decide([receipt('k', { item: 'F9' })], books).outcomes;
  expect(refusedFirst?.status).toBe('refused');
  const [then] = decide([receipt('k')], books).outcomes;
  expect(then?.status).toBe('posted');
});

test('003.54 what is posted is not edited: it is reversed exactly, and entered anew', () => {
  const company = opticalChain();
  const wrong = company.posted('adjustment', { key: 'count-7', quantity: '-3', reason: 'Damage' });
  expect(
    company.refused('adjustment', { key: 'count-7', quantity: '-2', reason: 'Damage' }),
  ).toEqual(['key-reused']);
  const reversal = company.posted('adjustment', { reverses: wrong.key, reason: 'Damage' });
  expect(company.journalOf(reversal)).toBe('Dr inventory@DC 150.00 / Cr Damage@DC 150.00');
  expect(reversal.event.type).toBe('adjustment');
  expect(company.decisions.at(-1)?.links).toMatchObject([
    { to: wrong.event.number, kind: 'reverses' },
  ]);
  company.post('adjustment', { quantity: '-2', reason: 'Damage' });
  expect(company.onHand('DC')).toBe('8 = 400.00 @ 50.000000');
});

test('the exact reversal posts the amounts and accounts of the original, whatever costs are now', () => {
  const company = opticalChain();
  const sale = company.posted('sale', { quantity: '4' });
  company.post('receive-from-vendor', { quantity: '10', unitCost: '80' });
  expect(company.post('sale', { reverses: sale.key, quantity: '-4' })).toBe(
    'Dr inventory@DC 200.00 / Cr cogs@DC 200.00',
  );
  expect(company.onHand('DC')).toBe('20 = 1300.00 @ 65.000000');
});

test('a reversal leaves no value that no unit carries: the rest is a revaluation it causes', () => {
  const company = opticalChain();
  const dear = company.posted('receive-from-vendor', { quantity: '10', unitCost: '80' });
  company.post('sale', { quantity: '10' });
  expect(company.onHand('DC')).toBe('10 = 650.00 @ 65.000000');
  expect(company.post('receive-from-vendor', { reverses: dear.key })).toBe(
    'Dr grni@DC 800.00 / Cr inventory@DC 800.00\n' +
      'cost-revaluation: Dr inventory@DC 150.00 / Cr cost-revalue@DC 150.00',
  );
  expect(company.onHand('DC')).toBe('0 = 0.00 @ 0.000000');
});

test('an issue put back into stock below zero settles it like any other increase', () => {
  const company = opticalChain();
  const dear = company.posted('sale', { quantity: '10' });
  company.post('sale', { quantity: '2' });
  company.post('cost-revaluation', { amount: '-20' });
  expect(company.post('sale', { reverses: dear.key })).toBe(
    'Dr inventory@DC 500.00 / Cr cogs@DC 500.00\n' +
      'negative-balance-cost-adjustment: Dr inventory@DC 20.00 / Cr cogs@DC 20.00',
  );
  expect(company.onHand('DC')).toBe('8 = 400.00 @ 50.000000');
});

test('a reversal can be reversed, and the original stands again', () => {
  const company = opticalChain();
  const adjustment = company.posted('adjustment', { quantity: '-3', reason: 'Damage' });
  const undone = company.posted('adjustment', { reverses: adjustment.key });
  expect(company.post('adjustment', { reverses: undone.key })).toBe(
    'Dr Damage@DC 150.00 / Cr inventory@DC 150.00',
  );
  expect(company.onHand('DC')).toBe('7 = 350.00 @ 50.000000');
  expect(company.refused('adjustment', { reverses: undone.key })).toEqual(['already-reversed']);
});

test('what a reversed transaction had taken of another may be taken again', () => {
  const company = new SampleCompany();
  const goods = company.posted('receive-from-vendor', { quantity: '10', unitCost: '5' });
  const wrong = company.posted('supplier-invoice-match', {
    original: goods.key,
    quantity: '10',
    unitCost: '6',
  });
  const again = { original: goods.key, quantity: '10', unitCost: '5.50' };
  expect(company.refused('supplier-invoice-match', again)).toEqual(['original-used-up']);
  company.post('supplier-invoice-match', { reverses: wrong.key });
  expect(company.post('supplier-invoice-match', again)).toBe(
    'Dr grni@DC 50.00, Dr purchase-variance@DC 5.00 / Cr supplier-control@DC 55.00',
  );
  expect(company.balance('grni')).toBe('0.00');

  const sale = company.posted('sale', { quantity: '3' });
  const back = company.posted('return', { quantity: '2', original: sale.key });
  expect(company.refused('sale', { reverses: sale.key })).toEqual(['reversal-not-possible']);
  company.post('return', { reverses: back.key });
  expect(company.post('sale', { reverses: sale.key })).toBe(
    'Dr inventory@DC 15.00 / Cr cogs@DC 15.00',
  );
});

test('parts of a sale come back at its cost, the last part with what is left of it', () => {
  const company = new SampleCompany();
  company.post('receive-from-vendor', { quantity: '3', amount: '10.00' });
  const sale = company.posted('sale', { quantity: '3' });
  const parts = [1, 2, 3].map(
    () => company.posted('return', { quantity: '1', original: sale.key }).cost,
  );
  expect(parts).toEqual([333n, 333n, 334n]);
  expect(company.onHand('DC')).toBe('3 = 10.00 @ 3.333333');
});

test('reversing one of two sales of a delivered order leaves nothing in clearing', () => {
  const company = new SampleCompany();
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('opening-balance', { site: 'O1', quantity: '10', unitCost: '40' });
  company.post('sale', order);
  company.post('opening-balance', { site: 'O1', quantity: '10', unitCost: '60' });
  const dear = company.posted('sale', order);
  company.post('pick-for-order', order);
  company.post('deliver', order);
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -40.00');
  expect(company.post('sale', { ...order, reverses: dear.key })).toBe(
    'Dr inventory@O1 50.00 / Cr cogs@O1 50.00\n' +
      'cogs-adjustment: Dr cogs@O1 10.00 / Cr inventory@O1 10.00',
  );
  expect(company.held('O1', 'order-clearing')).toBe('0 = 0.00');
  // One frame was sold and delivered, and it cost 50.00.
  expect(company.balance('cogs')).toBe('50.00');
});

test('a delivery reversed while another unit is still sold gives back exactly what it took', () => {
  const company = opticalChain();
  const order = { site: 'O1', document: 'D', quantity: '1' };
  company.post('sale', { ...order, quantity: '2' });
  company.post('receive-from-outside-lab', { ...order, unitCost: '50' });
  const delivery = company.posted('deliver', order);
  expect(company.held('O1', 'order-clearing')).toBe('-1 = -40.00');
  expect(company.post('deliver', { ...order, reverses: delivery.key })).toBe(
    'Dr wip@O1 50.00 / Cr inventory@O1 50.00',
  );
  expect(company.held('O1', 'order-clearing')).toBe('-2 = -90.00');
});

test('what already happened in the warehouse is taken below zero, with a warning, though the company forbids it', () => {
  const { books } = opticalChain({ negativeStock: 'forbid' });
  const input = moved('w', 'sale', { quantity: '12' });
  const [refusedOne] = decide([input], copyOf(books)).outcomes;
  expect(refusedOne?.status).toBe('refused');
  const [taken] = decide([input], books, new Set([input])).outcomes;
  expect(taken).toMatchObject({
    status: 'posted',
    warnings: ['F1 at DC is 2 below zero on 2026-01-05'],
  });
});

test('a warning says how far below zero an issue went, where the company allows it', () => {
  const company = opticalChain();
  expect(company.posted('sale', { quantity: '10' }).warnings).toEqual([]);
  expect(company.posted('sale', { quantity: '2' }).warnings).toEqual([
    'F1 at DC is 2 below zero on 2026-01-05',
  ]);
});

test('goods that no document carries travel under the key of their sending', () => {
  const company = opticalChain();
  const sent = company.posted('stock-transfer', { key: 'tr-1', toSite: 'O1', quantity: '1' });
  expect(sent.event.document).toBe('tr-1');
  expect(company.post('receive-transfer', { site: 'O1', document: 'tr-1', quantity: '1' })).toBe(
    'Dr inventory@O1 50.00 / Cr inventory-in-transit@O1 50.00',
  );
});

test('an event of no value has no journal entry, and entry numbers stay dense', () => {
  const company = new SampleCompany();
  const free = company.posted('receive-from-vendor', { quantity: '1', unitCost: '0' });
  const paid = company.posted('receive-from-vendor', { quantity: '1', unitCost: '5' });
  expect([free.event.entry, paid.event.entry]).toEqual([0, 1]);
});
