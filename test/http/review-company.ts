import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { inspected } from '../support/inspected-books.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { servedBooks } from '../support/served-books.ts';
import { type Answered, httpClient } from './http-client.ts';

/** A row of the review, as far as tests look at it. */
type Row = {
  readonly event: number;
  readonly label: string;
  readonly open: string;
  readonly state: string;
  readonly item: string;
  readonly suggestion?: { readonly action: string; readonly account?: string };
};

/** The sample company with items without stock, and without an account for vendor returns. */
export function reviewSetup(changes: Partial<CompanySetup> = {}): CompanySetup {
  const setup = sampleSetup();
  const { 'vendor-return-inventory': _, ...controls } = setup.controls ?? {};
  return {
    ...setup,
    controls,
    items: [
      ...(setup.items ?? []),
      { code: 'C1', name: 'Cleaning', group: 2, itemClass: 'consumable' },
      { code: 'SP1', name: 'Special lens', group: 2, itemClass: 'special' },
    ],
    ...changes,
  };
}

/** A company under review behind the real server. */
export async function reviewCompany(changes: Partial<CompanySetup> = {}) {
  const books = await servedBooks(reviewSetup(changes));
  const client = httpClient(books.address);
  const path = '/companies/sample/review';
  const review = async (query = 'period=2026-05'): Promise<Listed> =>
    Object((await client.send(`GET ${path}?${query}`)).body);
  let actions = 0;
  const act = (body: object, query = ''): Promise<Answered> => {
    actions += 1;
    const common = { key: `act-${actions}`, postedOn: '2026-05-31' };
    return client.send(`POST ${path}/actions${query}`, { body: { ...common, ...body } });
  };
  const say = (what: string, body: object = {}) => client.send(`POST ${path}/${what}`, { body });
  const balance = async (account: string): Promise<string | undefined> => {
    const { owner } = await inspected(books);
    const { rows } = await owner.query<{ balance: string }>(
      `select coalesce(sum(case side when 'debit' then amount else -amount end), 0)::text as balance
         from journal_line where account = $1`,
      [account],
    );
    return rows[0]?.balance;
  };
  return { books, client, path, review, act, say, balance };
}

export type Listed = {
  readonly balance: string;
  readonly unexplained: string;
  readonly lines: readonly Row[];
  readonly notInvoiced: readonly unknown[];
  readonly hints: readonly string[];
};

/** What of a row a test compares: label, what is open, what is suggested. */
export const inShort = ({ lines }: Listed): readonly string[] =>
  lines.map(({ label, open, suggestion }) => `${label} ${open} ${suggestion?.action ?? 'nothing'}`);

/** A line on Non-Inventory by hand against an account: debits positive. */
export const byHand = (key: string, amount: string, account: string, more: object = {}) => ({
  key,
  type: 'non-inventory-reallocation',
  postedOn: '2026-05-10',
  item: 'F1',
  site: 'DC',
  amount: amount.startsWith('-') ? amount.slice(1) : `-${amount}`,
  account,
  reference: key,
  ...more,
});

/** The month of `non-inventory.md`, entered by hand: it comes to 1,524.00. */
export const MONTH = [
  byHand('4.1', '1200', '2100', { reference: 'PO 4711', party: 'ACME' }),
  byHand('4.2', '-90', '5000', { item: 'C1', reference: 'SO 12' }),
  byHand('4.3', '-500', '2100', { reference: 'Second Quarter Rebate', party: 'ACME' }),
  byHand('4.4', '20', '5000', { item: 'C1', reference: 'SO 13, instant rebate' }),
  byHand('4.6a', '60', '5000', { reference: 'returned by a customer' }),
  byHand('4.6b', '-60', '2100', { reference: 'credit note 9', party: 'ACME' }),
  byHand('4.7', '900', '2100', { site: 'O2', reference: 'converted PO 88' }),
  byHand('4.8', '-6', '5000', { item: 'SP1', reference: 'SO 14' }),
];
