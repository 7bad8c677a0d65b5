import type {
  CompanySetup,
  PlaceAssignment,
} from '../../packages/server/src/application/configuration/company-setup.ts';
import type { SetupPreview } from '../../packages/server/src/application/configuration/preview-setup.ts';
import type { SynchronizationReport } from '../../packages/server/src/application/configuration/synchronize-accounts.ts';
import { booksInspection } from '../../packages/server/src/storage/postgres/books-inspection.ts';
import { readingPool } from '../../packages/server/src/storage/postgres/connections.ts';
import { faultsOf } from '../posting/verified-books.ts';
import type { ServedBooks } from '../support/served-books.ts';
import { type WarehouseWanted, warehouseSetup } from '../support/warehouse-setup.ts';
import { type Answered, httpClient } from './http-client.ts';

let made = 0;

/** A company with warehouses behind a server, and how to ask about its accounts by place. */
export async function warehouseCompany(books: ServedBooks, wanted: WarehouseWanted = {}) {
  made += 1;
  const code = `warehouses-${made}`;
  const setup = warehouseSetup(code, wanted);
  const client = httpClient(books.address, code);
  const created = await client.send('POST /companies', { body: setup });
  if (created.status !== 201) throw new Error(JSON.stringify(created.body));
  const send = (query: string, additions: Partial<CompanySetup>) =>
    client.send(`PUT /companies/${code}/setup${query}`, {
      body: { company: setup.company, ...additions },
    });
  const setupNow = async (): Promise<CompanySetup> =>
    Object((await client.send(`GET /companies/${code}/setup`)).body);
  return {
    ...client,
    code,
    setupNow,
    /** Adds to the setup, or changes it. */
    put: (additions: Partial<CompanySetup>, query = '') => send(query, additions),
    /** What such a change would come to. */
    preview: async (additions: Partial<CompanySetup>, query = ''): Promise<SetupPreview> =>
      bodyOf(await send(`?dryRun=true${query}`, additions)) as SetupPreview,
    /** The synchronization by hand. */
    run: (body: object, query = '') =>
      client.send(`POST /companies/${code}/account-synchronization${query}`, { body }),
    /** The sets of a site, `group location: accounts`, those that are there. */
    sets: async (site = 'S1'): Promise<readonly string[]> =>
      ((await setupNow()).places ?? [])
        .filter((place) => place.site === site && place.location !== undefined)
        .map(textOf)
        .toSorted(),
    version: async () => (await client.send(`GET /companies/${code}/setup`)).headers.get('etag'),
    /** Every invariant that does not hold. */
    faults: async (): Promise<readonly string[]> => {
      const company = (await books.storage.companies()).find((one) => one.code === code);
      const pool = readingPool(books.connection, 2);
      try {
        const inspection = booksInspection(pool);
        return await faultsOf({ inspection, company: company ?? books.company });
      } finally {
        await pool.end();
      }
    },
  };
}

export type WarehouseCompany = Awaited<ReturnType<typeof warehouseCompany>>;

/** The report of a run that was not refused. */
export const reportIn = (answered: Answered): SynchronizationReport =>
  // Its fields are compared in the tests.
  bodyOf(answered) as SynchronizationReport;

function bodyOf({ status, body }: Answered): unknown {
  if (status !== 200) throw new Error(`${status}: ${JSON.stringify(body)}`);
  return body;
}

function textOf({ group, location = '', accounts = {}, centers = {} }: PlaceAssignment): string {
  const words = [
    ...Object.entries(accounts).map(([role, account]) =>
      role === 'inventory' ? account : `${role} ${account}`,
    ),
    ...Object.entries(centers).map(([role, center]) => `${role} at ${center}`),
  ];
  return `${group} ${location}: ${words.join(', ')}`;
}
