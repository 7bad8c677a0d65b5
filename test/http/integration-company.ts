import { expect } from 'vitest';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import type { IntegrationAnswer } from '../../packages/server/src/application/integration/change-integration.ts';
import type { IntegrationSettings } from '../../packages/server/src/application/integration/settings.ts';
import type { StockJournalAnswer } from '../../packages/server/src/application/integration/stock-journal.ts';
import { faultsOf } from '../posting/verified-books.ts';
import { inspected } from '../support/inspected-books.ts';
import type { ServedBooks } from '../support/served-books.ts';
import { mappingCompany } from './mapping-company.ts';

/** A company that begins without integration. */
export const NOT_INTEGRATED: Partial<CompanySetup> = { integration: { integrated: false } };

type Rows = readonly Readonly<Record<string, string>>[];

/** A company of a test's own, and how to ask about its integration. */
export async function integrationCompany(books: ServedBooks, without: Partial<CompanySetup> = {}) {
  const company = await mappingCompany(books, without);
  const { path, send } = company;
  const found = async (request: string) => {
    const { status, body } = await send(request);
    expect(status).toBe(200);
    return Object(body);
  };
  const rows = async (report: string, query = ''): Promise<Rows> =>
    (await found(`GET ${path}/reports/${report}${query}`)).rows;
  return {
    ...company,
    rows,
    settings: (query = ''): Promise<IntegrationSettings> => found(`GET ${path}/settings${query}`),
    switchTo: (wish: object, query = '') => send(`PUT ${path}/integration${query}`, { body: wish }),
    /** The answer of a switch that is kept, or only looked at. */
    switched: async (wish: object, query = ''): Promise<IntegrationAnswer> => {
      const { status, body } = await send(`PUT ${path}/integration${query}`, { body: wish });
      expect(body).toMatchObject({ integrated: expect.any(Boolean) });
      expect(status).toBe(200);
      return Object(body);
    },
    proposal: (postedOn: string, query = ''): Promise<StockJournalAnswer> =>
      found(`GET ${path}/stock-journal?postedOn=${postedOn}${query}`),
    confirm: (body: object) => send(`POST ${path}/stock-journals`, { body }),
    /** Balances of the ledger by account, debits positive; accounts that are even are left out. */
    ledger: async (query = ''): Promise<Readonly<Record<string, string>>> => {
      const balances = await rows('trial-balance', query);
      return Object.fromEntries(
        balances
          .map(({ account = '', closing = '' }) => [account, closing] as const)
          .filter(([, closing]) => !/^-?0\.?0*$/.test(closing)),
      );
    },
    log: async (): Promise<readonly { readonly version: number; readonly reason: string }[]> =>
      (await found(`GET ${path}/configuration-changes`)).changes,
    /** Whether subledger and ledger agree to the cent. */
    agrees: async (): Promise<boolean> => (await found(`GET ${path}/reconciliation`)).agree,
    /** What verification finds wrong; nothing when the books are sound and replay alike. */
    faults: async () => {
      const { inspection } = await inspected(books);
      const name = company.company.code;
      const known = (await books.storage.companies()).find(({ code }) => code === name);
      return faultsOf({ inspection, company: known ?? { id: 0, code: '' } });
    },
  };
}
