import { resolve } from 'node:path';
import { DATABASE, SUPERUSER } from './data-folder.ts';
import { isAlive, isPostgresOf } from './processes.ts';
import { readPostmasterLock } from './running-postmaster.ts';
import type { PostgresConnection } from './server-door.ts';
import { ownerOfSocketFolder, SOCKET_PORT } from './socket-folder.ts';

/**
 * How to reach the server that another Perpetua runs on this data folder; undefined when there is
 * none. So a command works beside a running `serve`: both post, the lane keeps them apart.
 */
export function joinRunningServer(dataFolder: string): PostgresConnection | undefined {
  const folder = resolve(dataFolder);
  const lock = readPostmasterLock(folder);
  if (lock === undefined || lock.socketFolder === '' || !isAlive(lock.processId)) return undefined;
  const owner = ownerOfSocketFolder(lock.socketFolder);
  if (!isPostgresOf(lock.processId, folder) || owner === undefined || !isAlive(owner))
    return undefined;
  return { host: lock.socketFolder, port: SOCKET_PORT, database: DATABASE, user: SUPERUSER };
}
