import { readFile } from 'node:fs/promises';
import * as prompts from '@clack/prompts';
import type { Command } from 'commander';
import { COSTING_METHODS, type CostingMethod, currencyDecimals } from 'perpetua-core';
import type { CompanySetup } from '../../application/configuration/company-setup.ts';
import { setUpCompany } from '../../application/configuration/set-up-company.ts';
import {
  type StarterAnswers,
  starterSetup,
} from '../../application/configuration/starter-setup.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, tellRefusals, withBooks } from './command.ts';
import { readSetup } from './read-setup.ts';
import { EXIT } from './terminal.ts';

type Options = BooksOptions & {
  readonly from?: string;
  readonly yes?: boolean;
  readonly company?: string;
  readonly name?: string;
  readonly currency?: string;
};

/** Sets a company up: by questions, with `--yes` by defaults, or from a file. */
export function initCommand(services: CliServices): Command {
  return command('init', 'set a company up')
    .option('--from <file>', 'a setup as JSON, in the form of the API')
    .option('--yes', 'take the defaults instead of asking')
    .option('--company <code>', 'code of the company', 'main')
    .option('--name <name>', 'name of the company')
    .option('--currency <code>', 'ISO 4217 code', 'EUR')
    .action((options: Options) => init(services, options));
}

async function init(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  const setup = await setupFrom(options, services.terminal.note, services);
  if (setup === undefined) {
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async ({ storage, clock, actor }) => {
    const done = await setUpCompany({ storage, clock }, setup, {
      changedBy: actor,
      reason: 'perpetua init',
    });
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    const { company, version } = done.value;
    terminal.print(
      `Company ${company.code} is set up (configuration version ${version}). It can post.`,
    );
    return EXIT.done;
  });
}

async function setupFrom(
  options: Options,
  note: (text: string) => void,
  services: CliServices,
): Promise<CompanySetup | undefined> {
  if (options.from !== undefined) {
    const text = await readFile(options.from, 'utf8').catch((error: unknown) => {
      note(
        `${options.from} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
      );
      return undefined;
    });
    return text === undefined ? undefined : readSetup(text, note);
  }
  const answers = options.yes === true ? defaults(options, services) : await ask(options, services);
  return answers === undefined ? undefined : starterSetup(answers);
}

/** The year whose months are opened: the present one. */
const thisYear = (): string => String(new Date().getUTCFullYear());

function defaults(
  { company = 'main', name, currency = 'EUR' }: Options,
  _: CliServices,
): StarterAnswers {
  return {
    code: company,
    name: name ?? company,
    currency,
    costingMethod: 'moving-average',
    negativeStock: 'allow',
    year: thisYear(),
  };
}

/** The methods in the words of the question. */
const METHODS: Readonly<Record<CostingMethod, string>> = {
  'moving-average': 'moving average of each site',
  'company-average': 'one moving average of the whole company',
  standard: 'standard cost, with variances',
  fifo: 'first in, first out',
};

async function ask(options: Options, services: CliServices): Promise<StarterAnswers | undefined> {
  if (!process.stdin.isTTY) {
    services.terminal.note('There is no terminal to ask on: use --yes, or --from with a file.');
    return undefined;
  }
  prompts.intro('A company for Perpetua');
  const answers = await prompts.group(
    {
      code: () =>
        prompts.text({ message: 'Code of the company', initialValue: options.company ?? 'main' }),
      name: () => prompts.text({ message: 'Name', initialValue: options.name ?? '' }),
      currency: () =>
        prompts.text({
          message: 'Currency (ISO 4217)',
          initialValue: options.currency ?? 'EUR',
          validate: (value) =>
            currencyDecimals(value ?? '') === undefined ? 'There is no such currency.' : undefined,
        }),
      costingMethod: () =>
        prompts.select({
          message: 'Cost of issues',
          options: COSTING_METHODS.map((value) => ({ value, label: METHODS[value] })),
        }),
      negativeStock: () =>
        prompts.select({
          message: 'Stock below zero',
          options: [
            { value: 'allow' as const, label: 'allowed, with a warning and a later adjustment' },
            { value: 'forbid' as const, label: 'refused' },
          ],
        }),
      year: () => prompts.text({ message: 'Year to open', initialValue: thisYear() }),
    },
    { onCancel: () => process.exit(EXIT.usage) },
  );
  prompts.outro('Setting it up.');
  return answers;
}
