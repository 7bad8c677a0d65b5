import { verifyExports } from './exporting/verify-exports.ts';
import type { BooksInspection, Finding } from './inspection.ts';
import type { BooksReading } from './reading/ports.ts';
import { type Verification, verifyBooks } from './verify-books.ts';

/**
 * Verifies everything of a company: its books, and then what was handed over to other ledgers.
 * Nothing stops at the first fault.
 *
 * @param listen is told each finding as it is made
 */
export async function verifyCompany(
  { inspection, reading }: { readonly inspection: BooksInspection; readonly reading: BooksReading },
  company: number,
  listen: (finding: Finding) => void,
): Promise<Verification> {
  const books = await verifyBooks(inspection, company, listen);
  const exports = await verifyExports({ reading, company }, listen);
  const findings = [...books.findings, ...exports];
  return { ...books, findings, kept: findings.every(({ kept }) => kept) };
}
