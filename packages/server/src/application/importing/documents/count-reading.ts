import { COUNT_MOMENTS } from 'perpetua-core';
import {
  type CountEntryRequest,
  type CountedQuantity,
  checkEntries,
  enterCount,
} from '../../counting/enter-count.ts';
import type { WholePlace } from '../../post-whole.ts';
import { YES_NO } from '../import-kinds.ts';
import type { DocumentReading, DocumentTexts } from './document-reading.ts';

/** A row of a count sheet, with the count it belongs to and who filled it in. */
type CountRow = CountedQuantity & {
  readonly count: string;
  readonly counter: string | undefined;
  /** Names the file it first came from. */
  readonly file: string;
};

/** Rows of count sheets: what one counter counted in one count is entered together. */
export const countReading = (place: WholePlace): DocumentReading<CountRow> => ({
  skip: (texts) => (texts.text('counted') === '' ? 'not counted' : undefined),
  nameOf: (texts) => {
    const counter = texts.text('counter');
    return `count ${texts.needed('count')}${counter === '' ? '' : ` by ${counter}`}`;
  },
  read: rowOf,
  take: async (rows, dryRun) => {
    const { count = '', counter, file = '' } = rows[0] ?? {};
    // Only what is added must not be entered twice; to enter the same again changes nothing.
    const key = rows.some(({ also }) => also === true)
      ? `file:${file}:${counter ?? ''}`
      : undefined;
    const request: CountEntryRequest = { counter, key, lines: rows };
    if (dryRun) {
      const checked = await checkEntries(place, count, request);
      return checked.ok ? { ok: true, value: 'taken' } : checked;
    }
    const entered = await enterCount(place, count, request);
    if (!entered.ok) return entered;
    return { ok: true, value: entered.value.status === 'duplicate' ? 'same' : 'taken' };
  },
});

function rowOf(texts: DocumentTexts): CountRow {
  const line = texts.texts.whole('line', { from: 1, to: 999_999_999 }, undefined);
  if (texts.text('line') === '') texts.needed('item');
  return {
    count: texts.text('count'),
    counter: texts.given('counter'),
    file: texts.texts.row.firstFile,
    line,
    item: texts.code('item'),
    location: texts.code('location'),
    quantity: texts.text('counted'),
    moment: texts.word('moment', COUNT_MOMENTS),
    also: texts.word('also', YES_NO) === 'yes',
  };
}
