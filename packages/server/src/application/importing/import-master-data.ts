import { type Configuration, ok, type Result, refused } from 'perpetua-core';
import type { CompanySetup } from '../configuration/company-setup.ts';
import { configurationOf } from '../configuration/configuration-facts.ts';
import { setupFaults } from '../configuration/preview-setup.ts';
import { setUpCompany } from '../configuration/set-up-company.ts';
import type { ImportDesk, ImportRequest } from './import-desk.ts';
import type { MasterKind } from './import-kinds.ts';
import { coreRefusal, type ImportRefusal, importRefusal } from './import-refusals.ts';
import { type CarriedOut, ImportCount } from './import-report.ts';
import { type MasterRows, masterRowReader } from './master-rows.ts';
import { type OpenedFile, openRejected, rejectedRow } from './opened-file.ts';
import { FILE_LIMITS, type RejectedRow, type RowPortion } from './row-source.ts';

/** The company as it is before the import. */
type Before = {
  readonly configuration: Configuration;
  readonly company: CompanySetup['company'];
};

/**
 * Takes accounts, items or places into the configuration. Each row is checked for itself; the good
 * ones are kept as one change of the configuration, and rows that say what is known already change
 * nothing. Columns a file does not have keep the value they had.
 */
export async function importMasterData(
  kind: MasterKind,
  request: ImportRequest,
  desk: ImportDesk,
  files: readonly OpenedFile[],
): Promise<Result<CarriedOut, ImportRefusal>> {
  const tooLarge = files.filter(({ inspection }) => inspection.rows > FILE_LIMITS.masterRows);
  if (tooLarge.length > 0) {
    const limit = `${FILE_LIMITS.masterRows} rows of ${kind}`;
    return refused(
      tooLarge.map(({ source }) =>
        importRefusal('file-too-large', { limit }, { file: source.name }),
      ),
    );
  }
  const before = await companyBefore(desk);
  const count = new ImportCount();
  const rows = masterRowReader(kind, before.configuration, desk);
  const rejectedFiles: string[] = [];
  for (const file of files) {
    const name = await readFile(file, { rows, count, request, desk });
    if (name !== undefined) rejectedFiles.push(name);
  }
  count.posted = rows.changes();
  const done = { count, stopped: false, rejectedFiles };
  const { dryRun = false, strict = false } = request;
  if (rows.changes() === 0) return ok({ ...done, kept: !dryRun && !(strict && count.refused > 0) });
  const setup = { company: before.company, ...rows.setup() };
  const { reclassifyOn } = request;
  const reclassification = reclassifyOn === undefined ? undefined : { postedOn: reclassifyOn };
  if (dryRun) {
    // A dry run also says what is wrong with the configuration the rows would lead to as a whole.
    for (const fault of await setupFaults(desk, desk.company, setup, { reclassification }))
      count.refuse([coreRefusal(fault)]);
    return ok({ ...done, kept: false });
  }
  if (strict && count.refused > 0) return ok({ ...done, kept: false });
  const why = { changedBy: desk.recordedBy, reason: `import of ${kind}` };
  const kept = await setUpCompany(desk, setup, why, { reclassification });
  return kept.ok
    ? ok({ ...done, kept: true, reclassified: kept.value.reclassified })
    : refused(kept.reasons.map((reason) => coreRefusal(reason)));
}

function companyBefore({ storage, company }: ImportDesk): Promise<Before> {
  return storage.reading(company.id, async (session) => {
    const version = session.lane.configurationVersion;
    const facts = await session.facts(version);
    const settings = facts.find((fact) => fact.kind === 'company')?.content;
    const { name = company.code, currency = '' } = settings ?? {};
    return {
      configuration: configurationOf(facts, version),
      company: { code: company.code, name, currency },
    };
  });
}

/** An import under way. */
type Work = {
  readonly rows: MasterRows;
  readonly count: ImportCount;
  readonly request: ImportRequest;
  readonly desk: ImportDesk;
};

/** Reads the rows of a file; the name of the file with the refused ones, if there are any. */
async function readFile(file: OpenedFile, work: Work): Promise<string | undefined> {
  const { rows, count, request, desk } = work;
  const { reader, source, inspection } = file;
  const rejected = await openRejected(request, desk, file);
  try {
    for await (const portion of source.portions()) {
      await rows.prepare(portion, reader);
      await rejected.write(takePortion(portion, file, work));
      request.progress?.({
        file: source.name,
        rows: count.rows,
        rowsInAll: inspection.rows,
        posted: rows.changes(),
        refused: count.refused,
      });
    }
  } finally {
    await rejected.close();
  }
  return rejected.close();
}

/** Takes the rows of a portion and counts what becomes of them; the refused ones come back. */
function takePortion(
  portion: RowPortion,
  { reader, source }: OpenedFile,
  { rows, count }: Work,
): readonly RejectedRow[] {
  const { row } = reader;
  return portion.rows.flatMap((cells, index) => {
    const line = portion.lines[index] ?? 0;
    count.rows += 1;
    const skipped = reader.next(cells, line);
    if (skipped !== undefined) {
      count.skip(skipped);
      return [];
    }
    const taken = rows.take(reader, { file: source.name, line });
    if (taken === 'same') count.alreadyThere += 1;
    if (taken !== 'refused') return [];
    count.refuse(row.refusals);
    return [rejectedRow(cells, row, row.refusals)];
  });
}
