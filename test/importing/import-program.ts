/**
 * An import as a program of its own, so that a test can kill it: the connection, the company and
 * the file come as JSON in the one argument; after each batch it prints how many rows are done.
 */
import { importFile } from '../../packages/server/src/application/importing/import-file.ts';
import type { CompanyName } from '../../packages/server/src/application/ports.ts';
import { PostingDesk } from '../../packages/server/src/application/posting-desk.ts';
import { importFiles } from '../../packages/server/src/files/import-files.ts';
import type { PostgresConnection } from '../../packages/server/src/storage/embedded/server-door.ts';
import { booksStorage } from '../../packages/server/src/storage/postgres/books-storage.ts';
import { postingPool } from '../../packages/server/src/storage/postgres/connections.ts';

type Task = {
  readonly connection: PostgresConnection;
  readonly company: CompanyName;
  readonly file: string;
};

const task = JSON.parse(process.argv[2] ?? '{}') as Task;
const pool = postingPool(task.connection, 6);
const storage = booksStorage(pool);
const clock = () => new Date();
const desk = new PostingDesk(storage, task.company.id, clock, 'killed');
await importFile(
  {
    kind: 'transactions',
    files: [task.file],
    progress: ({ rows }) => process.stdout.write(`${rows}\n`),
  },
  { storage, desk, clock, company: task.company, files: importFiles, recordedBy: 'killed' },
);
await pool.end();
