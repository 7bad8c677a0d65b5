import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { looking } from '../faults/served-folder.ts';
import { httpClient } from '../http/http-client.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { newFolder, perpetua, serve, startPerpetua } from './perpetua-program.ts';

let data = '';

beforeAll(async () => {
  data = newFolder();
  const setup = join(newFolder(), 'company.json');
  writeFileSync(setup, JSON.stringify(sampleSetup()));
  const made = await perpetua(['init', '--from', setup, '--data', data]);
  if (made.code !== 0) throw new Error(made.noted);
});

const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};

test('serve prints where it is, answers there and nowhere else, and stops cleanly when asked', async () => {
  const served = await serve(data);
  expect(served.address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const client = httpClient(served.address);
  expect(await client.post([{ ...RECEIPT, key: 'first' }])).toMatchObject([{ status: 'posted' }]);
  const { code, printed, noted } = await served.stop();
  expect(code).toBe(0);
  expect(printed).toContain('books agree: inventory subledger 0.00 = general ledger 0.00\n');
  expect(printed).toContain(`(API: ${served.address}/api/docs)`);
  expect(noted).toMatch(/Stopping\.\n$/);
  // PostgreSQL was stopped as well: nothing is left that would have to recover.
  expect(existsSync(join(data, 'postgres', 'postmaster.pid'))).toBe(false);
  const again = await serve(data);
  expect(await httpClient(again.address).post([{ ...RECEIPT, key: 'first' }])).toMatchObject([
    { status: 'duplicate' },
  ]);
  const ended = await again.stop();
  expect(ended.printed).toContain(
    'books agree: inventory subledger 500.00 = general ledger 500.00\n',
  );
  expect(ended.noted).not.toContain('recovered');
});

test('a second serve joins the books of the first; only a port that is taken is in its way', async () => {
  const first = await serve(data);
  const port = new URL(first.address).port;
  const refused = await perpetua(['serve', '--data', data, '--port', port]);
  expect(refused).toMatchObject({
    code: 1,
    printed: '',
    noted: `Port ${port} is taken by another program. Name another one with --port; 0 takes a free one.\n`,
  });
  const second = await serve(data);
  const [left, right] = [httpClient(first.address), httpClient(second.address)];
  await Promise.all([
    left.post([{ ...RECEIPT, key: 'left' }]),
    right.post([{ ...RECEIPT, key: 'right' }]),
  ]);
  const both = [
    { ...RECEIPT, key: 'left' },
    { ...RECEIPT, key: 'right' },
  ];
  expect(await left.post(both)).toEqual(await right.post(both));

  const input = `${JSON.stringify({ ...RECEIPT, key: 'beside' })}\n`;
  const beside = await perpetua(['post', '--data', data], { input });
  expect(beside).toMatchObject({ code: 0, noted: '' });
  expect(await second.stop()).toMatchObject({ code: 0 });
  expect(await left.post([{ ...RECEIPT, key: 'beside' }])).toMatchObject([{ status: 'duplicate' }]);
  expect(await first.stop()).toMatchObject({ code: 0 });
});

test('asked to stop under load it finishes what it has taken in, and what it acknowledged is there', async () => {
  const served = await serve(data);
  const client = httpClient(served.address);
  const requests = Array.from({ length: 40 }, (_, request) =>
    client
      .post(
        Array.from({ length: 50 }, (__, index) => ({
          ...RECEIPT,
          key: `load-${request}-${index}`,
        })),
      )
      // Requests that come too late find a closed door.
      .catch(() => []),
  );
  await Promise.race(requests);
  expect(await served.stop()).toMatchObject({ code: 0 });
  const acknowledged = (await Promise.all(requests)).flat();
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);
  expect(acknowledged.filter(({ status }) => status !== 'posted')).toEqual([]);
  const again = await serve(data);
  const answers = await httpClient(again.address).post(
    acknowledged.map(({ key }) => ({ ...RECEIPT, key })),
  );
  expect(answers).toEqual(acknowledged.map((answer) => ({ ...answer, status: 'duplicate' })));
  expect(await again.stop()).toMatchObject({ code: 0 });
});

test('asked to stop while the demonstration is being filled it stops, and the books are sound', async () => {
  const folder = newFolder();
  const filling = startPerpetua(['serve', '--demo', '--port', '0', '--data', folder]);
  await filling.says(/Schema brought up to date/);
  await looking(folder, async ({ storage }) => {
    for (;;) {
      const [company] = await storage.companies();
      const batches =
        company && (await storage.reading(company.id, async ({ lane }) => lane.batch));
      if (batches !== undefined && batches > 1) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  });
  filling.process.kill('SIGTERM');
  const { code, printed, noted } = await filling.ended;
  expect({ code, printed }).toEqual({ code: 0, printed: '' });
  expect(noted).toMatch(/The next start goes on with the demonstration where this one ended\.\n$/);
  const sound = await looking(folder, ({ inspection }, id) =>
    faultsOf({ inspection, company: { id, code: 'demo' } }),
  );
  expect(sound).toEqual([]);
});

test('a folder that holds something else is left alone', async () => {
  const folder = newFolder();
  mkdirSync(join(folder, 'postgres'));
  writeFileSync(join(folder, 'postgres', 'diary.txt'), 'private');
  expect(await perpetua(['serve', '--data', folder, '--port', '0'])).toMatchObject({
    code: 1,
    printed: '',
    noted: `The folder ${join(folder, 'postgres')} holds files, but no PostgreSQL database.\n  Name an empty folder, or one that Perpetua made.\n`,
  });
});
