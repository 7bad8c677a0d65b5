import { ExampleFault } from './example-fault.ts';

/** A table of the page. Lines are counted from 1; `last` is its last line. */
export type PageTable = {
  readonly headings: readonly string[];
  readonly rows: readonly PageRow[];
  readonly first: number;
  readonly last: number;
};

/** A row of a table, with as many cells as there are headings. */
export type PageRow = { readonly line: number; readonly cells: readonly string[] };

/** A fenced block of the page; `first` and `last` are the lines of its fences. */
export type PageBlock = {
  readonly kind: string;
  readonly text: string;
  readonly first: number;
  readonly last: number;
};

/** What stands under one heading; the text between is for people and not read. */
export type PageSection = {
  readonly line: number;
  readonly tables: readonly PageTable[];
  readonly blocks: readonly PageBlock[];
};

const SECTIONS = ['Setup', 'Transactions', 'Journal', 'Afterwards'] as const;
type SectionName = (typeof SECTIONS)[number];

/** An example as it is written: a title and four sections. */
export type ExamplePage = {
  readonly text: string;
  readonly title: string;
  readonly sections: Readonly<Record<SectionName, PageSection>>;
};

const TITLE = /^# (\d\d · \S.*)$/;
const FENCE = /^```(\w*)$/;
const SEPARATOR = /^:?-+:?$/;

/**
 * Reads the Markdown of an example. It is strict where the machine reads: the four sections must be
 * there in their order, tables must be straight, and blocks must be of a kind that is read.
 */
export function readPage(text: string): ExamplePage {
  const lines = text.split('\n');
  const [, title] = TITLE.exec(lines[0] ?? '') ?? [];
  if (title === undefined) throw new ExampleFault(1, 'the title is not of the form # 01 · Title');
  const starts = sectionStarts(lines);
  const sectionAt = (index: number): PageSection => {
    const start = starts[index] ?? lines.length;
    return readSection(lines, start, starts[index + 1] ?? lines.length);
  };
  return {
    text,
    title,
    sections: {
      Setup: sectionAt(0),
      Transactions: sectionAt(1),
      Journal: sectionAt(2),
      Afterwards: sectionAt(3),
    },
  };
}

/** The indices of the section headings, which must be exactly the four. */
function sectionStarts(lines: readonly string[]): readonly number[] {
  const starts = lines.flatMap((line, index) => (line.startsWith('## ') ? [index] : []));
  const found = starts.map((index) => lines[index]?.slice(3));
  if (found.join('\n') !== SECTIONS.join('\n')) {
    const have = found.length === 0 ? 'none' : found.join(', ');
    throw new ExampleFault(0, `the sections are ${have}, not ${SECTIONS.join(', ')}`);
  }
  return starts;
}

function readSection(lines: readonly string[], start: number, end: number): PageSection {
  const tables: PageTable[] = [];
  const blocks: PageBlock[] = [];
  let index = start + 1;
  while (index < end) {
    const line = lines[index] ?? '';
    const fence = FENCE.exec(line);
    if (fence !== null) {
      const block = readBlock(lines, index, fence[1] ?? '');
      blocks.push(block);
      index = block.last;
    } else if (line.startsWith('|')) {
      const table = readTable(lines, index);
      tables.push(table);
      index = table.last;
    } else {
      if (line.trimStart().startsWith('|')) {
        throw new ExampleFault(index + 1, 'a table begins at the margin');
      }
      index += 1;
    }
  }
  return { line: start + 1, tables, blocks };
}

function readBlock(lines: readonly string[], index: number, kind: string): PageBlock {
  const end = lines.indexOf('```', index + 1);
  if (kind !== 'journal')
    throw new ExampleFault(index + 1, `a block of kind ${kind || 'none'} is not read`);
  if (end < 0) throw new ExampleFault(index + 1, 'the block has no end');
  return { kind, text: lines.slice(index + 1, end).join('\n'), first: index + 1, last: end + 1 };
}

function readTable(lines: readonly string[], index: number): PageTable {
  let end = index;
  while ((lines[end] ?? '').startsWith('|')) end += 1;
  const [headingLine, separator, ...rest] = lines.slice(index, end).map((line, offset) => ({
    line: index + offset + 1,
    cells: cellsOf(line, index + offset + 1),
  }));
  if (headingLine === undefined || separator === undefined || rest.length === 0) {
    throw new ExampleFault(index + 1, 'a table has headings, a line of dashes and rows');
  }
  const headings = headingLine.cells;
  for (const heading of headings) {
    if (heading === '') throw new ExampleFault(headingLine.line, 'a column has no heading');
    if (headings.indexOf(heading) !== headings.lastIndexOf(heading))
      throw new ExampleFault(headingLine.line, `the heading ${heading} is there twice`);
  }
  if (!separator.cells.every((cell) => SEPARATOR.test(cell)))
    throw new ExampleFault(separator.line, 'below the headings there is a line of dashes');
  for (const { line, cells } of [separator, ...rest]) {
    if (cells.length !== headings.length)
      throw new ExampleFault(line, `${cells.length} cells under ${headings.length} headings`);
  }
  return { headings, rows: rest, first: index + 1, last: end };
}

function cellsOf(line: string, number: number): readonly string[] {
  const text = line.trimEnd();
  if (text.length < 2 || !text.endsWith('|'))
    throw new ExampleFault(number, 'a line of a table ends with |');
  return text
    .slice(1, -1)
    .split('|')
    .map((cell) => cell.trim());
}

/** The cells of a row by heading; blank ones are left out. */
export function cellsByHeading(
  { headings }: PageTable,
  { cells }: PageRow,
): ReadonlyMap<string, string> {
  const filled = headings.flatMap((heading, index): [string, string][] => {
    const cell = cells[index] ?? '';
    return cell === '' ? [] : [[heading, cell]];
  });
  return new Map(filled);
}

/** Refuses a table with a heading that means nothing. */
export function refuseUnknownHeadings(
  { headings, first }: PageTable,
  known: (heading: string) => boolean,
  what: string,
): void {
  const unknown = headings.filter((heading) => !known(heading));
  if (unknown.length > 0)
    throw new ExampleFault(first, `${what} has no column ${unknown.join(', ')}`);
}

/** Refuses a table in which two rows are about the same thing, as these headings name it. */
export function refuseTwice(table: PageTable, headings: readonly string[]): void {
  const seen = new Set<string>();
  for (const row of table.rows) {
    const cells = cellsByHeading(table, row);
    const subject = headings.map((heading) => cells.get(heading) ?? '');
    const name = subject.join('\n');
    if (seen.has(name)) {
      const words = subject.filter((word) => word !== '').join(' · ');
      throw new ExampleFault(row.line, `the table has ${words} twice`);
    }
    seen.add(name);
  }
}

/** The first cell of a row, which names what the row is about. */
export function named(table: PageTable, row: PageRow): string {
  return cellOf(table, row, table.headings[0] ?? '');
}

/** A cell that must be filled. */
export function cellOf(table: PageTable, row: PageRow, heading: string): string {
  const cell = cellsByHeading(table, row).get(heading);
  if (cell === undefined) throw new ExampleFault(row.line, `the row names no ${heading}`);
  return cell;
}
