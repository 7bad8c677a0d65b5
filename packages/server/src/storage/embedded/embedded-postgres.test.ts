import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { reachableDataFolder } from './data-folder.ts';
import { type EmbeddedPostgres, startEmbeddedPostgres } from './embedded-postgres.ts';
import { isAlive } from './processes.ts';
import { PostgresStartFailure } from './start-failure.ts';

const LAUNCHER = new URL('./embedded-postgres.ts', import.meta.url).href;

let folder = '';
let dataFolder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'perpetua-launcher-'));
  chmodSync(folder, 0o711);
  dataFolder = join(folder, 'books', 'postgres');
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function query(server: EmbeddedPostgres, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client(server.connectionString);
  await client.connect();
  try {
    return await client.query(text);
  } finally {
    await client.end();
  }
}

function start(log: (message: string) => void = () => undefined): Promise<EmbeddedPostgres> {
  return startEmbeddedPostgres({ dataFolder, log });
}

/** The user or the parent of a process, as the kernel shows it. */
function statusOf(processId: number, field: 'Uid' | 'PPid'): number {
  const status = readFileSync(`/proc/${processId}/status`, 'utf8');
  const line = status.split('\n').find((entry) => entry.startsWith(`${field}:`));
  return Number.parseInt(line?.split('\t')[1] ?? '', 10);
}

async function failureOf(starting: Promise<EmbeddedPostgres>): Promise<PostgresStartFailure> {
  const failure: unknown = await starting.then(
    () => undefined,
    (error: unknown) => error,
  );
  if (failure instanceof PostgresStartFailure) return failure;
  throw new Error('It started although it should not have.', { cause: failure });
}

/** Starts the server from another program, as a Perpetua of its own, and waits until it serves. */
async function startElsewhere(): Promise<{ program: ChildProcess; serverProcess: number }> {
  const script = `
    const { startEmbeddedPostgres } = await import(${JSON.stringify(LAUNCHER)});
    const server = await startEmbeddedPostgres({
      dataFolder: ${JSON.stringify(dataFolder)}, log: () => {},
    });
    console.log(server.processId);
    setInterval(() => {}, 1000);
  `;
  const program = spawn(process.execPath, ['--input-type=module', '--eval', script], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = await once(createInterface({ input: program.stdout }), 'line');
  return { program, serverProcess: Number(line) };
}

test('a new folder becomes a durable database with checksums, on a socket only its user can reach', async () => {
  const messages: string[] = [];
  const server = await start((message) => messages.push(message));
  try {
    const { rows } = await query(
      server,
      `select current_database() as name, current_setting('data_checksums') as checksums,
              current_setting('fsync') as fsync, current_setting('listen_addresses') as addresses,
              current_setting('synchronous_commit') as commits`,
    );
    expect(rows).toEqual([
      { name: 'perpetua', checksums: 'on', fsync: 'on', addresses: '', commits: 'on' },
    ]);
    expect(server.version).toBe('18.4');
    expect(server.recovered).toBe(false);
    expect(statSync(server.connection.host).mode & 0o777).toBe(0o700);
    expect(statSync(dataFolder).mode & 0o777).toBe(0o700);
    expect(readdirSync(dirname(dataFolder)).toSorted()).toEqual(['postgres', 'postgres.log']);
    expect(messages[0]).toBe(`Making a new database in ${dataFolder}.`);
    expect(messages[1]).toMatch(/^PostgreSQL 18\.4 started in \d+ ms\.$/);
  } finally {
    await server.stop();
  }
  expect(isAlive(server.processId)).toBe(false);
  expect(existsSync(server.connection.host)).toBe(false);
});

test('the server is never run as root', async () => {
  const server = await start();
  try {
    expect(statusOf(server.processId, 'Uid')).not.toBe(0);
  } finally {
    await server.stop();
  }
});

test('an existing folder is opened again with what was in it, without being made anew', async () => {
  const first = await start();
  await query(first, 'create table kept (n int); insert into kept values (17)');
  await first.stop();
  await first.stop();

  const messages: string[] = [];
  const second = await start((message) => messages.push(message));
  expect((await query(second, 'select n from kept')).rows).toEqual([{ n: 17 }]);
  expect(messages).toHaveLength(1);
  expect(second.recovered).toBe(false);
  await second.stop();
});

test('a setting of the caller replaces the standard one', async () => {
  const server = await startEmbeddedPostgres({
    dataFolder,
    settings: { max_connections: '23' },
    log: () => undefined,
  });
  expect((await query(server, 'show max_connections')).rows).toEqual([{ max_connections: '23' }]);
  await server.stop();
});

test('kill -9 of the server is reported; the next start recovers, says so, and has every committed row', async () => {
  const onExit = vi.fn();
  const server = await startEmbeddedPostgres({ dataFolder, log: () => undefined, onExit });
  await query(server, 'create table written (n int)');
  for (let n = 0; n < 200; n += 1) await query(server, `insert into written values (${n})`);
  process.kill(server.processId, 'SIGKILL');
  await vi.waitFor(() => expect(onExit).toHaveBeenCalledOnce(), 10_000);
  await server.stop();
  expect(existsSync(join(dataFolder, 'postmaster.pid'))).toBe(true);

  const messages: string[] = [];
  const next = await start((message) => messages.push(message));
  expect(next.recovered).toBe(true);
  expect(messages[0]).toMatch(/recovered by itself/);
  expect((await query(next, 'select count(*)::int as n from written')).rows).toEqual([{ n: 200 }]);
  await next.stop();
});

test('kill -9 of Perpetua stops its server cleanly', async () => {
  const { program, serverProcess } = await startElsewhere();
  expect(isAlive(serverProcess)).toBe(true);
  program.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(serverProcess)).toBe(false), 20_000);

  const server = await start();
  expect(server.recovered).toBe(false);
  await server.stop();
});

