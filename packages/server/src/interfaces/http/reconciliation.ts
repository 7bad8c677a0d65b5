import { formatDecimal, parseBusinessDate, refusal } from 'perpetua-core';
import { reconcileBooks } from '../../application/reconcile-books.ts';
import { type Api, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';

const Query = Type.Object(
  { asOf: Type.Optional(Type.String({ maxLength: 10 })) },
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
      const asked = query.asOf ?? books.clock().toISOString().slice(0, 10);
      const day = parseBusinessDate(asked);
      if (day === undefined) {
        return sendProblem(
          reply,
          problemOf([refusal('date-invalid', { field: 'asOf', value: asked })]),
        );
      }
      const found = await reconcileBooks(books.inspection, id, day);
      return reply.type('application/json').send(withDecimals(found, currencyDecimals));
    }),
  );
}

/** JSON with every amount as a decimal text. */
const withDecimals = (value: unknown, decimals: number): string =>
  JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'bigint' ? formatDecimal(one, decimals) : one,
  );
