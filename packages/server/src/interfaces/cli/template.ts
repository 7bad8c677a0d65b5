import type { Command } from 'commander';
import { importKinds, isImportKind } from '../../application/importing/import-kinds.ts';
import { importTemplate } from '../../application/importing/import-template.ts';
import type { CliServices } from './cli-books.ts';
import { command } from './command.ts';
import { EXIT } from './terminal.ts';

/** Prints an empty file of a kind, with one example row. */
export function templateCommand({ terminal }: CliServices): Command {
  return command('template', 'print an empty import file with an example row')
    .argument('<kind>', importKinds().join(' | '))
    .action((kind: string) => {
      if (isImportKind(kind)) {
        const { columns, example } = importTemplate(kind);
        for (const row of [columns, example]) terminal.print(row.map(csvCell).join(','));
        return;
      }
      terminal.note(`There is no kind ${kind}: ${importKinds().join(', ')}.`);
      process.exitCode = EXIT.usage;
    });
}

const csvCell = (text: string): string =>
  /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
