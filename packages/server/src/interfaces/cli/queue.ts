import type { Command } from 'commander';
import { DEFAULT_SOURCE, TRANSACTION_FIELDS, type TransactionInput } from 'perpetua-core';
import {
  type ExceptionHistory,
  type ExceptionPage,
  findException,
  listExceptions,
} from '../../application/exceptions/list-exceptions.ts';
import {
  giveUpException,
  type RepairedFields,
  repairAndRetry,
} from '../../application/exceptions/repair-exception.ts';
import { type Retried, retryExceptions } from '../../application/exceptions/retry-exceptions.ts';
import type { PostingAnswer } from '../../application/post-transactions.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly source?: string;
  readonly state?: string;
  readonly code?: string;
  readonly type?: string;
  readonly item?: string;
  readonly site?: string;
  readonly from?: string;
  readonly to?: string;
  readonly limit?: string;
  readonly set?: readonly string[];
  readonly unset?: readonly string[];
  readonly reason?: string;
  readonly dryRun?: boolean;
};

/** The exception queue: what happened and is not posted, to be seen, repaired, retried, given up. */
export function queueCommand(services: CliServices): Command {
  return command(
    'queue',
    'what happened and could not be posted: list, show, repair, retry, give up',
  )
    .argument('[action]', 'list (default), show, repair, retry or give-up')
    .argument('[key]', 'key of the transaction; retry without one tries all')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--source <name>', 'source of the transaction; list: only of this one')
    .option('--state <word>', 'list: waiting (default), given-up, posted or all')
    .option('--code <code>', 'list, retry: only those refused for this reason')
    .option('--type <type>', 'list: only of this transaction type')
    .option('--item <code>', 'list: only of this item')
    .option('--site <code>', 'list: only at this site')
    .option('--from <day>', 'list: business dates from this day on')
    .option('--to <day>', 'list: business dates up to this day')
    .option('--limit <lines>', 'list: so many lines at most (default: 200)')
    .option('--set <field=value...>', 'repair: a field and what it becomes')
    .option('--unset <field...>', 'repair: a field to take out')
    .option('--reason <text>', 'repair, retry, give-up: why; it is kept')
    .option('--dry-run', 'repair, retry: tell what it would lead to and keep nothing')
    .option('--json', 'as JSON')
    .action((action: string | undefined, key: string | undefined, options: Options) =>
      review(services, { action: action ?? 'list', key: key ?? '' }, options),
    );
}

type Asked = { readonly action: string; readonly key: string };

async function review(services: CliServices, asked: Asked, options: Options): Promise<void> {
  const { terminal } = services;
  const fault = faultIn(asked, options);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  const act = ACTIONS[asked.action];
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined || act === undefined) return EXIT.usage;
    const place = {
      ...books,
      company,
      currencyDecimals: company.currencyDecimals,
      desk: books.desks.of(company.id),
    };
    const name = { source: options.source ?? DEFAULT_SOURCE, key: asked.key };
    return act({ terminal, place, name, options });
  });
}

type Acting = {
  readonly terminal: Terminal;
  readonly place: CliBooks & {
    readonly company: NonNullable<Awaited<ReturnType<typeof companyOf>>>;
    readonly currencyDecimals: number;
    readonly desk: ReturnType<CliBooks['desks']['of']>;
  };
  readonly name: { readonly source: string; readonly key: string };
  readonly options: Options;
};

const ACTIONS: Readonly<Record<string, (acting: Acting) => Promise<number>>> = {
  list: async ({ terminal, place, options }) => {
    const { state, code, type, item, site, source, from, to, limit } = options;
    const query = { state, code, type, item, site, source, from, to, limit };
    const found = await listExceptions(place, place.company.id, query);
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    tell(terminal, options, found.value, tableOf);
    return EXIT.done;
  },
  show: async ({ terminal, place, name, options }) => {
    const found = await findException(place, place.company.id, name);
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    tell(terminal, options, found.value, historyText);
    return EXIT.done;
  },
  repair: async ({ terminal, place, name, options }) => {
    const repair = { change: changeOf(options), reason: options.reason ?? '' };
    const done = await repairAndRetry(place, name, repair, options.dryRun === true);
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    tell(terminal, options, done.value, ({ results }) => results.map(answerText).join('\n'));
    return exitOf(done.value.results);
  },
  retry: async ({ terminal, place, name, options }) => {
    const selection = name.key === '' ? { code: options.code } : { name };
    const trying = { reason: options.reason ?? 'tried again on the command line' };
    const done = await retryExceptions(place, selection, trying, options.dryRun === true);
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    tell(terminal, options, done.value, retriedText);
    return exitOf(done.value.results);
  },
  'give-up': async ({ terminal, place, name, options }) => {
    const done = await giveUpException(place, name, options.reason ?? '');
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    tell(terminal, options, done.value, ({ key }) => `given up  ${key}`);
    return EXIT.done;
  },
};

