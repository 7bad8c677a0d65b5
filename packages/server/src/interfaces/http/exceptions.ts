import { DEFAULT_SOURCE, TRANSACTION_FIELDS } from 'perpetua-core';
import {
  type ExceptionQuery,
  findException,
  listExceptions,
} from '../../application/exceptions/list-exceptions.ts';
import { giveUpException, repairAndRetry } from '../../application/exceptions/repair-exception.ts';
import { retryExceptions } from '../../application/exceptions/retry-exceptions.ts';
import type { FoundCompany } from '../../application/find-company.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { Reason } from './problem-schema.ts';
import { freeText, oneLine } from './text-schemas.ts';
import { AnswerBody, DryRunQuery, TransactionBody } from './transaction-schemas.ts';

const closed = { additionalProperties: false } as const;

const Word = (description: string) => oneLine({ minLength: 1, maxLength: 200, description });
const Why = freeText({ minLength: 1, maxLength: 500, description: 'Why; it is kept.' });

const FILTERS = [
  'state', 'code', 'type', 'item', 'site', 'source', 'key', 'from', 'to', 'after', 'limit',
] as const satisfies readonly (keyof ExceptionQuery)[]; // biome-ignore format: a list of names

const ListQuery = Type.Object(
  Object.fromEntries(
    FILTERS.map((name) => [name, Type.Optional(Type.String({ maxLength: 500 }))] as const),
  ),
  closed,
);

const KeyParameters = Type.Object({ company: Type.String(), key: Type.String() });
const Source = Type.Optional(Word('Source of the transaction. Default `api`.'));
const SourceQuery = Type.Object({ source: Source }, closed);
const TryQuery = Type.Object({ source: Source, ...DryRunQuery.properties }, closed);

const State = Type.Union([
  Type.Literal('waiting'),
  Type.Literal('given-up'),
  Type.Literal('posted'),
]);

const Line = {
  source: Type.String(),
  key: Type.String(),
  state: State,
  queuedAt: Type.String(),
  age: Type.Integer({ description: 'Days since it was queued.' }),
  triedAt: Type.String(),
  refusals: Type.Array(Reason),
  transaction: TransactionBody,
  original: Type.Optional(TransactionBody),
  steps: Type.Integer(),
  event: Type.Optional(Type.Integer()),
};

const counted = (name: string) =>
  Type.Array(Type.Object({ [name]: Type.String(), count: Type.Integer() }));

const ListBody = Type.Object({
  count: Type.Integer(),
  byCode: counted('code'),
  byType: counted('type'),
  byAge: counted('days'),
  lines: Type.Array(Type.Object(Line)),
  next: Type.Union([Type.String(), Type.Null()]),
});

const HistoryBody = Type.Object({
  ...Line,
  first: Type.Array(Reason),
  history: Type.Array(
    Type.Object({
      step: Type.Integer(),
      action: Type.String(),
      takenAt: Type.String(),
      takenBy: Type.String(),
      reason: Type.String(),
      content: Type.Optional(TransactionBody),
      refusals: Type.Optional(Type.Array(Reason)),
    }),
  ),
});

/** A field gets another text, or is taken out by null. */
const Changed = Type.Optional(Type.Union([freeText({ maxLength: 200 }), Type.Null()]));

const RepairBody = Type.Object(
  {
    change: Type.Object(
      Object.fromEntries(
        TRANSACTION_FIELDS.filter((field) => field !== 'key' && field !== 'source').map(
          (field) => [field, Changed] as const,
        ),
      ),
      {
        ...closed,
        minProperties: 1,
        description: 'Fields that become other ones; null takes one out.',
      },
    ),
    reason: Why,
  },
  closed,
);

const RetryBody = Type.Object(
  {
    code: Type.Optional(Word('Only those that were last refused for this reason.')),
    reason: Type.Optional(Why),
  },
  closed,
);

const RetriedBody = Type.Object({
  tried: Type.Integer(),
  posted: Type.Integer(),
  results: Type.Array(AnswerBody),
});

