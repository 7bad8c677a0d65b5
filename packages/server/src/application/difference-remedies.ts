import { absolute, formatDecimal } from 'perpetua-core';
import type { DifferenceClass, DifferencePart } from './inspection.ts';

/** What a difference is and what puts it right, in words for the person who has to decide. */
export type ProposedRemedy = { readonly meaning: string; readonly remedy: string };

/** What a remedy depends on beside the difference itself. */
type Circumstances = { readonly integrated: boolean; readonly currencyDecimals: number };

/**
 * Says what a part of a difference means and proposes what to do. Where a journal puts it right,
 * the journal is named whole: which side, which account, which amount.
 */
export function proposeRemedy(part: DifferencePart, circumstances: Circumstances): ProposedRemedy {
  const { account, site, amount, events, counted } = part;
  const size = formatDecimal(absolute(amount), circumstances.currencyDecimals);
  const which = events.length === 0 ? '' : ` (${eventList(events, counted)})`;
  const [meaning, remedy] = SENTENCES[part.class]({
    where: `${account} at ${site}`,
    size,
    side: amount > 0n ? 'Debit' : 'Credit',
    which,
    integrated: circumstances.integrated,
  });
  return { meaning, remedy };
}

type Told = {
  readonly where: string;
  readonly size: string;
  /** The side on which the account is short of the subledger. */
  readonly side: 'Debit' | 'Credit';
  readonly which: string;
  readonly integrated: boolean;
};

const SENTENCES: Record<
  DifferenceClass,
  (told: Told) => readonly [meaning: string, remedy: string]
> = {
  'not-integrated': ({ where, size, side, which, integrated }) => [
    `Stock worth ${size} moved while inventory was not integrated, so the ledger never had it${which}.`,
    integrated
      ? `${side} ${where} with ${size} against the opening balance account, on the day integration began.`
      : 'Nothing to do while inventory is not integrated; when it is again, the ledger needs an opening balance.',
  ],
  'not-posted': ({ where, size, side, which }) => [
    `Stock worth ${size} moved without a journal entry although inventory was integrated${which}.`,
    `Reverse the events and send them again; or ${side.toLowerCase()} ${where} with ${size} against the account each of them should have used.`,
  ],
  'posted-otherwise': ({ where, size, side, which }) => [
    `Events posted another value than they moved; together it is ${size}${which}.`,
    `Verify the books to see which row was changed. If the movements are right, ${side.toLowerCase()} ${where} with ${size} against the account the events used on their other side.`,
  ],
  'posted-without-stock': ({ where, size, side, which }) => [
    `Events that moved no stock posted ${size} on an account of stock${which}.`,
    `${side} ${where} with ${size} against the account that was meant, and assign that account to the role the events used.`,
  ],
  'pool-out-of-step': ({ where, size }) => [
    `The kept value of the pools on ${where} is ${size} away from the sum of their movements.`,
    'No journal: verify the books to see which pools, then rebuild the state from the log.',
  ],
  'balance-out-of-step': ({ where, size }) => [
    `The kept balance of ${where} is ${size} away from the sum of its postings.`,
    'No journal: verify the books to see which balances, then rebuild the state from the log.',
  ],
};

function eventList(events: readonly number[], counted: number): string {
  const rest = counted - events.length;
  const named = events.map(String).join(', ');
  return `${counted === 1 ? 'event' : 'events'} ${named}${rest > 0 ? ` and ${rest} more` : ''}`;
}
