import { expect, test } from 'vitest';
import { FILE_LIMITS } from '../application/importing/row-source.ts';
import { gauged } from './gauged-lines.ts';

async function* pieces(piece: Buffer, count: number): AsyncGenerator<Buffer> {
  for (let index = 0; index < count; index += 1) yield piece;
}

/** Bytes that come through, and what was told of the end. */
async function passed(chunks: AsyncIterable<Buffer>) {
  let bytes = 0;
  let ended: boolean | undefined;
  const told = (lastLineEnded: boolean) => {
    ended = lastLineEnded;
  };
  for await (const chunk of gauged(chunks, 'x.csv', told)) bytes += chunk.length;
  return { bytes, ended };
}

test('ten million lines pass, one more is refused', async () => {
  const million = Buffer.alloc(1_000_000, '\n');
  expect(await passed(pieces(million, 10))).toEqual({ bytes: FILE_LIMITS.lines, ended: true });
  await expect(passed(pieces(million, 11))).rejects.toMatchObject({
    refusals: [{ code: 'too-many-lines', file: 'x.csv' }],
  });
});

test('a line that never ends is refused after 1 MB, however long it is', async () => {
  let given = 0;
  async function* endless(): AsyncGenerator<Buffer> {
    for (;;) {
      given += 65_536;
      yield Buffer.alloc(65_536, 'x');
    }
  }
  await expect(passed(endless())).rejects.toMatchObject({
    refusals: [{ code: 'line-too-long', line: 1 }],
  });
  expect(given).toBeLessThanOrEqual(FILE_LIMITS.lineBytes + 2 * 65_536);
});

test('a last line without an end is told', async () => {
  expect(await passed(pieces(Buffer.from('a\nb'), 1))).toEqual({ bytes: 3, ended: false });
  expect(await passed(pieces(Buffer.from('a\n'), 2))).toEqual({ bytes: 4, ended: true });
});
