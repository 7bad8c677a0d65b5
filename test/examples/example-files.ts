import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Example, readExample } from './example.ts';
import { ExampleFault } from './example-fault.ts';

/** Where the examples are kept. */
export const EXAMPLES_FOLDER = resolve(import.meta.dirname, '../../examples');
const FILE_NAME = /^(\d\d)-[a-z0-9-]+\.md$/;

/** The names of all examples, without their ending, in order. */
export function exampleNames(): readonly string[] {
  const files = readdirSync(EXAMPLES_FOLDER).filter(
    (file) => file.endsWith('.md') && file !== 'README.md',
  );
  return files.map((file) => file.slice(0, -'.md'.length)).toSorted();
}

/** Reads an example of the folder; a fault names the file and the line. */
export function exampleNamed(name: string): Example {
  const file = `${name}.md`;
  return inFile(file, () => {
    const [, number] = FILE_NAME.exec(file) ?? [];
    if (number === undefined) throw new ExampleFault(0, 'the name is not of the form 01-title.md');
    const example = readExample(readFileSync(join(EXAMPLES_FOLDER, file), 'utf8'));
    if (!example.page.title.startsWith(`${number} `))
      throw new ExampleFault(1, `the title does not begin with ${number}`);
    return example;
  });
}

/** Does something with an example; a fault it finds names the file. */
export function inFile<Answer>(file: string, work: () => Answer): Answer {
  try {
    return work();
  } catch (problem) {
    if (!(problem instanceof ExampleFault)) throw problem;
    throw new ExampleFault(0, `examples/${file}: ${problem.message}`);
  }
}

/** Writes the page of an example. */
export function writeExample(name: string, page: string): void {
  writeFileSync(join(EXAMPLES_FOLDER, `${name}.md`), page);
}
