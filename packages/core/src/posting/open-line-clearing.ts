import type { AccountRole } from '../accounts/account-role.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import { absolute, type Money, money, NO_MONEY, NO_QUANTITY } from '../primitives/money.ts';
import type { Transaction } from '../transactions/transaction.ts';
import { givenCost } from './amount.ts';
import type { EarlierEvent } from './books.ts';
import { headOf } from './caused-events.ts';
import { earlierMeant } from './earlier-event.ts';
import type { EventDraft, SideQuestion } from './event-draft.ts';
import { legOf } from './legs.ts';
import { absoluteHolding, shareOf } from './moved.ts';
import { openAmount, openSides } from './open-amount.ts';
import { postAmounts, type SidedAmount } from './post-amounts.ts';
import { grniSide } from './supplier-invoice.ts';

/**
 * Drafts a reallocation that clears what a transaction left open on an account under review: it goes
 * from the account, center and site where it was posted to the account of the line (`003.X07`,
 * `004.02`). The amount has the sign of what is open, debits positive, and is no larger.
 */
export function draftReallocation(draft: EventDraft, transaction: Transaction): void {
  draft.open(headOf(transaction));
  const { shape } = transaction;
  const typed = legOf(draft, transaction, { shape: shape.debit, direction: 'debit' });
  const amount = signed(transaction);
  const cleared = clearedBy(draft, transaction, amount);
  if (cleared === undefined) return;
  const { account } = typed.found;
  if (account !== null && cleared.sides.some(({ side }) => side.account === account))
    draft.refuse('same-account', { type: transaction.type, account });
  if (draft.refusals.length > 0) return;
  const to = { side: draft.side(typed.side, typed.found), amount };
  postAmounts(draft, [to, ...turned(cleared.sides)]);
  draft.link(cleared.line.event, 'clears', NO_QUANTITY, amount);
  draft.close();
}

/**
 * Drafts the link of a purchase that stands open to the receipt it belongs to (`non-inventory.md` 4.1
 * a): as if it had been linked when it was invoiced. Goods received are cleared at what the receipt was
 * posted at; what the purchase cost more or less is purchase variance, and not open any more. A credit
 * note is linked to goods that went back in the same way.
 */
export function draftReceiptLink(draft: EventDraft, transaction: Transaction): void {
  draft.open(headOf(transaction));
  const receipt = named(draft, transaction.against);
  const direction = receipt && grniSide(receipt);
  const sign = direction === 'debit' ? -1n : 1n;
  const invoiced = money(sign * (givenCost(draft, transaction) ?? NO_MONEY));
  const cleared = clearedBy(draft, transaction, invoiced);
  if (receipt !== undefined) refuseReceipt(draft, transaction, receipt);
  if (draft.refusals.length > 0 || receipt === undefined || cleared === undefined) return;
  const received = shareOf(receipt, transaction.quantity) ?? NO_MONEY;
  const posted = money(sign * received);
  postAmounts(draft, [
    ...amountOn(draft, transaction, 'grni', posted),
    ...amountOn(draft, transaction, 'purchase-variance', money(invoiced - posted)),
    ...turned(cleared.sides),
  ]);
  draft.link(receipt.event, 'refers-to', transaction.quantity, received);
  draft.link(cleared.line.event, 'clears', NO_QUANTITY, invoiced);
  draft.close();
}

/**
 * Drafts the match of two open lines of opposite sign (`non-inventory.md` 4.6). Where both stand on one
 * account of a site there is nothing to post: they are told to belong together, and neither is open.
 */
export function draftMatch(draft: EventDraft, transaction: Transaction): void {
  draft.open(headOf(transaction));
  const amount = signed(transaction);
  const first = clearedBy(draft, transaction, amount);
  const second = clearedBy(draft, { ...transaction, clears: transaction.against }, money(-amount));
  if (draft.refusals.length > 0 || first === undefined || second === undefined) return;
  postAmounts(draft, [...turned(first.sides), ...turned(second.sides)]);
  draft.link(first.line.event, 'clears', NO_QUANTITY, amount);
  draft.link(second.line.event, 'clears', NO_QUANTITY, money(-amount));
  draft.close();
}

/** The amount of a value-only transaction with its sign. */
const signed = ({ amount = NO_MONEY, swapped }: Transaction): Money =>
  money(swapped ? -amount : amount);

const turned = (sides: readonly SidedAmount[]): readonly SidedAmount[] =>
  sides.map(({ side, amount }) => ({ side, amount: -amount }));

type Cleared = { readonly line: EarlierEvent; readonly sides: readonly SidedAmount[] };

/** What is cleared of a line, and where it stands; refused where not so much is open on that side. */
function clearedBy(
  draft: EventDraft,
  { clears, postedOn, type }: Transaction,
  amount: Money,
): Cleared | undefined {
  const line = named(draft, clears);
  if (line === undefined) return undefined;
  const { configuration } = draft.books.desk;
  const key = keyIn(clears);
  const decimals = configuration.company.currencyDecimals;
  const text = (value: Money) => formatDecimal(value, decimals);
  if (amount === 0n) draft.refuse('amount-zero', { type });
  if (postedOn < line.event.postedOn)
    draft.refuse('dated-before-original', { original: key, postedOn, on: line.event.postedOn });
  const open = openAmount(configuration, line);
  const isWithin = open > 0n === amount > 0n && absolute(amount) <= absolute(open);
  if (amount !== 0n && !isWithin)
    draft.refuse('more-than-open', { clears: key, open: text(open), amount: text(amount) });
  return { line, sides: isWithin ? openSides(configuration, line, amount) : [] };
}

/** The transaction of a name, or the line of a document; refused where there is none. */
function named(draft: EventDraft, name = ''): EarlierEvent | undefined {
  const line = earlierMeant(draft.books, name.slice(0, name.indexOf('\n')), keyIn(name));
  if (line === undefined) draft.refuse('original-unknown', { original: keyIn(name) });
  return line;
}

/** The key by which something was named. */
const keyIn = (name = ''): string => name.slice(name.indexOf('\n') + 1);

/** The receipt has to be of the item and site of the link, and as much of it not yet invoiced. */
function refuseReceipt(draft: EventDraft, transaction: Transaction, receipt: EarlierEvent): void {
  const { item, site, quantity: wanted, postedOn } = transaction;
  const { key: original, postedOn: on } = receipt.event;
  const differs = (field: string) => draft.refuse('original-differs', { original, field });
  if (receipt.event.item !== item.code) differs('item');
  if (receipt.event.site !== site) differs('site');
  if (grniSide(receipt) === undefined) differs('kind: it received nothing');
  if (receipt.reversed) draft.refuse('already-reversed', { original });
  if (on > postedOn) draft.refuse('dated-before-original', { original, postedOn, on });
  const open = absoluteHolding(receipt).quantity - receipt.usedQuantity;
  if (wanted <= open) return;
  draft.refuse('original-used-up', {
    original,
    open: formatDecimal(open, item.quantityDecimals),
    quantity: formatDecimal(wanted, item.quantityDecimals),
  });
}

/** An amount on the account of a role; nothing for no amount, whose account nobody has to know. */
function amountOn(
  draft: EventDraft,
  { type, site, postedOn }: Transaction,
  role: AccountRole,
  amount: Money,
): readonly SidedAmount[] {
  if (amount === 0n) return [];
  const question: SideQuestion = { type, role, site, location: '' };
  return [{ side: draft.side(question, draft.determine(question, postedOn)), amount }];
}
