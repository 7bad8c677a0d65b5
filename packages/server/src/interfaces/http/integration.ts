import { entryTypes } from 'perpetua-core';
import {
  changeIntegration,
  previewIntegration,
  STOCK_CHOICES,
  type StockChoice,
} from '../../application/integration/change-integration.ts';
import { groupSettingsOf, integrationSettings } from '../../application/integration/settings.ts';
import {
  postStockJournal,
  proposeStockJournal,
} from '../../application/integration/stock-journal.ts';
import {
  STOCK_CONTRAS,
  type StockContra,
} from '../../application/integration/stock-journal-lines.ts';
import { type Api, CompanyParameters, described, sendResult, Type, withCompany } from './api.ts';
import { versionOf } from './companies.ts';
import type { HttpBooks } from './http-books.ts';
import { ChangeReason, Day } from './setup-schemas.ts';
import { ReclassifiedBody } from './synchronization-schemas.ts';
import { freeText, oneLine } from './text-schemas.ts';

const closed = { additionalProperties: false } as const;
const Texts = Type.Array(Type.String());
const OrNull = (schema: ReturnType<typeof Type.String>) => Type.Union([schema, Type.Null()]);

const PeriodIntegrationBody = Type.Object({
  period: Type.String(),
  state: Type.String(),
  integrated: Type.String({ description: '`yes`, `no` or `partly`' }),
  changes: Type.Array(Type.Object({ from: Type.String(), integrated: Type.Boolean() })),
});

const GroupSettingsBody = Type.Object({
  number: Type.Integer(),
  description: Type.String(),
  services: Type.Boolean(),
  salesTaxType: OrNull(Type.String()),
  purchaseTaxType: OrNull(Type.String()),
  accounts: Type.Record(
    Type.String(),
    Type.Object({ account: Type.String(), from: Type.String() }),
    {
      description: 'By role the account the group finds: its own, or that of the company for all.',
    },
  ),
  required: Texts,
  missing: Texts,
  locked: Type.Array(Type.Object({ role: Type.String(), because: Type.String() })),
  items: Type.Record(Type.String(), Type.Integer()),
  warnings: Texts,
});

const SettingsBody = Type.Object({
  configurationVersion: Type.Integer(),
  day: Type.String(),
  integration: Type.Object({
    integrated: Type.Boolean(),
    since: OrNull(Type.String()),
    history: Type.Array(
      Type.Object({
        from: Type.String(),
        integrated: Type.Boolean(),
        entryType: OrNull(Type.String()),
      }),
    ),
    advice: Type.String(),
    considerations: Type.Array(
      Type.Object({ question: Type.String(), speaksFor: Type.String(), because: Type.String() }),
    ),
  }),
  entryType: Type.Object({
    code: OrNull(Type.String()),
    name: OrNull(Type.String()),
    warnings: Texts,
  }),
  requirements: Type.Array(Type.Object({ role: Type.String(), because: Type.String() })),
  groups: Type.Array(GroupSettingsBody),
  periods: Type.Array(PeriodIntegrationBody),
});

const StockLinesBody = Type.Array(
  Type.Object({
    group: Type.Integer(),
    description: Type.String(),
    site: Type.String(),
    account: Type.String(),
    items: Type.Integer(),
    stock: Type.String(),
    ledger: Type.String(),
    amount: Type.String(),
  }),
);

const Against = Type.Unsafe<StockContra>({
  type: 'string',
  enum: [...STOCK_CONTRAS],
  description:
    'The role of the other side: `purchases`, which were charged with it, or `opening-equity`.',
});

const SwitchBody = Type.Object(
  {
    integrated: Type.Boolean(),
    from: Day,
    entryType: Type.Optional(
      oneLine({
        maxLength: 40,
        description: `Under which entry type the journals of inventory are filed: ${entryTypes().join(', ')}.`,
      }),
    ),
    confirmation: Type.Optional(
      freeText({
        maxLength: 200,
        description: 'The words that a change within a period asks for.',
      }),
    ),
    stock: Type.Optional(
      Type.Unsafe<StockChoice>({
        type: 'string',
        enum: [...STOCK_CHOICES],
        description:
          'What becomes of the stock in the ledger: `take-up` brings it to what the stock is worth, `charge-off` brings it to nothing, `leave` posts nothing.',
      }),
    ),
    against: Type.Optional(Against),
    reason: Type.Optional(ChangeReason),
  },
  closed,
);

const SwitchedBody = Type.Object({
  configurationVersion: Type.Integer(),
  integrated: Type.Boolean(),
  from: Type.String(),
  entryType: Type.String(),
  warnings: Texts,
  confirmation: OrNull(Type.String()),
  stock: Type.String(),
  ledger: Type.String(),
  choice: OrNull(Type.String()),
  lines: StockLinesBody,
  postedOn: Type.String(),
  journal: Type.Array(ReclassifiedBody),
  kept: Type.Boolean(),
});

