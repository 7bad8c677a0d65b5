import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Static } from 'typebox';
import { Value } from 'typebox/value';
import { setUpCompany } from '../../application/configuration/set-up-company.ts';
import { postWhole } from '../../application/post-whole.ts';
import { type ToldWhatIf, toldWhatIf } from '../../application/what-if/told-what-if.ts';
import type { WhatIf } from '../../application/what-if/what-if.ts';
import { faultTexts } from '../http/schema-faults.ts';
import { WhatIfBody } from '../http/what-if-schemas.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { tellAnswers } from './posted-answers.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly apply?: boolean;
  readonly json?: boolean;
};

/** What a file of transactions, or a change of the setup, would make of the books. */
export function whatIfCommand(services: CliServices): Command {
  return command('what-if', 'show what transactions or a change would make of the books')
    .argument('<file>', 'JSON as the API takes it: transactions, or setup and reclassifyOn')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--apply', 'do it afterwards, all of it or nothing')
    .option('--json', 'as JSON')
    .action((file: string, options: Options) => tryOut(services, file, options));
}

async function tryOut(services: CliServices, file: string, options: Options): Promise<void> {
  const { terminal } = services;
  const what = await readWhatIf(file, terminal.note);
  if (what === undefined) {
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const found = await toldWhatIf({ ...books, company }, what);
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    if (options.json === true) terminal.print(JSON.stringify(found.value, null, 2));
    else tellDifference(terminal, found.value);
    const isRefused = found.value.results.some(({ status }) => status === 'refused');
    if (options.apply !== true || isRefused) return isRefused ? EXIT.refused : EXIT.done;
    if ('transactions' in what)
      return tellAnswers(
        terminal,
        await postWhole({ ...books, company }, what.transactions),
        options.json === true,
      );
    const why = { changedBy: books.actor, reason: 'tried out before' };
    const done = await setUpCompany(books, what.setup, why, what.options);
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    terminal.print(`Applied; the configuration is at version ${done.value.version}.`);
    return EXIT.done;
  });
}

/** Reads the file against the schema of the API; every fault is told with its place. */
async function readWhatIf(file: string, note: (text: string) => void): Promise<WhatIf | undefined> {
  let content: unknown;
  try {
    content = JSON.parse((await readFile(file, 'utf8')).replace(/^\uFEFF/, ''));
  } catch (error) {
    note(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    return undefined;
  }
  if (!Value.Check(WhatIfBody, content)) {
    for (const fault of faultTexts(Value.Errors(WhatIfBody, content))) note(fault);
    return undefined;
  }
  const what = whatOf(content);
  if (what === undefined) note('Give either transactions or a setup.');
  return what;
}

function whatOf({
  transactions,
  setup,
  reclassifyOn,
}: Static<typeof WhatIfBody>): WhatIf | undefined {
  if (transactions !== undefined && setup === undefined) return { transactions };
  if (setup === undefined || transactions !== undefined) return undefined;
  const reclassification = reclassifyOn === undefined ? undefined : { postedOn: reclassifyOn };
  return { setup, options: { reclassification } };
}

const LEFT = (label: string) => ({ label, align: 'left' as const });
const RIGHT = (label: string) => ({ label, align: 'right' as const });

function tellDifference({ print }: Terminal, found: ToldWhatIf): void {
  for (const { key, status, ...one } of found.results) {
    const why = 'message' in one ? `: ${one.message}` : '';
    print(`${key}  ${status === 'posted' ? 'would be posted' : status}${why}`);
  }
  for (const warning of found.warnings) print(`Warning: ${warning}`);
  print(`\n${found.events} events, ${found.repriced} earlier movements at another cost.`);
  if (!found.isComplete) print('More costs would be run again than were tried out.');
  const ledger = found.ledger.map(({ period, account, site, amount }) => {
    return [period, account, site, amount];
  });
  print(textTable([LEFT('period'), LEFT('account'), LEFT('site'), RIGHT('change')], ledger));
  const stock = found.stock.map((one) => [
    one.item,
    one.site,
    one.bucket,
    one.account,
    one.quantityBefore,
    one.quantityAfter,
    one.valueBefore,
    one.valueAfter,
  ]);
  const columns = [
    ...['item', 'site', 'bucket', 'account'].map(LEFT),
    ...['quantity', 'then', 'value', 'then'].map(RIGHT),
  ];
  print(`\n${textTable(columns, stock)}`);
}
