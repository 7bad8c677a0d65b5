import {
  type CloseFindingText,
  type Configuration,
  closeFindingText,
  type FiscalPeriodState,
  ok,
  type PeriodState,
  periodsInOrder,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { ChangeReason } from '../configuration/change-options.ts';
import { configurationOf } from '../configuration/configuration-facts.ts';
import { keepPeriodState } from '../configuration/set-period-state.ts';
import type { Clock, CompanySession, WritingSession } from '../ports.ts';
import { restateAll, SLICE_OF_MOVEMENTS } from '../restate-costs.ts';
import { type ChecklistPlace, closeFindings } from './close-findings.ts';

/** Where periods are closed. */
export type ClosePlace = ChecklistPlace & { readonly clock: Clock };

/** A period with its state and the points that are looked at before it is closed. */
export type CloseChecklist = FiscalPeriodState & {
  /** Nothing blocks; what warns has to be acknowledged. */
  readonly ready: boolean;
  readonly points: readonly CloseFindingText[];
};

/** A period whose state was, or would be, changed. */
export type ChangedPeriod = FiscalPeriodState & { readonly acknowledged: readonly string[] };

/** What stands in the way of closing a period; `not-found` where there is none of the name. */
export function closeChecklist(
  place: ChecklistPlace,
  name: string,
): Promise<Result<CloseChecklist, Refusal>> {
  return place.storage.reading(place.company.id, async (session) => {
    const found = await findPeriod(session, name);
    return found.ok ? ok(await checklistOf({ ...place, session }, found.value.period)) : found;
  });
}

async function checklistOf(
  at: Parameters<typeof closeFindings>[0],
  period: FiscalPeriodState,
): Promise<CloseChecklist> {
  const points = (await closeFindings(at, period)).map(closeFindingText);
  const ready = points.every(({ weight, inOrder }) => inOrder || weight !== 'blocks');
  return { ...period, ready, points };
}

/** Why a period is closed, and the warnings that are left open knowingly, by the names of their checks. */
export type Closing = ChangeReason & { readonly acknowledge?: readonly string[] };

/**
 * Closes a period: from here on nothing is posted in it (`I7`). The checklist is made while the
 * company is held, so that nothing slips in between the look and the close. What has to be run again
 * of costs is run first. With `dryRun` the answer is the same and nothing is kept.
 *
 * Refuses a period that is not there (`not-found`), every point that blocks (`period-not-ready`) and
 * every warning that is not acknowledged (`warning-not-acknowledged`), all at once. One that is closed
 * already is answered as it is.
 */
export async function closePeriod(
  place: ClosePlace,
  name: string,
  { acknowledge = [], ...why }: Closing,
  dryRun = false,
): Promise<Result<ChangedPeriod, Refusal>> {
  const { storage, company, clock } = place;
  if (!dryRun) await runCosts(place, why.changedBy);
  const decide = (session: CompanySession) => decideClose({ ...place, session }, name, acknowledge);
  if (dryRun)
    return storage.reading(company.id, async (session) => {
      const decided = await decide(session);
      return decided.ok ? ok(decided.value.period) : decided;
    });
  return storage.writing(company.id, async (session) => {
    const decided = await decide(session);
    if (!decided.ok) return decided;
    const { period, isNew } = decided.value;
    if (isNew) await keep(session, period, { ...why, changedAt: clock() });
    return ok(period);
  });
}

async function decideClose(
  at: Parameters<typeof closeFindings>[0],
  name: string,
  acknowledge: readonly string[],
): Promise<Result<{ readonly period: ChangedPeriod; readonly isNew: boolean }, Refusal>> {
  const found = await findPeriod(at.session, name);
  if (!found.ok) return found;
  const { period } = found.value;
  if (period.state === 'closed')
    return ok({ period: { ...period, acknowledged: [] }, isNew: false });
  const { points } = await checklistOf(at, period);
  const refusals = refusalsOf(name, points, new Set(acknowledge));
  if (refusals.length > 0) return refused(refusals);
  const open = points.filter(({ inOrder }) => !inOrder);
  const acknowledged = open.map(({ check, found: what }) => `${check}: ${what}`);
  return ok({ period: { ...period, state: 'closed', acknowledged }, isNew: true });
}

/** Costs that came late are run to their end, or as far as open periods take their corrections. */
async function runCosts({ storage, company, clock }: ClosePlace, actor: string): Promise<void> {
  await storage.writing(company.id, async (session) => {
    if ((await session.restatements(1)).length === 0) return;
    const { desk } = await CompanyBooks.open(session);
    await restateAll(session, session.lane, {
      desk,
      recordedAt: clock(),
      recordedBy: actor,
      movements: SLICE_OF_MOVEMENTS,
    });
  });
}

function refusalsOf(
  period: string,
  points: readonly CloseFindingText[],
  acknowledged: ReadonlySet<string>,
): readonly Refusal[] {
  const open = points.filter(({ inOrder }) => !inOrder);
  return [
    ...open
      .filter(({ weight }) => weight === 'blocks')
      .map(({ found: what, remedy }) => refusal('period-not-ready', { period, what, remedy })),
    ...open
      .filter(({ weight, check }) => weight === 'warns' && !acknowledged.has(check))
      .map(({ check, found: what, remedy }) =>
        refusal('warning-not-acknowledged', { period, check, what, remedy }),
      ),
  ];
}

/**
 * Soft-closes a period: what is posted in it from here on says why it still belongs there. Refuses a
 * period that is not there, and one that is closed (`period-not-open`).
 */
export function softClosePeriod(
  { storage, company, clock }: ClosePlace,
  name: string,
  why: ChangeReason,
): Promise<Result<ChangedPeriod, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const found = await findPeriod(session, name);
    if (!found.ok) return found;
    const { period } = found.value;
    if (period.state === 'closed') return refused([refusal('period-not-open', { period: name })]);
    return changed(session, period, 'soft-closed', { ...why, changedAt: clock() });
  });
}

