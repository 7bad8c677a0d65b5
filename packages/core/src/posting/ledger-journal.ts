import { assert } from '../primitives/assert.ts';
import { LEDGER_TYPES } from '../transactions/posting-rules.ts';
import type { LedgerLine, Transaction } from '../transactions/transaction.ts';
import { causedHead, headOf } from './caused-events.ts';
import { refuseClosedPeriod } from './closed-period.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import { postAmounts, type SidedAmount } from './post-amounts.ts';

/**
 * Drafts a manual journal: one event without stock whose lines are its debits and credits
 * (`003.X28`). That they sum to zero, and that none of them is on an account that holds stock
 * (`004.40`), was seen when it was read.
 *
 * One that names a day on which it takes itself back causes its mirror there, in one step with it:
 * an accrual is never without its reversal (`003.X29`, `004.46`). Refused is a day whose period
 * takes nothing.
 */
export function draftLedgerJournal(draft: EventDraft, transaction: Transaction): void {
  const { ledger } = transaction;
  assert(ledger !== undefined, 'a manual journal that is no reversal has lines');
  const cause = draft.open(headOf(transaction));
  const sides = ledger.lines.map((line) => sideOf(draft, transaction, line));
  const before = draft.postings.length;
  postAmounts(draft, sides);
  draft.close();
  const { reverseOn } = ledger;
  if (reverseOn === undefined) return;
  const taken = { ...transaction, type: LEDGER_TYPES.reversal, postedOn: reverseOn };
  refuseClosedPeriod(draft, taken);
  const own = draft.postings.slice(before);
  draft.open({ ...causedHead(draft, taken, {}), documentDate: transaction.documentDate });
  draft.linkTo(cause, 'caused-by');
  for (const { debit, credit, amount } of own) draft.postUncleared(credit, debit, amount);
  draft.close();
}

function sideOf(
  draft: EventDraft,
  { type, shape, postedOn, item }: Transaction,
  { line, account, site, amount }: LedgerLine,
): SidedAmount {
  draft.turnTo(item, line);
  const { role } = shape.debit;
  const side: SideQuestion = {
    type,
    role,
    site,
    location: '',
    typedOnLine: account,
    facts: { entered: true },
  };
  const found = draft.determine(side, postedOn);
  draft.turnTo(item);
  return { side: draft.side(side, found), amount };
}
