import { parseArgs } from 'node:util';
import { printPages, REFERENCE_FOLDER, stalePages } from './docs/reference-pages.ts';

const USAGE = `npm run docs -- [--check]

Prints the pages of docs/reference that show tables of the program.

  --check  change nothing, and name the pages that are not as they would be printed
  --help   this text

Exit code: 0 all pages are as printed; 1 with --check, a page is not; 2 the command was not
understood.`;

/** The whole command; gives the exit code. */
function main(commandLine: readonly string[]): number {
  const options = readOptions(commandLine);
  if (options === undefined || options.help) {
    console.log(USAGE);
    return options === undefined ? 2 : 0;
  }
  if (!options.check) {
    const changed = printPages(REFERENCE_FOLDER);
    console.log(
      changed.length === 0 ? 'every page is as printed' : changed.map(line('printed')).join('\n'),
    );
    return 0;
  }
  const stale = stalePages(REFERENCE_FOLDER);
  if (stale.length === 0) return 0;
  console.error(stale.map(line('not as printed')).join('\n'));
  console.error('run npm run docs, and look at what changed');
  return 1;
}

const line = (state: string) => (file: string) => `docs/reference/${file}: ${state}`;

function readOptions(commandLine: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...commandLine],
      options: { check: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return { check: values.check ?? false, help: values.help ?? false };
  } catch (problem) {
    // parseArgs has no other way to say that the command line is wrong.
    console.error(problem instanceof Error ? problem.message : String(problem));
    return undefined;
  }
}

process.exitCode = main(process.argv.slice(2));
