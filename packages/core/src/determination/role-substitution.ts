import { statementOf } from '../accounts/account.ts';
import type { AccountRole } from '../accounts/account-role.ts';
import type { ItemClass } from '../items/item.ts';
import type { Configuration } from './configuration.ts';

/** What a document says that may turn one role into another, before any account is looked up. */
export type DocumentFacts = {
  /** Supplier invoice of a merchandise vendor: is there a receipt it is linked to? (`004.22`) */
  readonly merchandiseInvoice?: 'linked' | 'not-linked' | 'converted' | 'rebate';
  /** The PO/Reference text begins with a hyphen immediately before text (`004.25`). */
  readonly hyphenBypass?: boolean;
  /** Sale of something without substance, or at a cost typed over (`004.11`, `004.18`). */
  readonly soldWithoutStock?: ItemClass;
  /** Its group names an account of its own for that cost (`000.54`, `004.16`). */
  readonly recoversCost?: boolean;
  /** A customer's return that goes on to the vendor (`004.36`). */
  readonly returnForVendor?: boolean;
  /** An adjustment made by a count (`000.47`). */
  readonly countReason?: boolean;
  /** A charge that was expensed when it was invoiced, and becomes cost of goods after all (`Q-22`). */
  readonly expensedCharge?: boolean;
  /** Value that leaves Non-Inventory for whatever account the line names (`004.02`). */
  readonly reallocated?: boolean;
  /** An account that a manual journal names; it may be of either statement. */
  readonly entered?: boolean;
  /** The account that the party or the tax type of a document names for the role. */
  readonly named?: string;
  /** A charge whose account was chosen by whoever entered it: it may be of either statement. */
  readonly chosen?: boolean;
  /** Whether the company names an account for goods waiting to go back (`004.35`). */
  readonly hasVendorReturnAccount?: boolean;
};

/** Why a role was replaced. */
export type SubstitutionReason =
  | 'bypass-hyphen'
  | 'no-link'
  | 'converted-po'
  | 'rebate'
  | 'recovered-by-group'
  | 'consumable-cost'
  | 'special-cost'
  | 'vendor-return'
  | 'vendor-return-account-missing'
  | 'count-reason'
  | 'charge-expensed';

type Substitution = readonly [
  step: '1a' | '1b' | '1c' | '1d' | '1e',
  role: AccountRole,
  to: AccountRole,
  reason: SubstitutionReason,
  applies: (facts: DocumentFacts) => boolean,
];

const unlinked = (kind: 'not-linked' | 'converted' | 'rebate') => (facts: DocumentFacts) =>
  facts.hyphenBypass !== true && facts.merchandiseInvoice === kind;
const bypassed = (facts: DocumentFacts) =>
  facts.hyphenBypass === true &&
  facts.merchandiseInvoice !== undefined &&
  facts.merchandiseInvoice !== 'linked';

/** The substitution rules, first hit wins (`account-determination.md` 3.3, step 1). */
// biome-ignore format: a table reads as a table
const SUBSTITUTIONS: readonly Substitution[] = [
  // step  role                    becomes                    because                          when
  ['1a', 'grni',                 'non-inventory',           'bypass-hyphen',                 bypassed],
  ['1a', 'inventory',            'non-inventory',           'bypass-hyphen',                 bypassed],
  ['1a', 'grni',                 'non-inventory',           'no-link',                       unlinked('not-linked')],
  ['1a', 'inventory',            'non-inventory',           'no-link',                       unlinked('not-linked')],
  ['1a', 'grni',                 'non-inventory',           'converted-po',                  unlinked('converted')],
  ['1a', 'inventory',            'non-inventory',           'converted-po',                  unlinked('converted')],
  ['1a', 'grni',                 'non-inventory',           'rebate',                        unlinked('rebate')],
  ['1a', 'inventory',            'non-inventory',           'rebate',                        unlinked('rebate')],
  ['1b', 'inventory',            'cost-recovered',          'recovered-by-group',            (facts) => facts.soldWithoutStock !== undefined && facts.recoversCost === true],
  ['1b', 'inventory',            'non-inventory',           'consumable-cost',               (facts) => facts.soldWithoutStock === 'consumable'],
  ['1b', 'inventory',            'non-inventory',           'special-cost',                  (facts) => facts.soldWithoutStock === 'special'],
  ['1c', 'inventory',            'vendor-return-inventory', 'vendor-return',                 (facts) => facts.returnForVendor === true && facts.hasVendorReturnAccount === true],
  ['1c', 'inventory',            'non-inventory',           'vendor-return-account-missing', (facts) => facts.returnForVendor === true],
  ['1d', 'inventory-adjustment', 'count-variance',          'count-reason',                  (facts) => facts.countReason === true],
  ['1e', 'landed-cost-clearing', 'freight-in',              'charge-expensed',               (facts) => facts.expensedCharge === true],
];

/** The role that is really looked up. */
export type SubstitutedRole = {
  readonly role: AccountRole;
  readonly step?: string;
  readonly reason?: SubstitutionReason;
};

/** Applies the first rule that fits; without one the role stays as it is. */
export function substituteRole(role: AccountRole, facts: DocumentFacts): SubstitutedRole {
  for (const [step, from, to, reason, applies] of SUBSTITUTIONS) {
    if (from === role && applies(facts)) return { role: to, step, reason };
  }
  return { role };
}

/** What the account of a charge says of it: one of the income statement has been expensed already. */
export function chargeFacts(
  { accounts }: Pick<Configuration, 'accounts'>,
  typedOnLine: string | undefined,
): DocumentFacts {
  const account = accounts.get(typedOnLine ?? '');
  const isExpensed = account !== undefined && statementOf(account) === 'income-statement';
  return isExpensed ? { expensedCharge: true } : {};
}

/** Whether a role may stand in for another one, so that types ask for it that do not name it. */
export const isSubstitute = (role: AccountRole): boolean =>
  SUBSTITUTIONS.some(([, , to]) => to === role);
