import { parseBusinessDate } from 'perpetua-core';
import { listCompanies } from '../../application/find-company.ts';
import { reconcileBooks } from '../../application/reconcile-books.ts';
import type { CliBooks } from './cli-books.ts';
import { amountText } from './figures.ts';

/** The line that matters, for each company: do the books agree? */
export async function booksLine(books: CliBooks): Promise<readonly string[]> {
  const day = parseBusinessDate(books.clock().toISOString().slice(0, 10));
  const companies = await listCompanies(books.storage);
  if (day === undefined || companies.length === 0) return [];
  return Promise.all(
    companies.map(async ({ id, code, currencyDecimals }) => {
      const { agree, subledger, ledger } = await reconcileBooks(books.inspection, id, day);
      const which = companies.length === 1 ? '' : `${code}: `;
      const [left, right] = [subledger, ledger].map((amount) =>
        amountText(amount, currencyDecimals),
      );
      return agree
        ? `${which}books agree: inventory subledger ${left} = general ledger ${right}`
        : `${which}BOOKS DIFFER: inventory subledger ${left}, general ledger ${right} (perpetua reconcile says why)`;
    }),
  );
}
