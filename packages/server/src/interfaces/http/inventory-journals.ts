import { type JournalPurpose, journalPurposes } from 'perpetua-core';
import { LARGEST_JOURNAL } from '../../application/journals/decide-journal.ts';
import {
  postJournal,
  previewJournal,
  readJournal,
} from '../../application/journals/post-journal.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswerBody } from './transaction-schemas.ts';

const closed = { additionalProperties: false } as const;

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 60, description });
const Figure = (description: string) => Type.String({ maxLength: 200, description });
const Remark = freeText({ maxLength: 200, description: 'Free text.' });

const Line = Type.Object(
  {
    item: Word('Code of the item.'),
    site: Type.Optional(Word('Site, where another than that of the journal.')),
    location: Type.Optional(Word('Location inside the site.')),
    quantity: Type.Optional(
      Figure('Units. Of an average correction: those to take out; absent: all that are on hand.'),
    ),
    unitCost: Type.Optional(Figure('Cost of one unit, at most 8 decimals.')),
    amount: Type.Optional(Figure('Value of them all instead of a unit cost.')),
    reason: Type.Optional(Word('Adjustment reason, where another than that of the journal.')),
    account: Type.Optional(Word('Account chosen on the line, instead of that of the reason.')),
    reference: Type.Optional(Remark),
  },
  closed,
);

const JournalBody = Type.Object(
  {
    name: Word('Names the journal for ever; sent again it is answered again.'),
    purpose: Type.Unsafe<JournalPurpose>({ type: 'string', enum: [...journalPurposes()] }),
    postedOn: Word('Business date, ISO day.'),
    site: Type.Optional(Word('Site of lines that name none.')),
    reason: Type.Optional(Word('Adjustment reason of lines that name none.')),
    account: Type.Optional(Word('Account of lines that name none.')),
    reference: Type.Optional(Remark),
    lines: Type.Array(Line, { minItems: 1, maxItems: LARGEST_JOURNAL }),
  },
  closed,
);

const JournalTold = Type.Object({
  status: Type.Union([Type.Literal('posted'), Type.Literal('duplicate'), Type.Literal('preview')]),
  name: Type.String(),
  change: Type.String(),
  lines: Type.Array(
    Type.Object({
      line: Type.Integer(),
      item: Type.String(),
      change: Type.String(),
      results: Type.Array(AnswerBody),
    }),
  ),
});

const Query = Type.Object(
  { dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])) },
  closed,
);

const JournalParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  journal: Type.String({ maxLength: 60 }),
});

/** Inventory journals: several lines for one purpose, posted whole. */
export function inventoryJournalRoutes(api: Api, books: HttpBooks): void {
  const post = {
    summary: 'Post an inventory journal: opening, write-off, adjustment or average correction',
    description:
      'All lines are posted as one, or nothing and every reason why not, each with its line. With `dryRun=true` the answer is the same and nothing is kept.',
    params: CompanyParameters,
    querystring: Query,
    body: JournalBody,
    response: described({ 200: JournalTold }),
  };
  const path = '/companies/:company/inventory-journals';
  api.post(path, { schema: post }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const work = query.dryRun === 'true' ? previewJournal : postJournal;
      return sendResult(reply, await work({ ...books, company }, body));
    }),
  );
  const read = {
    summary: 'An inventory journal as it was posted',
    params: JournalParameters,
    response: described({ 200: JournalTold }),
  };
  api.get(`${path}/:journal`, { schema: read }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await readJournal({ ...books, company }, params.journal)),
    ),
  );
}
