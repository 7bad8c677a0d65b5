import { revaluePool } from '../../costing/cost-pool.ts';
import { costingMethodOn } from '../../determination/configuration.ts';
import { NO_QUANTITY } from '../../primitives/money.ts';
import { CAUSED_TYPES } from '../../transactions/posting-rules.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import { causedHead } from '../caused-events.ts';
import type { EventDraft, SideQuestion } from '../event-draft.ts';
import { postAmounts, type SidedAmount } from '../post-amounts.ts';
import { type SpreadChange, spreadChanges } from './company-average.ts';

/**
 * Under average by company: moves value between the accounts and sites of the item until each is
 * worth its quantity at the one average again (`003.X08`, `Q-03`, costing 5.12). It is one event,
 * caused by the transaction that moved the average; it moves no units and sums to zero.
 */
export function respreadAverage(draft: EventDraft, transaction: Transaction): void {
  const { postedOn } = transaction;
  const [cause] = draft.events;
  const { configuration } = draft.books.desk;
  if (cause === undefined || costingMethodOn(configuration, postedOn) !== 'company-average') return;
  // A document of several items may move the average of each.
  for (const code of new Set(draft.events.map(({ item }) => item)))
    respreadItem(draft, { ...transaction, item: draft.itemNamed(code) }, cause.number);
}

function respreadItem(draft: EventDraft, transaction: Transaction, cause: number): void {
  const { postedOn, item } = transaction;
  draft.turnTo(item);
  const changes = spreadChanges(draft);
  if (changes.length === 0) return;
  const type = CAUSED_TYPES.averageRespread;
  draft.open(causedHead(draft, { ...transaction, type }, {}));
  draft.linkTo(cause, 'caused-by');
  const sides = changes.map((one) => moved(draft, transaction, one));
  if (draft.isPosted(['inventory'], postedOn)) postAmounts(draft, sides);
  draft.close();
}

/** Changes the value of one pool, and says where that is posted. */
function moved(
  draft: EventDraft,
  { postedOn }: Transaction,
  { booked, change, known }: SpreadChange,
): SidedAmount {
  const type = CAUSED_TYPES.averageRespread;
  const { site, account } = booked.address;
  const question: SideQuestion = { type, role: 'inventory', site, location: '', pinned: account };
  const side = draft.side(question, draft.determine(question, postedOn));
  const pool = { ...revaluePool(booked.pool, change), known };
  const after = { pool, quantity: NO_QUANTITY, value: change };
  draft.move(type, booked, after, { place: '', costing: { source: 'consequence' } });
  return { side, amount: change };
}
