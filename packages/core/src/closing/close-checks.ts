import { keysOf } from '../primitives/keys.ts';

/** A point that `blocks` has to be mended first; one that `warns` may be acknowledged. */
export type CloseWeight = 'blocks' | 'warns';

type Row = readonly [weight: CloseWeight, title: string, found: string, remedy: string];

/**
 * What is looked at before a period is closed, in the order in which it is mended. `{count}` and
 * `{amount}` are what was found; a point where nothing is found is in order.
 */
// biome-ignore format: a table reads as a table
export const CLOSE_CHECKS = {
  // check                   weight    title                                found                                                                  what to do
  'earlier-periods-open':    ['blocks', 'Earlier periods are closed',        'Open before it: {what}.',                                              'Close them first, the oldest one first.'],
  'exceptions-waiting':      ['blocks', 'The exception queue is empty',      'Dated in it, happened and not posted: {count}.',                       'Repair and retry them, or give them up with a reason (`perpetua queue`).'],
  'costs-to-run-again':      ['blocks', 'Costs are run to the end',          'Pools whose costs are to be run again from a day in it: {count}.',         'Restating goes on by itself; where corrections find no open period, open the next one.'],
  'books-disagree':          ['blocks', 'Subledger and ledger agree',        'Accounts that differ on its last day: {what}.',                        'Look at the causes and post what is proposed (`perpetua reconcile --as-of`).'],
  'non-inventory-open':      ['warns',  'Non-Inventory is cleared',          'On its last day Non-Inventory holds {amount} and the review is not signed off.', 'Clear it in the review and sign the review off (004.39).'],
  'negative-stock':          ['warns',  'No stock is below zero',            'Below zero on its last day: {what}.',                                  'Receive or count what is missing; its cost is settled when it comes.'],
  'manual-receipts-open':    ['warns',  'Manual receipts are matched',       'Manual stock receipts open on its last day: {count}.',                 'Match them with their transfers or write them off (`perpetua manual-receipts`).'],
  'counts-open':             ['warns',  'Counts are accepted',               'Counts open on its last day: {what}.',                                 'Accept or cancel them (`perpetua count`).'],
} as const satisfies Record<string, Row>;

export type CloseCheck = keyof typeof CLOSE_CHECKS;

/** All checks in the order of the table. */
export const closeChecks = (): readonly CloseCheck[] => keysOf(CLOSE_CHECKS);

/** What a check found; with a count of 0 the point is in order. */
export type CloseFinding = {
  readonly check: CloseCheck;
  readonly count: number;
  /** Which they are, as far as one line takes them. */
  readonly what?: string;
  readonly amount?: string;
};

/** A finding in words. */
export type CloseFindingText = {
  readonly check: CloseCheck;
  readonly weight: CloseWeight;
  readonly title: string;
  readonly inOrder: boolean;
  readonly count: number;
  /** What was found; empty where the point is in order. */
  readonly found: string;
  readonly remedy: string;
};

/** A finding with the words of the table, its blanks filled in. */
export function closeFindingText({
  check,
  count,
  what = '',
  amount = '',
}: CloseFinding): CloseFindingText {
  const [weight, title, found, remedy] = CLOSE_CHECKS[check];
  const filled = found
    .replace('{count}', String(count))
    .replace('{what}', what)
    .replace('{amount}', amount);
  const inOrder = count === 0;
  return { check, weight, title, inOrder, count, found: inOrder ? '' : filled, remedy };
}
