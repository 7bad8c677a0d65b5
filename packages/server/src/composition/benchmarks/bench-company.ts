import type { Outcome, TransactionInput } from 'perpetua-core';
import type { CompanySetup } from '../../application/configuration/company-setup.ts';
import { setUpCompany } from '../../application/configuration/set-up-company.ts';
import { starterSetup, USUAL_ANSWERS } from '../../application/configuration/starter-setup.ts';
import type { CompanyName } from '../../application/ports.ts';
import { LARGEST_BATCH, type PostingDesk } from '../../application/posting-desk.ts';
import type { OpenBooks } from '../open-books.ts';
import { secondsOf } from './rounds.ts';
import { itemCode, openingReceipts, SPREAD, type Spread, siteCode } from './simple-movements.ts';

/** A company made for one measurement. */
export type BenchCompany = { readonly company: CompanyName; readonly desk: PostingDesk };

/** Portions on their way at once, as the import has: one is written while the next is decided. */
const UNDER_WAY = 3;

/** A company that can post simple movements, with stock at every place. */
export async function stockedCompany(
  books: OpenBooks,
  code: string,
  spread: Spread = SPREAD,
): Promise<BenchCompany> {
  const made = await companyOf(books, simpleSetup(code, spread));
  await postAll(made.desk, openingReceipts(spread));
  return made;
}

/** Sets a company up; a refused setup is a fault of the benchmark. */
export async function companyOf(books: OpenBooks, setup: CompanySetup): Promise<BenchCompany> {
  const { storage, clock, desks, actor } = books;
  const why = { changedBy: actor, reason: 'benchmark' };
  const done = await setUpCompany({ storage, clock }, setup, why);
  if (!done.ok) throw new Error(`the setup was refused: ${JSON.stringify(done.reasons)}`);
  const { company } = done.value;
  return { company, desk: desks.of(company.id) };
}

/** The setup of a company for simple movements. */
export function simpleSetup(code: string, spread: Spread = SPREAD): CompanySetup {
  const name = `Benchmark ${code}`;
  const starter = starterSetup({ ...USUAL_ANSWERS, code, name, year: '2026' });
  return {
    ...starter,
    sites: Array.from({ length: spread.sites }, (_, index) => ({
      code: siteCode(index),
      name: `Site ${index}`,
      kind: 'warehouse',
      center: String(100 + index),
    })),
    places: [],
    items: Array.from({ length: spread.items }, (_, index) => ({
      code: itemCode(index),
      name: `Item ${index}`,
      group: 1,
    })),
  };
}

/** Posts transactions through the desk, in full batches, and answers how many seconds it took. */
export function postAll(desk: PostingDesk, inputs: readonly TransactionInput[]): Promise<number> {
  return secondsOf(async () => {
    const waiting: Promise<readonly Outcome[]>[] = [];
    for (let start = 0; start < inputs.length; start += LARGEST_BATCH) {
      waiting.push(desk.post(inputs.slice(start, start + LARGEST_BATCH)));
      if (waiting.length >= UNDER_WAY) mustBePosted((await waiting.shift()) ?? []);
    }
    for (const outcomes of await Promise.all(waiting)) mustBePosted(outcomes);
  });
}

/** A refused or known transaction is no work done; a measurement with one would be a lie. */
function mustBePosted(outcomes: readonly Outcome[]): void {
  const other = outcomes.find(({ status }) => status !== 'posted');
  if (other === undefined) return;
  const why = other.status === 'refused' ? JSON.stringify(other.refusals) : other.status;
  throw new Error(`the benchmark's transaction ${other.key} was not posted: ${why}`);
}
