import { isTransactionType } from '../../packages/core/src/index.ts';
import type {
  CompanySetup,
  ItemSetup,
  ItemTypeAccount,
  ModeSetup,
} from '../../packages/server/src/application/configuration/company-setup.ts';
import { type ExampleChart, roleOf } from './example-chart.ts';
import { ExampleFault } from './example-fault.ts';
import {
  cellsByHeading,
  named,
  type PageTable,
  refuseTwice,
  refuseUnknownHeadings,
} from './example-page.ts';

const ITEM_TYPE_HEADINGS = ['item type', 'financial group', 'role', 'account'];

/**
 * Reads the accounts of item types, and of financial groups that are exceptions to them. A role that
 * stands in the table is mapped by item type in all transaction types.
 */
export function readItemTypes(
  table: PageTable | undefined,
  chart: ExampleChart,
): Pick<CompanySetup, 'itemTypeAccounts' | 'modes'> {
  if (table === undefined) return {};
  const what = 'the table of item types';
  refuseUnknownHeadings(table, (one) => ITEM_TYPE_HEADINGS.includes(one), what);
  refuseTwice(table, ['item type', 'financial group', 'role']);
  const itemTypeAccounts = table.rows.map((row): ItemTypeAccount => {
    const role = roleOf(table, row);
    const financialGroup = cellsByHeading(table, row).get('financial group');
    return {
      role,
      itemType: named(table, row),
      ...(financialGroup === undefined ? {} : { financialGroup }),
      account: chart.account(table, row, role),
    };
  });
  const roles = new Set(itemTypeAccounts.map(({ role }) => role));
  const modes = [...roles].map((role) => ({ type: 'all', role, mode: 'item-type' }) as const);
  return { itemTypeAccounts, modes };
}

const TYPE_HEADINGS = ['transaction type', 'role', 'account'];

/** Reads the transaction types that have one account for a role, whatever is moved. */
export function readTypeAccounts(
  table: PageTable | undefined,
  chart: ExampleChart,
): readonly ModeSetup[] {
  if (table === undefined) return [];
  const what = 'the table of transaction types';
  refuseUnknownHeadings(table, (one) => TYPE_HEADINGS.includes(one), what);
  refuseTwice(table, ['transaction type', 'role']);
  return table.rows.map((row): ModeSetup => {
    const type = named(table, row);
    if (!isTransactionType(type))
      throw new ExampleFault(row.line, `there is no transaction type ${type}`);
    const role = roleOf(table, row);
    return { type, role, mode: 'account', account: chart.account(table, row, role) };
  });
}

const REASON_HEADINGS = ['reason', 'account'];

/** Reads reasons with their accounts, or without; adjustments are then mapped by reason. */
export function readReasons(
  table: PageTable | undefined,
  chart: ExampleChart,
): Pick<CompanySetup, 'reasons' | 'modes'> {
  if (table === undefined) return {};
  const role = 'inventory-adjustment';
  refuseUnknownHeadings(table, (one) => REASON_HEADINGS.includes(one), 'the table of reasons');
  refuseTwice(table, ['reason']);
  const reasons = table.rows.map((row) => {
    const code = named(table, row);
    const account = cellsByHeading(table, row).get('account');
    if (account === undefined) return { code, name: code };
    chart.enter(account, role, row.line);
    return { code, name: code, account };
  });
  return { reasons, modes: [{ type: 'all', role, mode: 'reason' }] };
}

/** The item types and financial groups that items or accounts name, as lists of the company. */
export function classesNamed(
  items: readonly ItemSetup[],
  accounts: readonly ItemTypeAccount[],
): Pick<CompanySetup, 'itemTypes' | 'financialGroups'> {
  const named = [...items, ...accounts];
  const types = new Set(named.flatMap(({ itemType }) => itemType ?? []));
  const groups = new Map(
    named.flatMap(({ itemType, financialGroup }) =>
      itemType === undefined || financialGroup === undefined ? [] : [[financialGroup, itemType]],
    ),
  );
  return {
    itemTypes: [...types].map((code) => ({ code, name: code })),
    financialGroups: [...groups].map(([code, itemType]) => ({ code, name: code, itemType })),
  };
}
