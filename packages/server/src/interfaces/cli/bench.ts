import { Command } from 'commander';
import type { CliServices } from './cli-books.ts';
import { pageOf } from './command.ts';
import {
  type BenchReport,
  FIGURES,
  type FigureName,
  type MeasuredFigure,
  type MeasuringPlace,
  ONLY_WHEN_NAMED,
} from './measured-figure.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = {
  readonly quick?: boolean;
  readonly only?: string;
  readonly rounds: string;
  readonly databaseUrl?: string;
  readonly json?: boolean;
};

/** What a quick run does of the full counts. */
const QUICK = 0.1;
const FEWEST_ROUNDS = 3;
const DEFAULT_ROUNDS = 5;
const MOST_ROUNDS = 99;

/** Measures the published figures on this machine. */
export function benchCommand(services: CliServices): Command {
  return new Command('bench')
    .description('measure the published figures on this machine')
    .option('--only <figures>', `some of them, with commas between: ${names().join(', ')}`)
    .option('--rounds <number>', 'alternating rounds of each comparison', String(DEFAULT_ROUNDS))
    .option('--quick', 'a tenth of the counts')
    .option('--database-url <url>', 'an empty database of your own; it is filled and left so')
    .option('--json', 'the figures as JSON')
    .addHelpText('after', () => `\n${pageOf('bench')}`)
    .action((options: Options) => bench(services, options));
}

const isFigure = (name: string): name is FigureName => Object.hasOwn(FIGURES, name);

const names = (): readonly FigureName[] => Object.keys(FIGURES).filter(isFigure);

async function bench({ terminal, bench: measure }: CliServices, options: Options): Promise<void> {
  const wanted =
    options.only?.split(',').map((name) => name.trim()) ??
    names().filter((name) => !ONLY_WHEN_NAMED.has(name));
  const unknown = wanted.filter((name) => !isFigure(name));
  const rounds = /^\d{1,2}$/.test(options.rounds) ? Number.parseInt(options.rounds, 10) : 0;
  if (unknown.length > 0 || rounds < FEWEST_ROUNDS) {
    terminal.note(
      unknown.length > 0
        ? `There is no figure ${unknown.join(', ')}. There are ${names().join(', ')}.`
        : `--rounds takes a number from ${FEWEST_ROUNDS} to ${MOST_ROUNDS}, not ${options.rounds}.`,
    );
    process.exitCode = EXIT.usage;
    return;
  }
  const { databaseUrl, json, quick } = options;
  const outcome = await measure(
    {
      figures: names().filter((name) => wanted.includes(name)),
      rounds,
      portion: quick === true ? QUICK : 1,
      ...(databaseUrl === undefined ? {} : { databaseUrl }),
    },
    terminal.note,
  );
  if ('refused' in outcome) {
    terminal.note(outcome.refused);
    process.exitCode = EXIT.refused;
    return;
  }
  const { report } = outcome;
  terminal.print(json === true ? JSON.stringify(report, null, 2) : reportText(report));
}

/** A report as people read it: the machine, then every figure with both sides of its ratio. */
function reportText({ place, portion, rounds, figures }: BenchReport): string {
  const part = portion === 1 ? '' : `, ${portion} of the full counts`;
  const head = `${placeText(place)}\nMedian, lowest and highest of ${rounds} rounds${part}.`;
  return [head, ...figures.map(figureText)].join('\n\n');
}

function placeText(place: MeasuringPlace): string {
  const { processors, processor, memoryMebibytes, system, node, postgres, settings } = place;
  const gibibytes = Math.round(memoryMebibytes / 1024);
  const server = place.temporaryServer ? 'a temporary server' : 'the database given';
  return [
    `${processors} × ${processor}, ${gibibytes} GiB, ${system}, Node ${node}, PostgreSQL ${postgres} (${server})`,
    Object.entries(settings)
      .map(([name, value]) => `${name} = ${value}`)
      .join(', '),
  ].join('\n');
}

function figureText({ name, title, measures, ratios, notes }: MeasuredFigure): string {
  const rows = [
    ...measures.map(({ of, unit, ...spread }) => [of, ...spreadOf(spread, numberText), unit]),
    ...ratios.map(({ of, wanted, ...spread }) => [
      of,
      ...spreadOf(spread, (value) => value.toFixed(2)),
      wantedText(spread.median, wanted),
    ]),
  ];
  const table = textTable(
    [
      { label: `${title} (${name})`, align: 'left' },
      { label: 'median', align: 'right' },
      { label: 'lowest', align: 'right' },
      { label: 'highest', align: 'right' },
      { label: '', align: 'left' },
    ],
    rows,
    ratios.length === 0 ? new Set() : new Set([measures.length]),
  );
  return [table, ...notes].join('\n');
}

type Spread = Pick<MeasuredFigure['measures'][number], 'median' | 'lowest' | 'highest'>;

const spreadOf = (
  { median, lowest, highest }: Spread,
  text: (value: number) => string,
): readonly string[] => [text(median), text(lowest), text(highest)];

function wantedText(median: number, wanted: number | undefined): string {
  if (wanted === undefined) return '';
  return `wanted ${wanted} or more: ${median >= wanted ? 'yes' : 'no'}`;
}

/** Large numbers whole, small ones with the decimals that matter. */
function numberText(value: number): string {
  const decimals = Math.abs(value) >= 100 ? 0 : 2;
  return value.toLocaleString('en', {
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  });
}
