import { NO_ITEM } from '../../items/item.ts';
import type { Posting } from '../../journal/posting.ts';
import { assert } from '../../primitives/assert.ts';
import { absolute, type Money, money } from '../../primitives/money.ts';
import {
  DOCUMENTS,
  type DocumentFamily,
  type DocumentType,
} from '../../transactions/posting-rules.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import { headOf } from '../caused-events.ts';
import type { EventDraft } from '../event-draft.ts';
import type { LineInHand } from './document-part.ts';
import { draftPurchaseLine } from './purchase-lines.ts';
import { draftSaleLine } from './sale-lines.ts';

/** What drafts the lines of each family of documents. */
const DRAFTED_LINES: Readonly<
  Record<DocumentFamily, (draft: EventDraft, line: LineInHand) => void>
> = {
  purchase: draftPurchaseLine,
  sale: draftSaleLine,
};

/**
 * Drafts a commercial document: its own event, which posts nothing, and the parts of its lines, which
 * it causes (decision 0036). Every line is looked at, whatever was refused of those before it, so that
 * a document tells all its faults at once, each of its line.
 */
export function draftDocument(draft: EventDraft, document: Transaction): void {
  const { commercial } = document;
  assert(commercial !== undefined, 'a document that is no reversal has lines');
  draft.refusals.push(...commercial.faults);
  const cause = draft.open(headOf(document));
  draft.close();
  const draftLine = DRAFTED_LINES[commercial.shape.family];
  for (const line of commercial.lines) {
    draft.turnTo(line.item ?? NO_ITEM, line.line);
    draftLine(draft, { document, commercial, line, cause });
  }
  draft.turnTo(document.item);
}

/** What a document comes to: all that its parts posted on what is owed, without a sign. */
export function owedOf(type: DocumentType, postings: readonly Posting[]): Money {
  const [, , control] = DOCUMENTS[type];
  let owed = 0n;
  for (const { debit, credit, amount } of postings) {
    if (debit.role === control) owed += amount;
    if (credit.role === control) owed -= amount;
  }
  return money(absolute(owed));
}
