/** A page of the reference, printed from tables of the core. */
export type ReferencePage = {
  /** File name in docs/reference. */
  readonly file: string;
  readonly title: string;
  /** The source files whose tables it shows. */
  readonly printedFrom: readonly string[];
  /** The page below its title, block by block. */
  readonly blocks: () => readonly string[];
};

/** The whole page. Equal tables give equal pages: no date, no order but that of the tables. */
export function printPage({ title, printedFrom, blocks }: ReferencePage): string {
  const sources = printedFrom.map((file) => `\`${file}\``).join(' and ');
  const notice = `*Printed from ${sources} by \`npm run docs\`. Do not edit.*`;
  return `${[notice, `# ${title}`, ...blocks()].join('\n\n')}\n`;
}

/** A Markdown table. Cells are not padded, so that a change of one row changes one line. */
export function markdownTable(
  headings: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => (cell === '' ? NOTHING : inCell(cell))).join(' | ')} |`;
  return [line(headings), `|${headings.map(() => '---').join('|')}|`, ...rows.map(line)].join('\n');
}

/** A list of terms, each with what it means. */
export const markdownList = (
  terms: readonly (readonly [term: string, meaning: string])[],
): string => terms.map(([term, meaning]) => `- **${term}**: ${meaning}`).join('\n');

/** What stands where there is nothing, so that nobody takes it for an omission. */
const NOTHING = '–';

const inCell = (text: string): string => text.replaceAll('|', '\\|');
