import { beforeAll, expect, test } from 'vitest';
import { type WarehouseCompany, warehouseCompany } from '../http/warehouse-company.ts';
import { servedBooks } from '../support/served-books.ts';

let company: WarehouseCompany;

beforeAll(async () => {
  company = await warehouseCompany(await servedBooks(), { accountSync: 'blank' });
});

const W = { group: 12, site: 'S1', location: 'W', accounts: { inventory: '1350' } };

async function shadowed(query = ''): Promise<readonly string[]> {
  const { status, body } = await company.send(
    `GET /companies/${company.code}/reports/shadowed-assignments${query}`,
  );
  if (status !== 200) throw new Error(JSON.stringify(body));
  const rows: readonly Record<string, string>[] = Object(body).rows;
  return rows.map(({ step, role, name, account }) => `${step} ${role} of ${name} ${account}`);
}

test('002.30 rows that decide nothing are reported by day, and a preview warns of new ones', async () => {
  // What every group has taken over from the control table, and a reason no type is mapped by.
  const before = await shadowed();
  expect(before).toEqual([
    'COMPANY_CTL cost-revalue of company 5860',
    'COMPANY_CTL purchases of company 5100',
    'COMPANY_CTL scrap of company 5850',
    'REASON inventory-adjustment of reason Damage 5801',
  ]);
  const others = async (query = '') =>
    (await shadowed(query)).filter((row) => !before.includes(row));
  const { warnings } = await company.preview({ places: [W] });
  expect(warnings).toEqual([
    'account 1350 for inventory of group 12 · S1 · W decides nothing: warehouse W is in mode blank and was not synchronized: it decides for the gateway location W alone',
  ]);
  await company.put({ places: [W] });
  expect(await others()).toEqual(['PL_SITE_LOC inventory of group 12 · S1 · W 1350']);
  await company.run({});
  expect(await others()).toEqual([]);
  await company.put({
    validFrom: '2026-07-01',
    places: [{ group: 12, site: 'S2', accounts: { inventory: '1355' } }],
  });
  expect(await others('?asOf=2026-06-30')).toEqual([]);
  expect(await others('?asOf=2026-07-01')).toEqual(['GROUP inventory of group 12 1300']);
  expect(await others()).toEqual(['GROUP inventory of group 12 1300']);
});
