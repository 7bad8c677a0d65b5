import {
  type Books,
  DEFAULT_SOURCE,
  type Decision,
  DeterminationDesk,
  decide,
  type Item,
  journalLines,
  type Posting,
  refusalText,
} from '../../packages/core/src/index.ts';
import { checkConfiguration } from '../../packages/server/src/application/check-configuration.ts';
import type { CompanySetup } from '../../packages/server/src/application/company-setup.ts';
import { configurationOf } from '../../packages/server/src/application/configuration-facts.ts';
import { draftSetup } from '../../packages/server/src/application/draft-setup.ts';
import type { Example } from './example.ts';
import { ExampleFault } from './example-fault.ts';
import type {
  AccountBalance,
  HeldStock,
  PostedBooks,
  PostedEvent,
  PostedLine,
} from './posted-books.ts';

/** Posts an example with the pure core alone, as one batch, and gives what the books then hold. */
export function postInMemory({ setup, transactions }: Example): PostedBooks {
  const books = emptyBooks(setup);
  const decision = decide(transactions, books);
  return {
    events: eventsOf(decision),
    refused: new Map(
      decision.outcomes.flatMap((outcome) =>
        outcome.status === 'refused' ? [[outcome.key, outcome.refusals.map(refusalText)]] : [],
      ),
    ),
    stock: stockOf(books),
    balances: balancesOf(decision.postings),
  };
}

/** Books of the company as it is set up, with nothing in them. */
function emptyBooks(setup: CompanySetup): Books {
  const { facts, items, refusals } = draftSetup(undefined, setup);
  refuseSetup(refusals.map((one) => refusalText(one).message));
  const configuration = configurationOf(
    facts.filter(({ kind }) => kind !== 'item').map((fact) => ({ ...fact, version: 1 })),
    1,
  );
  refuseSetup(checkConfiguration(configuration, items).map((one) => refusalText(one).message));
  return {
    desk: new DeterminationDesk(configuration),
    items: new Map(items.map((item): [string, Item] => [item.code, item])),
    pools: new Map(),
    positions: new Map(),
    earlier: new Map(),
    determinations: new Map(),
    counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
  };
}

function refuseSetup(messages: readonly string[]): void {
  if (messages.length > 0) throw new ExampleFault(0, `Setup is refused: ${messages.join(' ')}`);
}

function eventsOf({ events, postings, links }: Decision): readonly PostedEvent[] {
  const causes = new Map(
    links.flatMap(({ kind, event, to }) => (kind === 'caused-by' ? [[event, to] as const] : [])),
  );
  return events.map(({ number, entry, type, postedOn, source, content }) => {
    const causedBy = causes.get(number);
    const lines = journalLines(postings.filter((posting) => posting.entry === entry));
    return {
      number,
      entry,
      type,
      postedOn,
      ...(source === DEFAULT_SOURCE ? { sent: JSON.parse(content) } : {}),
      ...(causedBy === undefined ? {} : { causedBy }),
      lines: entry === 0 ? [] : lines.map(lineOf),
    };
  });
}

function lineOf({
  type,
  account,
  site,
  debit,
  credit,
}: ReturnType<typeof journalLines>[number]): PostedLine {
  const side = debit === null ? 'credit' : 'debit';
  return { type, side, account, site, amount: debit ?? credit ?? 0n };
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
