import { expect } from 'vitest';
import { type OpenBooks, openBooks } from '../../packages/server/src/composition/open-books.ts';
import { httpClient } from '../http/http-client.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { tally } from '../support/tally.ts';
import type { Learned } from './load.ts';

/** Looks at the books of a folder that is being served. */
export async function looking<Value>(
  dataFolder: string,
  work: (books: OpenBooks, company: number) => Promise<Value>,
): Promise<Value> {
  const books = await openBooks({ dataFolder, log: () => undefined, actor: 'test' });
  try {
    const [company] = await books.storage.companies();
    return await work(books, company?.id ?? 0);
  } finally {
    await books.close();
  }
}

/** The number of the event each of these keys has; a key without one is left out. */
async function eventsOf(dataFolder: string, keys: readonly string[]) {
  return looking(dataFolder, async ({ storage }, company) => {
    const events = keys.map((key) => ({ source: 'api', key }));
    const { earlier } = await storage.reading(company, (session) =>
      session.load({ items: [], places: [], events }),
    );
    return new Map([...earlier.values()].map(({ event }) => [event.key, event.number]));
  });
}

const soundness = (dataFolder: string): Promise<readonly string[]> =>
  looking(dataFolder, ({ inspection }, id) =>
    faultsOf({ inspection, company: { id, code: 'sample' } }),
  );

/** Checks the books of a folder that was killed and is served again, and sends the rest once more. */
export async function expectNothingLost(
  dataFolder: string,
  address: string,
  { acknowledged, unknown }: Learned,
): Promise<void> {
  expect(await eventsOf(dataFolder, [...acknowledged.keys()])).toEqual(acknowledged);
  expect(await soundness(dataFolder)).toEqual([]);
  const client = httpClient(address);
  const before = await eventsOf(
    dataFolder,
    unknown.map(({ key }) => key),
  );
  const answers = unknown.length === 0 ? [] : await client.post(unknown);
  // Whatever had been kept without anybody hearing of it is answered as what it is.
  expect(tally(answers.map(({ status }) => status))).toEqual(
    tally(unknown.map(({ key }) => (before.has(key) ? 'duplicate' : 'posted'))),
  );
  expect(await soundness(dataFolder)).toEqual([]);
}
