import { cpus, totalmem } from 'node:os';
import type {
  BenchOptions,
  BenchReport,
  FigureName,
  MeasuredFigure,
  MeasuringPlace,
} from '../../interfaces/cli/measured-figure.ts';
import { ownerConnection } from '../../storage/postgres/connections.ts';
import { type Bench, openBench } from './bench-books.ts';
import { measureCopyRatio, measureDemonstrationCopyRatio } from './copy-ratio.ts';

const MEASUREMENTS: Partial<Record<FigureName, (bench: Bench) => Promise<MeasuredFigure>>> = {
  copy: measureCopyRatio,
  'copy-demo': measureDemonstrationCopyRatio,
};

/** Measures the figures that were asked for, one after the other, and clears everything away. */
export async function runBenchmarks(
  options: BenchOptions,
  tell: (message: string) => void,
): Promise<BenchReport> {
  const { bench, close } = await openBench(options, tell);
  try {
    const place = await placeOf(bench, options.databaseUrl === undefined);
    const figures: MeasuredFigure[] = [];
    for (const name of options.figures) {
      tell(`Measuring ${name}.`);
      const measure = MEASUREMENTS[name];
      if (measure !== undefined) figures.push(await measure(bench));
    }
    return { place, quick: options.quick, rounds: options.rounds, figures };
  } finally {
    await close();
  }
}

const SETTINGS = [
  'fsync',
  'synchronous_commit',
  'full_page_writes',
  'wal_compression',
  'shared_buffers',
];

async function placeOf({ connection }: Bench, temporaryServer: boolean): Promise<MeasuringPlace> {
  const client = await ownerConnection(connection);
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      `select name, current_setting(name) as setting from pg_settings where name = any($1)`,
      [[...SETTINGS, 'server_version']],
    );
    const settings = Object.fromEntries(rows.map(({ name, setting }) => [name, setting]));
    const { server_version: postgres = '', ...others } = settings;
    const processors = cpus();
    return {
      processors: processors.length,
      processor: processors[0]?.model.trim() ?? '',
      memoryMebibytes: Math.trunc(totalmem() / 1024 / 1024),
      system: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      postgres,
      settings: others,
      temporaryServer,
    };
  } finally {
    await client.end();
  }
}
