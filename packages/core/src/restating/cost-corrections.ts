import type { CostPool, PoolAddress } from '../costing/cost-pool.ts';
import type { RestatedCosts } from '../costing/restated-costs.ts';
import { costingMethodOn } from '../determination/configuration.ts';
import {
  type BookedEvent,
  type BookedPool,
  type Books,
  type Movement,
  poolKey,
} from '../posting/books.ts';
import type { Decision } from '../posting/decide.ts';
import { EventDraft } from '../posting/event-draft.ts';
import { wholeOf } from '../posting/valuation/company-average.ts';
import { assert } from '../primitives/assert.ts';
import { type BusinessDate, LAST_DAY } from '../primitives/business-date.ts';
import { type Money, money, NO_QUANTITY } from '../primitives/money.ts';
import { RESTATED_TYPE } from '../transactions/posting-rules.ts';
import { CAUSED_SOURCE } from '../transactions/transaction.ts';
import { type ClaimChange, changedClaims, type OwedGoods } from './claims.ts';
import { CorrectedSides, type KnownSides, type Sides } from './corrected-sides.ts';
import { postCorrections } from './correction-lines.ts';
import type { CostStep, ItemOf, SaidOfSides, SharedSides, StepMovement } from './cost-history.ts';
import { firstOpenDay } from './first-open-day.ts';
import { type LateCause, LateCauses } from './late-causes.ts';
import type { CostsInOrder } from './run-costs.ts';
import type { Revalued } from './step-values.ts';

/** What a run leads to, ready to be written like any other batch. */
export type Restating = { readonly decision: Decision; readonly isComplete: boolean };

/**
 * Turns what a run of the costs found into events: one cost correction (`003.X10`) for every item
 * and day whose movements changed, value only, on the accounts of the transactions it re-prices.
 * It names the late facts it is due to, and every movement with its correction. It is posted on
 * the day itself while the period is open, else on the first open day; where there is none, that
 * day stays as it is and `isComplete` is false.
 */
export function correctCosts(
  books: Books,
  itemOf: ItemOf,
  costs: CostsInOrder,
  {
    causes,
    posted,
    said,
    owed,
  }: {
    readonly causes: readonly LateCause[];
    readonly posted: readonly SharedSides[];
    readonly said: readonly SaidOfSides[];
    readonly owed: readonly OwedGoods[];
  },
): Restating {
  const writer = new CorrectionWriter(books, itemOf, costs, {
    claims: changedClaims(costs, owed),
    causes: new LateCauses(causes, costs),
  });
  return writer.write({
    posted: sidesByEvent(posted),
    said: new Map(said.map((one) => [one.event, one])),
  });
}

/** The events whose posted sides a correction needs: those of movements whose value changed. */
export function eventsToCorrect({ revalued }: CostsInOrder): readonly number[] {
  return [
    ...new Set(
      revalued.filter(({ movement }) => !movement.isVirtual).map((one) => one.movement.event),
    ),
  ];
}

function sidesByEvent(posted: readonly SharedSides[]): ReadonlyMap<number, Sides> {
  return new Map(posted.flatMap((sides) => sides.events.map((event) => [event, sides] as const)));
}

type Day = {
  readonly on: BusinessDate;
  readonly item: string;
  readonly revalued: Revalued[];
  readonly claims: ClaimChange[];
};