function tell<Value>(
  terminal: Terminal,
  { json }: Options,
  value: Value,
  textOf: (value: Value) => string,
): void {
  terminal.print(json === true ? JSON.stringify(value, null, 2) : textOf(value));
}

/** Whatever still waits is a refusal to programs. */
const exitOf = (results: readonly PostingAnswer[]): number =>
  results.some(({ status }) => status === 'queued') ? EXIT.refused : EXIT.done;

function faultIn({ action, key }: Asked, options: Options): string | undefined {
  if (!Object.hasOwn(ACTIONS, action))
    return `It is ${Object.keys(ACTIONS).join(', ')}; not ${action}.`;
  if (key === '' && action !== 'list' && action !== 'retry') return `${action} takes a key.`;
  if ((action === 'repair' || action === 'give-up') && !options.reason)
    return `${action} takes --reason.`;
  if (action !== 'repair') return undefined;
  const fields = [...(options.set ?? []).map(fieldOf), ...(options.unset ?? [])];
  if (fields.length === 0) return 'repair takes --set or --unset.';
  const stray = fields.find((field) => !isRepairable(field));
  return stray === undefined ? undefined : `${stray} is no field that can be repaired.`;
}

const fieldOf = (setting: string): string => setting.split('=', 1)[0] ?? '';

const isRepairable = (field: string): boolean =>
  field !== 'key' && field !== 'source' && TRANSACTION_FIELDS.some((one) => one === field);

const changeOf = ({ set = [], unset = [] }: Options): RepairedFields =>
  Object.fromEntries([
    ...set.map((setting) => {
      const field = fieldOf(setting);
      return [field, setting.slice(field.length + 1)] as const;
    }),
    ...unset.map((field) => [field, null] as const),
  ]);

const COLUMNS = [
  { label: 'key', align: 'left' },
  { label: 'source', align: 'left' },
  { label: 'days', align: 'right' },
  { label: 'type', align: 'left' },
  { label: 'posted on', align: 'left' },
  { label: 'item', align: 'left' },
  { label: 'site', align: 'left' },
  { label: 'state', align: 'left' },
  { label: 'reason', align: 'left' },
] as const;

function tableOf({ count, lines, byCode, byAge }: ExceptionPage): string {
  if (count === 0) return 'Nothing waits: what happened is posted.';
  const rows = lines.map(({ key, source, age, state, refusals, transaction }) => [
    key,
    source,
    String(age),
    transaction.type,
    transaction.postedOn,
    transaction.item,
    transaction.site,
    state,
    refusals[0]?.message ?? '',
  ]);
  const more = count > lines.length ? [`… ${count} in all`] : [];
  return [
    textTable(COLUMNS, rows),
    ...more,
    `by reason: ${byCode.map((one) => `${one.code} ${one.count}`).join(', ')}`,
    `by days:   ${byAge.map((one) => `${one.days} ${one.count}`).join(', ')}`,
  ].join('\n');
}

const reasonsText = (refusals: ExceptionHistory['refusals']): readonly string[] =>
  refusals.map(({ code, message, remedy }) => `    ${code}: ${message}\n      ${remedy}`);

const fieldsText = (transaction: TransactionInput): string => JSON.stringify(transaction);

function historyText(one: ExceptionHistory): string {
  const { source, key, state, queuedAt, transaction, original, first, history, event } = one;
  const steps = history.flatMap(({ action, takenAt, takenBy, reason, content, refusals = [] }) => [
    `${takenAt}  ${action} by ${takenBy}: ${reason}`,
    ...(content === undefined ? [] : [`    ${fieldsText(content)}`]),
    ...reasonsText(refusals),
  ]);
  return [
    `${key} of ${source}: ${state}${event === undefined ? '' : ` as event ${event}`}`,
    `    ${fieldsText(transaction)}`,
    ...(original === undefined ? [] : [`sent as\n    ${fieldsText(original)}`]),
    `${queuedAt}  queued`,
    ...reasonsText(first),
    ...steps,
  ].join('\n');
}

function answerText(answer: PostingAnswer): string {
  if ('lines' in answer) return `${answer.status}  ${answer.key}  ${answer.cost}`;
  return [`${answer.status}  ${answer.key}`, ...reasonsText(answer.refusals)].join('\n');
}

const retriedText = ({ tried, posted, results }: Retried): string =>
  [...results.map(answerText), `${posted} of ${tried} posted`].join('\n');
