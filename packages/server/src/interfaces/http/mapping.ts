import {
  beginMappingDraft,
  commitMappingDraft,
  dropMappingDraft,
  type JudgedDraft,
  judgeMappingDraft,
  listMappingDrafts,
  stageMappingEdits,
} from '../../application/configuration/mapping-drafts.ts';
import { readMappingTable } from '../../application/configuration/mapping-table.ts';
import type { MappingDraft } from '../../application/ports.ts';
import { toldReason } from '../../application/post-transactions.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import { previewBody, SetUpBody, setUpBody, versionOf, whyOf } from './companies.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { Day, MappingEditsBody } from './setup-schemas.ts';

const closed = { additionalProperties: false } as const;

const DraftParameters = Type.Object({
  company: Type.String({ maxLength: 40 }),
  draft: Type.String({ maxLength: 60 }),
});

const MoveQuery = Type.Object({ reclassifyOn: Type.Optional(Day) }, closed);

/** The mapping as a table, and the drafts in which it is edited. */
export function mappingRoutes(api: Api, books: HttpBooks): void {
  tableRoute(api, books);
  draftListRoutes(api, books);
  draftRoutes(api, books);
  commitRoute(api, books);
}

function tableRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'The mapping of transaction types, item types and reasons in force on a day',
    params: CompanyParameters,
    querystring: Type.Object({ on: Type.Optional(Type.String({ maxLength: 40 })) }, closed),
  };
  api.get('/companies/:company/mapping', { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const found = await readMappingTable(books, company.id, query.on);
      if (found.ok) reply.header('etag', `"${found.value.configurationVersion}"`);
      return sendResult(reply, found);
    }),
  );
}

function draftListRoutes(api: Api, books: HttpBooks): void {
  const path = '/companies/:company/mapping-drafts';
  const list = { summary: 'Drafts of the mapping, not saved yet', params: CompanyParameters };
  api.get(path, { schema: list }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      reply.send({ drafts: (await listMappingDrafts(books, company)).map(draftBody) }),
    ),
  );
  const begin = {
    summary: 'Begin a draft of the mapping',
    description:
      'A draft holds edits that count for nothing before it is committed. It is based on the present configuration, or on the one `If-Match` names.',
    params: CompanyParameters,
    body: MappingEditsBody,
  };
  api.post(path, { schema: begin }, ({ params, body, headers }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const seen = versionOf(headers['if-match']);
      const begun = await beginMappingDraft(books, company, { by: books.actor, seen, edits: body });
      if (!begun.ok) return sendProblem(reply, problemOf(begun.reasons));
      return reply.status(201).send(draftBody(begun.value));
    }),
  );
}

function draftRoutes(api: Api, books: HttpBooks): void {
  const path = '/companies/:company/mapping-drafts/:draft';
  const read = {
    summary: 'A draft with its faults, or with what would change and move when it is committed',
    params: DraftParameters,
    querystring: MoveQuery,
  };
  api.get(path, { schema: read }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const named = { id: params.draft, ...query };
      const judged = await judgeMappingDraft(books, company, named);
      if (!judged.ok) return sendProblem(reply, problemOf(judged.reasons));
      return reply.send(judgedBody(judged.value));
    }),
  );
  const stage = {
    summary: 'Add edits to a draft; all of them or, when one is wrong in itself, none',
    params: DraftParameters,
    body: MappingEditsBody,
  };
  api.patch(path, { schema: stage }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const added = { id: params.draft, edits: body };
      const staged = await stageMappingEdits(books, company, added);
      if (!staged.ok) return sendProblem(reply, problemOf(staged.reasons));
      return reply.send(draftBody(staged.value));
    }),
  );
  const drop = { summary: 'Return: end a draft, keep nothing of it', params: DraftParameters };
  api.delete(path, { schema: drop }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const dropped = await dropMappingDraft(books, company, params.draft);
      return dropped.ok ? reply.status(204).send() : sendProblem(reply, problemOf(dropped.reasons));
    }),
  );
}

function commitRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Update: save a draft as one change of the configuration',
    description:
      'All faults are told at once, and the draft stays as it is. `reclassifyOn` is the day on which the value of stock moves that the change gives another account.',
    params: DraftParameters,
    querystring: MoveQuery,
    response: described({ 200: SetUpBody }),
  };
  const path = '/companies/:company/mapping-drafts/:draft/commit';
  api.post(path, { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const named = { id: params.draft, ...query, why: whyOf(books) };
      const done = await commitMappingDraft(books, company, named);
      if (!done.ok) return sendProblem(reply, problemOf(done.reasons));
      return reply.header('etag', `"${done.value.version}"`).send(setUpBody(done.value));
    }),
  );
}

const draftBody = ({ id, basedOn, createdBy, createdAt, changedAt, edits }: MappingDraft) => ({
  id,
  basedOn,
  createdBy,
  createdAt: createdAt.toISOString(),
  changedAt: changedAt.toISOString(),
  edits,
});

const judgedBody = ({ draft, isStale, consequences }: JudgedDraft) => ({
  ...draftBody(draft),
  isStale,
  faults: consequences.faults.map(toldReason),
  consequences: 'preview' in consequences ? previewBody(consequences.preview) : null,
});