class CorrectionWriter {
  readonly #books: Books;
  readonly #itemOf: ItemOf;
  readonly #costs: CostsInOrder;
  readonly #claims: readonly ClaimChange[];
  readonly #causes: LateCauses;
  #sides: KnownSides = { posted: new Map(), said: new Map() };
  readonly #addresses = new Map<number, PoolAddress>();
  readonly #changed = new Map<string, BookedPool>();
  #revaluedPools: ReadonlySet<number> | undefined;
  /** What this run has corrected so far, by day. */
  readonly #corrected = new Map<BusinessDate, readonly Revalued[]>();
  #byDay: ReadonlyMap<string, readonly CostStep[]> | undefined;
  readonly #collected = {
    events: [] as BookedEvent[],
    movements: [] as Movement[],
    postings: [] as Decision['postings'][number][],
    links: [] as Decision['links'][number][],
    determinations: [] as Decision['determinations'][number][],
    restated: [] as RestatedCosts[],
  };

  constructor(
    books: Books,
    itemOf: ItemOf,
    costs: CostsInOrder,
    { claims, causes }: { readonly claims: readonly ClaimChange[]; readonly causes: LateCauses },
  ) {
    this.#claims = claims;
    this.#causes = causes;
    this.#books = books;
    this.#itemOf = itemOf;
    this.#costs = costs;
    for (const { standing, history } of costs.pools) {
      this.#addresses.set(standing.number, standing.address);
      for (const [number, address] of history.addresses) this.#addresses.set(number, address);
      books.pools.set(poolKey(standing.address), standing);
    }
  }

  write(sides: KnownSides): Restating {
    this.#sides = sides;
    const { configuration } = this.#books.desk;
    const before = this.#books.counters;
    let isComplete = true;
    for (const day of this.#days()) {
      const postedOn = firstOpenDay(configuration, day.on);
      if (postedOn === undefined) isComplete = false;
      else this.#correct(day, postedOn);
    }
    if (isComplete) this.#keepFinalPools();
    const none = { outcomes: [], costUses: [], touched: [], shown: [] };
    const nothing = { ...none, positions: new Map(), streams: new Map() };
    const decision = { ...nothing, ...this.#collected, pools: this.#changed, before };
    return { decision: { ...decision, after: this.#books.counters }, isComplete };
  }

  /** What changed, by day and item in the order of costs. */
  #days(): readonly Day[] {
    const days = new Map<string, Day>();
    const dayOf = (on: BusinessDate, item: string): Day => {
      const day = days.get(`${on}\n${item}`) ?? { on, item, revalued: [], claims: [] };
      days.set(`${on}\n${item}`, day);
      return day;
    };
    for (const one of this.#costs.revalued)
      dayOf(one.step.on, this.#itemOfEvent(one)).revalued.push(one);
    for (const one of this.#claims)
      dayOf(one.claim.on, this.#addressOf(one.pool).item).claims.push(one);
    return [...days].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, day]) => day);
  }

  /**
   * The item whose movement it is: of its event, which is that of its pool but for what lies under
   * assembly. So both sides of an event are corrected together.
   */
  #itemOfEvent({ step, movement }: Revalued): string {
    const address = this.#addressOf(movement.pool);
    if (address.bucket !== 'assembly' || movement.isVirtual) return address.item;
    const goods = step.movements.find(
      (one) => one.event === movement.event && this.#addressOf(one.pool).bucket !== 'assembly',
    );
    return goods === undefined ? address.item : this.#addressOf(goods.pool).item;
  }

  #addressOf(pool: number): PoolAddress {
    const address = this.#addresses.get(pool);
    assert(address !== undefined, `pool ${pool} was followed`);
    return address;
  }

  #correct({ on, item, revalued, claims }: Day, postedOn: BusinessDate): number {
    const draft = new EventDraft(this.#books, this.#itemOf(item));
    const causes = this.#causes.of(item);
    const [cause] = causes;
    const [first] = [...revalued, ...claims];
    assert(cause !== undefined, 'a correction has a cause');
    const site = first === undefined ? '' : this.#addressOf(poolOf(first)).site;
    const number = draft.counters.event + 1;
    const event = draft.open({
      source: CAUSED_SOURCE,
      key: `${cause.source}:${cause.key}#${RESTATED_TYPE}-${number}`,
      type: RESTATED_TYPE,
      postedOn,
      documentDate: on,
      item,
      site,
      document: '',
      content: JSON.stringify({ type: RESTATED_TYPE, causedBy: cause.key, costedOn: on }),
    });
    for (const { number: to } of causes) draft.linkTo(to, 'due-to');
    for (const { claim, taken } of claims) draft.linkTo(claim.event, 'restates', money(taken));
    this.#movePools(draft, on, revalued);
    const sides = new CorrectedSides(draft, on, this.#sides);
    // Nothing was posted for days on which inventory was not integrated, and nothing is corrected.
    if (draft.isPosted(['inventory'], on))
      postCorrections(draft, sides, { revalued, claims }, (pool) => this.#addressOf(pool));
    draft.close();
    this.#keep(draft);
    this.#corrected.set(on, [...(this.#corrected.get(on) ?? []), ...revalued]);
    this.#collected.restated.push(...this.#restatedOn(event, on, revalued));
    return event;
  }

  #movePools(draft: EventDraft, on: BusinessDate, revalued: readonly Revalued[]): void {
    const sums = new Map<number, bigint>();
    for (const { movement, value } of revalued)
      sums.set(movement.pool, (sums.get(movement.pool) ?? 0n) + value - movement.value);
    for (const [pool, sum] of sums) {
      if (sum === 0n) continue;
      const booked = draft.pool(this.#addressOf(pool));
      const value = money(sum);
      const after = { ...booked.pool, value: money(booked.pool.value + value) };
      const change = { pool: after, quantity: NO_QUANTITY, value };
      draft.move(RESTATED_TYPE, booked, change, { place: '', costing: { source: 'restated', on } });
    }
  }

  #keep(draft: EventDraft): void {
    draft.complete();
    const books = this.#books;
    for (const [key, pool] of draft.pools) {
      books.pools.set(key, pool);
      this.#changed.set(key, pool);
    }
    let number = books.counters.determination;
    for (const determination of draft.determinations) {
      number += 1;
      books.determinations.set(determination.name, number);
      this.#collected.determinations.push({ number, determination });
    }
    books.counters = draft.counters;
    this.#collected.events.push(...draft.events);
    this.#collected.movements.push(...draft.movements);
    this.#collected.postings.push(...draft.postings);
    this.#collected.links.push(...draft.links);
  }

  /** The pools as the order of costs leaves them: value as corrected, layers and memory as run. */
  #keepFinalPools(): void {
    for (const { standing, after, history } of this.#costs.pools) {
      const key = poolKey(standing.address);
      const booked = this.#books.pools.get(key) ?? standing;
      const { beyond } = history;
      assert(
        booked.pool.value === after.pool.value + (beyond?.value ?? 0n) &&
          booked.pool.quantity === after.pool.quantity + (beyond?.quantity ?? 0n),
        `the corrections of pool ${standing.number} lead to what the run found`,
      );
      if (beyond !== undefined) continue;
      const pool = this.#afterRun(standing, after);
      if (sameBesidesValue(standing.pool, pool)) continue;
      this.#noteAfter(standing, pool, history.from);
      const final = { ...(this.#books.pools.get(key) ?? booked), pool };
      this.#books.pools.set(key, final);
      this.#changed.set(key, final);
    }
  }

  /**
   * What a pool remembers prices issues from nothing: under an average of the company from nothing
   * in all its pools together. While something is held it does not matter and stays as it is.
   */
  #afterRun({ number, address, pool: standing }: BookedPool, { pool }: BookedPool): CostPool {
    const whole = this.#wholeOf(address);
    if (whole !== undefined)
      return { ...pool, known: whole.quantity === 0n ? whole.known : standing.known };
    this.#revaluedPools ??= new Set(this.#costs.revalued.map(({ movement }) => movement.pool));
    return pool.quantity === 0n && this.#revaluedPools.has(number)
      ? pool
      : { ...pool, known: standing.known };
  }

  /** All that is on hand of an item at the end of the run, where it has one average. */
  #wholeOf({ item, bucket }: PoolAddress): CostPool | undefined {
    const { configuration } = this.#books.desk;
    const isWhole = costingMethodOn(configuration, LAST_DAY) === 'company-average';
    if (bucket !== 'on-hand' || !isWhole) return undefined;
    const isOwn = ({ address }: BookedPool) => address.item === item && address.bucket === bucket;
    return wholeOf(this.#costs.pools.map(({ after }) => after).filter(isOwn));
  }

  /** Writes down what the run made of a pool besides its value, so that the log alone leads there. */
  #noteAfter(standing: BookedPool, { known, layers }: CostPool, from: BusinessDate): void {
    const poolAfter = { known, layers };
    const rows = this.#collected.restated;
    const last = rows.findLastIndex((row) => row.pool === standing.number);
    const row = rows[last];
    if (row !== undefined) {
      rows[last] = { ...row, poolAfter };
      return;
    }
    const postedOn = firstOpenDay(this.#books.desk.configuration, from) ?? from;
    const { item } = standing.address;
    const ofItem = this.#collected.events.findLast((one) => one.item === item);
    const event =
      ofItem?.number ?? this.#correct({ on: from, item, revalued: [], claims: [] }, postedOn);
    rows.push({ ...this.#rowOf(event, from, { pool: standing.number, asType: '' }), poolAfter });
  }

  /** Every movement on a day that the run knows of. */
  #movementsOn(day: BusinessDate): readonly StepMovement[] {
    this.#byDay ??= Map.groupBy(
      this.#costs.pools.flatMap(({ history }) => [...history.steps, ...history.dependents]),
      ({ on }) => on,
    );
    return (this.#byDay.get(day) ?? []).flatMap(({ movements }) => movements);
  }

  /**
   * All corrections that stand on a day for the pools that changed there, once the event is posted:
   * what lies under assembly is corrected by the events of several items.
   */
  #restatedOn(
    event: number,
    costedOn: BusinessDate,
    revalued: readonly Revalued[],
  ): readonly RestatedCosts[] {
    const objects = new Map(
      revalued.map(({ movement }) => {
        const asType = asTypeOf(movement);
        return [`${movement.pool} ${asType}`, { pool: movement.pool, asType }] as const;
      }),
    );
    return [...objects.values()].map((object) => this.#rowOf(event, costedOn, object));
  }

  /** What stands of corrections for a pool on a day, those of this run up to here included. */
  #rowOf(
    event: number,
    costedOn: BusinessDate,
    { pool, asType }: Pick<RestatedCosts, 'pool' | 'asType'>,
  ): RestatedCosts {
    const corrections = new Map<number, Money>();
    const note = ({ number, posted }: StepMovement, value: bigint): void => {
      const correction = money(value - posted);
      if (correction === 0n) corrections.delete(number);
      else corrections.set(number, correction);
    };
    const isOwn = (one: StepMovement) => one.pool === pool && asTypeOf(one) === asType;
    for (const one of this.#movementsOn(costedOn)) if (isOwn(one)) note(one, one.value);
    for (const { movement, value } of this.#corrected.get(costedOn) ?? [])
      if (isOwn(movement)) note(movement, value);
    const numbers = [...corrections.keys()].toSorted((a, b) => a - b);
    const inOrder = numbers.map((number) => corrections.get(number) ?? money(0n));
    return { event, pool, costedOn, asType, movements: numbers, corrections: inOrder };
  }
}

const poolOf = (changed: Revalued | ClaimChange): number =>
  'movement' in changed ? changed.movement.pool : changed.pool;

const asTypeOf = ({ isVirtual, type }: StepMovement): RestatedCosts['asType'] =>
  isVirtual ? type : '';

function sameBesidesValue(a: CostPool, b: CostPool): boolean {
  const isKnownAlike = a.known.quantity === b.known.quantity && a.known.value === b.known.value;
  return isKnownAlike && layersText(a) === layersText(b);
}

const layersText = ({ layers }: CostPool): string =>
  layers.map((one) => `${one.receipt} ${one.receivedOn} ${one.quantity} ${one.value}`).join();
