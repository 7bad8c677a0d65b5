import { type AccountClass, assert } from 'perpetua-core';
import type { CompanyFact } from '../configuration/configuration-facts.ts';
import type { ReadingSession } from '../reading/ports.ts';

/** The chart of accounts by code, as it was at a configuration version. */
export type Chart = ReadonlyMap<string, ChartAccount>;

type ChartAccount = { readonly name: string; readonly accountClass: AccountClass };

/** What an export tells of its company. */
export type ExportingCompany = {
  readonly settings: CompanyFact;
  readonly chart: Chart;
  readonly periods: ReadonlySet<string>;
};

/** Reads currency, accounts and periods as they were at a version. */
export async function exportingCompany(
  session: ReadingSession,
  version: number,
): Promise<ExportingCompany> {
  let settings: CompanyFact | undefined;
  const chart = new Map<string, ChartAccount>();
  const periods = new Set<string>();
  for (const fact of await session.facts(version, ['company', 'account', 'period'])) {
    if (fact.kind === 'company') settings = fact.content;
    else if (fact.kind === 'account' && fact.content !== null) chart.set(fact.key, fact.content);
    else if (fact.kind === 'period') periods.add(fact.key);
  }
  assert(settings !== undefined, 'a company has settings from its first version on');
  return { settings, chart, periods };
}
