import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { checkMapping } from '../../packages/server/src/application/importing/mapping/read-mapping.ts';
import { testBooks } from '../support/books.ts';
import { imported, mappingOf, stateOf, testFile } from './import-support.ts';

const GUIDE = readFileSync(join(import.meta.dirname, '../../docs/guides/import.md'), 'utf8');

/** The blocks of the guide: their language, the name of their file if they have one, their text. */
const BLOCKS = [...GUIDE.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map(
  ([, language = '', name = '', text = '']) => ({ language, name, text }),
);

const textOf = (name: string): string =>
  BLOCKS.find((block) => block.name === name)?.text ?? `no block ${name}`;

test('every mapping in the guide is well formed', () => {
  const mappings = BLOCKS.filter(({ language }) => language === 'json');
  expect(mappings).toHaveLength(3);
  for (const { text } of mappings)
    expect(checkMapping(JSON.parse(text))).toMatchObject({ ok: true });
});

test('the example of the guide does what the guide says', async () => {
  const books = await testBooks();
  const file = testFile('lager.csv', textOf('lager.csv'));
  writeFileSync(join(dirname(file), 'preise.csv'), textOf('preise.csv'));
  const mapping = mappingOf(JSON.parse(textOf('lager.json')));
  const report = await imported(books, { kind: 'transactions', files: [file], mapping });
  expect(report).toMatchObject({ rows: 4, posted: 2, refused: 1, skipped: [{ rows: 1 }] });
  expect(report.refusedByCode).toMatchObject([{ code: 'value-unmapped', examples: [{ line: 5 }] }]);
  expect(await stateOf(books)).toMatchObject({ value: String((1000 - 12) * 4250) });
});
