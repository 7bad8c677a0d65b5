import { type AccountRole, roleDefinition } from '../../packages/core/src/index.ts';
import type { CompanySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { ExampleFault } from './example-fault.ts';
import {
  cellOf,
  named,
  type PageRow,
  type PageTable,
  refuseTwice,
  refuseUnknownHeadings,
} from './example-page.ts';
import { accountNameOf, roleInWords } from './role-words.ts';

type Account = NonNullable<CompanySetup['accounts']>[number];

/**
 * The chart of an example grows as its tables are read: an account is there because something is
 * mapped to it, is called after what it is for, and stands for one thing only, unless it is named.
 */
export class ExampleChart {
  readonly #roles = new Map<string, AccountRole>();
  readonly #names = new Map<string, string>();

  /** Names of accounts, where several stand for the same; one that nothing uses can be typed on a line. */
  nameAccounts(table: PageTable | undefined): void {
    if (table === undefined) return;
    const headings = ['account', 'name'];
    refuseUnknownHeadings(table, (one) => headings.includes(one), 'the table of accounts');
    refuseTwice(table, ['account']);
    for (const row of table.rows) this.#names.set(named(table, row), cellOf(table, row, 'name'));
  }

  /** The account of a row, entered for a role. */
  account(table: PageTable, row: PageRow, role: AccountRole): string {
    const account = cellOf(table, row, 'account');
    this.enter(account, role, row.line);
    return account;
  }

  /** An account stands for one role, after which it is called; one that has a name of its own may stand for more. */
  enter(account: string, role: AccountRole, line: number): void {
    const before = this.#roles.get(account);
    if (before !== undefined && before !== role && !this.#names.has(account))
      throw new ExampleFault(line, `account ${account} stands for two things`);
    this.#roles.set(account, before ?? role);
  }

  accounts(): readonly Account[] {
    const typed = [...this.#names.keys()].filter((code) => !this.#roles.has(code));
    return [
      ...[...this.#roles].map(
        ([code, role]): Account => ({
          code,
          name: this.#names.get(code) ?? accountNameOf(role),
          // Of the class only the statement matters here.
          accountClass: roleDefinition(role).statement === 'balance-sheet' ? 'asset' : 'expense',
        }),
      ),
      ...typed.map(
        (code): Account => ({
          code,
          name: this.#names.get(code) ?? code,
          accountClass: 'expense',
        }),
      ),
    ];
  }

  /** The accounts that hold stock. */
  stockAccounts(): readonly string[] {
    return [...this.#roles].flatMap(([code, role]) =>
      roleDefinition(role).isBucket ? [code] : [],
    );
  }
}

/** The role a row names in words. */
export function roleOf(table: PageTable, row: PageRow): AccountRole {
  const words = cellOf(table, row, 'role');
  const role = roleInWords(words);
  if (role === undefined) throw new ExampleFault(row.line, `there is no role ${words}`);
  return role;
}
