import { type AccountRole, accountRoles, type Bucket, roleDefinition } from 'perpetua-core';
import type { PoolTotal, ReadingSession, UnpostedTotal } from './ports.ts';
import { compareTexts } from './report.ts';

/** The role whose balance the pools of a bucket must equal (`vocabulary.md`, buckets). */
const ROLE_OF_BUCKET = {
  'on-hand': 'inventory',
  'order-clearing': 'inventory',
  'in-transit': 'inventory-in-transit',
  wip: 'wip',
  'wip-in-transit': 'wip-in-transit',
  consigned: 'consigned-inventory',
  assembly: 'assembly-clearing',
} as const satisfies Record<Bucket, AccountRole>;

/** The roles that hold stock, in the order of the table of roles. */
export const BUCKET_ROLES: readonly AccountRole[] = accountRoles().filter(
  (role) => roleDefinition(role).isBucket,
);

/** The two books of one account at one site, as far as one role goes. */
export type BookTotal = {
  readonly role: AccountRole;
  readonly account: string;
  readonly site: string;
  /** Value of the pools pinned to the account. */
  readonly subledger: bigint;
  /** Debits less credits of the account. */
  readonly ledger: bigint;
};

/**
 * The subledger and the general ledger side by side, per role, account and site (`I3`, `003.22`).
 *
 * All accounts count that hold stock or were ever found for a role that does; each account is
 * counted once, so that the sum is the difference between the books. Where one account serves
 * several roles its ledger is split by the role each posting was made for.
 */
export async function bookTotals(session: ReadingSession): Promise<readonly BookTotal[]> {
  const pools = await session.poolTotals();
  const determined = await session.accountsOfRoles(BUCKET_ROLES);
  const roles = rolesByAccount(pools);
  for (const { role, account } of determined) if (!roles.has(account)) roles.set(account, [role]);
  const shared = [...roles].flatMap(([account, own]) => (own.length > 1 ? [account] : []));
  const single = [...roles].flatMap(([account, own]) => (own.length > 1 ? [] : [account]));
  const totals = new Map<string, BookTotal>();
  const add = (role: AccountRole, account: string, site: string, part: BookPart) => {
    const key = [role, account, site].join('\n');
    const { subledger = 0n, ledger = 0n } = totals.get(key) ?? {};
    const sum = { subledger: subledger + part.subledger, ledger: ledger + part.ledger };
    totals.set(key, { role, account, site, ...sum });
  };
  for (const { bucket, account, site, value } of pools)
    add(ROLE_OF_BUCKET[bucket], account, site, { subledger: value, ledger: 0n });
  for (const { account, site, balance } of await session.ledgerTotals(single))
    add(roles.get(account)?.[0] ?? 'inventory', account, site, { subledger: 0n, ledger: balance });
  for (const { account, site, role, balance } of await session.roleTotals(shared)) {
    const own = roles.get(account) ?? [];
    const counted = own.includes(role) ? role : (own[0] ?? 'inventory');
    add(counted, account, site, { subledger: 0n, ledger: balance });
  }
  return [...totals.values()].sort(
    (a, b) =>
      BUCKET_ROLES.indexOf(a.role) - BUCKET_ROLES.indexOf(b.role) ||
      compareTexts(a.account, b.account) ||
      compareTexts(a.site, b.site),
  );
}

type BookPart = Pick<BookTotal, 'subledger' | 'ledger'>;

function rolesByAccount(pools: readonly PoolTotal[]): Map<string, AccountRole[]> {
  const roles = new Map<string, AccountRole[]>();
  for (const { account, bucket } of pools) {
    const role = ROLE_OF_BUCKET[bucket];
    const own = roles.get(account);
    if (own === undefined) roles.set(account, [role]);
    else if (!own.includes(role)) own.push(role);
  }
  return roles;
}

/**
 * Whether the two books agree on every account at every site, to the minor unit.
 *
 * @param unposted value that was moved and rightly not posted, because inventory is not integrated
 */
export function booksAgree(
  totals: readonly BookTotal[],
  unposted: readonly UnpostedTotal[],
): boolean {
  const differences = new Map<string, bigint>();
  const add = (account: string, site: string, amount: bigint) => {
    const place = `${account}\n${site}`;
    differences.set(place, (differences.get(place) ?? 0n) + amount);
  };
  for (const { account, site, subledger, ledger } of totals) add(account, site, subledger - ledger);
  for (const { account, site, value } of unposted) add(account, site, -value);
  return [...differences.values()].every((difference) => difference === 0n);
}
