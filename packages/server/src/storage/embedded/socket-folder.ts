import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmdirSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isAlive, isAllowed, type RunIdentity } from './processes.ts';
import { PostgresStartFailure } from './start-failure.ts';

/** The port only names the socket file; nothing listens on the network. */
export const SOCKET_PORT = 5432;

const FOLDER_NAME = /^perpetua-(\d+)-[A-Za-z0-9]+$/;
const SOCKET_FILES = [`.s.PGSQL.${SOCKET_PORT}`, `.s.PGSQL.${SOCKET_PORT}.lock`];

/** The operating system refuses socket paths longer than this many bytes. */
const LONGEST_SOCKET_PATH = 103;

/**
 * Makes a fresh folder for the socket, short of path and closed to everybody but PostgreSQL's user
 * and root; whoever can enter it needs no password. Its name carries our process number, so that a
 * folder can be traced to its owner.
 */
export function createSocketFolder(identity: RunIdentity): string {
  for (const parent of socketParents(identity)) {
    quietly(() => sweepSocketFolders(parent));
    try {
      return createSocketFolderIn(parent, identity);
    } catch {
      // A temporary folder that cannot be written is no place for a socket; the next one may be.
    }
  }
  throw new PostgresStartFailure(
    'start-failed',
    'There is no temporary folder with a short path that PostgreSQL may use for its socket.',
    'Set TMPDIR to a writable folder such as /tmp and start again.',
  );
}

/** Removes the folder of a server that has stopped. What is not ours in it stays. */
export function removeSocketFolder(folder: string): void {
  for (const name of SOCKET_FILES) quietly(() => unlinkSync(join(folder, name)));
  quietly(() => rmdirSync(folder));
}

/** The process number of the Perpetua that made this socket folder, if it was one. */
export function ownerOfSocketFolder(folder: string): number | undefined {
  const owner = FOLDER_NAME.exec(basename(folder))?.[1];
  return owner === undefined ? undefined : Number(owner);
}

function createSocketFolderIn(parent: string, identity: RunIdentity): string {
  const folder = mkdtempSync(join(parent, `perpetua-${process.pid}-`));
  chmodSync(folder, 0o700);
  if (identity !== undefined) chownSync(folder, identity.uid, identity.gid);
  return folder;
}

function socketParents(identity: RunIdentity): string[] {
  const roomForName = `/perpetua-4194304-abcdef/.s.PGSQL.${SOCKET_PORT}`.length;
  return [tmpdir(), '/tmp', '/var/tmp']
    .filter((folder) => existsSync(folder))
    .map((folder) => realpathSync(folder))
    .filter((folder) => Buffer.byteLength(folder) + roomForName <= LONGEST_SOCKET_PATH)
    .filter((folder) => isAllowed(identity, 'enter', folder));
}

/** Folders stay behind when both Perpetua and PostgreSQL are killed; those of the dead are removed. */
function sweepSocketFolders(parent: string): void {
  for (const name of readdirSync(parent)) {
    const owner = ownerOfSocketFolder(name);
    if (owner === undefined || isAlive(owner)) continue;
    const folder = join(parent, name);
    quietly(() => {
      if (lstatSync(folder).isDirectory()) sweepUnlessServed(folder);
    });
  }
}

/** A server that outlived its Perpetua for a moment still answers on its socket until it is gone. */
function sweepUnlessServed(folder: string): void {
  const lock = join(folder, `.s.PGSQL.${SOCKET_PORT}.lock`);
  const server = existsSync(lock) ? Number.parseInt(readFileSync(lock, 'latin1'), 10) : Number.NaN;
  if (Number.isNaN(server) || !isAlive(server)) removeSocketFolder(folder);
}

function quietly(work: () => void): void {
  try {
    work();
  } catch {
    // Somebody else's folder, or already gone: either way it is not ours to remove.
  }
}
