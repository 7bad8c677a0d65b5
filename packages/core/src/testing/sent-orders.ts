import type { TransactionInput } from '../transactions/transaction.ts';
import type { Fact } from './reference-acts.ts';
import type { PostedHistory } from './reference-cost-order.ts';
import { allMovesOf } from './reference-history.ts';
import { ReferenceModel } from './reference-model.ts';
import { eventNameOf, poolName } from './restated-books.ts';

/**
 * The same transactions sent in another order: those of one day, and those about the same, as they
 * were. Undefined where they would then have been
 * posted on other places or accounts, so that they are not the same any more.
 */
export function sentAnotherWay(
  { configuration, items, facts, posted }: PostedHistory,
  dice: readonly number[],
): PostedHistory | undefined {
  const model = new ReferenceModel(configuration, items, { trusts: true });
  const all = facts.map(({ act }) => act.plan.input);
  const left = [...all];
  for (let turn = 0; left.length > 0; turn += 1) {
    const next = left.filter((input) => mayComeNext(input, left, all));
    const first = (dice[turn % dice.length] ?? 0) % next.length;
    const tried = [...next.slice(first), ...next.slice(0, first)];
    const sent = tried.find((input) => model.replay(input));
    if (sent === undefined) return undefined;
    left.splice(left.indexOf(sent), 1);
  }
  const other = { configuration, items, facts: model.facts, posted };
  return isSame(facts, other.facts) ? other : undefined;
}

/** Nothing is left that was sent before it and is of its day, or about the same as it. */
function mayComeNext(
  input: TransactionInput,
  left: readonly TransactionInput[],
  all: readonly TransactionInput[],
): boolean {
  const before = left.slice(0, left.indexOf(input));
  const about = rootOf(input, all);
  return !before.some((one) => one.postedOn === input.postedOn || rootOf(one, all) === about);
}

/** What a transaction is about in the end, through all that names something. */
function rootOf(input: TransactionInput, all: readonly TransactionInput[]): TransactionInput {
  const name = input.reverses ?? input.original;
  const named = name === undefined ? undefined : all.find(({ key }) => key === name);
  return named === undefined ? input : rootOf(named, all);
}

/** Whether every transaction moved the same units between the same places. */
function isSame(one: readonly Fact[], other: readonly Fact[]): boolean {
  const places = (facts: readonly Fact[]) =>
    new Map(
      facts.map(({ act, happening, askedNothing }) => {
        const caused = allMovesOf(happening).slice(happening.moves.length);
        const moved = [...happening.moves, ...caused.filter(({ units }) => units !== 0n)];
        const pool = act.kind === 'flow' ? act.asked : undefined;
        const asked = pool === undefined || askedNothing ? `${askedNothing}` : poolName(pool);
        const lines = moved.map(({ pool, place, units }) => `${poolName(pool)} ${place} ${units}`);
        return [eventNameOf(happening.input), [asked, ...lines].join('\n')];
      }),
    );
  const [as, now] = [places(one), places(other)];
  return [...as].every(([name, moved]) => now.get(name) === moved);
}

/** Where pools stand in a company's average: in the order in which they were first posted to. */
export const poolOrder = ({ facts }: PostedHistory): readonly string[] => [
  ...new Set(
    facts.flatMap(({ happening }) => allMovesOf(happening).map(({ pool }) => poolName(pool))),
  ),
];
