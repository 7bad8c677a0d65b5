import type { TransactionInput } from '../transactions/transaction.ts';
import type { PostedHistory } from './reference-cost-order.ts';
import { allMovesOf } from './reference-history.ts';
import { ReferenceModel } from './reference-model.ts';
import { eventNameOf, poolName } from './restated-books.ts';

/**
 * The same transactions sent in another order, of which there must be some that can be: those of
 * one day as they were, and none before what it names. Undefined where they would then have been
 * posted on other places or accounts, so that they are not the same any more.
 */
export function sentAnotherWay(
  { configuration, items, facts, posted }: PostedHistory,
  dice: readonly number[],
): PostedHistory | undefined {
  const options = { trusts: true, keepsCostOrder: true };
  const model = new ReferenceModel(configuration, items, options);
  const left = facts.map(({ act }) => act.plan.input);
  for (let turn = 0; left.length > 0; turn += 1) {
    const next = left.filter((input) => mayComeNext(input, left));
    const first = (dice[turn % dice.length] ?? 0) % next.length;
    const tried = [...next.slice(first), ...next.slice(0, first)];
    const sent = tried.find((input) => model.replay(input));
    if (sent === undefined) return undefined;
    left.splice(left.indexOf(sent), 1);
  }
  const other = { configuration, items, facts: model.facts, ...(posted && { posted }) };
  return isSame({ configuration, items, facts }, other) ? other : undefined;
}

/** Nothing of its day is left that was sent before it, nor what it names. */
function mayComeNext(input: TransactionInput, left: readonly TransactionInput[]): boolean {
  const before = left.slice(0, left.indexOf(input));
  const named = input.reverses ?? input.original;
  return !before.some(({ key, postedOn }) => postedOn === input.postedOn || key === named);
}

/** Whether every transaction moved the same units between the same places. */
function isSame(one: PostedHistory, other: PostedHistory): boolean {
  const places = ({ facts }: PostedHistory) =>
    new Map(
      facts.map(({ act, happening }) => {
        const caused = allMovesOf(happening).slice(happening.moves.length);
        const moved = [...happening.moves, ...caused.filter(({ units }) => units !== 0n)];
        const asked = act.kind === 'flow' && act.asked ? poolName(act.asked) : '';
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
