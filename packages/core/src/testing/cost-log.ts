import { EMPTY_POOL, type PoolAddress } from '../costing/cost-pool.ts';
import type { RestatedCosts } from '../costing/restated-costs.ts';
import type { CostNode } from '../explaining/cost-node.ts';
import type { Explaining } from '../explaining/cost-question.ts';
import { explainCost } from '../explaining/explain-cost.ts';
import { stillThere } from '../explaining/still-there.ts';
import type { Item } from '../items/item.ts';
import type { AddressedMovement, BookedPool, Books } from '../posting/books.ts';
import type { Decision } from '../posting/decide.ts';
import { assert } from '../primitives/assert.ts';
import { type BusinessDate, FIRST_DAY } from '../primitives/business-date.ts';
import { money, quantity } from '../primitives/money.ts';
import { eventsOfClaims, eventsOnGoodsReceived, type OwedGoods } from '../restating/claims.ts';
import { correctCosts, eventsToCorrect } from '../restating/cost-corrections.ts';
import type {
  CostStep,
  HistoryQuestion,
  PoolHistory,
  SaidOfSides,
  SharedSides,
  StepMovement,
} from '../restating/cost-history.ts';
import { type CostsInOrder, runCosts, type Touched } from '../restating/run-costs.ts';
import { takesClaim } from '../transactions/posting-rules.ts';

type Told = { readonly goods: bigint; readonly claimed: bigint };

const NOTHING_TOLD: Told = { goods: 0n, claimed: 0n };

const isRestating = ({ kind }: Decision['links'][number]): boolean => kind === 'restates';

/**
 * The log of the sample company as far as costs are concerned, in memory: it answers what a run of
 * the costs asks, by searching everything from the front.
 */
export class CostLog {
  readonly #books: Books;
  readonly #movements: AddressedMovement[] = [];
  readonly #restated: RestatedCosts[] = [];
  /** By how much the books were told that uses of earlier events differ. */
  readonly #told = new Map<string, Told>();
  readonly decisions: Decision[] = [];

  constructor(books: Books) {
    this.#books = books;
  }

  add(decision: Decision): void {
    this.decisions.push(decision);
    const addresses = this.#addresses();
    for (const movement of decision.movements) {
      const address = addresses.get(movement.pool);
      assert(address !== undefined, 'a movement has a pool');
      this.#movements.push({ ...movement, address });
    }
    this.#restated.push(...decision.restated);
    if (decision.restated.length > 0 || decision.links.some(isRestating)) this.#tellBooks();
  }

