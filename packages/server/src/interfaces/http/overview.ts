import { OverviewDesk } from '../../application/reading/overview.ts';
import { type Api, CompanyParameters, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';

/** What the first screen shows, in one answer. */
export function overviewRoutes(api: Api, books: HttpBooks): void {
  // It remembers what was added up over the whole log; a later answer adds only what is new.
  const desk = new OverviewDesk(books.reading);
  const schema = {
    summary: 'Do the books agree, and what wants to be looked after',
    params: CompanyParameters,
  };
  api.get('/companies/:company/overview', { schema }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      reply.send(await desk.overview(id)),
    ),
  );
}
