import {
  type Configuration,
  ENTRY_TYPES,
  formatDecimal,
  labelDefinition,
  ok,
  parsePeriod,
  type Refusal,
  type Result,
  type ReviewLabel,
  refusal,
  refused,
  type SourceCode,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { WholePlace } from '../post-whole.ts';
import { ageOn } from '../reading/ageing.ts';
import { type LineState, type Review, readReview, stateOf } from './read-review.ts';
import { accountsUnderReview, type ReviewLine, type ReviewReceipt } from './review-line.ts';
import { accountFinder } from './role-account.ts';
import { type AccountOf, suggestionFor } from './suggest.ts';
import { type StepTold, stepTold } from './told-step.ts';

/** Which lines are wanted; without anything all that are open at the end of the month. */
export type ReviewFilter = {
  readonly period: string;
  readonly site?: string | undefined;
  readonly label?: ReviewLabel | undefined;
  readonly source?: SourceCode | undefined;
  /** A part of PO/Reference, document, party or item, in small or large letters (`004.21`). */
  readonly text?: string | undefined;
};

/** An open line as it is listed; amounts are debits positive. */
type ReviewRow = {
  /** The number of its event, by which actions name it. */
  readonly event: number;
  readonly postedOn: string;
  /** Days from then to the end of the month. */
  readonly age: number;
  readonly source: SourceCode;
  readonly type: string;
  readonly document: string;
  readonly reference: string;
  readonly party: string;
  readonly item: string;
  readonly name: string;
  readonly site: string;
  readonly account: string;
  readonly role: string;
  readonly amount: string;
  /** What was open at the end of the month, and what is by now. */
  readonly open: string;
  readonly openNow: string;
  /** Why its role was replaced when it was posted; absent where it was not. */
  readonly reason?: string;
  readonly why: string;
  readonly label: ReviewLabel;
  readonly scenario: string;
  readonly cause: string;
  readonly remedy: string;
  readonly recordedBy: string;
  readonly state: LineState;
  readonly explanation?: {
    readonly owner: string;
    readonly reason: string;
    readonly action: number;
  };
  readonly suggestion?: Omit<StepTold, 'event'>;
};

/** Goods received long ago that no invoice came for. */
type NotInvoicedRow = {
  readonly event: number;
  readonly source: string;
  readonly key: string;
  readonly postedOn: string;
  readonly age: number;
  readonly reference: string;
  readonly document: string;
  readonly party: string;
  readonly item: string;
  readonly name: string;
  readonly site: string;
  readonly account: string;
  readonly units: string;
  /** Debits positive: what is owed stands as a credit. */
  readonly open: string;
};

export type ReviewList = {
  readonly period: string;
  readonly lastDay: string;
  /** What the books knew: the last event and the version of the configuration. */
  readonly asKnown: { readonly event: number; readonly configuration: number };
  /** What all lines of the filter came to at the end of the month. */
  readonly balance: string;
  readonly unexplained: string;
  readonly lines: readonly ReviewRow[];
  readonly notInvoiced: readonly NotInvoicedRow[];
  /** What of the configuration lets lines come here (`non-inventory.md`, workflow 7). */
  readonly hints: readonly string[];
};

/** Goods that were received so many days before the end of the month are old (`non-inventory.md`, 1). */
const OLD_AFTER_DAYS = 60;

/** The work list of a month: every line that is open on an account under review, and old receipts. */
export function listReview(
  { storage, company }: Pick<WholePlace, 'storage' | 'company'>,
  filter: ReviewFilter,
): Promise<Result<ReviewList, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const period = parsePeriod(filter.period);
    if (period === undefined)
      return refused([refusal('date-invalid', { field: 'period', value: filter.period })]);
    const books = await CompanyBooks.open(session);
    const wanted = { period, withReceipts: true };
    const review = await readReview(session, books.configuration, wanted);
    const find = accountFinder(books.desk, review.lastDay);
    const accountOf: AccountOf = (line, role) => find('reallocation', role, line);
    const { counters, configurationVersion } = session.lane;
    const asKnown = { event: counters.event, configuration: configurationVersion };
    return ok({
      asKnown,
      ...told(review, { filter, accountOf, ...company }, books.configuration),
    });
  });
}

type Telling = {
  readonly filter: ReviewFilter;
  readonly accountOf: AccountOf;
  readonly currencyDecimals: number;
};

