import { createHash, randomBytes } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  existsSync,
  lchownSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { type PostgresBinaries, programOf } from './postgres-binaries.ts';
import { isAlive, isAllowed, isErrorCode, type RunIdentity, runToEnd } from './processes.ts';
import { postgresIdentity } from './run-identity.ts';
import { PostgresStartFailure } from './start-failure.ts';

/** The superuser of the embedded server, and the database that is there from the beginning. */
export const SUPERUSER = 'postgres';
export const DATABASE = 'perpetua';

/** What a new data folder is made with. */
export type NewDataFolder = {
  readonly dataFolder: string;
  readonly binaries: PostgresBinaries;
  readonly identity: RunIdentity;
  readonly durable: boolean;
  /** Where the superuser's password lies; without one the socket's folder is the only door. */
  readonly passwordFile?: string;
};

/** What this process is making at the moment; anything else of its number is a predecessor's. */
const unfinished = new Set<string>();

/**
 * The folder to use when nobody named one: the preferred one, unless the user PostgreSQL runs as
 * cannot enter its parents (root's clone below /root). Then it is a folder below /var/lib/perpetua
 * whose name is made from the preferred path, so that the same clone finds the same books again.
 */
export function reachableDataFolder(preferred: string): string {
  const folder = resolve(preferred);
  if (isReachable(folder, postgresIdentity(folder))) return folder;
  const fingerprint = createHash('sha256').update(folder).digest('hex').slice(0, 8);
  return join('/var/lib/perpetua', `${basename(folder)}-${fingerprint}`);
}

/**
 * Looks at the data folder before anything is started: `absent` when it must be made first,
 * `present` when it holds a database of this version. Everything else is a failure that says what
 * is wrong with it.
 */
export function inspectDataFolder(
  dataFolder: string,
  binaries: PostgresBinaries,
  identity: RunIdentity,
): 'absent' | 'present' {
  if (!isReachable(dataFolder, identity)) throw unreachable(dataFolder, identity);
  if (!existsSync(dataFolder)) return 'absent';
  const names = readNames(dataFolder);
  if (names.length === 0) return 'absent';
  if (!names.includes('PG_VERSION')) {
    throw new PostgresStartFailure(
      'data-folder-not-empty',
      `The folder ${dataFolder} holds files, but no PostgreSQL database.`,
      'Name an empty folder, or one that Perpetua made.',
    );
  }
  const found = readFileSync(join(dataFolder, 'PG_VERSION'), 'latin1').trim();
  if (found === binaries.major) return 'present';
  throw new PostgresStartFailure(
    'data-folder-of-other-version',
    `The data folder ${dataFolder} was written by PostgreSQL ${found}; this Perpetua brings PostgreSQL ${binaries.major}.`,
    'Make a backup with the Perpetua that wrote it and restore that into a new data folder.',
  );
}

/**
 * Makes a data folder with an empty database. The work is done beside it and the result renamed, so
 * a folder that exists is always whole, however the work was broken off.
 */
