import {
  type ClaimingTest,
  type ConformanceReport,
  countStates,
  type DocumentReport,
  ROW_STATES,
  type RowReport,
} from './row-states.ts';

const INTRODUCTION = `# Conformance

<!-- Written by npm run conformance. Do not edit. -->

Every rule Perpetua answers for, and the tests that prove it. A test proves a rule when its title
starts with the rule's number; it must fail if the rule is broken.

- **passed**: a test claims the row and ran, and none of its tests failed
- **failing**: a test that claims the row failed
- **skipped**: tests claim the row, and none of them ran
- **missing**: no test claims the row yet

Basis: **S** stated in a source document, **I** implied by one, **N** from the neighbouring
documentation of the same systems, **P** our own choice.`;

/** The report as a Markdown page. It holds no date and no duration, so equal results read equal. */
export function referencePage(report: ConformanceReport): string {
  return `${[INTRODUCTION, summary(report.documents), ...report.documents.map(chapter)].join('\n\n')}\n`;
}

function summary(documents: readonly DocumentReport[]): string {
  const line = (name: string, rows: readonly RowReport[]): string => {
    const counts = countStates(rows);
    return tableLine([name, `${rows.length}`, ...ROW_STATES.map((state) => `${counts[state]}`)]);
  };
  return [
    tableLine(['document', 'rows', ...ROW_STATES]),
    '|---|--:|--:|--:|--:|--:|',
    ...documents.map((document) => line(headingOf(document), document.rows)),
    line(
      '**all**',
      documents.flatMap((document) => document.rows),
    ),
  ].join('\n');
}

function chapter(document: DocumentReport): string {
  return [
    `## ${headingOf(document)}`,
    '',
    tableLine(['row', 'rule', 'basis', 'state', 'tests']),
    '|---|---|---|---|---|',
    ...document.rows.map(({ id, title, basis, state, tests }) =>
      tableLine([id, plain(title), basis, state, namedOnce(tests).join('<br>')]),
    ),
  ].join('\n');
}

const headingOf = ({ code, name }: DocumentReport): string => `${code} ${name}`;

/** One entry per test; a test that runs in several settings under one title is named once. */
function namedOnce(tests: readonly ClaimingTest[]): readonly string[] {
  const names = tests.map((test) => {
    const words = test.sentence === '' ? test.title : test.sentence;
    const ending = test.status === 'passed' ? '' : `: ${test.status}`;
    return `${plain(words)} (\`${test.file}\`)${ending}`;
  });
  return [...new Set(names)];
}

const tableLine = (cells: readonly string[]): string =>
  `| ${cells.join(' | ')} |`.replaceAll('|  |', '| |');

/** Text that Markdown must show as it is, within one cell of a table. */
const plain = (words: string): string =>
  words.replace(/\s+/g, ' ').replace(/[\\`*_[\]<>|]/g, (character) => `\\${character}`);
