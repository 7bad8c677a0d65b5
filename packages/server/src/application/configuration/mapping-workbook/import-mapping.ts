import {
  type BusinessDate,
  FIRST_DAY,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { CompanyName, CompanySession } from '../../ports.ts';
import type { Books, ChangeReason } from '../change-options.ts';
import type { ConfigurationDifference } from '../configuration-differences.ts';
import { configurationOf, type DatedFact } from '../configuration-facts.ts';
import { draftChange } from '../draft-change.ts';
import { reclassificationOn, setupOfEdits } from '../mapping-drafts.ts';
import { isEmpty } from '../mapping-edits.ts';
import { type MappingTable, mappingTable, readMappingTable, sinceWhen } from '../mapping-table.ts';
import { previewSetup } from '../preview-setup.ts';
import type { ReclassifiedValue } from '../reclassify-stock.ts';
import { setUpCompany } from '../set-up-company.ts';
import { ABOUT, sheetsOf } from './mapping-sheets.ts';
import { editsOf } from './sheet-edits.ts';
import { sameWord } from './sheet-rows.ts';
import type { ReadSheet, Workbooks } from './workbook-sheets.ts';

/** How a workbook is to be taken in. */
export type MappingImportOptions = {
  readonly dryRun: boolean;
  /** The day from which its changes hold; absent: from when the mapping it was made of holds. */
  readonly validFrom?: string | undefined;
  /** The day on which stock moves that the changes give another account. */
  readonly reclassifyOn?: string | undefined;
  readonly why: ChangeReason;
};

/** What a workbook changed, or would change. */
export type MappingImport = {
  /** The configuration version now; in a dry run the one it would make. */
  readonly version: number;
  readonly kept: boolean;
  /** Empty where the workbook says what is known already: then there is no new version. */
  readonly changes: readonly ConfigurationDifference[];
  readonly warnings: readonly string[];
  readonly reclassified: readonly ReclassifiedValue[];
};

/** The mapping of a day, today unless one is given, as a workbook (`003.23`, `Q-44`). */
export async function exportMapping(
  books: Books & { readonly workbooks: Workbooks },
  company: CompanyName,
  on?: string,
): Promise<Result<Uint8Array, Refusal>> {
  const table = await readMappingTable(books, company.id, on);
  if (!table.ok) return table;
  return ok(await books.workbooks.write(sheetsOf(table.value, company.code)));
}

/**
 * Takes a workbook in as one change of the configuration. Its cells are held against the mapping it
 * was made of; those that differ are the change, and a workbook that says the same makes none.
 * Wrong cells are refused all at once (`cell-invalid`), with what is wrong with the whole; so is a
 * workbook of a mapping that was changed meanwhile (`configuration-stale`).
 */
export async function importMapping(
  books: Books & { readonly workbooks: Workbooks },
  company: CompanyName,
  bytes: Uint8Array,
  { dryRun, validFrom, reclassifyOn, why }: MappingImportOptions,
): Promise<Result<MappingImport, Refusal>> {
  const read = await books.workbooks.read(bytes);
  if ('fault' in read) return refused([refusal('workbook-invalid', { fault: read.fault })]);
  const found = await books.storage.reading(company.id, (session) =>
    changeIn(session, read.sheets, { today: books.clock(), validFrom }),
  );
  if (!found.ok) return found;
  const { setup, version, isChange } = found.value;
  const unchanged = { version, kept: false, changes: [], warnings: [], reclassified: [] };
  if (!isChange) return ok(unchanged);
  const options = { seen: version, reclassification: reclassificationOn(reclassifyOn) };
  const preview = await previewSetup(books, company, setup, options);
  if (!preview.ok) return preview;
  const { changes, warnings, reclassified } = preview.value;
  if (changes.length === 0) return ok(unchanged);
  if (dryRun) return ok({ ...unchanged, version: version + 1, changes, warnings, reclassified });
  const done = await setUpCompany(books, setup, why, options);
  if (!done.ok) return done;
  return ok({
    version: done.value.version,
    kept: true,
    changes,
    warnings: done.value.warnings,
    reclassified: done.value.reclassified,
  });
}

type Wanted = { readonly today: Date; readonly validFrom: string | undefined };

/** The change a workbook makes, as a setup; every fault of its cells and of the whole. */
async function changeIn(session: CompanySession, sheets: readonly ReadSheet[], wanted: Wanted) {
  const version = session.lane.configurationVersion;
  const facts = await session.facts(version);
  const configuration = configurationOf(facts, version);
  const today = wanted.today.toISOString().slice(0, 10);
  const about = readAbout(sheets, version, today);
  const { refusals } = about;
  if (refusals.length > 0) return refused(refusals);
  if (wanted.validFrom !== undefined && parseBusinessDate(wanted.validFrom) === undefined) {
    const details = { field: 'validFrom', value: wanted.validFrom };
    return refused([refusal('date-invalid', details)]);
  }
  const table = mappingTable(configuration, about.day);
  const { edits, refusals: wrong } = editsOf(configuration, table, sheets);
  const isChange = wrong.length > 0 || !isEmpty(edits);
  // A workbook that was taken in already says what is known, on whatever it was made.
  if (isChange && about.version !== version && !(await isAsItWas(session, about, table)))
    return refused([refusal('configuration-stale', { version: String(version) })]);
  const since = sinceWhen(configuration, about.day);
  const from = wanted.validFrom ?? (since === FIRST_DAY ? undefined : since);
  const setup = setupOfEdits(facts, from === undefined ? edits : { ...edits, validFrom: from });
  if (wrong.length > 0) return refused([...wrong, ...draftedFaults(facts, setup, version)]);
  return ok({ setup, version, isChange });
}

const draftedFaults = (
  facts: readonly DatedFact[],
  setup: ReturnType<typeof setupOfEdits>,
  version: number,
): readonly Refusal[] => draftChange(facts, setup, version + 1).refusals;

/** On what a workbook was made. */
type About = { readonly day: BusinessDate; readonly version: number };

/** What the sheet about the workbook says; of one without it the present mapping is assumed. */
function readAbout(
  sheets: readonly ReadSheet[],
  version: number,
  today: string,
): About & { readonly refusals: readonly Refusal[] } {
  const rows = sheets.find(({ name }) => sameWord(name, ABOUT))?.rows ?? [];
  const cell = (title: string) =>
    rows.find(({ cells }) => sameWord(cells[0] ?? '', title))?.cells[1]?.trim() ?? '';
  const [dayText, versionText] = [cell('Day') || today, cell('Configuration version')];
  const day = parseBusinessDate(dayText);
  const made = versionText === '' ? version : Number(versionText);
  const refusals: Refusal[] = [];
  if (day === undefined)
    refusals.push(refusal('workbook-invalid', { fault: `${ABOUT}: ${dayText} is no day.` }));
  if (!Number.isInteger(made) || made < 1 || made > version) {
    const fault = `${ABOUT}: there is no configuration version ${versionText}.`;
    refusals.push(refusal('workbook-invalid', { fault }));
  }
  return { day: day ?? FIRST_DAY, version: made, refusals };
}

/** Whether the mapping is the one the workbook was made of, whatever else changed since. */
async function isAsItWas(
  session: CompanySession,
  { day, version }: About,
  table: MappingTable,
): Promise<boolean> {
  const then = mappingTable(configurationOf(await session.facts(version), version), day);
  const text = ({ configurationVersion: _, begins: __, ...rest }: MappingTable) =>
    JSON.stringify(rest);
  return text(then) === text(table);
}
