import type { AccountRole } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  BalanceLine,
  BalancePart,
  BalanceStretch,
  LedgerTotal,
  RoleAccount,
  RoleTotal,
} from '../../../application/reading/ports.ts';
import { textsLiteral, wordsLiteral } from '../array-literals.ts';

type BalanceRow = {
  account: string;
  part: string;
  opening_debit: string;
  opening_credit: string;
  debit: string;
  credit: string;
};

const lineOf = (row: BalanceRow): BalanceLine => ({
  account: row.account,
  part: row.part,
  openingDebit: BigInt(row.opening_debit),
  openingCredit: BigInt(row.opening_credit),
  debit: BigInt(row.debit),
  credit: BigInt(row.credit),
});

/** What an account is split by, on a side of a posting or in a kept balance. */
const partOf = (part: BalancePart, prefix: '' | 'debit_' | 'credit_'): string =>
  part === 'none' ? `''` : `p.${prefix}${part}`;

/** Debits and credits of each account out of the postings: before the first day, and up to the last. */
export async function balances(
  client: ClientBase,
  company: number,
  { from, to, event }: BalanceStretch,
  part: BalancePart,
): Promise<readonly BalanceLine[]> {
  const sideSums = (side: 'debit' | 'credit') => {
    const sum = (when: string) => `sum(p.amount) filter (where p.posted_on ${when} $2)`;
    const [own, other] = side === 'debit' ? ['d', 'c'] : ['c', 'd'];
    return `select p.${side}_account as account, ${partOf(part, `${side}_`)} as part,
                   ${sum('<')} as opening_${own}, 0::numeric as opening_${other},
                   ${sum('>=')} as sum_${own}, 0::numeric as sum_${other}
              from posting p
             where p.company_id = $1 and p.posted_on <= $3 and p.event <= $4
             group by 1, 2`;
  };
  const columns = (side: 'debit' | 'credit') =>
    `select account, part, opening_d, opening_c, sum_d, sum_c from (${sideSums(side)}) ${side}s`;
  const { rows } = await client.query<BalanceRow>(
    `select account, part, coalesce(sum(opening_d), 0)::text as opening_debit,
            coalesce(sum(opening_c), 0)::text as opening_credit,
            coalesce(sum(sum_d), 0)::text as debit, coalesce(sum(sum_c), 0)::text as credit
       from (${columns('debit')} union all ${columns('credit')}) s
      group by account, part`,
    [company, from, to, event],
  );
  return rows.map(lineOf);
}

/** The same out of the balances kept per period: whole months of all that is recorded. */
export async function periodBalances(
  client: ClientBase,
  company: number,
  { first, last }: { readonly first: string; readonly last: string },
  part: BalancePart,
): Promise<readonly BalanceLine[]> {
  const { rows } = await client.query<BalanceRow>(
    `select p.account, ${partOf(part, '')} as part,
            coalesce(sum(p.debit) filter (where p.period < $2), 0)::text as opening_debit,
            coalesce(sum(p.credit) filter (where p.period < $2), 0)::text as opening_credit,
            coalesce(sum(p.debit) filter (where p.period >= $2), 0)::text as debit,
            coalesce(sum(p.credit) filter (where p.period >= $2), 0)::text as credit
       from account_balance p
      where p.company_id = $1 and p.period <= $3
      group by 1, 2`,
    [company, first, last],
  );
  return rows.map(lineOf);
}

type TotalRow = { account: string; site: string; balance: string };

/** Debits less credits of accounts at each site, over all time. */
export async function ledgerTotals(
  client: ClientBase,
  company: number,
  accounts: readonly string[],
): Promise<readonly LedgerTotal[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<TotalRow>(
    `select account, site, sum(debit - credit)::text as balance
       from account_balance
      where company_id = $1 and account = any($2::text[])
      group by account, site`,
    [company, textsLiteral(accounts)],
  );
  return rows.map(({ balance, ...line }) => ({ ...line, balance: BigInt(balance) }));
}

/** The same split by the role under which it was posted: for accounts that serve several roles. */
export async function roleTotals(
  client: ClientBase,
  company: number,
  accounts: readonly string[],
): Promise<readonly RoleTotal[]> {
  if (accounts.length === 0) return [];
  const { rows } = await client.query<TotalRow & { role: AccountRole }>(
    `select s.account, s.site, d.role, sum(s.balance)::text as balance
       from (select account, site, determination,
                    sum(case side when 'debit' then amount else -amount end) as balance
               from journal_line
              where company_id = $1 and account = any($2::text[])
              group by account, site, determination) s
       join determination d on d.company_id = $1 and d.number = s.determination
      group by s.account, s.site, d.role`,
    [company, textsLiteral(accounts)],
  );
  return rows.map(({ balance, ...line }) => ({ ...line, balance: BigInt(balance) }));
}

/** The accounts that determinations found for roles, whenever that was. */
export async function accountsOfRoles(
  client: ClientBase,
  company: number,
  roles: readonly AccountRole[],
): Promise<readonly RoleAccount[]> {
  const { rows } = await client.query<RoleAccount>(
    `select distinct role, account
       from determination
      where company_id = $1 and role = any($2::text[]) and account <> ''
      order by role, account`,
    [company, wordsLiteral(roles)],
  );
  return rows;
}
