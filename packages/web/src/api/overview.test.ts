import { expect, test } from 'vitest';
import { sampleOverview, unusedOverview } from '../testing/sample-overview.ts';
import { companies } from './companies.ts';
import { overview } from './overview.ts';
import { read } from './reading.ts';

test('a full overview is read, amounts as they were written', () => {
  const reading = read(overview, sampleOverview());
  expect(reading).toMatchObject({
    ok: true,
    value: {
      company: { name: 'Lumen Optical', currency: 'EUR' },
      booksAgree: { agree: true, subledger: '1234567.89' },
      seal: { batch: 105 },
    },
  });
});

test('a company in which nothing has happened has no instant and no seal', () => {
  expect(read(overview, unusedOverview())).toMatchObject({
    ok: true,
    value: { asKnown: { event: 0, recordedAt: undefined }, seal: undefined },
  });
});

test('a chart line must have a value for each month', () => {
  const answer = sampleOverview();
  answer.stockValue.byGroup[0]?.values.pop();
  expect(read(overview, answer)).toEqual({
    ok: false,
    faults: ['stockValue is not complete: a line has not one value a month'],
  });
});

test('companies are read from their list', () => {
  const list = [{ code: 'demo', name: 'Lumen Optical', currency: 'EUR' }];
  expect(read(companies, { companies: list })).toEqual({ ok: true, value: list });
  expect(read(companies, list)).toMatchObject({ ok: false });
});
