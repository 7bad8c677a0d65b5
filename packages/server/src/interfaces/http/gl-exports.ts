import { Readable } from 'node:stream';
import {
  ENTRY_TYPES,
  entryTypesOf,
  GL_SOURCES,
  glSources,
  ok,
  type Refusal,
  type Result,
  refused,
} from 'perpetua-core';
import type { GlExport } from '../../application/exporting/gl-export.ts';
import {
  type ExportOutcome,
  type ExportPlace,
  makeExport,
} from '../../application/exporting/make-export.ts';
import { openExport } from '../../application/exporting/open-export.ts';
import { reverseExport } from '../../application/exporting/reverse-export.ts';
import { listExports, toldAccounts, toldExport } from '../../application/exporting/told-export.ts';
import type { FoundCompany } from '../../application/find-company.ts';
import { readWord } from '../../application/reading/filters.ts';
import { EXPORT_FORMATS, exportFormats, writeExport } from '../gl-export/export-formats.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import {
  AskedBody,
  BatchBody,
  BatchParameters,
  ListBody,
  OutcomeBody,
  SourcesBody,
} from './gl-export-schemas.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { freeText } from './text-schemas.ts';

const closed = { additionalProperties: false } as const;

/** GL sources, and the batches of journals that are handed to other ledgers. */
export function glExportRoutes(api: Api, books: HttpBooks): void {
  sourcesRoute(api, books);
  listRoute(api, books);
  makeRoute(api, books);
  contentRoute(api, books);
  reversalRoute(api, books);
}

const placeOf = (books: HttpBooks, { id }: FoundCompany): ExportPlace => ({
  ...books,
  company: id,
});

const told = (batch: GlExport, { currencyDecimals }: FoundCompany) => ({
  ...toldExport(batch, currencyDecimals),
  accounts: toldAccounts(batch, currencyDecimals),
});

function sourcesRoute(api: Api, { storage }: HttpBooks): void {
  const schema = {
    summary: 'The sources of the general ledger, Inventory being one of them',
    params: CompanyParameters,
    response: described({ 200: SourcesBody }),
  };
  const sources = glSources().map((source) => {
    const [code, name] = GL_SOURCES[source];
    const types = entryTypesOf(source).map((entryType) => ({
      entryType,
      name: ENTRY_TYPES[entryType][0],
    }));
    return { source, code, name, entryTypes: types };
  });
  api.get('/companies/:company/gl-sources', { schema }, ({ params }, reply) =>
    withCompany(storage, params.company, reply, async () => reply.send({ sources })),
  );
}

function listRoute(api: Api, { storage, reading }: HttpBooks): void {
  const schema = {
    summary: 'Batches of journals handed to other ledgers',
    params: CompanyParameters,
    querystring: Type.Object(
      {
        target: Type.Optional(Type.String({ maxLength: 200 })),
        period: Type.Optional(Type.String({ maxLength: 200 })),
      },
      closed,
    ),
    response: described({ 200: ListBody }),
  };
  api.get('/companies/:company/gl-exports', { schema }, ({ params, query }, reply) =>
    withCompany(storage, params.company, reply, async (company) => {
      const listed = await listExports(reading, company, query);
      return sendResult(reply, listed.ok ? ok({ exports: listed.value }) : listed);
    }),
  );
}

function makeRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Make the next batch: every journal of the period not handed over yet',
    params: CompanyParameters,
    querystring: Type.Object(
      { dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])) },
      closed,
    ),
    body: AskedBody,
    response: described({ 200: OutcomeBody }),
  };
  api.post('/companies/:company/gl-exports', { schema }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const dryRun = query.dryRun === 'true';
      const done = await makeExport(placeOf(books, company), body, { dryRun });
      return sendResult(reply, done.ok ? ok(outcomeOf(done.value, company)) : done);
    }),
  );
}

const outcomeOf = (outcome: ExportOutcome, company: FoundCompany) =>
  'export' in outcome ? { ...outcome, export: told(outcome.export, company) } : outcome;

function contentRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'A batch with all its lines, the same bytes every time',
    description: `\`format\` is one of ${exportFormats().join(', ')}; without it json.`,
    params: BatchParameters,
    querystring: Type.Object({ format: Type.Optional(Type.String({ maxLength: 200 })) }, closed),
    response: described({ 200: Type.String() }),
  };
  api.get(
    '/companies/:company/gl-exports/:target/:number',
    { schema },
    ({ params: { company: code, ...name }, query }, reply) =>
      withCompany(books.storage, code, reply, async (company) => {
        const format = readFormat(query.format);
        if (!format.ok) return sendProblem(reply, problemOf(format.reasons));
        const opened = await openExport(placeOf(books, company), name);
        if (!opened.ok) return sendProblem(reply, problemOf(opened.reasons));
        const [mediaType, ending] = EXPORT_FORMATS[format.value];
        const content = writeExport(opened.value, format.value, books.sheets);
        const file = `${name.target}-${name.number}.${ending}`;
        return reply
          .type(mediaType)
          .header('content-disposition', `attachment; filename="${file}"`)
          .send(Readable.from(content, { objectMode: false }));
      }),
  );
}

function readFormat(
  text: string | undefined,
): Result<ReturnType<typeof exportFormats>[number], Refusal> {
  const refusals: Refusal[] = [];
  const format = readWord('format', text, exportFormats(), refusals) ?? 'json';
  return refusals.length > 0 ? refused(refusals) : ok(format);
}

function reversalRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Reverse a batch: its lines with their sides swapped, as a batch of its own',
    params: BatchParameters,
    body: Type.Object({ reason: freeText({ minLength: 1, maxLength: 500 }) }, closed),
    response: described({ 200: BatchBody }),
  };
  api.post(
    '/companies/:company/gl-exports/:target/:number/reversal',
    { schema },
    ({ params: { company: code, ...name }, body }, reply) =>
      withCompany(books.storage, code, reply, async (company) => {
        const done = await reverseExport(placeOf(books, company), name, body.reason);
        return sendResult(reply, done.ok ? ok(told(done.value, company)) : done);
      }),
  );
}
