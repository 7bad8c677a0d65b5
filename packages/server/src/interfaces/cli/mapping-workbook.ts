import { readFile, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import {
  exportMapping,
  importMapping,
  type MappingImport,
} from '../../application/configuration/mapping-workbook/import-mapping.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { reclassifiedLines } from './reclassified-lines.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

type ExportOptions = BooksOptions & { readonly company?: string; readonly on?: string };

type ImportOptions = BooksOptions & {
  readonly company?: string;
  readonly dryRun?: boolean;
  readonly validFrom?: string;
  readonly reclassifyOn?: string;
  readonly reason?: string;
};

/** Writes the mapping of a day to a workbook; a file that is there already is not written over. */
export function exportMappingsCommand(services: CliServices): Command {
  return command('export-mappings', 'write the mapping to a workbook')
    .argument('[file]', 'where to (default: <company>-mapping.xlsx here)')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--on <day>', 'the day whose mapping is written (default: today)')
    .action((file: string | undefined, options: ExportOptions) =>
      exportMappings(services, file, options),
    );
}

/** Takes an edited workbook in, or shows what it would change. */
export function importMappingsCommand(services: CliServices): Command {
  return command('import-mappings', 'take an edited workbook of the mapping in')
    .argument('<file>', 'a workbook of export-mappings')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--dry-run', 'show what would change and keep nothing')
    .option('--valid-from <day>', 'the day from which the changes hold (default: as the mapping)')
    .option('--reclassify-on <day>', 'moves the value of stock whose account changes, on this day')
    .option('--reason <text>', 'why, kept with the change')
    .option('--json', 'the outcome as JSON')
    .action((file: string, options: ImportOptions) => importMappings(services, file, options));
}

async function exportMappings(
  services: CliServices,
  file: string | undefined,
  options: ExportOptions,
): Promise<void> {
  const { terminal } = services;
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const made = await exportMapping(books, company, options.on);
    if (!made.ok) return tellRefusals(terminal, made.reasons);
    const path = file ?? `${company.code}-mapping.xlsx`;
    const fault = await writeFile(path, made.value, { flag: 'wx' }).then(() => undefined, textOf);
    if (fault !== undefined) {
      terminal.note(`${path} cannot be written: ${fault}`);
      return EXIT.usage;
    }
    terminal.print(`The mapping is in ${path}.`);
    return EXIT.done;
  });
}

async function importMappings(
  services: CliServices,
  file: string,
  options: ImportOptions,
): Promise<void> {
  const { terminal } = services;
  const bytes = await readFile(file).catch((error: unknown) => {
    terminal.note(`${file} cannot be read: ${textOf(error)}`);
    return undefined;
  });
  if (bytes === undefined) {
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const { dryRun = false, validFrom, reclassifyOn, reason = `workbook ${file}` } = options;
    const why = { changedBy: books.actor, reason };
    const wanted = { dryRun, validFrom, reclassifyOn, why };
    const done = await importMapping(books, company, bytes, wanted);
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    if (options.json === true) terminal.print(JSON.stringify(done.value, null, 2));
    else tellImport(terminal, done.value);
    return EXIT.done;
  });
}

function tellImport(
  { print, note }: Terminal,
  { version, kept, changes, warnings, reclassified }: MappingImport,
): void {
  if (changes.length === 0) {
    print(
      `The workbook says what is known already; the configuration stays at version ${version}.`,
    );
    return;
  }
  const head = ['Kind', 'What', 'Before', 'After'].map(
    (label) => ({ label, align: 'left' }) as const,
  );
  const rows = changes.map(({ kind, name, before, after }) => [
    kind,
    name,
    contentText(before),
    contentText(after),
  ]);
  print(textTable(head, rows));
  for (const line of reclassifiedLines(reclassified)) print(line);
  for (const warning of warnings) note(`warning: ${warning}`);
  print(
    kept
      ? `Kept as configuration version ${version}.`
      : `Nothing is kept; it would be configuration version ${version}.`,
  );
}

const contentText = (content: unknown): string =>
  typeof content === 'object' && content !== null ? Object.values(content).join(' ') : '–';

const textOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
