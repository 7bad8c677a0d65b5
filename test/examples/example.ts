import { currencyDecimals, parseBusinessDate } from '../../packages/core/src/index.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { ExampleFault } from './example-fault.ts';
import {
  cellsByHeading,
  type ExamplePage,
  type PageBlock,
  type PageTable,
  readPage,
} from './example-page.ts';
import { type ExampleSetup, readSetup } from './example-setup.ts';
import { type ExampleStep, type StoryEvent, storyOf } from './example-steps.ts';
import { itemsNamedIn, readSteps } from './example-transactions.ts';

/** A worked example: a company, what happens in it, and where on the page its outcome stands. */
export type Example = {
  readonly page: ExamplePage;
  /** What the company begins with. */
  readonly setup: CompanySetup;
  /** The same, and after it what is set up to hold from a later day on. */
  readonly setups: readonly CompanySetup[];
  /** The accounts that hold stock; they must be worth what the subledger holds on them. */
  readonly stockAccounts: readonly string[];
  /** Whether the journal shows which step of the ladder decided each account. */
  readonly showsWhy: boolean;
  readonly currencyDecimals: number;
  /** What happens, row by row: transactions, steps of counts, months that are closed. */
  readonly steps: readonly ExampleStep[];
  /** The same as the books meet it: what counts led to stands in their place. */
  readonly story: readonly StoryEvent[];
  /** From which days on inventory is integrated, or is so no more. */
  readonly statuses: ExampleSetup['statuses'];
  /** Changes of the costing method in the middle of the story, by their days. */
  readonly changes: readonly CompanySetup[];
  /** The block under Journal. */
  readonly journal: PageBlock;
  /** The tables under Afterwards. */
  readonly afterwards: readonly PageTable[];
  /** Keys of the transactions after which a table under Afterwards looks at the books. */
  readonly moments: readonly string[];
  /** Days by the end of which a table under Afterwards looks at the books. */
  readonly days: readonly string[];
};

/** Reads an example from its Markdown; throws an `ExampleFault` where it cannot be understood. */
export function readExample(markdown: string): Example {
  const page = readPage(markdown);
  const { Setup, Transactions, Journal, Afterwards } = page.sections;
  for (const section of [Setup, Transactions, Afterwards]) {
    const [block] = section.blocks;
    if (block !== undefined) throw new ExampleFault(block.first, 'a journal stands under Journal');
  }
  const [journal, second] = Journal.blocks;
  if (journal === undefined || second !== undefined || Journal.tables.length > 0)
    throw new ExampleFault(Journal.line, 'Journal has one block and no table');
  if (Afterwards.tables.length === 0)
    throw new ExampleFault(Afterwards.line, 'Afterwards has no table');
  const read = readSetup(Setup, itemsNamedIn(Transactions));
  const { setup } = read;
  const decimals = currencyDecimals(setup.company.currency);
  if (decimals === undefined)
    throw new ExampleFault(Setup.line, `there is no currency ${setup.company.currency}`);
  const sites = (setup.sites ?? []).map(({ code }) => code);
  const steps = readSteps(Transactions, sites);
  const story = storyOf(steps, read);
  return {
    page,
    ...read,
    currencyDecimals: decimals,
    steps,
    story,
    journal,
    afterwards: Afterwards.tables,
    moments: momentsIn(Afterwards.tables, story),
    days: daysIn(Afterwards.tables),
  };
}

/** The days named under `as of`, each once. */
function daysIn(tables: readonly PageTable[]): readonly string[] {
  const days = tables.flatMap((table) =>
    table.rows.flatMap((row) => {
      const cells = cellsByHeading(table, row);
      const day = cells.get('as of');
      if (day === undefined) return [];
      if (parseBusinessDate(day) === undefined)
        throw new ExampleFault(row.line, `${day} is not a day`);
      if (cells.has('after'))
        throw new ExampleFault(row.line, 'a row looks at a day or at a transaction, not at both');
      return [day];
    }),
  );
  return [...new Set(days)];
}

/** The transactions named under `after`, each once. */
function momentsIn(tables: readonly PageTable[], story: readonly StoryEvent[]): readonly string[] {
  const moments = tables.flatMap((table) =>
    table.rows.flatMap((row) => {
      const moment = cellsByHeading(table, row).get('after');
      if (moment === undefined) return [];
      if (!story.some(({ key }) => key === moment))
        throw new ExampleFault(row.line, `there is no transaction ${moment}`);
      return [moment];
    }),
  );
  return [...new Set(moments)];
}
