import { explainLine, findDetermination } from '../../application/reading/explain.ts';
import { explainHypothetical } from '../../application/reading/explain-hypothetical.ts';
import { type Api, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';

const Word = Type.String({ maxLength: 200 });
const Digits = Type.String({ pattern: '^[0-9]{1,15}$' });

const LineParameters = Type.Object({
  company: Word,
  entry: Digits,
  line: Digits,
  side: Type.Union([Type.Literal('debit'), Type.Literal('credit')]),
});

/** A transaction that is not posted, as far as accounts depend on it. */
const HypotheticalBody = Type.Object(
  {
    type: Word,
    item: Word,
    site: Word,
    postedOn: Word,
    location: Type.Optional(Word),
    toSite: Type.Optional(Word),
    toLocation: Type.Optional(Word),
    fromSite: Type.Optional(Word),
    reason: Type.Optional(Word),
    account: Type.Optional(Word),
    document: Type.Optional(Word),
  },
  { additionalProperties: false },
);

/** Why this account, why this amount: of any line ever posted, and of what might be. */
export function explanationRoutes(api: Api, books: HttpBooks): void {
  const line = { summary: 'Why this account and why this amount', params: LineParameters };
  api.get(
    '/companies/:company/journal-entries/:entry/lines/:line/:side/explanation',
    { schema: line },
    ({ params }, reply) =>
      withCompany(books.storage, params.company, reply, async ({ id }) => {
        const name = { entry: whole(params.entry), line: whole(params.line), side: params.side };
        return sendResult(reply, await explainLine(books.reading, id, name));
      }),
  );

  const stored = {
    summary: 'A stored determination',
    params: Type.Object({ company: Word, number: Digits }),
  };
  api.get('/companies/:company/determinations/:number', { schema: stored }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      sendResult(reply, await findDetermination(books.reading, id, whole(params.number))),
    ),
  );

  const asked = {
    summary: 'Which accounts a transaction would use, and why, without posting it',
    params: Type.Object({ company: Word }),
    body: HypotheticalBody,
  };
  api.post('/companies/:company/determinations', { schema: asked }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      sendResult(reply, await explainHypothetical(books.reading, id, body)),
    ),
  );
}

const whole = (digits: string): number => Number.parseInt(digits, 10);
