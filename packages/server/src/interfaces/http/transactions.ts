import { refusal } from 'perpetua-core';
import type { FoundCompany } from '../../application/find-company.ts';
import { LARGEST_REQUEST, postTransactions } from '../../application/post-transactions.ts';
import { type Api, CompanyParameters, described, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { AnswersBody, DryRunQuery, TransactionsBody } from './transaction-schemas.ts';

/** How many transactions a body seems to hold, before anything else about it is known. */
function countIn(body: unknown): number {
  const inside = typeof body === 'object' && body !== null && 'transactions' in body;
  return inside && Array.isArray(body.transactions) ? body.transactions.length : 0;
}

/** POST transactions: each is costed, posted and durable when it is answered, or refused whole. */
export function transactionRoutes(api: Api, { storage, desks, clock }: HttpBooks): void {
  // Code, number and currency of a company never change, so that a posting need not ask for them.
  const known = new Map<string, PostedCompany>();
  api.post(
    '/companies/:company/transactions',
    {
      schema: {
        summary: 'Post inventory transactions',
        description:
          'Each transaction is posted whole or refused with all its reasons; a refused one never harms its neighbours. With `dryRun=true` the answer is the same and nothing is kept.',
        params: CompanyParameters,
        querystring: DryRunQuery,
        body: TransactionsBody,
        response: described({ 200: AnswersBody }),
      },
      preValidation: async ({ body }, reply) => {
        const count = countIn(body);
        if (count <= LARGEST_REQUEST) return;
        const sizes = { count: String(count), limit: String(LARGEST_REQUEST) };
        await sendProblem(reply, problemOf([refusal('document-too-large', sizes)]));
      },
    },
    async ({ params, query, body }, reply) => {
      const post = async (company: PostedCompany) => {
        known.set(params.company, company);
        const { currencyDecimals } = company;
        const place = { company, currencyDecimals, desk: desks.of(company.id), storage, clock };
        const answered = await postTransactions(place, body, query.dryRun === 'true');
        if (!answered.ok) return sendProblem(reply, problemOf(answered.reasons));
        return reply.send({ results: answered.value });
      };
      const company = known.get(params.company);
      return company === undefined
        ? withCompany(storage, params.company, reply, post)
        : post(company);
    },
  );
}

type PostedCompany = Pick<FoundCompany, 'id' | 'code' | 'currencyDecimals'>;
