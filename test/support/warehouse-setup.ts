import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { sampleSetup } from './sample-setup.ts';

/** Accounts the worked examples of warehouses name beside those of the sample company. */
const ACCOUNTS = ['1350', '1355', '1360', '1370'] as const;

/** A warehouse as a test wants it: its mode and how many locations it has. */
export type WarehouseWanted = {
  readonly accountSync?: 'full' | 'partial' | 'blank';
  readonly locations?: number;
  readonly costingMethod?: 'moving-average' | 'fifo';
};

/** The codes of the locations of warehouse W: `W-0001` and on. */
export const locationCodes = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `W-${String(index + 1).padStart(4, '0')}`);

/**
 * The company of examples E4 to E6 and E20: group 12 on 1300, at site S1 on 1310; warehouse W of S1,
 * and one of the same code in S2. No account is assigned to either yet.
 */
export function warehouseSetup(
  code: string,
  { accountSync, locations = 2, costingMethod = 'moving-average' }: WarehouseWanted = {},
): CompanySetup {
  const sample = sampleSetup({ code, costingMethod });
  const mode = accountSync === undefined ? {} : { accountSync };
  return {
    ...sample,
    accounts: [
      ...(sample.accounts ?? []),
      ...ACCOUNTS.map((account) => ({
        code: account,
        name: `Inventory ${account}`,
        accountClass: 'asset' as const,
      })),
    ],
    groups: [12, 13, 14].map((number) => ({
      number,
      description: `Group ${number}`,
      accounts: sample.groups?.[0]?.accounts ?? {},
    })),
    sites: ['S1', 'S2'].map((site) => ({
      code: site,
      name: site,
      kind: 'warehouse' as const,
      center: `0${site.slice(1)}0`,
    })),
    warehouses: [
      { site: 'S1', code: 'W', ...mode },
      { site: 'S2', code: 'W', ...mode },
    ],
    locations: [
      { site: 'S1', code: 'A-01' },
      { site: 'S2', code: 'W-0001', warehouse: 'W' },
      ...locationCodes(locations).map((location) => ({
        site: 'S1',
        code: location,
        warehouse: 'W',
      })),
    ],
    places: [{ group: 12, site: 'S1', accounts: { inventory: '1310' } }],
    items: [
      { code: 'F1', name: 'Frame', group: 12, itemType: 'Frame' },
      { code: 'G1', name: 'Glass', group: 13, itemType: 'Frame' },
    ],
    modes: [],
  };
}
