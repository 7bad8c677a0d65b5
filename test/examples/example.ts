import { currencyDecimals, type TransactionInput } from '../../packages/core/src/index.ts';
import type { CompanySetup } from '../../packages/server/src/application/company-setup.ts';
import { ExampleFault } from './example-fault.ts';
import { type ExamplePage, type PageBlock, type PageTable, readPage } from './example-page.ts';
import { readSetup } from './example-setup.ts';
import { itemsNamedIn, readTransactions } from './example-transactions.ts';

/** A worked example: a company, what happens in it, and where on the page its outcome stands. */
export type Example = {
  readonly page: ExamplePage;
  readonly setup: CompanySetup;
  readonly currencyDecimals: number;
  readonly transactions: readonly TransactionInput[];
  /** The block under Journal. */
  readonly journal: PageBlock;
  /** The tables under Afterwards. */
  readonly afterwards: readonly PageTable[];
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
  const setup = readSetup(Setup, itemsNamedIn(Transactions));
  const decimals = currencyDecimals(setup.company.currency);
  if (decimals === undefined)
    throw new ExampleFault(Setup.line, `there is no currency ${setup.company.currency}`);
  const sites = (setup.sites ?? []).map(({ code }) => code);
  return {
    page,
    setup,
    currencyDecimals: decimals,
    transactions: readTransactions(Transactions, sites),
    journal,
    afterwards: Afterwards.tables,
  };
}
