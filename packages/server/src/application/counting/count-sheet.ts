import { formatDecimal, ok, type Refusal, type Result, standingOf } from 'perpetua-core';
import type { BooksStorage, CompanyName } from '../ports.ts';
import { findCount } from './find-count.ts';

/** The columns of a count sheet. With `counted` filled in, it is what `count enter` takes back. */
export const SHEET_COLUMNS = [
  'count',
  'line',
  'location',
  'item',
  'name',
  'recorded',
  'counted',
] as const;

/** A row of a count sheet, every column as a text; `recorded` is blank when the count is blind. */
export type SheetRow = Readonly<Record<(typeof SHEET_COLUMNS)[number], string>>;

export type CountSheet = { readonly count: string; readonly rows: readonly SheetRow[] };

/**
 * The sheet of a count: lines that are still to be counted, or all that are not accepted. A blind
 * count shows nobody what is recorded; whoever counts again does not see what was found either.
 *
 * @param all with those that are counted already
 */
export function countSheet(
  { storage, company }: { readonly storage: BooksStorage; readonly company: CompanyName },
  name: string,
  all: boolean,
): Promise<Result<CountSheet, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const found = await findCount(session, name);
    if (!found.ok) return found;
    const { blind } = found.value;
    const lines = (await session.counts.lines(name)).filter((line) => {
      const { state } = standingOf(line);
      return state !== 'accepted' && (all || state !== 'counted');
    });
    const rows = lines.map(({ number, location, item, name: title, frozen, quantityDecimals }) => ({
      count: name,
      line: String(number),
      location,
      item,
      name: title,
      recorded: blind ? '' : formatDecimal(frozen, quantityDecimals),
      counted: '',
    }));
    return ok({ count: name, rows });
  });
}
