import { postTransactions } from '../../application/post-transactions.ts';
import { type Api, CompanyParameters, described, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { AnswersBody, ProblemBody, TransactionsBody } from './transaction-schemas.ts';

const Query = Type.Object({
  dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
});

/** POST transactions: each is costed, posted and durable when it is answered, or refused whole. */
export function transactionRoutes(api: Api, { storage, desks, clock }: HttpBooks): void {
  api.post(
    '/companies/:company/transactions',
    {
      schema: {
        summary: 'Post inventory transactions',
        description:
          'Each transaction is posted whole or refused with all its reasons; a refused one never harms its neighbours. With `dryRun=true` the answer is the same and nothing is kept.',
        params: CompanyParameters,
        querystring: Query,
        body: TransactionsBody,
        response: described({ 200: AnswersBody, '4xx': ProblemBody, '5xx': ProblemBody }),
      },
    },
    ({ params, query, body }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const { currencyDecimals } = company;
        const place = { company, currencyDecimals, desk: desks.of(company.id), storage, clock };
        const answered = await postTransactions(place, body, query.dryRun === 'true');
        if (!answered.ok) return sendProblem(reply, problemOf(answered.reasons));
        return reply.send({ results: answered.value });
      }),
  );
}
