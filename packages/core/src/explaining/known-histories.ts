import type { CostLayer, PoolAddress } from '../costing/cost-pool.ts';
import type { DeterminationDesk } from '../determination/determination-desk.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { comparePlaces, placeOf, stepsInOrder } from '../restating/agenda.ts';
import type { CostStep, ItemOf, PoolHistory, StepMovement } from '../restating/cost-history.ts';
import { CostRun } from '../restating/cost-run.ts';
import { bringsLayers, layersBefore } from '../restating/layers-before.ts';
import { openingOf, RunPools } from '../restating/run-pools.ts';
import { firstOf } from '../restating/step-values.ts';
import type { Explaining } from './cost-question.ts';
import type { PoolPast } from './pool-composition.ts';

/** A movement in the step it belongs to. */
export type Placed = { readonly step: CostStep; readonly movement: StepMovement };

/** The histories that an explanation has asked for, and every step they told of. */
export class KnownHistories {
  readonly #desk: DeterminationDesk;
  readonly #itemOf: ItemOf;
  readonly #until: BusinessDate;
  readonly #histories = new Map<number, PoolHistory>();
  readonly #items = new Set<string>();
  readonly #placed = new Map<number, Placed>();
  readonly #facts = new Map<number, Placed[]>();
  readonly #addresses = new Map<number, PoolAddress>();

  constructor(desk: DeterminationDesk, itemOf: ItemOf, until: BusinessDate) {
    this.#desk = desk;
    this.#itemOf = itemOf;
    this.#until = until;
  }

  /** The pool with its history; asked for where it is not known yet. */
  *pool(number: number): Explaining<PoolHistory | undefined> {
    if (!this.#histories.has(number)) this.#learn(yield { pool: number, until: this.#until });
    return this.#histories.get(number);
  }

  /** All pools on hand of an item, which under one average of the company share their cost. */
  *onHandOf(item: string): Explaining<readonly PoolHistory[]> {
    if (!this.#items.has(item)) {
      this.#items.add(item);
      this.#learn(yield { item, until: this.#until }, true);
    }
    return [...this.#histories.values()].filter(
      ({ booked: { address } }) => address.item === item && address.bucket === 'on-hand',
    );
  }

  #learn(histories: readonly PoolHistory[], isNewer = false): void {
    for (const history of histories) {
      const { booked, addresses, steps, dependents, originals, warmUp } = history;
      if (isNewer || !this.#histories.has(booked.number))
        this.#histories.set(booked.number, history);
      this.#addresses.set(booked.number, booked.address);
      for (const [number, address] of addresses) this.#addresses.set(number, address);
      for (const step of [...warmUp, ...originals, ...steps, ...dependents]) this.#place(step);
    }
  }

  #place(step: CostStep): void {
    for (const movement of step.movements) {
      if (movement.isVirtual || this.#placed.has(movement.number)) continue;
      const placed = { step, movement };
      this.#placed.set(movement.number, placed);
      if (movement.about === 0 || movement.quantity !== 0n) continue;
      const known = this.#facts.get(movement.about);
      if (known === undefined) this.#facts.set(movement.about, [placed]);
      else known.push(placed);
    }
  }

  placed(movement: number): Placed | undefined {
    return this.#placed.get(movement);
  }

  /** What is known about the cost of a movement besides what it was posted with. */
  factsAbout(movement: number): readonly Placed[] {
    return this.#facts.get(movement) ?? [];
  }

  addressOf(pool: number): PoolAddress | undefined {
    return this.#addresses.get(pool);
  }

  /** What happened in pools that share a cost before a movement. */
  past(histories: readonly PoolHistory[], { step, movement }: Placed): PoolPast {
    const from = histories.reduce<BusinessDate | ''>(
      (latest, history) => (history.from > latest ? history.from : latest),
      '',
    );
    let [units, value] = [0n, 0n];
    for (const history of histories) {
      const opening = openingOf(history);
      units += opening.quantity;
      value += opening.value;
    }
    return {
      pools: new Set(histories.map(({ booked }) => booked.number)),
      opening: { quantity: units, value },
      from: from === '' ? step.on : from,
      steps: stepsUpTo(histories, { step, movement }),
    };
  }

  /** The layers of a pool just before a movement; none where receipts are not used up one by one. */
  *layersAt(history: PoolHistory, placed: Placed): Explaining<readonly CostLayer[]> {
    const { number, address } = history.booked;
    const all = [...history.warmUp, ...history.steps];
    const histories = all.some(bringsLayers) ? yield* this.onHandOf(address.item) : [history];
    const pools = new RunPools();
    const run = new CostRun({ desk: this.#desk, itemOf: this.#itemOf, pools });
    const layers = layersBefore(this.#desk, this.#itemOf, histories);
    for (const one of histories) {
      run.know(one);
      pools.open(one, layers.get(one.booked.number) ?? []);
    }
    const own = new Set(histories.map(({ booked }) => booked.number));
    for (const step of stepsUpTo(histories, placed)) run.catchUp(step, own);
    return pools.at(number)?.pool.layers ?? [];
  }
}

/** The steps before a movement, that of the movement itself as far as it goes before it. */
function stepsUpTo(
  histories: readonly PoolHistory[],
  { step, movement }: Placed,
): readonly CostStep[] {
  const place = placeOf(step);
  const earlier = stepsInOrder(histories.map(({ steps }) => steps)).filter(
    (one) => firstOf(one) !== firstOf(step) && comparePlaces(placeOf(one), place) < 0,
  );
  const at = step.movements.findIndex(({ number }) => number === movement.number);
  return at <= 0 ? earlier : [...earlier, { ...step, movements: step.movements.slice(0, at) }];
}
