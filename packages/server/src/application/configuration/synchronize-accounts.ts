import {
  type BusinessDate,
  type Configuration,
  FIRST_DAY,
  locationKey,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
  type Warehouse,
} from 'perpetua-core';
import type { CompanyName, CompanySession } from '../ports.ts';
import type { Books, ChangeOptions } from './change-options.ts';
import { checkConfiguration } from './check-configuration.ts';
import { configurationOf, withAssignments } from './configuration-facts.ts';
import type { DraftedChange } from './draft-change.ts';
import { invalid } from './invalid-setup.ts';
import { holdingLane, keepChange } from './keep-change.ts';
import { type PlannedChange, planDrafted, previewJournal } from './plan-change.ts';
import type { ReclassifiedValue } from './reclassify-stock.ts';
import {
  groupsWithSet,
  locationsByWarehouse,
  type Synchronization,
  type SynchronizationTask,
  SynchronizationWork,
} from './synchronization.ts';

/** What is to be synchronized, and how; what is left out is not limited by it. */
export type SynchronizationRequest = {
  readonly site?: string | undefined;
  /** Code of a warehouse; without a site those of this code in every site. */
  readonly warehouse?: string | undefined;
  readonly group?: number | undefined;
  /** Sets of locations that are otherwise are replaced, as Full does; without it they stay (`002.34`). */
  readonly overwrite?: boolean | undefined;
  /** The day from which the copies hold, where the warehouse's rows begin earlier. */
  readonly validFrom?: string | undefined;
  /** Moves the value of stock that comes to another account, on this day. */
  readonly reclassification?: ChangeOptions['reclassification'];
  /** Says what would change and keeps nothing. */
  readonly dryRun?: boolean | undefined;
};

/** What a run came to. */
export type SynchronizationReport = Synchronization & {
  /** Sets of locations that changed, or would; 0 when everything was in step already. */
  readonly changes: number;
  readonly configurationVersion: number;
  /** False for a dry run, and where there was nothing to write. */
  readonly kept: boolean;
  /** The journal that moves value with the accounts. */
  readonly reclassified: readonly ReclassifiedValue[];
  /** The day of that journal; null where no value moves. */
  readonly postedOn: BusinessDate | null;
};

/** Is told how far a part of a run has come. */
type SynchronizationProgress = (part: 'compared' | 'written', done: number, inAll: number) => void;

/** Who runs it, on which books, and who is told how far it is. */
export type SynchronizationRun = {
  readonly books: Books;
  readonly company: CompanyName;
  readonly changedBy: string;
  readonly progress?: SynchronizationProgress;
};

/**
 * Inventory account synchronization by hand (`002.31`–`002.35`, 4.1.13): the sets of warehouses are
 * copied to their locations, whatever mode a warehouse has. All of it is one change of the
 * configuration, kept whole or not at all; a second run changes nothing and makes no version.
 *
 * Refuses sites, warehouses and groups that are not there and days that are none, all at once
 * (`site-unknown`, `setup-invalid`, `date-invalid`), and value that would have to move without a
 * `reclassification` (`account-holds-value`), except in a dry run.
 */
export function synchronizeAccounts(
  { books, company, changedBy, progress }: SynchronizationRun,
  request: SynchronizationRequest,
): Promise<Result<SynchronizationReport, Refusal>> {
  const { dryRun = false, reclassification } = request;
  const now = books.clock();
  if (dryRun)
    return books.storage.reading(company.id, async (session) => {
      const planned = await planRun(session, request, { now, progress });
      if (!planned.ok) return planned;
      const { drafted, plan } = planned.value;
      if (plan === undefined) return ok(nothingToDo(session, drafted));
      const reclassified = await previewJournal(session, plan);
      if (!reclassified.ok) return reclassified;
      const { configurationVersion } = session.lane;
      const { postedOn } = plan;
      const journal = { reclassified: reclassified.value, postedOn };
      return ok(reportOf(drafted, { ...journal, configurationVersion, kept: false }));
    });
  return holdingLane(books, company, async (session) => {
    const planned = await planRun(session, request, { now, progress });
    if (!planned.ok) return planned;
    const { drafted, plan } = planned.value;
    if (plan === undefined) return ok(nothingToDo(session, drafted));
    const why = { changedBy, reason: reasonOf(request) };
    const change = { company, plan, now, why, reclassification };
    const kept = await keepChange(session, change, (written, inAll) =>
      progress?.('written', written, inAll),
    );
    if (!kept.ok) return kept;
    const { version, reclassified } = kept.value;
    const journal = { reclassified, postedOn: plan.postedOn };
    return ok(reportOf(drafted, { ...journal, configurationVersion: version, kept: true }));
  });
}

type PlannedRun = {
  readonly drafted: DraftedChange;
  /** Undefined where there is nothing to change. */
  readonly plan: PlannedChange | undefined;
};

