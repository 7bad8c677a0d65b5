import { type Happening, paidFor, tookFrom } from './reference-history.ts';
import { carries, type Landing, land } from './reference-late-cost.ts';
import { sizeOf } from './reference-pool.ts';
import type { ReferenceValuation } from './reference-valuation.ts';

/** By how much an earlier transaction cost more, and where that lands if it is a receipt. */
export type Correction = { readonly added: bigint; readonly landing: Landing | undefined };

/** Whether something of an earlier transaction is left that can cost so much more or less. */
export function canCorrect(
  valuation: ReferenceValuation,
  original: Happening,
  { added, landing }: Correction,
): boolean {
  const { moves, lines, usedUnits, usedValue, addedCost, isReversed } = original;
  const [first, second] = moves;
  if (isReversed || first === undefined || first.units === 0n) return false;
  const isPosted = lines[0]?.amount !== 0n && lines[1]?.amount !== 0n;
  if (first.pool === second?.pool || !isPosted) return false;
  if (usedUnits >= sizeOf(first.units)) return false;
  if (paidFor(original) + addedCost - usedValue + added < 0n) return false;
  if (landing !== undefined) return carries(valuation, landing);
  const receipt = receiptName(original);
  return moves.every(({ pool, units }) => {
    const isGone = pool.lots.length > 0 && !pool.lots.some((lot) => lot.receipt === receipt);
    return valuation.bears(pool, units > 0n ? added : -added) && !(units > 0n && isGone);
  });
}

/** Adds to what an earlier transaction cost, where it stands. */
export function correct(
  valuation: ReferenceValuation,
  happening: Happening,
  original: Happening,
  { added, landing }: Correction,
): void {
  const moves = landing === undefined ? original.moves : [];
  if (landing !== undefined) land(valuation, happening, landing);
  for (const { pool, place, units } of moves) {
    const value = units > 0n ? added : -added;
    valuation.revalueReceipt(pool, value, units > 0n ? receiptName(original) : '');
    happening.moves.push({ type: 'cost-correction', pool, place, units: 0n, value });
  }
  const [to, from] = original.lines;
  const account = landing?.pool.account ?? to?.account ?? '';
  if (to !== undefined) happening.lines.push({ ...to, account, amount: landing?.borne ?? added });
  if (from !== undefined) happening.lines.push({ ...from, amount: -added });
  tookFrom(happening, original, 0n, -added);
}

const receiptName = ({ input: { source = 'api', key } }: Happening): string => `${source} ${key}`;
