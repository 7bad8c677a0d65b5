import {
  type Books,
  DEFAULT_SOURCE,
  type Decision,
  DeterminationDesk,
  decide,
  type Item,
  type JournalLine,
  journalLines,
  type Posting,
  refusalText,
} from '../../packages/core/src/index.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import {
  configurationOf,
  type DatedFact,
  newestFacts,
} from '../../packages/server/src/application/configuration/configuration-facts.ts';
import { draftChange } from '../../packages/server/src/application/configuration/draft-change.ts';
import type { Example } from './example.ts';
import { ExampleFault } from './example-fault.ts';
import type {
  AccountBalance,
  HeldStock,
  PostedBooks,
  PostedEvent,
  PostedLine,
} from './posted-books.ts';

/**
 * Posts an example with the pure core alone, as one batch, and gives what the books then hold. What
 * they held at an earlier moment is found by posting a batch that ends there.
 */
export function postInMemory({ setups, transactions, moments }: Example): PostedBooks {
  const books = emptyBooks(setups);
  const decision = decide(transactions, books);
  return {
    events: eventsOf(decision),
    refused: new Map(
      decision.outcomes.flatMap((outcome) =>
        outcome.status === 'refused' ? [[outcome.key, outcome.refusals.map(refusalText)]] : [],
      ),
    ),
    after: new Map(
      moments.map((key) => {
        const until = transactions.findIndex((transaction) => transaction.key === key);
        const before = emptyBooks(setups);
        const { postings } = decide(transactions.slice(0, until + 1), before);
        return [key, { stock: stockOf(before), balances: balancesOf(postings) }] as const;
      }),
    ),
    stock: stockOf(books),
    balances: balancesOf(decision.postings),
  };
}

/** Books of the company as one setup after the other makes it, with nothing in them. */
export function emptyBooks(setups: readonly CompanySetup[]): Books {
  let facts: readonly DatedFact[] = [];
  const items = new Map<string, Item>();
  for (const [index, setup] of setups.entries()) {
    const version = index + 1;
    const drafted = draftChange(facts, setup, version);
    if (drafted.refusals.length > 0) {
      const messages = drafted.refusals.map((one) => refusalText(one).message);
      throw new ExampleFault(0, `Setup is refused: ${messages.join(' ')}`);
    }
    facts = newestFacts(
      facts,
      drafted.facts.map((fact) => ({ ...fact, version })),
    );
    for (const item of drafted.items) items.set(item.code, item);
  }
  return {
    desk: new DeterminationDesk(configurationOf(facts, setups.length)),
    items,
    pools: new Map(),
    positions: new Map(),
    timelines: new Map(),
    earlier: new Map(),
    determinations: new Map(),
    counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
  };
}

function eventsOf({ events, postings, links, determinations }: Decision): readonly PostedEvent[] {
  const causes = new Map(
    links.flatMap(({ kind, event, to }) => (kind === 'caused-by' ? [[event, to] as const] : [])),
  );
  const whys = new Map(
    determinations.map(({ number, determination: { steps } }) => [number, steps.at(-1)?.code]),
  );
  return events.map(({ number, entry, type, item, postedOn, source, content }) => {
    const causedBy = causes.get(number);
    const lines = journalLines(postings.filter((posting) => posting.entry === entry));
    return {
      number,
      entry,
      type,
      item,
      postedOn,
      ...(source === DEFAULT_SOURCE ? { sent: JSON.parse(content) } : {}),
      ...(causedBy === undefined ? {} : { causedBy }),
      lines: entry === 0 ? [] : lines.map((line) => lineOf(line, whys)),
    };
  });
}

function lineOf(
  { type, account, site, debit, credit, determination }: JournalLine,
  whys: ReadonlyMap<number, string | undefined>,
): PostedLine {
  const side = debit === null ? 'credit' : 'debit';
  const why = whys.get(determination) ?? '';
  return { type, side, account, site, amount: debit ?? credit ?? 0n, why };
}

const stockOf = ({ pools }: Books): readonly HeldStock[] =>
  [...pools.values()].map(({ address: { item, site, bucket, account }, pool }) => {
    const { quantity, value } = pool;
    return { item, site, bucket, account, quantity, value };
  });

const balancesOf = (postings: readonly Posting[]): readonly AccountBalance[] =>
  postings.flatMap(({ debit, credit, amount }) => [
    { account: debit.account, site: debit.site, balance: amount },
    { account: credit.account, site: credit.site, balance: -amount },
  ]);
