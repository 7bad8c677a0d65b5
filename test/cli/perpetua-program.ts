import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll } from 'vitest';

const PROGRAM = fileURLToPath(new URL('../../packages/server/src/main.ts', import.meta.url));

/** How a command ended and what it said. */
export type Ended = {
  readonly code: number | null;
  readonly signal: string | null;
  /** Results. */
  readonly printed: string;
  /** Progress, remarks and refusals. */
  readonly noted: string;
};

/** A command that runs. */
export type Running = {
  readonly process: ChildProcess;
  readonly ended: Promise<Ended>;
  /** Resolves with what matched once the command printed or noted it; fails when it ends before. */
  readonly says: (pattern: RegExp) => Promise<string>;
};

/** A command that serves, and where. */
export type Serving = Running & {
  readonly address: string;
  /** Asks it to stop, as Ctrl-C does, and gives how it ended. */
  readonly stop: () => Promise<Ended>;
};

type Surroundings = {
  readonly input?: string | Uint8Array;
  readonly environment?: Readonly<Record<string, string>>;
  /** The folder it is run in. */
  readonly folder?: string;
};

const running = new Set<Running>();
const folders: string[] = [];

afterAll(async () => {
  for (const { process, ended } of running) {
    process.kill('SIGTERM');
    await ended;
  }
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A folder for the data of commands, which PostgreSQL can enter whoever it runs as. */
export function newFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-commands-'));
  chmodSync(folder, 0o711);
  folders.push(folder);
  return folder;
}

/** Starts `perpetua` with these words. Nothing of the surroundings decides which books are meant. */
export function startPerpetua(words: readonly string[], surroundings: Surroundings = {}): Running {
  const { DATABASE_URL: _, PERPETUA_DATA: __, PERPETUA_PORT: ___, ...environment } = process.env;
  const child = spawn(process.execPath, [PROGRAM, ...words], {
    env: { ...environment, ...surroundings.environment },
    ...(surroundings.folder === undefined ? {} : { cwd: surroundings.folder }),
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const said = { printed: '', noted: '' };
  const listeners = new Set<() => void>();
  const collect = (stream: 'stdout' | 'stderr', name: 'printed' | 'noted') =>
    child[stream].setEncoding('utf8').on('data', (chunk: string) => {
      said[name] += chunk;
      for (const listen of listeners) listen();
    });
  collect('stdout', 'printed');
  collect('stderr', 'noted');
  // A command that refuses its words ends without reading what it is given.
  child.stdin.on('error', () => undefined);
  child.stdin.end(surroundings.input ?? '');
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => resolve({ code, signal, ...said }));
  });
  const says = (pattern: RegExp): Promise<string> =>
    new Promise((resolve, reject) => {
      const listen = () => {
        const found = pattern.exec(said.printed) ?? pattern.exec(said.noted);
        if (found === null) return;
        listeners.delete(listen);
        resolve(found[1] ?? found[0]);
      };
      listeners.add(listen);
      listen();
      void ended.then(({ code, printed, noted }) =>
        reject(new Error(`ended with ${code} before it said ${pattern}: ${printed}${noted}`)),
      );
    });
  const made: Running = { process: child, ended, says };
  running.add(made);
  void ended.then(() => running.delete(made));
  return made;
}

/** Runs `perpetua` with these words to its end. */
export const perpetua = (
  words: readonly string[],
  surroundings: Surroundings = {},
): Promise<Ended> => startPerpetua(words, surroundings).ended;

/** Starts `perpetua serve` on a data folder and a free port, and waits for its address. */
export async function serve(data: string, words: readonly string[] = []): Promise<Serving> {
  const made = startPerpetua(['serve', '--port', '0', '--data', data, ...words]);
  const address = await made.says(/Perpetua is at (http:\/\/[\d.:]+)/);
  const stop = () => {
    made.process.kill('SIGTERM');
    return made.ended;
  };
  return { ...made, address, stop };
}
