import { synchronizeAccounts } from '../../application/configuration/synchronize-accounts.ts';
import { type Api, CompanyParameters, described, sendResult, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { ReclassificationQuery } from './setup-schemas.ts';
import { SynchronizationBody, SynchronizationReportBody } from './synchronization-schemas.ts';

/** POST account-synchronization: the sets of warehouses are copied to their locations (`002.31`). */
export function synchronizationRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Copy the accounts of warehouses to their locations',
    description:
      'Whatever mode the warehouses have. Without `overwrite` a location that has accounts of its own keeps them. With `dryRun=true` the answer is the change list and nothing is kept. `reclassifyOn` is the day on which the value of stock moves that comes to another account; without it such a run is refused.',
    params: CompanyParameters,
    querystring: ReclassificationQuery,
    body: SynchronizationBody,
    response: described({ 200: SynchronizationReportBody }),
  };
  api.post(
    '/companies/:company/account-synchronization',
    { schema },
    ({ params, query: { dryRun, reclassifyOn }, body }, reply) =>
      withCompany(books.storage, params.company, reply, async (company) => {
        const reclassification =
          reclassifyOn === undefined ? undefined : { postedOn: reclassifyOn };
        const run = { books, company, changedBy: books.actor };
        const request = { ...body, reclassification, dryRun: dryRun === 'true' };
        return sendResult(reply, await synchronizeAccounts(run, request));
      }),
  );
}
