import { spawnSync } from 'node:child_process';
import { mkdirSync, rmSync, statfsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import { newFolder, serve } from '../cli/perpetua-program.ts';
import { httpClient, problemIn } from '../http/http-client.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { tally } from '../support/tally.ts';
import { batchOf, load } from './load.ts';
import { expectNothingLost, looking } from './served-folder.ts';

const MEBIBYTE = 1024 * 1024;

const disk = join(newFolder(), 'disk');
mkdirSync(disk);

/** A file system of a size of its own takes a mount, which takes root, and is Linux's. */
const isMounted =
  process.platform === 'linux' &&
  spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=200m,mode=0711', 'tmpfs', disk]).status === 0;

const filler = join(disk, 'filler');

/** Takes all the space but this much. */
function leave(bytes: number): void {
  const { bavail, bsize } = statfsSync(disk);
  writeFileSync(filler, Buffer.alloc(Math.max(0, bavail * bsize - bytes)));
}

const freeAll = () => rmSync(filler, { force: true });

const data = join(disk, 'books');

beforeAll(async () => {
  if (!isMounted) return;
  const { address, stop } = await serve(data);
  const created = await httpClient(address).send('POST /companies', { body: sampleSetup() });
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  await stop();
});

// Without space PostgreSQL could not even end; whatever a test left running ends after this.
afterAll(() => {
  freeAll();
  if (isMounted) spawnSync('umount', ['--lazy', disk]);
});

test.skipIf(!isMounted)(
  'F13 a full disk: an error that says so, nothing acknowledged in vain, and on it goes when there is space',
  async () => {
    const served = await serve(data);
    const client = httpClient(served.address);
    await load(client.post, { name: 'room', turns: 4, size: 50 });
    leave(1 * MEBIBYTE);
    const learned = await load(client.post, { name: 'full', turns: 10_000, size: 200 });
    const full = '503: The disk of the database is full.';
    expect(learned.failures).toEqual([full, full, full]);
    const transactions = batchOf('still', 0, 200);
    const refused = await client.send('POST /companies/sample/transactions', {
      body: { transactions },
    });
    expect(problemIn(refused)).toMatchObject({
      status: 503,
      code: 'failure',
      detail: 'The disk of the database is full.',
      remedy: expect.stringContaining('Nothing was acknowledged'),
    });
    // Reading needs no space.
    expect((await client.send('GET /companies')).status).toBe(200);
    freeAll();
    await expectNothingLost(data, served.address, learned);
    expect(tally((await client.post(transactions)).map(({ status }) => status))).toEqual({
      posted: 200,
    });
    expect(await served.stop()).toMatchObject({ code: 0 });
  },
);

test.skipIf(!isMounted)(
  'F13 no space even for the write-ahead log: PostgreSQL gives up and says why; with space it recovers',
  async () => {
    const served = await serve(data);
    const client = httpClient(served.address);
    leave(0);
    const connection = await looking(data, (books) => Promise.resolve(books.connection));
    // A posting that fails may have met a table that cannot grow, which ends nothing. A message is in the
    // log alone, so four mebibytes of it each time come to the end of the segments there are.
    const fillLog = async () => {
      const owner = await ownerConnection(connection);
      const message = "select pg_logical_emit_message(true, 'filler', repeat('x', $1))";
      await owner.query(message, [4 * MEBIBYTE]).finally(() => void owner.end());
    };
    const learned = await load(
      async (batch) => {
        await fillLog().catch(() => undefined);
        return client.post(batch);
      },
      { name: 'log', turns: 60, size: 20, isStubborn: true },
    );
    const { code, noted } = await served.ended;
    expect(code).toBe(1);
    expect(noted).toMatch(/The database ended: .*No space left on device\n$/);
    freeAll();
    const again = await serve(data);
    await again.says(/recovered by itself; nothing acknowledged was lost/);
    await expectNothingLost(data, again.address, learned);
    expect(await again.stop()).toMatchObject({ code: 0 });
  },
);
