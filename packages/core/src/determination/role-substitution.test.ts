import { expect, test } from 'vitest';
import { accountRoles } from '../accounts/account-role.ts';
import { type DocumentFacts, substituteRole } from './role-substitution.ts';

const became = (facts: DocumentFacts) =>
  Object.fromEntries(
    accountRoles().flatMap((role) => {
      const { role: used, reason } = substituteRole(role, facts);
      return reason === undefined ? [] : [[role, `${used} (${reason})`]];
    }),
  );

const bothTo = (word: string) => ({ inventory: word, grni: word });

test.each<[string, DocumentFacts, Record<string, string>]>([
  ['an ordinary transaction changes no role', {}, {}],
  ['an invoice with a valid link changes none', { merchandiseInvoice: 'linked' }, {}],
  [
    'an invoice without a link',
    { merchandiseInvoice: 'not-linked' },
    bothTo('non-inventory (no-link)'),
  ],
  [
    'an order brought over',
    { merchandiseInvoice: 'converted' },
    bothTo('non-inventory (converted-po)'),
  ],
  ['a rebate', { merchandiseInvoice: 'rebate' }, bothTo('non-inventory (rebate)')],
  [
    'a hyphen in front of an unlinked invoice',
    { merchandiseInvoice: 'not-linked', hyphenBypass: true },
    bothTo('non-inventory (bypass-hyphen)'),
  ],
  [
    'a hyphen in front of a rebate',
    { merchandiseInvoice: 'rebate', hyphenBypass: true },
    bothTo('non-inventory (bypass-hyphen)'),
  ],
  ['a valid link wins over the hyphen', { merchandiseInvoice: 'linked', hyphenBypass: true }, {}],
  ['a hyphen elsewhere than with a merchandise vendor', { hyphenBypass: true }, {}],
  [
    'a consumable sold at a cost',
    { soldWithoutStock: 'consumable' },
    { inventory: 'non-inventory (consumable-cost)' },
  ],
  [
    'a special sold at a cost',
    { soldWithoutStock: 'special' },
    { inventory: 'non-inventory (special-cost)' },
  ],
  ['stock sold', { soldWithoutStock: 'stock' }, {}],
  ['a service sold', { soldWithoutStock: 'service' }, {}],
  [
    'a return for the vendor',
    { returnForVendor: true, hasVendorReturnAccount: true },
    { inventory: 'vendor-return-inventory (vendor-return)' },
  ],
  [
    'a return for the vendor without its account',
    { returnForVendor: true },
    { inventory: 'non-inventory (vendor-return-account-missing)' },
  ],
  ['an account for such returns alone', { hasVendorReturnAccount: true }, {}],
  [
    'a charge that was expensed',
    { expensedCharge: true },
    { 'landed-cost-clearing': 'freight-in (charge-expensed)' },
  ],
  ['a count', { countReason: true }, { 'inventory-adjustment': 'count-variance (count-reason)' }],
])('%s', (_, facts, roles) => {
  expect(became(facts)).toEqual(roles);
});