  #addresses(): ReadonlyMap<number, PoolAddress> {
    return new Map([...this.#books.pools.values()].map((one) => [one.number, one.address]));
  }

  /** What the books know of earlier events follows the corrections. */
  #tellBooks(): void {
    for (const [name, known] of this.#books.earlier) {
      const own = [...known.movements, ...known.consequences.movements];
      const restated = own.flatMap(({ number, pool, costedOn }) => {
        const correction = this.#latest(pool, costedOn, '').get(number);
        return correction === undefined ? [] : [[number, money(correction)] as const];
      });
      const first = known.movements[0]?.number;
      const isAnchor = this.#restated.some(
        ({ asType, movements }) => asType !== '' && movements.some((number) => number === first),
      );
      const anchors = isAnchor && first !== undefined ? [[first, money(0n)] as const] : [];
      if (restated.length + anchors.length > 0 || known.restated.size > 0)
        this.#books.earlier.set(name, { ...known, restated: new Map([...anchors, ...restated]) });
    }
    this.#tellUses();
  }

  /** What later events took of earlier ones follows the corrections as well. */
  #tellUses(): void {
    const links = this.decisions.flatMap((one) => one.links);
    const claims = new Map<number, bigint>();
    for (const { to, value } of links.filter(isRestating))
      claims.set(to, (claims.get(to) ?? 0n) + value);
    const claiming = new Set(
      this.decisions.flatMap(({ events }) =>
        events.filter(({ type }) => takesClaim(type)).map(({ number }) => number),
      ),
    );
    for (const [name, known] of this.#books.earlier) {
      const { number } = known.event;
      const sign = (known.movements[0]?.quantity ?? 0n) < 0n ? -1n : 1n;
      let [goods, claimed] = [0n, 0n];
      for (const { event, to, kind, quantity: units } of links) {
        if (to !== number || kind !== 'refers-to' || units === 0n) continue;
        if (!claiming.has(event)) goods -= sign * this.#correctionOf(event);
        else claimed += claims.get(event) ?? 0n;
      }
      const [before, after] = [this.#told.get(name) ?? NOTHING_TOLD, { goods, claimed }];
      this.#told.set(name, after);
      this.#books.earlier.set(name, {
        ...known,
        usedValue: money(known.usedValue + goods + claimed - before.goods - before.claimed),
        claimed: {
          ...known.claimed,
          value: money(known.claimed.value + claimed - before.claimed),
        },
        restatedClaim: money(claims.get(number) ?? 0n),
      });
    }
  }

  /** By how much the movements of an event itself differ from what they were posted at. */
  #correctionOf(event: number): bigint {
    let sum = 0n;
    for (const own of this.#movements)
      if (own.event === event)
        sum += this.#latest(own.pool, own.costedOn, '').get(own.number) ?? 0n;
    return sum;
  }

  /** Runs the costs from where something touched them. */
  run(touched: readonly Touched[]): CostsInOrder {
    const { desk } = this.#books;
    const itemOf = (code: string) => this.#itemOf(code);
    const run = runCosts(desk, itemOf, touched);
    let next = run.next();
    while (next.done !== true) next = run.next(this.#histories(next.value));
    return next.value;
  }

  /** Why a movement costs what it does, looking back as far as a day. */
  explain(
    { number, pool }: Pick<StepMovement, 'number' | 'pool'>,
    on: BusinessDate,
    from = FIRST_DAY,
  ): CostNode | undefined {
    const { desk } = this.#books;
    const subject = { movement: number, pool, on };
    return this.#answer(
      explainCost(desk, (code) => this.#itemOf(code), subject),
      from,
    );
  }

  /** What of the value of a movement is still in its pool. */
  stillThere({ number, pool }: StepMovement, on: BusinessDate): bigint | undefined {
    const { desk } = this.#books;
    const subject = { movement: number, pool, on };
    return this.#answer(
      stillThere(desk, (code) => this.#itemOf(code), subject),
      FIRST_DAY,
    );
  }

  #answer<Value>(explaining: Explaining<Value>, from: BusinessDate): Value {
    let next = explaining.next();
    while (next.done !== true) next = explaining.next(this.#histories({ ...next.value, from }));
    return next.value;
  }

  #itemOf(code: string): Item {
    const item = this.#books.items.get(code);
    assert(item !== undefined, `item ${code} is known`);
    return item;
  }

  /** Runs the costs after a decision and posts what changed; the corrections come back. */
  restateAfter(decision: Decision): Decision | undefined {
    const { touched } = decision;
    const [cause] = decision.events;
    if (touched.length === 0 || cause === undefined) return undefined;
    const costs = this.run(touched);
    const owed = this.#owedGoods(new Set(eventsOnGoodsReceived(costs)));
    const asked = [...eventsToCorrect(costs), ...eventsOfClaims(owed)];
    const posted = this.#sidesOf(new Set(asked));
    const itemOf = (code: string) => this.#itemOf(code);
    const restating = correctCosts(this.#books, itemOf, costs, {
      causes: [{ ...cause, pools: touched.map(({ pool }) => pool) }],
      posted,
      said: this.#saidOf(new Set(asked)),
      owed,
    });
    this.add(restating.decision);
    return restating.decision;
  }

  #saidOf(wanted: ReadonlySet<number>): readonly SaidOfSides[] {
    return this.decisions.flatMap(({ events }) =>
      events
        .filter(({ number, entry }) => wanted.has(number) && entry === 0)
        .map(({ number, content }) => ({ ...JSON.parse(content), event: number })),
    );
  }

  /** The goods that events are, or took a part of. */
  #owedGoods(events: ReadonlySet<number>): readonly OwedGoods[] {
    const links = this.decisions
      .flatMap((one) => one.links)
      .filter(({ kind, quantity: units }) => kind === 'refers-to' && units !== 0n);
    const goods = new Set([
      ...events,
      ...links.filter(({ event }) => events.has(event)).map(({ to }) => to),
    ]);
    const reversed = new Map(
      this.decisions
        .flatMap((one) => one.links)
        .filter(({ kind }) => kind === 'reverses')
        .map(({ event, to }) => [event, { reverses: to }] as const),
    );
    const known = new Map(
      this.decisions.flatMap((one) => one.events.map((event) => [event.number, event] as const)),
    );
    return [...goods].flatMap((number) => {
      const event = known.get(number);
      const moved = this.decisions
        .flatMap((one) => one.movements)
        .find((one) => one.event === number);
      if (event === undefined || moved === undefined) return [];
      const uses = links
        .filter(({ to }) => to === number)
        .flatMap(({ event: user, quantity: units }) => {
          const use = known.get(user);
          return use === undefined
            ? []
            : [{ event: user, type: use.type, on: use.postedOn, units, ...reversed.get(user) }];
        });
      return [{ event: number, type: event.type, units: moved.quantity, uses }];
    });
  }

  #sidesOf(wanted: ReadonlySet<number>): readonly SharedSides[] {
    return this.decisions.flatMap(({ events, postings }) =>
      events
        .filter(({ number, entry }) => wanted.has(number) && entry !== 0)
        .flatMap(({ number, entry }) => {
          const own = postings.filter((posting) => posting.entry === entry);
          const debit = own.map((one) => one.debit).find(({ role }) => role !== CLEARING);
          const credit = own.map((one) => one.credit).find(({ role }) => role !== CLEARING);
          if (debit === undefined || credit === undefined) return [];
          return [{ debit, credit, events: [number] }];
        }),
    );
  }

  #histories(question: HistoryQuestion): readonly PoolHistory[] {
    const pools = [...this.#books.pools.values()].filter((one) =>
      'pool' in question
        ? one.number === question.pool
        : one.address.item === question.item && one.address.bucket === 'on-hand',
    );
    const whole = new Set(pools.map(({ number }) => number));
    return pools.map((booked) => this.#historyOf(booked, question.from, whole));
  }

  #historyOf(booked: BookedPool, from: BusinessDate, whole: ReadonlySet<number>): PoolHistory {
    const all = this.steps();
    const touches = ({ movements }: CostStep) =>
      movements.some((one) => one.pool === booked.number || one.pricedBy === booked.number);
    const steps = all.filter((step) => step.on >= from && touches(step));
    const before = all.filter((step) => step.on < from && touches(step));
    const dependents = [...steps];
    for (let at = 0; at < dependents.length; at += 1) {
      const numbers = new Set(dependents[at]?.movements.map(({ number }) => number));
      for (const one of all) {
        const depends = one.movements.some(
          ({ costed, about }) =>
            (costed === 'original' || costed === 'reversed') && numbers.has(about),
        );
        if (depends && !dependents.includes(one)) dependents.push(one);
      }
    }
    const hasLayers = before.length > 0 && booked.address.bucket === 'on-hand';
    return {
      booked,
      addresses: this.#addresses(),
      from,
      steps,
      dependents: dependents.slice(steps.length),
      originals: this.#originalsOf(all, dependents),
      known: knownBefore(
        all.filter((step) => step.on < from),
        whole,
      ),
      warmUp: hasLayers && this.#isFifo() ? before : [],
    };
  }

  #originalsOf(all: readonly CostStep[], steps: readonly CostStep[]): readonly CostStep[] {
    const aboutBy = (some: readonly CostStep[]) =>
      new Set(some.flatMap(({ movements }) => movements.map(({ about }) => about)));
    const withOneOf = (numbers: ReadonlySet<number>) =>
      all.filter(({ movements }) => movements.some(({ number }) => numbers.has(number)));
    const own = withOneOf(aboutBy(steps));
    return [...own, ...withOneOf(aboutBy(own))];
  }

  #isFifo(): boolean {
    const { company } = this.#books.desk.configuration;
    return [company.costingMethod, ...company.costingChanges.map(({ method }) => method)].includes(
      'fifo',
    );
  }

  /** Every family of movements in the order of costs, at what its movements are worth by now. */
  steps(): readonly CostStep[] {
    const steps: { on: BusinessDate; item: string; movements: StepMovement[] }[] = [];
    for (const one of this.#movements) {
      if (one.costed === 'restated') continue;
      const open = steps.at(-1);
      if (one.familyAt === 0 || open === undefined)
        steps.push({ on: one.costedOn, item: one.address.item, movements: [this.#stepped(one)] });
      else open.movements.push(this.#stepped(one));
    }
    for (const step of steps) step.movements.push(...this.#virtualIn(step));
    return steps.toSorted((a, b) => {
      if (a.on !== b.on) return a.on < b.on ? -1 : 1;
      return (a.movements[0]?.number ?? 0) - (b.movements[0]?.number ?? 0);
    });
  }

  #stepped({ address: _, ...movement }: AddressedMovement): StepMovement {
    const { number, event, type, pool, costed, pricedBy, about } = movement;
    const correction = this.#latest(pool, movement.costedOn, '').get(number) ?? 0n;
    const value = money(movement.value + correction);
    const posted = movement.value;
    const { quantity: units } = movement;
    return {
      number,
      event,
      type,
      pool,
      quantity: units,
      value,
      posted,
      costed,
      pricedBy,
      about,
      isVirtual: false,
    };
  }

  /** What stands of corrections for a pool on a day. */
  #latest(pool: number, on: string, asType: string): ReadonlyMap<number, bigint> {
    const row = this.#restated.findLast(
      (one) => one.pool === pool && one.costedOn === on && one.asType === asType,
    );
    return new Map(row?.movements.map((number, index) => [number, row.corrections[index] ?? 0n]));
  }

  #virtualIn({ on, movements }: CostStep): readonly StepMovement[] {
    const [first] = movements;
    if (first === undefined) return [];
    const kinds = new Map(
      this.#restated
        .filter(({ asType, costedOn }) => asType !== '' && costedOn === on)
        .map(({ pool, asType }) => [`${pool} ${asType}`, { pool, asType }]),
    );
    return [...kinds.values()].flatMap(({ pool, asType }) => {
      const correction = this.#latest(pool, on, asType).get(first.number) ?? 0n;
      if (correction === 0n || asType === '') return [];
      const value = money(correction);
      const none = { quantity: quantity(0n), pricedBy: 0, about: 0, posted: money(0n) };
      return [
        { ...first, ...none, pool, type: asType, value, costed: 'consequence', isVirtual: true },
      ];
    });
  }
}

const CLEARING = 'intersite-clearing';

/** What pools together last held before a day while they held something. */
function knownBefore(before: readonly CostStep[], pools: ReadonlySet<number>) {
  const netOf = ({ movements }: CostStep) =>
    movements.reduce((sum, one) => (pools.has(one.pool) ? sum + one.quantity : sum), 0n);
  const last = before.findLast((step) => netOf(step) !== 0n);
  if (last === undefined) return EMPTY_POOL.known;
  let [units, value, settled] = [0n, 0n, 0n];
  for (const movement of last.movements) {
    if (!pools.has(movement.pool)) continue;
    units += movement.quantity;
    if (movement.quantity === 0n) settled += movement.value;
    else value += movement.value;
  }
  if (units < 0n) return { quantity: quantity(-units), value: money(-(value + settled)) };
  return { quantity: quantity(units), value: money(value) };
}
