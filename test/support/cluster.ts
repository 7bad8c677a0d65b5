import { chmodSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { startEmbeddedPostgres } from '../../packages/server/src/storage/embedded/embedded-postgres.ts';
import { isAlive } from '../../packages/server/src/storage/embedded/processes.ts';
import type { PostgresConnection } from '../../packages/server/src/storage/embedded/server-door.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** The server of this run; a test asks `testDatabase()` for a database of its own on it. */
    readonly postgres: PostgresConnection;
  }
}

const FOLDER_NAME = /^perpetua-test-(\d+)-/;

/** Starts one PostgreSQL for the whole run, fast and forgetful, and removes it at the end. */
export default async function startCluster(project: TestProject): Promise<() => Promise<void>> {
  sweepAbandonedClusters();
  const folder = mkdtempSync(join(tmpdir(), `perpetua-test-${process.pid}-`));
  // PostgreSQL may run as another user than we do and must be able to pass.
  chmodSync(folder, 0o711);
  const server = await startEmbeddedPostgres({
    dataFolder: join(folder, 'postgres'),
    durable: false,
    // Every file of tests opens books of its own, many of them at once.
    settings: { max_connections: '400' },
    log: () => undefined,
    onExit: ({ lastLines }) => {
      console.error(`PostgreSQL ended during the tests:\n${lastLines.join('\n')}`);
    },
  });
  project.provide('postgres', server.connection);
  return async () => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
}

/** A run that was killed leaves its folder behind; the next one removes it. */
function sweepAbandonedClusters(): void {
  for (const name of readdirSync(tmpdir())) {
    const owner = Number(FOLDER_NAME.exec(name)?.[1] ?? process.pid);
    if (owner === process.pid || isAlive(owner)) continue;
    try {
      rmSync(join(tmpdir(), name), { recursive: true, force: true });
    } catch {
      // Another user's run: theirs to remove.
    }
  }
}
