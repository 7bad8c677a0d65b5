import { closeSync, fstatSync, openSync, renameSync, writeSync } from 'node:fs';

/** What PostgreSQL says, kept in a file of bounded size and, the last of it, in memory. */
export type PostgresLog = {
  readonly write: (line: string) => void;
  /** The last lines, oldest first. */
  readonly lastLines: () => readonly string[];
  readonly close: () => void;
};

const LINES_KEPT = 40;
const BYTES_KEPT = 4 * 1024 * 1024;

/**
 * Opens the log for appending. When it reaches its bound it becomes `<path>.old`, so at most twice
 * the bound is kept. A file that cannot be written is done without: the books matter more.
 */
export function openPostgresLog(path: string, bound: number = BYTES_KEPT): PostgresLog {
  const lines: string[] = [];
  let file = openForAppending(path);
  let size = file === undefined ? 0 : fstatSync(file).size;

  const turnOver = (): void => {
    if (file === undefined) return;
    closeSync(file);
    renameSync(path, `${path}.old`);
    file = openForAppending(path);
    size = 0;
  };

  return {
    write: (line) => {
      lines.push(line);
      if (lines.length > LINES_KEPT) lines.shift();
      if (size >= bound) turnOver();
      if (file !== undefined) size += writeLine(file, line);
    },
    lastLines: () => lines,
    close: () => {
      if (file !== undefined) closeSync(file);
      file = undefined;
    },
  };
}

function openForAppending(path: string): number | undefined {
  try {
    return openSync(path, 'a', 0o600);
  } catch {
    return undefined;
  }
}

function writeLine(file: number, line: string): number {
  try {
    return writeSync(file, `${line}\n`);
  } catch {
    // A full disk must not take the server down with it.
    return 0;
  }
}