export async function createDataFolder(order: NewDataFolder): Promise<void> {
  const { dataFolder, identity } = order;
  const incoming = `${dataFolder}.new-${process.pid}-${randomBytes(4).toString('hex')}`;
  unfinished.add(incoming);
  try {
    createParents(dirname(dataFolder));
    sweepUnfinished(dataFolder);
    mkdirSync(incoming, { mode: 0o700 });
    if (identity !== undefined) chownSync(incoming, identity.uid, identity.gid);
    await runInitdb(order, incoming);
    await createDatabase(order, incoming);
    putInPlace(incoming, dataFolder);
  } catch (error) {
    if (error instanceof PostgresStartFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new PostgresStartFailure(
      'data-folder-not-created',
      `The data folder ${dataFolder} could not be made: ${reason}`,
      'Name a folder (not a mount point itself, but one inside it) that you may create and write.',
      error,
    );
  } finally {
    rmSync(incoming, { recursive: true, force: true });
    unfinished.delete(incoming);
  }
}

/** Hands a data folder that root brought along (a restored copy) to PostgreSQL's user. */
export function handOver(dataFolder: string, identity: RunIdentity): void {
  if (identity === undefined || statSync(dataFolder).uid === identity.uid) return;
  chownSync(dataFolder, identity.uid, identity.gid);
  for (const name of readdirSync(dataFolder, { recursive: true, encoding: 'utf8' })) {
    lchownSync(join(dataFolder, name), identity.uid, identity.gid);
  }
}

/** When two start on the same new folder, the first one's database counts and ours is dropped. */
function putInPlace(incoming: string, dataFolder: string): void {
  try {
    if (existsSync(dataFolder)) rmdirSync(dataFolder);
    renameSync(incoming, dataFolder);
  } catch (error) {
    if (!isErrorCode(error, 'ENOTEMPTY', 'EEXIST')) throw error;
  }
}

async function runInitdb(order: NewDataFolder, folder: string): Promise<void> {
  const authentication =
    order.passwordFile === undefined
      ? ['--auth=trust']
      : ['--auth=scram-sha-256', `--pwfile=${order.passwordFile}`];
  const initdbArguments = [
    `--pgdata=${folder}`,
    `--username=${SUPERUSER}`,
    ...authentication,
    '--encoding=UTF8',
    // Sorting must not change with the machine's libraries, so it is PostgreSQL's own.
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--data-checksums',
    '--no-instructions',
    ...(order.durable ? [] : ['--no-sync']),
  ];
  const finished = await runToEnd(programOf(order.binaries, 'initdb'), initdbArguments, order);
  if (finished.code !== 0) throw new Error(`initdb said: ${finished.output.trim()}`);
}

/** The database is made by the server alone, without anybody connecting, before the folder counts. */
async function createDatabase(order: NewDataFolder, folder: string): Promise<void> {
  const serverArguments = ['--single', '-D', folder, '-c', 'exit_on_error=on'];
  if (!order.durable) serverArguments.push('-F');
  const finished = await runToEnd(
    programOf(order.binaries, 'postgres'),
    [...serverArguments, SUPERUSER],
    {
      identity: order.identity,
      input: `create database ${DATABASE}\n`,
    },
  );
  if (finished.code !== 0) throw new Error(`postgres said: ${finished.output.trim()}`);
}

/** Parents made by root are left open to be passed through, whatever root's file mask is. */
function createParents(folder: string): void {
  const first = mkdirSync(folder, { recursive: true });
  if (first === undefined || process.getuid?.() !== 0) return;
  for (let made = folder; made.length >= first.length; made = dirname(made)) chmodSync(made, 0o755);
}

/** Removes what was begun beside the folder by a Perpetua that has died since. */
function sweepUnfinished(dataFolder: string): void {
  const beginning = `${basename(dataFolder)}.new-`;
  for (const name of readdirSync(dirname(dataFolder))) {
    const folder = join(dirname(dataFolder), name);
    if (!name.startsWith(beginning) || unfinished.has(folder)) continue;
    const owner = Number.parseInt(name.slice(beginning.length), 10);
    if (owner === process.pid || !isAlive(owner)) rmSync(folder, { recursive: true, force: true });
  }
}

function isReachable(dataFolder: string, identity: RunIdentity): boolean {
  let folder = dirname(dataFolder);
  while (!existsSync(folder)) folder = dirname(folder);
  return isAllowed(identity, 'enter', folder);
}

function readNames(dataFolder: string): string[] {
  try {
    return readdirSync(dataFolder);
  } catch (error) {
    throw new PostgresStartFailure(
      'data-folder-unreachable',
      `The data folder ${dataFolder} cannot be read: ${error instanceof Error ? error.message : ''}`,
      'Start Perpetua as the user who made the folder, or as root, or name another folder.',
      error,
    );
  }
}

function unreachable(dataFolder: string, identity: RunIdentity): PostgresStartFailure {
  const user = identity === undefined ? 'you' : `user ${identity.uid}`;
  const reason = identity === undefined ? '' : ' PostgreSQL refuses to run as root.';
  return new PostgresStartFailure(
    'data-folder-unreachable',
    `The data folder ${dataFolder} lies where ${user} may not go.${reason}`,
    'Name a data folder that this user can reach, such as /var/lib/perpetua.',
  );
}
