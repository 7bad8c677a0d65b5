import { formatDecimal } from 'perpetua-core';
import { todayOf } from '../../application/reading/ageing.ts';
import { reconcileBooksAt } from '../../application/reconcile-books.ts';
import { REPORT_PARAMETERS } from '../reports.ts';
import { type Api, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';

const Query = Type.Object(
  {
    asOf: Type.Optional(Type.String({ maxLength: 10, description: REPORT_PARAMETERS.asOf })),
    asKnown: Type.Optional(Type.String({ maxLength: 40, description: REPORT_PARAMETERS.asKnown })),
  },
  { additionalProperties: false },
);

/** The subledger against the general ledger, per account and site, with every difference explained. */
export function reconciliationRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Subledger against general ledger',
    params: Type.Object({ company: Type.String() }),
    querystring: Query,
  };
  api.get('/companies/:company/reconciliation', { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id, currencyDecimals }) => {
      const found = await reconcileBooksAt(books.inspection, id, query, todayOf(books.clock));
      if (!found.ok) return sendProblem(reply, problemOf(found.reasons));
      return reply.type('application/json').send(withDecimals(found.value, currencyDecimals));
    }),
  );
}

/** JSON with every amount as a decimal text. */
const withDecimals = (value: unknown, decimals: number): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'bigint' ? formatDecimal(one, decimals) : one,
  );
