import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { testBooks } from '../support/books.ts';
import { imported, stateOf, testFolder } from './import-support.ts';

const ROWS = 300_000;
const HEADER = 'key,type,postedOn,item,site,quantity,unitCost,reference\n';

/** Receipts and sales of two items at two sites, every hundredth row refused. */
function row(number: number): string {
  const key = `big:${number}`;
  const item = number % 100 === 99 ? 'NONE' : number % 2 === 0 ? 'F1' : 'A1';
  const site = number % 4 < 2 ? 'DC' : 'O1';
  const receipt = number % 8 < 4;
  const type = receipt ? 'receive-from-vendor' : 'otc-sale';
  return `${key},${type},2026-03-${String((number % 28) + 1).padStart(2, '0')},${item},${site},${receipt ? 5 : 3},${receipt ? `${(number % 50) + 1}.25` : ''},"PO ""${number}"", line"\n`;
}

async function writeLargeFile(path: string): Promise<void> {
  const file = createWriteStream(path);
  file.write(HEADER);
  for (let start = 0; start < ROWS; start += 1000) {
    const rows = Array.from({ length: 1000 }, (_, index) => row(start + index));
    if (!file.write(rows.join(''))) await once(file, 'drain');
  }
  file.end();
  await once(file, 'close');
}

test('300,000 rows are imported in memory that does not grow with them', {
  timeout: 300_000,
}, async () => {
  const books = await testBooks();
  const file = join(testFolder(), 'large.csv');
  await writeLargeFile(file);
  const seen: { rows: number; heap: number }[] = [];
  const report = await imported(books, {
    kind: 'transactions',
    files: [file],
    progress: ({ rows }) => seen.push({ rows, heap: process.memoryUsage().heapUsed / 1e6 }),
  });
  expect(report).toMatchObject({ rows: ROWS, posted: 297_000, refused: 3_000, alreadyThere: 0 });
  const early = Math.max(...seen.filter(({ rows }) => rows < 100_000).map(({ heap }) => heap));
  const late = Math.max(...seen.filter(({ rows }) => rows > 200_000).map(({ heap }) => heap));
  expect(late).toBeLessThan(early + 150);
  expect(await stateOf(books)).toMatchObject({ differences: [] });
});
