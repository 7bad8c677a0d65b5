import { parseArgs } from 'node:util';
import { ok, type Result, refused } from '../../packages/core/src/primitives/result.ts';
import type { RunRefusal } from './test-run.ts';

export const USAGE = `npm run conformance -- [--from <file>] [--output <file>] [--all]

Shows for every rule whether its tests pass, and writes docs/reference/conformance.md.

  --from <file>    read this JSON report of vitest instead of running the tests
  --output <file>  write the page here instead
  --all            print every row, not only those that need attention
  --help           this text

Exit code: 0 nothing is wrong (rows may be missing); 1 a row fails, a test title cites a
number that is no row, or a test file failed as a whole; 2 no report could be had.`;

type Options = {
  readonly from: string | null;
  readonly output: string | null;
  readonly everyRow: boolean;
  readonly help: boolean;
};

/** The options as given; an unknown one, or one without its file, is refused. */
export function readOptions(commandLine: readonly string[]): Result<Options, RunRefusal> {
  try {
    const { values } = parseArgs({
      args: [...commandLine],
      options: {
        from: { type: 'string' },
        output: { type: 'string' },
        all: { type: 'boolean' },
        help: { type: 'boolean' },
      },
    });
    return ok({
      from: values.from ?? null,
      output: values.output ?? null,
      everyRow: values.all ?? false,
      help: values.help ?? false,
    });
  } catch (problem) {
    // parseArgs has no other way to say that the command line is wrong.
    const message = problem instanceof Error ? problem.message : String(problem);
    return refused([{ message, remedy: 'see npm run conformance -- --help' }]);
  }
}
