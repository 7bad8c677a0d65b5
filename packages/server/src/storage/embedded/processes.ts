import { spawn, spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';

/** The user a program is started as; `undefined` is the user we are ourselves. */
export type RunIdentity = { readonly uid: number; readonly gid: number } | undefined;

/** What a program left behind when it ended. */
export type Finished = { readonly code: number | null; readonly output: string };

/** The environment PostgreSQL's programs get: nothing of ours but the path, messages in English. */
export function plainEnvironment(): Record<string, string> {
  const kept = process.platform === 'win32' ? ['PATH', 'SystemRoot', 'TEMP', 'TMP'] : ['PATH'];
  const inherited = kept.map((name) => [name, process.env[name] ?? '']);
  return { ...Object.fromEntries(inherited), TZ: 'UTC', LC_ALL: 'C' };
}

/** Runs a program to its end and gives back its exit code with everything it printed. */
export function runToEnd(
  command: string,
  commandArguments: readonly string[],
  options: { readonly identity: RunIdentity; readonly input?: string },
): Promise<Finished> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, commandArguments, {
      ...options.identity,
      cwd: process.platform === 'win32' ? undefined : '/',
      env: plainEnvironment(),
      stdio: ['pipe', 'pipe', 'pipe'],
      windowsHide: true,
    });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += String(chunk);
    });
    child.stderr.on('data', (chunk) => {
      output += String(chunk);
    });
    // A program that ends without reading its input is judged by its exit code, not by the pipe.
    child.stdin.on('error', () => undefined);
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, output }));
    child.stdin.end(options.input ?? '');
  });
}

/** Whether the given user may do this with the path. The kernel is asked, so groups and lists count. */
export function isAllowed(identity: RunIdentity, right: 'read' | 'enter', path: string): boolean {
  if (process.platform === 'win32') return true;
  const flag = right === 'read' ? '-r' : '-x';
  const asked = spawnSync('test', [flag, path], { ...identity, cwd: '/', env: plainEnvironment() });
  return asked.status === 0;
}

/** Whether a process of this number runs. One that has ended but was never collected does not. */
export function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
  } catch (error) {
    return isErrorCode(error, 'EPERM');
  }
  return !isUncollected(processId);
}

/** Whether this process is a PostgreSQL server of the folder, or one of its workers. */
export function isPostgresOf(processId: number, dataFolder: string): boolean {
  if (process.platform === 'linux') {
    const workingFolder = workingFolderOf(processId);
    if (workingFolder !== undefined) return workingFolder === realpathSync(dataFolder);
  }
  const command = commandOf(processId);
  if (process.platform === 'win32') return command.includes('postgres');
  return command.includes('postgres') && command.includes(dataFolder);
}

/** The numbers of all processes whose working folder this is; empty where only Linux could tell. */
export function processesWorkingIn(dataFolder: string): number[] {
  if (process.platform !== 'linux') return [];
  const folder = realpathSync(dataFolder);
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number)
    .filter((processId) => workingFolderOf(processId) === folder);
}

/** Whether the error is one of the operating system with this code, such as `ENOENT`. */
export function isErrorCode(error: unknown, ...codes: readonly string[]): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return typeof error.code === 'string' && codes.includes(error.code);
}

/** Resolves after so many milliseconds. */
export function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}

function isUncollected(processId: number): boolean {
  if (process.platform !== 'linux') return false;
  try {
    const status = readFileSync(`/proc/${processId}/stat`, 'latin1');
    // The name stands in parentheses and may hold any character; the state is the word after it.
    return status.slice(status.lastIndexOf(')') + 2).startsWith('Z');
  } catch {
    return false;
  }
}

function workingFolderOf(processId: number): string | undefined {
  try {
    return readlinkSync(`/proc/${processId}/cwd`);
  } catch {
    return undefined;
  }
}

function commandOf(processId: number): string {
  if (process.platform === 'linux') {
    try {
      return readFileSync(`/proc/${processId}/cmdline`, 'utf8').replaceAll('\0', ' ');
    } catch {
      return '';
    }
  }
  const asked =
    process.platform === 'win32'
      ? spawnSync('tasklist', ['/FI', `PID eq ${processId}`, '/NH'], { encoding: 'utf8' })
      : spawnSync('ps', ['-o', 'command=', '-p', String(processId)], { encoding: 'utf8' });
  return asked.stdout ?? '';
}
