import {
  ok,
  type Refusal,
  type Result,
  type RowThatNeverWins,
  rowsThatNeverWin,
} from 'perpetua-core';
import type { Asked } from './filters.ts';
import type { BooksReading } from './ports.ts';
import { configurationAt } from './present-configuration.ts';
import { readAtMoment } from './read-at-moment.ts';
import type { Report, ReportColumn } from './report.ts';

/** `asOf` is the day; without it the one on which all that is known is in force. */
export type ShadowedQuery = Asked<'asOf' | 'asKnown'>;

const COLUMNS: readonly ReportColumn[] = [
  { key: 'step', label: 'step', kind: 'text' },
  { key: 'role', label: 'role', kind: 'text' },
  { key: 'name', label: 'row', kind: 'text' },
  { key: 'account', label: 'account', kind: 'text' },
  { key: 'why', label: 'why', kind: 'text' },
];

/**
 * Rows of the configuration that can never decide an account, each with the reason
 * (`account-determination.md`, note vi).
 *
 * Refuses dates that are none.
 */
export function shadowedAssignments(
  books: BooksReading,
  company: number,
  query: ShadowedQuery,
): Promise<Result<Report, Refusal>> {
  return readAtMoment(books, company, query, async ({ session, moment }) => {
    const { asOf, asKnown } = moment;
    const configuration = await configurationAt(session, asKnown.configuration);
    const day = asOf ?? configuration.changeDays.at(-1) ?? null;
    const found = day === null ? [] : rowsThatNeverWin(configuration, day);
    return ok({
      name: 'shadowed-assignments',
      title: 'Rows that never decide an account',
      asOf: day,
      asKnown,
      columns: COLUMNS,
      rows: found.map(rowOf),
      groups: [],
      totals: {},
      next: null,
    });
  });
}

const rowOf = ({ code, ...row }: RowThatNeverWins) => ({ step: code, ...row });
