import { daysOf, ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { BooksStorage, Clock } from '../ports.ts';
import type { BooksReading } from '../reading/ports.ts';
import { exportingCompany } from './chart.ts';
import { ContentDigest } from './content-digest.ts';
import { nextBeginning, nextNumber, type WantedExport } from './export-chain.ts';
import { type ExportContent, exportedJournals, windowOf } from './exported-journals.ts';
import type { GlExport } from './gl-export.ts';
import { type AskedExport, readExportRequest } from './read-request.ts';

/** What making a batch needs. */
export type ExportPlace = {
  readonly storage: BooksStorage;
  readonly reading: BooksReading;
  readonly clock: Clock;
  readonly actor: string;
  readonly company: number;
};

/** A batch that was made or would be, or that there is nothing to hand over. */
export type ExportOutcome =
  | { readonly status: 'made' | 'would-be-made'; readonly export: GlExport }
  | { readonly status: 'nothing-to-export' };

/**
 * Makes the next batch of a target: the journals of a period and source that no standing batch of
 * the target holds, each exactly once. What is posted into the period later comes with the next
 * batch. Without such journals no batch is made, which is no refusal.
 *
 * The content is read and digested before the lane is taken, from the log as it stood; the lane is
 * held only to see that no other batch came first. So posting does not wait for an export, and of
 * two exports at once the second begins where the first ended.
 *
 * Refuses a target, period, source or mode that is none, a period that does not exist, and a source
 * that would send the target journals twice.
 */
export async function makeExport(
  place: ExportPlace,
  asked: AskedExport,
  { dryRun }: { readonly dryRun: boolean },
): Promise<Result<ExportOutcome, Refusal>> {
  const wanted = readExportRequest(asked);
  if (!wanted.ok) return wanted;
  for (;;) {
    const planned = await planExport(place, wanted.value);
    if (!planned.ok) return planned;
    const { entries, ...plan } = planned.value;
    if (entries === 0) return ok({ status: 'nothing-to-export' });
    const digested = await digestOf(place, plan, entries);
    const draft: GlExport = { ...plan, ...digested, ...madeNow(place), reason: '' };
    if (dryRun) return ok({ status: 'would-be-made', export: draft });
    const made = await keepUnlessOvertaken(place, draft);
    if (made !== undefined) return ok({ status: 'made', export: made });
  }
}

/** When and by whom a batch is made. */
export const madeNow = ({ clock, actor }: ExportPlace) => ({ madeAt: clock(), madeBy: actor });

type Plan = Omit<
  GlExport,
  'lines' | 'amount' | 'accounts' | 'sha256' | 'madeAt' | 'madeBy' | 'reason'
>;

/** The next batch as the books stand: where it begins and ends, and how many entries it holds. */
function planExport(
  { reading, company }: ExportPlace,
  wanted: WantedExport,
): Promise<Result<Plan, Refusal>> {
  return reading.reading(company, async (session) => {
    const { counters, configurationVersion } = session.lane;
    const { periods } = await exportingCompany(session, configurationVersion);
    if (!periods.has(wanted.period)) {
      const { first } = daysOf(wanted.period);
      return refused([refusal('period-unknown', { postedOn: first })]);
    }
    const exports = await session.glExports({ target: wanted.target });
    const beginning = nextBeginning(exports, wanted);
    if (!beginning.ok) return beginning;
    const content: ExportContent = {
      ...wanted,
      reverses: null,
      afterEvent: beginning.value,
      lastEvent: counters.event,
    };
    const entries = await session.exportedEntries(windowOf(content));
    const number = nextNumber(exports);
    return ok({ ...content, target: wanted.target, number, configurationVersion, entries });
  });
}

/** Reads the content of a batch through and digests it. */
export async function digestOf(
  { reading, company }: Pick<ExportPlace, 'reading' | 'company'>,
  content: ExportContent,
  entries: number,
) {
  const digest = new ContentDigest();
  for await (const journals of exportedJournals(reading, company, content)) digest.add(journals);
  return digest.result(entries);
}

/** Keeps the batch; undefined when another one of the target changed where it has to begin. */
function keepUnlessOvertaken(
  { storage, company }: ExportPlace,
  draft: GlExport,
): Promise<GlExport | undefined> {
  return storage.writing(company, async (session) => {
    const exports = await session.glExports({ target: draft.target });
    const beginning = nextBeginning(exports, draft);
    if (!beginning.ok || beginning.value !== draft.afterEvent) return undefined;
    const made = { ...draft, number: nextNumber(exports) };
    await session.addGlExport(made);
    return made;
  });
}
