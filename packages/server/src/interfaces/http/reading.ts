import { keysOf, type Refusal, type Result, refusal, refused } from 'perpetua-core';
import type { FoundCompany } from '../../application/find-company.ts';
import { listConfigurationChanges } from '../../application/reading/configuration-changes.ts';
import { findItemCosts } from '../../application/reading/item-cost-texts.ts';
import { findJournalEntry, listJournalEntries } from '../../application/reading/journal.ts';
import { listPolicies } from '../../application/reading/policies.ts';
import type { BooksReading } from '../../application/reading/ports.ts';
import { listStock } from '../../application/reading/stock.ts';
import { findTransaction, listTransactions } from '../../application/reading/transactions.ts';
import { isReportName, parametersOf, REPORT_PARAMETERS, REPORTS } from '../reports.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import type { HttpBooks } from './http-books.ts';

type Query = Readonly<Record<string, string | undefined>>;
type Read = (
  books: BooksReading,
  company: number,
  query: Query,
) => Promise<Result<unknown, Refusal>>;

const MOMENT = ['asOf', 'asKnown'];
const PAGED = ['order', 'after', 'limit'];

/** Lists by path, with the parameters each takes. */
const LISTS: readonly (readonly [
  path: string,
  summary: string,
  parameters: readonly string[],
  read: Read,
])[] = [
  [
    'transactions',
    'Transactions as they were posted',
    [...MOMENT, 'item', 'site', 'type', 'document', 'key', 'from', 'to', ...PAGED],
    listTransactions,
  ],
  [
    'journal-entries',
    'Journal entries with their lines',
    [...MOMENT, 'account', 'type', 'entryType', 'glSource', 'item', 'site', 'from', 'to', ...PAGED],
    listJournalEntries,
  ],
  [
    'stock',
    'Units by item, site, place and bucket, and the account they are pinned to',
    ['item', 'site', 'bucket', 'withZero', 'after', 'limit'],
    listStock,
  ],
  [
    'configuration-changes',
    'Changes of the configuration: version, time, who, why, and what each made otherwise',
    ['asKnown', 'kinds', 'from', 'to', 'after', 'limit'],
    listConfigurationChanges,
  ],
];

/** Lists, entries, reports: everything that only reads. */
export function readingRoutes(api: Api, books: HttpBooks): void {
  for (const [path, summary, parameters, read] of LISTS)
    listRoute(api, books, { path, summary, parameters, read });
  transactionRoute(api, books);
  entryRoute(api, books);
  policiesRoute(api, books);
  itemCostsRoute(api, books);
  reportRoute(api, books);
}

const TextOrNull = Type.Union([Type.String(), Type.Null()]);

/** The costs of an item, of which one values stock and one is shown on sales. */
const ItemCostsBody = Type.Object({
  item: Type.String(),
  name: Type.String(),
  itemClass: Type.String(),
  valuation: Type.String(),
  sales: Type.String(),
  costs: Type.Array(
    Type.Object({
      site: TextOrNull,
      stream: Type.String(),
      isValuation: Type.Boolean(),
      isShownOnSales: Type.Boolean(),
      unitCost: TextOrNull,
      quantity: TextOrNull,
      value: TextOrNull,
      on: TextOrNull,
    }),
  ),
});

/** Query parameters are texts; one that is not known is refused, not passed over. */
const queryOf = (names: readonly string[]) =>
  Type.Object(
    Object.fromEntries(names.map((name) => [name, Type.Optional(Type.String({ maxLength: 200 }))])),
    {
      additionalProperties: false,
    },
  );

type List = {
  readonly path: string;
  readonly summary: string;
  readonly parameters: readonly string[];
  readonly read: Read;
};

function listRoute(api: Api, books: HttpBooks, { path, summary, parameters, read }: List): void {
  const schema = {
    summary,
    params: Type.Object({ company: Type.String() }),
    querystring: queryOf(parameters),
  };
  api.get(`/companies/:company/${path}`, { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) =>
      sendResult(reply, await read(books.reading, id, query)),
    ),
  );
}

