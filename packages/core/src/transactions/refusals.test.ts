import { expect, test } from 'vitest';
import { inPrecedence, REFUSALS, type RefusalCode, refusal, refusalText } from './refusals.ts';

const isCode = (text: string): text is RefusalCode => Object.hasOwn(REFUSALS, text);
const codes = Object.keys(REFUSALS).filter(isCode);

test('a refusal is told with its blanks filled in', () => {
  expect(refusalText(refusal('site-unknown', { site: 'X9', field: 'toSite' }))).toEqual({
    code: 'site-unknown',
    status: 422,
    message: 'There is no site X9 (toSite).',
    remedy: 'Create the site first, or correct its code.',
  });
});

test('a text that looks like a blank is not filled in twice, and a missing one stays visible', () => {
  const braces = refusalText(refusal('item-unknown', { item: '{site}', site: 'DC' }));
  expect(braces.message).toBe('There is no item {site}.');
  expect(refusalText(refusal('item-unknown')).message).toBe('There is no item {item}.');
});

test('every refusal has a status for HTTP, a sentence and a remedy', () => {
  for (const code of codes) {
    const { status, message, remedy } = refusalText(refusal(code));
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(500);
    expect(message.length).toBeGreaterThan(0);
    expect(remedy).toMatch(/[.]$/);
    expect(code).toMatch(/^[a-z]+(-[a-z]+)*$/);
  }
});

test('refusals come in the order of the table, equal codes in the order they were found', () => {
  const shuffled = [
    refusal('account-not-determined'),
    refusal('site-unknown', { field: 'site' }),
    refusal('key-missing'),
    refusal('site-unknown', { field: 'toSite' }),
  ];
  expect(inPrecedence(shuffled)).toEqual([
    refusal('key-missing'),
    refusal('site-unknown', { field: 'site' }),
    refusal('site-unknown', { field: 'toSite' }),
    refusal('account-not-determined'),
  ]);
});
