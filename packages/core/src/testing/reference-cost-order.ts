import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { Act, Fact, Flowing, Misplaced } from './reference-acts.ts';
import { CostOrderValuation, type PostedMove } from './reference-cost-order-valuation.ts';
import type { End } from './reference-ends.ts';
import { recordedAs } from './reference-flows.ts';
import {
  allMovesOf,
  type Happening,
  type Plan,
  paidFor,
  type ReferenceLine,
  type ReferenceMove,
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
import { addTo, type Sums } from './sums.ts';

/** What was posted, and for how much at first. */
export type PostedHistory = {
  readonly configuration: Configuration;
  readonly items: ReadonlyMap<string, Item>;
  /** In the order in which they were sent. */
  readonly facts: readonly Fact[];
  /** What each of them moved when it was posted. */
  readonly posted: readonly PostedMove[];
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

/** Rule 12: where all was at standard always, nothing is late, and all is as it was. */
const isAlwaysStandard = ({ company }: Configuration): boolean =>
  company.costingMethod === 'standard' && company.costingChanges.length === 0;

class CostOrderReplay extends ReferencePostings {
  readonly #valuation: CostOrderValuation;
  /** What became of each happening of the sent order. */
  readonly #again = new Map<Happening, Happening>();
  #now: Fact | undefined;
  #placed: End[] = [];

  constructor({ configuration, items, facts, posted }: PostedHistory) {
    const asPosted = new CostOrderValuation(configuration, items, posted);
    const isStandard = isAlwaysStandard(configuration);
    super(configuration, items, isStandard ? undefined : asPosted);
    this.#valuation = asPosted;
    this.#joinAsPosted(facts);
    const placed = isStandard ? sentOrder(facts) : costOrder(facts, configuration);
    for (const one of placed) this.#postAgain(one);
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
    return { values: valuesOf(this.happenings), pools, balances };
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
    this.#placed = [...fact.placed];
    this.#valuation.event = eventNameOf(fact.happening.input);
    this.#again.set(fact.happening, this.carryOut(this.#asPosted(fact.act), day));
  }

  /** A transaction with its places and accounts as posted, in the pools of this replay. */
  #asPosted(act: Act): Act {
    const plan = { ...act.plan, original: this.#original(act.plan) };
    if (act.kind === 'flow') return this.#flowAsPosted(act);
    if (act.kind === 'conversion') return { ...act, plan };
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

  protected override arrivalOf(act: Flowing, amount: bigint): Arrival {
    const arrival = super.arrivalOf(act, amount);
    if (arrival === undefined) throw new Error('what was posted can be posted again');
    return arrival;
  }

  /** Rules 4 and 12: units of unknown cost keep theirs, and what stock at standard was asked for, or stock that had never been. */
  protected override amountOf(act: Flowing): bigint | undefined {
    const { asked } = act;
    const isFixed =
      asked !== undefined &&
      (this.valuation.isAtStandard(asked) || this.#now?.askedNothing === true);
    return (isFixed ? undefined : super.amountOf(act)) ?? this.#amountAsPosted(act);
  }

  #amountAsPosted({ plan: { input }, ends: { from, to } }: Flowing): bigint {
    const { type } = input;
    if (from.pool !== undefined)
      return -this.#valuation.nextPosted(recordedAs(type, 'from'), from.pool);
    return to.pool === undefined ? 0n : this.#valuation.nextPosted(recordedAs(type, 'to'), to.pool);
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

  /** Rule 5: what a price tells was found when it was sent, and is that ever after. */
  protected override addedBy(plan: Plan, original: Happening): bigint {
    if (plan.input.quantity === undefined) return super.addedBy(plan, original);
    const [first] = original.moves.filter(({ pool }) => pool.bucket !== 'consigned');
    if (first === undefined || this.valuation.isAtStandard(first.pool))
      return super.addedBy(plan, original);
    const posted = this.#valuation.posted('cost-correction', first.pool);
    return first.units > 0n ? posted : -posted;
  }

  /** The same of an invoice whose difference is cost. */
  protected override differenceOf(plan: Plan, original: Happening): bigint {
    const [moved] = this.#now?.happening.moves ?? [];
    return moved === undefined
      ? super.differenceOf(plan, original)
      : this.#valuation.posted(plan.input.type, this.#own(moved.pool));
  }

  /** Rule 5 for a late cost: as much as its pools can carry, and its original is not worth less than nothing. */
  protected override carriedBy(
    original: Happening,
    told: bigint,
    moves: readonly ReferenceMove[],
  ): bigint {
    // At standard nothing carries it: all of it is a variance.
    if (this.valuation.method === 'standard') return told;
    let added = told;
    for (const { pool, units } of moves) {
      const sign = units > 0n ? 1n : -1n;
      added = sign * this.valuation.nearest(pool, sign * added);
    }
    const least = -(paidFor(original) + original.addedCost + original.landedCost);
    return added < least ? least : added;
  }

  protected override unknownCost(type: string, pool: ReferencePool): bigint {
    return -this.#valuation.nextPosted(type, pool);
  }

  protected override placed(): End {
    const end = this.#placed.shift();
    if (end === undefined) throw new Error('goods lie where they were found when it was posted');
    return this.#end(end);
  }
}

/** What every event moved in each pool, itself and in what it caused. */
function valuesOf(happenings: readonly Happening[]): Sums {
  const values: Sums = new Map();
  for (const happening of happenings) {
    const event = eventNameOf(happening.input);
    for (const { type, pool, value } of allMovesOf(happening))
      addTo(values, valueName(event, type, pool), value);
  }
  return values;
}
