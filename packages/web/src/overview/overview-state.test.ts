import { expect, test } from 'vitest';
import { overview } from '../api/overview.ts';
import { serverUnreachable } from '../api/problem.ts';
import { read } from '../api/reading.ts';
import { sampleOverview } from '../testing/sample-overview.ts';
import { type Asked, companyToShow, overviewState } from './overview-state.ts';

const companies = [
  { code: 'demo', name: 'Lumen Optical', currency: 'EUR' },
  { code: 'nord', name: 'Nordlicht', currency: 'JPY' },
];
const problem = serverUnreachable();
const waiting: Asked<never> = { data: undefined, problem: undefined };
const failed: Asked<never> = { data: undefined, problem };
const known = { data: companies, problem: undefined };

function figures() {
  const reading = read(overview, sampleOverview());
  if (!reading.ok) throw new Error(reading.faults.join());
  return reading.value;
}

test('the first company is shown unless the address names another', () => {
  expect(companyToShow(companies, undefined)).toBe('demo');
  expect(companyToShow(companies, 'nord')).toBe('nord');
  expect(companyToShow(companies, 'acme')).toBeUndefined();
  expect(companyToShow([], undefined)).toBeUndefined();
  expect(companyToShow(undefined, undefined)).toBeUndefined();
});

test('while either answer is awaited the page is loading', () => {
  expect(overviewState(waiting, waiting, undefined)).toEqual({ kind: 'loading' });
  expect(overviewState(known, waiting, undefined)).toEqual({ kind: 'loading' });
});

test('without a company the page says what to do', () => {
  const none = { data: [], problem: undefined };
  expect(overviewState(none, waiting, undefined)).toEqual({ kind: 'no-company' });
  expect(overviewState(none, waiting, 'acme')).toEqual({ kind: 'no-company' });
});

test('a company that does not exist is named', () => {
  expect(overviewState(known, waiting, 'acme')).toEqual({ kind: 'unknown-company', asked: 'acme' });
});

test('a problem of either answer is shown', () => {
  expect(overviewState(failed, waiting, undefined)).toEqual({ kind: 'failed', problem });
  expect(overviewState(known, failed, undefined)).toEqual({ kind: 'failed', problem });
});

test('figures once had stay, with the reason why they are not the latest', () => {
  const data = figures();
  const ready = { data, problem: undefined };
  expect(overviewState(known, ready, undefined)).toEqual({
    kind: 'ready',
    overview: data,
    stale: undefined,
  });
  expect(overviewState(known, { data, problem }, undefined)).toMatchObject({ stale: problem });
  expect(overviewState(failed, ready, undefined)).toMatchObject({ kind: 'ready', stale: problem });
});
