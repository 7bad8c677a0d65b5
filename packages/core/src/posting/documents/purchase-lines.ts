import type { AccountRole } from '../../accounts/account-role.ts';
import { isIntegrated } from '../../determination/configuration.ts';
import { hasAccount } from '../../determination/has-account.ts';
import type { DocumentFacts } from '../../determination/role-substitution.ts';
import { stockAccounts } from '../../determination/stock-accounts.ts';
import type { Item } from '../../items/item.ts';
import type { Customer, Vendor } from '../../parties/party.ts';
import { assert } from '../../primitives/assert.ts';
import type { LineKind, LineKindOf } from '../../transactions/posting-rules.ts';
import type { TransactionLine } from '../../transactions/transaction.ts';
import { draftPartOf } from '../draft-event.ts';
import { earlierInDraft, eventInDraft } from '../earlier-event.ts';
import type { EventDraft } from '../event-draft.ts';
import { matchInvoice, owedFor } from '../supplier-invoice.ts';
import { refuseWithoutStandard } from '../valuation/method-rules.ts';
import { type LineInHand, partHead, partOfLine } from './document-part.ts';
import { draftValueLine } from './value-line.ts';

type PurchaseLineKind = LineKindOf<'purchase'>;

/** A vendor as the lines of his documents see him. */
const isMerchandise = (party: Vendor | Customer | undefined): boolean =>
  party !== undefined && 'merchandise' in party && party.merchandise;

/**
 * What a line is about that does not say it: what names a receipt is linked, what else a merchandise
 * vendor invoices has no link (`004.28`), goods of any other vendor come with the invoice (`000.58`).
 */
export function purchaseKindOf(
  { original, quantity, account }: TransactionLine,
  item: Item | undefined,
  party: Vendor | Customer | undefined,
): PurchaseLineKind {
  if (original !== undefined) return 'linked';
  if (isMerchandise(party)) return 'merchandise';
  const isGoods = item?.itemClass === 'stock' && quantity !== undefined && account === undefined;
  return isGoods ? 'direct' : 'charge';
}

/**
 * Whether the PO/Reference text lets accounts be chosen: a hyphen is its first character and stands
 * immediately before text (`004.25`, `004.27`). Nothing is trimmed before it is looked at.
 */
const bypassesNonInventory = (reference: string | undefined): boolean =>
  /^-[^\s]/u.test(reference ?? '');

const DRAFTED: Readonly<Record<PurchaseLineKind, (draft: EventDraft, line: LineInHand) => void>> = {
  linked: draftLinked,
  ahead: draftAhead,
  direct: draftDirect,
  merchandise: draftMerchandise,
  'vendor-return': draftVendorReturn,
  charge: draftCharge,
  freight: draftFreight,
};

const isPurchaseKind = (kind: LineKind): kind is PurchaseLineKind => Object.hasOwn(DRAFTED, kind);

/** Drafts a line of a supplier's invoice or credit note. */
export function draftPurchaseLine(draft: EventDraft, line: LineInHand): void {
  const { kind } = line.line;
  assert(isPurchaseKind(kind), 'a supplier invoice has lines of its own kinds');
  DRAFTED[kind](draft, line);
}

/** What was received clears goods received; the link wins over a hyphen (`004.23`, `Q-24`). */
function draftLinked(draft: EventDraft, line: LineInHand): void {
  const { document, commercial, cause } = line;
  const { original = '', line: number } = line.line;
  const earlier = earlierInDraft(draft, document.source, original);
  if (earlier === undefined) {
    draft.refuse('original-unknown', { original });
    return;
  }
  if (bypassesNonInventory(document.reference) && isMerchandise(commercial.party))
    draft.warnings.push(
      `line ${number} is linked to ${original}: the hyphen of the reference is ignored`,
    );
  const owed = owedFor(earlier);
  if (owed !== undefined && owed.sign !== commercial.shape.sign) {
    const field =
      owed.sign > 0n ? 'direction: its goods came in' : 'direction: its goods went back';
    draft.refuse('original-differs', { original, field });
    return;
  }
  const part = partOfLine(line, 'supplier-invoice-match', { original, site: earlier.event.site });
  matchInvoice(draft, part, earlier, { head: partHead(draft, line, part), cause });
}

/**
 * Invoiced before it came: what is owed for the goods waits on goods received for their receipt, which
 * names the line and takes its share of what it was invoiced at (costing 5.4).
 */
function draftAhead(draft: EventDraft, line: LineInHand): void {
  const { quantity, net } = line.line;
  draftValueLine(draft, line, 'supplier-invoice-match', {
    debit: isIntegratedOn(draft, line) ? 'grni' : 'purchases',
    says: { units: quantity.toString(), worth: net.toString() },
  });
}

