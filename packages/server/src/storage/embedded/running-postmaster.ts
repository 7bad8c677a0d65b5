import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, isErrorCode, isPostgresOf, pause, processesWorkingIn } from './processes.ts';
import { ownerOfSocketFolder } from './socket-folder.ts';
import { PostgresStartFailure } from './start-failure.ts';

/** What PostgreSQL writes into `postmaster.pid` while it runs. */
export type PostmasterLock = {
  readonly processId: number;
  readonly socketFolder: string;
};

const LONGEST_STOP_MILLISECONDS = 120_000;

/** The lock file of the folder, or nothing when no server runs or ran there uncleanly. */
export function readPostmasterLock(dataFolder: string): PostmasterLock | undefined {
  try {
    const lines = readFileSync(join(dataFolder, 'postmaster.pid'), 'latin1').split('\n');
    const processId = Math.abs(Number.parseInt(lines[0] ?? '', 10));
    return Number.isNaN(processId) ? undefined : { processId, socketFolder: lines[4] ?? '' };
  } catch (error) {
    if (isErrorCode(error, 'ENOENT')) return undefined;
    throw error;
  }
}

/**
 * Makes sure that no PostgreSQL serves this folder. One whose Perpetua has died is on its way out
 * and is waited for; one whose Perpetua lives is a failure that names it. The lock file a dead
 * server left is PostgreSQL's own to judge, except when its number now belongs to a stranger:
 * PostgreSQL would take the stranger for a server and never start again.
 */
export async function awaitFreeDataFolder(
  dataFolder: string,
  log: (message: string) => void,
): Promise<void> {
  const deadline = performance.now() + LONGEST_STOP_MILLISECONDS;
  let isAnnounced = false;
  for (;;) {
    const lock = readPostmasterLock(dataFolder);
    if (lock === undefined || !isAlive(lock.processId)) return;
    if (!isPostgresOf(lock.processId, dataFolder)) {
      removeStrangersLock(dataFolder);
      return;
    }
    const owner = ownerOfSocketFolder(lock.socketFolder);
    const isAbandoned = owner !== undefined && !isAlive(owner);
    if (!isAbandoned || performance.now() > deadline) throw inUse(dataFolder, lock, owner);
    if (!isAnnounced) log('Waiting for the PostgreSQL of a Perpetua that was killed to stop.');
    isAnnounced = true;
    await pause(50);
  }
}

function removeStrangersLock(dataFolder: string): void {
  // Workers of a killed server may still be writing; PostgreSQL finds them through the lock file.
  if (processesWorkingIn(dataFolder).length === 0) {
    rmSync(join(dataFolder, 'postmaster.pid'), { force: true });
  }
}

function inUse(
  dataFolder: string,
  lock: PostmasterLock,
  owner: number | undefined,
): PostgresStartFailure {
  const holder =
    owner !== undefined && isAlive(owner)
      ? `another Perpetua (process ${owner}, its PostgreSQL is process ${lock.processId})`
      : `a PostgreSQL that Perpetua did not start (process ${lock.processId})`;
  return new PostgresStartFailure(
    'data-folder-in-use',
    `The data folder ${dataFolder} is in use by ${holder}.`,
    `Stop process ${owner ?? lock.processId} first, or name another data folder.`,
  );
}
