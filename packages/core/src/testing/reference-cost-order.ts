import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import { addTo, type Sums } from './books-faults.ts';
import type { Act, Fact, Flowing, Misplaced } from './reference-acts.ts';
import { CostOrderValuation, PostedValues } from './reference-cost-order-valuation.ts';
import type { End } from './reference-ends.ts';
import { recordedAs } from './reference-flows.ts';
import {
  allMovesOf,
  type Happening,
  type Plan,
  paidFor,
  type ReferenceLine,
} from './reference-history.ts';
import type { ReferencePool } from './reference-pool.ts';
import { costOrder, type Placed, sentOrder } from './reference-positions.ts';
import { ReferencePostings } from './reference-postings.ts';
import type { Arrival } from './reference-standard.ts';
import {
  balanceName,
  eventNameOf,
  poolName,
  type RestatedBooks,
  valueName,
} from './restated-books.ts';

/** What was posted, and for how much at first. */
export type PostedHistory = {
  readonly configuration: Configuration;
  readonly items: ReadonlyMap<string, Item>;
  /** In the order in which they were sent. */
  readonly facts: readonly Fact[];
  /** What each event moved when it was posted; absent: what the model made it move. */
  readonly posted?: Sums;
};

/**
 * What the books must show once every late fact is worked in: all that was posted, posted once more
 * in the order of costs (decision 0033). Places keep the account they were posted on and nothing is
 * refused; where the order of costs leaves something open, a rule of that decision is named here.
 */
export function inCostOrder(history: PostedHistory): RestatedBooks {
  return new CostOrderReplay(history).books();
}

/** A line of the journal in the order of costs, of which event, and of which day that is. */
export type CostedLine = {
  readonly event: string;
  readonly day: string;
  readonly line: ReferenceLine;
};

/** All debits and credits of the same: a consequence counts for the event that causes it, on its day. */
export function linesInCostOrder(history: PostedHistory): readonly CostedLine[] {
  return new CostOrderReplay(history).costedLines();
}

/** What the model's own events moved, each with what it caused. */
function postedValues(happenings: readonly Happening[]): Sums {
  const values: Sums = new Map();
  for (const happening of happenings) {
    const event = eventNameOf(happening.input);
    for (const { type, pool, value } of allMovesOf(happening))
      addTo(values, valueName(event, type, pool), value);
  }
  return values;
}

class CostOrderReplay extends ReferencePostings {
  readonly #posted: PostedValues;
  readonly #valuation: CostOrderValuation;
  /** What became of each happening of the sent order. */
  readonly #again = new Map<Happening, Happening>();
  #now: Fact | undefined;

  constructor({ configuration, items, facts, posted }: PostedHistory) {
    const values = new PostedValues(posted ?? postedValues(facts.map((fact) => fact.happening)));
    const valuation = new CostOrderValuation(configuration, items, values);
    super(configuration, items, valuation);
    this.#valuation = valuation;
    this.#posted = values;
    this.#joinAsPosted(facts);
    // Rule 12: where all was at standard always, nothing is late.
    const { costingMethod, costingChanges } = configuration.company;
    const isAlwaysStandard = costingMethod === 'standard' && costingChanges.length === 0;
    for (const placed of isAlwaysStandard ? sentOrder(facts) : costOrder(facts))
      this.#postAgain(placed);
  }

  books(): RestatedBooks {
    const balances: Sums = new Map();
    for (const line of this.lines()) addTo(balances, balanceName(line), line.amount);
    const pools = new Map(
      this.pools.map((pool) => {
        const { units, value, lots } = pool;
        return [poolName(pool), { units, value, layers: lots }] as const;
      }),
    );
    return { values: postedValues(this.happenings), pools, balances };
  }

  costedLines(): readonly CostedLine[] {
    return this.happenings.flatMap(({ input, lines, caused }) => {
      const all = [...lines, ...caused.flatMap((effect) => effect.lines)];
      return all.map((line) => ({ event: eventNameOf(input), day: input.postedOn, line }));
    });
  }

  /** Rule 11: the places of a company's average stand in the order in which they were posted to. */
  #joinAsPosted(facts: readonly Fact[]): void {
    for (const { happening } of facts) {
      for (const { pool } of allMovesOf(happening)) this.valuation.note(this.#own(pool));
    }
  }

