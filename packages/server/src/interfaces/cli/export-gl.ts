import type { Command } from 'commander';
import { keysOf } from 'perpetua-core';
import { EXPORT_MODES, EXPORT_SOURCES } from '../../application/exporting/gl-export.ts';
import { type ExportPlace, makeExport } from '../../application/exporting/make-export.ts';
import { openExport } from '../../application/exporting/open-export.ts';
import { reverseExport } from '../../application/exporting/reverse-export.ts';
import { listExports } from '../../application/exporting/told-export.ts';
import type { FoundCompany } from '../../application/find-company.ts';
import { type ExportFormat, exportFormats, writeExport } from '../gl-export/export-formats.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { type ExportSink, exportSink } from './export-sink.ts';
import { accountsText, batchJson, batchLine, listText } from './export-text.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly target?: string;
  readonly period?: string;
  readonly mode?: string;
  readonly source?: string;
  readonly format?: string;
  readonly out?: string;
  readonly dryRun?: boolean;
  readonly list?: boolean;
  readonly batch?: string;
  readonly reverse?: string;
  readonly reason?: string;
};

/** Journals for another general ledger: makes the next batch, lists, repeats and reverses batches. */
export function exportGlCommand(services: CliServices): Command {
  return command('export-gl', 'export journals for another general ledger')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--target <word>', 'whom the journals are for, such as sap')
    .option('--period <month>', 'the period, such as 2026-01')
    .option('--source <source>', `${EXPORT_SOURCES.join(' | ')} (default: inventory)`)
    .option('--mode <mode>', `${EXPORT_MODES.join(' | ')} (default: detailed)`)
    .option('--format <form>', `${exportFormats().join(' | ')} (default: csv)`)
    .option('--out <file>', 'where it goes (default: standard output); never replaces a file')
    .option('--dry-run', 'tell what the next batch would hold and keep nothing')
    .option('--list', 'list the batches, of one target or period when it is named')
    .option('--batch <number>', 'write a batch of the target again, byte by byte')
    .option('--reverse <number>', 'reverse the newest batch; its journals can be exported again')
    .option('--reason <text>', 'why it is reversed')
    .option('--json', 'the outcome as JSON')
    .action((options: Options) => run(services, options));
}

type Action = {
  readonly needs: readonly (keyof Options)[];
  readonly takes: readonly (keyof Options)[];
  readonly act: (asked: Asked) => Promise<number>;
};

/** What an action works with. */
type Asked = {
  readonly options: Options;
  readonly format: ExportFormat;
  readonly terminal: Terminal;
  readonly books: CliBooks;
  readonly company: FoundCompany;
  readonly place: ExportPlace;
};

/** What can be done, by the option that asks for it; `period` asks for the next batch. */
const ACTIONS = {
  list: { needs: [], takes: ['target', 'period'], act: list },
  batch: { needs: ['target'], takes: ['format', 'out'], act: writeAgain },
  reverse: { needs: ['target', 'reason'], takes: ['format', 'out'], act: reverse },
  dryRun: { needs: ['target', 'period'], takes: ['source', 'mode'], act: foretell },
  period: { needs: ['target'], takes: ['source', 'mode', 'format', 'out'], act: makeNext },
} as const satisfies Partial<Record<keyof Options, Action>>;

async function run(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  const asked = keysOf(ACTIONS).find((one) => options[one] !== undefined);
  const format = exportFormats().find((one) => one === (options.format ?? 'csv'));
  const fault = asked === undefined ? NOTHING_ASKED : faultOf(asked, options);
  if (asked === undefined || format === undefined || fault !== undefined) {
    terminal.note(fault ?? `--format takes ${exportFormats().join(', ')}, not ${options.format}.`);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const place = { ...books, company: company.id };
    return ACTIONS[asked].act({ options, format, terminal, books, company, place });
  });
}

const NOTHING_ASKED =
  'What is to be done? --target and --period for the next batch, or --list, --batch, --reverse.';

const OF_EVERY_ACTION: readonly string[] = ['company', 'data', 'json'];

