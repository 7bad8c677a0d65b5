import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { startEmbeddedPostgres } from '../packages/server/src/storage/embedded/embedded-postgres.ts';
import { ownerConnection } from '../packages/server/src/storage/postgres/connections.ts';
import { migrate } from '../packages/server/src/storage/postgres/migrations.ts';
import { schemaText } from './schema/schema-text.ts';

/**
 * Writes the schema down as the migrations make it, on a server of its own that is gone afterwards:
 * `node tools/schema.ts`. A test compares the file with the migrations.
 */
const page = resolve(import.meta.dirname, '../packages/server/src/storage/postgres/schema.sql');

const folder = mkdtempSync(join(tmpdir(), 'perpetua-schema-'));
// PostgreSQL may run as another user than we do and must be able to pass.
chmodSync(folder, 0o711);
try {
  const server = await startEmbeddedPostgres({
    dataFolder: join(folder, 'postgres'),
    durable: false,
    log: () => undefined,
    onExit: ({ lastLines }) => {
      console.error(`PostgreSQL ended:\n${lastLines.join('\n')}`);
    },
  });
  const owner = await ownerConnection(server.connection);
  await migrate(owner);
  writeFileSync(page, await schemaText(owner));
  await owner.end();
  await server.stop();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
console.log(`written: ${relative(process.cwd(), page)}`);
