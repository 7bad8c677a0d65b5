import type { Refusal, Result } from 'perpetua-core';
import { type CompanyNames, companyNames } from './company-names.ts';
import { type AskedMoment, type Moment, resolveMoment } from './moment.ts';
import type { BooksReading, ReadingSession } from './ports.ts';

/** One company's books, open at the moment a reader asked for. */
export type BooksAtMoment = {
  readonly session: ReadingSession;
  readonly moment: Moment;
  /** Names in force at that moment. */
  readonly names: CompanyNames;
};

/** Opens the books of a company at a moment; refuses what `resolveMoment` refuses. */
export function readAtMoment<Value>(
  books: BooksReading,
  company: number,
  asked: AskedMoment,
  work: (at: BooksAtMoment) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  return books.reading(company, async (session) => {
    const moment = await resolveMoment(session, asked);
    if (!moment.ok) return moment;
    const names = await companyNames(session, moment.value.asKnown.configuration);
    return work({ session, moment: moment.value, names });
  });
}
