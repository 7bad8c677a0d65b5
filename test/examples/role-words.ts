import type { AccountRole } from '../../packages/core/src/index.ts';

/** What an account is for, in the words of the examples; they name the accounts as well. */
const ROLE_WORDS: Readonly<Record<AccountRole, string>> = {
  inventory: 'inventory',
  'inventory-in-transit': 'inventory in transit',
  wip: 'work in process',
  'wip-in-transit': 'work in process in transit',
  cogs: 'cost of goods sold',
  grni: 'goods received not invoiced',
  purchases: 'purchases',
  'purchase-variance': 'purchase variance',
  'count-variance': 'count variance',
  'inventory-adjustment': 'inventory adjustment',
  scrap: 'scrap',
  'cost-revalue': 'cost revaluation',
  'transfer-variance': 'transfer variance',
  sales: 'sales',
  'tax-out': 'tax on sales',
  'tax-in': 'tax on purchases',
  'customer-control': 'customers',
  'supplier-control': 'suppliers',
  'non-inventory': 'non-inventory',
  'vendor-return-inventory': 'vendor returns',
  'landed-cost-clearing': 'landed cost not invoiced',
  'freight-in': 'freight in',
  'rebate-income': 'rebate income',
  'opening-equity': 'opening balances',
  'consigned-inventory': 'consigned inventory',
  'consigned-offset': 'consigned inventory offset',
  'intersite-clearing': 'intersite clearing',
  'exchange-difference': 'exchange difference',
  rounding: 'rounding',
  'assembly-clearing': 'assembly clearing',
  'assembly-variance': 'assembly variance',
  'general-ledger': 'general ledger',
  'conversion-cost': 'conversion cost',
  'cost-recovered': 'cost recovered',
};

const ROLES: ReadonlyMap<string, AccountRole> = new Map(
  Object.entries(ROLE_WORDS).map(([role, words]) => [words, role as AccountRole]),
);

/** The role that words of an example stand for; undefined when they stand for none. */
export const roleInWords = (words: string): AccountRole | undefined => ROLES.get(words);

/** `Goods received not invoiced`: what the chart of an example calls the account of a role. */
export const accountNameOf = (role: AccountRole): string => {
  const words = ROLE_WORDS[role];
  return `${words.slice(0, 1).toUpperCase()}${words.slice(1)}`;
};
