import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { CompanyFact } from '../configuration/configuration-facts.ts';
import type { ReadingSession } from '../reading/ports.ts';
import { type Chart, exportingCompany } from './chart.ts';
import { exportedJournals } from './exported-journals.ts';
import type { AccountTotal, ExportedJournal, GlExport } from './gl-export.ts';
import { digestOf, type ExportPlace } from './make-export.ts';
import { isTarget } from './read-request.ts';

/** Target and number of a batch, the number as it comes from people and addresses. */
export type ExportName = { readonly target: string; readonly number: string };

/** Accounts as a batch of a target named them. */
type NamedAccounts = { readonly chart: Chart; readonly accounts: readonly AccountTotal[] };

/** A batch with everything its files show; what it holds can be read any number of times. */
export type OpenedExport = {
  readonly batch: GlExport;
  readonly company: CompanyFact;
  readonly chart: Chart;
  /** The accounts of the batches before it, for forms that declare an account once. */
  readonly before: readonly NamedAccounts[];
  readonly journals: () => AsyncIterable<readonly ExportedJournal[]>;
  /** All batches of the target, oldest first. */
  readonly exports: readonly GlExport[];
};

/** What was handed over cannot be had again: the books are not what they were. */
class ContentDiffers extends Error {
  override readonly name = 'ContentDiffers';
}

/**
 * Opens a batch to be handed over again. Its content is read from the log and compared with the
 * digest that was kept, so that what follows is what was handed over, byte by byte; a difference
 * means that the books were tampered with and stops everything.
 *
 * Refuses a batch that is not there.
 */
export async function openExport(
  place: Pick<ExportPlace, 'reading' | 'company'>,
  { target, number }: ExportName,
): Promise<Result<OpenedExport, Refusal>> {
  const { reading, company } = place;
  const unknown = refused([refusal('export-unknown', { target, number })]);
  if (!isTarget(target)) return unknown;
  const opened = await reading.reading(company, async (session) => {
    const exports = await session.glExports({ target });
    const batch = exports.find((one) => String(one.number) === number);
    if (batch === undefined) return undefined;
    const earlier = exports.filter((one) => one.number < batch.number);
    return { exports, batch, ...(await chartsOf(session, batch, earlier)) };
  });
  if (opened === undefined) return unknown;
  const { batch } = opened;
  const { sha256 } = await digestOf(place, batch, batch.entries);
  if (sha256 !== batch.sha256) {
    throw new ContentDiffers(
      `batch ${number} of target ${target} is not what was exported: its digest was ${batch.sha256} and is ${sha256}; run perpetua verify`,
    );
  }
  return ok({ ...opened, journals: () => exportedJournals(reading, company, batch) });
}

/** The chart of a batch and of those before it, each as it was when the batch was made. */
async function chartsOf(session: ReadingSession, batch: GlExport, earlier: readonly GlExport[]) {
  const { settings, chart } = await exportingCompany(session, batch.configurationVersion);
  const charts = new Map([[batch.configurationVersion, chart]]);
  const before: NamedAccounts[] = [];
  for (const { configurationVersion: version, accounts } of earlier) {
    const own = charts.get(version) ?? (await exportingCompany(session, version)).chart;
    charts.set(version, own);
    before.push({ chart: own, accounts });
  }
  return { company: settings, chart, before };
}
