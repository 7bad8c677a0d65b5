import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { ok, type Refusal, type Result } from 'perpetua-core';
import type { ChangeReason } from '../../application/configuration/change-options.ts';
import { setUpCompany } from '../../application/configuration/set-up-company.ts';
import { createCompany } from '../../application/setup-assistant/assistant.ts';
import type { GivenAnswers } from '../../application/setup-assistant/read-answers.ts';
import type { ReadyCheck } from '../../application/setup-assistant/ready-check.ts';
import { askAnswers } from './ask-answers.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, tellRefusals, withBooks } from './command.ts';
import { readSetup } from './read-setup.ts';
import { siteIn } from './site-text.ts';
import { EXIT } from './terminal.ts';

type Options = BooksOptions & {
  readonly from?: string;
  readonly yes?: boolean;
  readonly company?: string;
  readonly name?: string;
  readonly currency?: string;
  readonly year?: string;
  readonly integrated?: boolean;
  readonly entryType?: string;
  readonly group?: readonly string[];
  readonly serviceGroup?: readonly string[];
  readonly ownAccounts?: boolean;
  readonly showServiceCost?: boolean;
  readonly site?: readonly string[];
};

/** Sets a company up: by questions, with `--yes` by defaults, or from a file. */
export function initCommand(services: CliServices): Command {
  return command('init', 'set a company up')
    .option('--from <file>', 'a setup as JSON, in the form of the API')
    .option('--yes', 'take the defaults instead of asking')
    .option('--company <code>', 'code of the company', 'main')
    .option('--name <name>', 'name of the company')
    .option('--currency <code>', 'ISO 4217 code', 'EUR')
    .option('--year <year>', 'the year to open (default: the present one)')
    .option('--no-integrated', 'inventory does not reach the general ledger by itself')
    .option('--entry-type <code>', 'of the journals of inventory (default: inventory)')
    .option('--group <description...>', 'inventory groups of goods (default: Merchandise)')
    .option('--service-group <description...>', 'inventory groups of services')
    .option('--own-accounts', 'further groups of goods have accounts of their own')
    .option('--show-service-cost', 'the cost of services is shown in the ledger')
    .option('--site <site...>', 'sites, as "code, name, kind" (default: MAIN)')
    .action((options: Options) => init(services, options));
}

/** What is to be set up, and how; undefined where the words were wrong. */
type Wanted = (books: CliBooks, why: ChangeReason) => Promise<Result<Done, Refusal>>;

/** A company that was set up; what it still needs is told of one the assistant made. */
type Done = { readonly code: string; readonly version: number; readonly check?: ReadyCheck };

async function init(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  const wanted =
    options.from === undefined
      ? await fromAnswers(services, options)
      : await fromFile(options.from, terminal.note);
  if (wanted === undefined) {
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const done = await wanted(books, { changedBy: books.actor, reason: 'perpetua init' });
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    const { code, version, check } = done.value;
    const open = check?.rows.filter(({ done: isDone, needed }) => needed && !isDone) ?? [];
    const can = open.length === 0 ? 'It can post.' : 'Before it posts:';
    terminal.print(`Company ${code} is set up (configuration version ${version}). ${can}`);
    for (const { needs, remedy } of open) terminal.print(`  ${needs}. ${remedy}`);
    return EXIT.done;
  });
}

async function fromFile(path: string, note: (text: string) => void): Promise<Wanted | undefined> {
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    note(`${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  });
  const setup = text === undefined ? undefined : readSetup(text, note);
  if (setup === undefined) return undefined;
  return async ({ storage, clock }, why) => {
    const done = await setUpCompany({ storage, clock }, setup, why);
    if (!done.ok) return done;
    const { company, version } = done.value;
    return ok({ code: company.code, version });
  };
}

async function fromAnswers(
  { terminal }: CliServices,
  options: Options,
): Promise<Wanted | undefined> {
  const year = options.year ?? String(new Date().getUTCFullYear());
  const said = saidOf(options, year);
  const answers = options.yes === true ? said : await askAnswers(terminal, said, year);
  if (answers === undefined) return undefined;
  return async (books, why) => {
    const done = await createCompany(books, answers, why, false);
    if (!done.ok) return done;
    const { made, check } = done.value;
    return ok({ code: made.company.code, version: made.version, check });
  };
}

/** What the words of the command answer. */
const saidOf = (options: Options, year: string): GivenAnswers => ({
  code: options.company,
  name: options.name,
  currency: options.currency,
  year,
  integrated: options.integrated,
  entryType: options.entryType,
  groups: options.group,
  serviceGroups: options.serviceGroup,
  groupAccounts: options.ownAccounts === true ? 'own' : undefined,
  serviceCost: options.showServiceCost === true ? 'shown' : undefined,
  sites: options.site?.map(siteIn),
});
