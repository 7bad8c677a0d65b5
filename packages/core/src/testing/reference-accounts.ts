import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';

/** What an account is wanted for. */
export type Wanted = {
  readonly type: string;
  readonly role: string;
  readonly site: string;
  readonly location: string;
  readonly day: string;
  readonly reason: string;
  readonly onLine: string;
};

const ROLES_OF_PLACES = ['inventory', 'count-variance', 'scrap', 'cost-revalue'];

const ROLES_OF_LINES = ['inventory-adjustment', 'landed-cost-clearing', 'freight-in'];

/** The account of a role, found by reading every row from the first to the last. */
export function accountByHand(configuration: Configuration, item: Item, wanted: Wanted): string {
  const { type, role, site, location } = wanted;
  if (ROLES_OF_LINES.includes(role) && wanted.onLine !== '') return wanted.onLine;
  const { group, itemType = '', financialGroup = '' } = item;
  const look = (forGroup: number | null, atSite: string, atLocation: string) =>
    rowInForce(configuration, wanted, [forGroup, atSite, atLocation]);
  const candidates: (string | null | undefined)[] = [];
  if (ROLES_OF_PLACES.includes(role)) {
    if (location !== '') candidates.push(look(group, site, location));
    candidates.push(look(group, site, ''));
  }
  const mapping = [...configuration.modes].find(([key]) => key === `${type}\n${role}`)?.[1];
  if (mapping?.mode === 'account') candidates.push(mapping.account);
  if (mapping?.mode === 'reason') candidates.push(configuration.reasonAccounts.get(wanted.reason));
  if (mapping?.mode === 'item-type') {
    const { itemTypeAccounts } = configuration;
    if (financialGroup !== '')
      candidates.push(itemTypeAccounts.get(`${role}\n${itemType}\n${financialGroup}`));
    candidates.push(itemTypeAccounts.get(`${role}\n${itemType}\n`));
  }
  candidates.push(look(group, '', ''), look(null, site, ''), look(null, '', ''));
  return candidates.find((account) => typeof account === 'string') ?? '';
}

/** Of all rows for a role and a place, the account of the one that began last. */
function rowInForce(
  configuration: Configuration,
  { role, day }: Wanted,
  [group, site, location]: readonly [number | null, string, string],
): string | null {
  let best: { validFrom: string; version: number; account: string | null } | undefined;
  for (const rows of configuration.assignments.values()) {
    for (const row of rows) {
      if (
        row.role !== role ||
        row.group !== group ||
        row.site !== site ||
        row.location !== location
      )
        continue;
      if (row.validFrom > day) continue;
      const isLater =
        best === undefined ||
        row.validFrom > best.validFrom ||
        (row.validFrom === best.validFrom && row.version > best.version);
      if (isLater) best = row;
    }
  }
  return best?.account ?? null;
}

/** A decimal text as whole units of a scale: the digits with the point moved. */
export function wholeOf(text: string, decimals: number): bigint {
  const [whole = '0', fraction = ''] = text.replace('-', '').split('.');
  const digits = BigInt(`${whole}${fraction.slice(0, decimals).padEnd(decimals, '0')}`);
  return text.startsWith('-') ? -digits : digits;
}
