import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { importFile } from '../../application/importing/import-file.ts';
import {
  type ImportKind,
  importKinds,
  isImportKind,
  isMasterKind,
} from '../../application/importing/import-kinds.ts';
import type { ImportRefusal } from '../../application/importing/import-refusals.ts';
import type { ImportReport } from '../../application/importing/import-report.ts';
import type { Mapping } from '../../application/importing/mapping/mapping-form.ts';
import { readMapping } from '../../application/importing/mapping/read-mapping.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, withBooks } from './command.ts';
import { reclassifiedLines } from './reclassified-lines.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly map?: string;
  readonly lookup?: readonly string[];
  readonly dryRun?: boolean;
  readonly strict?: boolean;
  readonly rejected?: string;
  readonly reclassifyOn?: string;
};

/** Imports files of one kind; exit code 1 when a row was refused. */
export function importCommand(services: CliServices): Command {
  const collect = (value: string, before: readonly string[] = []) => [...before, value];
  return command('import', 'import a file')
    .argument('<kind>', importKinds().join(' | '))
    .argument(
      '<file...>',
      'CSV, TSV, NDJSON or XLSX, also gzipped; read in this order as one import',
    )
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--map <file>', 'a mapping: which columns mean what, and how')
    .option('--lookup <name=file>', 'where a lookup of the mapping is; may be given again', collect)
    .option('--dry-run', 'decide everything and keep nothing')
    .option('--strict', 'all rows or none')
    .option('--rejected <file>', 'where refused rows go (default: beside the file)')
    .option(
      '--reclassify-on <day>',
      'moves the value of stock whose account changes, on this day (accounts, items, places)',
    )
    .option('--json', 'the outcome as JSON')
    .action((kind: string, files: readonly string[], options: Options) =>
      run(services, kind, files, options),
    );
}

async function run(
  services: CliServices,
  kind: string,
  files: readonly string[],
  options: Options,
): Promise<void> {
  const { terminal } = services;
  if (!isImportKind(kind)) {
    terminal.note(`There is no kind ${kind}: ${importKinds().join(', ')}.`);
    process.exitCode = EXIT.usage;
    return;
  }
  if (options.reclassifyOn !== undefined && !isMasterKind(kind)) {
    terminal.note(`An import of ${kind} takes no --reclassify-on: it changes no account.`);
    process.exitCode = EXIT.usage;
    return;
  }
  const mapping = await mappingOf(options.map, terminal);
  const lookups = lookupsOf(options.lookup ?? [], terminal);
  if (mapping === 'wrong' || lookups === undefined) {
    process.exitCode = EXIT.usage;
    return;
  }
  const wanted = { kind, files, lookups, ...(mapping === undefined ? {} : { mapping }) };
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const { storage, desks, clock, actor: recordedBy } = books;
    const desk = {
      storage,
      desk: desks.of(company.id),
      company,
      clock,
      files: services.files,
      recordedBy,
    };
    const bar = terminal.progress(`Import of ${kind}`);
    const done = await importFile(
      {
        ...requestOf(wanted, options),
        signal: stopAsked(),
        progress: ({ rows, rowsInAll }) => bar.at(rows, rowsInAll),
      },
      desk,
    );
    if (!done.ok) return tellImportRefusals(terminal, done.reasons, options.json === true);
    const { rows, seconds, rowsPerSecond } = done.value;
    bar.end(
      `${rows.toLocaleString('en')} rows in ${seconds.toFixed(1)} s (${rowsPerSecond.toLocaleString('en')} a second)`,
    );
    terminal.print(
      options.json === true ? JSON.stringify(done.value, null, 2) : outcomeText(done.value),
    );
    return done.value.refused === 0 ? EXIT.done : EXIT.refused;
  });
}

type Wanted = {
  readonly kind: ImportKind;
  readonly files: readonly string[];
  readonly lookups: Readonly<Record<string, string>>;
  readonly mapping?: Mapping;
};

function requestOf(
  { lookups, ...wanted }: Wanted,
  { dryRun = false, strict = false, rejected, reclassifyOn }: Options,
) {
  return {
    ...wanted,
    lookupFiles: lookups,
    dryRun,
    strict,
    ...(rejected === undefined ? {} : { rejectedFile: rejected }),
    ...(reclassifyOn === undefined ? {} : { reclassifyOn }),
  };
}

/** Ctrl-C lets the batch under way finish: what was posted is told, and a repeat goes on there. */
function stopAsked(): AbortSignal {
  const controller = new AbortController();
  process.once('SIGINT', () => controller.abort());
  return controller.signal;
}

async function mappingOf(
  path: string | undefined,
  terminal: Terminal,
): Promise<Mapping | undefined | 'wrong'> {
  if (path === undefined) return undefined;
  const text = await readFile(path, 'utf8').catch((error: unknown) => {
    terminal.note(
      `${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    );
    return undefined;
  });
  if (text === undefined) return 'wrong';
  const read = readMapping(text);
  if (read.ok) return read.value;
  tellImportRefusals(terminal, read.reasons, false);
  return 'wrong';
}

function lookupsOf(
  pairs: readonly string[],
  terminal: Terminal,
): Readonly<Record<string, string>> | undefined {
  const split = pairs.map((pair) => /^([^=]+)=(.+)$/.exec(pair));
  if (split.some((match) => match === null)) {
    terminal.note('--lookup takes name=file.');
    return undefined;
  }
  return Object.fromEntries(split.map((match) => [match?.[1] ?? '', match?.[2] ?? '']));
}

export function tellImportRefusals(
  terminal: Terminal,
  refusals: readonly ImportRefusal[],
  asJson: boolean,
): number {
  if (asJson) terminal.print(JSON.stringify({ refusals }, null, 2));
  else
    for (const one of refusals)
      terminal.note(`${placeOf(one)}${one.code}: ${one.message}\n  ${one.remedy}`);
  return EXIT.refused;
}

function placeOf({ file, line, column }: ImportRefusal): string {
  const parts = [file, line === undefined ? undefined : `line ${line}`, column].filter(
    (part) => part !== undefined,
  );
  return parts.length === 0 ? '' : `${parts.join(', ')}: `;
}

export function outcomeText(report: ImportReport): string {
  const {
    kind,
    rows,
    posted,
    alreadyThere,
    skipped,
    refused,
    refusedByCode,
    rejectedFiles,
    warnings,
    reclassified = [],
    kept,
    dryRun,
    stopped,
  } = report;
  const n = (number: number) => number.toLocaleString('en').padStart(12);
  const lines = [
    `${n(rows)} rows`,
    `${n(posted)} ${dryRun ? 'would be ' : ''}${kind === 'counts' ? 'entered' : 'posted'}`,
    ...(alreadyThere === 0 ? [] : [`${n(alreadyThere)} were there already`]),
    ...skipped.map(({ because, rows: passed }) => `${n(passed)} passed over: ${because}`),
    `${n(refused)} refused`,
    ...refusedByCode.flatMap(({ code, rows: some, examples }) => [
      `${n(some)}   ${code}`,
      ...examples.slice(0, 1).map((one) => `               ${placeOf(one)}${one.message}`),
    ]),
    ...reclassifiedLines(reclassified),
    ...warnings.map((warning) => `warning: ${warning}`),
    ...rejectedFiles.map((file) => `refused rows are in ${file}`),
  ];
  if (stopped)
    lines.push(
      'Stopped as asked; what was posted is kept, and repeating the import goes on from there.',
    );
  if (!kept && !dryRun)
    lines.push('Nothing was kept: with --strict one refused row keeps all out.');
  return lines.join('\n');
}
