import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { accountRoles } from 'perpetua-core';
import { expect, test } from 'vitest';
import { setupOf } from '../../packages/server/src/application/configuration/setup-of.ts';
import { factsOf, listCompanies } from '../../packages/server/src/application/find-company.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { type CommandBooks, commandBooks } from './books-by-address.ts';
import { newFolder } from './perpetua-program.ts';

const companies = ({ look }: CommandBooks) => look(({ storage }) => listCompanies(storage));

/** A file with this content. */
function file(content: string | Uint8Array): string {
  const path = join(newFolder(), 'company.json');
  writeFileSync(path, content);
  return path;
}

test('000.10 init --yes makes a company with a complete group that can post at once; again it changes nothing', async () => {
  const books = await commandBooks();
  expect(await books.run(['init', '--yes'])).toMatchObject({
    code: 0,
    printed: 'Company main is set up (configuration version 1). It can post.\n',
    noted: '',
  });
  const setup = () =>
    books.look(async ({ storage }) => {
      const [company] = await storage.companies();
      return setupOf((await factsOf(storage, company?.id ?? 0)).facts);
    });
  const first = await setup();
  expect(first?.groups).toHaveLength(1);
  const roles = [first?.controls, first?.groups?.[0]?.accounts].flatMap((accounts) =>
    Object.keys(accounts ?? {}),
  );
  // The one role that is assigned per group and site only has no place where there is one site.
  // Manual journals name their accounts line by line.
  // A new group takes accounts of the control table over, so a role may stand in both.
  expect([...new Set(roles)].toSorted()).toEqual(
    accountRoles()
      .filter((role) => role !== 'transfer-variance' && role !== 'general-ledger')
      .toSorted(),
  );
  const year = new Date().getUTCFullYear();
  expect(first?.periods).toEqual({ first: `${year}-01`, last: `${year}-12` });

  const setUp = await books.run([
    'init',
    '--from',
    file(
      JSON.stringify({
        company: { code: 'main', name: 'main', currency: 'EUR' },
        items: [{ code: 'X1', name: 'Thing', group: 1 }],
      }),
    ),
  ]);
  expect(setUp).toMatchObject({ code: 0 });
  const receipt = {
    key: 'a',
    type: 'receive-from-vendor',
    postedOn: `${year}-01-05`,
    item: 'X1',
    site: 'MAIN',
    quantity: '2',
    unitCost: '3',
  };
  const posted = await books.run(['post'], JSON.stringify(receipt));
  expect(posted).toMatchObject({ code: 0 });
  expect(JSON.parse(posted.printed)).toMatchObject({ status: 'posted', cost: '6.00' });

  expect(await books.run(['init', '--yes'])).toMatchObject({ code: 0 });
  expect(await setup()).toEqual(first);
});

test('the defaults can be replaced on the command line', async () => {
  const books = await commandBooks();
  const words = ['init', '--yes', '--company', 'shop', '--name', 'The Shop', '--currency', 'BHD'];
  expect(await books.run(words)).toMatchObject({ code: 0 });
  expect(await companies(books)).toMatchObject([
    { code: 'shop', name: 'The Shop', currency: 'BHD', currencyDecimals: 3 },
  ]);
});

test('what is no company is refused with its reasons, and leaves nothing behind', async () => {
  const books = await commandBooks();
  const wrong = [
    [['--currency', 'XXQ'], 'setup-invalid: company: ISO 4217 has no currency XXQ\n'],
    [['--company', 'The Shop'], 'setup-invalid: company: The Shop is no code: '],
  ] as const;
  for (const [words, says] of wrong) {
    const refused = await books.run(['init', '--yes', ...words]);
    expect(refused).toMatchObject({ code: 1, printed: '', noted: expect.stringContaining(says) });
    expect(refused.noted).toContain('\n  Correct the setup; nothing of it was kept.\n');
  }
  expect(await companies(books)).toEqual([]);

  await books.run(['init', '--yes']);
  expect(await books.run(['init', '--yes', '--currency', 'USD'])).toMatchObject({
    code: 1,
    noted: expect.stringContaining('company: its currency is EUR and cannot change'),
  });
  expect(await companies(books)).toMatchObject([{ currency: 'EUR', configurationVersion: 1 }]);
});

test('a setup file sets a company up, byte-order mark or not; what is wrong with one is told', async () => {
  const books = await commandBooks();
  const good = file(`\uFEFF${JSON.stringify(sampleSetup())}`);
  expect(await books.run(['init', '--from', good])).toMatchObject({
    code: 0,
    printed: 'Company sample is set up (configuration version 1). It can post.\n',
  });
  const wrong: readonly (readonly [content: string, code: number, says: readonly string[]])[] = [
    ['{"company": ', 2, ['The setup is no JSON: ']],
    [
      '{"company":{"code":"x","name":"","colour":1}, "groups": [{"number": 1000, "description": "G"}]}',
      2,
      [
        '/company must have required properties currency\n',
        '/company must not have additional properties (colour)\n',
        '/company/name must not have fewer than 1 characters\n',
        '/groups/0/number must be <= 999\n',
      ],
    ],
    [
      JSON.stringify({ ...sampleSetup({ code: 'other' }), controls: { grni: '9999' } }),
      1,
      ['setup-invalid: grni of the company: there is no account 9999\n'],
    ],
  ];
  for (const [content, code, says] of wrong) {
    const refused = await books.run(['init', '--from', file(content)]);
    expect(refused).toMatchObject({ code, printed: '' });
    for (const sentence of says) expect(refused.noted).toContain(sentence);
  }
  expect(await books.run(['init', '--from', '/nowhere/company.json'])).toMatchObject({
    code: 2,
    noted: expect.stringMatching(/^\/nowhere\/company\.json cannot be read: ENOENT/),
  });
  expect(await companies(books)).toMatchObject([{ code: 'sample', configurationVersion: 1 }]);
});

test('without a terminal nothing can be asked, and that is said', async () => {
  const books = await commandBooks();
  expect(await books.run(['init'])).toMatchObject({
    code: 2,
    printed: '',
    noted: 'There is no terminal to ask on: use --yes, or --from with a file.\n',
  });
});
