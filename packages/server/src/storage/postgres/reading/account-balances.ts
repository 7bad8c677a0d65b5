import { type AccountRole, dayBefore } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  BalanceLine,
  BalancePart,
  BalanceStretch,
  Cut,
  LedgerTotal,
  RoleAccount,
  RoleTotal,
} from '../../../application/reading/ports.ts';
import { textsLiteral, wordsLiteral } from '../array-literals.ts';
import { baseOf } from '../snapshots/base.ts';
import { ACCOUNT_STATE, stateRowsText, stateValues } from '../snapshots/states.ts';

/** What an account is split by. */
const partOf = (part: BalancePart): string => (part === 'none' ? `''` : `s.${part}`);

type SumRow = { account: string; part: string; debit: string; credit: string };

/** Debits and credits of each account up to the end of a day, as they were known at an event. */
async function sumsWithin(
  client: ClientBase,
  company: number,
  cut: Cut,
  part: BalancePart,
): Promise<readonly SumRow[]> {
  const { rows } = await client.query<SumRow>(
    `select s.account, ${partOf(part)} as part, sum(s.debit)::text as debit, sum(s.credit)::text as credit
       from (${stateRowsText(ACCOUNT_STATE)}) s
      group by 1, 2`,
    stateValues(company, await baseOf(client, company, cut), ACCOUNT_STATE),
  );
  return rows;
}

/** Debits and credits of each account: before the first day, and from it up to the last. */
export async function balances(
  client: ClientBase,
  company: number,
  { from, to, event }: BalanceStretch,
  part: BalancePart,
): Promise<readonly BalanceLine[]> {
  const keyOf = ({ account, part: own }: SumRow) => `${account}\n${own}`;
  const before = dayBefore(from);
  const opening = new Map(
    before === undefined
      ? []
      : (await sumsWithin(client, company, { asOf: before, event }, part)).map((row) => [
          keyOf(row),
          row,
        ]),
  );
  const closing = await sumsWithin(client, company, { asOf: to, event }, part);
  return closing.map((row) => {
    const openingDebit = BigInt(opening.get(keyOf(row))?.debit ?? 0);
    const openingCredit = BigInt(opening.get(keyOf(row))?.credit ?? 0);
    return {
      account: row.account,
      part: row.part,
      openingDebit,
      openingCredit,
      debit: BigInt(row.debit) - openingDebit,
      credit: BigInt(row.credit) - openingCredit,
    };
  });
}

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

/** The same out of the balances kept per period: whole months of all that is recorded. */
export async function periodBalances(
  client: ClientBase,
  company: number,
  { first, last }: { readonly first: string; readonly last: string },
  part: BalancePart,
): Promise<readonly BalanceLine[]> {
  const { rows } = await client.query<BalanceRow>(
    `select s.account, ${partOf(part)} as part,
            coalesce(sum(s.debit) filter (where s.period < $2), 0)::text as opening_debit,
            coalesce(sum(s.credit) filter (where s.period < $2), 0)::text as opening_credit,
            coalesce(sum(s.debit) filter (where s.period >= $2), 0)::text as debit,
            coalesce(sum(s.credit) filter (where s.period >= $2), 0)::text as credit
       from account_balance s
      where s.company_id = $1 and s.period <= $3
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
        and coalesce(content -> 'question' ->> 'typedOnLine', '') = ''
      order by role, account`,
    [company, wordsLiteral(roles)],
  );
  return rows;
}
