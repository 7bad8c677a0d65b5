import type { PoolAddress } from '../costing/cost-pool.ts';
import type { PostingSide } from '../journal/posting.ts';
import type { EventDraft } from '../posting/event-draft.ts';
import { postAmounts, type SidedAmount } from '../posting/post-amounts.ts';
import { type Money, money } from '../primitives/money.ts';
import { CAUSED_TYPES, postingRule } from '../transactions/posting-rules.ts';
import { STANDARD_VARIANCES } from '../transactions/standard-variance.ts';
import { type ClaimChange, cameIn } from './claims.ts';
import type { CorrectedSides } from './corrected-sides.ts';
import type { StepMovement } from './cost-history.ts';
import type { Revalued } from './step-values.ts';

/** One line of the journal of a correction; the amount may be below zero. */
type Line = { readonly debit: PostingSide; readonly credit: PostingSide; readonly amount: Money };

/**
 * Posts what changed on a day: every event of it on its own two sides, lines with the same sides as
 * one.
 */
export function postCorrections(
  draft: EventDraft,
  sides: CorrectedSides,
  {
    revalued,
    claims,
  }: { readonly revalued: readonly Revalued[]; readonly claims: readonly ClaimChange[] },
  addressOf: (pool: number) => PoolAddress,
): void {
  const lines = new LineSums();
  const spread: SidedAmount[] = [];
  const byEvent = Map.groupBy(
    revalued.filter(({ movement }) => movement.costed !== 'consequence'),
    ({ movement }) => movement.event,
  );
  for (const [event, changes] of byEvent) eventLines({ event, changes, lines, sides, addressOf });
  for (const { movement, value } of revalued) {
    if (movement.costed !== 'consequence') continue;
    const change = value - movement.value;
    const address = addressOf(movement.pool);
    const own = sides.ofPool(movement.type, address);
    if (movement.type === CAUSED_TYPES.averageRespread) spread.push({ side: own, amount: change });
    else lines.addAgainst(own, consequenceContra(sides, movement, address), change);
  }
  for (const change of claims) {
    const { goods, claim, pool, amount } = change;
    const address = addressOf(pool);
    const { type } = goods;
    const owed = sides.against(goods.event, { type, isDebit: cameIn(goods) }, address);
    lines.addAgainst(owed, sides.ofClaim(claim, address), amount);
  }
  postAmounts(draft, spread);
  for (const { debit, credit, amount } of lines.all) draft.post(debit, credit, amount);
}

/** The side that a consequence stands against: the one of its rule that is not stock. */
function consequenceContra(
  sides: CorrectedSides,
  { type }: StepMovement,
  address: PoolAddress,
): PostingSide {
  const { debit, credit } = postingRule(type);
  return sides.ofRole(type, (debit === 'inventory' ? credit : debit) ?? 'cogs', address);
}

type EventChanges = {
  readonly event: number;
  readonly changes: readonly Revalued[];
  readonly lines: LineSums;
  readonly sides: CorrectedSides;
  readonly addressOf: (pool: number) => PoolAddress;
};

/**
 * What changed in one event. Where both sides are stock the value went from one to the other; what
 * does not, because stock at standard took another amount, belongs to the variance of the type.
 */
function eventLines({ event, changes, lines, sides, addressOf }: EventChanges): void {
  const [first] = changes;
  if (first === undefined) return;
  const poolsOfEvent = first.step.movements.filter(
    (one) => one.event === event && one.costed !== 'consequence',
  );
  if (poolsOfEvent.length < 2) {
    for (const { movement, value } of changes) {
      const address = addressOf(movement.pool);
      const { type } = movement;
      const isDebit = isDebited(movement);
      const own = sides.ofPool(type, address);
      lines.addAgainst(
        own,
        sides.against(event, { type, isDebit }, address),
        value - movement.value,
      );
    }
    return;
  }
  let open: { side: PostingSide; amount: bigint } | undefined;
  for (const { movement, value } of changes) {
    const side = sides.ofPool(movement.type, addressOf(movement.pool));
    const amount = value - movement.value;
    if (open === undefined) open = { side, amount };
    else {
      lines.addAgainst(side, open.side, amount);
      open = { side: open.side, amount: open.amount + amount };
    }
  }
  if (open === undefined || open.amount === 0n) return;
  const { type, pool } = first.movement;
  const variance = STANDARD_VARIANCES[type] ?? 'cost-revalue';
  lines.addAgainst(open.side, sides.ofRole(type, variance, addressOf(pool)), open.amount);
}

/** Whether the stock of a movement stood on the debit side of its event. */
const isDebited = ({ quantity, posted }: StepMovement): boolean =>
  quantity === 0n ? posted >= 0n : quantity > 0n;

class LineSums {
  readonly #sums = new Map<string, { debit: PostingSide; credit: PostingSide; amount: bigint }>();

  /** Debits a side of stock and credits what stands against it; below zero the other way round. */
  addAgainst(own: PostingSide, contra: PostingSide, amount: bigint): void {
    if (amount === 0n) return;
    const key = `${sideKey(own)}\n${sideKey(contra)}`;
    const known = this.#sums.get(key);
    if (known === undefined) this.#sums.set(key, { debit: own, credit: contra, amount });
    else known.amount += amount;
  }

  get all(): readonly Line[] {
    return [...this.#sums.values()].map((sum) => ({ ...sum, amount: money(sum.amount) }));
  }
}

const sideKey = ({ account, center, site, determination }: PostingSide): string =>
  `${account}\n${center}\n${site}\n${determination}`;
