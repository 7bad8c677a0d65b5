import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { type PostgresBinaries, programOf } from './postgres-binaries.ts';
import type { PostgresLog } from './postgres-log.ts';
import type { PostgresSettings } from './postgres-settings.ts';
import { pause, plainEnvironment, type RunIdentity, runToEnd } from './processes.ts';
import { PostgresStartFailure } from './start-failure.ts';

/** How a server ended: by itself with a code, or by a signal. */
type PostgresExit = { readonly code: number | null; readonly signal: string | null };

/** A server that accepts connections. */
export type PostgresProcess = {
  /** Whether it had to recover from an unclean end of its predecessor. */
  readonly recovered: boolean;
  /** Resolves when the server has ended, for whatever reason, or lost its guard. */
  readonly exited: Promise<PostgresExit>;
  /** Disconnects everybody, writes everything down and ends the server; resolves when it is gone. */
  readonly stop: () => Promise<PostgresExit>;
};

/** What a server is started with. */
export type Launch = {
  readonly binaries: PostgresBinaries;
  readonly dataFolder: string;
  readonly settings: PostgresSettings;
  readonly identity: RunIdentity;
  readonly serverLog: PostgresLog;
  /** Called while the start takes long, with what the server last said. */
  readonly onWaiting: (lastLine: string) => void;
};

/**
 * Runs the server under a guard that reads from a pipe whose other end only we hold. When we end,
 * however we end, the pipe ends, and the guard stops the server. Signals to the whole group are left
 * to the server, which knows what to do with them. The watcher is ended when the server goes first,
 * so that it can never signal a stranger who got the same process number.
 */
const GUARD = `
trap '' HUP INT QUIT TERM
"$@" 3<&- &
server=$!
{ read -r _ <&3; kill -INT "$server"; } &
watcher=$!
exec 3<&-
wait "$server"
code=$?
kill -KILL "$watcher" 2>&-
exit "$code"
`;

const READY = 'database system is ready to accept connections';
const RECOVERY = /was not properly shut down|database system was interrupted/;
const PATIENCE_MILLISECONDS = 10_000;
const MOMENT_MILLISECONDS = 500;

/** Starts the server and resolves once it accepts connections; a failure carries its last words. */
export async function launchPostgres(launch: Launch): Promise<PostgresProcess> {
  const child = spawnServer(launch);
  const gone = closeOf(child);
  const exited = Promise.race([gone, exitOf(child)]);
  let recovered = false;
  const isReady = new Promise<'ready'>((resolve) => {
    eachLine(child.stderr, (line) => {
      launch.serverLog.write(line);
      recovered ||= RECOVERY.test(line);
      if (line.includes(READY)) resolve('ready');
    });
  });
  const waiting = setInterval(() => {
    launch.onWaiting(launch.serverLog.lastLines().at(-1) ?? '');
  }, PATIENCE_MILLISECONDS);
  const outcome = await Promise.race([isReady, exited]);
  clearInterval(waiting);
  if (outcome !== 'ready') throw notStarted(launch, outcome);
  return { recovered, exited, stop: () => stopServer(launch, child, gone) };
}

function spawnServer(launch: Launch): ChildProcess {
  const server = [programOf(launch.binaries, 'postgres'), '-D', launch.dataFolder];
  for (const [name, value] of Object.entries(launch.settings)) {
    server.push('-c', `${name}=${value}`);
  }
  const [program = '', ...programArguments] =
    process.platform === 'win32' ? server : ['sh', '-c', GUARD, 'perpetua-postgres', ...server];
  return spawn(program, programArguments, {
    ...launch.identity,
    cwd: process.platform === 'win32' ? undefined : '/',
    env: plainEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    // In a group of its own a Ctrl-C on the terminal reaches us, not the server.
    detached: process.platform !== 'win32',
    windowsHide: true,
  });
}

async function stopServer(
  launch: Launch,
  child: ChildProcess,
  gone: Promise<PostgresExit>,
): Promise<PostgresExit> {
  if (process.platform === 'win32') {
    const pgCtl = programOf(launch.binaries, 'pg_ctl');
    await runToEnd(pgCtl, ['stop', '-D', launch.dataFolder, '-m', 'fast'], launch);
  }
  closeGuardPipe(child);
  return gone;
}

function closeGuardPipe(child: ChildProcess): void {
  const pipe: Readable | Writable | null | undefined = child.stdio[3];
  pipe?.destroy();
}

/** The server is gone when nobody is left who could write to its messages, its workers included. */
function closeOf(child: ChildProcess): Promise<PostgresExit> {
  return new Promise((resolve) => {
    child.on('error', (error) => resolve({ code: null, signal: error.message }));
    child.on('close', (code, signal) => resolve({ code, signal }));
  });
}

/** The end of the guard, with a moment for the last messages, but not for workers still at work. */
async function exitOf(child: ChildProcess): Promise<PostgresExit> {
  const exit = await new Promise<PostgresExit>((resolve) => {
    child.on('exit', (code, signal) => resolve({ code, signal }));
  });
  // When the guard goes first, the server must not stay behind without one.
  closeGuardPipe(child);
  await pause(MOMENT_MILLISECONDS);
  return exit;
}

function eachLine(stream: Readable | null, use: (line: string) => void): void {
  if (stream !== null) createInterface({ input: stream }).on('line', use);
}

function notStarted(launch: Launch, exit: PostgresExit): PostgresStartFailure {
  const lines = launch.serverLog.lastLines().slice(-5);
  const lastWords = lines.length === 0 ? `exit code ${exit.code ?? exit.signal}` : lines.join('\n');
  return new PostgresStartFailure(
    'start-failed',
    `PostgreSQL did not start: ${lastWords}`,
    'The log beside the data folder has the whole story.',
  );
}
