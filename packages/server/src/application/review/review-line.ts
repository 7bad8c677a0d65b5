import {
  accountsOf,
  type BookedEvent,
  type Configuration,
  type LineFacts,
  labelOf,
  namingWords,
  type ReviewLabel,
  type TransactionInput,
} from 'perpetua-core';
import type { PostedLine, UninvoicedReceipt } from '../ports.ts';
import { sentContent } from '../sent-content.ts';

/** The accounts that the review is about, and what each is for. */
export type AccountsUnderReview = {
  readonly roleOf: ReadonlyMap<string, LineFacts['role']>;
  /** The accounts whose balance is reviewed to zero: all but those of goods not invoiced. */
  readonly reviewed: readonly string[];
  readonly grni: readonly string[];
  /** What an account on the other side may be for. */
  readonly contraRolesOf: (account: string) => ReadonlySet<string>;
};

/** The roles that tell what a line entered by hand is, when they stand on its other side. */
const TELLING_ROLES = ['supplier-control', 'customer-control', 'cogs', 'sales'] as const;

export function accountsUnderReview(configuration: Configuration): AccountsUnderReview {
  const of = (role: string) => [...accountsOf(configuration, (one) => one === role)];
  const nonInventory = of('non-inventory');
  const returns = of('vendor-return-inventory');
  const grni = of('grni');
  const telling = TELLING_ROLES.map((role) => ({ role, accounts: new Set(of(role)) }));
  return {
    // An account that two roles share is told by the first of them.
    roleOf: new Map([
      ...grni.map((account) => [account, 'grni'] as const),
      ...returns.map((account) => [account, 'vendor-return-inventory'] as const),
      ...nonInventory.map((account) => [account, 'non-inventory'] as const),
    ]),
    reviewed: [...new Set([...nonInventory, ...returns])],
    grni,
    contraRolesOf: (account) =>
      new Set(telling.flatMap(({ role, accounts }) => (accounts.has(account) ? [role] : []))),
  };
}

/** What somebody said of a line that stays open (`non-inventory.md`, workflow 3). */
export type Explanation = {
  readonly kind: 'carry-forward' | 'correct';
  readonly action: number;
  readonly owner: string;
  readonly reason: string;
  /** The last month it explains; what is found correct is explained for ever. */
  readonly until: string;
};

/** An open line with what tells why it stands there. */
export type ReviewLine = PostedLine & {
  readonly role: LineFacts['role'];
  readonly label: ReviewLabel;
  readonly party: string;
  readonly reference: string;
  readonly document: string;
  /** All its words: PO/Reference, document and party. */
  readonly text: string;
  /** Those of them that name something, such as an order. */
  readonly words: ReadonlySet<string>;
  readonly explanation: Explanation | undefined;
};

/** A receipt that is not wholly invoiced, with its words. */
export type ReviewReceipt = UninvoicedReceipt & {
  readonly party: string;
  readonly reference: string;
  readonly document: string;
  readonly text: string;
  readonly words: ReadonlySet<string>;
};

/** What was said with an event: its own words, and where it is a part of a document those of that. */
function wordsOf(event: BookedEvent, cause: BookedEvent | undefined) {
  const own: Partial<TransactionInput> = sentContent(event);
  const above: Partial<TransactionInput> = cause === undefined ? {} : sentContent(cause);
  const party = own.party ?? above.party ?? '';
  const reference = own.reference ?? above.reference ?? '';
  const document = own.document ?? above.document ?? '';
  const text = [reference, document, party].filter((word) => word !== '').join(' ');
  return { party, reference, document, text, words: namingWords(text) };
}

/** A posted line with its label (`non-inventory.md`, workflow 2). */
export function reviewLineOf(
  line: PostedLine,
  accounts: AccountsUnderReview,
  explanation: Explanation | undefined,
): ReviewLine {
  const role = accounts.roleOf.get(line.account) ?? 'non-inventory';
  const words = wordsOf(line.event, line.cause);
  const label = labelOf({
    role,
    reason: line.reason,
    isDebit: line.amount > 0n,
    itemClass: line.itemClass,
    text: words.text,
    isPartlyCleared: line.open !== line.amount,
    contraRoles: accounts.contraRolesOf(line.contra),
  });
  return { ...line, ...words, role, label, explanation };
}

export const reviewReceiptOf = (receipt: UninvoicedReceipt): ReviewReceipt => ({
  ...receipt,
  ...wordsOf(receipt.event, receipt.cause),
});

/** The source of all that the review posts. */
export const REVIEW_SOURCE = 'review';
