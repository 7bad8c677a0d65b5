import type { Command } from 'commander';
import { COUNT_MOMENTS, COUNT_STATES, type CountMoment, type CountState } from 'perpetua-core';
import { acceptCount, previewAcceptance } from '../../application/counting/accept-count.ts';
import { cancelCount } from '../../application/counting/cancel-count.ts';
import { countSheet } from '../../application/counting/count-sheet.ts';
import { checkEntries, enterCount } from '../../application/counting/enter-count.ts';
import { recountLines } from '../../application/counting/recount-lines.ts';
import { listCountLines, listCounts, showCount } from '../../application/counting/show-count.ts';
import { startCount } from '../../application/counting/start-count.ts';
import type { FoundCompany } from '../../application/find-company.ts';
import { sheetFormats, writeCountSheet } from '../count-sheet-files.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import {
  acceptedText,
  countsText,
  linesInWords,
  linesText,
  progressLine,
  shownText,
} from './count-text.ts';
import { exportSink } from './export-sink.ts';
import { importDocumentFile } from './import-document-file.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly site?: string;
  readonly postedOn?: string;
  readonly location?: readonly string[];
  readonly warehouse?: string;
  readonly group?: readonly string[];
  readonly category?: readonly string[];
  readonly item?: readonly string[];
  readonly blind?: boolean;
  readonly moment?: string;
  readonly counter?: string;
  readonly line?: readonly string[];
  readonly except?: readonly string[];
  readonly also?: boolean;
  readonly key?: string;
  readonly state?: string;
  readonly differing?: boolean;
  readonly after?: string;
  readonly all?: boolean;
  readonly format?: string;
  readonly out?: string;
  readonly withinQuantity?: string;
  readonly withinPercent?: string;
  readonly withinValue?: string;
  readonly uncountedIsZero?: boolean;
  readonly because?: string;
  readonly dryRun?: boolean;
};

/** Counts: begun, entered, looked at, accepted in parts, ended. */
export function countCommand(services: CliServices): Command {
  return command('count', 'count a site, and accept what differs')
    .argument('<action>', Object.keys(ACTIONS).join(' | '))
    .argument('[name]', 'the count; needed by all actions but list')
    .argument('[file]', 'enter: a sheet that was filled in, CSV, XLSX or NDJSON')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--site <code>', 'start: the site')
    .option(
      '--posted-on <day>',
      'start: the count day (default: today); accept: another day of the adjustments',
    )
    .option('--location <code...>', 'start: these locations')
    .option('--warehouse <code>', 'start: a warehouse with all its locations')
    .option('--group <number...>', 'start: items of these inventory groups')
    .option('--category <name...>', 'start: items of these categories')
    .option('--item <code...>', 'start: these items')
    .option('--blind', 'start: sheets do not show what is recorded')
    .option('--moment <moment>', `start, enter: counted as of ${COUNT_MOMENTS.join(' or ')}`)
    .option('--line <line...>', 'enter: item@location=units; recount, accept: item@location')
    .option('--except <line...>', 'accept: all but these, item@location')
    .option('--counter <name>', 'enter: who counted (default: who enters)')
    .option('--also', 'enter: add to what the counter entered before; needs --key')
    .option('--key <key>', 'enter, accept: a name, so that sending it again changes nothing')
    .option('--state <state>', `show: lines that are ${COUNT_STATES.join(', ')}`)
    .option('--differing', 'show: lines that differ or are disputed')
    .option('--after <line>', 'show: lines after this number')
    .option('--all', 'show: all lines; sheet: also those that are counted')
    .option('--format <format>', `sheet: ${sheetFormats.join(', ')} (default: csv)`)
    .option('--out <file>', 'sheet: where to (default: standard output)')
    .option(
      '--within-quantity <units>',
      'accept, recount: differences up to, or beyond, these units',
    )
    .option('--within-percent <percent>', 'accept, recount: of what is recorded')
    .option('--within-value <amount>', 'accept, recount: of value')
    .option('--uncounted-is-zero', 'accept: what nobody counted is not there')
    .option('--because <text>', 'cancel: why')
    .option('--dry-run', 'enter, accept: tell the same and keep nothing')
    .option('--json', 'as JSON')
    .action(
      (action: string, name: string | undefined, file: string | undefined, options: Options) =>
        run(services, { action, name: name ?? '', file }, options),
    );
}

type Asked = { readonly action: string; readonly name: string; readonly file: string | undefined };

