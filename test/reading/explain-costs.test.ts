import { expect, test } from 'vitest';
import {
  type CostPart,
  explainCostOf,
} from '../../packages/server/src/application/reading/explain-cost.ts';
import { explainEffect } from '../../packages/server/src/application/reading/explain-effect.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { answerOf, codesOf, type ReadBooks, readBooks, readingOf } from './read-books.ts';

const FRAME = ['F1', 'DC'] as const;

/** The parts of a cost, one a line, deeper ones set in. */
const partsOf = (part: CostPart, depth = 0): readonly string[] => [
  `${'  '.repeat(depth)}${part.value} ${part.kind} ${part.transaction?.key ?? ''}`.trimEnd(),
  ...part.parts.flatMap((child) => partsOf(child, depth + 1)),
];

async function costOf({ books, id }: ReadBooks, key: string) {
  const { movements } = answerOf(await explainCostOf(books, id, { key }));
  return movements.map(({ cost, posted, value, corrections }) => ({
    posted,
    corrections: corrections.map(
      ({ change, dueTo }) => `${change} due to ${dueTo.map((fact) => fact.key).join(', ')}`,
    ),
    value,
    cost: partsOf(cost),
  }));
}

/** Ten at 10.00, five sold; then ten at 16.00 that had come before the sale, and 7.00 of freight. */
async function lateBooks(): Promise<ReadBooks> {
  const company = await readBooks(sampleSetup({ costingMethod: 'moving-average' }));
  const receipt = { quantity: '10', unitCost: '10' };
  await company.post(['a', 'receive-from-vendor', '2026-05-05', ...FRAME, receipt]);
  await company.post(['b', 'sale', '2026-05-10', ...FRAME, { quantity: '5' }]);
  const late = { quantity: '10', unitCost: '16' };
  await company.post(['c', 'receive-from-vendor', '2026-05-06', ...FRAME, late]);
  const freight = { original: 'a', amount: '7.00' };
  await company.post(['f', 'landed-cost', '2026-05-20', ...FRAME, freight]);
  return company;
}

test('costing 6 a sale costs its share of every receipt and of the freight, after corrections', async () => {
  const company = await lateBooks();
  expect(await costOf(company, 'b')).toEqual([
    {
      posted: '-50.00',
      corrections: ['-15.00 due to c', '-1.75 due to f'],
      value: '-66.75',
      cost: ['66.75 pool-share b', '  25.00 told a', '  1.75 cost-fact f', '  40.00 told c'],
    },
  ]);
});

test('costing 6 where a freight bill went: cost of sales of the day, and what is left in stock', async () => {
  const { books, id } = await lateBooks();
  const effect = answerOf(await explainEffect(books, id, { key: 'f' }));
  expect(effect).toMatchObject({
    own: '7.00',
    corrected: '-1.75',
    left: '5.25',
    stillThere: '5.25',
  });
  expect(effect.stock).toMatchObject([{ item: 'F1', own: '7.00', left: '5.25' }]);
  const accounts = effect.accounts.map(
    ({ account, postedOn, amount }) => `${postedOn} ${account} ${amount}`,
  );
  expect(accounts).toEqual([
    '2026-05-10 1300 -1.75',
    '2026-05-10 5000 1.75',
    '2026-05-20 1300 7.00',
    '2026-05-20 2160 -7.00',
  ]);
  expect(effect.repriced).toMatchObject([
    { transaction: { key: 'b' }, change: '-1.75', costedOn: '2026-05-10', asType: null },
  ]);
});

test('what re-priced many movements is told page by page, and sums to what the pools changed', async () => {
  const company = await readBooks(sampleSetup({ costingMethod: 'moving-average' }));
  const receipt = { quantity: '10', unitCost: '10' };
  await company.post(['a', 'receive-from-vendor', '2026-05-05', ...FRAME, receipt]);
  for (const day of ['10', '10', '11', '12', '13']) {
    const key = `s${(await company.books.reading(company.id, async ({ lane }) => lane)).counters.event}`;
    await company.post([key, 'sale', `2026-05-${day}`, ...FRAME, { quantity: '1' }]);
  }
  const late = { quantity: '10', unitCost: '16' };
  await company.post(['c', 'receive-from-vendor', '2026-05-06', ...FRAME, late]);
  const changes: string[] = [];
  let after: string | undefined;
  do {
    const page = answerOf(
      await explainEffect(company.books, company.id, { key: 'c', limit: '2', after }),
    );
    changes.push(...page.repriced.map(({ change }) => change));
    expect(page.corrected).toBe('-15.00');
    after = page.next ?? undefined;
  } while (after !== undefined);
  expect(changes).toEqual(['-3.00', '-3.00', '-3.00', '-3.00', '-3.00']);
});

test('wrong questions about costs are refused with what to do', async () => {
  const { books, id } = await lateBooks();
  const cost = async (asked: Readonly<Record<string, string>>) =>
    codesOf(await explainCostOf(books, id, asked));
  expect(await cost({})).toEqual(['request-malformed']);
  expect(await cost({ key: 'b', event: '2' })).toEqual(['request-malformed']);
  expect(await cost({ event: 'two' })).toEqual(['request-malformed']);
  expect(await cost({ event: '2', source: 'api' })).toEqual(['request-malformed']);
  expect(await cost({ key: 'nothing' })).toEqual(['not-found']);
  expect(codesOf(await explainEffect(books, id, { key: 'b', after: '1', limit: '0' }))).toEqual([
    'request-malformed',
    'request-malformed',
  ]);
});

const centsOf = (amount: string): bigint => BigInt(amount.replace('.', ''));
const summed = (amounts: readonly string[]): bigint =>
  amounts.reduce((sum, amount) => sum + centsOf(amount), 0n);

/** The parts that do not sum to what they are parts of. */
const unsummed = (part: CostPart): readonly string[] => [
  ...(part.parts.length > 0 && summed(part.parts.map(({ value }) => value)) !== centsOf(part.value)
    ? [part.kind]
    : []),
  ...part.parts.flatMap(unsummed),
];

test('costing 6 every cost and every effect of a mixed history sums, in the database', async () => {
  const seen = await mixedHistoryBooks();
  const { books, id } = readingOf(seen);
  const { rows } = await seen.owner.query<{ number: string }>(
    'select number::text from event where movements > 0 order by number',
  );
  expect(rows.length).toBeGreaterThan(40);
  for (const { number: event } of rows) {
    const { movements } = answerOf(await explainCostOf(books, id, { event }));
    for (const { cost, value, quantity } of movements) {
      const isOut = quantity.startsWith('-');
      expect(centsOf(cost.value)).toBe(isOut ? -centsOf(value) : centsOf(value));
      expect(unsummed(cost)).toEqual([]);
    }
    const effect = answerOf(await explainEffect(books, id, { event }));
    expect(summed(effect.accounts.map(({ amount }) => amount))).toBe(0n);
    expect(summed(effect.repriced.map(({ change }) => change))).toBe(centsOf(effect.corrected));
  }
}, 60_000);
