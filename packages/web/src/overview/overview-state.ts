import type { CompanyLine } from '../api/companies.ts';
import type { Overview } from '../api/overview.ts';
import type { Problem } from '../api/problem.ts';

/** What is known of something that was asked of the server; both when an update failed. */
export type Asked<T> = {
  readonly data: T | undefined;
  readonly problem: Problem | undefined;
};

/** What the page shows, decided in one place. */
export type OverviewState =
  | { readonly kind: 'loading' }
  | { readonly kind: 'no-company' }
  | { readonly kind: 'unknown-company'; readonly asked: string }
  | { readonly kind: 'failed'; readonly problem: Problem }
  | {
      readonly kind: 'ready';
      readonly overview: Overview;
      /** Why the figures could not be brought up to date; they are still shown. */
      readonly stale: Problem | undefined;
    };

/** The company to show: the one the address names, else the first; none where there is none. */
export function companyToShow(
  companies: readonly CompanyLine[] | undefined,
  asked: string | undefined,
): string | undefined {
  if (asked === undefined) return companies?.[0]?.code;
  return companies?.find((company) => company.code === asked)?.code;
}

/** Decides what the page shows. Figures once had are never hidden behind a later problem. */
export function overviewState(
  companies: Asked<readonly CompanyLine[]>,
  overview: Asked<Overview>,
  asked: string | undefined,
): OverviewState {
  if (overview.data !== undefined) {
    return {
      kind: 'ready',
      overview: overview.data,
      stale: overview.problem ?? companies.problem,
    };
  }
  if (companies.data === undefined) {
    return companies.problem === undefined
      ? { kind: 'loading' }
      : { kind: 'failed', problem: companies.problem };
  }
  if (companies.data.length === 0) return { kind: 'no-company' };
  if (asked !== undefined && companyToShow(companies.data, asked) === undefined) {
    return { kind: 'unknown-company', asked };
  }
  return overview.problem === undefined
    ? { kind: 'loading' }
    : { kind: 'failed', problem: overview.problem };
}
