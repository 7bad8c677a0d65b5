import { expect, test } from 'vitest';
import { dateLocale, numberLocale } from './locale.ts';

test('figures follow the language of the browser', () => {
  expect(numberLocale('de-CH')).toBe('de-CH');
});

test('a language that is no language tag does not stop the page', () => {
  expect(numberLocale('en-US@posix')).toBe('en-GB');
  expect(dateLocale('en-US@posix')).toBe('en-GB');
  expect(numberLocale('')).toBe('en-GB');
});

test('months are named in the language of the page', () => {
  expect(dateLocale('de-CH')).toBe('en-GB');
  expect(dateLocale('en-US')).toBe('en-US');
});
