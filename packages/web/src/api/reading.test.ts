import { expect, test } from 'vitest';
import { count, decimal, list, month, object, oneOf, optional, read, text } from './reading.ts';

const item = object((field) => ({
  code: field('code', text),
  value: field('value', decimal),
  note: field('note', optional(text)),
}));

test('what is as expected is read, and what nobody asks for is passed over', () => {
  expect(read(item, { code: 'F1', value: '-1.50', note: null, more: true })).toEqual({
    ok: true,
    value: { code: 'F1', value: '-1.50', note: undefined },
  });
});

test('everything wrong is named at once, with its place', () => {
  const reader = object((field) => ({
    items: field('items', list(item)),
    queued: field('queued', count),
    state: field('state', oneOf('open', 'closed')),
  }));
  const answer = {
    items: [{ code: 'F1', value: '1' }, { code: 7, value: '1,50' }, 'F3'],
    queued: -1,
    state: 'ajar',
  };
  expect(read(reader, answer)).toEqual({
    ok: false,
    faults: [
      'items[1].code is not a text',
      'items[1].value is not a decimal text',
      'items[2] is not an object',
      'queued is not a whole number',
      'state is not open or closed',
    ],
  });
});

test('an amount that came as a number is not taken: its digits may be lost already', () => {
  expect(read(decimal, 12.5)).toMatchObject({ ok: false });
});

test('a missing answer is one fault', () => {
  expect(read(item, undefined)).toEqual({ ok: false, faults: ['the answer is not an object'] });
  expect(read(item, [])).toMatchObject({ ok: false });
});

test('there are twelve months', () => {
  expect(read(month, '2026-12').ok).toBe(true);
  expect(['2026-13', '2026-00', '2026-1', '2026'].filter((one) => read(month, one).ok)).toEqual([]);
});
