import {
  type Books,
  DEFAULT_SOURCE,
  type Decision,
  DeterminationDesk,
  decide,
  type Item,
  type JournalLine,
  journalLines,
  type Outcome,
  type Posting,
  parseBusinessDate,
  refusalText,
  type TransactionInput,
} from '../../packages/core/src/index.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import {
  configurationOf,
  type DatedFact,
  newestFacts,
} from '../../packages/server/src/application/configuration/configuration-facts.ts';
import { draftChange } from '../../packages/server/src/application/configuration/draft-change.ts';
import { revaluationOf } from '../../packages/server/src/application/configuration/value-stock.ts';
import type { StockOnHand } from '../../packages/server/src/application/ports.ts';
import { DueChanges } from './due-changes.ts';
import type { Example } from './example.ts';
import { ExampleFault } from './example-fault.ts';
import type {
  AccountBalance,
  HeldStock,
  Holdings,
  PostedBooks,
  PostedEvent,
  PostedLine,
} from './posted-books.ts';

/** Posts an example with the pure core alone, and gives what the books then hold. */
export function postInMemory({ setups, changes, transactions, moments }: Example): PostedBooks {
  const company = new CompanyInMemory(setups);
  const after = new Map<string, Holdings>();
  const due = new DueChanges(changes);
  for (const transaction of transactions) {
    for (const change of due.until(transaction.postedOn)) company.change(change);
    company.post([transaction]);
    if (moments.includes(transaction.key)) after.set(transaction.key, company.holdings());
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
    ...company.holdings(),
  };
}

/** Books of the company as one setup after the other makes it, with nothing in them. */
export const emptyBooks = (setups: readonly CompanySetup[]): Books =>
  new CompanyInMemory(setups).books;

/** A company without a database: its facts, its books and what was decided of them. */
class CompanyInMemory {
  readonly decisions: Decision[] = [];
  readonly #items = new Map<string, Item>();
  #facts: readonly DatedFact[] = [];
  #version = 0;
  books: Books;

  /** The company as one setup after the other makes it, with nothing in its books. */
  constructor(setups: readonly CompanySetup[]) {
    for (const setup of setups) this.#configure(setup);
    this.books = {
      desk: this.#desk(),
      items: this.#items,
      pools: new Map(),
      positions: new Map(),
      streams: new Map(),
      timelines: new Map(),
      earlier: new Map(),
      determinations: new Map(),
      counters: { event: 0, movement: 0, entry: 0, pool: 0, determination: 0 },
    };
  }

  #desk(): DeterminationDesk {
    return new DeterminationDesk(configurationOf(this.#facts, this.#version));
  }

  #configure(setup: CompanySetup): void {
    this.#version += 1;
    const from = setup.costsFrom === undefined ? undefined : parseBusinessDate(setup.costsFrom);
    const drafted = draftChange(this.#facts, setup, this.#version, {
      costsFrom: from,
      items: this.#items,
    });
    if (drafted.refusals.length > 0) {
      const messages = drafted.refusals.map((one) => refusalText(one).message);
      throw new ExampleFault(0, `Setup is refused: ${messages.join(' ')}`);
    }
    const facts = drafted.facts.map((fact) => ({ ...fact, version: this.#version }));
    this.#facts = newestFacts(this.#facts, facts);
    for (const item of drafted.items) this.#items.set(item.code, item);
  }

  /** Changes the costing method, and posts what that makes of the stock. */
  change(setup: CompanySetup): void {
    const day = parseBusinessDate(setup.costsFrom ?? '');
    if (day === undefined) throw new ExampleFault(0, `${setup.costsFrom} is no day`);
    this.#configure(setup);
    const desk = this.#desk();
    const next = desk.configuration;
    const stock = this.#stockOnHand();
    const { inputs } = revaluationOf({ next, day, isNewMethod: true }, stock, this.#items);
    // Determinations are numbered anew in every version.
    this.books = { ...this.books, desk, determinations: new Map() };
    this.post(inputs);
  }

  post(inputs: readonly TransactionInput[]): void {
    this.decisions.push(decide(inputs, this.books));
  }

  #stockOnHand(): readonly StockOnHand[] {
    return [...this.books.pools.values()]
      .filter(({ address, pool }) => address.bucket === 'on-hand' && pool.quantity !== 0n)
      .map(({ address: { item, site, account }, pool: { quantity, value } }) => ({
        item,
        site,
        account,
        location: '',
        quantity,
        value,
      }));
  }

  holdings(): Holdings {
    return {
      stock: [...this.books.pools.values()].map(stockIn),
      balances: this.decisions.flatMap(({ postings }) => balancesOf(postings)),
    };
  }
}

function eventsOf(decisions: readonly Decision[]): readonly PostedEvent[] {
  const all = <Row>(rows: (decision: Decision) => readonly Row[]) => decisions.flatMap(rows);
  const causes = new Map(
    all(({ links }) => links).flatMap(({ kind, event, to }) =>
      kind === 'caused-by' ? [[event, to] as const] : [],
    ),
  );
  const whys = new Map(
    all(({ determinations }) => determinations).map(({ number, determination: { steps } }) => [
      number,
      steps.at(-1)?.code,
    ]),
  );
  const postings = all((decision) => decision.postings);
  return all(({ events }) => events).map(
    ({ number, entry, type, item, postedOn, source, content }) => {
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
