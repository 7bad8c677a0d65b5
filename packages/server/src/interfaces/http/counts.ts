import { postCount } from '../../application/post-count.ts';
import { type Api, CompanyParameters, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { oneLine } from './text-schemas.ts';

const closed = { additionalProperties: false };
const Word = (description: string) => oneLine({ minLength: 1, maxLength: 60, description });
const Quantity = Type.String({ maxLength: 60, description: 'Stocking units, as a decimal.' });

const CountBody = Type.Object(
  {
    name: Word('Names the count; sent again under the same name it is answered again.'),
    site: Word('The site that was counted.'),
    postedOn: Type.String({ maxLength: 10, description: 'Business date, ISO day.' }),
    lines: Type.Array(
      Type.Object(
        {
          item: Word('Code of the item.'),
          location: Type.Optional(Word('Location that was counted; absent: the site itself.')),
          recorded: Quantity,
          counted: Quantity,
        },
        closed,
      ),
      { maxItems: 10_000, description: 'Recorded when the count began, and counted.' },
    ),
  },
  closed,
);

/** Counts: what differs is adjusted by the books themselves. */
export function countRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Post a count: every difference is adjusted, all or none',
    params: CompanyParameters,
    body: CountBody,
  };
  api.post('/companies/:company/counts', { schema }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await postCount({ ...books, company }, body)),
    ),
  );
}
