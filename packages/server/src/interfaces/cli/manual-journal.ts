import type { Command } from 'commander';
import type { Refusal, Result } from 'perpetua-core';
import { reverseManualJournal } from '../../application/ledger/manual-journal.ts';
import type { PostingAnswer } from '../../application/post-transactions.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { importDocumentFile } from './import-document-file.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly postedOn?: string;
  readonly site?: string;
  readonly reference?: string;
  readonly reverseOn?: string;
  readonly reverses?: string;
  readonly dryRun?: boolean;
};

/** Posts a manual journal out of a file, or takes one back. */
export function manualJournalCommand(services: CliServices): Command {
  return command('manual-journal', 'post a journal of debits and credits, or take one back')
    .argument('<name>', 'names the journal for ever; posted again it is answered again')
    .argument('[file]', 'CSV, XLSX or NDJSON; `perpetua template manual-journals`')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--posted-on <day>', 'business date, where the rows do not say it (default: today)')
    .option('--site <code>', 'site of rows that name none')
    .option('--reference <text>', 'what the journal is about')
    .option('--reverse-on <day>', 'day on which it takes itself back')
    .option('--reverses <name>', 'take back this journal instead of posting a file')
    .option('--dry-run', 'decide everything and keep nothing')
    .option('--json', 'the outcome as JSON')
    .action((name: string, file: string | undefined, options: Options) =>
      post(services, name, file, options),
    );
}

async function post(
  services: CliServices,
  name: string,
  file: string | undefined,
  options: Options,
): Promise<void> {
  const { terminal } = services;
  const { reverses, dryRun = false, json = false } = options;
  if ((file === undefined) === (reverses === undefined)) {
    terminal.note('Name a file to post, or the journal to take back with --reverses.');
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const { site, reference, reverseOn } = options;
    const postedOn = options.postedOn ?? books.clock().toISOString().slice(0, 10);
    if (file !== undefined) {
      const defaults = { journal: name, postedOn, site, reference, reverseOn };
      const wanted = { kind: 'manual-journals', file, defaults, dryRun, json } as const;
      return importDocumentFile(services, books, company, wanted);
    }
    const reversal = { key: name, postedOn, reference };
    const place = { ...books, company };
    return tell(
      terminal,
      await reverseManualJournal(place, reverses ?? '', reversal, dryRun),
      json,
    );
  });
}

function tell(terminal: Terminal, done: Result<PostingAnswer, Refusal>, json: boolean): number {
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  const { value } = done;
  const text = 'event' in value ? `${value.key} is ${value.status} as event ${value.event}` : '';
  terminal.print(json ? JSON.stringify(value, null, 2) : text);
  return EXIT.done;
}
