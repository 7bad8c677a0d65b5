import type { BusinessDate } from '../primitives/business-date.ts';
import { money, prorate, type Quantity, quantity } from '../primitives/money.ts';
import { postingRule, type TransactionType } from '../transactions/posting-rules.ts';
import type { StepMovement } from './cost-history.ts';
import type { CostsInOrder } from './run-costs.ts';
import { isConsequence, type Revalued } from './step-values.ts';

/**
 * What took of an event what is owed for its goods, and left the goods where they are: an invoice, or
 * what clears a receipt that no invoice will come for. One that was taken back has units below zero.
 */
export type Claim = {
  readonly event: number;
  readonly type: TransactionType;
  readonly on: BusinessDate;
  /** The event whose goods it is for. */
  readonly of: number;
  readonly units: Quantity;
};

/** By how much a claim takes more or less than it did, now that its goods are worth something else. */
export type ClaimChange = {
  readonly claim: Claim;
  /** The movement of the goods, on whose sides what is owed stands. */
  readonly movement: StepMovement;
  readonly amount: bigint;
};

/** The events that credited or debited goods received and are worth something else now. */
export function eventsWithClaims({ revalued }: CostsInOrder): readonly number[] {
  return [...new Set(revalued.filter(owesGoods).map(({ movement }) => movement.event))];
}

function owesGoods({ movement }: Revalued): boolean {
  const { debit, credit } = postingRule(movement.type);
  return !isConsequence(movement) && (debit === 'grni' || credit === 'grni');
}

/**
 * What is owed for goods was taken at what they were worth: it follows when that changes, each claim
 * by its share, the last one by all that is left (`Q-16`). Else the difference would stay on goods
 * received for ever.
 */
export function changedClaims(
  { revalued }: CostsInOrder,
  claims: readonly Claim[],
): readonly ClaimChange[] {
  const byEvent = Map.groupBy(claims, ({ of }) => of);
  const values = new Map(revalued.map(({ movement, value }) => [movement, value]));
  const seen = new Set<number>();
  return revalued.filter(owesGoods).flatMap((one) => {
    const { event } = one.movement;
    const own = byEvent.get(event);
    if (own === undefined || seen.has(event)) return [];
    seen.add(event);
    return changesOf(one, values, own);
  });
}

function changesOf(
  { step, movement: goods }: Revalued,
  values: ReadonlyMap<StepMovement, bigint>,
  claims: readonly Claim[],
): readonly ClaimChange[] {
  let [units, before, after] = [0n, 0n, 0n];
  for (const movement of step.movements) {
    if (movement.event !== goods.event || isConsequence(movement)) continue;
    units += movement.quantity;
    before += movement.value;
    after += values.get(movement) ?? movement.value;
  }
  const all = units < 0n ? -units : units;
  const [then, now] = [new Shares(before, all), new Shares(after, all)];
  return claims.flatMap((claim) => {
    const amount = now.take(claim.units) - then.take(claim.units);
    return amount === 0n ? [] : [{ claim, movement: goods, amount }];
  });
}

/** Shares of a sum, taken one after the other. */
class Shares {
  readonly #sum: bigint;
  readonly #all: bigint;
  #units = 0n;
  #taken = 0n;

  constructor(sum: bigint, all: bigint) {
    this.#sum = sum;
    this.#all = all;
  }

  /** The share of so many units; below zero they are given back as far as they were taken. */
  take(units: bigint): bigint {
    const share = this.#shareOf(units);
    this.#units += units;
    this.#taken += share;
    return share;
  }

  #shareOf(units: bigint): bigint {
    const left = this.#units + units;
    if (left === 0n) return -this.#taken;
    if (left === this.#all) return this.#sum - this.#taken;
    const share = prorate(
      money(this.#sum),
      quantity(units < 0n ? -units : units),
      quantity(this.#all),
    );
    return units < 0n ? -share : share;
  }
}
