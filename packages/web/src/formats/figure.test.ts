import { expect, test } from 'vitest';
import { amount } from '../testing/amounts.ts';
import { axisFigure, counted, figure, figureFormOf, wholeNumber } from './figure.ts';

const english = figureFormOf('en-US');

const shown = (text: string, locale: string) => figure(amount(text), figureFormOf(locale));

test('digits are grouped as the reader groups them', () => {
  expect(shown('1234567.89', 'en-US')).toBe('1,234,567.89');
  expect(shown('1234567.89', 'de-DE')).toBe('1.234.567,89');
  expect(shown('1234567.89', 'fr-FR')).toBe('1\u202f234\u202f567,89');
  expect(shown('123456789.00', 'en-IN')).toBe('12,34,56,789.00');
});

test('four digits are grouped everywhere, so that figures stand in line', () => {
  expect(shown('1234.50', 'es-ES')).toBe('1.234,50');
  expect(shown('1234.50', 'pl-PL')).toBe('1\u00a0234,50');
});

test('every digit is kept, however many there are', () => {
  expect(shown('9007199254740993.0000001', 'en-US')).toBe('9,007,199,254,740,993.0000001');
  expect(shown('1.10', 'en-US')).toBe('1.10');
  expect(shown('100', 'en-US')).toBe('100');
  expect(shown('999', 'en-US')).toBe('999');
});

test('figures are written in the digits of the page in every locale', () => {
  expect(shown('1234.50', 'ar-EG')).toMatch(/1.?234.50/);
  expect(shown('1234.50', 'ar-EG')).not.toMatch(/[٠-٩]/);
});

test('below zero a figure has the reader’s minus; a zero has none', () => {
  expect(shown('-1234.50', 'en-US')).toBe('-1,234.50');
  expect(shown('-1234.50', 'sv-SE')).toBe('−1\u00a0234,50');
  expect(shown('-0.00', 'en-US')).toBe('0.00');
});

test('numbers of things are grouped too, and agree with their noun', () => {
  expect(wholeNumber(100_000, english)).toBe('100,000');
  expect(wholeNumber(0, english)).toBe('0');
  expect(counted(1, 'position', 'positions', english)).toBe('1 position');
  expect(counted(2000, 'position', 'positions', english)).toBe('2,000 positions');
});

test('an axis has room for short figures only', () => {
  expect(axisFigure(1_250_000, 'en-US')).toBe('1.25M');
  expect(axisFigure(500_000, 'en-US')).toBe('500K');
});
