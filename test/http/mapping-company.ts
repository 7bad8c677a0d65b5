import { expect } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import type { PostingAnswer } from '../../packages/server/src/application/post-transactions.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import type { ServedBooks } from '../support/served-books.ts';
import { httpClient } from './http-client.ts';

export const RECEIPT = {
  type: 'receive-from-vendor',
  postedOn: '2026-01-05',
  item: 'F1',
  site: 'DC',
  quantity: '10',
  unitCost: '50.00',
};

/** Accounts of debit and credit of a posted transaction; fails where it is refused. */
export function accountsOf(answer: PostingAnswer | undefined): readonly string[] {
  expect(answer).toMatchObject({ status: 'posted' });
  return answer?.status === 'posted' ? answer.lines.map(({ account }) => account) : [];
}

export type MappingCompany = Awaited<ReturnType<typeof mappingCompany>>;

let made = 0;

/** A company of a test's own behind a server, and how to ask about its mapping. */
export async function mappingCompany(books: ServedBooks, without: Partial<CompanySetup> = {}) {
  made += 1;
  const setup = { ...sampleSetup({ code: `mapped-${made}`, ...without.company }), ...without };
  const company = { ...sampleSetup().company, ...without.company, code: `mapped-${made}` };
  const client = httpClient(books.address, company.code);
  const body = { ...setup, company };
  expect(await client.send('POST /companies', { body })).toMatchObject({ status: 201 });
  const path = `/companies/${company.code}`;
  const post = async (...transactions: readonly object[]) =>
    client.post(transactions.map((one, index) => ({ key: `k${made}-${index}-${keys()}`, ...one })));
  return {
    ...client,
    company,
    path,
    posts: post,
    /** Accounts of debit and credit of one transaction that is posted. */
    accounts: async (transaction: object) => accountsOf((await post(transaction))[0]),
    table: (on = '2026-06-01') => client.send(`GET ${path}/mapping?on=${on}`),
    version: async () =>
      Object((await client.send(`GET ${path}/mapping`)).body).configurationVersion,
    put: (additions: object, query = '') =>
      client.send(`PUT ${path}/setup${query}`, { body: { company, ...additions } }),
    /** Begins a draft with edits; its id, and how to go on with it. */
    draft: async (edits: object) => {
      const begun = await client.send(`POST ${path}/mapping-drafts`, { body: edits });
      expect(begun).toMatchObject({ status: 201 });
      const at = `${path}/mapping-drafts/${Object(begun.body).id}`;
      return {
        id: String(Object(begun.body).id),
        stage: (more: object) => client.send(`PATCH ${at}`, { body: more }),
        read: (query = '') => client.send(`GET ${at}${query}`),
        commit: (query = '') => client.send(`POST ${at}/commit${query}`),
        drop: () => client.send(`DELETE ${at}`),
      };
    },
  };
}

let asked = 0;

/** A number no other transaction of this process has. */
function keys(): number {
  asked += 1;
  return asked;
}
