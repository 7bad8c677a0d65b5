import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ok, type Result, refused } from '../../packages/core/src/primitives/result.ts';

/** Why no report could be had, and what to do. */
export type RunRefusal = { readonly message: string; readonly remedy: string };

/** A JSON report of vitest, and whether vitest itself called the run a success; null: not known. */
export type TestRun = { readonly report: string; readonly succeeded: boolean | null };

/** Runs every test once and gives vitest's report; failing tests are no reason to refuse. */
export function runAllTests(projectFolder: string): Result<TestRun, RunRefusal> {
  const vitest = join(projectFolder, 'node_modules/vitest/vitest.mjs');
  if (!existsSync(vitest)) {
    return refused([{ message: 'vitest is not installed', remedy: 'run npm install first' }]);
  }
  const folder = mkdtempSync(join(tmpdir(), 'perpetua-conformance-'));
  try {
    const file = join(folder, 'report.json');
    // Lines of vitest go to standard error, so that standard output holds the table alone.
    const run = spawnSync(
      process.execPath,
      [vitest, 'run', '--reporter=json', `--outputFile=${file}`],
      { cwd: projectFolder, stdio: ['ignore', 2, 2] },
    );
    if (existsSync(file)) {
      return ok({ report: readFileSync(file, 'utf8'), succeeded: run.status === 0 });
    }
    const ending = run.signal === null ? `with code ${run.status}` : `by ${run.signal}`;
    return refused([
      {
        message: `vitest ended ${ending} and left no report`,
        remedy: 'run npx vitest run to see why',
      },
    ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The report that an earlier run of vitest left. */
export function readReportFile(path: string): Result<TestRun, RunRefusal> {
  if (!existsSync(path)) {
    return refused([
      {
        message: `there is no file ${path}`,
        remedy: 'write one with vitest run --reporter=json --outputFile=<file>',
      },
    ]);
  }
  return ok({ report: readFileSync(path, 'utf8'), succeeded: null });
}
