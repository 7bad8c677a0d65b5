import type { Holding } from '../../costing/cost-pool.ts';
import type { Item } from '../../items/item.ts';
import { type Money, money, NO_MONEY } from '../../primitives/money.ts';
import { postingRule, type TransactionType } from '../../transactions/posting-rules.ts';
import type { StreamEvent } from './stream-events.ts';
import { toldAmount, toldUnits } from './told-amount.ts';

/** By how much an earlier event cost more, or less, than it was posted at. */
export type LearnedCost = {
  readonly event: number;
  readonly amount: Money;
  /** Whether its price was another one; else it is what its goods bore besides. */
  readonly isPrice: boolean;
  /** What so many of its units really cost, where that was told: the amount is what they cost less. */
  readonly said?: Holding;
};

type Told = Pick<StreamEvent, 'type' | 'content' | 'movements' | 'links'>;

/** Whether events of a type may say what goods really cost that came in, or went out, before them. */
export function saysPrice(type: TransactionType): boolean {
  const { costBasis } = postingRule(type);
  return costBasis === 'corrected cost' || costBasis === 'invoiced cost';
}

/**
 * What an event says of the cost of an earlier one, and of that all: what of it stock bears is a
 * matter of the method that posts, and so is whether it moved anything (decision 0028). A landed cost
 * and a corrected price tell it by their tie, also when they are reversed. A capitalised difference
 * of an invoice is what its price is above the receipt's; one of which no stock bore anything cannot
 * be told from one that was expensed.
 */
export function learnedCost(
  { type, content, movements, links }: Told,
  item: Item,
  decimals: number,
): LearnedCost | undefined {
  for (const { to: event, kind, quantity: units, value } of links) {
    if (kind === 'adds-cost-to') return { event, amount: money(-value), isPrice: false };
    if (kind !== 'refers-to') continue;
    const { costBasis } = postingRule(type);
    if (costBasis === 'corrected cost' && units === 0n)
      return { event, amount: money(-value), isPrice: true, ...saidIn(content, item, decimals) };
    if (costBasis !== 'invoiced cost' || units <= 0n || !movements.some(isCapitalised)) continue;
    const price = toldAmount(content, item, units, decimals) ?? value;
    const said = { quantity: units, value: price };
    return { event, amount: money(price - value), isPrice: true, said };
  }
  return undefined;
}

function saidIn(content: string, item: Item, decimals: number): Pick<LearnedCost, 'said'> {
  const units = toldUnits(content, item);
  const value = units > 0n ? toldAmount(content, item, units, decimals) : undefined;
  return value === undefined ? {} : { said: { quantity: units, value } };
}

const isCapitalised = ({ quantity: units, costed }: StreamEvent['movements'][number]): boolean =>
  units === 0n && (costed === 'told' || costed === 'borne');

/** The same turned round. */
export const unlearned = (learned: LearnedCost): LearnedCost => ({
  ...learned,
  amount: money(NO_MONEY - learned.amount),
});
