import { createInterface } from 'node:readline';
import type { Command } from 'commander';
import { refusal, type TransactionInput } from 'perpetua-core';
import { Value } from 'typebox/value';
import {
  type PostingAnswer,
  type PostingMode,
  type PostingPlace,
  postTransactions,
  previewPostings,
  type ToldReason,
  toldReason,
} from '../../application/post-transactions.ts';
import { LARGEST_BATCH } from '../../application/posting-desk.ts';
import { faultTexts } from '../http/schema-faults.ts';
import { TransactionBody } from '../http/transaction-schemas.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
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
    const tell = (lines: readonly Line[], answers: readonly PostingAnswer[]) => {
      for (const answer of inOrderOfLines(lines, answers)) {
        terminal.print(JSON.stringify(answer));
        if (answer.status === 'refused') refused += 1;
      }
    };
    if (options.dryRun === true) await preview(place, mode, tell);
    else {
      for await (const lines of portionsOfInput()) {
        const answered = await postTransactions(
          place,
          { mode, transactions: inputsOf(lines) },
          false,
        );
        if (!answered.ok) return tellRefusals(terminal, answered.reasons);
        tell(lines, answered.value);
      }
    }
    return refused === 0 ? EXIT.done : EXIT.refused;
  });
}

type Teller = (lines: readonly Line[], answers: readonly PostingAnswer[]) => void;

/** All of the input is one trial: later lines find what earlier ones would have done. */
async function preview(place: PostingPlace, mode: PostingMode, tell: Teller): Promise<void> {
  let asked: readonly Line[] = [];
  async function* portions() {
    for await (const lines of portionsOfInput()) {
      asked = lines;
      yield inputsOf(lines);
    }
  }
  await previewPostings(place, mode, portions(), (answers) => tell(asked, answers));
}

/** A line of the input: a transaction, or what is wrong with it. */
type Line =
  | { readonly number: number; readonly transaction: TransactionInput }
  | { readonly number: number; readonly fault: string };

const inputsOf = (lines: readonly Line[]): readonly TransactionInput[] =>
  lines.flatMap((line) => ('transaction' in line ? [line.transaction] : []));

/** A line that holds no transaction has a number where the others have a key. */
type RefusedLine = ToldReason & { readonly line: number; readonly status: 'refused' };

/** Every line's answer, in the order the lines came in. */
function inOrderOfLines(
  lines: readonly Line[],
  answers: readonly PostingAnswer[],
): readonly (PostingAnswer | RefusedLine)[] {
  const remaining = answers.values();
  return lines.flatMap((line): readonly (PostingAnswer | RefusedLine)[] => {
    if ('transaction' in line) {
      const { value: answer } = remaining.next();
      return answer === undefined ? [] : [answer];
    }
    const told = toldReason(refusal('request-malformed', { fault: line.fault }));
    return [{ line: line.number, status: 'refused', ...told }];
  });
}

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
  // What was no UTF-8 has become this character; a name is not guessed.
  if (text.includes('\uFFFD')) return { number, fault: 'the line is not UTF-8' };
  let content: unknown;
  try {
    content = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { number, fault: `no JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
  if (Value.Check(TransactionBody, content)) return { number, transaction: content };
  const faults = faultTexts(Value.Errors(TransactionBody, content));
  return { number, fault: faults.join('; ') };
}
