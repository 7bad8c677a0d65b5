import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readTitle, wrongCitations } from '../../tools/conformance/citations.ts';
import { listTestFiles, titlesInSource } from '../../tools/conformance/test-source.ts';
import { CONFORMANCE_DOCUMENTS, CONFORMANCE_ROWS } from './rows/index.ts';

const projectFolder = resolve(import.meta.dirname, '../..');

/** How many rows each document has; a row added or lost must be meant. */
const EXPECTED_COUNTS = { '000': 66, '002': 46, '003': 58, '003.T': 29, '003.X': 33, '004': 46 };

const titlesOfAllTests = listTestFiles(projectFolder).flatMap((file) =>
  titlesInSource(readFileSync(join(projectFolder, file), 'utf8')).map((found) => ({
    ...found,
    place: `${file}:${found.line}`,
  })),
);

test('each document has its rows, numbered from 01 without a gap', () => {
  const counts = Object.fromEntries(
    CONFORMANCE_DOCUMENTS.map(({ code, rows }) => [code, rows.length]),
  );
  expect(counts).toEqual(EXPECTED_COUNTS);

  for (const { prefix, rows } of CONFORMANCE_DOCUMENTS) {
    const given = rows.map(([id]) => id);
    // The types of our own are numbered by the piece of work that brought them.
    const dense = rows.map((_, index) => `${prefix}${String(index + 1).padStart(2, '0')}`);
    expect(given).toEqual(prefix === '003.X' ? given.toSorted() : dense);
  }
});

test('no number and no title stands for two rows', () => {
  expect(repeated(CONFORMANCE_ROWS.map(([id]) => id))).toEqual([]);
  expect(repeated(CONFORMANCE_ROWS.map(([, title]) => title))).toEqual([]);
});

test('a row has a title of one line, at most 100 characters, that ends without a full stop', () => {
  const bad = CONFORMANCE_ROWS.filter(
    ([, title]) => title !== title.trim() || !/^[^\n]{8,100}$/.test(title) || title.endsWith('.'),
  );
  expect(bad).toEqual([]);
});

test('every test file is found, this one included', () => {
  expect(listTestFiles(projectFolder)).toContain('test/conformance/rows.test.ts');
  expect(titlesOfAllTests.map(({ title }) => title)).toContain(
    'every test file is found, this one included',
  );
});

test('titles of tests cite rows that exist', () => {
  const known = new Set(CONFORMANCE_ROWS.map(([id]) => id));
  const wrong = titlesOfAllTests.flatMap(({ place, title }) =>
    wrongCitations(title, known).map((reason) => `${place}: ${reason}: ${title}`),
  );
  expect(wrong).toEqual([]);
});

test('no test that is meant to fail claims a row, for it would pass when the rule is broken', () => {
  const hollow = titlesOfAllTests.filter(
    ({ title, expectsFailure }) => expectsFailure && readTitle(title).claimed.length > 0,
  );
  expect(hollow).toEqual([]);
});

const repeated = (values: readonly string[]): readonly string[] =>
  values.filter((value, index) => values.indexOf(value) !== index);
