import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import { newFolder, serve } from '../cli/perpetua-program.ts';
import { type Answered, httpClient, problemIn } from '../http/http-client.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { load } from './load.ts';
import { expectNothingLost, looking } from './served-folder.ts';

const LOAD = { turns: 10_000, size: 25 };
let data = '';

beforeAll(async () => {
  data = newFolder();
  const { address, stop } = await serve(data);
  const created = await httpClient(address).send('POST /companies', { body: sampleSetup() });
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  await stop();
});

test('F1 the server is killed in the middle of a load: what it acknowledged is there, batches are whole', async () => {
  const killed = await serve(data);
  const { post } = httpClient(killed.address);
  const learned = await load(post, { ...LOAD, name: 'app' }, (count) => {
    if (count >= 1_500) killed.process.kill('SIGKILL');
  });
  expect(await killed.ended).toMatchObject({ signal: 'SIGKILL' });
  expect(learned.acknowledged.size).toBeGreaterThanOrEqual(1_500);
  expect(learned.failures).toHaveLength(3);

  const again = await serve(data);
  await expectNothingLost(data, again.address, learned);
  expect(await again.stop()).toMatchObject({ code: 0 });
});

test('F2 PostgreSQL is killed in the middle of a load: it recovers, says so, and nothing is lost', async () => {
  const served = await serve(data);
  const lockFile = join(data, 'postgres', 'postmaster.pid');
  const postmaster = Number.parseInt(readFileSync(lockFile, 'utf8'), 10);
  const { post } = httpClient(served.address);
  let isKilled = false;
  const learned = await load(post, { ...LOAD, name: 'db' }, (count) => {
    if (count < 1_500 || isKilled) return;
    isKilled = true;
    process.kill(postmaster, 'SIGKILL');
  });
  const { code, noted } = await served.ended;
  expect(code).toBe(1);
  expect(noted).toContain('The database ended: ');
  expect(learned.failures).toHaveLength(3);

  const again = await serve(data);
  await again.says(/had been stopped hard and recovered by itself; nothing acknowledged was lost/);
  await expectNothingLost(data, again.address, learned);
  expect(await again.stop()).toMatchObject({ code: 0 });
});

/** The process of a connection the server posts over. */
async function postingBackend(dataFolder: string): Promise<number> {
  return looking(dataFolder, async ({ connection }) => {
    const owner = await ownerConnection(connection);
    const { rows } = await owner.query<{ pid: number }>(
      `select pid from pg_stat_activity
        where backend_type = 'client backend' and pid <> pg_backend_pid()
        order by backend_start limit 1`,
    );
    await owner.end();
    return rows[0]?.pid ?? 0;
  });
}

test('a backend that is killed takes the others along for a moment; the server goes on by itself', async () => {
  const served = await serve(data);
  const { post } = httpClient(served.address);
  await load(post, { ...LOAD, turns: 6, name: 'warm' });
  const backend = await postingBackend(data);
  let isKilled = false;
  const learned = await load(post, { ...LOAD, turns: 100, name: 'worker' }, () => {
    if (isKilled) return;
    isKilled = true;
    process.kill(backend, 'SIGKILL');
  });
  expect(isKilled).toBe(true);
  const { status } = await awaitAnswer(() => httpClient(served.address).send('GET /companies'));
  expect(status).toBe(200);
  await expectNothingLost(data, served.address, learned);
  expect(await served.stop()).toMatchObject({ code: 0 });
});

/** Asks until the server has its database back; it says 503 while there is none. */
async function awaitAnswer(ask: () => Promise<Answered>): Promise<Answered> {
  for (;;) {
    const answered = await ask();
    if (answered.status !== 503) return answered;
    expect(problemIn(answered).code).toBe('failure');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}
