import { ReferenceBooks } from './reference-books.ts';
import {
  type Effect,
  type Happening,
  landedOn,
  type Plan,
  type ReferenceLine,
  type ReferenceMove,
  receiptOf,
  tookFrom,
} from './reference-history.ts';
import { type ReferencePool, sizeOf } from './reference-pool.ts';

/** How the reference model takes back what happened, alone or with all that it caused. */
export class ReferenceReversals extends ReferenceBooks {
  protected reverse(plan: Plan): boolean {
    const { input, original } = plan;
    if (original === undefined || !this.canReverse(plan, original)) return false;
    const happening = this.begin(input, original.document, !original.isForward);
    if (familyOf(original).length > 1) this.turnAllRound(happening, original);
    else this.turnOneRound(happening, original);
    original.isReversed = true;
    for (const { of, units, value, isLanded } of original.took) {
      if (isLanded) landedOn(happening, of, value);
      else tookFrom(happening, of, -units, -value);
    }
    return true;
  }

  /** With what it caused a transaction is turned round as a whole: only the sums of a pool count. */
  protected turnAllRound(happening: Happening, original: Happening): void {
    const effects = familyOf(original);
    const sums = sumsOf(effects);
    const own = receiptOf(original).receipt;
    const now = receiptOf(happening);
    const rests = sums.map((sum) => {
      const { pool, units, value, isSettled } = sum;
      const how = { own, now, stays: onlyMoved(sums, pool.item), isSettled };
      return { ...sum, ...this.valuation.giveAllBack(pool, [units, value], how) };
    });
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
    const { usedUnits, addedCost, landedCost } = original;
    const isUntouched = usedUnits === 0n && addedCost === 0n && landedCost === 0n;
    const isFree = !original.isReversed && isUntouched;
    if (!same || !asMany || !isFree) return false;
    // Stock that lies there on another account by now would be mixed with what comes back.
    const isMixed = familyOf(original)
      .flatMap((effect) => effect.moves)
      .some(({ pool, place }) => {
        const { item, site, bucket } = pool;
        const there = this.holdings.accountAt({ item, site, bucket, place });
        return there !== undefined && there !== pool.account;
      });
    if (isMixed) return false;
    const isThere = (pool: ReferencePool, leaving: bigint): boolean =>
      (pool.bucket === 'on-hand' && !this.forbidsBelowZero) ||
      this.canSpare(pool, leaving, input.postedOn);
    if (familyOf(original).length > 1) {
      return sumsOf(familyOf(original)).every(({ pool, units: back, value }) => {
        if (pool.bucket === 'order-clearing') return true;
        if (back === 0n) return this.valuation.bears(pool, value);
        return back > 0n || isThere(pool, -back);
      });
    }
    if (moves.length === 2 && moves[0]?.pool === moves[1]?.pool) return true;
    return moves.every(({ pool, units: moved, value }) => {
      if (moved === 0n) return this.valuation.bears(pool, -value);
      if (moved < 0n || pool.bucket === 'order-clearing') return true;
      return isThere(pool, moved);
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
    const stays =
      original.moves.length === 2 && original.moves.every((one) => one.pool.bucket === 'on-hand');
    const [taken] = original.took;
    const corrected = taken === undefined ? '' : receiptOf(taken.of).receipt;
    const own = receiptOf(original).receipt;
    const how = { own, corrected, now: receiptOf(happening), stays };
    return this.valuation.turnRound(pool, [units, value], how);
  }
}

/**
 * What is taken back with a transaction: itself and what it caused, the last first. How an average
 * was spread is not: it is spread again afterwards.
 */
const familyOf = (original: Happening): readonly Effect[] => [
  original,
  ...original.caused.toReversed().filter(({ moves }) => moves[0]?.type !== 'average-respread'),
];

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

/** Whether units of an item only went from one place on hand to another. */
function onlyMoved(sums: readonly Sum[], item: string): boolean {
  const own = sums.filter(({ pool }) => pool.item === item && pool.bucket === 'on-hand');
  const left = own.reduce((total, { units }) => total + units, 0n);
  return own.length > 1 && left === 0n;
}

const turnedLines = (lines: readonly ReferenceLine[]): ReferenceLine[] =>
  lines.map((line) => ({ ...line, amount: -line.amount }));