/** An action with all it works with; it gives the exit code. */
type Work = Options & {
  readonly services: CliServices;
  readonly terminal: Terminal;
  readonly books: CliBooks;
  readonly place: CliBooks & { readonly company: FoundCompany };
  readonly name: string;
  readonly file: string | undefined;
};

type Action = (work: Work) => Promise<number>;

const ACTIONS = {
  start,
  list,
  show,
  sheet,
  enter,
  recount,
  accept,
  cancel,
} as const satisfies Record<string, Action>;

const isAction = (text: string): text is keyof typeof ACTIONS => Object.hasOwn(ACTIONS, text);

async function run(services: CliServices, asked: Asked, options: Options): Promise<void> {
  const { terminal } = services;
  const { action, name, file } = asked;
  const fault = faultIn(asked, options);
  if (fault !== undefined || !isAction(action)) {
    terminal.note(fault ?? '');
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const place = { ...books, company };
    return ACTIONS[action]({ ...options, services, terminal, books, place, name, file });
  });
}

/** What is wrong with the words of the command. */
function faultIn({ action, name, file }: Asked, options: Options): string | undefined {
  if (!isAction(action)) return `It is ${Object.keys(ACTIONS).join(', ')}; not ${action}.`;
  if (action !== 'list' && name === '') return `${action} takes the name of a count.`;
  const needed = {
    start: options.site === undefined ? '--site' : '',
    enter: file === undefined && options.line === undefined ? 'a file or --line' : '',
    cancel: options.because === undefined ? '--because' : '',
  } as const;
  const missing = new Map<string, string>(Object.entries(needed)).get(action) ?? '';
  if (missing !== '') return `${action} takes ${missing}.`;
  const { moment, state, format, group = [], after = '1' } = options;
  const wrong = [
    wordFault('--moment', moment, COUNT_MOMENTS),
    wordFault('--state', state, COUNT_STATES),
    wordFault('--format', format, sheetFormats),
    ...[...group, after].map((number) =>
      /^\d{1,9}$/.test(number) ? undefined : `${number} is no number.`,
    ),
    ...(action === 'enter' ? (options.line ?? []) : []).map((line) =>
      UNITS.test(line) ? undefined : `--line takes item@location=units, not ${line}.`,
    ),
  ];
  return wrong.find((one) => one !== undefined);
}

const wordFault = (option: string, word: string | undefined, words: readonly string[]) =>
  word === undefined || words.includes(word)
    ? undefined
    : `${option} is ${words.join(' or ')}; not ${word}.`;

const UNITS = /^(.+)=([^=]+)$/;

/** `F1@A-01` as a line; without `@` the site itself is meant. */
function lineOf(text: string): { readonly item: string; readonly location?: string } {
  const at = text.lastIndexOf('@');
  return at < 0 ? { item: text } : { item: text.slice(0, at), location: text.slice(at + 1) };
}

const linesOf = (texts: readonly string[] | undefined) => texts?.map(lineOf);

const momentOf = (text: string | undefined): CountMoment | undefined =>
  COUNT_MOMENTS.find((one) => one === text);

const stateOf = (text: string | undefined): CountState | undefined =>
  COUNT_STATES.find((one) => one === text);

const toleranceOf = (options: Options) => {
  const { withinQuantity: quantity, withinPercent: percent, withinValue: value } = options;
  const isGiven = [quantity, percent, value].some((one) => one !== undefined);
  return isGiven ? { quantity, percent, value } : undefined;
};

async function start(work: Work): Promise<number> {
  const { terminal, place, name, books, site = '', json, blind = false } = work;
  const { location, warehouse, group, category, item } = work;
  const moment = momentOf(work.moment);
  const done = await startCount(place, {
    name,
    site,
    postedOn: work.postedOn ?? books.clock().toISOString().slice(0, 10),
    blind,
    ...(moment === undefined ? {} : { moment }),
    ...(location === undefined ? {} : { locations: location }),
    ...(warehouse === undefined ? {} : { warehouse }),
    ...(group === undefined ? {} : { groups: group.map(Number) }),
    ...(category === undefined ? {} : { categories: category }),
    ...(item === undefined ? {} : { items: item }),
  });
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  const { status, count, progress } = done.value;
  const told = `${status}: ${count.name} of ${count.site}, ${count.postedOn}: ${progressLine(progress)}`;
  terminal.print(json === true ? JSON.stringify(done.value, null, 2) : told);
  if (progress.lines === 0)
    terminal.note('Nothing is recorded there; what is found can be entered all the same.');
  return EXIT.done;
}

