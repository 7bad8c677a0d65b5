import type { Command } from 'commander';
import { entryTypes } from 'perpetua-core';
import type { FoundCompany } from '../../application/find-company.ts';
import {
  changeIntegration,
  type IntegrationAnswer,
  type IntegrationWish,
  previewIntegration,
  STOCK_CHOICES,
} from '../../application/integration/change-integration.ts';
import { integrationSettings } from '../../application/integration/settings.ts';
import { STOCK_CONTRAS } from '../../application/integration/stock-journal-lines.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { settingsText } from './integration-text.ts';
import { reclassifiedLines } from './reclassified-lines.ts';
import { stockLinesText } from './stock-journal-text.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly from?: string;
  readonly entryType?: string;
  readonly confirm?: string;
  readonly stock?: string;
  readonly against?: string;
  readonly reason?: string;
  readonly dryRun?: boolean;
};

/** The switch, the entry type and the groups; and the switch turned. */
export function integrationCommand(services: CliServices): Command {
  return command('integration', 'integrate inventory into the general ledger, or take it out')
    .argument('[action]', 'show (default), on or off')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--from <day>', 'on, off: the first day on which it holds; show: the day looked at')
    .option('--entry-type <code>', `on: of the journals of inventory, ${entryTypes().join(', ')}`)
    .option('--confirm <words>', 'on, off: the words that a change within a period asks for')
    .option('--stock <choice>', `on, off: what becomes of the stock, ${STOCK_CHOICES.join(', ')}`)
    .option('--against <role>', `on, off: the other side, ${STOCK_CONTRAS.join(' or ')}`)
    .option('--reason <text>', 'on, off: why; kept in the log of changes')
    .option('--dry-run', 'on, off: show what is asked for and the journal, and keep nothing')
    .option('--json', 'as JSON')
    .action((action: string | undefined, options: Options) =>
      integration(services, action ?? 'show', options),
    );
}

const ACTIONS: readonly string[] = ['show', 'on', 'off'];

async function integration(services: CliServices, action: string, options: Options): Promise<void> {
  const { terminal } = services;
  const fault = faultIn(action, options);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    if (action === 'show') return show(terminal, books, company, options);
    return turn(terminal, books, company, { ...options, integrated: action === 'on' });
  });
}

function faultIn(action: string, { from, stock, against }: Options): string | undefined {
  if (!ACTIONS.includes(action)) return `It is ${ACTIONS.join(', ')}; not ${action}.`;
  if (action !== 'show' && from === undefined) return `${action} takes --from, a day.`;
  if (stock !== undefined && choiceOf(stock) === undefined)
    return `--stock is ${STOCK_CHOICES.join(', ')}; not ${stock}.`;
  if (against !== undefined && contraOf(against) === undefined)
    return `--against is ${STOCK_CONTRAS.join(' or ')}; not ${against}.`;
  return undefined;
}

const choiceOf = (text: string | undefined) => STOCK_CHOICES.find((one) => one === text);
const contraOf = (text: string | undefined) => STOCK_CONTRAS.find((one) => one === text);

async function show(
  terminal: Terminal,
  books: CliBooks,
  company: FoundCompany,
  { from, json }: Options,
): Promise<number> {
  const settings = await integrationSettings(books, company, from);
  if (!settings.ok) return tellRefusals(terminal, settings.reasons);
  const { value } = settings;
  terminal.print(json === true ? JSON.stringify(value, null, 2) : settingsText(value));
  return EXIT.done;
}

async function turn(
  terminal: Terminal,
  books: CliBooks,
  company: FoundCompany,
  options: Options & { readonly integrated: boolean },
): Promise<number> {
  const wish: IntegrationWish = {
    integrated: options.integrated,
    from: options.from ?? '',
    entryType: options.entryType,
    confirmation: options.confirm,
    stock: choiceOf(options.stock),
    against: contraOf(options.against),
  };
  const place = { ...books, company };
  const { reason = 'perpetua integration' } = options;
  const done =
    options.dryRun === true
      ? await previewIntegration(place, wish)
      : await changeIntegration(place, wish, { changedBy: books.actor, reason });
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  const text = options.json === true ? JSON.stringify(done.value, null, 2) : turnedText(done.value);
  terminal.print(text);
  return EXIT.done;
}

function turnedText(answer: IntegrationAnswer): string {
  const { integrated, from, entryType, kept, configurationVersion, warnings } = answer;
  const status = integrated ? `integrated, entry type ${entryType}` : 'not integrated';
  const asked = [
    ...(answer.confirmation === null ? [] : [`asks for --confirm "${answer.confirmation}"`]),
    ...(answer.choice === null && answer.lines.some(({ amount }) => Number(amount) !== 0)
      ? ['asks for --stock, what becomes of the stock']
      : []),
  ];
  return [
    `${kept ? 'kept' : 'would be kept'}: inventory is ${status} from ${from} on` +
      (kept ? ` (configuration version ${configurationVersion})` : ''),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...(kept ? [] : asked),
    ...(answer.lines.length === 0 ? [] : ['', stockLinesText(answer)]),
    ...reclassifiedLines(answer.journal),
  ].join('\n');
}
