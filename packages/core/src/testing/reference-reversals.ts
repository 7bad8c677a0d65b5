import { ReferenceBooks } from './reference-books.ts';
import {
  allMovesOf,
  type Effect,
  type Happening,
  type Plan,
  type ReferenceLine,
  type ReferenceMove,
  tookFrom,
} from './reference-history.ts';
import {
  bears,
  plainly,
  type ReferencePool,
  revalue,
  sizeOf,
  takeExactly,
} from './reference-pool.ts';

/** How the reference model takes back what happened, alone or with all that it caused. */
export class ReferenceReversals extends ReferenceBooks {
  protected reverse(plan: Plan): boolean {
    const { input, original } = plan;
    if (original === undefined || !this.canReverse(plan, original)) return false;
    const happening = this.begin(input, original.document, !original.isForward);
    if (original.caused.length > 0) this.turnAllRound(happening, original);
    else this.turnOneRound(happening, original);
    original.isReversed = true;
    for (const { of, units, value } of original.took) tookFrom(happening, of, -units, -value);
    return true;
  }

  /** With what it caused a transaction is turned round as a whole: only the sums of a pool count. */
  protected turnAllRound(happening: Happening, original: Happening): void {
    const effects = [original, ...original.caused.toReversed()];
    const sums = sumsOf(effects);
    const rests = sums.map((sum) => ({ ...sum, ...this.giveAllBack(happening, original, sum) }));
    for (const [index, { moves, lines }] of effects.entries()) {
      const turned = { moves: [] as ReferenceMove[], lines: turnedLines(lines) };
      for (const { type, pool, place, units, value } of moves) {
        turned.moves.push({ type, pool, place, units: -units, value: -value });
        this.holdings.lay(pool, place, -units);
      }
      if (index > 0) happening.caused.push(turned);
      else {
        happening.moves.push(...turned.moves);
        happening.lines.push(...turned.lines);
      }
    }
    for (const { type, pool, place, rest: value } of rests) {
      if (value !== 0n) this.cause(happening, { type, pool, place, value });
    }
    this.settleOrders(
      happening,
      sums.map(({ pool }) => pool),
    );
  }

  /** Gives a pool back what several events took of it in all; what has to be caused for it. */
  protected giveAllBack(
    happening: Happening,
    original: Happening,
    { pool, units, value, isSettled }: Sum,
  ) {
    const none = { type: 'cost-revaluation', rest: 0n };
    if (pool.bucket === 'order-clearing') plainly(pool, units, value);
    else if (units === 0n) revalue(pool, value);
    else if (units > 0n) {
      const plain = pool.value + value;
      const rest = this.putIn(happening, pool, units, value);
      const fits = pool.units === 0n ? plain === 0n : pool.units > 0n ? plain >= 0n : plain <= 0n;
      // The settlement comes back with the receipt; there is nothing to settle a second time.
      if (!isSettled || !fits) return { type: 'negative-balance-cost-adjustment', rest };
      revalue(pool, -rest);
    } else if (pool.units + units < 0n && pool.value + value <= 0n) {
      plainly(pool, units, value);
      pool.lots = [];
    } else {
      const { source = 'api', key } = original.input;
      const gone = { units: -units, value: -value };
      return { ...none, rest: takeExactly(pool, gone, `${source} ${key}`) };
    }
    return none;
  }

  protected turnOneRound(happening: Happening, original: Happening): void {
    const { moves } = original;
    const staysInPool = moves.length === 2 && moves[0]?.pool === moves[1]?.pool;
    const rests = moves.map((move) => ({
      move,
      ...this.turnRound(happening, original, move, staysInPool),
    }));
    happening.lines.push(...turnedLines(original.lines));
    for (const { move, type, value } of rests) {
      if (value !== 0n) this.cause(happening, { type, pool: move.pool, place: move.place, value });
    }
    this.settleOrders(
      happening,
      moves.map(({ pool }) => pool),
    );
  }

  protected canReverse({ input, units }: Plan, original: Happening): boolean {
    const { moves } = original;
    const same =
      original.input.type === input.type &&
      original.input.item === input.item &&
      original.input.site === input.site;
    const asMany = input.quantity === undefined || units === sizeOf(moves[0]?.units ?? 0n);
    const isFree = !original.isReversed && original.usedUnits === 0n;
    if (!same || !asMany || !isFree) return false;
    // Stock that lies there on another account by now would be mixed with what comes back.
    const isMixed = allMovesOf(original).some(({ pool, place }) => {
      const { item, site, bucket } = pool;
      const there = this.holdings.accountAt({ item, site, bucket, place });
      return there !== undefined && there !== pool.account;
    });
    if (isMixed) return false;
    const forbids = this.configuration.company.negativeStock === 'forbid';
    if (original.caused.length > 0) {
      return sumsOf([original, ...original.caused.toReversed()]).every(
        ({ pool, units: back, value }) => {
          if (pool.bucket === 'order-clearing') return true;
          if (back === 0n) return bears(pool, value);
          const mayRunShort = pool.bucket === 'on-hand' && !forbids;
          return back > 0n || mayRunShort || pool.units + back >= 0n;
        },
      );
    }
    if (moves.length === 2 && moves[0]?.pool === moves[1]?.pool) return true;
    return moves.every(({ pool, units: moved, value }) => {
      if (moved === 0n) return bears(pool, -value);
      if (moved < 0n || pool.bucket === 'order-clearing') return true;
      if (pool.bucket !== 'on-hand') return pool.units >= moved;
      return this.configuration.company.negativeStock === 'allow' || pool.units >= moved;
    });
  }

  /** Turns one move round; the value that has to be caused for it comes back. */
  protected turnRound(
    happening: Happening,
    original: Happening,
    move: ReferenceMove,
    staysInPool: boolean,
  ) {
    const { pool, units, value, type } = move;
    this.record(happening, type, { ...move, site: pool.site, role: '', account: '' }, [
      -units,
      -value,
    ]);
    if (staysInPool) return { type: '', value: 0n };
    if (units > 0n && pool.bucket !== 'order-clearing') {
      const { source = 'api', key } = original.input;
      return { type: 'cost-revaluation', value: takeExactly(pool, move, `${source} ${key}`) };
    }
    const settled = this.putIn(happening, pool, -units, -value);
    return { type: 'negative-balance-cost-adjustment', value: settled };
  }
}

/** What comes back to a pool when several events are turned round, and where it lay. */
type Sum = {
  readonly pool: ReferencePool;
  readonly place: string;
  readonly units: bigint;
  readonly value: bigint;
  /** Value alone was moved too: stock below zero is settled by it. */
  readonly isSettled: boolean;
};

/** The changes of several events, pool by pool, with their signs turned. */
function sumsOf(effects: readonly Effect[]): readonly Sum[] {
  const moves = effects.flatMap((effect) => effect.moves);
  const pools = [...new Set(moves.map(({ pool }) => pool))];
  return pools.map((pool) => {
    const own = moves.filter((move) => move.pool === pool);
    const total = (column: 'units' | 'value') => own.reduce((sum, move) => sum - move[column], 0n);
    const isSettled = own.some(({ units }) => units === 0n);
    const sums = { units: total('units'), value: total('value') };
    return { pool, place: own[0]?.place ?? '', ...sums, isSettled };
  });
}

const turnedLines = (lines: readonly ReferenceLine[]): ReferenceLine[] =>
  lines.map((line) => ({ ...line, amount: -line.amount }));
