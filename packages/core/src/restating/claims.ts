import type { BusinessDate } from '../primitives/business-date.ts';
import { absolute, money, prorate, type Quantity, quantity } from '../primitives/money.ts';
import { postingRule, type TransactionType, takesClaim } from '../transactions/posting-rules.ts';
import type { CostsInOrder } from './run-costs.ts';
import { isConsequence, type Revalued } from './step-values.ts';

/**
 * What took a part of goods that came in or went back: an invoice, or what clears a receipt that no
 * invoice will come for, took what is owed and left the goods where they are; a return took the goods
 * with it. One that was taken back has units below zero.
 */
export type UseOfGoods = {
  readonly event: number;
  readonly type: TransactionType;
  readonly on: BusinessDate;
  readonly units: Quantity;
  /** The use it took back. */
  readonly reverses?: number;
};

/** Goods that stand on goods received, not invoiced, until something takes them from there. */
export type OwedGoods = {
  readonly event: number;
  readonly type: TransactionType;
  /** Below zero where goods went back. */
  readonly units: Quantity;
  /** Oldest first. */
  readonly uses: readonly UseOfGoods[];
};

/** By how much a claim takes more or less than it did, now that its goods are worth something else. */
export type ClaimChange = {
  readonly claim: UseOfGoods;
  readonly goods: OwedGoods;
  /** A pool of the item at the site of the goods. */
  readonly pool: number;
  /** By how much it took more of the goods, whichever way they went. */
  readonly taken: bigint;
  /** The same as goods received is debited with it. */
  readonly amount: bigint;
};

/** The events that credited or debited goods received and are worth something else now. */
export function eventsOnGoodsReceived({ revalued }: CostsInOrder): readonly number[] {
  return [...new Set(revalued.filter(owesGoods).map(({ movement }) => movement.event))];
}

/** The events whose posted sides the corrections of claims need. */
export const eventsOfClaims = (owed: readonly OwedGoods[]): readonly number[] =>
  owed.flatMap(({ event, uses }) => [
    event,
    ...uses.filter(({ type }) => takesClaim(type)).map((use) => use.event),
  ]);

function owesGoods({ movement }: Revalued): boolean {
  const { debit, credit } = postingRule(movement.type);
  return !isConsequence(movement) && (debit === 'grni' || credit === 'grni');
}

/**
 * What is owed for goods was taken at what they were worth: it follows when that changes, each claim
 * by its share, the last one by all that is left once goods that went back have taken theirs
 * (`Q-16`). Else the difference would stay on goods received for ever.
 */
export function changedClaims(
  { revalued }: CostsInOrder,
  owed: readonly OwedGoods[],
): readonly ClaimChange[] {
  const changes = Map.groupBy(revalued.filter(owesGoods), ({ movement }) => movement.event);
  return owed.flatMap((goods) => changesOf(goods, changes));
}

type ChangesByEvent = ReadonlyMap<number, readonly Revalued[]>;

function changesOf(goods: OwedGoods, changes: ChangesByEvent): readonly ClaimChange[] {
  const all = absolute(goods.units);
  const { before, after } = worthOf(goods, changes.get(goods.event));
  const pool = poolOf(goods, changes);
  const shareOf = (worth: bigint, units: bigint): bigint =>
    units < 0n ? -shareOf(worth, -units) : prorate(money(worth), quantity(units), quantity(all));
  const [sign, amounts] = [goods.units < 0n ? -1n : 1n, new Map<number, bigint>()];
  let [units, changed] = [0n, 0n];
  return goods.uses.flatMap((claim) => {
    units += claim.units;
    const back = amounts.get(claim.reverses ?? 0);
    let amount = shareOf(after, claim.units) - shareOf(before, claim.units);
    if (!takesClaim(claim.type)) amount = -sumOf(changes.get(claim.event));
    else if (back !== undefined) amount = -back;
    else if (units === all) amount = after - before - changed;
    changed += amount;
    amounts.set(claim.event, amount);
    const isSame = amount === 0n || pool === undefined || !takesClaim(claim.type);
    return isSame ? [] : [{ claim, goods, pool, taken: sign * amount, amount }];
  });
}

/** What goods were worth and are; nothing both times where that did not change. */
function worthOf(
  { event }: OwedGoods,
  changes: readonly Revalued[] = [],
): { readonly before: bigint; readonly after: bigint } {
  const [first] = changes;
  if (first === undefined) return { before: 0n, after: 0n };
  const own = first.step.movements.filter((one) => one.event === event && !isConsequence(one));
  const before = own.reduce((sum, { value }) => sum + value, 0n);
  return { before, after: before + sumOf(changes) };
}

const sumOf = (changes: readonly Revalued[] = []): bigint =>
  changes.reduce((sum, { movement, value }) => sum + value - movement.value, 0n);

/** A pool that changed for the goods, or for what took of them: both lie at one site. */
function poolOf({ event, uses }: OwedGoods, changes: ChangesByEvent): number | undefined {
  const events = [event, ...uses.map((use) => use.event)];
  return events.flatMap((one) => changes.get(one) ?? [])[0]?.movement.pool;
}

/** Whether goods came in, so that what is owed for them was credited. */
export const cameIn = ({ units }: OwedGoods): boolean => units > 0n;
