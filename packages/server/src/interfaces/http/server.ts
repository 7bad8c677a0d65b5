import swagger from '@fastify/swagger';
import staticFiles from '@fastify/static';
import reference from '@scalar/fastify-api-reference';
import { type TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import Fastify, { type FastifyError } from 'fastify';
import { existsSync } from 'node:fs';
import { refusal } from 'perpetua-core';
import { brokenProblem, problemOf, sendProblem } from './problem.ts';
import { companyRoutes } from './companies.ts';
import { readingRoutes } from './reading.ts';
import { reconciliationRoutes } from './reconciliation.ts';
import { transactionRoutes } from './transactions.ts';
import { explanationRoutes } from './explanations.ts';
import { overviewRoutes } from './overview.ts';
import type { HttpBooks } from './http-books.ts';

/** What the server is told when it is made. */
export type ServerOptions = {
  readonly books: HttpBooks;
  /** Built web app; without it only the API is served. */
  readonly webFolder?: string;
  /** One line a request on standard error. */
  readonly logRequests?: boolean;
};

/** A request body larger than this is refused before it is read whole. */
const LARGEST_BODY = 32 * 1024 * 1024;

export type HttpServer = ReturnType<typeof fastify>;

function fastify(logRequests: boolean) {
  return Fastify({
    bodyLimit: LARGEST_BODY,
    logger: logRequests
      ? { level: 'info', redact: ['req.headers.authorization', 'req.headers.cookie'] }
      : false,
    ajv: {
      // A value of the wrong form is refused with all other faults; it is never made to fit.
      customOptions: {
        coerceTypes: false,
        removeAdditional: false,
        useDefaults: false,
        allErrors: true,
      },
    },
  }).withTypeProvider<TypeBoxTypeProvider>();
}

/**
 * The HTTP interface: it parses, calls a use case and translates the answer. Every problem, also
 * those of the framework, is an `application/problem+json` with a code and a remedy.
 */
export async function httpServer({
  books,
  webFolder,
  logRequests = false,
}: ServerOptions): Promise<HttpServer> {
  const server = fastify(logRequests);
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation !== undefined || (error.statusCode ?? 500) < 500) {
      const fault = error.validation === undefined ? error.message : faultsOf(error);
      const problem = problemOf([refusal('request-malformed', { fault })]);
      return sendProblem(reply, { ...problem, status: error.statusCode ?? problem.status });
    }
    request.log.error(error);
    return sendProblem(reply, failureOf(error));
  });
  server.setNotFoundHandler((request, reply) =>
    sendProblem(
      reply,
      problemOf([refusal('not-found', { what: `page ${request.method} ${request.url}` })]),
    ),
  );
  await server.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Perpetua',
        version: '1',
        description:
          'Inventory transactions in, costed movements and balanced journals out. Amounts and quantities are decimal texts, dates are ISO days.',
      },
    },
  });
  server.get('/api/openapi.json', { schema: { hide: true } }, () => server.swagger());
  await server.register(reference, { routePrefix: '/api/docs' });
  await server.register(
    async (api) => {
      companyRoutes(api, books);
      transactionRoutes(api, books);
      readingRoutes(api, books);
      explanationRoutes(api, books);
      overviewRoutes(api, books);
      reconciliationRoutes(api, books);
    },
    { prefix: '/api/v1' },
  );
  if (webFolder !== undefined && existsSync(webFolder))
    await server.register(staticFiles, { root: webFolder });
  return server;
}

/** All faults of a body in one sentence, each with the place it is at. */
function faultsOf(error: FastifyError): string {
  const faults = (error.validation ?? []).map(({ instancePath, message, params }) => {
    const extra =
      'additionalProperty' in params ? ` (${String(params['additionalProperty'])})` : '';
    return `${instancePath === '' ? '/' : instancePath} ${message ?? 'is wrong'}${extra}`;
  });
  return [...new Set(faults)].slice(0, 50).join('; ');
}

/** Database trouble in words people can act on. */
function failureOf(error: FastifyError) {
  const sentences: Readonly<Record<string, string>> = {
    '53100': 'The disk of the database is full.',
    '53200': 'The database is out of memory.',
    '53300': 'The database takes no more connections.',
    ECONNREFUSED: 'The database cannot be reached.',
    ENOENT: 'The database cannot be reached.',
    '57P01': 'The database is being stopped.',
  };
  const known = sentences[error.code];
  if (known !== undefined) return brokenProblem(known, 503);
  if (/Connection terminated|timeout exceeded/.test(error.message)) {
    return brokenProblem('The connection to the database was lost.', 503);
  }
  return brokenProblem('An unexpected failure; see the log of the server.');
}
