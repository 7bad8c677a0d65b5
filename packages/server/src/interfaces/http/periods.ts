import { closeChecks, type PeriodState } from 'perpetua-core';
import {
  closeChecklist,
  closePeriod,
  reopenPeriod,
  softClosePeriod,
} from '../../application/closing/close-period.ts';
import { listPeriods } from '../../application/closing/list-periods.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { freeText } from './text-schemas.ts';
import { DryRunQuery } from './transaction-schemas.ts';

const closed = { additionalProperties: false } as const;

const PeriodParameters = Type.Object({ company: Type.String(), period: Type.String() });

const State = Type.Unsafe<PeriodState>({ type: 'string', enum: ['open', 'soft-closed', 'closed'] });
const Check = Type.Unsafe<string>({ type: 'string', enum: [...closeChecks()] });
const Why = freeText({ minLength: 1, maxLength: 500, description: 'Why; it is kept.' });

const Period = {
  period: Type.String(),
  year: Type.String({ description: 'The fiscal year it belongs to.' }),
  first: Type.String(),
  last: Type.String(),
  state: State,
};

const PeriodsBody = Type.Object({
  periods: Type.Array(
    Type.Object({
      ...Period,
      changed: Type.Union([
        Type.Object({
          at: Type.String(),
          by: Type.String(),
          reason: Type.String(),
          acknowledged: Type.Array(Type.String()),
        }),
        Type.Null(),
      ]),
    }),
  ),
});

const ChecklistBody = Type.Object({
  ...Period,
  ready: Type.Boolean({ description: 'Nothing blocks; what warns has to be acknowledged.' }),
  points: Type.Array(
    Type.Object({
      check: Check,
      weight: Type.Union([Type.Literal('blocks'), Type.Literal('warns')]),
      title: Type.String(),
      inOrder: Type.Boolean(),
      count: Type.Integer(),
      found: Type.String(),
      remedy: Type.String(),
    }),
  ),
});

const CloseBody = Type.Object(
  {
    reason: Why,
    acknowledge: Type.Optional(
      Type.Array(Check, { maxItems: 100, description: 'Warnings that are left open knowingly.' }),
    ),
  },
  closed,
);

const ReasonBody = Type.Object({ reason: Why }, closed);

const ChangedBody = Type.Object({ ...Period, acknowledged: Type.Array(Type.String()) });

const PERIODS = '/companies/:company/periods';

/** Fiscal periods: their states, what stands in the way of a close, close and reopen. */
export function periodRoutes(api: Api, books: HttpBooks): void {
  readingRoutes(api, books);
  closeRoute(api, books);
  const changes = [
    ['soft-close', 'Let in only what says why it still belongs there', softClosePeriod],
    ['reopen', 'Open a period again; of those that are closed only the newest', reopenPeriod],
  ] as const;
  for (const [verb, summary, change] of changes) {
    const response = described({ 200: ChangedBody });
    const schema = { summary, params: PeriodParameters, body: ReasonBody, response };
    api.post(`${PERIODS}/:period/${verb}`, { schema }, ({ params, body }, reply) =>
      withCompany(books.storage, params.company, reply, async (company) => {
        const why = { changedBy: books.actor, reason: body.reason };
        return sendResult(reply, await change({ ...books, company }, params.period, why));
      }),
    );
  }
}

function readingRoutes(api: Api, books: HttpBooks): void {
  const list = {
    summary: 'All periods with their fiscal years, days and states',
    params: CompanyParameters,
    response: described({ 200: PeriodsBody }),
  };
  api.get(PERIODS, { schema: list }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      reply.send({ periods: await listPeriods(books.reading, id) }),
    ),
  );
  const checklist = {
    summary: 'What stands in the way of closing a period, and what it would leave open',
    params: PeriodParameters,
    response: described({ 200: ChecklistBody }),
  };
  api.get(`${PERIODS}/:period/checklist`, { schema: checklist }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await closeChecklist({ ...books, company }, params.period)),
    ),
  );
}

function closeRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Close a period: from here on nothing is posted in it',
    description:
      'Refused with every point of the checklist that blocks, and every warning that is not acknowledged. With `dryRun=true` the answer is the same and nothing is kept.',
    params: PeriodParameters,
    querystring: DryRunQuery,
    body: CloseBody,
    response: described({ 200: ChangedBody }),
  };
  api.post(`${PERIODS}/:period/close`, { schema }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const closing = { ...body, changedBy: books.actor };
      const place = { ...books, company };
      const isTrial = query.dryRun === 'true';
      return sendResult(reply, await closePeriod(place, params.period, closing, isTrial));
    }),
  );
}
