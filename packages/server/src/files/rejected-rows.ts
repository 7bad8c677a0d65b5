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

async function makeFile(
  { path, name }: FileSource,
  { form }: FoundForm,
  wanted: string | undefined,
): Promise<Result<{ readonly name: string; readonly handle: FileHandle }, ImportRefusal>> {
  const plain = name.replace(/\.gz$/i, '').replace(/\.[^.]+$/, '');
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? 'rejected' : `rejected-${number}`;
    const file = wanted ?? join(dirname(path), `${plain}.${suffix}.${form}`);
    try {
      return ok({ name: file, handle: await open(file, 'wx') });
    } catch (error) {
      if (!(error instanceof Error) || !('code' in error)) throw error;
      if (error.code !== 'EEXIST') {
        const fault = `no file for refused rows can be made there (${String(error.code)}), name one elsewhere`;
        return refused([importRefusal('file-not-readable', { fault }, { file })]);
      }
      if (wanted !== undefined || number === MOST_NAMES) {
        return refused([importRefusal('rejected-exists', { name: file }, { file })]);
      }
    }
  }
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