/** Goods that come with the invoice, or go back with the credit note: received, and matched at once. */
function draftDirect(draft: EventDraft, line: LineInHand): void {
  const { document, commercial, cause } = line;
  const before = draft.refusals.length;
  const isIn = commercial.shape.sign > 0n;
  const moved = isIn
    ? partOfLine(line, 'receive-from-vendor')
    : partOfLine(line, 'return-to-vendor', { amount: undefined });
  refuseWithoutStandard(draft, document.postedOn, draft.item);
  const number = draftPartOf(draft, moved, { head: partHead(draft, line, moved), cause });
  const goods = eventInDraft(draft, number);
  if (draft.refusals.length > before || goods === undefined) return;
  const original = `${document.key}#${line.line.line}`;
  const part = partOfLine(line, 'supplier-invoice-match', { original });
  matchInvoice(draft, part, goods, {
    head: partHead(draft, line, part, { isFurther: true }),
    cause,
  });
}

/**
 * What a merchandise vendor invoices without a receipt: it waits in Non-Inventory, unless the hyphen
 * lets an account be chosen (`004.20`, `004.22`, `004.25`, `004.30`, `004.33`).
 */
function draftMerchandise(draft: EventDraft, line: LineInHand): void {
  const { document, commercial } = line;
  const { account, item, net } = line.line;
  const { party, shape } = commercial;
  if (!isMerchandise(party)) {
    refuseKind(draft, line);
    return;
  }
  if (!isIntegratedOn(draft, line)) {
    draftCharge(draft, line);
    return;
  }
  const hyphenBypass = bypassesNonInventory(document.reference);
  const { reference = '' } = document;
  if (hyphenBypass && account === undefined) draft.refuse('account-to-choose', { reference });
  if (!hyphenBypass && account !== undefined)
    draft.refuse('account-not-chosen-here', { party: party?.code ?? '', account });
  const isCredit = shape.sign * net < 0n;
  const kind = isCredit && item === undefined ? 'rebate' : 'not-linked';
  const merchandiseInvoice = isConverted(draft, reference) ? 'converted' : kind;
  const facts: DocumentFacts = { merchandiseInvoice, ...(hyphenBypass ? { hyphenBypass } : {}) };
  const typedOnLine = hyphenBypass ? account : undefined;
  draftValueLine(draft, line, 'merchandise-purchase', { facts, typedOnLine });
}

/** What the vendor credits for goods that customers returned for him (`004.36`). */
function draftVendorReturn(draft: EventDraft, line: LineInHand): void {
  if (!isIntegratedOn(draft, line)) {
    draftCharge(draft, line);
    return;
  }
  const { configuration } = draft.books.desk;
  const place = { group: draft.item.group, site: line.line.site };
  const hasVendorReturnAccount = hasAccount(
    configuration,
    VENDOR_RETURN,
    place,
    line.document.postedOn,
  );
  draftValueLine(draft, line, 'merchandise-purchase', {
    facts: { returnForVendor: true, hasVendorReturnAccount },
  });
}

const VENDOR_RETURN: AccountRole = 'vendor-return-inventory';

/** A service or an expense: on the account of the line, of the vendor, or of the item's group. */
function draftCharge(draft: EventDraft, line: LineInHand): void {
  const { commercial } = line;
  const { account: told, item, kind } = line.line;
  const { party } = commercial;
  if (kind === 'charge' && isMerchandise(party) && isIntegratedOn(draft, line)) {
    refuseKind(draft, line);
    return;
  }
  const ofVendor = party !== undefined && 'account' in party ? party.account : undefined;
  const mayTake = item === undefined && !isMerchandise(party);
  const typedOnLine = told ?? (mayTake ? ofVendor : undefined);
  if (typedOnLine !== undefined && stockAccounts(draft.books.desk.configuration).has(typedOnLine))
    draft.refuse('line-account-holds-stock', { account: typedOnLine });
  const facts: DocumentFacts = typedOnLine === undefined ? {} : { chosen: true };
  draftValueLine(draft, line, 'purchase-charge', { facts, typedOnLine });
}

function draftFreight(draft: EventDraft, line: LineInHand): void {
  draftValueLine(draft, line, 'freight-charge', { typedOnLine: line.line.account });
}

function refuseKind(
  draft: EventDraft,
  { commercial: { party }, line: { kind } }: LineInHand,
): void {
  const which = isMerchandise(party) ? 'a merchandise vendor' : 'no merchandise vendor';
  draft.refuse('kind-not-of-vendor', { party: party?.code ?? '', which, kind });
}

const isIntegratedOn = ({ books }: EventDraft, { document }: LineInHand): boolean =>
  isIntegrated(books.desk.configuration, document.postedOn);

/** Whether a reference names a purchase order that was received in a former system (`004.22`). */
const isConverted = ({ books }: EventDraft, reference: string): boolean =>
  books.desk.configuration.convertedOrders.has(reference);
