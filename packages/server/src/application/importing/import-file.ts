import { ok, type Result, refused } from 'perpetua-core';
import { compileColumns } from './compile-columns.ts';
import type { ImportDesk, ImportRequest } from './import-desk.ts';
import { importDocuments } from './import-documents.ts';
import { isDocumentKind, isTransactionKind } from './import-kinds.ts';
import { importMasterData } from './import-master-data.ts';
import {
  FileRefused,
  type ImportRefusal,
  importRefusal,
  MOST_REFUSALS,
} from './import-refusals.ts';
import type { CarriedOut, ImportReport } from './import-report.ts';
import { importTransactions } from './import-transactions.ts';
import { type LookupTable, readLookup } from './mapping/lookup-table.ts';
import { fault } from './mapping/read-mapping.ts';
import type { OpenedFile } from './opened-file.ts';
import type { FileDescription } from './row-source.ts';

/**
 * Imports files of one kind into a company.
 *
 * Every file is first read through once: what is wrong with its form, its columns or the mapping
 * refuses the whole import, all faults together, before anything is kept. Then the rows are posted
 * in their order in batches; refused rows go to a file of their own and harm no other, or with
 * `strict` nothing is kept at all. Keys make it harmless to repeat an import that was interrupted.
 *
 * Fails when the database does; what was posted until then is kept, and repeating goes on there.
 */
export async function importFile(
  request: ImportRequest,
  desk: ImportDesk,
): Promise<Result<ImportReport, ImportRefusal>> {
  const began = desk.clock().getTime();
  if (request.rejectedFile !== undefined && request.files.length > 1) {
    return refused([importRefusal('rejected-unclear', { count: String(request.files.length) })]);
  }
  try {
    const opened = await openFiles(request, desk);
    if (!opened.ok) return refused(opened.reasons.slice(0, MOST_REFUSALS));
    const files = opened.value;
    const done = await carryOut(request, desk, files);
    if (!done.ok) return done;
    const seconds = Math.max(desk.clock().getTime() - began, 1) / 1000;
    return ok(reportOf(request, files, done.value, seconds));
  } catch (error) {
    if (error instanceof FileRefused) return refused(error.refusals);
    throw error;
  }
}

function carryOut(
  request: ImportRequest,
  desk: ImportDesk,
  files: readonly OpenedFile[],
): Promise<Result<CarriedOut, ImportRefusal>> {
  const { kind } = request;
  if (isTransactionKind(kind)) return importTransactions(kind, request, desk, files);
  return isDocumentKind(kind)
    ? importDocuments(kind, request, desk, files)
    : importMasterData(kind, request, desk, files);
}

function reportOf(
  { kind, dryRun = false }: ImportRequest,
  files: readonly OpenedFile[],
  { count, kept, stopped, rejectedFiles, reclassified = [] }: CarriedOut,
  seconds: number,
): ImportReport {
  const { rows, refused: refusedRows, alreadyThere, skipped, refusedByCode } = count;
  return {
    kind,
    dryRun,
    kept,
    stopped,
    rows,
    posted: kept || dryRun ? count.posted : 0,
    alreadyThere,
    skipped,
    refused: refusedRows,
    refusedByCode,
    rejectedFiles,
    warnings: files.flatMap(({ inspection }) => inspection.warnings),
    ...(reclassified.length === 0 ? {} : { reclassified }),
    seconds,
    rowsPerSecond: Math.trunc(rows / seconds),
  };
}

/** Looks through all files and holds their columns against the kind; all faults of all of them. */
async function openFiles(
  request: ImportRequest,
  desk: ImportDesk,
): Promise<Result<readonly OpenedFile[], ImportRefusal>> {
  const lookups = await openLookups(request, desk);
  const refusals = lookups.ok ? [] : [...lookups.reasons];
  const tables = lookups.ok ? lookups.value : new Map<string, LookupTable>();
  const opened: OpenedFile[] = [];
  for (const file of request.files) {
    const source = desk.files.open(file, request.mapping?.file ?? {});
    const inspected = await source.inspect();
    if (!inspected.ok) {
      refusals.push(...inspected.reasons);
      continue;
    }
    const inspection = inspected.value;
    const found = { name: source.name, inspection };
    const { reader, refusals: wrong } = compileColumns(
      request.kind,
      found,
      request.mapping,
      tables,
    );
    // A lookup that could not be read makes every rule that uses it fail; that is said once.
    if (lookups.ok) refusals.push(...wrong);
    if (inspection.rows === 0) refusals.push(importRefusal('no-rows', {}, { file: source.name }));
    opened.push({ source, inspection, reader });
  }
  return refusals.length > 0 ? refused(distinct(refusals)) : ok(opened);
}

/** A fault of the mapping is the same in every file. */
function distinct(refusals: readonly ImportRefusal[]): readonly ImportRefusal[] {
  return [...new Map(refusals.map((one) => [JSON.stringify(one), one])).values()];
}

async function openLookups(
  { files, mapping, lookupFiles = {} }: ImportRequest,
  desk: ImportDesk,
): Promise<Result<ReadonlyMap<string, LookupTable>, ImportRefusal>> {
  const refusals: ImportRefusal[] = [];
  const tables = new Map<string, LookupTable>();
  const described = mapping?.lookups ?? {};
  for (const name of Object.keys(lookupFiles)) {
    if (!Object.hasOwn(described, name)) {
      refusals.push(fault('lookups', `the mapping has no lookup ${name}`));
    }
  }
  for (const [name, description] of Object.entries(described)) {
    const { file, key: _, ...form } = description;
    const path = lookupFiles[name] ?? desk.files.beside(files[0] ?? '', file);
    const as: FileDescription = form;
    const table = await readLookup(name, desk.files.open(path, as), description);
    if (table.ok) tables.set(name, table.value);
    else refusals.push(...table.reasons);
  }
  return refusals.length > 0 ? refused(refusals) : ok(tables);
}
