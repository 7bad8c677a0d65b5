import type { Configuration } from '../determination/configuration.ts';
import type { Fact } from './reference-acts.ts';
import type { Happening } from './reference-history.ts';

/** A fact, the day on which it stands in the order of costs, and the turn of what it is about. */
export type Placed = {
  readonly fact: Fact;
  readonly day: string;
  readonly root: number;
  /** It says what another one cost, or takes back what did. */
  readonly isAboutCost: boolean;
};

/**
 * The order of costs: the business day, then the order in which was sent. A fact about the cost of
 * an earlier transaction stands right after that one, whatever its own day; so does what takes such
 * a fact back, and an invoice that is dated before its receipt (rule 1 of decision 0033).
 */
export function costOrder(
  facts: readonly Fact[],
  { company: { costingChanges } }: Configuration,
): readonly Placed[] {
  const places = new Map<Happening, Placed>();
  for (const fact of facts) {
    const { plan } = fact.act;
    const { postedOn } = plan.input;
    const named = plan.original && places.get(plan.original);
    const isAboutCost =
      isLateCost(fact) || (fact.act.kind === 'reversal' && named?.isAboutCost === true);
    const own = { fact, day: postedOn, root: fact.happening.turn, isAboutCost };
    // A change of the method is a wall: a fact about what lies behind it counts from its own day.
    const isWalled = costingChanges.some(
      ({ from }) => named !== undefined && named.day < from && from <= postedOn,
    );
    const follows = named !== undefined && (postedOn < named.day || (isAboutCost && !isWalled));
    places.set(fact.happening, follows ? { ...own, day: named.day, root: named.root } : own);
  }
  return [...places.values()].toSorted(compared);
}

/** Whether a transaction says what another one cost: also an invoice whose difference is cost. */
const isLateCost = ({ act: { kind }, happening }: Fact): boolean =>
  kind === 'correction' || kind === 'landing' || (kind === 'invoice' && happening.moves.length > 0);

/** The order in which was sent, whatever the days. */
export const sentOrder = (facts: readonly Fact[]): readonly Placed[] =>
  facts.map((fact) => {
    const { turn, input } = fact.happening;
    return { fact, day: input.postedOn, root: turn, isAboutCost: false };
  });

function compared(a: Placed, b: Placed): number {
  if (a.day !== b.day) return a.day < b.day ? -1 : 1;
  return a.root - b.root || a.fact.happening.turn - b.fact.happening.turn;
}
