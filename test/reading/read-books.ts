import { type Outcome, refusalText, type TransactionInput } from 'perpetua-core';
import type pg from 'pg';
import { afterAll } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import type { BooksReading } from '../../packages/server/src/application/reading/ports.ts';
import type { Report, ReportRow } from '../../packages/server/src/application/reading/report.ts';
import { readingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { booksReading } from '../../packages/server/src/storage/postgres/reading/books-reading.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import { sampleSetup } from '../support/sample-setup.ts';

const opened: pg.Pool[] = [];

afterAll(async () => {
  for (const pool of opened.splice(0)) await pool.end();
});

/** A company in a database of its own, to post to and to read from. */
export type ReadBooks = TestBooks & {
  readonly books: BooksReading;
  readonly id: number;
  /** Posts transactions in their order, each of which must be posted. */
  readonly post: (...lines: readonly Sent[]) => Promise<readonly Outcome[]>;
};

/** A transaction in one line: key, type, date, item, site, and the rest of its fields. */
export type Sent = readonly [
  key: string,
  type: string,
  postedOn: string,
  item: string,
  site: string,
  rest?: Partial<TransactionInput>,
];

/** Opens books for reading that were set up elsewhere. */
export function readingOf({
  connection,
  company,
}: Pick<TestBooks, 'connection' | 'company'>): Pick<ReadBooks, 'books' | 'id'> {
  const pool = readingPool(connection, 4);
  opened.push(pool);
  return { books: booksReading(pool), id: company.id };
}

/** Sets the sample company up, or another, and opens it for reading. */
export async function readBooks(setup: CompanySetup = sampleSetup()): Promise<ReadBooks> {
  const opening = await testBooks(setup);
  return {
    ...opening,
    ...readingOf(opening),
    post: async (...lines) => {
      const outcomes = await opening.desk.post(lines.map(transactionOf));
      for (const outcome of outcomes) {
        if (outcome.status === 'refused') throw new Error(`refused: ${whyNot(outcome)}`);
      }
      return outcomes;
    },
  };
}

const transactionOf = ([key, type, postedOn, item, site, rest = {}]: Sent): TransactionInput => ({
  key,
  type,
  postedOn,
  item,
  site,
  ...rest,
});

const whyNot = (outcome: Extract<Outcome, { status: 'refused' }>): string =>
  `${outcome.key}: ${outcome.refusals.map((one) => refusalText(one).message).join(' ')}`;

/** The value of a result; a refused one fails the test with its reasons. */
export function answerOf<Value>(
  result:
    | { readonly ok: true; readonly value: Value }
    | { readonly ok: false; readonly reasons: readonly unknown[] },
): Value {
  if (result.ok) return result.value;
  throw new Error(`refused: ${JSON.stringify(result.reasons)}`);
}

/** The codes of a refused result, in order. */
export function codesOf(
  result:
    | { readonly ok: true; readonly value: unknown }
    | { readonly ok: false; readonly reasons: readonly { readonly code: string }[] },
): readonly string[] {
  return result.ok ? [] : result.reasons.map(({ code }) => code);
}

/** The rows of a report as one line of text each, in the order of the columns named. */
export const linesOf = ({ rows }: Report, ...columns: readonly string[]): readonly string[] =>
  rows.map((row) => textOf(row, columns));

/** Some columns of a row as one line of text; `-` stands for nothing. */
const textOf = (row: ReportRow, columns: readonly string[]): string =>
  columns.map((column) => row[column] ?? '-').join(' ');

/** Adds decimal texts up exactly, at two decimals. */
export function centsIn(texts: readonly (string | null | undefined)[]): bigint {
  return texts.reduce((sum, text) => sum + BigInt((text ?? '0').replace('.', '')), 0n);
}
