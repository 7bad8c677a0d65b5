import { QueryClient, queryOptions } from '@tanstack/react-query';
import { companies } from './companies.ts';
import { overview } from './overview.ts';
import { type Answer, mayPass, type Problem } from './problem.ts';
import { request } from './request.ts';

/** A problem on its way through the query library, which knows failures as exceptions only. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.message);
    this.name = 'ProblemError';
    this.problem = problem;
  }
}

/** The companies this reader may see. */
export const companiesQuery = queryOptions({
  queryKey: ['companies'],
  queryFn: async ({ signal }) => answered(await request('/companies', companies, signal)),
  // While there is none, somebody is just about to create one elsewhere: watch for it.
  refetchInterval: ({ state }) => (state.data?.length === 0 ? 5_000 : false),
});

/** The overview of one company. */
export const overviewQuery = (company: string) =>
  queryOptions({
    queryKey: ['overview', company],
    queryFn: async ({ signal }) =>
      answered(
        await request(`/companies/${encodeURIComponent(company)}/overview`, overview, signal),
      ),
  });

/** Tries again by itself only what may pass; a refusal stays a refusal and is shown at once. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        staleTime: 10_000,
        // The server often runs on this very machine: being offline is no reason to wait.
        networkMode: 'always',
        retry: (failures, error) => failures < 2 && mayPass(problemOf(error)),
        retryDelay: (failures) => 400 * 2 ** failures,
      },
    },
  });
}

/** The problem behind a failed query. */
export function problemOf(error: Error): Problem {
  if (error instanceof ProblemError) return error.problem;
  return {
    status: 0,
    code: 'page-failed',
    message: `The page itself failed: ${error.message}`,
    remedy: 'Reload the page.',
    refusals: [],
  };
}

function answered<T>(answer: Answer<T>): T {
  if (answer.ok) return answer.value;
  throw new ProblemError(answer.problem);
}