/** What happened and could not be posted: to be seen, repaired, tried again and given up. */
export function exceptionRoutes(api: Api, books: HttpBooks): void {
  readingRoutes(api, books);
  mendingRoutes(api, books);
  retryRoutes(api, books);
}

const QUEUE = '/companies/:company/queue';

const nameOf = (key: string, source = DEFAULT_SOURCE) => ({ source, key });

const placeOf = (books: HttpBooks, company: FoundCompany) => ({
  ...books,
  company,
  currencyDecimals: company.currencyDecimals,
  desk: books.desks.of(company.id),
});

function readingRoutes(api: Api, books: HttpBooks): void {
  const list = {
    summary: 'Transactions that happened and wait to be posted, with their reasons and totals',
    description:
      'Those that wait, unless `state` is given-up, posted or all. `code` is one of the reasons they were last refused for, `from` and `to` are business dates.',
    params: CompanyParameters,
    querystring: ListQuery,
    response: described({ 200: ListBody }),
  };
  api.get(QUEUE, { schema: list }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      sendResult(reply, await listExceptions(books, id, query)),
    ),
  );
  const one = {
    summary: 'One of them with everything that was done about it',
    params: KeyParameters,
    querystring: SourceQuery,
    response: described({ 200: HistoryBody }),
  };
  api.get(`${QUEUE}/:key`, { schema: one }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      sendResult(reply, await findException(books, id, nameOf(params.key, query.source))),
    ),
  );
}

function mendingRoutes(api: Api, books: HttpBooks): void {
  const repair = {
    summary: 'Repair a queued transaction and try it at once',
    description:
      'Fields become other ones, for a reason. What was sent stays to be seen, and its sender may send it again as it was. With `dryRun=true` nothing is kept.',
    params: KeyParameters,
    querystring: TryQuery,
    body: RepairBody,
    response: described({
      200: Type.Object({ transaction: TransactionBody, results: Type.Array(AnswerBody) }),
    }),
  };
  api.post(`${QUEUE}/:key/repair`, { schema: repair }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const name = nameOf(params.key, query.source);
      const isTrial = query.dryRun === 'true';
      return sendResult(reply, await repairAndRetry(placeOf(books, company), name, body, isTrial));
    }),
  );
  const giveUp = {
    summary: 'Give a queued transaction up, with a reason; it stays to be seen',
    params: KeyParameters,
    querystring: SourceQuery,
    body: Type.Object({ reason: Why }, closed),
    response: described({ 200: Type.Object({ source: Type.String(), key: Type.String() }) }),
  };
  api.post(`${QUEUE}/:key/give-up`, { schema: giveUp }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const name = nameOf(params.key, query.source);
      return sendResult(reply, await giveUpException({ ...books, company }, name, body.reason));
    }),
  );
}

function retryRoutes(api: Api, books: HttpBooks): void {
  const response = described({ 200: RetriedBody });
  const all = {
    summary: 'Try all queued transactions again, or those of a reason',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: RetryBody,
    response,
  };
  api.post(`${QUEUE}/retry`, { schema: all }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const { code, reason = USUAL_REASON } = body;
      const isTrial = query.dryRun === 'true';
      const place = placeOf(books, company);
      return sendResult(reply, await retryExceptions(place, { code }, { reason }, isTrial));
    }),
  );
  const one = {
    summary: 'Try one queued transaction again; one that was given up is taken up by it',
    params: KeyParameters,
    querystring: TryQuery,
    body: Type.Omit(RetryBody, ['code'], closed),
    response,
  };
  api.post(`${QUEUE}/:key/retry`, { schema: one }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const name = nameOf(params.key, query.source);
      const { reason = USUAL_REASON } = body;
      const isTrial = query.dryRun === 'true';
      const place = placeOf(books, company);
      return sendResult(reply, await retryExceptions(place, { name }, { reason }, isTrial));
    }),
  );
}

const USUAL_REASON = 'tried again through the API';
