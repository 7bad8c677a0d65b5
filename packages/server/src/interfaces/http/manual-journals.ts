import {
  type ManualJournal,
  postManualJournal,
  reverseManualJournal,
} from '../../application/ledger/manual-journal.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswerBody, DryRunQuery } from './transaction-schemas.ts';

const closed = { additionalProperties: false } as const;

/** Lines of the longest journal that is taken. */
const MOST_LINES = 10_000;

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 60, description });
const Figure = (description: string) => Type.String({ maxLength: 200, description });
const Remark = (description: string) => freeText({ maxLength: 200, description });

const Line = Type.Object(
  {
    account: Word('Any account that holds no stock, of either statement.'),
    debit: Type.Optional(Figure('Amount debited, in currency; this or the credit.')),
    credit: Type.Optional(Figure('Amount credited.')),
    site: Type.Optional(Word('Site, where another than that of the journal.')),
    text: Type.Optional(Remark('What the line is about.')),
  },
  closed,
);

/** What a journal and its reversal say of themselves. */
const Head = {
  key: oneLine({
    minLength: 1,
    maxLength: 200,
    description: 'Names the journal for ever; sent again it is answered again.',
  }),
  source: Type.Optional(Word('System the key belongs to. Default `api`.')),
  postedOn: Word('Business date, ISO day.'),
  documentDate: Type.Optional(Word('Date on the document, when another.')),
  reference: Type.Optional(Remark('What it is about.')),
  closingReason: Type.Optional(Remark('Why it still belongs into a period that is soft-closed.')),
};

const JournalBody = Type.Object(
  {
    ...Head,
    site: Word('Site of lines that name none.'),
    reverseOn: Type.Optional(
      Word('Day on which the journal takes itself back, such as the first of the next period.'),
    ),
    lines: Type.Array(Line, { minItems: 1, maxItems: MOST_LINES }),
  },
  closed,
);

const JournalParameters = Type.Object({ company: Type.String(), journal: Type.String() });

/** Manual journals: debits and credits of the ledger that are no consequence of a transaction on stock. */
export function manualJournalRoutes(api: Api, books: HttpBooks): void {
  const path = '/companies/:company/manual-journals';
  const post = {
    summary: 'Post a manual journal, or an accrual that takes itself back',
    description:
      'Whole or not at all, with every reason why not, each of its line. Accounts that hold stock take no line of it. With `dryRun=true` the answer is the same and nothing is kept.',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: JournalBody,
    response: described({ 200: AnswerBody }),
  };
  api.post(path, { schema: post }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const journal: ManualJournal = body;
      const isTrial = query.dryRun === 'true';
      return sendResult(reply, await postManualJournal({ ...books, company }, journal, isTrial));
    }),
  );
  const reverse = {
    summary: 'Take a manual journal back, with the reversal it may have caused',
    params: JournalParameters,
    querystring: DryRunQuery,
    body: Type.Object(Head, closed),
    response: described({ 200: AnswerBody }),
  };
  api.post(`${path}/:journal/reverse`, { schema: reverse }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const place = { ...books, company };
      const isTrial = query.dryRun === 'true';
      return sendResult(reply, await reverseManualJournal(place, params.journal, body, isTrial));
    }),
  );
}
