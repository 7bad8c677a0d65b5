import {
  type BusinessDate,
  formatDecimal,
  isIntegrated,
  ok,
  parseBusinessDate,
  periodOn,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { Books } from '../configuration/change-options.ts';
import { holdingLane } from '../configuration/keep-change.ts';
import {
  batchWriter,
  type ReclassifiedValue,
  reclassify,
} from '../configuration/reclassify-stock.ts';
import type { CompanyName, CompanySession } from '../ports.ts';
import {
  type StockContra,
  type StockJournal,
  type StockJournalLine,
  stockJournalInputs,
  stockJournalOf,
  withoutAccount,
} from './stock-journal-lines.ts';

/** What a stock journal is asked for. */
export type StockJournalRequest = {
  /** The day of the journal, and the last one whose movements count. */
  readonly postedOn: string;
  /** Where the other side stands; usually purchases, which were charged with what is still there. */
  readonly against?: StockContra | undefined;
};

/** A stock journal as it is proposed or as it was posted; figures are texts in the currency. */
export type StockJournalAnswer = {
  readonly postedOn: string;
  readonly against: StockContra;
  /** Whether inventory is integrated on the day: then there is nothing to post unless it was not before. */
  readonly integrated: boolean;
  readonly lines: readonly StockJournalLine[];
  readonly stock: string;
  readonly ledger: string;
  /** What the stock of the ledger changes by in all; to post it, confirm it. */
  readonly amount: string;
  readonly posted: boolean;
  /** The journal by accounts and sites; empty where the ledger is at the stock already. */
  readonly journal: readonly ReclassifiedValue[];
};

/** Books, and the company whose stock it is. */
export type StockBooks = Books & { readonly company: CompanyName; readonly actor: string };

/**
 * Proposes the period-end stock journal: the valuation of the day less what the ledger holds, by group,
 * account and site (`000.03`). Nothing is kept; the journal is the one that would be posted.
 *
 * Refuses a day that is none or lies in a closed period, stock that lies on no account, and accounts
 * that are missing.
 */
export function proposeStockJournal(
  { storage, company }: Omit<StockBooks, 'actor'>,
  request: StockJournalRequest,
): Promise<Result<StockJournalAnswer, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const drafted = await draftJournal(session, request);
    if (!drafted.ok) return drafted;
    const { books, journal, inputs } = drafted.value;
    const lines = await reclassify(books, session, inputs);
    return lines.ok ? ok(answerOf(books, journal, lines.value, false)) : lines;
  });
}

/**
 * Posts the stock journal when what it comes to is what was confirmed (`stock-journal-changed`); where
 * the ledger is at the stock already nothing is posted, so that to repeat it does no harm.
 *
 * @param confirmed the amount of the proposal, decimal text
 */
export function postStockJournal(
  { storage, clock, company, actor }: StockBooks,
  request: StockJournalRequest,
  confirmed: string,
): Promise<Result<StockJournalAnswer, Refusal>> {
  return holdingLane({ storage, clock }, company, async (session) => {
    const drafted = await draftJournal(session, request);
    if (!drafted.ok) return drafted;
    const { books, journal, inputs } = drafted.value;
    const { amount } = answerOf(books, journal, [], false);
    if (amount !== confirmed && inputs.length > 0)
      return refused([refusal('stock-journal-changed', { amount, confirmed })]);
    const keep = batchWriter(session, session.lane, { recordedAt: clock(), recordedBy: actor });
    const preview = await reclassify(await CompanyBooks.open(session, true), session, inputs);
    if (!preview.ok) return preview;
    const lines = await reclassify(books, session, inputs, keep.write);
    return lines.ok ? ok(answerOf(books, journal, lines.value, lines.value.length > 0)) : lines;
  });
}

async function draftJournal(
  session: CompanySession,
  { postedOn: text, against = 'purchases' }: StockJournalRequest,
): Promise<
  Result<
    {
      readonly books: CompanyBooks;
      readonly journal: StockJournal;
      readonly inputs: ReturnType<typeof stockJournalInputs>;
    },
    Refusal
  >
> {
  const postedOn = parseBusinessDate(text);
  if (postedOn === undefined)
    return refused([refusal('date-invalid', { field: 'postedOn', value: text })]);
  const books = await CompanyBooks.open(session, true);
  const rows = await session.stockAgainstLedger(postedOn);
  const { configuration } = books;
  const journal = stockJournalOf(rows, { postedOn, against, target: 'stock' }, configuration);
  const faults = [...withoutAccount(journal), ...closedPeriod(books, postedOn)];
  if (faults.length > 0) return refused(faults);
  const name = `stock journal ${session.lane.counters.event + 1}`;
  return ok({ books, journal, inputs: stockJournalInputs(journal, name, configuration) });
}

/** Said of a proposal of nothing too: a closed period is not the place to look at what is open. */
function closedPeriod({ configuration }: CompanyBooks, postedOn: BusinessDate): readonly Refusal[] {
  const state = configuration.periods.get(periodOn(configuration, postedOn));
  if (state === undefined) return [refusal('period-unknown', { postedOn })];
  return state === 'closed' ? [refusal('period-closed', { postedOn })] : [];
}

function answerOf(
  { configuration }: CompanyBooks,
  { postedOn, against, lines, stock, ledger, amount }: StockJournal,
  journal: readonly ReclassifiedValue[],
  posted: boolean,
): StockJournalAnswer {
  const text = (value: bigint) => formatDecimal(value, configuration.company.currencyDecimals);
  const integrated = isIntegrated(configuration, postedOn);
  const sums = { stock: text(stock), ledger: text(ledger), amount: text(amount) };
  return { postedOn, against, integrated, lines, ...sums, posted, journal };
}
