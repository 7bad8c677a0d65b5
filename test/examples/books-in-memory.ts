import {
  type Books,
  type Decision,
  type JournalLine,
  journalLines,
  type Outcome,
  type Posting,
  refusalText,
} from '../../packages/core/src/index.ts';
import { CompanyInMemory } from './company-in-memory.ts';
import { DueChanges } from './due-changes.ts';
import type { Example } from './example.ts';
import {
  type AccountBalance,
  type HeldStock,
  type Holdings,
  lineIn,
  type PostedBooks,
  type PostedEvent,
  type PostedLine,
} from './posted-books.ts';
import { isSent } from './sent-events.ts';

/** Posts an example with the pure core alone, and gives what the books then hold. */
export function postInMemory({
  setups,
  statuses,
  changes,
  story,
  moments,
  days,
}: Example): PostedBooks {
  const company = new CompanyInMemory(setups, statuses);
  const after = new Map<string, Holdings>();
  const due = new DueChanges(changes);
  for (const event of story) {
    for (const change of due.until(event.postedOn)) company.change(change);
    if ('period' in event) company.setPeriod(event.period, event.state);
    else company.post([event]);
    if (moments.includes(event.key)) after.set(event.key, holdingsOf(company));
  }
  for (const change of due.rest()) company.change(change);
  const { decisions } = company;
  return {
    events: eventsOf(decisions),
    refused: new Map(
      decisions
        .flatMap(({ outcomes }) => outcomes)
        .flatMap((outcome: Outcome) =>
          outcome.status === 'refused' ? [[outcome.key, outcome.refusals.map(refusalText)]] : [],
        ),
    ),
    after,
    asOf: new Map(days.map((day) => [day, holdingsOn(company, day)])),
    ...holdingsOf(company),
  };
}

const holdingsOf = ({ books, decisions }: CompanyInMemory): Holdings => ({
  stock: [...books.pools.values()].map(stockIn),
  balances: decisions.flatMap(({ postings }) => balancesOf(postings)),
});

/** What was moved and posted up to the end of a day. */
function holdingsOn({ books, decisions }: CompanyInMemory, day: string): Holdings {
  const pools = new Map([...books.pools.values()].map((booked) => [booked.number, booked]));
  const events = decisions.flatMap((decision) => decision.events);
  const until = events.filter(({ postedOn }) => postedOn <= day);
  const numbers = new Set(until.map(({ number }) => number));
  const entries = new Set(until.map(({ entry }) => entry));
  return {
    stock: decisions
      .flatMap(({ movements }) => movements)
      .filter(({ event }) => numbers.has(event))
      .flatMap(({ pool, quantity, value }) => {
        const booked = pools.get(pool);
        return booked === undefined ? [] : [{ ...stockIn(booked), quantity, value }];
      }),
    balances: decisions.flatMap(({ postings }) =>
      balancesOf(postings.filter(({ entry }) => entries.has(entry))),
    ),
  };
}

function eventsOf(decisions: readonly Decision[]): readonly PostedEvent[] {
  const all = <Row>(rows: (decision: Decision) => readonly Row[]) => decisions.flatMap(rows);
  const links = all((decision) => decision.links);
  const causes = new Map(
    links.flatMap(({ kind, event, to }) => (kind === 'caused-by' ? [[event, to] as const] : [])),
  );
  const whys = new Map(
    all(({ determinations }) => determinations).map(({ number, determination: { steps } }) => [
      number,
      steps.at(-1)?.code,
    ]),
  );
  const postings = all((decision) => decision.postings);
  return all(({ events }) => events).map(
    ({ number, entry, type, item, postedOn, documentDate, source, content }) => {
      const causedBy = causes.get(number);
      const dueTo = links.filter(({ kind, event }) => kind === 'due-to' && event === number);
      const lines = journalLines(postings.filter((posting) => posting.entry === entry));
      return {
        number,
        entry,
        type,
        item,
        postedOn,
        documentDate,
        ...(isSent(source, type) ? { sent: JSON.parse(content) } : lineIn(JSON.parse(content))),
        ...(causedBy === undefined ? {} : { causedBy }),
        dueTo: dueTo.map(({ to }) => to),
        lines: entry === 0 ? [] : lines.map((line) => lineOf(line, whys)),
      };
    },
  );
}

function lineOf(
  { type, account, site, debit, credit, determination }: JournalLine,
  whys: ReadonlyMap<number, string | undefined>,
): PostedLine {
  const side = debit === null ? 'credit' : 'debit';
  const why = whys.get(determination) ?? '';
  return { type, side, account, site, amount: debit ?? credit ?? 0n, why };
}

function stockIn({
  address: { item, site, bucket, account },
  pool: { quantity, value },
}: Books['pools'] extends Map<string, infer Booked> ? Booked : never): HeldStock {
  return { item, site, bucket, account, quantity, value };
}

const balancesOf = (postings: readonly Posting[]): readonly AccountBalance[] =>
  postings.flatMap(({ debit, credit, amount }) => [
    { account: debit.account, site: debit.site, balance: amount },
    { account: credit.account, site: credit.site, balance: -amount },
  ]);
