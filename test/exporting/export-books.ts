import type { ExportedJournal } from '../../packages/server/src/application/exporting/gl-export.ts';
import {
  type ExportOutcome,
  type ExportPlace,
  makeExport,
} from '../../packages/server/src/application/exporting/make-export.ts';
import {
  type OpenedExport,
  openExport,
} from '../../packages/server/src/application/exporting/open-export.ts';
import type { AskedExport } from '../../packages/server/src/application/exporting/read-request.ts';
import { streamSheet } from '../../packages/server/src/files/sheet.ts';
import {
  type ExportFormat,
  writeExport,
} from '../../packages/server/src/interfaces/gl-export/export-formats.ts';
import { answerOf, type ReadBooks } from '../reading/read-books.ts';

/** Where batches of these books are made. */
export const placeOf = ({ storage, books, clock, id }: ReadBooks): ExportPlace => ({
  storage,
  reading: books,
  clock,
  actor: 'test',
  company: id,
});

/** Makes the next batch of January, of all sources unless another is asked for. */
export async function exported(
  place: ExportPlace,
  asked: Partial<AskedExport> = {},
): Promise<ExportOutcome> {
  const wanted = { target: 'sap', period: '2026-01', source: 'all', ...asked };
  return answerOf(await makeExport(place, wanted, { dryRun: false }));
}

/** The same, which must find something to export: its number. */
export async function madeNumber(
  place: ExportPlace,
  asked: Partial<AskedExport> = {},
): Promise<number> {
  const outcome = await exported(place, asked);
  if (!('export' in outcome)) throw new Error('there was nothing to export');
  return outcome.export.number;
}

export const opened = async (
  place: ExportPlace,
  number: number,
  target = 'sap',
): Promise<OpenedExport> => answerOf(await openExport(place, { target, number: String(number) }));

/** All journals of a batch. */
export async function journalsOf(
  place: ExportPlace,
  number: number,
  target = 'sap',
): Promise<readonly ExportedJournal[]> {
  const { journals } = await opened(place, number, target);
  const all: ExportedJournal[] = [];
  for await (const some of journals()) all.push(...some);
  return all;
}

/** The bytes of a batch in a form. */
export async function bytesOf(batch: OpenedExport, format: ExportFormat): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of writeExport(batch, format, streamSheet))
    pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}
