import type { FoundCompany } from '../../application/find-company.ts';
import {
  actOnReview,
  previewReviewAction,
  undoReviewAction,
} from '../../application/review/act-on-review.ts';
import { listReview } from '../../application/review/list-review.ts';
import { listReviewActions } from '../../application/review/review-actions.ts';
import { lastMonths, presentMonth } from '../../application/review/review-months.ts';
import { reviewTrend } from '../../application/review/review-trend.ts';
import {
  approveReview,
  reopenReview,
  reviewStanding,
  signOffReview,
} from '../../application/review/sign-off.ts';
import { type Api, CompanyParameters, described, sendResult, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import {
  ActionBody,
  ActionParameters,
  ActionTold,
  DryRunQuery,
  ListBody,
  PeriodParameters,
  ReviewQuery,
  SignOffBody,
  StandingTold,
  TrendQuery,
  UndoBody,
} from './review-schemas.ts';

const REVIEW = '/companies/:company/review';

/** The monthly review of Non-Inventory: what is open, what is done about it, and the sign-off. */
export function reviewRoutes(api: Api, books: HttpBooks): void {
  readingRoutes(api, books);
  actionRoutes(api, books);
  signOffRoutes(api, books);
}

function readingRoutes(api: Api, books: HttpBooks): void {
  const { storage, clock } = books;
  const list = {
    summary: 'The review of a month: every open line with its label and what is suggested for it',
    description:
      'All that was open at the end of the month on the accounts of Non-Inventory and vendor returns, and goods received long ago that no invoice came for. Amounts are debits positive.',
    params: CompanyParameters,
    querystring: ReviewQuery,
    response: described({ 200: ListBody }),
  };
  api.get(REVIEW, { schema: list }, ({ params, query }, reply) =>
    withCompany(storage, params.company, reply, async (company) => {
      const filter = { ...query, period: query.period ?? presentMonth(clock) };
      return sendResult(reply, await listReview({ storage, company }, filter));
    }),
  );
  const trend = {
    summary: 'How the accounts under review went by month, and what brings lines to them',
    params: CompanyParameters,
    querystring: TrendQuery,
  };
  api.get(`${REVIEW}/trend`, { schema: trend }, ({ params, query }, reply) =>
    withCompany(storage, params.company, reply, async (company) =>
      sendResult(reply, await reviewTrend({ storage, company }, lastMonths(clock, query))),
    ),
  );
  const actions = {
    summary: 'What was done in the review, of one month or ever',
    params: CompanyParameters,
    querystring: ReviewQuery,
  };
  api.get(`${REVIEW}/actions`, { schema: actions }, ({ params, query }, reply) =>
    withCompany(storage, params.company, reply, async (company) =>
      reply.send({ actions: await listReviewActions({ storage, company }, query) }),
    ),
  );
}

function actionRoutes(api: Api, books: HttpBooks): void {
  const { storage } = books;
  const place = (company: FoundCompany) => ({ ...books, company });
  const act = {
    summary: 'Do something with open lines of the review, or with all of a label',
    description:
      'All of it, or nothing and every reason why not. What clears a line is a transaction tied to it, at most what is open of it. With `dryRun=true` the journal is shown and nothing is kept.',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: ActionBody,
    response: described({ 200: ActionTold }),
  };
  api.post(`${REVIEW}/actions`, { schema: act }, ({ params, query, body }, reply) =>
    withCompany(storage, params.company, reply, async (company) => {
      const work = query.dryRun === 'true' ? previewReviewAction : actOnReview;
      return sendResult(reply, await work(place(company), body));
    }),
  );
  const undo = {
    summary:
      'Take an action of the review back: all it posted is reversed, its lines are open again',
    params: ActionParameters,
    body: UndoBody,
    response: described({ 200: ActionTold }),
  };
  api.post(`${REVIEW}/actions/:action/undo`, { schema: undo }, ({ params, body }, reply) =>
    withCompany(storage, params.company, reply, async (company) => {
      const request = { ...body, action: Number(params.action) };
      return sendResult(reply, await undoReviewAction(place(company), request));
    }),
  );
}

const SIGNING = [
  ['sign-off', signOffReview, 'Sign off the review of a month: nothing is open and unexplained'],
  ['approve', approveReview, 'Approve a review that another person has signed off'],
  ['reopen', reopenReview, 'Open a review again that was signed off, with a reason'],
] as const;

function signOffRoutes(api: Api, books: HttpBooks): void {
  const { storage } = books;
  const response = described({ 200: StandingTold });
  const standing = {
    summary: 'How the review of a month stands',
    params: PeriodParameters,
    response,
  };
  api.get(`${REVIEW}/:period`, { schema: standing }, ({ params }, reply) =>
    withCompany(storage, params.company, reply, async (company) =>
      sendResult(reply, await reviewStanding({ storage, company }, params.period)),
    ),
  );
  for (const [name, work, summary] of SIGNING) {
    const schema = { summary, params: PeriodParameters, body: SignOffBody, response };
    api.post(`${REVIEW}/:period/${name}`, { schema }, ({ params, body }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const request = { ...body, period: params.period };
        return sendResult(reply, await work({ ...books, company }, request));
      }),
    );
  }
}
