import { refusal } from 'perpetua-core';
import { listCompanies, factsOf } from '../../application/find-company.ts';
import { setPeriodState } from '../../application/set-period-state.ts';
import { setUpCompany } from '../../application/set-up-company.ts';
import { setupOf } from '../../application/setup-of.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { SetupBody } from './setup-schemas.ts';
import { ProblemBody } from './transaction-schemas.ts';

const CompanyBody = Type.Object({
  code: Type.String(),
  name: Type.String(),
  currency: Type.String(),
  currencyDecimals: Type.Integer(),
  configurationVersion: Type.Integer(),
});

const SetUpBody = Type.Object({ company: Type.String(), configurationVersion: Type.Integer() });

const PeriodBody = Type.Object(
  {
    state: Type.Union([Type.Literal('open'), Type.Literal('closed')]),
    reason: Type.String({ minLength: 1, maxLength: 500 }),
  },
  { additionalProperties: false },
);

/** Companies, their setup and their periods. */
export function companyRoutes(api: Api, books: HttpBooks): void {
  const { storage, clock, actor } = books;
  const why = { changedBy: actor, reason: 'through the API' };

  api.get(
    '/companies',
    {
      schema: {
        summary: 'All companies',
        response: described({ 200: Type.Object({ companies: Type.Array(CompanyBody) }) }),
      },
    },
    async (_, reply) =>
      reply.send({ companies: (await listCompanies(storage)).map((company) => ({ ...company })) }),
  );

  api.post(
    '/companies',
    {
      schema: {
        summary: 'Set a company up',
        body: SetupBody,
        response: described({ 201: SetUpBody, '4xx': ProblemBody }),
      },
    },
    async ({ body }, reply) => {
      const taken = (await storage.companies()).some(({ code }) => code === body.company.code);
      if (taken)
        return sendProblem(
          reply,
          problemOf([refusal('company-exists', { company: body.company.code })]),
        );
      const done = await setUpCompany(storage, clock, body, why);
      if (!done.ok) return sendProblem(reply, problemOf(done.reasons));
      const { company, version } = done.value;
      return reply.status(201).send({ company: company.code, configurationVersion: version });
    },
  );

  api.get(
    '/companies/:company/setup',
    { schema: { summary: 'The setup in force', params: CompanyParameters } },
    ({ params }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const { facts, version } = await factsOf(storage, company.id);
        return reply.header('etag', `"${version}"`).send(setupOf(facts));
      }),
  );

  api.put(
    '/companies/:company/setup',
    {
      schema: {
        summary: 'Add to the setup or change it',
        params: CompanyParameters,
        body: SetupBody,
      },
    },
    ({ params, body, headers }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const current = `"${company.configurationVersion}"`;
        const expected = headers['if-match'];
        if (expected !== undefined && expected !== current) {
          return sendProblem(
            reply,
            problemOf([
              refusal('configuration-stale', { version: String(company.configurationVersion) }),
            ]),
          );
        }
        if (body.company.code !== company.code) {
          return sendProblem(
            reply,
            problemOf([
              refusal('setup-invalid', { what: 'company', fault: 'the code cannot change' }),
            ]),
          );
        }
        const done = await setUpCompany(storage, clock, body, why);
        if (!done.ok) return sendProblem(reply, problemOf(done.reasons));
        const { version } = done.value;
        return reply
          .header('etag', `"${version}"`)
          .send({ company: company.code, configurationVersion: version });
      }),
  );

  api.put(
    '/companies/:company/periods/:period',
    {
      schema: {
        summary: 'Close a period or open it again',
        params: Type.Object({ company: Type.String(), period: Type.String() }),
        body: PeriodBody,
      },
    },
    ({ params, body }, reply) =>
      withCompany(storage, params.company, reply, async (company) => {
        const change = { changedBy: actor, reason: body.reason };
        const result = await setPeriodState(
          storage,
          clock,
          company.id,
          { period: params.period, state: body.state },
          change,
        );
        return sendResult(reply, result);
      }),
  );
}
