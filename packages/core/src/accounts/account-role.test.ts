import { expect, test } from 'vitest';
import { accountRoles, isAccountRole, roleDefinition } from './account-role.ts';

const roles = accountRoles().map(roleDefinition);
const named = (wanted: (role: (typeof roles)[number]) => boolean) =>
  roles.filter(wanted).map(({ role }) => role);

test('ROLE-1 the bucket roles hold stock, stand on the balance sheet and need integration', () => {
  const buckets = roles.filter(({ isBucket }) => isBucket);
  expect(buckets.map(({ role }) => role)).toEqual([
    'inventory',
    'inventory-in-transit',
    'wip',
    'wip-in-transit',
    'assembly-clearing',
  ]);
  for (const { role, statement, needsIntegration } of buckets) {
    expect([role, [statement, needsIntegration]]).toEqual([role, ['balance-sheet', true]]);
  }
});

test('ROLE-2 item types map inventory, in transit, WIP and COGS, and nothing else', () => {
  expect(named(({ allowsItemType }) => allowsItemType)).toEqual([
    'inventory',
    'inventory-in-transit',
    'wip',
    'cogs',
  ]);
});

test('ROLE-3 reasons map the adjustment role alone', () => {
  expect(named(({ allowsReason }) => allowsReason)).toEqual(['inventory-adjustment']);
});

test('ROLE-4 the location set has four roles; transfer variance ends at the site', () => {
  expect(named(({ place }) => place === 'place')).toEqual([
    'inventory',
    'count-variance',
    'scrap',
    'cost-revalue',
  ]);
  expect(named(({ place }) => place === 'site')).toEqual(['transfer-variance']);
});

test('ROLE-5 an account may be typed on the line for adjustments, Non-Inventory, charges and added cost', () => {
  expect(named(({ allowsLine }) => allowsLine)).toEqual([
    'purchases',
    'inventory-adjustment',
    'non-inventory',
    'landed-cost-clearing',
    'freight-in',
    'general-ledger',
    'conversion-cost',
  ]);
});

test('ROLE-7 the party and the tax type of a document may have accounts of their own', () => {
  expect(named(({ allowsNamed }) => allowsNamed)).toEqual([
    'tax-out',
    'tax-in',
    'customer-control',
    'supplier-control',
  ]);
});

test('ROLE-6 without integration, what has nothing to do with stock still posts', () => {
  const stays = named(({ needsIntegration }) => !needsIntegration);
  for (const role of ['sales', 'purchases', 'purchase-variance', 'tax-in', 'supplier-control']) {
    expect(stays).toContain(role);
  }
  for (const role of ['cogs', 'count-variance', 'inventory-adjustment', 'cost-revalue']) {
    expect(stays).not.toContain(role);
  }
});

test('ROLE-7 every role says what it is for, and only roles of the table are roles', () => {
  expect(roles.filter(({ definition }) => definition.length <= 5)).toEqual([]);
  expect(isAccountRole('grni')).toBe(true);
  for (const text of ['', 'GRNI', 'toString', 'constructor', '__proto__']) {
    expect([text, isAccountRole(text)]).toEqual([text, false]);
  }
});
