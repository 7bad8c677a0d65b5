import type { Configuration } from '../determination/configuration.ts';
import type { Fact } from './reference-acts.ts';
import type { Happening } from './reference-history.ts';

/** A fact, the day on which it stands in the order of costs, and the turn of what it is about. */
export type Placed = { readonly fact: Fact; readonly day: string; readonly root: number };

/**
 * The order of costs: the business day, then the order in which was sent. A fact about the cost of
 * an earlier transaction stands right after that one, whatever its own day; so does what takes such
 * a fact back.
 */
export function costOrder(
  facts: readonly Fact[],
  { company: { costingChanges } }: Configuration,
): readonly Placed[] {
  const factOf = new Map(facts.map((fact) => [fact.happening, fact]));
  const placed = facts.map((fact) => {
    const { postedOn } = fact.happening.input;
    const root = rootOf(fact, factOf).happening;
    // A change of the method is a wall: a fact about what lies behind it counts from its own day.
    const isBehind = costingChanges.some(
      ({ from }) => root.input.postedOn < from && from <= postedOn,
    );
    const { turn, input } = isBehind ? fact.happening : root;
    return { fact, day: input.postedOn, root: turn };
  });
  return placed.toSorted(compared);
}

/** The order in which was sent, whatever the days. */
export const sentOrder = (facts: readonly Fact[]): readonly Placed[] =>
  facts.map((fact) => {
    const { turn, input } = fact.happening;
    return { fact, day: input.postedOn, root: turn };
  });

/** The transaction whose cost a fact is about, whoever says it: a correction, or what takes it back. */
function rootOf(fact: Fact, factOf: ReadonlyMap<Happening, Fact>): Fact {
  const { act } = fact;
  const named = act.plan.original && factOf.get(act.plan.original);
  if (named === undefined) return fact;
  if (isLateCost(fact)) return rootOf(named, factOf);
  return act.kind === 'reversal' && isAboutCost(named, factOf) ? rootOf(named, factOf) : fact;
}

/** Whether a transaction says what another one cost: also an invoice whose difference is cost. */
const isLateCost = ({ act: { kind }, happening }: Fact): boolean =>
  kind === 'correction' || kind === 'landing' || (kind === 'invoice' && happening.moves.length > 0);

function isAboutCost(fact: Fact, factOf: ReadonlyMap<Happening, Fact>): boolean {
  return rootOf(fact, factOf) !== fact;
}

function compared(a: Placed, b: Placed): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.root - b.root || a.fact.happening.turn - b.fact.happening.turn;
}
