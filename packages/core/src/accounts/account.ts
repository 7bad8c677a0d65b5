/** Where an account stands in the statements. */
export const ACCOUNT_CLASSES = ['asset', 'liability', 'equity', 'income', 'expense'] as const;
export type AccountClass = (typeof ACCOUNT_CLASSES)[number];

/** Balance sheet or income statement: what the rules about roles ask for (`000.60`). */
export type Statement = 'balance-sheet' | 'income-statement';

/** One account of the chart. Accounts are deactivated, never deleted (`Q-34`). */
export type Account = {
  readonly code: string;
  readonly name: string;
  readonly accountClass: AccountClass;
  readonly active: boolean;
};

/** The statement an account belongs to. */
export function statementOf(account: Account): Statement {
  return account.accountClass === 'income' || account.accountClass === 'expense'
    ? 'income-statement'
    : 'balance-sheet';
}
