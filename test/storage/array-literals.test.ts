import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  optionalTextsLiteral,
  textsLiteral,
} from '../../packages/server/src/storage/postgres/array-literals.ts';
import { ownerConnection } from '../../packages/server/src/storage/postgres/connections.ts';
import { testDatabase } from '../support/database.ts';

let client: Awaited<ReturnType<typeof ownerConnection>>;

beforeAll(async () => {
  client = await ownerConnection((await testDatabase()).connection);
});

afterAll(() => client.end());

const asRead = async (literal: string): Promise<unknown> => {
  const { rows } = await client.query<{ texts: unknown }>('select $1::text[] as texts', [literal]);
  return rows[0]?.texts;
};

/** Every text PostgreSQL can hold: no zero character, no half of a pair. */
const text = () =>
  fc.string({ unit: 'binary' }).map((any) => any.toWellFormed().replaceAll('\0', ''));

test('texts come back as they were, whatever is in them', async () => {
  const awkward = [
    '',
    'NULL',
    '{"a,b"}',
    'C:\\new\\',
    '"',
    '\\',
    '\\n',
    '\n\r\t\b\u001f',
    'Ø 😀',
    ' x ',
  ];
  expect(await asRead(textsLiteral(awkward))).toEqual(awkward);
  expect(textsLiteral([])).toBe('{}');
  const property = fc.asyncProperty(fc.array(text()), async (texts) => {
    expect(await asRead(textsLiteral(texts))).toEqual(texts);
  });
  await fc.assert(property, { numRuns: 200 });
});

test('absent texts come back as absent, the word NULL as a word', async () => {
  const texts = [null, 'NULL', '', null, 'a"b\\c\nd'];
  expect(await asRead(optionalTextsLiteral(texts))).toEqual(texts);
});
