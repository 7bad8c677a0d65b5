import { expect, test } from 'vitest';
import { quantity } from '../primitives/money.ts';
import {
  type InventoryJournalHead,
  type InventoryJournalLine,
  type JournalPurpose,
  journalPurposes,
  journalTransactions,
  type UnitsAtPlace,
} from './inventory-journal.ts';

const head = (purpose: JournalPurpose, more: Partial<InventoryJournalHead> = {}) => ({
  name: 'J-1',
  purpose,
  postedOn: '2026-03-31',
  site: 'DC',
  ...more,
});

const held = (location: string, units: number, more: Partial<UnitsAtPlace> = {}): UnitsAtPlace => ({
  location,
  account: '1300',
  quantity: quantity(BigInt(units)),
  lastPostedOn: '2026-03-30',
  ...more,
});

/** What a line is posted as, one text a transaction, or the refusals. */
function posted(
  of: InventoryJournalHead,
  line: Partial<InventoryJournalLine>,
  places: readonly UnitsAtPlace[] = [],
): readonly string[] {
  const stock = { quantityDecimals: 0, held: places };
  const made = journalTransactions(of, { item: 'F1', ...line }, 3, stock);
  if (!made.ok) return made.reasons.map(({ code }) => code);
  return made.value.map(({ key, type, quantity: units, location, unitCost, reason, account }) =>
    [key.replace('journal J-1 line ', ''), type, units, location, unitCost, reason, account]
      .filter((part) => part !== undefined)
      .join(' · '),
  );
}

test('000.62 a journal opens balances, writes off, adjusts and corrects averages', () => {
  expect(journalPurposes()).toEqual(['opening', 'write-off', 'adjustment', 'average-correction']);
  expect(posted(head('opening', { reason: 'Damage' }), { quantity: '10', unitCost: '4' })).toEqual([
    '3 · opening-balance · 10 · 4',
  ]);
  expect(posted(head('write-off', { reason: 'Damage' }), { quantity: '2' })).toEqual([
    '3 · adjustment · -2 · Damage',
  ]);
  expect(posted(head('adjustment', { reason: 'Found' }), { quantity: '-2' })).toEqual([
    '3 · adjustment · -2 · Found',
  ]);
});

test('000.48 the line may name another reason and another account than the journal', () => {
  const of = head('write-off', { reason: 'Damage', account: '6100' });
  expect(posted(of, { quantity: '2' })).toEqual(['3 · adjustment · -2 · Damage · 6100']);
  const line = { quantity: '2', reason: 'Lost', account: '6200' };
  expect(posted(of, line)).toEqual(['3 · adjustment · -2 · Lost · 6200']);
});

test('000.64 all units are taken out where they lie, and put back there at the right cost', () => {
  const of = head('average-correction', { reason: 'Found' });
  const places = [held('A-01', 6), held('', -1), held('B-02', 5)];
  expect(posted(of, { unitCost: '12.50' }, places)).toEqual([
    '3 out · adjustment · 1 · Found',
    '3 out at A-01 · adjustment · -6 · A-01 · Found',
    '3 out at B-02 · adjustment · -5 · B-02 · Found',
    '3 back at B-02 · adjustment · 5 · B-02 · 12.50 · Found',
    '3 back at A-01 · adjustment · 6 · A-01 · 12.50 · Found',
    '3 back · adjustment · -1 · Found',
  ]);
});

test('000.64 a location stands for all that shares its average, which is what lies on its account', () => {
  const of = head('average-correction', { reason: 'Found' });
  const places = [held('A-01', 6), held('CONS', 5, { account: '1390' }), held('B-02', 4)];
  expect(posted(of, { unitCost: '12.50', location: 'A-01' }, places)).toEqual([
    '3 out at A-01 · adjustment · -6 · A-01 · Found',
    '3 out at B-02 · adjustment · -4 · B-02 · Found',
    '3 back at B-02 · adjustment · 4 · B-02 · 12.50 · Found',
    '3 back at A-01 · adjustment · 6 · A-01 · 12.50 · Found',
  ]);
});

test('000.64 units that are named are taken out and put back, and the others keep their cost', () => {
  const line = { unitCost: '12.50', quantity: '2', location: 'A-01' };
  expect(posted(head('average-correction', { reason: 'Found' }), line)).toEqual([
    '3 out · adjustment · -2 · A-01 · Found',
    '3 back · adjustment · 2 · A-01 · 12.50 · Found',
  ]);
});

test('what a journal cannot be made of is refused', () => {
  const of = head('average-correction');
  expect(posted(of, {}, [held('', 5)])).toEqual(['cost-missing']);
  expect(posted(of, { unitCost: '1' })).toEqual(['average-without-stock']);
  expect(posted(of, { unitCost: '1' }, [held('', -5)])).toEqual(['average-without-stock']);
  expect(posted(of, { unitCost: '1', location: 'X' }, [held('', 5)])).toEqual([
    'average-without-stock',
  ]);
  const later = held('', 5, { lastPostedOn: '2026-04-01' });
  expect(posted(of, { unitCost: '1' }, [later])).toEqual(['moved-since']);
  const sameDay = held('', 5, { lastPostedOn: '2026-03-31' });
  expect(posted(of, { unitCost: '1' }, [sameDay])).toHaveLength(2);
  expect(posted(head('write-off'), { quantity: '-2' })).toEqual(['quantity-negative']);
});
