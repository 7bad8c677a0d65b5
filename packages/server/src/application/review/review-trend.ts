import {
  type BusinessDate,
  daysOf,
  formatDecimal,
  labelDefinition,
  ok,
  parsePeriod,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { CompanySession } from '../ports.ts';
import type { WholePlace } from '../post-whole.ts';
import { type Aged, agedOn, type OpenAmount } from '../reading/ageing.ts';
import { accountsUnderReview, type ReviewLine, reviewLineOf } from './review-line.ts';
import { isSignedOff } from './sign-off.ts';

/** A month of the trend; amounts are debits positive. */
type TrendMonth = {
  readonly period: string;
  readonly added: string;
  readonly cleared: string;
  readonly balance: string;
  readonly isSignedOff: boolean;
};

/** Why lines came, and how much of what came is still open. */
type Cause = {
  readonly label: string;
  readonly cause: string;
  readonly count: number;
  readonly amount: string;
  readonly open: string;
};

/** Where purchases without a link come from. */
type Hot = { readonly name: string; readonly count: number; readonly amount: string };

export type ReviewTrend = {
  readonly from: string;
  readonly to: string;
  readonly months: readonly TrendMonth[];
  /** The lines posted in these months by their cause, most often first. */
  readonly causes: readonly Cause[];
  readonly withoutLink: { readonly byParty: readonly Hot[]; readonly byUser: readonly Hot[] };
  /** What is open at the end, debits and credits apart, by its age. */
  readonly ageing: { readonly debits: Aged; readonly credits: Aged };
};

/** How the accounts under review went, and what brings lines to them (`non-inventory.md`, workflow 6). */
export function reviewTrend(
  { storage, company }: Pick<WholePlace, 'storage' | 'company'>,
  months: { readonly from: string; readonly to: string },
): Promise<Result<ReviewTrend, Refusal>> {
  const [from, to] = [parsePeriod(months.from), parsePeriod(months.to)];
  const wrong = [
    ...(from === undefined ? [['from', months.from] as const] : []),
    ...(to === undefined ? [['to', months.to] as const] : []),
  ].map(([field, value]) => refusal('date-invalid', { field, value }));
  if (from === undefined || to === undefined) return Promise.resolve(refused(wrong));
  const { currencyDecimals } = company;
  return storage.reading(company.id, async (session) => {
    const { configuration } = await CompanyBooks.open(session);
    const accounts = accountsUnderReview(configuration);
    const ended = { accounts: accounts.reviewed, to: daysOf(to).last };
    const begun = { ...ended, from: daysOf(from).first, openOnly: false };
    const posted = await session.review.lines(begun);
    const open = await session.review.lines({ ...ended, openOnly: true });
    const months = await monthsOf(session, accounts.reviewed, currencyDecimals);
    return ok({
      from,
      to,
      months: months.filter(({ period }) => period >= from && period <= to),
      ...whyTheyCame(
        posted.map((line) => reviewLineOf(line, accounts, undefined)),
        currencyDecimals,
      ),
      ageing: {
        debits: agedAt(
          ended.to,
          open.map(({ event, openAtEnd }) => ({ since: event.postedOn, amount: openAtEnd })),
          currencyDecimals,
        ),
        credits: agedAt(
          ended.to,
          open.map(({ event, openAtEnd }) => ({ since: event.postedOn, amount: -openAtEnd })),
          currencyDecimals,
        ),
      },
    });
  });
}

/** Every month in which anything moved, with the balance after it. */
async function monthsOf(
  session: CompanySession,
  accounts: readonly string[],
  currencyDecimals: number,
): Promise<readonly TrendMonth[]> {
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const signOffs = Map.groupBy(await session.review.signOffs(), ({ period }) => period);
  let balance = 0n;
  return (await session.review.months(accounts)).map(({ period, added, cleared }) => {
    balance += added + cleared;
    return {
      period,
      added: text(added),
      cleared: text(cleared),
      balance: text(balance),
      isSignedOff: isSignedOff(signOffs.get(period) ?? []),
    };
  });
}

function whyTheyCame(
  lines: readonly ReviewLine[],
  currencyDecimals: number,
): Pick<ReviewTrend, 'causes' | 'withoutLink'> {
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const unlinked = lines.filter(({ label }) => UNLINKED.has(label));
  return {
    causes: causesOf(lines, text),
    withoutLink: {
      byParty: hottest(unlinked, ({ party }) => party, text),
      byUser: hottest(unlinked, ({ recordedBy }) => recordedBy, text),
    },
  };
}

/** Purchases of merchandise that no receipt is linked to. */
const UNLINKED: ReadonlySet<string> = new Set(['missing-link', 'converted-po']);

/** The amounts above zero by their age. */
const agedAt = (day: BusinessDate, open: readonly OpenAmount[], currencyDecimals: number): Aged =>
  agedOn(
    day,
    open.filter(({ amount }) => amount > 0n),
    currencyDecimals,
  );

function causesOf(
  lines: readonly ReviewLine[],
  text: (amount: bigint) => string,
): readonly Cause[] {
  return [...Map.groupBy(lines, ({ label }) => label)]
    .map(([label, some]) => ({
      label,
      cause: labelDefinition(label).cause,
      count: some.length,
      amount: text(some.reduce((sum, { amount }) => sum + amount, 0n)),
      open: text(some.reduce((sum, { openAtEnd }) => sum + openAtEnd, 0n)),
    }))
    .toSorted((a, b) => b.count - a.count || (a.label < b.label ? -1 : 1));
}

function hottest(
  lines: readonly ReviewLine[],
  nameOf: (line: ReviewLine) => string,
  text: (amount: bigint) => string,
): readonly Hot[] {
  return [...Map.groupBy(lines, nameOf)]
    .map(([name, some]) => ({
      name,
      count: some.length,
      amount: text(some.reduce((sum, { amount }) => sum + amount, 0n)),
    }))
    .toSorted((a, b) => b.count - a.count || (a.name < b.name ? -1 : 1));
}
