import { accountRoles } from 'perpetua-core';
import { expect, test } from 'vitest';
import { demonstrationSetup } from './demonstration-setup.ts';
import { booksOf } from './testing/books-of-setup.ts';

const setup = demonstrationSetup();

test('the setup has no faults', () => {
  expect(booksOf(setup).items.size).toBe(setup.items?.length);
});

test('a fault in the setup is noticed', () => {
  const wrong = { ...setup, controls: { ...setup.controls, inventory: '5000' } };
  expect(() => booksOf(wrong)).toThrow('is no balance-sheet account');
});

test('the chart has 60 to 100 accounts of four digits, each named once', () => {
  const accounts = setup.accounts ?? [];
  expect(accounts.length).toBeGreaterThanOrEqual(60);
  expect(accounts.length).toBeLessThanOrEqual(100);
  expect(accounts.every(({ code }) => /^\d{4}$/.test(code))).toBe(true);
  expect(new Set(accounts.map(({ code }) => code)).size).toBe(accounts.length);
  expect(new Set(accounts.map(({ name }) => name)).size).toBe(accounts.length);
});

test('every role has an account of the company but that of manual journals, whose lines name theirs', () => {
  const roles = accountRoles().filter((role) => role !== 'general-ledger');
  expect(Object.keys(setup.controls ?? {}).toSorted()).toEqual(roles.toSorted());
});

test('there are 400 items in stock, with codes and names of their own', () => {
  const items = setup.items ?? [];
  const stocked = items.filter(({ itemClass }) => itemClass === 'stock');
  expect(stocked).toHaveLength(400);
  expect(new Set(items.map(({ code }) => code)).size).toBe(items.length);
  expect(new Set(items.map(({ name }) => name)).size).toBe(items.length);
});

test('no account holds two buckets, so that each can be reconciled by itself', () => {
  const roles = ['inventory', 'inventory-in-transit', 'wip', 'wip-in-transit'] as const;
  const sets = [setup.controls, ...(setup.groups ?? []).map(({ accounts }) => accounts)];
  const places = (setup.places ?? []).map(({ accounts }) => accounts);
  const used = roles.map((role) => new Set([...sets, ...places].map((set) => set?.[role])));
  for (const [position, accounts] of used.entries()) {
    for (const others of used.slice(position + 1)) {
      const shared = [...accounts].filter(
        (account) => account !== undefined && others.has(account),
      );
      expect(shared).toEqual([]);
    }
  }
});
