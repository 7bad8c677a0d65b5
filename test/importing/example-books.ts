import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import type { ImportKind } from '../../packages/server/src/application/importing/import-kinds.ts';
import type { ImportReport } from '../../packages/server/src/application/importing/import-report.ts';
import type { Mapping } from '../../packages/server/src/application/importing/mapping/mapping-form.ts';
import { readMapping } from '../../packages/server/src/application/importing/mapping/read-mapping.ts';
import { type TestBooks, testBooks } from '../support/books.ts';
import { imported, testFolder } from './import-support.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const EXAMPLES = join(ROOT, 'examples', 'imports');

/** The sample data lie beside the repository, or where SAMPLE_DATA says; they are not part of it. */
const DATA = process.env.SAMPLE_DATA ?? join(ROOT, '..', 'shared', 'data');

/** Whether the data of an example are there. */
export const hasData = (example: string): boolean => existsSync(join(DATA, example));

const textOf = (example: string, name: string): string =>
  readFileSync(join(EXAMPLES, example, `${name}.json`), 'utf8');

export const exampleNames = (): readonly string[] => readdirSync(EXAMPLES);

/** The setup of an example as it stands in its file. */
export const setupText = (example: string): string => textOf(example, 'setup');

const setupOf = (example: string): CompanySetup => JSON.parse(setupText(example));

/** A company as the example sets it up, without items and transactions. */
export const exampleBooks = (example: string): Promise<TestBooks> => testBooks(setupOf(example));

/** The mappings of an example: every JSON file but its setup. */
export const mappingNames = (example: string): readonly string[] =>
  readdirSync(join(EXAMPLES, example)).flatMap((file) => {
    const name = /^(.*)\.json$/.exec(file)?.[1];
    return name === undefined || name === 'setup' ? [] : [name];
  });

/** The mapping of an example, which must be well formed. */
export function exampleMapping(example: string, name: string): Mapping {
  const read = readMapping(textOf(example, name));
  if (!read.ok) throw new Error(JSON.stringify(read.reasons));
  return read.value;
}

/** The path of a data file of an example. */
export const dataFile = (example: string, file: string): string => join(DATA, example, file);

/** A file of an example, and the mapping by which it is read. */
type ExampleFile = {
  readonly kind: ImportKind;
  readonly file: string;
  readonly map: string;
  readonly lookupFiles?: Readonly<Record<string, string>>;
};

/** Imports a file of the example; refused rows go to a folder that is removed in the end. */
export function importExample(
  books: TestBooks,
  example: string,
  { kind, file, map, ...lookups }: ExampleFile,
): Promise<ImportReport> {
  return imported(books, {
    kind,
    files: [dataFile(example, file)],
    mapping: exampleMapping(example, map),
    rejectedFile: join(testFolder(), 'rejected.csv'),
    ...lookups,
  });
}
