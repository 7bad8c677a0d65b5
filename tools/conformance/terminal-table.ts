import {
  type ConformanceReport,
  countStates,
  type DocumentReport,
  ROW_STATES,
  type RowReport,
} from './row-states.ts';

/** The report for a terminal: counts by document, then what needs attention, or every row. */
export function terminalTable(report: ConformanceReport, everyRow: boolean): string {
  return [
    summary(report.documents),
    everyRow ? report.documents.map(rowsOf).join('\n\n') : '',
    section('failing', failing(report.documents)),
    section('skipped', everyRow ? [] : numbers(report.documents, 'skipped')),
    section('missing', everyRow ? [] : numbers(report.documents, 'missing')),
    section(
      'wrong numbers in test titles',
      report.wrongCitations.map(({ file, title, reason }) => `${file}: ${reason}: ${title}`),
    ),
    section(
      'test files that failed as a whole',
      report.brokenFiles.map(({ file, message }) => `${file}: ${message}`),
    ),
  ]
    .filter((part) => part !== '')
    .join('\n\n');
}

function summary(documents: readonly DocumentReport[]): string {
  const line = (name: string, rows: readonly RowReport[]): readonly string[] => {
    const counts = countStates(rows);
    return [name, String(rows.length), ...ROW_STATES.map((state) => String(counts[state]))];
  };
  const lines = [
    ['document', 'rows', ...ROW_STATES],
    ...documents.map(({ code, name, rows }) => line(`${code.padEnd(5)} ${name}`, rows)),
    line(
      'all',
      documents.flatMap((document) => document.rows),
    ),
  ];
  const nameWidth = Math.max(...lines.map(([name = '']) => name.length));
  return lines
    .map(([name = '', ...cells]) =>
      [name.padEnd(nameWidth), ...cells.map((cell) => cell.padStart(7))].join(' '),
    )
    .join('\n');
}

function rowsOf({ code, name, rows }: DocumentReport): string {
  const lines = rows.map(
    ({ id, state, tests, title }) =>
      `  ${id.padEnd(8)} ${state.padEnd(7)} ${String(tests.length).padStart(3)}  ${title}`,
  );
  return [`${code} ${name} (row, state, tests, title)`, ...lines].join('\n');
}

function failing(documents: readonly DocumentReport[]): readonly string[] {
  return documents
    .flatMap((document) => document.rows)
    .filter((row) => row.state === 'failing')
    .flatMap(({ id, title, tests }) => [
      `${id}  ${title}`,
      ...tests
        .filter((test) => test.status === 'failed')
        .flatMap((test) => [`    ${test.file}: ${test.sentence}`, `      ${test.message}`]),
    ]);
}

/** The numbers in one state, a line for each document, neighbours drawn together. */
function numbers(
  documents: readonly DocumentReport[],
  state: 'skipped' | 'missing',
): readonly string[] {
  return documents.flatMap(({ code, rows }) => {
    const runs: string[][] = [];
    rows.forEach((row, index) => {
      if (row.state !== state) return;
      const run = rows[index - 1]?.state === state ? runs.at(-1) : undefined;
      if (run === undefined) runs.push([row.id]);
      else run.push(row.id);
    });
    if (runs.length === 0) return [];
    return [`${code.padEnd(5)} ${wrap(runs.map(nameRun), 92).join('\n        ')}`];
  });
}

function nameRun(ids: readonly string[]): string {
  const [first = ''] = ids;
  const last = ids.at(-1) ?? first;
  return first === last ? first : `${first}–${last}`;
}

function wrap(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

const section = (heading: string, lines: readonly string[]): string =>
  lines.length === 0 ? '' : [heading, ...lines.map((line) => `  ${line}`)].join('\n');
