import {
  ALLOCATION_BASES,
  type AllocationBasis,
} from '../../application/cost-documents/allocation-basis.ts';
import { postLandedCost, reverseLandedCost } from '../../application/cost-documents/landed-cost.ts';
import { correctPrices } from '../../application/cost-documents/price-correction.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswerBody, AnswersBody } from './transaction-schemas.ts';

const closed = { additionalProperties: false };
const Word = (description: string) => oneLine({ minLength: 1, maxLength: 200, description });
const Key = (description: string) => oneLine({ minLength: 1, maxLength: 160, description });
const Day = Word('Business date, ISO day.');
const Figure = (description: string) =>
  Type.String({ maxLength: 200, description: `${description} A decimal such as \`12.50\`.` });
const Reference = Type.Optional(
  freeText({ maxLength: 200, description: 'Free text, such as the number of the bill.' }),
);
const Party = Type.Optional(Word('Whom it is owed to.'));

/** A parameter that is not known is refused: `dryrun` must not post what was to be tried out. */
const Query = Type.Object(
  {
    dryRun: Type.Optional(
      Type.Unsafe<'true' | 'false'>({ type: 'string', enum: ['true', 'false'] }),
    ),
  },
  closed,
);

const LandedCostBody = Type.Object(
  {
    key: Key('Names the landed cost for ever; sent again it is answered again.'),
    postedOn: Day,
    basis: Type.Unsafe<AllocationBasis>({
      type: 'string',
      enum: [...ALLOCATION_BASES],
      description: 'What every charge is shared by.',
    }),
    charges: Type.Array(
      Type.Object(
        {
          amount: Figure('In currency; below zero for what is given back.'),
          account: Type.Optional(
            Word(
              'The account to be invoiced, or the expense it went to before; default that of the role.',
            ),
          ),
          party: Party,
          reference: Reference,
        },
        closed,
      ),
      { minItems: 1, maxItems: 100 },
    ),
    receipts: Type.Optional(
      Type.Array(
        Type.Object(
          {
            key: Word('Key of the receipt.'),
            source: Type.Optional(Word('Its source; default `api`.')),
            weight: Type.Optional(Figure('Weight of all of it; default that of the item.')),
            volume: Type.Optional(Figure('Volume of all of it; default that of the item.')),
          },
          closed,
        ),
        { minItems: 1, maxItems: 10_000, description: 'The receipts; or else give `of`.' },
      ),
    ),
    of: Type.Optional(
      Type.Object(
        {
          document: Type.Optional(Word('Receipts with this document.')),
          reference: Type.Optional(Word('Receipts with this reference, such as an order.')),
          party: Type.Optional(Word('Receipts of this vendor.')),
          on: Type.Optional(Word('Only those posted on this day, or with documents of it.')),
        },
        closed,
      ),
    ),
  },
  closed,
);

const Share = { toStock: Type.String(), toVariance: Type.String() };
const Receipt = {
  receipt: Type.String(),
  source: Type.String(),
  item: Type.String(),
  site: Type.String(),
};

const LandedCostAnswerBody = Type.Object({
  shares: Type.Array(
    Type.Object({
      charge: Type.Integer(),
      ...Receipt,
      basis: Type.String(),
      share: Type.String(),
      ...Share,
      policy: Type.String(),
    }),
  ),
  results: Type.Array(AnswerBody),
});

const PriceCorrectionBody = Type.Object(
  {
    key: Key('Names the correction for ever; sent again it is answered again.'),
    postedOn: Day,
    reference: Reference,
    party: Party,
    lines: Type.Array(
      Type.Object(
        {
          receipt: Word('Key of the receipt.'),
          source: Type.Optional(Word('Its source; default `api`.')),
          quantity: Type.Optional(
            Figure('How many units; default all that are neither invoiced nor returned.'),
          ),
          unitCost: Type.Optional(Figure('What one of them really cost, at most 8 decimals.')),
          total: Type.Optional(Figure('What they really cost in all, instead.')),
        },
        closed,
      ),
      { minItems: 1, maxItems: 10_000 },
    ),
  },
  closed,
);

const PriceCorrectionAnswerBody = Type.Object({
  corrected: Type.Array(Type.Object({ ...Receipt, quantity: Type.String(), ...Share })),
  results: Type.Array(AnswerBody),
});

/** Documents about the cost of what was received: landed costs, and corrected prices. */
export function costDocumentRoutes(api: Api, books: HttpBooks): void {
  landedCostRoutes(api, books);
  const schema = {
    summary: 'Correct what receipts cost: the books find the differences',
    description:
      'Each line tells what units of a receipt really cost. The difference from what they stand at becomes cost of the goods or a variance, as the policy for late facts says; all lines or none. With `dryRun=true` the answer is the same and nothing is kept.',
    params: CompanyParameters,
    querystring: Query,
    body: PriceCorrectionBody,
    response: described({ 200: PriceCorrectionAnswerBody }),
  };
  api.post('/companies/:company/price-corrections', { schema }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await correctPrices({ ...books, company }, body, query.dryRun === 'true')),
    ),
  );
}

const LandedCostParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  key: Type.String({ maxLength: 200 }),
});

function landedCostRoutes(api: Api, books: HttpBooks): void {
  const post = {
    summary: 'Post a landed cost: charges shared over receipts',
    description:
      'Every charge is shared over the receipts in proportion to the basis, to the cent, and added to what their goods cost; all or nothing. With `dryRun=true` the answer is the same and nothing is kept.',
    params: CompanyParameters,
    querystring: Query,
    body: LandedCostBody,
    response: described({ 200: LandedCostAnswerBody }),
  };
  api.post('/companies/:company/landed-costs', { schema: post }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await postLandedCost({ ...books, company }, body, query.dryRun === 'true')),
    ),
  );
  const reverse = {
    summary: 'Reverse a landed cost exactly',
    params: LandedCostParameters,
    body: Type.Object({ postedOn: Day }, closed),
    response: described({ 200: AnswersBody }),
  };
  api.post(
    '/companies/:company/landed-costs/:key/reversal',
    { schema: reverse },
    ({ params, body }, reply) =>
      withCompany(books.storage, params.company, reply, async (company) => {
        const reversal = { key: params.key, postedOn: body.postedOn };
        const answers = await reverseLandedCost({ ...books, company }, reversal);
        return sendResult(
          reply,
          answers.ok ? { ok: true as const, value: { results: answers.value } } : answers,
        );
      }),
  );
}
