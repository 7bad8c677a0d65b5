import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/**
 * The file of the superuser's password beside a data folder, made on first use. Only Windows needs
 * it: elsewhere the server answers on a socket in a closed folder, there on a port that every user
 * of the machine can reach.
 */
export function preparePasswordFile(dataFolder: string): string | undefined {
  if (process.platform !== 'win32') return undefined;
  const file = passwordFileOf(dataFolder);
  if (!existsSync(file)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, randomBytes(24).toString('base64url'), { mode: 0o600 });
  }
  return file;
}

/** The password of the server of this folder, where it needs one. */
export function passwordOf(dataFolder: string): string | undefined {
  if (process.platform !== 'win32') return undefined;
  return readFileSync(passwordFileOf(dataFolder), 'utf8').trim();
}

function passwordFileOf(dataFolder: string): string {
  return `${dataFolder}.password`;
}
