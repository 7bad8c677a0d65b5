import { parseArgs } from 'node:util';
import { postInMemory } from '../test/examples/books-in-memory.ts';
import { ExampleFault } from '../test/examples/example-fault.ts';
import {
  exampleNamed,
  exampleNames,
  inFile,
  writeExample,
} from '../test/examples/example-files.ts';
import { faultsInBooks, pageWithOutcome } from '../test/examples/example-outcome.ts';
import { textDifference } from '../test/examples/text-difference.ts';

const USAGE = `node tools/examples.ts [--accept]

Posts every worked example in examples/ with the pure core and compares its journal and its
Afterwards tables with the page. The tests do the same on PostgreSQL as well.

  --accept  write what the books say into the pages; look at the difference before you keep it
  --help    this text

Exit code: 0 every page is right, or was rewritten; 1 a page differs; 2 a page cannot be read.`;

/** The whole command; gives the exit code. */
function main(commandLine: readonly string[]): number {
  const options = readOptions(commandLine);
  if (options === undefined || options.help) {
    console.log(USAGE);
    return options === undefined ? 2 : 0;
  }
  const codes = exampleNames().map((name) => {
    try {
      return compare(name, options.accept);
    } catch (problem) {
      if (!(problem instanceof ExampleFault)) throw problem;
      console.error(problem.message);
      return 2;
    }
  });
  return Math.max(0, ...codes);
}

/** Compares one example with its page, and rewrites the page where that was asked for. */
function compare(name: string, accept: boolean): 0 | 1 | 2 {
  const example = exampleNamed(name);
  const { page, faults } = inFile(`${name}.md`, () => {
    const books = postInMemory(example);
    return { page: pageWithOutcome(example, books), faults: faultsInBooks(example, books) };
  });
  for (const fault of faults) console.error(`examples/${name}.md: ${fault}`);
  if (faults.length > 0) return 2;
  const difference = textDifference(example.page.text, page);
  if (difference.length === 0) {
    console.log(`examples/${name}.md: agrees`);
    return 0;
  }
  console.log(`examples/${name}.md: ${accept ? 'rewritten' : 'differs (- page, + books)'}`);
  console.log(difference.join('\n'));
  if (!accept) return 1;
  writeExample(name, page);
  return 0;
}

function readOptions(commandLine: readonly string[]) {
  try {
    const { values } = parseArgs({
      args: [...commandLine],
      options: { accept: { type: 'boolean' }, help: { type: 'boolean' } },
    });
    return { accept: values.accept ?? false, help: values.help ?? false };
  } catch (problem) {
    // parseArgs has no other way to say that the command line is wrong.
    console.error(problem instanceof Error ? problem.message : String(problem));
    return undefined;
  }
}

process.exitCode = main(process.argv.slice(2));
