import { beforeAll, expect, test } from 'vitest';
import type { LoggedChange } from '../../packages/server/src/application/reading/configuration-changes.ts';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { messagesOf, problemIn } from './http-client.ts';
import { type MappingCompany, mappingCompany } from './mapping-company.ts';

const BY_ITEM_TYPE = { type: 'sale', role: 'cogs', mode: 'item-type' };

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

async function logOf(
  company: MappingCompany,
  query = '',
): Promise<{ readonly changes: readonly LoggedChange[]; readonly next: string | null }> {
  const { status, body } = await company.send(`GET ${company.path}/configuration-changes${query}`);
  expect(status).toBe(200);
  return Object(body);
}

test('Q-39 every change is in the log: version, when, who, why, and each difference before and after', async () => {
  const company = await mappingCompany(books);
  await company.put({ modes: [BY_ITEM_TYPE], reason: 'frames apart from now on' });
  const draft = await company.draft({
    itemTypeAccounts: [{ role: 'cogs', itemType: 'Frame', account: '5100' }],
    reason: 'as agreed with the auditor',
  });
  await draft.commit();
  await company.put({
    itemTypeAccounts: [{ role: 'cogs', itemType: 'Frame', account: null }],
    validFrom: '2026-05-01',
  });
  await company.put({ reasons: [{ code: 'Damage', name: 'Broken' }] });
  // Nothing but repetition.
  await company.put({ reasons: [{ code: 'Damage', name: 'Broken' }] });
  const { changes, next } = await logOf(company);
  expect(next).toBeNull();
  expect(changes.map(({ version, reason }) => `${version} ${reason}`)).toEqual([
    '6 through the API',
    '5 through the API',
    '4 through the API',
    '3 as agreed with the auditor',
    '2 frames apart from now on',
    '1 through the API',
  ]);
  const at = (version: number) => changes.find((one) => one.version === version);
  expect(at(6)).toMatchObject({ changedBy: 'test', differences: [] });
  expect(at(5)?.differences).toEqual([
    {
      kind: 'reason',
      name: 'Damage',
      before: { code: 'Damage', name: 'Damage' },
      after: { code: 'Damage', name: 'Broken' },
    },
  ]);
  // Taken out from a day on: held against what was in force on that day.
  expect(at(4)?.differences).toEqual([
    {
      kind: 'item-type-account',
      name: 'cogs · Frame · 2026-05-01',
      before: { account: '5100' },
      after: null,
    },
  ]);
  expect(at(3)?.differences).toEqual([
    { kind: 'item-type-account', name: 'cogs · Frame', before: null, after: { account: '5100' } },
  ]);
  expect(at(2)?.differences).toEqual([
    { kind: 'mode', name: 'sale · cogs', before: null, after: { mode: 'item-type' } },
  ]);
  expect(at(1)?.differences.length).toBeGreaterThan(100);
  expect(at(1)?.changedAt).toMatch(/^2026-06-01T12:/);
});

test('Q-39 the log goes by kind and day, and in pages that together are the whole', async () => {
  const company = await mappingCompany(books);
  await company.put({ modes: [BY_ITEM_TYPE] });
  await company.put({ groups: [{ number: 5, description: 'Five' }] });
  const modes = await logOf(company, '?kinds=mode');
  expect(modes.changes.map(({ version }) => version)).toEqual([2, 1]);
  expect(modes.changes.flatMap(({ differences }) => differences.map(({ kind }) => kind))).toEqual([
    'mode',
    'mode',
  ]);
  expect((await logOf(company, '?from=2026-06-02')).changes).toEqual([]);
  expect((await logOf(company, '?to=2026-05-31')).changes).toEqual([]);
  expect((await logOf(company, '?from=2026-06-01&to=2026-06')).changes).toHaveLength(3);

  const flat = (changes: readonly LoggedChange[]) =>
    changes.flatMap(({ version, differences }) =>
      differences.map(({ kind, name }) => `${version} ${kind} ${name}`),
    );
  const whole = flat((await logOf(company, '?limit=1000')).changes);
  const paged: string[] = [];
  let after = '';
  let pages = 0;
  for (;;) {
    const page = await logOf(company, `?limit=7${after}`);
    const lines = flat(page.changes);
    expect(lines.length).toBeLessThanOrEqual(7);
    paged.push(...lines);
    pages += 1;
    if (page.next === null) break;
    after = `&after=${page.next}`;
  }
  expect(paged).toEqual(whole);
  expect(new Set(paged).size).toBe(paged.length);
  expect(pages).toBeGreaterThan(10);
});

test('Q-39 the log as a report has a line for every difference, with the fields that differ', async () => {
  const company = await mappingCompany(books);
  await company.put({ modes: [BY_ITEM_TYPE], reason: 'frames apart' });
  const { body } = await company.send(
    `GET ${company.path}/reports/configuration-changes?kinds=mode&limit=1`,
  );
  expect(body).toMatchObject({
    rows: [
      {
        version: '2',
        changedBy: 'test',
        reason: 'frames apart',
        kind: 'mode',
        name: 'sale · cogs',
        before: null,
        after: 'mode item-type',
      },
    ],
    next: '2.1',
  });
});

test('what cannot be asked of the log is refused', async () => {
  const company = await mappingCompany(books);
  const asked = (query: string) =>
    company.send(`GET ${company.path}/configuration-changes?${query}`);
  expect(messagesOf(await asked('kinds=mode,price'))[0]).toMatch(/^kinds is one of company, /);
  expect(problemIn(await asked('from=2026-13-01')).code).toBe('date-invalid');
  expect(problemIn(await asked('from=2026-03&to=2026-02')).code).toBe('request-malformed');
  expect(problemIn(await asked('after=x')).code).toBe('request-malformed');
  expect(problemIn(await asked('limit=0')).code).toBe('request-malformed');
  expect(problemIn(await asked('version=1')).code).toBe('request-malformed');
});
