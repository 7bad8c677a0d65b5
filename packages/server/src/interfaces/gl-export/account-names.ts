import type { AccountClass } from 'perpetua-core';
import type { Chart } from '../../application/exporting/chart.ts';
import type { OpenedExport } from '../../application/exporting/open-export.ts';

/** What accounts of a class stand under in plain-text accounting. */
const ROOTS: Readonly<Record<AccountClass, string>> = {
  asset: 'Assets',
  liability: 'Liabilities',
  equity: 'Equity',
  income: 'Income',
  expense: 'Expenses',
};

type AccountAndCenter = { readonly account: string; readonly center: string };

/** The name of an account and center in a plain-text ledger. */
type AccountNamer = (of: AccountAndCenter) => string;

/**
 * Names of accounts as plain-text ledgers have them: class, account, and below it the center, such
 * as `Assets:1300-Inventory:010`. The letters are those all three programs take. Two accounts never
 * get one name: where the plain names would be the same, the bytes of the code are put behind.
 */
export function accountNamer(chart: Chart): AccountNamer {
  const plain = new Map(
    [...chart].map(([code, { name, accountClass }]) => [
      code,
      `${ROOTS[accountClass]}:${component(`${code}-${name}`)}`,
    ]),
  );
  const takers = Map.groupBy(plain.values(), (name) => name);
  return ({ account, center }) => {
    const name = plain.get(account);
    if (name === undefined) throw new Error(`account ${account} is not in the chart`);
    const isShared = (takers.get(name) ?? []).length > 1;
    const own = isShared ? `${name}-${bytesOf(account)}` : name;
    return center === '' ? own : `${own}:${centerComponent(center)}`;
  };
}

/** The names an export uses that no batch of the target before it has used. */
export function newAccounts({ chart, before, batch }: OpenedExport): readonly string[] {
  const used = new Set(
    before.flatMap((earlier) => earlier.accounts.map(accountNamer(earlier.chart))),
  );
  return batch.accounts.map(accountNamer(chart)).filter((name) => !used.has(name));
}

/** A part of a name: letters, digits and hyphens, a capital or a digit first. */
function component(text: string): string {
  const clean = text
    .normalize('NFC')
    .replace(/[^\p{L}\p{Nd}]+/gu, '-')
    .replace(/^-+|-+$/g, '');
  const capital = clean.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase());
  return /^[\p{Lu}\p{Nd}]/u.test(capital) ? capital : `A${capital}`;
}

/** Centers are not listed anywhere, so that a changed one always gets its bytes. */
function centerComponent(center: string): string {
  const clean = component(center);
  return clean === center ? clean : `${clean}-${bytesOf(center)}`;
}

const bytesOf = (text: string): string => Buffer.from(text, 'utf8').toString('hex');