async function list({ terminal, place, json }: Work): Promise<number> {
  const counts = await listCounts(place);
  terminal.print(json === true ? JSON.stringify({ counts }, null, 2) : countsText(counts));
  return EXIT.done;
}

async function show(work: Work): Promise<number> {
  const { terminal, place, name, json, state, differing, all, after } = work;
  if (state === undefined && differing !== true && all !== true) {
    const shown = await showCount(place, name);
    if (!shown.ok) return tellRefusals(terminal, shown.reasons);
    terminal.print(json === true ? JSON.stringify(shown.value, null, 2) : shownText(shown.value));
    return EXIT.done;
  }
  const wanted = {
    state: stateOf(state),
    differing: differing === true,
    after: after === undefined ? undefined : Number(after),
  };
  const lines = await listCountLines(place, name, wanted);
  if (!lines.ok) return tellRefusals(terminal, lines.reasons);
  terminal.print(json === true ? JSON.stringify(lines.value, null, 2) : linesText(lines.value));
  return EXIT.done;
}

async function sheet({ terminal, place, books, name, all, format, out }: Work): Promise<number> {
  const made = await countSheet(place, name, all === true);
  if (!made.ok) return tellRefusals(terminal, made.reasons);
  const sink = await exportSink(out);
  if ('fault' in sink) {
    terminal.note(sink.fault);
    return EXIT.usage;
  }
  try {
    const form = sheetFormats.find((one) => one === format) ?? 'csv';
    await sink.write(writeCountSheet(made.value, form, books.sheets));
  } finally {
    await sink.close();
  }
  if (out !== undefined) terminal.note(`The sheet of ${name} is in ${out}.`);
  return EXIT.done;
}

async function enter(work: Work): Promise<number> {
  const { services, terminal, place, books, name, file, counter, key, json, dryRun } = work;
  const moment = momentOf(work.moment);
  const also = work.also === true;
  if (file !== undefined) {
    const defaults = { count: name, counter, moment, also: also ? 'yes' : undefined };
    const wanted = { kind: 'counts', file, defaults, dryRun, json } as const;
    return importDocumentFile(services, books, place.company, wanted);
  }
  const lines = (work.line ?? []).map((text) => {
    const [, where = '', quantity = ''] = UNITS.exec(text) ?? [];
    return { ...lineOf(where), quantity, also, moment };
  });
  const request = { counter, key, lines };
  if (dryRun === true) {
    const checked = await checkEntries(place, name, request);
    if (!checked.ok) return tellRefusals(terminal, checked.reasons);
    terminal.print(`${linesInWords(checked.value.entered)} would be entered`);
    return EXIT.done;
  }
  const done = await enterCount(place, name, request);
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  const { status, entered, progress } = done.value;
  const told = `${status}: ${linesInWords(entered)}; ${progressLine(progress)}`;
  terminal.print(json === true ? JSON.stringify(done.value, null, 2) : told);
  return EXIT.done;
}

async function recount(work: Work): Promise<number> {
  const { terminal, place, name, line, json } = work;
  const done = await recountLines(place, name, {
    lines: linesOf(line),
    tolerance: toleranceOf(work),
  });
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  const { lines, progress } = done.value;
  const told = `to be counted again: ${linesInWords(lines.length)}; ${progressLine(progress)}`;
  terminal.print(json === true ? JSON.stringify(done.value, null, 2) : told);
  return EXIT.done;
}

async function accept(work: Work): Promise<number> {
  const { terminal, place, name, line, except, key, uncountedIsZero, dryRun, json } = work;
  const request = {
    key,
    lines: linesOf(line),
    except: linesOf(except),
    tolerance: toleranceOf(work),
    uncounted: uncountedIsZero === true ? ('zero' as const) : undefined,
    postedOn: work.postedOn,
  };
  const done = await (dryRun === true ? previewAcceptance : acceptCount)(place, name, request);
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  terminal.print(json === true ? JSON.stringify(done.value, null, 2) : acceptedText(done.value));
  return EXIT.done;
}

async function cancel({ terminal, place, name, because = '', json }: Work): Promise<number> {
  const done = await cancelCount(place, name, because);
  if (!done.ok) return tellRefusals(terminal, done.reasons);
  const told = `cancelled: ${name}; ${progressLine(done.value.progress)}`;
  terminal.print(json === true ? JSON.stringify(done.value, null, 2) : told);
  return EXIT.done;
}
