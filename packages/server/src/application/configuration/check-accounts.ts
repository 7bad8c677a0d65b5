import {
  type AccountRole,
  type Configuration,
  type Refusal,
  statementOf,
  statementOfRole,
} from 'perpetua-core';
import { invalid } from './invalid-setup.ts';

/** What stands against an account in a role: unknown, inactive, of the other statement, too long. */
export function accountFaults(
  { accounts, company, groups }: Configuration,
  role: AccountRole,
  code: string,
  { what, group = null }: { readonly what: string; readonly group?: number | null },
): Refusal[] {
  const account = accounts.get(code);
  if (account === undefined) return [invalid(what, `there is no account ${code}`)];
  const faults: Refusal[] = [];
  if (!account.active) faults.push(invalid(what, `account ${code} is inactive`));
  const isOfServices = group !== null && groups.get(group)?.services === true;
  const statement = statementOfRole(role, isOfServices);
  if (statementOf(account) !== statement)
    faults.push(invalid(what, `account ${code} is no ${statement} account`));
  const { accountLength } = company;
  if (accountLength !== undefined && code.length !== accountLength)
    faults.push(invalid(what, `account ${code} has not ${accountLength} digits`));
  return faults;
}

/** A warning where account numbers differ in length and the company asks for none (`003.47`). */
export function lengthWarnings({ accounts, company }: Configuration): readonly string[] {
  if (company.accountLength !== undefined) return [];
  const byLength = new Map([...accounts.keys()].map((code) => [code.length, code]));
  if (byLength.size < 2) return [];
  const examples = [...byLength].toSorted(([a], [b]) => a - b).map(([, code]) => code);
  return [`account numbers differ in length: ${examples.join(', ')}`];
}
