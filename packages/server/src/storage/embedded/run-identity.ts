import { readFileSync, statSync } from 'node:fs';
import type { RunIdentity } from './processes.ts';

const NOBODY = { uid: 65_534, gid: 65_534 } as const;

/**
 * The user PostgreSQL is run as. It refuses to run as root; so root hands it to the owner of an
 * existing data folder, and a new folder to `nobody`, who exists everywhere and owns nothing else.
 * No user is created on the machine.
 */
export function postgresIdentity(dataFolder: string): RunIdentity {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(dataFolder) ?? nobody();
}

function ownerOf(folder: string): RunIdentity {
  const found = statSync(folder, { throwIfNoEntry: false });
  if (found === undefined || found.uid === 0) return undefined;
  return { uid: found.uid, gid: found.gid };
}

function nobody(): RunIdentity {
  const line = userList().find((entry) => entry.startsWith('nobody:'));
  const [, , uid, gid] = line?.split(':') ?? [];
  if (!/^\d+$/.test(uid ?? '') || !/^\d+$/.test(gid ?? '')) return NOBODY;
  return { uid: Number(uid), gid: Number(gid) };
}

function userList(): string[] {
  try {
    return readFileSync('/etc/passwd', 'utf8').split('\n');
  } catch {
    return [];
  }
}
