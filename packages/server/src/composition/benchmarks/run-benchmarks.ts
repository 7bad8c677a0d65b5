import { cpus, totalmem } from 'node:os';
import type {
  BenchOptions,
  BenchOutcome,
  FigureName,
  MeasuredFigure,
  MeasuringPlace,
} from '../../interfaces/cli/measured-figure.ts';
import { ownerConnection } from '../../storage/postgres/connections.ts';
import { measureSynchronization } from './account-synchronization.ts';
import { type Bench, isEmptyDatabase, openBench } from './bench-books.ts';
import { measureCopyRatio, measureDemonstrationCopyRatio } from './copy-ratio.ts';
import { measureCount } from './count-rows.ts';
import { measureHotItem } from './hot-item.ts';
import { measureHttp } from './http-answers.ts';
import { measureImport } from './import-rate.ts';
import { measureLateFacts } from './late-facts.ts';
import { measureMemory } from './memory-use.ts';
import { measureNumbering } from './numbering.ts';
import { measureSeal } from './seal.ts';
import { measureTimeAxes } from './time-axes.ts';
import { measureTpcb } from './tpcb.ts';
import { measureWal } from './wal-bytes.ts';

const MEASUREMENTS: Readonly<Record<FigureName, (bench: Bench) => Promise<MeasuredFigure>>> = {
  copy: measureCopyRatio,
  'copy-demo': measureDemonstrationCopyRatio,
  tpcb: measureTpcb,
  hot: measureHotItem,
  numbering: measureNumbering,
  seal: measureSeal,
  import: measureImport,
  wal: measureWal,
  http: measureHttp,
  memory: measureMemory,
  'sync-accounts': measureSynchronization,
  'late-facts': measureLateFacts,
  count: measureCount,
  'as-of': measureTimeAxes,
};

/**
 * Measures the figures that were asked for, one after the other, and clears everything away, also
 * when it is interrupted. A database that is not empty is refused.
 *
 * @param tell is told what is being done
 */
export async function runBenchmarks(
  options: BenchOptions,
  tell: (message: string) => void,
): Promise<BenchOutcome> {
  const { databaseUrl, portion, rounds } = options;
  if (databaseUrl !== undefined && !(await isEmptyDatabase(databaseUrl)))
    return { refused: NOT_EMPTY };
  const { bench, close } = await openBench(options, tell);
  const interrupted = (): void => {
    tell('Stopping.');
    void close().finally(() => process.exit(1));
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const place = await placeOf(bench, databaseUrl === undefined);
    const figures: MeasuredFigure[] = [];
    for (const name of options.figures) {
      tell(`Measuring ${name}.`);
      figures.push(await MEASUREMENTS[name](bench));
    }
    return { report: { place, portion, rounds, figures } };
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    await close();
  }
}

const NOT_EMPTY =
  'The database is not empty, and benchmarks fill the one they are given. Create an empty one for them.';

/** Settings that decide what an acknowledged transaction is worth. */
const SETTINGS = ['fsync', 'synchronous_commit', 'full_page_writes', 'shared_buffers'];

async function placeOf({ connection }: Bench, temporaryServer: boolean): Promise<MeasuringPlace> {
  const client = await ownerConnection(connection);
  try {
    const { rows } = await client.query<{ name: string; setting: string }>(
      'select name, current_setting(name) as setting from pg_settings where name = any($1) order by name',
      [[...SETTINGS, 'server_version']],
    );
    const { server_version: postgres = '', ...settings } = Object.fromEntries(
      rows.map(({ name, setting }) => [name, setting]),
    );
    const processors = cpus();
    return {
      processors: processors.length,
      processor: processors[0]?.model.trim() ?? '',
      memoryMebibytes: Math.trunc(totalmem() / 1024 / 1024),
      system: `${process.platform} ${process.arch}`,
      node: process.versions.node,
      postgres,
      settings,
      temporaryServer,
    };
  } finally {
    await client.end();
  }
}
