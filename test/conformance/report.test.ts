import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { readTitle, wrongCitations } from '../../tools/conformance/citations.ts';
import { readOptions } from '../../tools/conformance/command-line.ts';
import { referencePage } from '../../tools/conformance/reference-page.ts';
import {
  type ConformanceReport,
  isAcceptable,
  judgeRows,
} from '../../tools/conformance/row-states.ts';
import { terminalTable } from '../../tools/conformance/terminal-table.ts';
import { readOutcomes } from '../../tools/conformance/test-outcomes.ts';
import { readReportFile } from '../../tools/conformance/test-run.ts';
import { titlesInSource } from '../../tools/conformance/test-source.ts';
import type { ConformanceDocument } from './rows/index.ts';

const projectFolder = resolve(import.meta.dirname, '../..');

const DOCUMENTS: readonly ConformanceDocument[] = [
  {
    code: '000',
    name: 'First',
    prefix: '000.',
    rows: [
      ['000.01', 'one', 'S'],
      ['000.02', 'two | or more', 'I'],
      ['000.03', 'three', 'N'],
      ['000.04', 'four', 'P'],
      ['000.05', 'five', 'P'],
    ],
  },
];

const KNOWN = new Set(['000.01', '000.02', '003.T12']);

/** One test in the words of vitest's report. */
const vitestTest = (title: string, status: string, message = '') => ({
  title,
  fullName: title,
  status,
  failureMessages: message === '' ? [] : [`${message}\n    at somewhere.ts:1:1`],
});

/** One test file in the words of vitest's report. */
const vitestFile = (
  name: string,
  assertionResults: readonly ReturnType<typeof vitestTest>[],
  status = assertionResults.some((one) => one.status === 'failed') ? 'failed' : 'passed',
  message = '',
) => ({ name: join(projectFolder, name), status, message, assertionResults });

function judge(files: readonly ReturnType<typeof vitestFile>[]): ConformanceReport {
  const report = JSON.stringify({ testResults: files });
  const outcomes = readOutcomes({ report, succeeded: null }, projectFolder);
  if (!outcomes.ok) throw new Error(outcomes.reasons[0]?.message);
  return judgeRows(DOCUMENTS, outcomes.value);
}

const statesOf = (report: ConformanceReport): readonly string[] =>
  report.documents.flatMap((document) => document.rows.map((row) => row.state));

test.each([
  ['000.01 a sentence', ['000.01'], 'a sentence'],
  ['000.01 000.02 a sentence', ['000.01', '000.02'], 'a sentence'],
  ['000.01, 003.T12, a sentence', ['000.01', '003.T12'], 'a sentence'],
  ['000.01,000.02 a sentence', ['000.01', '000.02'], 'a sentence'],
  ['000.01 000.01 twice', ['000.01'], 'twice'],
  ['000.01', ['000.01'], ''],
  ['a sentence after 000.01', [], 'a sentence after 000.01'],
  ['000.01: a colon is no blank', [], '000.01: a colon is no blank'],
  ['100.00 net and 15.00 tax', [], '100.00 net and 15.00 tax'],
])('a title claims the numbers it starts with, case %#', (title, claimed, sentence) => {
  expect(readTitle(title)).toMatchObject({ claimed, sentence });
});

test.each([
  ['000.01 is fine, see 000.02', []],
  ['000.99 a sentence', ['000.99 is not a row']],
  ['000.01 000.99 a sentence', ['000.99 is not a row']],
  ['000.01 differs from 001.05', ['001.05 is not a row']],
  ['000.011 a digit too many', ['000.011 is not a row']],
  ['003.t12 a small letter', ['003.t12 is not a row']],
  ['003.T1 a digit too few', ['003.T1 is not a row']],
  ['000.01: a colon', ['a number at the start must be followed by a blank or a comma']],
  ['1,000.99 plus 12000.50 plus 1.000.99 are amounts', []],
])('a title is told what it gets wrong, case %#', (title, reasons) => {
  expect(wrongCitations(title, KNOWN)).toEqual(reasons);
});

test('titles are found in source, with their line and whether failure is expected', () => {
  const source = [
    "test('plain', () => {});",
    'describe("it\'s a group", () => {',
    "  it.skip('skipped', () => {});",
    "  test.each([['a'], ['b']])('each %s', () => {});",
    "  test.fails('upside down', () => {});",
    "  test('by option', { fails: true }, () => {});",
    "  expect('not a title').toBe(1);",
    '});',
  ].join('\n');
  expect(titlesInSource(source)).toEqual([
    { title: 'plain', line: 1, expectsFailure: false },
    { title: "it's a group", line: 2, expectsFailure: false },
    { title: 'skipped', line: 3, expectsFailure: false },
    { title: 'each %s', line: 4, expectsFailure: false },
    { title: 'upside down', line: 5, expectsFailure: true },
    { title: 'by option', line: 6, expectsFailure: true },
  ]);
});

test('a row passes, fails, is skipped or is missing by the tests that claim it', () => {
  const report = judge([
    vitestFile('test/a.test.ts', [
      vitestTest('000.01 000.02 both', 'passed'),
      vitestTest('000.02 second', 'failed', 'AssertionError: 1 is not 2'),
      vitestTest('000.03 later', 'todo'),
      vitestTest('000.04 ran', 'passed'),
      vitestTest('000.04 left out', 'skipped'),
      vitestTest('speaks of 000.05 without claiming it', 'passed'),
    ]),
  ]);
  expect(statesOf(report)).toEqual(['passed', 'failing', 'skipped', 'passed', 'missing']);
  expect(isAcceptable(report)).toBe(false);
});