test('a start right after kill -9 of Perpetua waits for the old server to go', async () => {
  const { program } = await startElsewhere();
  program.kill('SIGKILL');
  await once(program, 'exit');
  const server = await start();
  expect((await query(server, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
  await server.stop();
});

test('a second Perpetua on the same folder is refused with the number of the first', async () => {
  const { program, serverProcess } = await startElsewhere();
  const failure = await failureOf(start());
  expect(failure.code).toBe('data-folder-in-use');
  expect(failure.message).toContain(`another Perpetua (process ${program.pid}`);
  expect(failure.message).toContain(`PostgreSQL is process ${serverProcess}`);
  expect(failure.remedy).toContain(`Stop process ${program.pid}`);
  expect(isAlive(serverProcess)).toBe(true);
  program.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(serverProcess)).toBe(false), 20_000);
});

test('of two starts in the same moment on a new folder one serves and one is refused', async () => {
  const contested = join(folder, 'contested');
  const begin = () => startEmbeddedPostgres({ dataFolder: contested, log: () => undefined });
  const outcomes = await Promise.allSettled([begin(), begin()]);
  const servers = outcomes.filter((outcome) => outcome.status === 'fulfilled');
  const refusals = outcomes.filter((outcome) => outcome.status === 'rejected');
  for (const { value } of servers) await value.stop();
  expect(servers).toHaveLength(1);
  expect(refusals[0]?.reason).toMatchObject({ code: 'data-folder-in-use' });
});

test('a signal to the whole group, as a service manager sends it, still ends in a clean stop', async () => {
  const server = await start();
  const client = new pg.Client(server.connectionString);
  // The server tells its clients that it is going; that is what is expected here.
  client.on('error', () => undefined);
  await client.connect();
  process.kill(-statusOf(server.processId, 'PPid'), 'SIGTERM');
  await server.stop();
  expect(isAlive(server.processId)).toBe(false);
  expect(readFileSync(server.logFile, 'utf8')).toMatch(/database system is shut down\n$/);
});

test('a server whose guard is killed does not stay behind', async () => {
  const onExit = vi.fn();
  const server = await startEmbeddedPostgres({ dataFolder, log: () => undefined, onExit });
  process.kill(statusOf(server.processId, 'PPid'), 'SIGKILL');
  await vi.waitFor(() => expect(onExit).toHaveBeenCalledOnce(), 10_000);
  await server.stop();
  expect(isAlive(server.processId)).toBe(false);
});

test.runIf(process.getuid?.() === 0)('a data folder restored by root is handed over', async () => {
  const server = await start();
  await server.stop();
  chownSync(dataFolder, 0, 0);
  chownSync(join(dataFolder, 'PG_VERSION'), 0, 0);
  const again = await start();
  await again.stop();
  expect(statSync(join(dataFolder, 'PG_VERSION')).uid).not.toBe(0);
});

test.runIf(process.getuid?.() === 0)(
  'a data folder the server cannot reach is refused, and another is proposed for it',
  async () => {
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o700 });
    const unreachable = join(closed, 'postgres');
    const failure = await failureOf(
      startEmbeddedPostgres({ dataFolder: unreachable, log: () => undefined }),
    );
    expect(failure.code).toBe('data-folder-unreachable');
    expect(reachableDataFolder(unreachable)).toMatch(
      /^\/var\/lib\/perpetua\/postgres-[0-9a-f]{8}$/,
    );
    expect(reachableDataFolder(unreachable)).toBe(reachableDataFolder(unreachable));
    expect(reachableDataFolder(dataFolder)).toBe(dataFolder);
  },
);

