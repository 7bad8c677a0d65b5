import { randomUUID } from 'node:crypto';
import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { CompanyName, CompanySession, MappingDraft } from '../ports.ts';
import type { Books, ChangeReason } from './change-options.ts';
import type { CompanySetup } from './company-setup.ts';
import { companyFactOf, configurationOf, type DatedFact } from './configuration-facts.ts';
import type { SetUp } from './keep-change.ts';
import {
  type AddedEdits,
  editFaults,
  editsAfter,
  isEmpty,
  type MappingEdits,
} from './mapping-edits.ts';
import { previewSetup, type SetupPreview } from './preview-setup.ts';
import { setUpCompany } from './set-up-company.ts';

/** What saving a draft would do: its faults, or what would change and move with it. */
type DraftConsequences =
  | { readonly faults: readonly Refusal[] }
  | { readonly faults: readonly []; readonly preview: SetupPreview };

/** A draft with what saving it would do to the books as they are. */
export type JudgedDraft = {
  readonly draft: MappingDraft;
  /** The configuration changed since the draft was begun; it cannot be saved any more. */
  readonly isStale: boolean;
  readonly consequences: DraftConsequences;
};

/** Which draft is meant, and the day on which stock would move that it gives another account. */
type Named = { readonly id: string; readonly reclassifyOn?: string | undefined };

/** The drafts of a company, the oldest first. */
export const listMappingDrafts = (
  { storage }: Pick<Books, 'storage'>,
  { id }: CompanyName,
): Promise<readonly MappingDraft[]> => storage.reading(id, (session) => session.mappingDrafts());

/**
 * Begins a draft of the mapping on the present configuration, or on the version the edits were made
 * on; another one is refused (`configuration-stale`). Nothing of a draft counts before it is saved
 * (`003.24`). Edits that are wrong in themselves are refused, and nothing of them is kept.
 */
export function beginMappingDraft(
  { storage, clock }: Books,
  { id: company }: CompanyName,
  begun: { readonly by: string; readonly seen?: number | undefined; readonly edits: AddedEdits },
): Promise<Result<MappingDraft, Refusal>> {
  return storage.writing(company, async (session) => {
    const version = session.lane.configurationVersion;
    if (begun.seen !== undefined && begun.seen !== version) return refused([stale(version)]);
    const faults = await faultsOf(session, begun.edits);
    if (faults.length > 0) return refused(faults);
    const now = clock();
    const draft: MappingDraft = {
      id: randomUUID(),
      basedOn: version,
      edits: editsAfter({}, begun.edits),
      createdAt: now,
      createdBy: begun.by,
      changedAt: now,
    };
    await session.keepMappingDraft(draft);
    return ok(draft);
  });
}

/** Adds edits to a draft, all of them or, when one is wrong in itself, none. */
export function stageMappingEdits(
  { storage, clock }: Books,
  { id: company }: CompanyName,
  { id, edits }: { readonly id: string; readonly edits: AddedEdits },
): Promise<Result<MappingDraft, Refusal>> {
  return storage.writing(company, async (session) => {
    const found = await draftOf(session, id);
    if (!found.ok) return found;
    const faults = await faultsOf(session, edits);
    if (faults.length > 0) return refused(faults);
    const draft = {
      ...found.value,
      edits: editsAfter(found.value.edits, edits),
      changedAt: clock(),
    };
    await session.keepMappingDraft(draft);
    return ok(draft);
  });
}

/** A draft with its faults, or with what would change when it is saved. */
export async function judgeMappingDraft(
  books: Books,
  company: CompanyName,
  { id, reclassifyOn }: Named,
): Promise<Result<JudgedDraft, Refusal>> {
  const found = await readDraft(books, company, id);
  if (!found.ok) return found;
  const { draft, version, setup } = found.value;
  const reclassification = reclassificationOn(reclassifyOn);
  const preview = await previewSetup(books, company, setup, { reclassification });
  const consequences: DraftConsequences = preview.ok
    ? { faults: [], preview: preview.value }
    : { faults: preview.reasons };
  return ok({ draft, isStale: draft.basedOn !== version, consequences });
}

/**
 * Saves a draft as one change of the configuration; the draft is gone with it. Refused, and the
 * draft kept as it is, with all its faults at once, when the configuration changed since it was
 * begun, and when stock would have to move and no day is given for that.
 */
export async function commitMappingDraft(
  books: Books,
  company: CompanyName,
  { id, reclassifyOn, why }: Named & { readonly why: ChangeReason },
): Promise<Result<SetUp, Refusal>> {
  const found = await readDraft(books, company, id);
  if (!found.ok) return found;
  const { draft, version, setup } = found.value;
  if (draft.basedOn !== version) return refused([stale(version)]);
  if (isEmpty(draft.edits)) {
    await dropMappingDraft(books, company, id);
    return ok({
      company,
      version,
      warnings: [],
      synchronization: [],
      reclassified: [],
      revalued: [],
    });
  }
  return setUpCompany(books, setup, why, {
    seen: draft.basedOn,
    reclassification: reclassificationOn(reclassifyOn),
    mappingDraft: draft,
  });
}

/** Ends a draft; nothing of it is kept. */
export function dropMappingDraft(
  { storage }: Pick<Books, 'storage'>,
  { id: company }: CompanyName,
  id: string,
): Promise<Result<null, Refusal>> {
  return storage.writing(company, async (session) => {
    const found = await draftOf(session, id);
    if (!found.ok) return found;
    await session.dropMappingDraft(found.value);
    return ok(null);
  });
}

/** The options of a change for a day that may be given. */
export const reclassificationOn = (day: string | undefined) =>
  day === undefined ? undefined : { postedOn: day };

/** Edits of the mapping as the setup of an existing company. */
export function setupOfEdits(facts: readonly DatedFact[], edits: MappingEdits): CompanySetup {
  const { code = '', name = '', currency = '' } = companyFactOf(facts) ?? {};
  return { company: { code, name, currency }, ...edits };
}

function readDraft({ storage }: Pick<Books, 'storage'>, { id: company }: CompanyName, id: string) {
  return storage.reading(company, async (session) => {
    const found = await draftOf(session, id);
    if (!found.ok) return found;
    const version = session.lane.configurationVersion;
    const setup = setupOfEdits(await session.facts(version), found.value.edits);
    return ok({ draft: found.value, version, setup });
  });
}

async function draftOf(
  session: CompanySession,
  id: string,
): Promise<Result<MappingDraft, Refusal>> {
  const draft = (await session.mappingDrafts()).find((one) => one.id === id);
  return draft === undefined
    ? refused([refusal('not-found', { what: `mapping draft ${id}` })])
    : ok(draft);
}

async function faultsOf(session: CompanySession, edits: AddedEdits): Promise<readonly Refusal[]> {
  const version = session.lane.configurationVersion;
  return editFaults(configurationOf(await session.facts(version), version), edits);
}

const stale = (version: number): Refusal =>
  refusal('configuration-stale', { version: String(version) });