/**
 * Opens a period again. Of those that are closed only the newest one is: what was reported of a later
 * one stands on it. Refuses a period that is not there and an older one (`period-not-newest`).
 */
export function reopenPeriod(
  { storage, company, clock }: ClosePlace,
  name: string,
  why: ChangeReason,
): Promise<Result<ChangedPeriod, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const found = await findPeriod(session, name);
    if (!found.ok) return found;
    const { period, configuration } = found.value;
    const closed = periodsInOrder(configuration).filter(({ state }) => state === 'closed');
    const newest = closed.at(-1)?.period ?? name;
    if (period.state === 'closed' && newest !== name)
      return refused([refusal('period-not-newest', { period: name, newest })]);
    return changed(session, period, 'open', { ...why, changedAt: clock() });
  });
}

type Change = ChangeReason & { readonly changedAt: Date };

async function changed(
  session: WritingSession,
  period: FiscalPeriodState,
  state: PeriodState,
  change: Change,
): Promise<Result<ChangedPeriod, Refusal>> {
  const next = { ...period, state, acknowledged: [] };
  if (period.state !== state) await keep(session, next, change);
  return ok(next);
}

async function keep(
  session: WritingSession,
  { period, state, acknowledged }: ChangedPeriod,
  change: Change,
): Promise<void> {
  const left = acknowledged.length === 0 ? {} : { acknowledged };
  await keepPeriodState(session, { period, state, ...left }, change);
}

type FoundPeriod = {
  readonly period: FiscalPeriodState;
  readonly configuration: Configuration;
};

async function findPeriod(
  session: CompanySession,
  name: string,
): Promise<Result<FoundPeriod, Refusal>> {
  const { configurationVersion: version } = session.lane;
  const configuration = configurationOf(await session.facts(version), version);
  const period = periodsInOrder(configuration).find((one) => one.period === name);
  if (period === undefined) return refused([refusal('not-found', { what: `period ${name}` })]);
  return ok({ period, configuration });
}
