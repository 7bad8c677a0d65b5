import {
  type AccountRole,
  accountRoles,
  bucketOf,
  type PostingRule,
  postingRule,
  type RoleDefinition,
  roleDefinition,
  transactionTypes,
} from '../../packages/core/src/index.ts';
import { markdownList, markdownTable, type ReferencePage } from './reference-page.ts';

/** What an account can be for, and which transaction types use it. */
export const ACCOUNT_ROLES_PAGE: ReferencePage = {
  file: 'account-roles.md',
  title: 'Account roles',
  printedFrom: ['packages/core/src/accounts/account-role.ts'],
  blocks: () => {
    const rules = transactionTypes().map(postingRule);
    const roles = accountRoles().map(roleDefinition);
    return [
      INTRODUCTION,
      markdownTable(
        ['role', 'what it is for', 'statement', 'bucket', 'mapped by', 'by place', 'on the line'],
        roles.map((role) => roleRow(role, rules)),
      ),
      '## How to read the columns',
      markdownList(COLUMNS),
      '## Without integration',
      WITHOUT_INTEGRATION,
      roles
        .filter(({ needsIntegration }) => needsIntegration)
        .map(({ role }) => role)
        .join(', '),
      '## Which transaction types use a role',
      USE,
      markdownTable(
        ['role', 'debited by', 'credited by'],
        roles.map(({ role }) => [
          role,
          usersOf(role, 'debit', rules),
          usersOf(role, 'credit', rules),
        ]),
      ),
    ];
  },
};

const INTRODUCTION = `A posting rule does not name accounts; it names what an account is *for*. Each company says which
account that is, for the company, for an inventory group, or more closely
([account determination](account-determination.md)).`;

const WITHOUT_INTEGRATION = `While inventory is not integrated into the general ledger there is no posting that has one of these
roles on either side:`;

const USE = `Only the two sides of each [posting rule](posting-rules.md) are listed. The match of a supplier's
invoice uses purchase-variance and tax-in beside them, and every [pair](posting-rules.md) uses
intersite-clearing where sites balance by themselves. Any other role without a type is used by no
inventory transaction.`;

const COLUMNS: readonly (readonly [string, string])[] = [
  ['statement', 'an account of the other statement is refused when it is assigned.'],
  [
    'bucket',
    'the part of the inventory book whose value the account must equal, at all times and to the cent.',
  ],
  [
    'mapped by',
    'how a transaction type may find the account: one account for the type, the inventory group, and where named the item type or the adjustment reason.',
  ],
  [
    'by place',
    'whether a group may have another account at a **site**, or at a site and at single **locations** of it.',
  ],
  ['on the line', 'an account typed on the line of the transaction is taken.'],
];

function roleRow(definition: RoleDefinition, rules: readonly PostingRule[]): readonly string[] {
  const { role, statement, place, allowsItemType, itemTypeByOption, allowsReason, allowsLine } =
    definition;
  const modes = ['account', 'group'];
  if (allowsItemType) modes.push('item type');
  if (itemTypeByOption) modes.push('item type where the company asks for it');
  if (allowsReason) modes.push('reason');
  return [
    role,
    definition.definition,
    statement === 'balance-sheet' ? 'balance sheet' : 'income statement',
    bucketsOf(role, rules).join(', '),
    modes.join(', '),
    placeText(place),
    allowsLine ? 'yes' : '',
  ];
}

const placeText = (place: RoleDefinition['place']): string => {
  if (place === 'place') return 'site and location';
  return place === 'site' ? 'site' : '';
};

/** The buckets a role means in any rule, in the order in which the rules name them. */
function bucketsOf(role: AccountRole, rules: readonly PostingRule[]): readonly string[] {
  const buckets = rules
    .filter(({ debit, credit }) => debit === role || credit === role)
    .flatMap((rule) => [bucketOf(rule, role, false), bucketOf(rule, role, true)]);
  return [...new Set(buckets.filter((bucket) => bucket !== undefined))];
}

const usersOf = (
  role: AccountRole,
  side: 'debit' | 'credit',
  rules: readonly PostingRule[],
): string =>
  rules
    .filter((rule) => rule[side] === role)
    .map(({ type }) => type)
    .join(', ');
