import { beforeAll, expect, test } from 'vitest';
import { type ServedBooks, servedBooks } from '../support/served-books.ts';
import { httpClient, messagesOf, problemIn } from './http-client.ts';
import { RECEIPT } from './mapping-company.ts';

let books: ServedBooks;

beforeAll(async () => {
  books = await servedBooks();
});

let made = 0;

/** The assistant, and a code of a test's own for the company it makes. */
function assistant() {
  made += 1;
  const code = `assisted-${made}`;
  const client = httpClient(books.address, code);
  const path = `/companies/${code}`;
  const found = async (request: string) => {
    const { status, body } = await client.send(request);
    expect(status).toBe(200);
    return Object(body);
  };
  return {
    ...client,
    code,
    path,
    found,
    answer: (answers: object, preview = '') =>
      client.send(`POST /setup-assistant${preview}`, { body: { code, ...answers } }),
  };
}

const ITEM = { code: 'F1', name: 'Frame', group: 1 };

test('000.25 000.30 the assistant asks step by step, with what to weigh before integrating, and what is usual', async () => {
  const { steps, questions } = await assistant().found('GET /setup-assistant');
  expect(steps.map(({ step }: { step: string }) => step)).toEqual([
    'company',
    'chart',
    'integration',
    'groups',
    'sites',
    'entry-type',
    'default-mappings',
    'opening-balances',
    'ready-check',
  ]);
  const question = (key: string) => questions.find((one: { key: string }) => one.key === key);
  const { text, usual, help } = question('integrated');
  expect([text, usual]).toEqual([
    'Integrate inventory into the general ledger (perpetual inventory)?',
    'yes',
  ]);
  expect(help.join('\n')).toMatch(
    /mainly services.*not integrated[\s\S]*mainly goods.*integrated[\s\S]*accurate, and never below zero.*integrated[\s\S]*often below zero while costs change much.*not integrated/,
  );
  expect(question('entryType')).toMatchObject({
    usual: 'inventory',
    choices: expect.arrayContaining([{ value: 'inventory', label: 'Inventory integration' }]),
  });
  // The clock of the books stands in this year.
  expect(question('year').usual).toBe('2026');
});

test('000.10 000.24 no answer at all makes an integrated company with a complete group that posts on its first day', async () => {
  const company = assistant();
  const { status, body } = await company.answer({});
  expect(status).toBe(201);
  expect(body).toMatchObject({ company: company.code, configurationVersion: 1, warnings: [] });
  const { check } = Object(body);
  expect(check.ready).toBe(true);
  expect(check.rows.filter(({ done }: { done: boolean }) => !done)).toEqual([
    {
      step: 'opening-balances',
      needs: 'Items',
      done: false,
      needed: false,
      remedy: 'Import items, or add them to the setup.',
    },
    {
      step: 'opening-balances',
      needs: 'Opening balances, where stock is there already',
      done: false,
      needed: false,
      remedy: 'Import them; without any, stock begins at nothing.',
    },
  ]);
  const settings = await company.found(`GET ${company.path}/settings`);
  expect(settings).toMatchObject({
    integration: { integrated: true },
    entryType: { code: 'inventory' },
    groups: [{ number: 1, description: 'Merchandise', missing: [] }],
  });
  await company.send(`PUT ${company.path}/setup`, {
    body: { company: { code: company.code, name: 'x', currency: 'EUR' }, items: [ITEM] },
  });
  const [posted] = await company.post([{ ...RECEIPT, key: 'in', site: 'MAIN' }]);
  expect(posted).toMatchObject({
    status: 'posted',
    lines: [{ account: '1300' }, { account: '2150' }],
  });
  const { rows } = await company.found(`GET ${company.path}/ready-check`);
  expect(rows.filter(({ done }: { done: boolean }) => !done)).toEqual([]);
});

