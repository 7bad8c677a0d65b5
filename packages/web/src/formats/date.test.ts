import { expect, test } from 'vitest';
import { moment, monthName, monthOnly } from './date.ts';
import { dateLocale } from './locale.ts';

test('a month is named without a day or a time zone moving it', () => {
  expect(monthName('2026-01', 'short', 'en-GB')).toBe('Jan 2026');
  expect(monthName('2025-12', 'long', 'en-GB')).toBe('December 2025');
  expect(monthOnly('2026-05', 'en-GB')).toBe('May');
});

test('an instant is told on the reader’s clock', () => {
  expect(moment('2026-11-23T10:00:00Z', 'en-GB', 'UTC')).toBe('23 Nov 2026, 10:00');
  expect(moment('2026-11-23T10:00:00Z', 'en-GB', 'Asia/Tokyo')).toBe('23 Nov 2026, 19:00');
});

test('dates stay in the language of the page', () => {
  expect(dateLocale('en-US')).toBe('en-US');
  expect(dateLocale('en')).toBe('en');
  expect(dateLocale('de-DE')).toBe('en-GB');
});
