import type { RowReader } from './compile-columns.ts';
import type { ImportDesk, ImportRequest } from './import-desk.ts';
import type { ImportRefusal } from './import-refusals.ts';
import { FileRefused } from './import-refusals.ts';
import type { Inspection, RejectedFile, RejectedRow, RowSource } from './row-source.ts';

/** A file that was looked through and may be imported. */
export type OpenedFile = {
  readonly source: RowSource;
  readonly inspection: Inspection;
  readonly reader: RowReader;
};

/** A refused row with the reasons, as it goes into the file of rejected rows. */
export function rejectedRow(
  cells: readonly string[],
  { firstLine, firstFile }: { readonly firstLine: string; readonly firstFile: string },
  refusals: readonly ImportRefusal[],
): RejectedRow {
  const codes = refusals.map(({ code }) => code).join(' ');
  const messages = refusals.map(({ message }) => message).join(' ');
  const remedies = [...new Set(refusals.map(({ remedy }) => remedy))].join(' ');
  return { cells, why: [firstLine, firstFile, codes, messages, remedies] };
}

const NOWHERE: RejectedFile = {
  write: () => Promise.resolve(),
  close: () => Promise.resolve(undefined),
};

/** Where the refused rows of a file go. When nothing is kept anyway, only to a file that was named. */
export async function openRejected(
  { dryRun = false, strict = false, rejectedFile }: ImportRequest,
  { files }: ImportDesk,
  { source }: OpenedFile,
): Promise<RejectedFile> {
  if ((dryRun || strict) && rejectedFile === undefined) return NOWHERE;
  const opened = await files.rejected(source, rejectedFile);
  if (opened.ok) return opened.value;
  throw new FileRefused(opened.reasons);
}
