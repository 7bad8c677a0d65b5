import { open, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ok, type Result, refused } from 'perpetua-core';
import { type ImportRefusal, importRefusal } from '../application/importing/import-refusals.ts';
import {
  REJECTED_COLUMNS,
  type RejectedFile,
  type RejectedRow,
} from '../application/importing/row-source.ts';
import { csvLine } from './csv-text.ts';
import type { FileSource, FoundForm } from './file-source.ts';
import { writeSheet } from './sheet.ts';

type FileHandle = Awaited<ReturnType<typeof open>>;

/** How rows are written in a form. */
type RowWriter = {
  readonly write: (rows: readonly (readonly string[])[]) => Promise<void>;
  readonly finish: () => Promise<void>;
};

/**
 * A file for the refused rows of a source, in the same form and with the same columns, followed by
 * those that say why. It is made at once, so that a folder that takes no files is found out before
 * anything is posted; it never replaces another file, and without a row it is removed again.
 */
export async function rejectedFile(
  source: FileSource,
  found: FoundForm,
  wanted: string | undefined,
): Promise<Result<RejectedFile, ImportRefusal>> {
  const made = await makeFile(source, found, wanted);
  if (!made.ok) return made;
  const { name, handle } = made.value;
  const own: readonly string[] = REJECTED_COLUMNS;
  const kept = found.header.flatMap((column, index) => (own.includes(column) ? [] : [index]));
  const columns = [...kept.map((index) => found.header[index] ?? ''), ...own];
  const writer = writerFor(handle, found, { columns, quotes: source.description.quotes ?? true });
  let rows = 0;
  let closing: Promise<string | undefined> | undefined;
  const close = async (): Promise<string | undefined> => {
    if (rows > 0) await writer.finish();
    await handle.close();
    if (rows > 0) return name;
    await rm(name);
    return undefined;
  };
  return ok({
    write: async (rejected) => {
      rows += rejected.length;
      await writer.write(rejected.map((row) => cellsOf(row, kept)));
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  });
}

const cellsOf = ({ cells, why }: RejectedRow, kept: readonly number[]): readonly string[] => [
  ...kept.map((index) => cells[index] ?? ''),
  ...why,
];

/** More rejected files of one file than this are not looked for. */
const MOST_NAMES = 1_000;

type MadeFile = { readonly name: string; readonly handle: FileHandle };

/** Without a name: beside the file, or where we are when that folder takes no files. */
async function makeFile(
  { path, name }: FileSource,
  { form }: FoundForm,
  wanted: string | undefined,
): Promise<Result<MadeFile, ImportRefusal>> {
  const plain = name.replace(/\.gz$/i, '').replace(/\.[^.]+$/, '');
  const names = Array.from({ length: MOST_NAMES }, (_, index) =>
    index === 0 ? `${plain}.rejected.${form}` : `${plain}.rejected-${index + 1}.${form}`,
  );
  const folders = [dirname(path), process.cwd()];
  const files =
    wanted === undefined ? folders.map((one) => names.map((n) => join(one, n))) : [[wanted]];
  let refusal = importRefusal('rejected-exists', { name: wanted ?? plain }, {});
  for (const candidates of files) {
    const made = await makeFirst(candidates);
    if (made.ok) return made;
    refusal = made.reasons[0] ?? refusal;
  }
  return refused([refusal]);
}

/** Makes the first of these files that is not there yet. */
async function makeFirst(files: readonly string[]): Promise<Result<MadeFile, ImportRefusal>> {
  for (const name of files) {
    try {
      return ok({ name, handle: await open(name, 'wx') });
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code === 'EEXIST') continue;
      const details = { fault: String(error.code) };
      return refused([importRefusal('rejected-not-writable', details, { file: name })]);
    }
  }
  const [name = ''] = files;
  return refused([importRefusal('rejected-exists', { name }, { file: name })]);
}

function writerFor(
  handle: FileHandle,
  { form, delimiter, isPlainText }: FoundForm,
  { columns, quotes }: { readonly columns: readonly string[]; readonly quotes: boolean },
): RowWriter {
  if (form === 'xlsx') return sheetWriter(handle, columns);
  let begun = false;
  // A mark makes sure that the file is read as UTF-8, whatever the mapping declares for the first.
  const start = `${isPlainText ? '' : '\ufeff'}${form === 'csv' ? csvLine(columns, delimiter, quotes) : ''}`;
  const line = (cells: readonly string[]): string =>
    form === 'csv' ? csvLine(cells, delimiter, quotes) : jsonLine(columns, cells);
  return {
    write: async (rows) => {
      const text = rows.map(line).join('');
      await handle.write(begun ? text : start + text);
      begun = true;
    },
    finish: () => Promise.resolve(),
  };
}

function jsonLine(columns: readonly string[], cells: readonly string[]): string {
  const members = columns.flatMap((column, index) => {
    const cell = cells[index] ?? '';
    return cell === '' ? [] : [[column, cell] as const];
  });
  return `${JSON.stringify(Object.fromEntries(members))}\n`;
}

/** A spreadsheet is written as one; what comes from one fits into memory. */
function sheetWriter(handle: FileHandle, columns: readonly string[]): RowWriter {
  const all: (readonly string[])[] = [columns];
  return {
    write: (rows) => {
      all.push(...rows);
      return Promise.resolve();
    },
    finish: async () => {
      await handle.write(await writeSheet('Rejected', all));
    },
  };
}
