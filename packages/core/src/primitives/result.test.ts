import { expect, test } from 'vitest';
import { AssertionFailed, assert } from './assert.ts';
import { ok, type Result, refused } from './result.ts';

test('a result is a value or all its reasons, never both', () => {
  const posted: Result<number, string> = ok(7);
  const not: Result<number, string> = refused(['first', 'second']);
  expect(posted).toEqual({ ok: true, value: 7 });
  expect(not).toEqual({ ok: false, reasons: ['first', 'second'] });
});

test('a broken assertion names what should have been true', () => {
  expect(() => assert(false, 'debits equal credits')).toThrow(AssertionFailed);
  expect(() => assert(0n, 'there is a divisor')).toThrow('there is a divisor');
  expect(() => assert('yes', 'a text is something')).not.toThrow();
});