/** What a run would change and move, or everything that stands against it. */
async function planRun(
  session: CompanySession,
  request: SynchronizationRequest,
  how: { readonly now: Date; readonly progress: SynchronizationProgress | undefined },
): Promise<Result<PlannedRun, Refusal>> {
  const drafted = await draftRun(session, request, how.progress);
  if (!drafted.ok) return drafted;
  if (drafted.value.facts.length === 0) return ok({ drafted: drafted.value, plan: undefined });
  const plan = await planDrafted(session, drafted.value, how.now, request.reclassification);
  return plan.ok ? ok({ drafted: drafted.value, plan: plan.value }) : plan;
}

type Drafted = Omit<DraftedChange, 'refusals'>;

const nothingToDo = ({ lane }: CompanySession, drafted: Drafted): SynchronizationReport =>
  reportOf(drafted, {
    reclassified: [],
    postedOn: null,
    configurationVersion: lane.configurationVersion,
    kept: false,
  });

function reportOf(
  { synchronization }: Drafted,
  rest: Pick<SynchronizationReport, 'reclassified' | 'configurationVersion' | 'kept' | 'postedOn'>,
): SynchronizationReport {
  const changes = synchronization.counts.reduce(
    (sum, { created, overwritten, ended }) => sum + created + overwritten + ended,
    0,
  );
  const postedOn = rest.reclassified.length === 0 ? null : rest.postedOn;
  return { ...synchronization, ...rest, changes, postedOn };
}

const reasonOf = ({ overwrite = false, site, warehouse, group }: SynchronizationRequest): string =>
  [
    'inventory account synchronization',
    site === undefined ? '' : `site ${site}`,
    warehouse === undefined ? '' : `warehouse ${warehouse}`,
    group === undefined ? '' : `group ${group}`,
    overwrite ? 'overwriting' : '',
  ]
    .filter((part) => part !== '')
    .join(', ');

async function draftRun(
  session: CompanySession,
  request: SynchronizationRequest,
  progress: SynchronizationProgress | undefined,
): Promise<Result<DraftedChange, Refusal>> {
  const { configurationVersion } = session.lane;
  const facts = await session.facts(configurationVersion);
  const before = configurationOf(facts, configurationVersion);
  const tasks = tasksOf(before, request);
  if (!tasks.ok) return tasks;
  const work = new SynchronizationWork(before);
  const inAll = tasks.value.reduce((sum, { locations }) => sum + locations.length, 0);
  let done = 0;
  for (const task of tasks.value) {
    work.take(task);
    done += task.locations.length;
    progress?.('compared', done, inAll);
  }
  const next = withAssignments({ ...before, version: configurationVersion + 1 }, work.facts);
  const refusals = work.facts.length === 0 ? [] : checkConfiguration(next, []);
  if (refusals.length > 0) return refused(refusals);
  return ok({
    before,
    next,
    facts: work.facts,
    synchronization: work.result,
    synchronized: work.facts,
    items: [],
    refusals,
    warnings: [],
  });
}

/** One task for each warehouse and group that has a set, or all that is wrong with the request. */
function tasksOf(
  configuration: Configuration,
  { site, warehouse, group, overwrite = false, validFrom }: SynchronizationRequest,
): Result<readonly SynchronizationTask[], Refusal> {
  const since = parseBusinessDate(validFrom ?? FIRST_DAY);
  const { sites, groups, warehouses } = configuration;
  const chosen = [...warehouses.values()].filter(
    (one) => (site ?? one.site) === one.site && (warehouse ?? one.code) === one.code,
  );
  const refusals: Refusal[] = [];
  if (site !== undefined && !sites.has(site))
    refusals.push(refusal('site-unknown', { site, field: 'site' }));
  if (warehouse !== undefined && chosen.length === 0)
    refusals.push(invalid(`warehouse ${warehouse}`, thereIsNone(site)));
  if (group !== undefined && !groups.has(group))
    refusals.push(invalid(`group ${group}`, 'there is no such group'));
  if (since === undefined)
    refusals.push(refusal('date-invalid', { field: 'validFrom', value: validFrom ?? '' }));
  if (since === undefined || refusals.length > 0) return refused(refusals);
  const locations = locationsByWarehouse(configuration);
  const of = (one: Warehouse) =>
    groupsWithSet(configuration, one, since)
      .filter((number) => number === (group ?? number))
      .map(
        (number): SynchronizationTask => ({
          warehouse: one,
          group: number,
          locations: locations.get(locationKey(one.site, one.code)) ?? [],
          origin: 'manual',
          way: overwrite ? 'overwrite' : 'fill',
          since,
        }),
      );
  return ok(chosen.flatMap(of));
}

const thereIsNone = (site: string | undefined): string =>
  site === undefined ? 'no site has such a warehouse' : `site ${site} has no such warehouse`;