/** What does not fit the action is a mistake, and is not passed over. */
function faultOf(asked: keyof typeof ACTIONS, options: Options): string | undefined {
  const { needs, takes }: Action = ACTIONS[asked];
  const missing = needs.find((one) => options[one] === undefined);
  if (missing !== undefined) return `${spelt(asked)} needs ${spelt(missing)}.`;
  const known = [asked, ...needs, ...takes, ...OF_EVERY_ACTION];
  const stray = keysOf(options).find((one) => options[one] !== undefined && !known.includes(one));
  if (stray !== undefined) return `${spelt(asked)} takes no ${spelt(stray)}.`;
  if (!takes.includes('out') || options.out !== undefined) return undefined;
  if (options.format === 'xlsx') return 'A workbook needs --out.';
  return options.json === true
    ? '--json needs --out: the journals go to standard output.'
    : undefined;
}

const spelt = (option: string): string =>
  `--${option.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;

async function list({ options, terminal, books, company }: Asked): Promise<number> {
  const listed = await listExports(books.reading, company, options);
  if (!listed.ok) return tellRefusals(terminal, listed.reasons);
  const isJson = options.json === true;
  terminal.print(isJson ? JSON.stringify(listed.value, null, 2) : listText(listed.value));
  return EXIT.done;
}

const requestOf = ({ target = '', period = '', source, mode }: Options) => ({
  target,
  period,
  source,
  mode,
});

async function foretell({ options, terminal, company, place }: Asked): Promise<number> {
  const done = await makeExport(place, requestOf(options), { dryRun: true });
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  if (!('export' in done.value)) return tellNothing(terminal, options);
  const { export: batch } = done.value;
  terminal.print(
    options.json === true
      ? batchJson('would-be-made', batch, company)
      : `would be made: ${batchLine(batch, company)}\n\n${accountsText(batch, company)}`,
  );
  return EXIT.done;
}

function tellNothing(terminal: Terminal, { target, period, json }: Options): number {
  const text = `Nothing to export: ${target} has every journal of ${period} that was asked for.`;
  if (json === true) terminal.print(JSON.stringify({ status: 'nothing-to-export' }));
  else terminal.note(text);
  return EXIT.done;
}

function makeNext(asked: Asked): Promise<number> {
  const { options, terminal, place } = asked;
  return withSink(asked, async (sink) => {
    const done = await makeExport(place, requestOf(options), { dryRun: false });
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    if (!('export' in done.value)) return tellNothing(terminal, options);
    return writeBatch(asked, sink, { status: 'made', number: String(done.value.export.number) });
  });
}

function reverse(asked: Asked): Promise<number> {
  const { target = '', reverse: number = '', reason = '' } = asked.options;
  return withSink(asked, async (sink) => {
    const done = await reverseExport(asked.place, { target, number }, reason);
    if (!done.ok) return tellRefusals(asked.terminal, done.reasons);
    return writeBatch(asked, sink, { status: 'reversed', number: String(done.value.number) });
  });
}

function writeAgain(asked: Asked): Promise<number> {
  const { batch: number = '' } = asked.options;
  return withSink(asked, (sink) => writeBatch(asked, sink, { status: 'written', number }));
}

/** Makes sure of the place for the journals before anything is kept. */
async function withSink(
  { options: { out }, terminal }: Asked,
  work: (sink: ExportSink) => Promise<number>,
): Promise<number> {
  const sink = await exportSink(out);
  if ('fault' in sink) {
    terminal.note(sink.fault);
    return EXIT.usage;
  }
  try {
    return await work(sink);
  } finally {
    await sink.close();
  }
}

type Done = { readonly status: string; readonly number: string };

async function writeBatch(asked: Asked, sink: ExportSink, done: Done): Promise<number> {
  const { options, format, terminal, books, company, place } = asked;
  const { target = '', out } = options;
  const opened = await openExport(place, { target, number: done.number });
  if (!opened.ok) return tellRefusals(terminal, opened.reasons);
  const { batch } = opened.value;
  try {
    await sink.write(writeExport(opened.value, format, books.sheets));
  } catch (error) {
    const fault = error instanceof Error ? error.message : String(error);
    terminal.note(
      `Batch ${batch.number} is kept, and could not be written: ${fault}\n  Write it again with --target ${target} --batch ${batch.number}.`,
    );
    return EXIT.refused;
  }
  const text = `${done.status}: ${batchLine(batch, company)}`;
  if (out === undefined) terminal.note(text);
  else terminal.print(options.json === true ? batchJson(done.status, batch, company) : text);
  return EXIT.done;
}
