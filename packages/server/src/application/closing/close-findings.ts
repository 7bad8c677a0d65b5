import {
  type CloseCheck,
  type CloseFinding,
  closeChecks,
  FIRST_DAY,
  type FiscalPeriod,
  formatDecimal,
  periodsInOrder,
} from 'perpetua-core';
import { configurationOf } from '../configuration/configuration-facts.ts';
import type { BooksInspection } from '../inspection.ts';
import type { BooksStorage, CompanySession } from '../ports.ts';
import type { BooksReading, ReadingSession } from '../reading/ports.ts';
import { sumOf } from '../reading/report.ts';
import { reconcileBooksAt } from '../reconcile-books.ts';
import { reviewLeft } from '../review/sign-off.ts';

/** What a checklist is made of. */
export type ChecklistPlace = {
  readonly storage: BooksStorage;
  readonly reading: BooksReading;
  readonly inspection: BooksInspection;
  readonly company: { readonly id: number; readonly currencyDecimals: number };
};

/** The company whose period is looked at: held by the session while it is being closed. */
type LookedAt = Omit<ChecklistPlace, 'storage'> & { readonly session: CompanySession };

/** A look at the books of one period, by one of the checks. */
type Look = (at: LookedAt, period: FiscalPeriod) => Promise<Omit<CloseFinding, 'check'>>;

/** Names are told as far as one line takes them. */
const MOST_NAMES = 5;

const named = (names: readonly string[]): string =>
  names.length > MOST_NAMES ? `${names.slice(0, MOST_NAMES).join(', ')} …` : names.join(', ');

const found = (names: readonly string[]): Omit<CloseFinding, 'check'> => ({
  count: names.length,
  what: named(names),
});

/** How each check of the table is looked at. */
const LOOKS: Readonly<Record<CloseCheck, Look>> = {
  'earlier-periods-open': async ({ session }, { first }) => {
    const { configurationVersion: version } = session.lane;
    const configuration = configurationOf(await session.facts(version), version);
    const open = periodsInOrder(configuration).filter(
      (one) => one.first < first && one.state !== 'closed',
    );
    return found(open.map(({ period }) => period));
  },
  'exceptions-waiting': ({ reading, company }, { first, last }) =>
    reading.reading(company.id, async ({ exceptions }) => {
      const counts = await exceptions.counts({ state: 'waiting', from: first, to: last });
      return { count: counts.reduce((sum, { count }) => sum + count, 0) };
    }),
  'costs-to-run-again': async ({ session }, { last }) => {
    const work = (await session.restatements()).filter(({ from }) => from <= last);
    return { count: new Set(work.map(({ pool }) => pool)).size };
  },
  'books-disagree': async ({ inspection, company }, { last }) => {
    const compared = await reconcileBooksAt(inspection, company.id, { asOf: last }, last);
    if (!compared.ok || compared.value.agree) return { count: 0 };
    const differing = compared.value.accounts.filter(({ difference }) => difference !== 0n);
    return found(differing.map(({ account, site }) => `${account} at ${site}`));
  },
  'non-inventory-open': async ({ session: held, reading, company }, period) => {
    const { isDone, unexplained } = await reviewLeft(held, period.period);
    const open = await reading.reading(company.id, (session) =>
      nonInventoryBalances(session, period),
    );
    const amount = formatDecimal(sumOf(open), company.currencyDecimals);
    return { count: isDone ? 0 : Math.max(open.length, unexplained), amount };
  },
  'negative-stock': ({ reading, company }, { last }) =>
    reading.reading(company.id, async (session) => {
      const cut = { asOf: last, event: session.lane.counters.event };
      const held = await session.holdings({ buckets: ['on-hand'] }, cut);
      const negative = held.filter(({ quantity }) => quantity < 0n);
      return found(negative.map(({ item, site }) => `${item} at ${site}`));
    }),
  'manual-receipts-open': ({ reading, company }, { last }) =>
    reading.reading(company.id, async (session) => {
      const { receipts } = await session.openManualReceipts(MOST_RECEIPTS);
      return { count: receipts.filter(({ event }) => event.postedOn <= last).length };
    }),
  'counts-open': async ({ session }, { last }) => {
    const open = (await session.counts.list()).filter(
      ({ state, postedOn }) => state === 'open' && postedOn <= last,
    );
    return found(open.map(({ name }) => name));
  },
};

/** More manual receipts than anybody reviews. */
const MOST_RECEIPTS = 100_000;

/** What Non-Inventory holds on the last day, account by account and site by site, zero left out. */
async function nonInventoryBalances(
  session: ReadingSession,
  { last }: FiscalPeriod,
): Promise<readonly bigint[]> {
  const roles = await session.accountsOfRoles(['non-inventory']);
  const accounts = new Set(roles.map(({ account }) => account));
  if (accounts.size === 0) return [];
  const { event } = session.lane.counters;
  const lines = await session.balances({ from: FIRST_DAY, to: last, event }, 'site');
  return lines
    .filter(({ account }) => accounts.has(account))
    .map((line) => line.openingDebit - line.openingCredit + line.debit - line.credit)
    .filter((balance) => balance !== 0n);
}

/**
 * What every check finds in a period, in the order of the table. Of the connections that post none
 * is taken but the session's own: several who close at once would wait for each other for ever.
 */
export async function closeFindings(
  at: LookedAt,
  period: FiscalPeriod,
): Promise<readonly CloseFinding[]> {
  const findings: CloseFinding[] = [];
  // One after the other: a checklist never takes more than one connection for reports.
  for (const check of closeChecks()) findings.push({ check, ...(await LOOKS[check](at, period)) });
  return findings;
}