function transactionRoute(api: Api, books: HttpBooks): void {
  const params = Type.Object({ company: Type.String(), event: Type.String({ maxLength: 15 }) });
  const schema = {
    summary: 'One transaction: movements, postings, what it refers to and what refers to it',
    params,
  };
  api.get(
    '/companies/:company/transactions/:event',
    { schema },
    ({ params: { company: code, event } }, reply) =>
      withCompany(books.storage, code, reply, async ({ id }) => {
        const number = /^\d+$/.test(event) ? Number.parseInt(event, 10) : 0;
        return sendResult(reply, await findTransaction(books.reading, id, { event: number }));
      }),
  );
}

function entryRoute(api: Api, books: HttpBooks): void {
  const params = Type.Object({ company: Type.String(), entry: Type.String({ maxLength: 15 }) });
  const schema = { summary: 'One journal entry', params };
  api.get(
    '/companies/:company/journal-entries/:entry',
    { schema },
    ({ params: { company: code, entry } }, reply) =>
      withCompany(books.storage, code, reply, async ({ id }) => {
        const number = /^\d+$/.test(entry) ? Number.parseInt(entry, 10) : 0;
        return sendResult(reply, await findJournalEntry(books.reading, id, number));
      }),
  );
}

function itemCostsRoute(api: Api, books: HttpBooks): void {
  const params = Type.Object({ company: Type.String(), item: Type.String({ maxLength: 60 }) });
  const schema = {
    summary: 'All costs of an item side by side, by site',
    description:
      'The cost that values stock, those kept beside it, the standard cost, the last purchase and what it cost landed. One of them is the one that sales show. Unit costs are derived from quantity and value, but for those that are set. `on` is the day by whose method and policies they are told, else today.',
    params,
    querystring: queryOf(['site', 'on']),
    response: described({ 200: ItemCostsBody }),
  };
  api.get(
    '/companies/:company/items/:item/costs',
    { schema },
    ({ params: { company, item }, query }, reply) =>
      withCompany(books.storage, company, reply, async ({ id }) => {
        const on = query.on ?? books.clock().toISOString().slice(0, 10);
        return sendResult(reply, await findItemCosts(books.reading, id, item, { ...query, on }));
      }),
  );
}

function policiesRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Policies as they hold on a day, with what follows from each and since when',
    description:
      '`on` is the day, else today; without `group` the company and every group that differs from it.',
    params: CompanyParameters,
    querystring: queryOf(['on', 'group', 'asKnown']),
  };
  api.get('/companies/:company/policies', { schema }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async ({ id }) => {
      const on = query.on ?? books.clock().toISOString().slice(0, 10);
      return sendResult(reply, await listPolicies(books.reading, id, { ...query, on }));
    }),
  );
}

function reportRoute(api: Api, books: HttpBooks): void {
  const params = Type.Object({ company: Type.String(), report: Type.String() });
  const description = keysOf(REPORTS)
    .map((name) => `\`${name}\`: ${REPORTS[name][0]} (${parametersOf(name).join(', ')})`)
    .join('; ');
  const schema = {
    summary: 'A report',
    description,
    params,
    querystring: queryOf(keysOf(REPORT_PARAMETERS)),
  };
  api.get(
    '/companies/:company/reports/:report',
    { schema },
    ({ params: { company: code, report }, query }, reply) =>
      withCompany(books.storage, code, reply, async (company) =>
        sendResult(reply, await runReport(books.reading, company, report, query)),
      ),
  );
}

function runReport(
  reading: BooksReading,
  { id }: FoundCompany,
  name: string,
  query: Query,
): Promise<Result<unknown, Refusal>> {
  if (!isReportName(name))
    return Promise.resolve(refused([refusal('not-found', { what: `report ${name}` })]));
  const stray = Object.keys(query).filter((one) => !parametersOf(name).includes(one));
  if (stray.length > 0) {
    const fault = `${name} takes no ${stray.join(', ')}; it takes ${parametersOf(name).join(', ')}`;
    return Promise.resolve(refused([refusal('request-malformed', { fault })]));
  }
  const [, , run] = REPORTS[name];
  return run(reading, id, query);
}