function told(
  review: Review,
  telling: Telling,
  configuration: Configuration,
): Omit<ReviewList, 'asKnown'> {
  const { filter, currencyDecimals } = telling;
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const sum = (some: readonly ReviewLine[]) =>
    text(some.reduce((total, { openAtEnd }) => total + openAtEnd, 0n));
  const lines = review.lines.filter((line) => line.openAtEnd !== 0n && isWanted(line, filter));
  const open = lines.filter((line) => stateOf(line) === 'open');
  const isOld = (receipt: ReviewReceipt) =>
    ageOn(review.lastDay, receipt.event.postedOn) >= OLD_AFTER_DAYS;
  const isAsked = filter.label === undefined || filter.label === 'not-invoiced';
  const old = isAsked
    ? review.receipts.filter((one) => isOld(one) && isWantedWord(one, filter))
    : [];
  return {
    period: review.period,
    lastDay: review.lastDay,
    balance: sum(lines),
    unexplained: sum(open),
    lines: lines.map((line) => rowOf(line, review, telling)),
    notInvoiced: old.map((receipt) => notInvoicedRow(receipt, review, text)),
    hints: hintsOf(review, configuration),
  };
}

function isWanted(line: ReviewLine, filter: ReviewFilter): boolean {
  const { label, source } = filter;
  return (
    (label === undefined || line.label === label) &&
    (source === undefined || ENTRY_TYPES[line.entryType][1] === source) &&
    isWantedWord(line, filter)
  );
}

function isWantedWord(
  line: Pick<ReviewLine, 'event' | 'text'> & { readonly site?: string },
  { site, text }: ReviewFilter,
): boolean {
  const words = `${line.text} ${line.event.item}`.toLowerCase();
  return (
    (site === undefined || (line.site ?? line.event.site) === site) &&
    (text === undefined || words.includes(text.toLowerCase()))
  );
}

function rowOf(
  line: ReviewLine,
  review: Review,
  { accountOf, currencyDecimals }: Telling,
): ReviewRow {
  const { event, explanation, reason, label } = line;
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const step = suggestionFor(line, review, accountOf);
  return {
    event: event.number,
    postedOn: event.postedOn,
    age: ageOn(review.lastDay, event.postedOn),
    source: ENTRY_TYPES[line.entryType][1],
    type: (line.cause ?? event).type,
    document: line.document,
    reference: line.reference,
    party: line.party,
    item: event.item,
    name: line.itemName,
    site: line.site,
    account: line.account,
    role: line.role,
    amount: text(line.amount),
    open: text(line.openAtEnd),
    openNow: text(line.open),
    ...(reason === undefined ? {} : { reason }),
    why: line.why,
    label,
    ...labelDefinition(label),
    recordedBy: line.recordedBy,
    state: stateOf(line),
    ...(explanation === undefined ? {} : { explanation: explanationTold(explanation) }),
    ...(step === undefined ? {} : { suggestion: suggestionTold(line, step, currencyDecimals) }),
  };
}

const explanationTold = ({ owner, reason, action }: NonNullable<ReviewLine['explanation']>) => ({
  owner,
  reason,
  action,
});

function suggestionTold(
  line: ReviewLine,
  step: NonNullable<ReturnType<typeof suggestionFor>>,
  currencyDecimals: number,
): Omit<StepTold, 'event'> {
  const { event: _, ...rest } = stepTold(line, step, { action: step.kind }, currencyDecimals);
  return rest;
}

function notInvoicedRow(
  { event, units, open, quantityDecimals, itemName, ...receipt }: ReviewReceipt,
  { lastDay }: Review,
  text: (amount: bigint) => string,
): NotInvoicedRow {
  const { reference, document, party, account } = receipt;
  return {
    event: event.number,
    source: event.source,
    key: event.key,
    postedOn: event.postedOn,
    age: ageOn(lastDay, event.postedOn),
    reference,
    document,
    party,
    item: event.item,
    name: itemName,
    site: event.site,
    account,
    units: formatDecimal(units, quantityDecimals),
    open: text(-open),
  };
}

/** Classes of items without stock, which need groups of their own (`004.16`, `004.19`). */
const WITHOUT_STOCK: ReadonlySet<string> = new Set(['consumable', 'special']);

function hintsOf({ lines }: Review, configuration: Configuration): readonly string[] {
  const { roleOf } = accountsUnderReview(configuration);
  const hasReturnsAccount = [...roleOf.values()].includes('vendor-return-inventory');
  const groups = new Map(
    lines
      .filter(({ itemClass }) => WITHOUT_STOCK.has(itemClass))
      .map(({ event, itemClass, group }) => [event.item, { itemClass, group }]),
  );
  return [
    ...(hasReturnsAccount
      ? []
      : ['No vendor-return-inventory account: returns that are to go back to a vendor come here.']),
    ...[...groups].map(
      ([item, { itemClass, group }]) =>
        `${item} is ${itemClass} in group ${group}, which posts its cost here; give such items a group of their own.`,
    ),
  ];
}
