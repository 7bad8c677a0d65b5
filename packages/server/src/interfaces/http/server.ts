import { existsSync } from 'node:fs';
import staticFiles from '@fastify/static';
import swagger from '@fastify/swagger';
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import reference from '@scalar/fastify-api-reference';
import Fastify, { type FastifyError } from 'fastify';
import { refusal } from 'perpetua-core';
import { assemblyRoutes } from './assemblies.ts';
import { companyRoutes } from './companies.ts';
import { costDocumentRoutes } from './cost-documents.ts';
import { countRoutes } from './counts.ts';
import { documentRoutes } from './documents.ts';
import { exceptionRoutes } from './exceptions.ts';
import { explanationRoutes } from './explanations.ts';
import { glExportRoutes } from './gl-exports.ts';
import { goodsReceivedNoteRoutes, purchaseOrderRoutes } from './goods-received-notes.ts';
import type { HttpBooks } from './http-books.ts';
import { integrationRoutes } from './integration.ts';
import { inventoryJournalRoutes } from './inventory-journals.ts';
import { manualJournalRoutes } from './manual-journals.ts';
import { mappingRoutes } from './mapping.ts';
import { mappingWorkbookRoutes } from './mapping-workbook.ts';
import { overviewRoutes } from './overview.ts';
import { periodRoutes } from './periods.ts';
import { problemOf, sendProblem } from './problem.ts';
import { responsesWithProblems } from './problem-schema.ts';
import { readingRoutes } from './reading.ts';
import { receiptRoutes } from './receipts.ts';
import { reconciliationRoutes } from './reconciliation.ts';
import { failureOf, LARGEST_BODY, refuseNoRequest, requestProblem } from './request-problems.ts';
import { reviewRoutes } from './review.ts';
import { setupAssistantRoutes } from './setup-assistant.ts';
import { synchronizationRoutes } from './synchronization.ts';
import { transactionRoutes } from './transactions.ts';
import { whatIfRoutes } from './what-if.ts';

/** What the server is told when it is made. */
export type ServerOptions = {
  readonly books: HttpBooks;
  /** Built web app; without it only the API is served. */
  readonly webFolder?: string;
  /** One line a request, and not only one a failure. */
  readonly logRequests?: boolean;
  /** Where the lines go; standard error when it is not said. */
  readonly log?: { readonly write: (line: string) => void };
};

export type HttpServer = ReturnType<typeof fastify>;

/** Keys and documents of 200 characters stand in addresses, each character in up to twelve signs. */
const LONGEST_PARAMETER = 2_400;

function fastify(logRequests: boolean, log: NonNullable<ServerOptions['log']>) {
  return Fastify({
    bodyLimit: LARGEST_BODY,
    routerOptions: { maxParamLength: LONGEST_PARAMETER },
    // Standard output is for results; failures are told in any case.
    logger: {
      level: logRequests ? 'info' : 'error',
      redact: ['req.headers.authorization', 'req.headers.cookie'],
      stream: log,
    },
    clientErrorHandler: refuseNoRequest,
    // An address that cannot be read at all.
    frameworkErrors: (error, _request, reply) => {
      void sendProblem(reply, requestProblem(error));
    },
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
  log = process.stderr,
}: ServerOptions): Promise<HttpServer> {
  const server = fastify(logRequests, log);
  hangUpWhenClosing(server);
  server.setErrorHandler((error: FastifyError, request, reply) => {
    if (error.validation !== undefined || (error.statusCode ?? 500) < 500) {
      return sendProblem(reply, requestProblem(error));
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
      api.addHook('onRoute', ({ schema }) => {
        if (schema !== undefined) schema.response = responsesWithProblems(schema.response);
      });
      await companyApi(api, books);
    },
    { prefix: '/api/v1' },
  );
  if (webFolder !== undefined && existsSync(webFolder))
    await server.register(staticFiles, { root: webFolder });
  return server;
}

/** Everything that can be asked and told of a company. */
async function companyApi(api: HttpServer, books: HttpBooks): Promise<void> {
  companyRoutes(api, books);
  periodRoutes(api, books);
  setupAssistantRoutes(api, books);
  integrationRoutes(api, books);
  mappingRoutes(api, books);
  await mappingWorkbookRoutes(api, books);
  transactionRoutes(api, books);
  countRoutes(api, books);
  assemblyRoutes(api, books);
  documentRoutes(api, books);
  purchaseOrderRoutes(api, books);
  goodsReceivedNoteRoutes(api, books);
  inventoryJournalRoutes(api, books);
  manualJournalRoutes(api, books);
  receiptRoutes(api, books);
  reviewRoutes(api, books);
  costDocumentRoutes(api, books);
  readingRoutes(api, books);
  exceptionRoutes(api, books);
  explanationRoutes(api, books);
  overviewRoutes(api, books);
  reconciliationRoutes(api, books);
  synchronizationRoutes(api, books);
  glExportRoutes(api, books);
  whatIfRoutes(api, books);
}

/** An answer given while the server closes is the last on its connection, which nobody waits for. */
function hangUpWhenClosing(server: HttpServer): void {
  let isClosing = false;
  server.addHook('preClose', async () => {
    isClosing = true;
  });
  server.addHook('onSend', async (_request, reply, payload) => {
    if (isClosing) reply.header('connection', 'close');
    return payload;
  });
}
