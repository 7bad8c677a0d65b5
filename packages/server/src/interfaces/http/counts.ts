import { Readable } from 'node:stream';
import type { Refusal } from 'perpetua-core';
import { acceptCount, previewAcceptance } from '../../application/counting/accept-count.ts';
import { cancelCount } from '../../application/counting/cancel-count.ts';
import { countSheet } from '../../application/counting/count-sheet.ts';
import { enterCount } from '../../application/counting/enter-count.ts';
import { recountLines } from '../../application/counting/recount-lines.ts';
import {
  lineHistory,
  listCountLines,
  listCounts,
  showCount,
} from '../../application/counting/show-count.ts';
import { startCount } from '../../application/counting/start-count.ts';
import type { FoundCompany } from '../../application/find-company.ts';
import { readWord } from '../../application/reading/filters.ts';
import { SHEET_FORMATS, sheetFormats, writeCountSheet } from '../count-sheet-files.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import {
  AcceptBody,
  AcceptedTold,
  AcceptQuery,
  CancelBody,
  CancelledTold,
  CountBody,
  CountParameters,
  CountsTold,
  EnteredTold,
  EntriesBody,
  HistoryTold,
  LineParameters,
  LinesQuery,
  LinesTold,
  RecountBody,
  RecountedTold,
  SheetQuery,
  ShownTold,
  StartedTold,
} from './count-schemas.ts';
import type { HttpBooks } from './http-books.ts';
import { problemOf, sendProblem } from './problem.ts';

/** Counts: begun, entered, looked at, accepted in parts, ended. */
export function countRoutes(api: Api, books: HttpBooks): void {
  startRoutes(api, books);
  showRoutes(api, books);
  sheetRoute(api, books);
  entryRoutes(api, books);
  endRoutes(api, books);
}

const placeOf = (books: HttpBooks, company: FoundCompany) => ({ ...books, company });

function startRoutes(api: Api, books: HttpBooks): void {
  const path = '/companies/:company/counts';
  const list = {
    summary: 'Counts, those that began last first',
    params: CompanyParameters,
    response: described({ 200: CountsTold }),
  };
  api.get(path, { schema: list }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      reply.send({ counts: await listCounts(placeOf(books, company)) }),
    ),
  );
  const start = {
    summary: 'Begin a count: what is recorded at its places is frozen',
    description:
      'Frozen is what is recorded on the count day, as known now. Goods go on moving; what moves until the count is accepted is no difference.',
    params: CompanyParameters,
    body: CountBody,
    response: described({ 200: StartedTold }),
  };
  api.post(path, { schema: start }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await startCount(placeOf(books, company), body)),
    ),
  );
}

function showRoutes(api: Api, books: HttpBooks): void {
  const path = '/companies/:company/counts/:count';
  const show = {
    summary: 'How far a count has come, and what its differences are worth',
    params: CountParameters,
    response: described({ 200: ShownTold }),
  };
  api.get(path, { schema: show }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await showCount(placeOf(books, company), params.count)),
    ),
  );
  const lines = {
    summary: 'Lines of a count with figures, differences and values, a page at a time',
    params: CountParameters,
    querystring: LinesQuery,
    response: described({ 200: LinesTold }),
  };
  api.get(`${path}/lines`, { schema: lines }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const { state, differing, after, limit } = query;
      const wanted = {
        state,
        differing: differing === 'true',
        after: after === undefined ? undefined : Number(after),
        limit: limit === undefined ? undefined : Number(limit),
      };
      return sendResult(reply, await listCountLines(placeOf(books, company), params.count, wanted));
    }),
  );
  const history = {
    summary: 'All that was ever entered for a line of a count',
    params: LineParameters,
    response: described({ 200: HistoryTold }),
  };
  api.get(`${path}/lines/:line`, { schema: history }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const place = placeOf(books, company);
      return sendResult(reply, await lineHistory(place, params.count, Number(params.line)));
    }),
  );
}

function sheetRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'The sheet of a count: what is still to be counted',
    description: `\`format\` is one of ${sheetFormats.join(', ')}; without it csv. With \`all=true\` lines that are counted already are on it too.`,
    params: CountParameters,
    querystring: SheetQuery,
    response: described({ 200: Type.String() }),
  };
  api.get('/companies/:company/counts/:count/sheet', { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const refusals: Refusal[] = [];
      const format = readWord('format', query.format, sheetFormats, refusals) ?? 'csv';
      if (refusals.length > 0) return sendProblem(reply, problemOf(refusals));
      const place = placeOf(books, company);
      const sheet = await countSheet(place, params.count, query.all === 'true');
      if (!sheet.ok) return sendProblem(reply, problemOf(sheet.reasons));
      const [mediaType, ending] = SHEET_FORMATS[format];
      const name = encodeURIComponent(`count-${params.count}.${ending}`);
      const content = writeCountSheet(sheet.value, format, books.sheets);
      return reply
        .type(mediaType)
        .header('content-disposition', `attachment; filename*=UTF-8''${name}`)
        .send(Readable.from(content, { objectMode: false }));
    }),
  );
}

function entryRoutes(api: Api, books: HttpBooks): void {
  const path = '/companies/:company/counts/:count';
  const enter = {
    summary: 'Enter what was counted, all lines or none',
    description:
      'Any number of times and by any number of counters. A place that is not on the sheet becomes a line of its own. The answer tells no differences.',
    params: CountParameters,
    body: EntriesBody,
    response: described({ 200: EnteredTold }),
  };
  api.post(`${path}/entries`, { schema: enter }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await enterCount(placeOf(books, company), params.count, body)),
    ),
  );
  const recount = {
    summary: 'Send lines to be counted again',
    params: CountParameters,
    body: RecountBody,
    response: described({ 200: RecountedTold }),
  };
  api.post(`${path}/recounts`, { schema: recount }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await recountLines(placeOf(books, company), params.count, body)),
    ),
  );
}

function endRoutes(api: Api, books: HttpBooks): void {
  const path = '/companies/:company/counts/:count';
  const accept = {
    summary: 'Accept lines of a count: every difference is adjusted, all or none',
    description:
      'Without lines, all that are counted; the rest stays open. Adjustments are dated on the count day. With `dryRun=true` the answer is the same and nothing is kept.',
    params: CountParameters,
    querystring: AcceptQuery,
    body: AcceptBody,
    response: described({ 200: AcceptedTold }),
  };
  api.post(`${path}/acceptances`, { schema: accept }, ({ params, query, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const work = query.dryRun === 'true' ? previewAcceptance : acceptCount;
      return sendResult(reply, await work(placeOf(books, company), params.count, body));
    }),
  );
  const cancel = {
    summary: 'Cancel what is open of a count; what was accepted stays posted',
    params: CountParameters,
    body: CancelBody,
    response: described({ 200: CancelledTold }),
  };
  api.post(`${path}/cancellation`, { schema: cancel }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const place = placeOf(books, company);
      return sendResult(reply, await cancelCount(place, params.count, body.because));
    }),
  );
}
