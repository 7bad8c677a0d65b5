import { formatDecimal } from '../primitives/decimal.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { inCostOrder } from './reference-cost-order.ts';
import type { RestatedBooks } from './restated-books.ts';
import {
  SAMPLE_ACCOUNTS,
  SAMPLE_ITEMS,
  type SampleOptions,
  sampleConfiguration,
} from './sample-books.ts';
import { type SentHistory, sentHistory } from './sent-history.ts';

type Fields = Partial<TransactionInput>;

/** A transaction of frame F1 at the distribution centre in January 2026, unless told otherwise. */
export type Told = readonly [key: string, day: number, type: string, fields?: Fields];

/** Sends a story and gives what the books must show once all of it is in the order of costs. */
export function storyInCostOrder(
  told: readonly Told[],
  options: SampleOptions = {},
): { readonly sent: SentHistory; readonly ideal: RestatedBooks } {
  const story = told.map(([key, day, type, fields = {}]) => {
    const postedOn = `2026-01-${String(day).padStart(2, '0')}`;
    return { key, type, postedOn, item: 'F1', site: 'DC', ...fields };
  });
  const configuration = sampleConfiguration(options);
  const items = options.items ?? SAMPLE_ITEMS;
  const sent = sentHistory({ configuration, items, story, setting: '' });
  if (sent.decisions.length < story.length)
    throw new Error('a transaction of the story is refused');
  const { books, model, posted } = sent;
  const history = { configuration, items: books.items, facts: model.facts, posted };
  return { sent, ideal: inCostOrder(history) };
}

/** What every event is worth, in the order they were told: `s1 sale DC on-hand -46.00`. */
export const worthOf = ({ values }: RestatedBooks): readonly string[] =>
  [...values].flatMap(([name, value]) => {
    const [event = '', type = '', pool = ''] = name.split(' | ');
    const [, site = '', bucket = ''] = pool.split(' ');
    if (value === 0n) return [];
    return [[event.replace('api:', ''), type, site, bucket, formatDecimal(value, 2)].join(' ')];
  });

/** What pools hold: `DC on-hand 13 = 149.50`, with layers where there are any. */
export const heldIn = ({ pools }: RestatedBooks): readonly string[] =>
  [...pools].flatMap(([name, { units, value, layers }]) => {
    const [, site = '', bucket = ''] = name.split(' ');
    const lots = layers.map((lot) => ` [${lot.units} = ${formatDecimal(lot.value, 2)}]`).join('');
    if (units === 0n) return [];
    return [`${site} ${bucket} ${units} = ${formatDecimal(value, 2)}${lots}`];
  });

/** The balance of the sample account of a role over all sites, debit positive. */
export function balanceIn({ balances }: RestatedBooks, role: string): string {
  const account = [...SAMPLE_ACCOUNTS].find(([name]) => name === role)?.[1] ?? '';
  let sum = 0n;
  for (const [name, amount] of balances) if (name.startsWith(`${account}@`)) sum += amount;
  return formatDecimal(sum, 2);
}
