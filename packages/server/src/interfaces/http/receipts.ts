import type { Refusal, Result } from 'perpetua-core';
import type { FoundCompany } from '../../application/find-company.ts';
import {
  listManualReceipts,
  matchManualReceipt,
  writeOffManualReceipt,
} from '../../application/manual-receipts.ts';
import type { PostingAnswer } from '../../application/post-transactions.ts';
import { listStockReceipts, receiveStock } from '../../application/stock-receipts.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { oneLine } from './text-schemas.ts';
import { AnswersBody } from './transaction-schemas.ts';

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 200, description });
const Day = Word('Business date, ISO day.');
const Quantity = Type.String({ maxLength: 200, description: 'Stocking units, as a decimal.' });
const closed = { additionalProperties: false };

const ReceiptParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  key: Type.String({ maxLength: 200 }),
});
const DocumentParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  document: Type.String({ maxLength: 200 }),
});
const SourceQuery = Type.Object(
  { source: Type.Optional(Word('The source of the receipt; default `api`.')) },
  closed,
);

const MatchBody = Type.Object(
  {
    postedOn: Day,
    fromSite: Type.Optional(
      Word('The site that sent the goods; default the one the receipt names.'),
    ),
    document: Type.Optional(Word('The transfer, when it is on its way already.')),
    quantity: Type.Optional(Quantity),
    key: Type.Optional(Word('Key of the match; default made of the key of the receipt.')),
  },
  closed,
);
const WriteOffBody = Type.Object(
  {
    postedOn: Day,
    reason: Word('Adjustment reason.'),
    quantity: Type.Optional(Quantity),
    key: Type.Optional(Word('Key of the write-off; default made of the key of the receipt.')),
  },
  closed,
);
const StockReceiptBody = Type.Object(
  {
    site: Word('The site that receives.'),
    postedOn: Day,
    lines: Type.Optional(
      Type.Array(Type.Object({ item: Word('Code of the item.'), quantity: Quantity }, closed), {
        maxItems: 10_000,
        description: 'What came otherwise than expected; zero leaves an item out.',
      }),
    ),
    key: Type.Optional(Word('Names the receipt; default made of document and site.')),
  },
  closed,
);

type Answers = Result<readonly PostingAnswer[], Refusal>;
const asResults = (answers: Answers) =>
  answers.ok ? { ok: true as const, value: { results: answers.value } } : answers;

/** The review of manual stock receipts, and the stock receipts that sendings prepare. */
export function receiptRoutes(api: Api, books: HttpBooks): void {
  manualReceiptRoutes(api, books);
  stockReceiptRoutes(api, books);
}

function manualReceiptRoutes(api: Api, books: HttpBooks): void {
  const { storage } = books;
  const place = (company: FoundCompany) => ({ ...books, company });
  const list = {
    summary: 'Manual stock receipts that are neither matched nor written off',
    params: CompanyParameters,
  };
  api.get('/companies/:company/manual-receipts', { schema: list }, ({ params }, reply) =>
    withCompany(storage, params.company, reply, async (company) =>
      reply.send(await listManualReceipts(books, company)),
    ),
  );
  const match = {
    summary: 'Match a manual stock receipt with the transfer it was',
    description:
      'With `document` that transfer, which is on its way; without it the sending site posts its transfer now, together with the match or not at all.',
    params: ReceiptParameters,
    querystring: SourceQuery,
    body: MatchBody,
    response: described({ 200: AnswersBody }),
  };
  api.post(
    '/companies/:company/manual-receipts/:key/match',
    { schema: match },
    ({ params, query, body }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const name = { key: params.key, source: query.source };
        return sendResult(reply, asResults(await matchManualReceipt(place(company), name, body)));
      }),
  );
  const writeOff = {
    summary: 'Write a manual stock receipt off to a reason',
    params: ReceiptParameters,
    querystring: SourceQuery,
    body: WriteOffBody,
    response: described({ 200: AnswersBody }),
  };
  api.post(
    '/companies/:company/manual-receipts/:key/write-off',
    { schema: writeOff },
    ({ params, query, body }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const name = { key: params.key, source: query.source };
        return sendResult(
          reply,
          asResults(await writeOffManualReceipt(place(company), name, body)),
        );
      }),
  );
}

function stockReceiptRoutes(api: Api, books: HttpBooks): void {
  const { storage } = books;
  const list = {
    summary: 'Stock receipts that transfers on their way have prepared',
    params: CompanyParameters,
    querystring: Type.Object({ site: Type.Optional(Word('Code of the site.')) }, closed),
  };
  api.get('/companies/:company/stock-receipts', { schema: list }, ({ params, query }, reply) =>
    withCompany(storage, params.company, reply, async (company) =>
      reply.send(await listStockReceipts({ ...books, company }, query.site)),
    ),
  );
  const receive = {
    summary: 'Receive what is on its way to a site under a document',
    description:
      'All that is expected, or as many of an item as its line says. More than expected is refused, with every other fault, and nothing is posted.',
    params: DocumentParameters,
    body: StockReceiptBody,
    response: described({ 200: AnswersBody }),
  };
  api.post(
    '/companies/:company/stock-receipts/:document',
    { schema: receive },
    ({ params, body }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const request = { ...body, document: params.document };
        return sendResult(reply, asResults(await receiveStock({ ...books, company }, request)));
      }),
  );
}
