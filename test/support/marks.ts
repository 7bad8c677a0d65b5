import type pg from 'pg';
import { afterAll } from 'vitest';
import type {
  BooksSnapshots,
  SnapshotMark,
} from '../../packages/server/src/application/snapshots/snapshot.ts';
import { writeNextMark } from '../../packages/server/src/application/snapshots/write-snapshots.ts';
import { readingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { booksSnapshots } from '../../packages/server/src/storage/postgres/snapshots/books-snapshots.ts';
import type { TestBooks } from './books.ts';

const opened: pg.Pool[] = [];

afterAll(async () => {
  for (const pool of opened.splice(0)) await pool.end();
});

/** The snapshots of test books. */
export function snapshotsOf({ connection }: Pick<TestBooks, 'connection'>): BooksSnapshots {
  const pool = readingPool(connection, 2);
  opened.push(pool);
  return booksSnapshots(pool);
}

/** Writes every mark that is due when so few movements are enough for one. */
export async function writeMarks(
  snapshots: BooksSnapshots,
  { company, clock }: Pick<TestBooks, 'company' | 'clock'>,
  leastStep: number,
): Promise<readonly SnapshotMark[]> {
  const written: SnapshotMark[] = [];
  for (;;) {
    const mark = await writeNextMark(snapshots, company.id, clock, leastStep);
    if (mark === undefined) return written;
    written.push(mark);
  }
}
