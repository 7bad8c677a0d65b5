import { resolve } from 'node:path';
import { createDataFolder, handOver, inspectDataFolder } from './data-folder.ts';
import { type PostgresBinaries, usablePostgresBinaries } from './postgres-binaries.ts';
import { openPostgresLog } from './postgres-log.ts';
import { type Launch, launchPostgres, type PostgresProcess } from './postgres-process.ts';
import { durableSettings, type PostgresSettings, temporarySettings } from './postgres-settings.ts';
import { pause, type RunIdentity } from './processes.ts';
import { postgresIdentity } from './run-identity.ts';
import { awaitFreeDataFolder, readPostmasterLock } from './running-postmaster.ts';
import { connectionStringOf, openServerDoor, type PostgresConnection } from './server-door.ts';
import { PostgresStartFailure } from './start-failure.ts';
import { preparePasswordFile } from './superuser-password.ts';

/** What to start, and whom to tell. */
export type EmbeddedPostgresOptions = {
  /** PostgreSQL's own folder; made when absent, together with its parents. Not a mount point. */
  readonly dataFolder: string;
  /** Server settings that replace the standard ones. */
  readonly settings?: PostgresSettings;
  /** False for a database that is thrown away afterwards: faster, and lost with the power. */
  readonly durable?: boolean;
  /** Gets a sentence for people about every step that takes time or matters. */
  readonly log: (message: string) => void;
  /** Called when the server ends although nobody asked it to. */
  readonly onExit?: (exit: UnexpectedExit) => void;
};

/** How a server ended that should have gone on. */
export type UnexpectedExit = {
  readonly code: number | null;
  readonly signal: string | null;
  /** What the server said last, oldest line first. */
  readonly lastLines: readonly string[];
};

/** A running server of our own. */
export type EmbeddedPostgres = {
  readonly connection: PostgresConnection;
  readonly connectionString: string;
  /** The version of the shipped PostgreSQL, such as `18.4`. */
  readonly version: string;
  /** The process number of the server itself, not of its guard. */
  readonly processId: number;
  /** Whether the server had to recover from a crash before it opened. */
  readonly recovered: boolean;
  /** Where the server's own messages are kept. */
  readonly logFile: string;
  /** Disconnects everybody, writes everything down and ends the server; may be called again. */
  readonly stop: () => Promise<void>;
};

const PATIENCE_MILLISECONDS = 30_000;

/**
 * Starts the PostgreSQL that came with the packages on a data folder, and makes the folder when it
 * is not there. No port, no user account, no install script: the server answers on a socket only
 * its own user and root can reach, runs as `nobody` when we are root, and stops when we end, even
 * by `kill -9`. Throws `PostgresStartFailure` with a remedy when it cannot.
 */
export async function startEmbeddedPostgres(
  options: EmbeddedPostgresOptions,
): Promise<EmbeddedPostgres> {
  const beginning = performance.now();
  const dataFolder = resolve(options.dataFolder);
  const identity = postgresIdentity(dataFolder);
  const binaries = usablePostgresBinaries(identity, options.log);
  await prepareDataFolder(options, dataFolder, binaries, identity);
  const door = await openServerDoor(dataFolder, identity);
  const logFile = `${dataFolder}.log`;
  const serverLog = openPostgresLog(logFile);
  const launch: Launch = {
    binaries,
    dataFolder,
    settings: { ...standardSettings(options), ...options.settings, ...door.settings },
    identity,
    serverLog,
    onWaiting: (lastLine) => options.log(`PostgreSQL is still starting: ${lastLine}`),
  };
  const close = (): void => {
    door.close();
    serverLog.close();
  };
  const server = await launchPatiently(launch, options.log).catch((error: unknown) => {
    close();
    throw error;
  });
  const version = binaries.version.split('.').slice(0, 2).join('.');
  reportStart(options, server, performance.now() - beginning, version);
  return {
    connection: door.connection,
    connectionString: connectionStringOf(door.connection),
    version,
    processId: readPostmasterLock(dataFolder)?.processId ?? 0,
    recovered: server.recovered,
    logFile,
    stop: stopOnce(options, launch, server, close),
  };
}

function standardSettings(options: EmbeddedPostgresOptions): PostgresSettings {
  return (options.durable ?? true) ? durableSettings() : temporarySettings();
}

async function prepareDataFolder(
  options: EmbeddedPostgresOptions,
  dataFolder: string,
  binaries: PostgresBinaries,
  identity: RunIdentity,
): Promise<void> {
  if (inspectDataFolder(dataFolder, binaries, identity) === 'absent') {
    options.log(`Making a new database in ${dataFolder}.`);
    const passwordFile = preparePasswordFile(dataFolder);
    await createDataFolder({
      dataFolder,
      binaries,
      identity,
      durable: options.durable ?? true,
      ...(passwordFile === undefined ? {} : { passwordFile }),
    });
  }
  handOver(dataFolder, identity);
  await awaitFreeDataFolder(dataFolder, options.log);
}

/**
 * Starts the server, and again for a while when what stands in the way passes by itself: workers of
 * a killed server that still hold its memory, or another start in the same moment.
 */
async function launchPatiently(
  launch: Launch,
  log: (message: string) => void,
): Promise<PostgresProcess> {
  const deadline = performance.now() + PATIENCE_MILLISECONDS;
  for (;;) {
    try {
      return await launchPostgres(launch);
    } catch (error) {
      if (!passesByItself(error) || performance.now() > deadline) throw error;
      await pause(200);
      await awaitFreeDataFolder(launch.dataFolder, log);
    }
  }
}

function passesByItself(error: unknown): boolean {
  return (
    error instanceof PostgresStartFailure &&
    /pre-existing shared memory block|lock file "postmaster.pid" already exists/.test(error.message)
  );
}

function reportStart(
  options: EmbeddedPostgresOptions,
  server: PostgresProcess,
  milliseconds: number,
  version: string,
): void {
  if (server.recovered) {
    options.log(
      'PostgreSQL had not been stopped properly; it has recovered by itself, and everything committed is there.',
    );
  }
  options.log(`PostgreSQL ${version} started in ${Math.ceil(milliseconds)} ms.`);
}

/** Watches the server until it ends, and tells an end that was asked for from one that was not. */
function stopOnce(
  options: EmbeddedPostgresOptions,
  launch: Launch,
  server: PostgresProcess,
  close: () => void,
): () => Promise<void> {
  let stopping: Promise<void> | undefined;
  const watching = server.exited.then((exit) => {
    const lastLines = [...launch.serverLog.lastLines()];
    close();
    if (stopping === undefined) options.onExit?.({ ...exit, lastLines });
  });
  return () => {
    stopping ??= server.stop().then(() => watching);
    return stopping;
  };
}