const JournalBody = Type.Object(
  {
    postedOn: Day,
    against: Type.Optional(Against),
    confirm: oneLine({
      minLength: 1,
      maxLength: 40,
      description: 'The `amount` of the proposal, as it was seen.',
    }),
  },
  closed,
);

const StockJournalBody = Type.Object({
  postedOn: Type.String(),
  against: Type.String(),
  integrated: Type.Boolean(),
  lines: StockLinesBody,
  stock: Type.String(),
  ledger: Type.String(),
  amount: Type.String(),
  posted: Type.Boolean(),
  journal: Type.Array(ReclassifiedBody),
});

const DryRunQuery = Type.Object(
  { dryRun: Type.Optional(Type.Union([Type.Literal('true'), Type.Literal('false')])) },
  closed,
);

/** Integration with the general ledger: its settings, its switch, and the period-end stock journal. */
export function integrationRoutes(api: Api, books: HttpBooks): void {
  settingsRoutes(api, books);
  switchRoute(api, books);
  stockJournalRoutes(api, books);
}

function settingsRoutes(api: Api, books: HttpBooks): void {
  const settings = {
    summary: 'Integration settings: switch, entry type and groups together',
    params: CompanyParameters,
    querystring: Type.Object({ day: Type.Optional(Day) }, closed),
    response: described({ 200: SettingsBody }),
  };
  api.get('/companies/:company/settings', { schema: settings }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const found = await integrationSettings(books, company, query.day);
      if (found.ok) reply.header('etag', `"${found.value.configurationVersion}"`);
      return sendResult(reply, found);
    }),
  );
  const group = {
    summary: 'An inventory group: by role its account, what it lacks and what is locked',
    params: Type.Object({
      company: Type.String({ maxLength: 40 }),
      group: Type.String({ pattern: '^[1-9]\\d{0,2}$' }),
    }),
    response: described({ 200: GroupSettingsBody }),
  };
  api.get('/companies/:company/groups/:group', { schema: group }, ({ params }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await groupSettingsOf(books, company, Number(params.group))),
    ),
  );
}

function switchRoute(api: Api, books: HttpBooks): void {
  const schema = {
    summary: 'Integrate inventory into the general ledger from a day on, or take it out',
    description:
      'With `dryRun=true` the answer says what would be asked for and shows the journal, and nothing is kept. A change within a period asks for a confirmation in words, which is kept in the log of changes; where the ledger does not hold what the stock is worth, `stock` says what becomes of it.',
    params: CompanyParameters,
    querystring: DryRunQuery,
    body: SwitchBody,
    response: described({ 200: SwitchedBody }),
  };
  api.put(
    '/companies/:company/integration',
    { schema },
    ({ params, query, body, headers }, reply) =>
      withCompany(books.storage, params.company, reply, async (company) => {
        const { reason = 'integration through the API', ...wish } = body;
        const place = { ...books, company };
        if (query.dryRun === 'true')
          return sendResult(reply, await previewIntegration(place, wish));
        const why = { changedBy: books.actor, reason, seen: versionOf(headers['if-match']) };
        const done = await changeIntegration(place, wish, why);
        if (done.ok) reply.header('etag', `"${done.value.configurationVersion}"`);
        return sendResult(reply, done);
      }),
  );
}

function stockJournalRoutes(api: Api, books: HttpBooks): void {
  const proposal = {
    summary: 'The period-end stock journal as it would be posted',
    description:
      'The valuation of the day less what the ledger holds, by group, site and account. It is what brings the stock of a company whose inventory is not integrated onto its balance sheet.',
    params: CompanyParameters,
    querystring: Type.Object({ postedOn: Day, against: Type.Optional(Against) }, closed),
    response: described({ 200: StockJournalBody }),
  };
  api.get('/companies/:company/stock-journal', { schema: proposal }, ({ params, query }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) =>
      sendResult(reply, await proposeStockJournal({ ...books, company }, query)),
    ),
  );
  const post = {
    summary: 'Post the period-end stock journal as it was proposed',
    description:
      'Refused where it comes to another amount by now than was confirmed. Where the ledger is at the stock already nothing is posted, so that to repeat it does no harm.',
    params: CompanyParameters,
    body: JournalBody,
    response: described({ 200: StockJournalBody }),
  };
  api.post('/companies/:company/stock-journals', { schema: post }, ({ params, body }, reply) =>
    withCompany(books.storage, params.company, reply, async (company) => {
      const { confirm, ...request } = body;
      return sendResult(reply, await postStockJournal({ ...books, company }, request, confirm));
    }),
  );
}
