import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { testBooks } from '../support/books.ts';
import { imported, stateOf, testFile } from './import-support.ts';

const ROWS = 30_000;

test('an import that is killed in the middle goes on when it is repeated', {
  timeout: 120_000,
}, async () => {
  const books = await testBooks();
  const rows = Array.from({ length: ROWS }, (_, index) => {
    if (index % 1000 === 7) return '2026-02-01,otc-sale,NONE,DC,1,\n';
    return index % 3 === 2
      ? '2026-02-01,otc-sale,F1,DC,1,\n'
      : `2026-02-01,receive-from-vendor,F1,DC,2,${(index % 9) + 1}.5\n`;
  });
  const file = testFile(
    'killed.csv',
    `postedOn,type,item,site,quantity,unitCost\n${rows.join('')}`,
  );
  const task = JSON.stringify({ connection: books.connection, company: books.company, file });
  const program = fileURLToPath(new URL('import-program.ts', import.meta.url));
  const child = spawn(process.execPath, [program, task], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = once(child, 'exit');
  for await (const line of createInterface({ input: child.stdout })) {
    if (Number(line) >= 5_000) break;
  }
  child.kill('SIGKILL');
  expect((await ended)[1]).toBe('SIGKILL');
  // What the server was still writing for the dead program ends first.
  const { events } = await stateOf(books);
  expect(events).toBeGreaterThan(4_000);
  expect(events).toBeLessThan(ROWS - 30);
  const report = await imported(books, { kind: 'transactions', files: [file] });
  expect(report).toMatchObject({
    rows: ROWS,
    refused: 30,
    posted: ROWS - 30 - report.alreadyThere,
  });
  expect(report.alreadyThere).toBeGreaterThanOrEqual(events);
  const whole = await testBooks();
  await imported(whole, { kind: 'transactions', files: [file] });
  expect(await stateOf(books)).toEqual(await stateOf(whole));
});
