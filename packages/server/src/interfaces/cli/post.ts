import type { Command } from 'commander';
import { createInterface } from 'node:readline';
import type { TransactionInput } from 'perpetua-core';
import { Value } from 'typebox/value';
import { type PostingAnswer, postTransactions } from '../../application/post-transactions.ts';
import { LARGEST_BATCH } from '../../application/posting-desk.ts';
import { TransactionBody } from '../http/transaction-schemas.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, withBooks } from './command.ts';
import { EXIT } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly record?: boolean;
  readonly dryRun?: boolean;
};

/** Posts transactions that come as lines of JSON on standard input; answers line by line. */
export function postCommand(services: CliServices): Command {
  return command('post', 'post transactions from standard input')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--record', 'they already happened: queue what cannot be posted')
    .option('--dry-run', 'answer the same and keep nothing')
    .action((options: Options) => post(services, options));
}

async function post(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const { storage, clock, desks } = books;
    const place = {
      company,
      currencyDecimals: company.currencyDecimals,
      desk: desks.of(company.id),
      storage,
      clock,
    };
    const mode = options.record === true ? 'record' : 'authorise';
    let refused = 0;
    for await (const portion of portionsOfInput()) {
      const faults = portion.filter((line) => line.fault !== undefined);
      for (const { number, fault } of faults)
        terminal.print(
          JSON.stringify({
            line: number,
            status: 'refused',
            code: 'request-malformed',
            message: fault,
          }),
        );
      const transactions = portion.flatMap(({ transaction }) =>
        transaction === undefined ? [] : [transaction],
      );
      const answered = await postTransactions(
        place,
        { mode, transactions },
        options.dryRun === true,
      );
      const answers: readonly PostingAnswer[] = answered.ok ? answered.value : [];
      for (const answer of answers) terminal.print(JSON.stringify(answer));
      refused += faults.length + answers.filter(({ status }) => status === 'refused').length;
    }
    return refused === 0 ? EXIT.done : EXIT.refused;
  });
}

type Line = {
  readonly number: number;
  readonly transaction?: TransactionInput;
  readonly fault?: string;
};

/** The lines of standard input, a batch at a time. */
async function* portionsOfInput(): AsyncGenerator<readonly Line[]> {
  let portion: Line[] = [];
  let number = 0;
  for await (const text of createInterface({
    input: process.stdin,
    crlfDelay: Number.POSITIVE_INFINITY,
  })) {
    number += 1;
    if (text.trim() === '') continue;
    portion.push(readLine(text, number));
    if (portion.length < LARGEST_BATCH) continue;
    yield portion;
    portion = [];
  }
  if (portion.length > 0) yield portion;
}

function readLine(text: string, number: number): Line {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    return { number, fault: `no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (Value.Check(TransactionBody, content)) return { number, transaction: content };
  const faults = [...Value.Errors(TransactionBody, content)].map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message}`,
  );
  return { number, fault: faults.join('; ') };
}
