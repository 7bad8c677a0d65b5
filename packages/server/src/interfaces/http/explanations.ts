import { explainLine, findDetermination } from '../../application/reading/explain.ts';
import { explainCostOf } from '../../application/reading/explain-cost.ts';
import { explainEffect } from '../../application/reading/explain-effect.ts';
import { explainHypothetical } from '../../application/reading/explain-hypothetical.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import {
  CostExplanationBody,
  CostQuery,
  EffectExplanationBody,
  EffectQueryBody,
} from './explanation-schemas.ts';
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
  costRoutes(api, books);
}

/** Why this cost, and the other way round: where what a transaction changed in costs went. */
function costRoutes(api: Api, books: HttpBooks): void {
  const cost = {
    summary: 'Why the movements of a transaction cost what they do, to the minor unit',
    params: CompanyParameters,
    querystring: CostQuery,
    response: described({ 200: CostExplanationBody }),
  };
  api.get('/companies/:company/explanations/cost', { schema: cost }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      sendResult(reply, await explainCostOf(books.reading, id, query)),
    ),
  );
  const effect = {
    summary: 'Where what a transaction changed in costs went: accounts, pools, re-priced movements',
    params: CompanyParameters,
    querystring: EffectQueryBody,
    response: described({ 200: EffectExplanationBody }),
  };
  api.get(
    '/companies/:company/explanations/effect',
    { schema: effect },
    ({ params, query }, reply) =>
      withCompany(books.storage, params.company, reply, async ({ id }) =>
        sendResult(reply, await explainEffect(books.reading, id, query)),
      ),
  );
}

const whole = (digits: string): number => Number.parseInt(digits, 10);
