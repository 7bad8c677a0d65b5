import {
  type Books,
  type BusinessDate,
  type Configuration,
  type CostsInOrder,
  correctCosts,
  type Decision,
  type DeterminationDesk,
  dayAfter,
  eventsOfClaims,
  eventsOnGoodsReceived,
  eventsToCorrect,
  type HistoryQuestion,
  IndexedPools,
  type Item,
  type LateCause,
  LateCauses,
  type PoolHistory,
  runCosts,
  type Touched,
} from 'perpetua-core';
import type { CompanySession, HistoryBounds, Lane, Restatement, WritingSession } from './ports.ts';

/** About so many movements of a pool are run in one go; the rest waits for the next slice. */
export const SLICE_OF_MOVEMENTS = 20_000;

/** Work of so many pools is taken into one slice. */
const MOST_POOLS = 500;

/** A slice of restating: what it posts, and what is still to be done afterwards. */
type Slice = {
  readonly decision: Decision;
  /** The pools that were run, and up to which day, if not to the end. */
  readonly done: readonly number[];
  readonly until: BusinessDate | undefined;
  readonly open: readonly Restatement[];
};

/**
 * Runs costs again for the earliest work there is, as far as one slice goes, and decides the
 * corrections. What a slice leaves open begins on the day after it; begun anew at any time, it goes
 * on from what is written.
 */
async function sliceOf(
  session: CompanySession,
  desk: DeterminationDesk,
  work: readonly Restatement[],
  movements: number,
): Promise<Slice | undefined> {
  if (work.length === 0) return undefined;
  const pools = distinctPools(work);
  const until = await session.dayAfterMovements(pools, movements);
  const bounds: HistoryBounds = {
    withLayers: usesLayers(desk.configuration),
    ...(until === undefined ? {} : { until }),
  };
  const now = until === undefined ? pools : pools.filter(({ from }) => from <= until);
  const items = new ItemCache(session);
  const costs = await runOn(session, desk, { touched: now, bounds, items });
  const owed = await session.owedGoods(eventsOnGoodsReceived(costs));
  const events = [...eventsToCorrect(costs), ...eventsOfClaims(owed)];
  const posted = await session.postedSides(events);
  const said = await session.saidOfSides(events);
  const books: Books = {
    desk,
    items: items.known,
    pools: new IndexedPools(),
    positions: new Map(),
    streams: new Map(),
    // Corrections of costs move no units.
    timelines: undefined,
    earlier: new Map(),
    determinations: await session.determinations(desk.configuration.version),
    counters: session.lane.counters,
  };
  const causes = causesOf(work);
  const { decision, isComplete } = correctCosts(books, items.of, costs, {
    causes,
    posted,
    said,
    owed,
  });
  if (!isComplete) return { decision, done: [], until, open: [] };
  const open = until === undefined ? [] : stillOpen(costs, until, causes);
  return { decision, done: now.map(({ pool }) => pool), until, open };
}

type RunOf = {
  readonly touched: readonly Touched[];
  readonly bounds: HistoryBounds;
  readonly items: ItemCache;
};

/** Runs costs, fetching what the run asks for. */
async function runOn(
  session: CompanySession,
  desk: DeterminationDesk,
  { touched, bounds, items }: RunOf,
): Promise<CostsInOrder> {
  const run = runCosts(desk, items.of, touched);
  let next = run.next();
  while (next.done !== true) {
    const histories = await answer(session, next.value, bounds);
    await items.learn(histories);
    next = run.next(histories);
  }
  return next.value;
}

const answer = (
  session: CompanySession,
  question: HistoryQuestion,
  bounds: HistoryBounds,
): Promise<readonly PoolHistory[]> => session.costHistories(question, bounds);

/** The items a run meets. */
class ItemCache {
  readonly known = new Map<string, Item>();
  readonly #session: CompanySession;

  constructor(session: CompanySession) {
    this.#session = session;
  }

  readonly of = (code: string): Item => {
    const item = this.known.get(code);
    if (item === undefined) throw new Error(`item ${code} came with the history of its pools`);
    return item;
  };

  async learn(histories: readonly PoolHistory[]): Promise<void> {
    const codes = new Set(
      histories.flatMap(({ booked, addresses }) => [
        booked.address.item,
        ...[...addresses.values()].map(({ item }) => item),
      ]),
    );
    const missing = [...codes].filter((code) => !this.known.has(code));
    if (missing.length === 0) return;
    for (const item of await this.#session.itemsByCode(missing)) this.known.set(item.code, item);
  }
}

/** Whether receipts are or were used up one by one, so that layers have to be known. */
export const usesLayers = ({ company }: Configuration): boolean =>
  [company.costingMethod, ...company.costingChanges.map(({ method }) => method)].includes('fifo');

/** Each pool once; it is run from its earliest day on. */
const distinctPools = (work: readonly Restatement[]): readonly Touched[] => [
  ...new Map(work.map(({ pool, from }) => [pool, { pool, from }] as const)).values(),
];

const causesOf = (work: readonly Restatement[]): readonly LateCause[] =>
  [...Map.groupBy(work, ({ cause }) => cause.number).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first.cause, pools: [first, ...others].map(({ pool }) => pool) }],
  );

/** Every pool the run followed goes on on the day after, for the first of its causes. */
function stillOpen(
  costs: CostsInOrder,
  until: BusinessDate,
  causes: readonly LateCause[],
): readonly Restatement[] {
  const from = dayAfter(until);
  const late = new LateCauses(causes, costs);
  return costs.pools
    .filter(({ history }) => history.beyond !== undefined)
    .flatMap(({ standing: { number: pool, address } }) =>
      late
        .of(address.item)
        .slice(0, 1)
        .map((cause) => ({ pool, from, cause })),
    );
}

/** Who restates and when, and how much of it in one go. */
export type RestatingBy = {
  readonly desk: DeterminationDesk;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  readonly movements: number;
};

/** What one slice led to: the lane after it, what it posted, and whether anything is left to do. */
export type Restated = {
  readonly lane: Lane;
  readonly decision: Decision | undefined;
  readonly isOpen: boolean;
};

/**
 * Restates one slice of what late facts left to be done, in the transaction of the session. Work
 * whose corrections find no open period stays where it is.
 */
export async function restateSlice(
  session: WritingSession,
  lane: Lane,
  { desk, recordedAt, recordedBy, movements }: RestatingBy,
): Promise<Restated> {
  const work = await session.restatements(MOST_POOLS);
  const slice = await sliceOf({ ...session, lane }, desk, work, movements);
  if (slice === undefined) return { lane, decision: undefined, isOpen: false };
  const { decision, done, until, open } = slice;
  const after =
    decision.events.length === 0
      ? lane
      : await session.writeBatch({ decision, lane, recordedAt, recordedBy });
  await session.dropRestatements(done, until);
  await session.noteRestatements(open);
  return {
    lane: after,
    decision,
    isOpen: done.length > 0 && (await session.restatements(1)).length > 0,
  };
}

/** Restates all that is left to be done, slice by slice, in the transaction of the session. */
export async function restateAll(
  session: WritingSession,
  lane: Lane,
  by: RestatingBy,
): Promise<Lane> {
  let restated: Restated = { lane, decision: undefined, isOpen: true };
  while (restated.isOpen) restated = await restateSlice(session, restated.lane, by);
  return restated.lane;
}
