import { type Act, type Fact, unitsOf } from './reference-acts.ts';
import type { End } from './reference-ends.ts';
import { allMovesOf } from './reference-history.ts';
import type { ReferencePool } from './reference-pool.ts';

/** What was posted so far, and the units that go into making others, or come out of it. */
type Standing = {
  readonly facts: readonly Fact[];
  readonly converted: readonly (readonly [End, bigint])[];
};

/** Goods that travel with a document, and are nowhere before it. */
const CARRIED: readonly string[] = ['in-transit', 'wip', 'wip-in-transit'];

/**
 * Whether a transaction could not stand where its day puts it: before what it names, or where units
 * leave that are not there yet. Asked of every later day as well: what leaves today was perhaps
 * counted on tomorrow.
 */
export function breaksTimeline(
  act: Act,
  { facts, converted }: Standing,
  forbidsShortStock: boolean,
): boolean {
  const { input, original } = act.plan;
  if (original !== undefined && input.postedOn < original.input.postedOn) return true;
  const changes = [...unitsMoved(act), ...converted.flatMap(([end, units]) => at(end, units))];
  return [...new Set(changes.map(({ pool }) => pool))].some((pool) => {
    const isKept =
      CARRIED.includes(pool.bucket) || (forbidsShortStock && pool.bucket === 'on-hand');
    let change = 0n;
    for (const one of changes) if (one.pool === pool) change += one.units;
    return isKept && change < 0n && runsShort(pool, facts, input.postedOn, change);
  });
}

/** Whether a pool would hold less than nothing on a day, or at any later point. */
function runsShort(
  pool: ReferencePool,
  facts: readonly Fact[],
  day: string,
  change: bigint,
): boolean {
  const dated = facts.map(({ happening }) => {
    const own = allMovesOf(happening).filter((move) => move.pool === pool);
    const units = own.reduce((sum, move) => sum + move.units, 0n);
    return { day: happening.input.postedOn, units };
  });
  dated.push({ day, units: change });
  let held = 0n;
  return dated
    .toSorted((a, b) => (a.day === b.day ? 0 : a.day < b.day ? -1 : 1))
    .some((one) => {
      held += one.units;
      return one.day >= day && held < 0n;
    });
}

type UnitChange = { readonly pool: ReferencePool; readonly units: bigint };

const at = ({ pool }: End, units: bigint): readonly UnitChange[] =>
  pool === undefined ? [] : [{ pool, units }];

/** The units that a transaction moves, before it moves them. */
function unitsMoved(act: Act): readonly UnitChange[] {
  if (act.kind === 'reversal')
    return allMovesOf(act.original).map(({ pool, units }) => ({ pool, units: -units }));
  if (act.kind === 'clearing') return at(act.from, -act.plan.units);
  if (act.kind === 'reclassification')
    return act.parts.flatMap(({ from, into, units }) => [...at(from, -units), ...at(into, units)]);
  if (act.kind !== 'flow') return [];
  const units = unitsOf(act);
  return [...at(act.ends.from, -units), ...at(act.ends.to, units)];
}