test('missing and skipped rows are acceptable, a wrong number is not', () => {
  const fine = judge([vitestFile('test/a.test.ts', [vitestTest('000.01 one', 'passed')])]);
  expect(isAcceptable(fine)).toBe(true);

  const wrong = judge([vitestFile('test/a.test.ts', [vitestTest('000.06 six', 'passed')])]);
  expect(wrong.wrongCitations).toEqual([
    { file: 'test/a.test.ts', title: '000.06 six', reason: '000.06 is not a row' },
  ]);
  expect(isAcceptable(wrong)).toBe(false);
});

test('a broken set-up fails the rows behind it, though vitest calls their tests skipped', () => {
  const report = judge([
    vitestFile('test/a.test.ts', [vitestTest('000.01 x', 'skipped')], 'failed', 'no database'),
    vitestFile('test/b.test.ts', [], 'failed', 'Cannot find module\nmore'),
  ]);
  expect(statesOf(report)[0]).toBe('failing');
  expect(report.brokenFiles).toEqual([
    { file: 'test/a.test.ts', message: 'no database' },
    { file: 'test/b.test.ts', message: 'Cannot find module' },
  ]);
  expect(isAcceptable(report)).toBe(false);
});

test('the page reads the same whatever order the files finished in', () => {
  const files = [
    vitestFile('test/b.test.ts', [vitestTest('000.01 beta', 'passed')]),
    vitestFile('test/a.test.ts', [
      vitestTest('000.01 zeta', 'skipped'),
      vitestTest('000.01 alpha', 'passed'),
      vitestTest('000.01 alpha', 'passed'),
    ]),
  ];
  const page = referencePage(judge(files));
  expect(referencePage(judge(files.toReversed()))).toBe(page);
  expect(page).toContain(
    '| 000.01 | one | S | passed | alpha (`test/a.test.ts`)<br>zeta (`test/a.test.ts`): skipped<br>beta (`test/b.test.ts`) |',
  );
  expect(page).toContain('| 000.02 | two \\| or more | I | missing | |');
  expect(page).toContain('| 000 First | 5 | 1 | 0 | 0 | 4 |');
});

test('the terminal shows counts, failures with their reason, and missing rows as runs', () => {
  const report = judge([
    vitestFile('test/a.test.ts', [
      vitestTest('000.02 second', 'failed', '\u001b[31mAssertionError\u001b[39m: 1 is not 2'),
    ]),
  ]);
  const shown = terminalTable(report, false);
  expect(shown).toContain('000   First       5       0       1       0       4');
  expect(shown).toContain('    test/a.test.ts: second\n        AssertionError: 1 is not 2');
  expect(shown).toContain('missing\n  000   000.01 000.03–000.05');
  expect(terminalTable(report, true)).toContain('000.05   missing   0  five');
});

test('a report made in another folder still names the files of this one', () => {
  const elsewhere = JSON.stringify({
    testResults: [
      {
        name: '/home/somebody/perpetua/test/conformance/rows.test.ts',
        status: 'passed',
        assertionResults: [vitestTest('000.01 one', 'passed')],
      },
    ],
  });
  const outcomes = readOutcomes({ report: elsewhere, succeeded: null }, projectFolder);
  expect(outcomes.ok && outcomes.value.tests[0]?.file).toBe('test/conformance/rows.test.ts');
});

test.each(['', 'not json', '[]', 'null', '{"tests":[]}', '{"testResults":{}}'])(
  'what is no report of vitest is refused: %s',
  (content) => {
    const outcomes = readOutcomes({ report: content, succeeded: null }, projectFolder);
    expect(outcomes).toMatchObject({
      ok: false,
      reasons: [{ message: 'the file is not a JSON report of vitest' }],
    });
  },
);

test('a run in which no test ran, or that broke outside its tests, is refused', () => {
  const none = readOutcomes({ report: '{"testResults":[]}', succeeded: null }, projectFolder);
  expect(none).toMatchObject({ ok: false, reasons: [{ message: 'no test ran' }] });

  const passing = [vitestFile('test/a.test.ts', [vitestTest('000.01 one', 'passed')])];
  const failing = [vitestFile('test/a.test.ts', [vitestTest('000.01 one', 'failed', 'no')])];
  const ended = (testResults: typeof passing) =>
    readOutcomes({ report: JSON.stringify({ testResults }), succeeded: false }, projectFolder);
  expect(ended(passing)).toMatchObject({
    ok: false,
    reasons: [{ message: 'vitest failed outside any test' }],
  });
  expect(ended(failing)).toMatchObject({ ok: true });
});

test('a report file that is not there is refused by name, and one that is there is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-report-'));
  try {
    const file = join(folder, 'report.json');
    expect(readReportFile(file)).toMatchObject({
      ok: false,
      reasons: [{ message: `there is no file ${file}` }],
    });
    writeFileSync(file, '{}');
    expect(readReportFile(file)).toEqual({ ok: true, value: { report: '{}', succeeded: null } });
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('options are read, and wrong ones refused', () => {
  expect(readOptions(['--from', 'a.json', '--all'])).toEqual({
    ok: true,
    value: { from: 'a.json', output: null, everyRow: true, help: false },
  });
  for (const wrong of [['--form', 'a.json'], ['--from'], ['a.json']]) {
    expect(readOptions(wrong)).toMatchObject({ ok: false });
  }
});