  #postAgain({ fact, day }: Placed): void {
    this.#now = fact;
    this.#valuation.event = eventNameOf(fact.happening.input);
    this.#again.set(fact.happening, this.carryOut(this.#asPosted(fact.act), day));
  }

  /** A transaction with its places and accounts as posted, in the pools of this replay. */
  #asPosted(act: Act): Act {
    const plan = { ...act.plan, original: this.#original(act.plan) };
    if (act.kind === 'flow') return this.#flowAsPosted(act);
    if (act.kind === 'count') return { ...act, plan, end: this.#end(act.end) };
    if (act.kind === 'reclassification') {
      const parts = act.parts.map(({ from, into, units }): Misplaced => {
        return { from: this.#end(from), into: this.#end(into), units };
      });
      return { ...act, plan, parts };
    }
    const original = this.#happened(act.original);
    if (act.kind === 'clearing') return { ...act, plan, original, from: this.#end(act.from) };
    return { ...act, plan, original };
  }

  #flowAsPosted(act: Flowing): Flowing {
    const plan = { ...act.plan, original: this.#original(act.plan) };
    const ends = { from: this.#end(act.ends.from), to: this.#end(act.ends.to) };
    const asked = act.asked && this.#own(act.asked);
    return { ...act, plan, ends, asked, used: act.used && this.#end(act.used) };
  }

  #original = ({ original }: Plan): Happening | undefined => original && this.#happened(original);

  #happened = (happening: Happening): Happening => {
    const again = this.#again.get(happening);
    if (again === undefined) throw new Error('what is named comes first in the order of costs');
    return again;
  };

  #end = (end: End): End => ({ ...end, pool: end.pool && this.#own(end.pool) });

  #own = ({ item, site, bucket, document, account }: ReferencePool): ReferencePool =>
    this.holdings.poolAt({ item, site, bucket, place: document }, account);

  protected override turn(): number {
    return this.#now?.happening.turn ?? super.turn();
  }

  protected override receivedAsSent(): Flowing | undefined {
    const received = this.#now?.received;
    return received && this.#flowAsPosted(received);
  }

  protected override arrivalOf(act: Flowing): Arrival {
    const arrival = super.arrivalOf(act);
    if (arrival === undefined) throw new Error('what was posted can be posted again');
    return arrival;
  }

  /** Rules 4 and 12: units of unknown cost keep theirs; what is asked of stock at standard was told then. */
  protected override amountOf(act: Flowing): bigint | undefined {
    const isFixed = act.asked !== undefined && this.valuation.isAtStandard(act.asked);
    return (isFixed ? undefined : super.amountOf(act)) ?? this.#amountAsPosted(act);
  }

  #amountAsPosted({ plan: { input }, ends: { from, to } }: Flowing): bigint {
    const event = this.#valuation.event;
    if (from.pool !== undefined)
      return -this.#posted.of(event, recordedAs(input.type, 'from'), from.pool);
    return to.pool === undefined
      ? 0n
      : this.#posted.of(event, recordedAs(input.type, 'to'), to.pool);
  }

  /** Rule 5: of an amount of value that is told the books take what units can carry at that moment. */
  protected override told(
    amount: bigint,
    from: ReferencePool | undefined,
    to: ReferencePool | undefined,
  ): bigint {
    const into = to === undefined ? amount : this.valuation.nearest(to, amount);
    return from === undefined ? into : -this.valuation.nearest(from, -into);
  }

  /** Rule 5 for a correction: as much as all its pools can carry, and its original is not worth less than nothing. */
  protected override correctionOf({ input }: Plan, original: Happening): bigint {
    let added = this.cents(input.amount);
    for (const { pool, units } of original.moves) {
      const sign = units > 0n ? 1n : -1n;
      added = sign * this.valuation.nearest(pool, sign * added);
    }
    const least = -(paidFor(original) + original.addedCost);
    return added < least ? least : added;
  }

  protected override unknownPart({ input }: Plan, { pool }: End): bigint {
    return pool === undefined ? 0n : -this.#posted.of(this.#valuation.event, input.type, pool);
  }
}
