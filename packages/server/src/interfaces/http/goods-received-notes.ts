import { postGoodsReceivedNote } from '../../application/documents/goods-received-note.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswersBody, DryRunQuery } from './transaction-schemas.ts';

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 200, description });
const Figure = (description: string) => Type.String({ maxLength: 200, description });
const closed = { additionalProperties: false };

const NoteBody = Type.Object(
  {
    note: oneLine({
      minLength: 1,
      maxLength: 190,
      description: 'Names the note for ever; invoices link to its lines as `note#1`, `note#2` …',
    }),
    postedOn: Word('Business date, ISO day.'),
    documentDate: Type.Optional(Word('Date of the note when it differs.')),
    site: Word('The site that receives.'),
    party: Word('The vendor.'),
    reference: Type.Optional(freeText({ maxLength: 200, description: 'The purchase order.' })),
    lines: Type.Array(
      Type.Object(
        {
          item: Word('Code of the item.'),
          quantity: Figure('Stocking units.'),
          location: Type.Optional(Word('Location inside the site.')),
          unitCost: Type.Optional(Figure('Price of one unit, without tax.')),
          amount: Type.Optional(Figure('Price of all units, instead of a unit price.')),
          original: Type.Optional(Word('A line of an invoice that came first, such as `INV-1#2`.')),
        },
        closed,
      ),
      { maxItems: 10_000 },
    ),
  },
  closed,
);

/** Goods received notes: all their lines are received, or none. */
export function goodsReceivedNoteRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Receive goods from a vendor by a note, whole or not at all',
    description:
      'Each line is a receipt from the vendor at its price, which an invoice can be linked to. Refused while `goodsReceivedNotes` is off; that can be turned on when every group has a purchase variance account.',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: NoteBody,
    response: described({ 200: AnswersBody }),
  };
  api.post(
    '/companies/:company/goods-received-notes',
    { schema },
    ({ params, query, body }, reply) =>
      withCompany(books.storage, params.company, reply, async (company) => {
        const posted = await postGoodsReceivedNote(
          { ...books, company },
          body,
          query.dryRun === 'true',
        );
        return sendResult(
          reply,
          posted.ok ? { ok: true, value: { results: posted.value } } : posted,
        );
      }),
  );
}
