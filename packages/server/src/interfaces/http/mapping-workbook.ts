import {
  exportMapping,
  importMapping,
} from '../../application/configuration/mapping-workbook/import-mapping.ts';
import { type Api, CompanyParameters, Type, withCompany } from './api.ts';
import { whyOf } from './companies.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';
import { ChangeReason, Day } from './setup-schemas.ts';

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

const LARGEST_WORKBOOK = 8 * 1024 * 1024;

const closed = { additionalProperties: false } as const;

const ImportQuery = Type.Object(
  {
    dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])),
    validFrom: Type.Optional(Day),
    reclassifyOn: Type.Optional(Day),
    reason: Type.Optional(ChangeReason),
  },
  closed,
);

/** The mapping as a workbook, out and in; these routes alone take a body that is no JSON. */
export async function mappingWorkbookRoutes(api: Api, books: HttpBooks): Promise<void> {
  await api.register((inner: Api, _options, done) => {
    const parser = { parseAs: 'buffer', bodyLimit: LARGEST_WORKBOOK } as const;
    inner.addContentTypeParser(XLSX, parser, (_request, body, parsed) => {
      parsed(null, body);
    });
    inner.addContentTypeParser('*', (_request, _body, parsed) => {
      const fault = `The body must be a workbook, with the content type ${XLSX}.`;
      parsed(Object.assign(new Error(fault), { statusCode: 415 }));
    });
    exportRoute(inner, books);
    importRoute(inner, books);
    done();
  });
}

function exportRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'The mapping of a day as a workbook: types, item types, exceptions, reasons',
    params: CompanyParameters,
    querystring: Type.Object({ on: Type.Optional(Type.String({ maxLength: 40 })) }, closed),
  };
  api.get('/companies/:company/mapping.xlsx', { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const made = await exportMapping(books, company, query.on);
      if (!made.ok) return sendProblem(reply, problemOf(made.reasons));
      return reply
        .type(XLSX)
        .header('content-disposition', `attachment; filename="${company.code}-mapping.xlsx"`)
        .send(Buffer.from(made.value));
    }),
  );
}

function importRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Take a workbook of the mapping in; cells that differ are one change',
    description:
      'With `dryRun=true` the answer says what would change and keeps nothing. Wrong cells are told all at once with sheet, row and column. A workbook that says what is known already makes no new version.',
    params: CompanyParameters,
    querystring: ImportQuery,
    consumes: [XLSX],
    body: Type.Unsafe<unknown>({ description: 'The bytes of the workbook' }),
  };
  api.post('/companies/:company/mapping.xlsx', { schema }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const { changedBy } = whyOf(books);
      const { dryRun, validFrom, reclassifyOn, reason = 'workbook of the mapping' } = query;
      const bytes = body instanceof Uint8Array ? body : new Uint8Array();
      const options = {
        dryRun: dryRun === 'true',
        validFrom,
        reclassifyOn,
        why: { changedBy, reason },
      };
      const done = await importMapping(books, company, bytes, options);
      if (!done.ok) return sendProblem(reply, problemOf(done.reasons));
      const { version: configurationVersion, ...imported } = done.value;
      return reply.send({ configurationVersion, ...imported });
    }),
  );
}
