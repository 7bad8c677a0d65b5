import type { PeriodState } from 'perpetua-core';
import { keepPeriodState } from '../../packages/server/src/application/configuration/set-period-state.ts';
import type { BooksStorage, CompanyName } from '../../packages/server/src/application/ports.ts';

type Books = { readonly storage: BooksStorage; readonly clock: () => Date };

/**
 * Brings a period into a state, whatever its checklist says: for tests that are about something else.
 *
 * @param company a company by its code, where the books hold several
 */
export async function putPeriod(
  { storage, clock }: Books,
  company: CompanyName | string,
  period: string,
  state: PeriodState = 'closed',
): Promise<void> {
  const named = typeof company === 'string' ? await companyOf(storage, company) : company;
  const change = { changedAt: clock(), changedBy: 'test', reason: 'test' };
  await storage.writing(named.id, (session) => keepPeriodState(session, { period, state }, change));
}

async function companyOf(storage: BooksStorage, code: string): Promise<CompanyName> {
  const found = (await storage.companies()).find((one) => one.code === code);
  if (found === undefined) throw new Error(`there is no company ${code}`);
  return found;
}
