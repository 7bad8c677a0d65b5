import type { Command } from 'commander';
import { journalPurposes } from 'perpetua-core';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, withBooks } from './command.ts';
import { importDocumentFile } from './import-document-file.ts';
import { EXIT } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly purpose?: string;
  readonly postedOn?: string;
  readonly site?: string;
  readonly reason?: string;
  readonly account?: string;
  readonly dryRun?: boolean;
};

/** Posts an inventory journal out of a file: all its rows, or nothing. */
export function inventoryJournalCommand(services: CliServices): Command {
  return command('inventory-journal', 'post an inventory journal from a file, whole or not at all')
    .argument('<name>', 'names the journal for ever; posted again it is answered again')
    .argument('<file>', 'CSV, XLSX or NDJSON; `perpetua template inventory-journals`')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--purpose <purpose>', `${journalPurposes().join(', ')}, where the rows do not say it`)
    .option('--posted-on <day>', 'business date, where the rows do not say it (default: today)')
    .option('--site <code>', 'site of rows that name none')
    .option('--reason <code>', 'adjustment reason of rows that name none')
    .option('--account <code>', 'account of rows that name none')
    .option('--dry-run', 'decide everything and keep nothing')
    .option('--json', 'the outcome as JSON')
    .action((name: string, file: string, options: Options) =>
      withBooks(services, options, async (books) => {
        const company = await companyOf(books, services.terminal, options.company);
        if (company === undefined) return EXIT.usage;
        const { purpose, site, reason, account, dryRun, json } = options;
        const postedOn = options.postedOn ?? books.clock().toISOString().slice(0, 10);
        const defaults = { journal: name, purpose, postedOn, site, reason, account };
        const wanted = { kind: 'inventory-journals', file, defaults, dryRun, json } as const;
        return importDocumentFile(services, books, company, wanted);
      }),
    );
}
