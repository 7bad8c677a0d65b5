import { type ColumnForm, importColumns, importKinds } from './import-kinds.ts';
import { IMPORT_REFUSALS } from './import-refusals.ts';
import { DELIMITERS, ENCODINGS, FILE_FORMS, FILE_LIMITS, REJECTED_COLUMNS } from './row-source.ts';

/** The reference of imports as a page: kinds and columns, limits and refusals, from their tables. */
export function importReference(): string {
  return `${[
    '# Import: columns, limits and refusals',
    'This page is printed from the tables of the program. How imports work is told in the [guide](../guides/import.md).',
    ...importKinds().flatMap((kind) => [`## ${kind}`, columnTable(kind)]),
    '## Names',
    nameTable(),
    '## Limits',
    limitTable(),
    '## Refusals',
    'A refusal of a file or a mapping comes before anything is kept. A refusal of a row leaves the others alone. Rows are also refused for the reasons for which any transaction is.',
    refusalTable(),
  ].join('\n\n')}\n`;
}

type TableRow = readonly string[];

function table(header: TableRow, rows: readonly TableRow[]): string {
  const line = (cells: TableRow): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', String.raw`\|`)).join(' | ')} |`;
  return [line(header), line(header.map(() => '---')), ...rows.map(line)].join('\n');
}

function columnTable(kind: Parameters<typeof importColumns>[0]): string {
  return table(
    ['column', 'needed', 'form', 'what it is', 'example'],
    importColumns(kind).map(({ name, required, form, help, example }) => [
      `\`${name}\``,
      required ? 'yes' : '',
      formInWords(form),
      help,
      example === '' ? '' : `\`${example}\``,
    ]),
  );
}

const FORMS = {
  text: 'text',
  number: 'number',
  date: 'day',
  whole: 'whole number',
} as const;

const formInWords = (form: ColumnForm): string =>
  typeof form === 'string' ? FORMS[form] : form.map((word) => `\`${word}\``).join(', ');

function nameTable(): string {
  const list = (names: readonly string[]): string =>
    names.map((name) => `\`${name === '\t' ? String.raw`\t` : name}\``).join(', ');
  return table(
    ['what', 'names'],
    [
      ['forms', list(FILE_FORMS)],
      ['encodings', list(ENCODINGS)],
      ['delimiters', list(DELIMITERS)],
      ['columns of rejected rows', list(REJECTED_COLUMNS)],
    ],
  );
}

const LIMITS = {
  lineBytes: 'bytes of a line, and of a row of several lines',
  columns: 'columns',
  lines: 'lines of a file; of any size in bytes',
  sheetBytes: 'bytes of a spreadsheet',
  sheetCells: 'cells of a spreadsheet',
  masterRows: 'rows of accounts, items or places in a file',
  documentRows: 'rows of counts or inventory journals in a file',
  lookupRows: 'rows of a file that is looked up in',
} as const satisfies Record<keyof typeof FILE_LIMITS, string>;

function limitTable(): string {
  return table(
    ['at most', 'of'],
    Object.entries(FILE_LIMITS).map(([name, limit]) => {
      const words: Readonly<Record<string, string>> = LIMITS;
      return [limit.toLocaleString('en'), words[name] ?? name];
    }),
  );
}

const refusalTable = (): string =>
  table(
    ['code', 'message', 'what to do'],
    Object.entries(IMPORT_REFUSALS).map(([code, [message, remedy]]) => [
      `\`${code}\``,
      message,
      remedy,
    ]),
  );
