import { verifyBooks } from '../../packages/server/src/application/verify-books.ts';
import type { InspectedBooks } from '../support/inspected-books.ts';

/** Every invariant that does not hold, by number and title; nothing when the books are sound. */
export async function faultsOf({
  inspection,
  company,
}: Pick<InspectedBooks, 'inspection' | 'company'>): Promise<readonly string[]> {
  const { findings } = await verifyBooks(inspection, company.id);
  return findings
    .filter(({ kept }) => !kept)
    .map(({ invariant, title, rows }) => `${invariant} ${title}: ${JSON.stringify(rows[0])}`);
}
