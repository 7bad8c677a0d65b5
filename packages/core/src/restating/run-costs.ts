import { costingMethodOn } from '../determination/configuration.ts';
import type { DeterminationDesk } from '../determination/determination-desk.ts';
import type { BookedPool } from '../posting/books.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { Agenda, comparePlaces, type ObjectOf, placeOf, stepsInOrder } from './agenda.ts';
import type { CostStep, HistoryQuestion, ItemOf, PoolHistory } from './cost-history.ts';
import { CostRun } from './cost-run.ts';
import { bringsLayers, layersBefore } from './layers-before.ts';
import { RunPools } from './run-pools.ts';
import type { Revalued } from './step-values.ts';

/** A pool whose costs may be others from a day on. */
export type Touched = { readonly pool: number; readonly from: BusinessDate };

/** What the order of costs makes of the movements, and of the pools they lie in. */
export type CostsInOrder = {
  /** Movements and virtual consequences that are worth something else than they stand at. */
  readonly revalued: readonly Revalued[];
  /** The pools that were followed: as they stand, and as they are at the end of the order. */
  readonly pools: readonly {
    readonly standing: BookedPool;
    readonly after: BookedPool;
    readonly history: PoolHistory;
  }[];
};

/** Work that may ask for histories before it is done. */
type Asking<Value> = Generator<HistoryQuestion, Value, readonly PoolHistory[]>;

/**
 * Runs costs in their order from the first day on which something touched a pool: business date,
 * then number (decision 0027). It asks for the history of a pool when the run reaches into it, so
 * that nothing is read which no change can reach, and follows goods through transfers, work in
 * process, returns and orders into other pools. It changes nothing; run twice it finds nothing.
 */
export function* runCosts(
  desk: DeterminationDesk,
  itemOf: ItemOf,
  touched: readonly Touched[],
): Asking<CostsInOrder> {
  return yield* new RunInOrder(desk, itemOf, touched).run();
}

class RunInOrder {
  readonly #desk: DeterminationDesk;
  readonly #itemOf: ItemOf;
  readonly #pools = new RunPools();
  readonly #run: CostRun;
  readonly #objectOf: ObjectOf = (movement) => this.#run.objectOf(movement);
  readonly #agenda = new Agenda(this.#objectOf);
  readonly #dependents = new Map<number, CostStep[]>();
  /** Items of which all pools on hand are followed. */
  readonly #whole = new Set<string>();
  /** Pools that the run has not come to yet, the latest first. */
  readonly #ahead: Touched[];

  constructor(desk: DeterminationDesk, itemOf: ItemOf, touched: readonly Touched[]) {
    this.#desk = desk;
    this.#itemOf = itemOf;
    this.#ahead = touched.toSorted((a, b) => (a.from < b.from ? 1 : -1));
    this.#run = new CostRun({ desk, itemOf, pools: this.#pools });
  }

  *run(): Asking<CostsInOrder> {
    yield* this.#followUpTo(this.#agenda.next);
    for (let step = this.#agenda.take(); step !== undefined; step = this.#agenda.take()) {
      yield* this.#take(step);
      yield* this.#followUpTo(this.#agenda.next);
    }
    return {
      revalued: this.#run.revalued,
      pools: this.#pools.all().map(({ booked, history }) => {
        return { standing: history.booked, after: booked, history };
      }),
    };
  }

  /**
   * Follows what was touched from a day on that comes before the next step. No earlier: what happened
   * before its day is part of the state in which a pool is opened.
   */
  *#followUpTo(next: CostStep | undefined): Asking<void> {
    let first = next;
    for (let one = this.#ahead.at(-1); one !== undefined; one = this.#ahead.at(-1)) {
      if (first !== undefined && one.from > first.on) return;
      this.#ahead.pop();
      if (!this.#pools.isFollowed(one.pool)) yield* this.#follow(one.pool, one.from);
      first = this.#agenda.next;
    }
  }

  *#take(step: CostStep): Asking<void> {
    for (const { pool } of step.movements)
      if (this.#pools.isFollowed(pool)) yield* this.#followWhole(pool, step.on, step);
    let outcome = this.#run.take(step);
    while ('follow' in outcome) {
      yield* this.#follow(outcome.follow, step.on, step);
      outcome = this.#run.take(step);
    }
    if (!outcome.changed) return;
    for (const { number } of step.movements)
      for (const one of this.#dependents.get(number) ?? []) this.#agenda.add(one);
  }

  /** Follows a pool from a day on; what it did before the present step is applied at once. */
  *#follow(pool: number, from: BusinessDate, present?: CostStep): Asking<void> {
    yield* this.#ask({ pool, from }, present);
    if (this.#pools.isFollowed(pool)) yield* this.#followWhole(pool, from, present);
  }

  /** Under one average of the company all that is on hand of an item hangs together. */
  *#followWhole(pool: number, from: BusinessDate, present?: CostStep): Asking<void> {
    const { item, bucket } = this.#pools.addressOf(pool);
    if (bucket !== 'on-hand' || this.#whole.has(item)) return;
    if (costingMethodOn(this.#desk.configuration, from) !== 'company-average') return;
    this.#whole.add(item);
    yield* this.#ask({ item, from }, present);
  }

  *#ask(question: HistoryQuestion, present: CostStep | undefined): Asking<void> {
    const found = (yield question).filter(({ booked }) => !this.#pools.isFollowed(booked.number));
    // Layers that came from another account can only be had with the pool they came from.
    const isMixed = 'pool' in question && found.some(({ warmUp }) => warmUp.some(bringsLayers));
    const item = found[0]?.booked.address.item ?? '';
    const whole = isMixed ? yield { item, from: question.from } : found;
    const layers = layersBefore(this.#desk, this.#itemOf, whole);
    for (const history of found) {
      this.#run.know(history);
      for (const step of history.dependents) this.#noteDependent(step);
      this.#pools.open(history, layers.get(history.booked.number) ?? []);
    }
    const own = new Set(found.map(({ booked }) => booked.number));
    const isPast = (step: CostStep) =>
      present !== undefined &&
      comparePlaces(placeOf(step, this.#objectOf), placeOf(present, this.#objectOf)) < 0;
    for (const step of stepsInOrder(
      found.map(({ steps }) => steps),
      this.#objectOf,
    )) {
      if (isPast(step)) this.#run.catchUp(step, own);
      else this.#agenda.add(step);
    }
  }

  #noteDependent(step: CostStep): void {
    for (const { about } of step.movements) {
      if (about === 0) continue;
      const known = this.#dependents.get(about);
      if (known === undefined) this.#dependents.set(about, [step]);
      else known.push(step);
    }
  }
}
