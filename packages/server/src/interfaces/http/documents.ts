import { DOCUMENT_LINES, DOCUMENTS, type DocumentType, keysOf } from 'perpetua-core';
import { findDocument } from '../../application/documents/find-document.ts';
import { postDocument } from '../../application/documents/post-document.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswerBody, DryRunQuery, TransactionBody } from './transaction-schemas.ts';

/** Lines a document may have: the longest that is known had 5,400. */
const MOST_LINES = 10_000;

const Figure = (description: string) =>
  Type.Optional(
    Type.String({ maxLength: 200, description: `${description} A decimal such as \`12.50\`.` }),
  );
const Word = (description: string) => Type.Optional(oneLine({ maxLength: 200, description }));

const kinds = [...new Set(Object.values(DOCUMENT_LINES).flatMap((rows) => Object.keys(rows)))];

const DocumentLine = Type.Object(
  {
    kind: Word(
      `What the line is about, where its other fields do not say it: ${kinds.join(', ')}.`,
    ),
    item: Word('Code of the item.'),
    quantity: Figure('Stocking units.'),
    unitPrice: Figure('Price of one unit, as the document is entered.'),
    amount: Figure('What the line comes to, instead of a unit price.'),
    unitCost: Figure(
      'Sales: what a unit costs of what is sold without being stocked, in place of what its item says.',
    ),
    taxType: Word('Another tax type than the one of the item; empty for none.'),
    tax: Figure('The tax the paper says, in place of the computed one.'),
    account: Word('An account chosen for the line, where its kind allows one.'),
    original: Word(
      'Key of the receipt, the return or the sale it is linked to, or a line such as `INV-1#3`.',
    ),
    site: Word('Another site than that of the document.'),
    location: Word('Location inside the site, of goods that come with the document.'),
    text: Type.Optional(freeText({ maxLength: 1_000, description: 'What the paper says.' })),
  },
  { additionalProperties: false },
);

const { party, document, ...common } = Type.Pick(TransactionBody, [
  'key',
  'source',
  'postedOn',
  'documentDate',
  'site',
  'party',
  'document',
  'reverses',
]).properties;

const DocumentBody = Type.Object(
  {
    type: Type.Unsafe<DocumentType>({ type: 'string', enum: keysOf(DOCUMENTS) }),
    ...common,
    party,
    document,
    reference: Type.Optional(
      Type.String({
        maxLength: 200,
        description:
          'PO/Reference. Of a merchandise vendor a hyphen as its first character, immediately before text, lets accounts be chosen.',
      }),
    ),
    taxEntry: Word(
      '`exclusive` (default) or `inclusive`: whether prices and amounts are without tax.',
    ),
    lines: Type.Optional(Type.Array(DocumentLine, { maxItems: MOST_LINES })),
  },
  { additionalProperties: false },
);

/** Commercial documents: posted and reversed whole, and read with what their lines posted. */
export function documentRoutes(api: Api, books: HttpBooks): void {
  const schema = {
    summary:
      'Post a commercial document: an invoice or a credit note, of a supplier or to a customer',
    description:
      'One event whose lines are posted as parts. It is posted whole or refused with all faults of all lines, each with its `line`; sent again it is answered again. With `dryRun=true` the answer is the same and nothing is kept. One with `reverses` and without `lines` reverses another exactly.',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: DocumentBody,
    response: described({ 200: AnswerBody }),
  };
  api.post('/companies/:company/documents', { schema }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const { currencyDecimals } = company;
      const { storage, clock } = books;
      const place = { company, currencyDecimals, desk: books.desks.of(company.id), storage, clock };
      return sendResult(reply, await postDocument(place, body, query.dryRun === 'true'));
    }),
  );
  readingRoute(api, books);
}

function readingRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'A commercial document: its lines, what each is linked to and what it posted',
    description: 'Where lines of a merchandise vendor have no linked receipt, `notice` says so.',
    params: Type.Object({ company: Type.String({ maxLength: 40 }), key: Type.String() }),
    querystring: Type.Object(
      { source: Type.Optional(Type.String({ maxLength: 200 })) },
      { additionalProperties: false },
    ),
  };
  api.get('/companies/:company/documents/:key', { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      sendResult(reply, await findDocument(books.reading, id, { key: params.key, ...query })),
    ),
  );
}
