import { renderToStaticMarkup } from 'react-dom/server';
import { beforeAll, expect, test, vi } from 'vitest';
import { overview } from '../api/overview.ts';
import { type Problem, serverUnreachable } from '../api/problem.ts';
import { read } from '../api/reading.ts';
import { readAddress } from '../frame/address.ts';
import { sampleOverview, unusedOverview } from '../testing/sample-overview.ts';
import { OverviewContent } from './overview-content.tsx';
import type { OverviewState } from './overview-state.ts';

beforeAll(() => {
  vi.stubGlobal('navigator', { language: 'en-GB' });
});

function markup(state: OverviewState, search = ''): string {
  return renderToStaticMarkup(
    <OverviewContent
      state={state}
      isFetching={false}
      onRetry={() => undefined}
      address={readAddress(search)}
      onAddress={() => undefined}
    />,
  );
}

/** What a reader reads: the markup without its tags. */
const textOf = (html: string): string =>
  html
    .replace(/<svg.*?<\/svg>/g, '')
    .replace(/<\/?(?:p|h\d|t[dhr]|li|d[tdl]|caption|section|div)\b[^>]*>/g, ' ')
    .replace(/<[^>]+>/g, '')
    .replace(/\s+/g, ' ')
    .trim();

function ready(answer: unknown, stale?: Problem): OverviewState {
  const reading = read(overview, answer);
  if (!reading.ok) throw new Error(reading.faults.join());
  return { kind: 'ready', overview: reading.value, stale };
}

test('the line that matters can be read as a sentence', () => {
  expect(textOf(markup(ready(sampleOverview())))).toContain(
    'Books agree: inventory subledger 1,234,567.89 = general ledger 1,234,567.89',
  );
});

test('every part of the page has its figures', () => {
  const text = textOf(markup(ready(sampleOverview())));
  expect(text).toContain('Work in process in transit 567.89 567.89 0.00');
  expect(text).toContain('Over 90 days 10.00 Total 1,210.00');
  expect(text).toContain('Exception queue 12 12 transactions happened and could not be posted.');
  expect(text).toContain('Non-Inventory 1,524.00');
  expect(text).toContain('F1 Frame O1 -2 -90.00 And 2 more.');
  expect(text).toContain('1 closed, 1 open from Jan 2026.');
  expect(text).toContain('Events 100,000 Postings 98,000 Items 400 Sites 9');
  expect(text).toContain('ab12cd34 ef56ab78');
});

test('the figures of the chart are a table for whoever cannot see it', () => {
  const html = markup(ready(sampleOverview()));
  const table = html.slice(html.indexOf('Stock value at the end of each month by group'));
  expect(textOf(table)).toContain('Nov 2026 1,000,000.00 234,567.89 1,234,567.89');
  expect(textOf(markup(ready(sampleOverview()), '?view=table&by=site'))).toContain(
    'Stock value at the end of each month by site Month Distribution Total',
  );
});

test('books that differ are said to, with the role and what to do', () => {
  const answer = sampleOverview();
  const inventory = answer.booksAgree.roles[0];
  if (inventory !== undefined)
    Object.assign(inventory, { ledger: '1199987.66', difference: '12.34' });
  Object.assign(answer.booksAgree, { agree: false, ledger: '1234555.55', difference: '12.34' });
  const text = textOf(markup(ready(answer)));
  expect(text).toContain(
    'Books differ: inventory subledger 1,234,567.89 ≠ general ledger 1,234,555.55',
  );
  expect(text).toContain('The general ledger holds 12.34 EUR less than the subledger.');
  expect(text).toContain('perpetua reconcile');
  expect(text).toContain('Inventory 1,200,000.00 1,199,987.66 ≠ 12.34');
  expect(text).not.toContain('Books agree');
});

test('roles that make up for each other are told apart from equal books', () => {
  const answer = sampleOverview();
  const [inventory, transit] = answer.booksAgree.roles;
  Object.assign(inventory ?? {}, { ledger: '1200001.00', difference: '-1.00' });
  Object.assign(transit ?? {}, { ledger: '29999.00', difference: '1.00' });
  const text = textOf(markup(ready(answer)));
  expect(text).toContain('Books differ');
  expect(text).toContain('The totals are equal, but not every role.');
});

test('a company in which nothing has happened says what to do next', () => {
  const text = textOf(markup(ready(unusedOverview())));
  expect(text).toContain('No transaction has been posted yet');
  expect(text).toContain('perpetua import');
  expect(text).toContain('Every receipt is invoiced.');
  expect(text).toContain('No period is set up yet.');
  expect(text).not.toContain('NaN');
});

test('without a company the page says how to get one', () => {
  const text = textOf(markup({ kind: 'no-company' }));
  expect(text).toContain('There is no company yet');
  expect(text).toContain('npm start or perpetua demo');
  expect(text).toContain('perpetua init');
});

test('a refusal is shown with message, remedy, code and another try', () => {
  const problem = {
    status: 403,
    code: 'role-missing',
    message: 'Reading <the> books needs a role.',
    remedy: 'Ask an administrator.',
    refusals: [{ code: 'key-expired', message: 'The key is too old.', remedy: undefined }],
  };
  const html = markup({ kind: 'failed', problem });
  expect(html).toContain('role="alert"');
  expect(html).toContain('Reading &lt;the&gt; books needs a role.');
  expect(textOf(html)).toContain('Ask an administrator.');
  expect(textOf(html)).toContain('The key is too old. key-expired');
  expect(textOf(html)).toContain('Code role-missing · status 403 Try again');
});

test('figures that could not be brought up to date are shown with the reason', () => {
  const text = textOf(markup(ready(sampleOverview(), serverUnreachable())));
  expect(text).toContain(
    'These figures could not be brought up to date The server did not answer.',
  );
  expect(text).toContain('Books agree');
});

test('a company that does not exist is named, and loading is announced', () => {
  expect(textOf(markup({ kind: 'unknown-company', asked: 'acme' }))).toContain('acme');
  expect(markup({ kind: 'loading' })).toContain('<output');
});
