import type { Command } from 'commander';
import type { AccountDetermination } from 'perpetua-core';
import {
  explainLine,
  type LineExplanation,
  type LineName,
} from '../../application/reading/explain.ts';
import {
  explainHypothetical,
  type HypotheticalExplanation,
  type HypotheticalTransaction,
} from '../../application/reading/explain-hypothetical.ts';
import { findJournalEntry } from '../../application/reading/journal.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { type CostOptions, explainCostCommand, explainEffectCommand } from './explain-costs.ts';
import { grouped } from './figures.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly [name in Exclude<keyof HypotheticalTransaction, 'postedOn'>]?: string;
} & { readonly company?: string; readonly postedOn?: string } & CostOptions;

/** Why a posted line has its account and amount, or which accounts a transaction would have. */
export function explainCommand(services: CliServices): Command {
  return command('explain', 'say why: this account, this amount, this cost')
    .argument(
      '[line]',
      'a posted line: <entry>.<line>.<debit|credit>, or <entry> for all its lines; `cost` or `effect` of a transaction',
    )
    .argument('[key]', 'the transaction whose cost or effect is asked for')
    .option('--source <name>', 'its source, where several share the key')
    .option('--event <number>', 'its number, in the place of its key')
    .option('--after <mark>', 'where the list of what it re-priced goes on')
    .option('--limit <number>', 'how many re-priced movements are listed (default: 100)')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--type <type>', 'transaction type of a transaction that is not posted')
    .option('--item <code>', 'its item')
    .option('--site <code>', 'its site')
    .option('--posted-on <day>', 'its business date (default: today)')
    .option('--location <code>', 'its location')
    .option('--to-site <code>', 'where it goes')
    .option('--to-location <code>', 'where it goes inside the site')
    .option('--from-site <code>', 'where it comes from')
    .option('--reason <code>', 'its adjustment reason')
    .option('--account <code>', 'an account typed on the line')
    .option('--document <name>', 'order or transfer that carries the goods')
    .option('--json', 'as JSON')
    .action((line: string | undefined, key: string | undefined, options: Options) => {
      const asked = { ...options, ...(key === undefined ? {} : { key }) };
      if (line === 'cost') return explainCostCommand(services, asked);
      if (line === 'effect') return explainEffectCommand(services, asked);
      return explain(services, line, options);
    });
}

const POSTED = /^(\d{1,15})(?:\.(\d{1,5})\.(debit|credit))?$/;

async function explain(
  services: CliServices,
  line: string | undefined,
  options: Options,
): Promise<void> {
  const { terminal } = services;
  const posted = line === undefined ? undefined : POSTED.exec(line);
  const { type, item, site } = options;
  const isHypothetical =
    line === undefined && type !== undefined && item !== undefined && site !== undefined;
  if (posted === null || (posted === undefined && !isHypothetical)) {
    terminal.note(
      'Name a posted line such as 17.1.debit, an entry such as 17, cost or effect and a transaction, or --type, --item and --site.',
    );
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const asJson = options.json === true;
    if (posted !== undefined) {
      const names = await linesOf(books, company.id, posted);
      return explainPosted({ books, terminal, company: company.id, asJson }, names);
    }
    const asked = hypothetical(options, books.clock().toISOString().slice(0, 10));
    const found = await explainHypothetical(books.reading, company.id, asked);
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    terminal.print(asJson ? JSON.stringify(found.value, null, 2) : hypotheticalText(found.value));
    return EXIT.done;
  });
}

/** The line that was named, or both sides of every posting of the entry. */
async function linesOf(
  books: CliBooks,
  company: number,
  [, entry = '', line, side]: RegExpExecArray,
): Promise<readonly LineName[]> {
  const number = Number.parseInt(entry, 10);
  if (line !== undefined) {
    return [
      {
        entry: number,
        line: Number.parseInt(line, 10),
        side: side === 'credit' ? 'credit' : 'debit',
      },
    ];
  }
  const found = await findJournalEntry(books.reading, company, number);
  if (!found.ok) return [{ entry: number, line: 1, side: 'debit' }];
  return found.value.lines.map(({ line: at, side: which }) => ({
    entry: number,
    line: at,
    side: which,
  }));
}

type Place = {
  readonly books: CliBooks;
  readonly terminal: Terminal;
  readonly company: number;
  readonly asJson: boolean;
};

async function explainPosted(
  { books, terminal, company, asJson }: Place,
  names: readonly LineName[],
): Promise<number> {
  for (const name of names) {
    const found = await explainLine(books.reading, company, name);
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    terminal.print(asJson ? JSON.stringify(found.value, null, 2) : lineText(found.value));
  }
  return EXIT.done;
}

function hypothetical(options: Options, today: string): HypotheticalTransaction {
  const { type = '', item = '', site = '', postedOn = today } = options;
  const optional = [
    'location',
    'toSite',
    'toLocation',
    'fromSite',
    'reason',
    'account',
    'document',
  ] as const;
  const given = Object.fromEntries(
    optional.flatMap((name) => (options[name] === undefined ? [] : [[name, options[name]]])),
  );
  return { type, item, site, postedOn, ...given };
}

function lineText({
  entry,
  line,
  side,
  whyAccount,
  whyAmount,
  ...posted
}: LineExplanation): string {
  const head = `${entry}.${line}.${side}  ${posted.account} ${posted.accountName}  ${grouped(posted.amount)}  (${posted.type} ${posted.key}, ${posted.postedOn})`;
  const causes = whyAmount.links.map(({ direction, kind, type, key }) =>
    direction === 'to' ? `  ${kind} ${type} ${key}` : `  ${type} ${key} ${kind} this`,
  );
  return [
    head,
    `  ${whyAccount.sentence}`,
    ...stepLines(whyAccount),
    `  ${whyAmount.sentence}`,
    ...causes,
    '',
  ].join('\n');
}

function hypotheticalText({ posted, legs }: HypotheticalExplanation): string {
  const texts = legs.map(({ side, determination }) =>
    [
      `${side}  ${determination.account ?? 'no account'}`,
      `  ${determination.text}`,
      ...stepLines(determination),
    ].join('\n'),
  );
  return posted
    ? texts.join('\n')
    : [...texts, 'Inventory is not integrated on that day: nothing would be posted.'].join('\n');
}

/** The steps of the ladder as they were tried, the last one deciding. */
function stepLines({
  steps,
  shadowed,
  warnings,
}: Pick<AccountDetermination, 'steps' | 'shadowed' | 'warnings'>): readonly string[] {
  return [
    ...steps.map(
      ({ step, code, looked, found }) =>
        `    ${step.padEnd(3)} ${code.padEnd(13)} ${looked} → ${found ?? 'none'}`,
    ),
    ...shadowed.map(({ step, account }) => `    ${step.padEnd(3)} would have said ${account}`),
    ...warnings.map((warning) => `    warning: ${warning}`),
  ];
}
