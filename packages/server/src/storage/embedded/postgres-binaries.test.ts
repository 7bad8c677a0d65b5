import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  unlinkSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import {
  installedPostgresBinaries,
  type PostgresBinaries,
  programOf,
  usablePostgresBinaries,
} from './postgres-binaries.ts';
import { isAllowed, runToEnd } from './processes.ts';
import { postgresIdentity } from './run-identity.ts';

const isRoot = process.getuid?.() === 0;
const identity = postgresIdentity('/nowhere');

let closed = '';
let installed: PostgresBinaries;
const copies: string[] = [];

// A tree as a package manager leaves it that runs no install scripts, in a folder that only we may
// enter and, when we are not root, may not write.
beforeEach(() => {
  closed = mkdtempSync(join(tmpdir(), 'perpetua-closed-'));
  const original = installedPostgresBinaries();
  const folder = join(closed, 'native');
  cpSync(original.folder, folder, {
    recursive: true,
    filter: (source) => !lstatSync(source).isSymbolicLink(),
  });
  installed = { ...original, folder, version: `test-${process.pid}` };
  chmodSync(join(folder, 'lib'), 0o555);
});

afterEach(() => {
  chmodSync(join(installed.folder, 'lib'), 0o755);
  rmSync(closed, { recursive: true, force: true });
  for (const copy of copies.splice(0)) rmSync(copy, { recursive: true, force: true });
});

function use(messages: string[] = []): PostgresBinaries {
  const log = (message: string) => messages.push(message);
  const binaries = usablePostgresBinaries(identity, log, installed);
  if (binaries.folder !== installed.folder) copies.push(dirname(binaries.folder));
  return binaries;
}

async function versionOf(binaries: PostgresBinaries): Promise<string> {
  const finished = await runToEnd(programOf(binaries, 'postgres'), ['--version'], { identity });
  return finished.output.trim();
}

test('the installed tree gets its library links and runs where it lies', async () => {
  chmodSync(closed, 0o755);
  chmodSync(join(installed.folder, 'lib'), 0o755);
  const binaries = use();
  expect(binaries.folder).toBe(installed.folder);
  expect(await versionOf(binaries)).toMatch(/^postgres \(PostgreSQL\) 18\./);
});

test('a tree the server cannot read, or that lacks its links and cannot be written, is copied once', async () => {
  const messages: string[] = [];
  const first = use(messages);
  expect(first.folder).not.toBe(installed.folder);
  expect(await versionOf(first)).toMatch(/^postgres \(PostgreSQL\) 18\./);
  expect(use(messages).folder).toBe(first.folder);
  expect(messages).toHaveLength(1);
  expect(messages[0]).toContain(`Copying PostgreSQL to ${first.folder}`);
});

test('a copy from which the system has swept a file is made anew', async () => {
  const first = use();
  unlinkSync(join(first.folder, 'share', 'postgresql', 'postgres.bki'));
  const again = use();
  expect(again.folder).toBe(first.folder);
  expect(existsSync(join(again.folder, 'share', 'postgresql', 'postgres.bki'))).toBe(true);
  expect(await versionOf(again)).toMatch(/18/);
});

test.runIf(isRoot)(
  'a folder that somebody else put in the place of the copy is not trusted',
  () => {
    const foreseen = `/var/tmp/perpetua-postgres-${installed.version}-0`;
    mkdirSync(foreseen);
    chownSync(foreseen, 65_534, 65_534);
    copies.push(foreseen);
    const binaries = use();
    expect(dirname(binaries.folder)).not.toBe(foreseen);
    expect(lstatSync(binaries.folder).uid).toBe(0);
    expect(isAllowed(identity, 'enter', programOf(binaries, 'postgres'))).toBe(true);
  },
);
