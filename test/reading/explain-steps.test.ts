import { expect, test } from 'vitest';
import { explainLine } from '../../packages/server/src/application/reading/explain.ts';
import { listJournalEntries } from '../../packages/server/src/application/reading/journal.ts';
import { mixedHistoryBooks } from '../support/inspected-books.ts';
import { postStepsBack } from '../support/mixed-history.ts';
import { answerOf, readingOf } from './read-books.ts';

test('what takes a step back, clears a receipt or is received as sent says so, line by line', async () => {
  const inspected = await mixedHistoryBooks();
  expect(await postStepsBack(inspected)).toEqual([]);
  const { books, id } = readingOf(inspected);
  const { entries } = answerOf(await listJournalEntries(books, id, { limit: '1000' }));
  const sentences = new Map<string, string>();
  for (const { number, key, lines } of entries) {
    for (const { line, side } of lines) {
      const { whyAmount } = answerOf(await explainLine(books, id, { entry: number, line, side }));
      expect(whyAmount.sentence).toMatch(/^\S.*\.$/);
      expect(whyAmount.sentence).not.toContain('undefined');
      sentences.set(key, whyAmount.sentence);
    }
  }
  const told = (key: string) => sentences.get(key);
  expect(told('o6-back')).toMatch(
    /^Taken back: 1 unit of o6-drop, which was posted at [\d.]+; the whole of it\.$/,
  );
  expect(told('o7-found')).toMatch(/^Taken back: 2 units of o7-lost, which was posted at /);
  expect(told('o8-again')).toMatch(/^Taken back: 1 of 2 units of o8-back, which was posted at /);
  expect(told('m1-part')).toMatch(
    /^1 unit of m1-in, posted at [\d.]+; the transfer carried (as much|[\d.]+, and the difference of -?[\d.]+ is transfer variance)\.$/,
  );
  expect(told('m2-off')).toMatch(/^1 unit of m2-in, posted at [\d.]+\.$/);
  expect(told('api:auto-1#receive-transfer')).toMatch(
    /^What auto-1 sent was received as it was sent, at the [\d.]+ it carried\.$/,
  );
  expect(told('api:auto-no#receive-transfer-reversed')).toBe(
    'Exact reversal of api:auto-3#receive-transfer: its amounts with the sides exchanged.',
  );
});