test('a lock file whose number now belongs to a stranger does not stand in the way', async () => {
  const stranger = spawn('sleep', ['60'], { cwd: '/' });
  writeFileSync(join(dataFolder, 'postmaster.pid'), `${stranger.pid}\n${dataFolder}\n`);
  const server = await start();
  expect((await query(server, 'select 1 as one')).rows).toEqual([{ one: 1 }]);
  await server.stop();
  expect(isAlive(stranger.pid ?? 0)).toBe(true);
  stranger.kill();
});

test('the socket folder a killed Perpetua left is swept, that of a living one is not', async () => {
  const gone = spawn(process.execPath, ['--version']);
  await once(gone, 'exit');
  const left = mkdtempSync(join(tmpdir(), `perpetua-${gone.pid}-`));
  const used = mkdtempSync(join(tmpdir(), `perpetua-${process.pid}-`));
  const server = await start();
  await server.stop();
  expect(existsSync(left)).toBe(false);
  expect(existsSync(used)).toBe(true);
  rmSync(used, { recursive: true });
});

test('a folder of another PostgreSQL version is refused with both versions and a way out', async () => {
  const other = join(folder, 'other-version');
  mkdirSync(other);
  writeFileSync(join(other, 'PG_VERSION'), '17\n');
  const failure = await failureOf(
    startEmbeddedPostgres({ dataFolder: other, log: () => undefined }),
  );
  expect(failure.code).toBe('data-folder-of-other-version');
  expect(failure.message).toMatch(/written by PostgreSQL 17; this Perpetua brings PostgreSQL 18/);
  expect(failure.remedy).toMatch(/backup/);
  expect(readdirSync(other)).toEqual(['PG_VERSION']);
});

test('a folder with other files in it is refused and left alone', async () => {
  const letters = join(folder, 'letters');
  mkdirSync(letters);
  writeFileSync(join(letters, 'letter.txt'), 'Dear Sir');
  const failure = await failureOf(
    startEmbeddedPostgres({ dataFolder: letters, log: () => undefined }),
  );
  expect(failure.code).toBe('data-folder-not-empty');
  expect(readdirSync(folder)).toContain(basename(letters));
  expect(readFileSync(join(letters, 'letter.txt'), 'utf8')).toBe('Dear Sir');
});

test('a setting the server does not know ends the start with the words of the server', async () => {
  const failure = await failureOf(
    startEmbeddedPostgres({
      dataFolder,
      settings: { no_such_setting: '1' },
      log: () => undefined,
    }),
  );
  expect(failure.code).toBe('start-failed');
  expect(failure.message).toContain('unrecognized configuration parameter "no_such_setting"');
});

test('a folder beside which an interrupted start left something half made is made whole', async () => {
  const fresh = join(folder, 'fresh');
  const gone = spawn(process.execPath, ['--version']);
  await once(gone, 'exit');
  mkdirSync(`${fresh}.new-${gone.pid}-0a1b2c3d`);
  const server = await startEmbeddedPostgres({
    dataFolder: fresh,
    durable: false,
    log: () => undefined,
  });
  expect((await query(server, 'show fsync')).rows).toEqual([{ fsync: 'off' }]);
  await server.stop();
  expect(readdirSync(folder).filter((name) => name.startsWith('fresh.new-'))).toEqual([]);
});
