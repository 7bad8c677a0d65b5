import { ok, refusal } from 'perpetua-core';
import type { SetUp } from '../../application/configuration/keep-change.ts';
import { previewSetup, type SetupPreview } from '../../application/configuration/preview-setup.ts';
import { setUpCompany } from '../../application/configuration/set-up-company.ts';
import { setupOf } from '../../application/configuration/setup-of.ts';
import { factsOf, listCompanies } from '../../application/find-company.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { ReclassificationQuery, SetupBody } from './setup-schemas.ts';
import {
  ReclassifiedBody,
  SynchronizationCountBody,
  SynchronizedBody,
} from './synchronization-schemas.ts';

const CompanyBody = Type.Object({
  code: Type.String(),
  name: Type.String(),
  currency: Type.String(),
  currencyDecimals: Type.Integer(),
  configurationVersion: Type.Integer(),
});

/** What new costs or a new method make of a pool on hand. */
const RevaluedBody = Type.Object({
  item: Type.String(),
  site: Type.String(),
  account: Type.String(),
  quantity: Type.String(),
  before: Type.String(),
  after: Type.String(),
  change: Type.String(),
});

export const SetUpBody = Type.Object({
  company: Type.String(),
  configurationVersion: Type.Integer(),
  warnings: Type.Optional(Type.Array(Type.String())),
  synchronization: Type.Optional(Type.Array(SynchronizationCountBody)),
  reclassified: Type.Optional(Type.Array(ReclassifiedBody)),
  revalued: Type.Optional(Type.Array(RevaluedBody)),
});

/** What a change would make of the configuration and of the stock; nothing of it is kept. */
const PreviewBody = Type.Object({
  configurationVersion: Type.Integer(),
  warnings: Type.Array(Type.String()),
  /** What follows for locations from the accounts of their warehouses. */
  synchronization: SynchronizedBody,
  changes: Type.Array(
    Type.Object({
      kind: Type.String(),
      name: Type.String(),
      before: Type.Unknown(),
      after: Type.Unknown(),
    }),
  ),
  postedOn: Type.String(),
  reclassified: Type.Array(ReclassifiedBody),
  revalued: Type.Array(RevaluedBody),
});

/** Companies and their setup. */
export function companyRoutes(api: Api, books: HttpBooks): void {
  listRoute(api, books);
  createRoute(api, books);
  readSetupRoute(api, books);
  changeSetupRoute(api, books);
}

function listRoute(api: Api, { storage }: HttpBooks): void {
  const response = described({ 200: Type.Object({ companies: Type.Array(CompanyBody) }) });
  api.get('/companies', { schema: { summary: 'All companies', response } }, async (_, reply) =>
    reply.send({ companies: await listCompanies(storage) }),
  );
}

function createRoute(api: Api, books: HttpBooks): void {
  const response = described({ 201: SetUpBody });
  const schema = { summary: 'Set a company up', body: SetupBody, response };
  api.post('/companies', { schema }, async ({ body }, reply) => {
    const done = await setUpCompany(books, body, whyOf(books), { seen: 0 });
    if (!done.ok) return sendProblem(reply, problemOf(done.reasons));
    return reply.status(201).send(setUpBody(done.value));
  });
}

function readSetupRoute(api: Api, { storage }: HttpBooks): void {
  const response = described({ 200: SetupBody });
  const schema = {
    summary: 'The setup in force, items left out',
    params: CompanyParameters,
    response,
  };
  api.get('/companies/:company/setup', { schema }, ({ params }, reply) =>
    withCompany(storage, params.company, reply, async (company) => {
      const { facts, version } = await factsOf(storage, company.id);
      return reply.header('etag', `"${version}"`).send(setupOf(facts));
    }),
  );
}

function changeSetupRoute(api: Api, books: HttpBooks): void {
  const response = described({ 200: Type.Union([SetUpBody, PreviewBody]) });
  const schema = {
    summary: 'Add to the setup or change it',
    description:
      'With `dryRun=true` the answer says what would change and what it would post, and keeps nothing. New standard costs and a new costing method revalue the stock with the change. `reclassifyOn` is the day on which the value of stock moves that the change gives another account; without it such a change is refused.',
    params: CompanyParameters,
    querystring: ReclassificationQuery,
    body: SetupBody,
    response,
  };
  api.put('/companies/:company/setup', { schema }, ({ params, query, body, headers }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const { code } = company;
      if (body.company.code !== code) {
        const other = refusal('setup-invalid', {
          what: 'company',
          fault: 'the code cannot change',
        });
        return sendProblem(reply, problemOf([other]));
      }
      const { dryRun, reclassifyOn } = query;
      const reclassification = reclassifyOn === undefined ? undefined : { postedOn: reclassifyOn };
      const options = { seen: versionOf(headers['if-match']), reclassification };
      if (dryRun === 'true') {
        const preview = await previewSetup(books, company, body, options);
        return sendResult(reply, preview.ok ? ok(previewBody(preview.value)) : preview);
      }
      const done = await setUpCompany(books, body, whyOf(books), options);
      if (!done.ok) return sendProblem(reply, problemOf(done.reasons));
      return reply.header('etag', `"${done.value.version}"`).send(setUpBody(done.value));
    }),
  );
}

/** What a change would make otherwise, under the name every answer has for its version. */
export const previewBody = ({ version: configurationVersion, ...preview }: SetupPreview) => ({
  configurationVersion,
  ...preview,
});

/** Warnings, synchronized sets and reclassified value are told where there are any. */
export const setUpBody = ({
  company,
  version,
  warnings,
  synchronization,
  reclassified,
  revalued,
}: SetUp) => ({
  company: company.code,
  configurationVersion: version,
  ...(warnings.length === 0 ? {} : { warnings }),
  ...(synchronization.length === 0 ? {} : { synchronization }),
  ...(reclassified.length === 0 ? {} : { reclassified }),
  ...(revalued.length === 0 ? {} : { revalued }),
});

/** Who changes, and what is said of the reason when the change says nothing itself. */
export const whyOf = ({ actor }: HttpBooks) => ({ changedBy: actor, reason: 'through the API' });

/** The version an `If-Match` names; no version at all when the header is none of ours. */
export function versionOf(ifMatch: string | undefined): number | undefined {
  if (ifMatch === undefined || ifMatch.trim() === '*') return undefined;
  const named = /^\s*"(\d{1,9})"\s*$/.exec(ifMatch)?.[1];
  return named === undefined ? NO_VERSION : Number.parseInt(named, 10);
}

const NO_VERSION = -1;