test('000.10 the answers make several complete groups, shared or of their own, services apart, and sites', async () => {
  const company = assistant();
  const answers = {
    name: 'The Shop',
    currency: 'CHF',
    groups: ['Books', 'Books with royalties'],
    groupAccounts: 'own',
    serviceGroups: ['Repairs'],
    serviceCost: 'shown',
    sites: [
      { code: 'DC', name: 'Distribution centre', kind: 'distribution-center' },
      { code: 'S1', name: 'Shop one', kind: 'store' },
    ],
  };
  const looked = await company.answer(answers, '/preview');
  expect(looked).toMatchObject({ status: 200, body: { setup: { groups: [{}, {}, {}] } } });
  expect(await company.send(`GET ${company.path}/settings`)).toMatchObject({ status: 404 });
  expect(await company.answer(answers)).toMatchObject({ status: 201 });
  const { groups } = await company.found(`GET ${company.path}/settings`);
  const told = groups.map(
    ({ number, description, services, accounts, missing }: GroupAnswer) =>
      `${number} ${description} ${services} ${['inventory', 'cogs', 'sales', 'purchases']
        .map((role) => accounts[role]?.account)
        .join(' ')} ${missing.length}`,
  );
  expect(told).toEqual([
    '1 Books false 1300 5000 4000 5100 0',
    '2 Books with royalties false 1301 5001 4001 5100 0',
    '3 Repairs true 5390 5002 4002 5100 0',
  ]);
  const { setup } = Object(looked.body);
  const kept = await company.found(`GET ${company.path}/setup`);
  expect(kept.sites.map(({ code }: { code: string }) => code)).toEqual(['DC', 'S1']);
  expect(kept.accounts).toHaveLength(setup.accounts.length);
  expect(kept.company).toMatchObject({ currency: 'CHF', name: 'The Shop' });
});

type GroupAnswer = {
  readonly number: number;
  readonly description: string;
  readonly services: boolean;
  readonly accounts: Readonly<Record<string, { readonly account: string }>>;
  readonly missing: readonly string[];
};

test('000.10 groups that share their accounts, and services whose cost is hidden, have one set of them', async () => {
  const company = assistant();
  await company.answer({ groups: ['Books', 'Toys'], serviceGroups: ['Repairs'] });
  const { groups } = await company.found(`GET ${company.path}/settings`);
  const inventory = groups.map(({ accounts }: GroupAnswer) =>
    ['inventory', 'cogs', 'sales'].map((role) => accounts[role]?.account).join(' '),
  );
  expect(inventory).toEqual(['1300 5000 4000', '1300 5000 4000', '5002 5002 4002']);
});

test('000.24 who says so begins without integration, and is integrated later with an entry type', async () => {
  const company = assistant();
  expect(await company.answer({ integrated: false })).toMatchObject({ status: 201 });
  const settings = await company.found(`GET ${company.path}/settings`);
  expect(settings).toMatchObject({
    integration: { integrated: false, since: '1900-01-01' },
    entryType: { code: null },
    groups: [{ missing: [] }],
  });
  const wish = { integrated: true, from: '2026-07-01', entryType: 'inventory' };
  const turned = await company.send(`PUT ${company.path}/integration`, { body: wish });
  expect(turned).toMatchObject({ status: 200, body: { kept: true } });
});

test('everything wrong with the answers is said at once, and nothing is made', async () => {
  const company = assistant();
  const wrong = {
    year: 'next',
    groups: [],
    sites: [{ code: 'S1', name: 'Shop', kind: 'kiosk' }],
    entryType: 'stock',
  };
  for (const preview of ['', '/preview']) {
    const refused = await company.answer(wrong, preview);
    expect(problemIn(refused).refusals.map(({ code }) => code)).toEqual([
      'setup-invalid',
      'group-missing',
      'setup-invalid',
      'entry-type-unknown',
    ]);
    expect(messagesOf(refused)).toEqual([
      'year: next is no year',
      'There is no inventory group, so no account for sales, purchases or stock.',
      'site S1: kiosk is none of office, distribution-center, lab, store, warehouse',
      'There is no entry type stock.',
    ]);
  }
  const further = [
    [{ entryType: '' }, 'entry-type-missing'],
    [{ sites: [] }, 'setup-invalid'],
    [{ currency: 'XXQ' }, 'setup-invalid'],
    [
      { groups: ['a', 'b', 'c', 'd', 'e'], serviceGroups: ['f', 'g', 'h', 'i', 'j'] },
      'setup-invalid',
    ],
    [{ groups: Array.from({ length: 10 }, String) }, 'request-malformed'],
  ] as const;
  for (const [answers, code] of further)
    expect(problemIn(await company.answer(answers))).toMatchObject({ code });
  expect(await company.send(`GET ${company.path}/settings`)).toMatchObject({ status: 404 });
});

test('a company that is there is not made a second time', async () => {
  const company = assistant();
  await company.answer({});
  const again = await company.answer({ integrated: false });
  expect(problemIn(again)).toMatchObject({ status: 409 });
  const looked = await company.answer({}, '/preview');
  expect(problemIn(looked)).toMatchObject({ code: 'company-exists' });
});
