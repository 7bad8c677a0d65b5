import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { openPostgresLog } from './postgres-log.ts';

const folder = mkdtempSync(join(tmpdir(), 'perpetua-log-'));

afterAll(() => {
  rmSync(folder, { recursive: true });
});

test('the log keeps at most twice its bound, the newest lines first in line to stay', () => {
  const path = join(folder, 'bounded.log');
  const log = openPostgresLog(path, 1000);
  for (let n = 0; n < 500; n += 1) log.write(`line ${n} ${'x'.repeat(20)}`);
  log.close();
  expect(statSync(path).size).toBeLessThanOrEqual(1030);
  expect(statSync(`${path}.old`).size).toBeLessThanOrEqual(1030);
  const kept = readFileSync(`${path}.old`, 'utf8') + readFileSync(path, 'utf8');
  const numbers = [...kept.matchAll(/^line (\d+)/gm)].map((match) => Number(match[1]));
  expect(numbers).toEqual(Array.from(numbers, (_, position) => 500 - numbers.length + position));
});

test('a log that was there is continued', () => {
  const path = join(folder, 'continued.log');
  for (const line of ['first', 'second']) {
    const log = openPostgresLog(path);
    log.write(line);
    log.close();
  }
  expect(readFileSync(path, 'utf8')).toBe('first\nsecond\n');
});

test('a log file that cannot be written is done without; the last lines are still known', () => {
  const path = join(folder, 'a-folder.log');
  mkdirSync(path);
  const log = openPostgresLog(path);
  log.write('heard');
  log.close();
  expect(log.lastLines()).toEqual(['heard']);
});
