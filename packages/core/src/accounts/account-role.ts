import { assert } from '../primitives/assert.ts';
import { keysOf } from '../primitives/keys.ts';
import type { Statement } from './account.ts';

/** The part of the subledger a role's balance must equal (`vocabulary.md`, buckets). */
export type Bucket =
  | 'on-hand'
  | 'in-transit'
  | 'wip'
  | 'wip-in-transit'
  | 'order-clearing'
  /** Goods of others: counted, never valued (`002.45`). */
  | 'consigned'
  /** What went into an assembly; all of it comes out again with the same document (`003.X17`). */
  | 'assembly';

type Row = readonly [
  statement: Statement,
  kind: 'bucket' | 'cost' | 'other',
  place: 'place' | 'site' | '',
  modes: string,
  definition: string,
];

const BS = 'balance-sheet';
const PL = 'income-statement';

/**
 * What an account can be *for* in a posting rule.
 *
 * - `bucket` roles hold stock value and equal the subledger at all times; `cost` roles fall away
 *   with them when inventory is not integrated (gate of the ladder); `other` roles never do.
 * - `place`: may be assigned per group, site and location; `site`: per group and site only.
 * - modes: mapping modes beside Account and Group: `item-type` (003.28), `reason` (003.34);
 *   `line`: an account typed on the line is taken; `item-option`: by item type where the company
 *   asks for it (`Q-12`); `named`: the party or the tax type of a document may have an account of its own.
 */
// biome-ignore format: a table reads as a table
export const ACCOUNT_ROLES = {
  // role                     statement kind      place    modes         definition
  'inventory':               [BS,       'bucket', 'place', 'item-type',  'Stock on hand at cost, and the clearing of sold, undelivered orders'],
  'inventory-in-transit':    [BS,       'bucket', '',      'item-type',  'Stock sent to a site and not yet received there'],
  'wip':                     [BS,       'bucket', '',      'item-type',  'Stock picked for an order, until it is delivered'],
  'wip-in-transit':          [BS,       'bucket', '',      'item-option', 'Work in process on its way to a site or a lab'],
  'cogs':                    [PL,       'cost',   '',      'item-type',  'Cost of goods sold'],
  'grni':                    [BS,       'other',  '',      '',           'Goods received and not yet invoiced'],
  'purchases':               [PL,       'other',  '',      'line',           'Purchases of a company whose inventory is not integrated'],
  'purchase-variance':       [PL,       'other',  '',      '',           'Invoice price less receipt price, receipt price less standard cost, and late cost of goods that have left'],
  'count-variance':          [PL,       'cost',   'place', '',           'Counted less recorded, at cost'],
  'inventory-adjustment':    [PL,       'cost',   '',      'reason line', 'Contra of adjustments, by reason'],
  'scrap':                   [PL,       'cost',   'place', '',           'Stock thrown away'],
  'cost-revalue':            [PL,       'cost',   'place', '',           'Change of cost without change of quantity'],
  'transfer-variance':       [PL,       'cost',   'site',  '',           'Difference of a transfer between sites'],
  'sales':                   [PL,       'other',  '',      '',           'Revenue'],
  'tax-out':                 [BS,       'other',  '',      'named',           'Tax on sales'],
  'tax-in':                  [BS,       'other',  '',      'named',           'Tax on purchases'],
  'customer-control':        [BS,       'other',  '',      'named',           'What customers owe'],
  'supplier-control':        [BS,       'other',  '',      'named',           'What is owed to suppliers'],
  'non-inventory':           [BS,       'other',  '',      'line',       'Buying and selling that moved no stock; reviewed monthly to zero'],
  'vendor-return-inventory': [BS,       'other',  '',      '',           'Returned by customers, waiting to go back to the vendor'],
  'landed-cost-clearing':    [BS,       'other',  '',      'line',       'Freight, duty and other charges added to the cost of goods and not yet invoiced'],
  'freight-in':              [PL,       'other',  '',      'line',       'Freight on purchases'],
  'rebate-income':           [PL,       'other',  '',      '',           'Rebates from vendors'],
  'opening-equity':          [BS,       'other',  '',      '',           'Contra of opening balances'],
  'consigned-inventory':     [BS,       'other',  '',      '',           'Memo value of stock owned by others'],
  'consigned-offset':        [BS,       'other',  '',      '',           'Contra of the memo value'],
  'intersite-clearing':      [BS,       'other',  '',      '',           'What one site owes another where sites balance by themselves'],
  'exchange-difference':     [PL,       'other',  '',      '',           'Rate difference between receipt and invoice'],
  'rounding':                [PL,       'other',  '',      '',           'Remainders that belong to no line'],
  'assembly-clearing':       [BS,       'bucket', '',      '',           'What went into an assembly, until its goods come out; nothing between two documents'],
  'assembly-variance':       [PL,       'cost',   '',      '',           'What went into an assembly less what came out of it at standard'],
  'general-ledger':          [BS,       'other',  '',      'line',       'Whatever account a manual journal names, of either statement'],
  'conversion-cost':         [PL,       'cost',   '',      'line',       'Labour and other cost that assemblies take up into their goods'],
  'cost-recovered':          [PL,       'cost',   '',      '',           'Contra of the cost of what is sold without being stocked, in groups that keep it out of Non-Inventory'],
} as const satisfies Record<string, Row>;

export type AccountRole = keyof typeof ACCOUNT_ROLES;

/** A row with its columns named. */
export type RoleDefinition = {
  readonly role: AccountRole;
  readonly statement: Statement;
  readonly isBucket: boolean;
  /** True where no leg exists while inventory is not integrated (`000.02`). */
  readonly needsIntegration: boolean;
  readonly place: 'place' | 'site' | '';
  readonly allowsItemType: boolean;
  /** By item type only in a company that chose so (`Q-12`). */
  readonly itemTypeByOption: boolean;
  readonly allowsReason: boolean;
  readonly allowsLine: boolean;
  /** The party or the tax type of a document may name an account of its own. */
  readonly allowsNamed: boolean;
  readonly definition: string;
};

const DEFINITIONS = new Map<AccountRole, RoleDefinition>(
  accountRoles().map((role) => {
    const [statement, kind, place, modes, definition]: Row = ACCOUNT_ROLES[role];
    const words = modes.split(' ');
    const row: RoleDefinition = {
      role,
      statement,
      isBucket: kind === 'bucket',
      needsIntegration: kind !== 'other',
      place,
      allowsItemType: words.includes('item-type'),
      itemTypeByOption: words.includes('item-option'),
      allowsReason: words.includes('reason'),
      allowsLine: words.includes('line'),
      allowsNamed: words.includes('named'),
      definition,
    };
    return [role, row];
  }),
);

/** What the table says of a role. */
export function roleDefinition(role: AccountRole): RoleDefinition {
  const row = DEFINITIONS.get(role);
  assert(row !== undefined, `there is a role ${role}`);
  return row;
}

/**
 * The statement on which the account of a role stands: as the table says, but for the inventory of a
 * group of services, which have no stock to show (`000.54`).
 */
export const statementOfRole = (role: AccountRole, isOfServices: boolean): Statement =>
  isOfServices && role === 'inventory' ? PL : roleDefinition(role).statement;

/** All roles in the order of the table. */
export function accountRoles(): readonly AccountRole[] {
  return keysOf(ACCOUNT_ROLES);
}

/** Whether a text names a role. */
export const isAccountRole = (text: string): text is AccountRole =>
  Object.hasOwn(ACCOUNT_ROLES, text);
