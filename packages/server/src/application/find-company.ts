import { ok, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import {
  companyFactOf,
  configurationOf,
  type DatedFact,
} from './configuration/configuration-facts.ts';
import type { BooksStorage, CompanyName } from './ports.ts';

/** A company with what every answer about it needs. */
export type FoundCompany = CompanyName & {
  readonly name: string;
  readonly currency: string;
  readonly currencyDecimals: number;
  readonly configurationVersion: number;
};

/** The company of a code, or the refusal that there is none. */
export async function findCompany(
  storage: BooksStorage,
  code: string,
): Promise<Result<FoundCompany, Refusal>> {
  const company = (await storage.companies()).find((one) => one.code === code);
  if (company === undefined) return refused([refusal('company-unknown', { company: code })]);
  const facts = await factsOf(storage, company.id);
  const settings = companyFactOf(facts.facts);
  if (settings === undefined) return refused([refusal('company-unknown', { company: code })]);
  const { name, currency, currencyDecimals } = settings;
  return ok({ ...company, name, currency, currencyDecimals, configurationVersion: facts.version });
}

/** All companies, by code. */
export async function listCompanies(storage: BooksStorage): Promise<readonly FoundCompany[]> {
  const names = await storage.companies();
  const found = await Promise.all(names.map(({ code }) => findCompany(storage, code)));
  return found.flatMap((result) => (result.ok ? [result.value] : []));
}

/** The facts in force, with the version they make up. */
export function factsOf(
  storage: BooksStorage,
  company: number,
): Promise<{ readonly facts: readonly DatedFact[]; readonly version: number }> {
  return storage.reading(company, async (session) => {
    const version = session.lane.configurationVersion;
    return { facts: await session.facts(version), version };
  });
}

/** The configuration in force, as the core works with it. */
export async function configurationNow(storage: BooksStorage, company: number) {
  const { facts, version } = await factsOf(storage, company);
  return configurationOf(facts, version);
}
