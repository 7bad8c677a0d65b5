import { appendFileSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  accountRoles,
  COMPANY_SETTINGS,
  entryTypes,
  keysOf,
  ladderSteps,
  policyNames,
  REFUSALS,
  TRANSACTION_FIELDS,
  transactionTypes,
} from '../../packages/core/src/index.ts';
import { printPage } from '../../tools/docs/reference-page.ts';
import {
  printPages,
  REFERENCE_FOLDER,
  REFERENCE_PAGES,
  stalePages,
} from '../../tools/docs/reference-pages.ts';

/** The first cells of all tables of a page, without the ticks around code. */
function firstCells(file: string): readonly string[] {
  const page = REFERENCE_PAGES.find((candidate) => candidate.file === file);
  const text = page === undefined ? '' : printPage(page);
  return [...text.matchAll(/^\| `?([^|`]+?)`? \|/gm)].map(([, cell]) => cell ?? '');
}

test.each(REFERENCE_PAGES.map(({ file }) => file))(
  'docs/reference/%s is as npm run docs prints it',
  (file) => {
    const page = REFERENCE_PAGES.find((candidate) => candidate.file === file);
    expect(page).toBeDefined();
    const printed = page === undefined ? '' : printPage(page);
    expect(readFileSync(join(REFERENCE_FOLDER, file), 'utf8')).toBe(printed);
  },
);

test('a page says in its first line what it is printed from, and those files are there', () => {
  const firstLines = REFERENCE_PAGES.map((page) => printPage(page).split('\n')[0] ?? '');
  const wrong = firstLines.filter(
    (line) => !/^\*Printed from `packages\/(core|server)\/src\/.*` by `npm run docs`\./.test(line),
  );
  expect(wrong).toEqual([]);
  const sources = REFERENCE_PAGES.flatMap(({ printedFrom }) => printedFrom);
  const project = join(REFERENCE_FOLDER, '../..');
  expect(sources.filter((source) => !existsSync(join(project, source)))).toEqual([]);
});

test('a page is stale when it is missing or one character differs, and printing mends it', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-pages-'));
  try {
    const all = REFERENCE_PAGES.map(({ file }) => file);
    expect(stalePages(folder)).toEqual(all);
    expect(printPages(folder)).toEqual(all);
    expect(stalePages(folder)).toEqual([]);
    appendFileSync(join(folder, 'refusals.md'), ' ');
    rmSync(join(folder, 'entry-types.md'));
    expect(stalePages(folder)).toEqual(['refusals.md', 'entry-types.md']);
    expect(printPages(folder)).toEqual(['refusals.md', 'entry-types.md']);
    expect(printPages(folder)).toEqual([]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every row of a table of the core has its line, in the order of the table', () => {
  const rules = firstCells('posting-rules.md').filter((cell) => cell !== 'transaction type');
  expect(rules.slice(0, transactionTypes().length)).toEqual(transactionTypes());
  const roles = firstCells('account-roles.md').slice(1, accountRoles().length + 1);
  expect(roles).toEqual(accountRoles());
  const steps = ladderSteps().map(({ step }) => step);
  expect(firstCells('account-determination.md').slice(-steps.length)).toEqual(steps);
  const policies = [...policyNames(), ...keysOf(COMPANY_SETTINGS)];
  expect(firstCells('policies.md').slice(1, policies.length + 1)).toEqual(policies);
  const numbers = Object.keys(REFUSALS).map((_, index) => `${index + 1}`);
  expect(firstCells('refusals.md')).toEqual(['#', ...numbers]);
  expect(firstCells('entry-types.md')).toEqual(['entry type', ...entryTypes()]);
  const fields = firstCells('transaction-fields.md').slice(1, TRANSACTION_FIELDS.length + 1);
  expect(fields).toEqual(TRANSACTION_FIELDS);
});

test('pages link to pages that are there', () => {
  const files = [...REFERENCE_PAGES.map(({ file }) => file), 'conformance.md'];
  const links = REFERENCE_PAGES.flatMap((page) =>
    [...printPage(page).matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target ?? ''),
  );
  expect(links.length).toBeGreaterThan(0);
  expect(links.filter((target) => !files.includes(target))).toEqual([]);
});

test('the journal the README shows is the beginning of the example it names', () => {
  const project = join(REFERENCE_FOLDER, '../..');
  const journalOf = (file: string) =>
    /```journal\n([\s\S]*?)```/.exec(readFileSync(join(project, file), 'utf8'))?.[1] ?? '';
  const shown = journalOf('README.md');
  expect(shown.split('\n').length).toBeGreaterThan(10);
  expect(journalOf('examples/07-selling-more-than-is-on-hand.md').startsWith(shown)).toBe(true);
});
