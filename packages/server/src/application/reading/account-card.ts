import {
  formatDecimal,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import {
  type Asked,
  malformed,
  readEdge,
  readLimit,
  refuseBackwards,
  refuseUnknown,
} from './filters.ts';
import type { Moment } from './moment.ts';
import type {
  AccountCardFilter,
  AccountLine,
  AccountLineMark,
  BooksReading,
  ReadingSession,
} from './ports.ts';
import { readAtMoment } from './read-at-moment.ts';
import type { Report, ReportColumn, ReportRow } from './report.ts';
import { textsIn } from './stock.ts';

/** What an account card is asked for; `from` and `to` are days or months, both included. */
export type AccountCardQuery = Asked<
  'asOf' | 'asKnown' | 'account' | 'site' | 'center' | 'from' | 'to' | 'after' | 'limit'
>;

const PAGE = { usual: 200, most: 10_000 };

/** Lines of an entry are numbered in sixteen bits. */
const MOST_LINES = 32_767;

const COLUMNS: readonly ReportColumn[] = [
  { key: 'postedOn', label: 'Date', kind: 'date' },
  { key: 'entry', label: 'Entry', kind: 'number' },
  { key: 'line', label: 'Line', kind: 'number' },
  { key: 'type', label: 'Transaction type', kind: 'text' },
  { key: 'key', label: 'Key', kind: 'text' },
  { key: 'event', label: 'Event', kind: 'number' },
  { key: 'item', label: 'Item', kind: 'text' },
  { key: 'center', label: 'Center', kind: 'text' },
  { key: 'site', label: 'Site', kind: 'text' },
  { key: 'debit', label: 'Debit', kind: 'money' },
  { key: 'credit', label: 'Credit', kind: 'money' },
  { key: 'balance', label: 'Balance', kind: 'money' },
];

/**
 * The card of one account: its postings by business date with the balance after each, debits less
 * credits. Totals are those of the whole stretch, with its opening and closing balance.
 *
 * Refuses a missing or unknown account, unknown sites, dates that are none, cursors of other lists.
 */
export function accountCard(
  books: BooksReading,
  company: number,
  query: AccountCardQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment, names }) => {
    const { asOf, asKnown } = moment;
    const refusals: Refusal[] = [];
    const from = readEdge('from', query.from, refusals);
    const asked = readEdge('to', query.to, refusals);
    const to = asOf !== null && (asked === undefined || asOf < asked) ? asOf : asked;
    refuseBackwards(from, to, refusals);
    const after = readLineMark(query.after, refusals);
    const limit = readLimit(query.limit, PAGE, refusals);
    const { account = '', site, center } = query;
    await refuseUnknown(session, names, { account, site }, refusals);
    if (refusals.length > 0) return refused(refusals);
    const filter = {
      account,
      site,
      center,
      event: asKnown.event,
      ...(from && { from }),
      ...(to && { to }),
    };
    const title = `Account ${account} ${names.accounts.get(account) ?? ''}`.trim();
    const page = { after, limit, decimals: names.company.currencyDecimals };
    return ok({ ...(await report(session, moment, filter, page)), title });
  });
}

type CardPage = {
  readonly after: AccountLineMark | undefined;
  readonly limit: number;
  readonly decimals: number;
};

async function report(
  session: ReadingSession,
  { asKnown }: Moment,
  filter: AccountCardFilter,
  { after, limit, decimals }: CardPage,
): Promise<Omit<Report, 'title'>> {
  const found = await session.accountLines(filter, { after, limit: limit + 1 });
  const shown = found.slice(0, limit);
  const sums = await session.accountSums(filter, after);
  const opening = sums.openingDebit - sums.openingCredit;
  const text = (amount: bigint) => formatDecimal(amount, decimals);
  let balance = opening + sums.passedDebit - sums.passedCredit;
  const rows = shown.map((line) => {
    balance += line.side === 'debit' ? line.amount : -line.amount;
    return rowOf(line, text(line.amount), text(balance));
  });
  const last = shown.at(-1);
  return {
    name: 'account-card',
    asOf: filter.to ?? (await session.lastDay(asKnown.event)),
    asKnown,
    columns: COLUMNS,
    rows,
    groups: [],
    totals: {
      opening: text(opening),
      debit: text(sums.debit),
      credit: text(sums.credit),
      balance: text(opening + sums.debit - sums.credit),
    },
    next: found.length > limit && last !== undefined ? markText(last) : null,
  };
}

function rowOf(line: AccountLine, amount: string, balance: string): ReportRow {
  const { postedOn, entry, type, key, event, item, center, site, side } = line;
  return {
    postedOn,
    entry: String(entry),
    line: String(line.line),
    type,
    key,
    event: String(event),
    item,
    center,
    site,
    debit: side === 'debit' ? amount : null,
    credit: side === 'credit' ? amount : null,
    balance,
  };
}

const markText = ({ postedOn, entry, line, side }: AccountLineMark): string =>
  JSON.stringify([postedOn, String(entry), String(line), side]);

function readLineMark(text: string | undefined, refusals: Refusal[]): AccountLineMark | undefined {
  if (text === undefined) return undefined;
  const [day = '', entry = '', line = '', word] = textsIn(text);
  const postedOn = parseBusinessDate(day);
  const side = (['debit', 'credit'] as const).find((one) => one === word);
  const isNumbered =
    /^\d{1,15}$/.test(entry) && /^\d{1,5}$/.test(line) && Number(line) <= MOST_LINES;
  if (postedOn !== undefined && isNumbered && side !== undefined) {
    return { postedOn, entry: Number(entry), line: Number(line), side };
  }
  refusals.push(malformed(`after is no cursor of this list: ${text}`));
  return undefined;
}
