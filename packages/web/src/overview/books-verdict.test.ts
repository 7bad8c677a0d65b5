import { expect, test } from 'vitest';
import type { BooksAgree } from '../api/overview.ts';
import { amount } from '../testing/amounts.ts';
import { booksVerdict } from './books-verdict.ts';

const line = (role: string, subledger: string, ledger: string, difference: string) => ({
  role,
  subledger: amount(subledger),
  ledger: amount(ledger),
  difference: amount(difference),
});

const agreeing: BooksAgree = {
  agree: true,
  ...line('', '150.00', '150.00', '0.00'),
  roles: [line('inventory', '100.00', '100.00', '0.00'), line('wip', '50.00', '50.00', '0.00')],
};

test('books agree when every figure does', () => {
  expect(booksVerdict(agreeing)).toEqual({ kind: 'agree' });
});

test('one cent is a difference', () => {
  const books = { ...agreeing, ledger: amount('149.99'), difference: amount('0.01') };
  expect(booksVerdict(books)).toEqual({ kind: 'differ', gap: '0.01', roles: [] });
});

test('two roles that make up for each other do not agree', () => {
  const inventory = line('inventory', '100.00', '99.00', '1.00');
  const wip = line('wip', '50.00', '51.00', '-1.00');
  expect(booksVerdict({ ...agreeing, roles: [inventory, wip] })).toEqual({
    kind: 'differ',
    gap: '0.00',
    roles: [inventory, wip],
  });
});

test('the word of the server is not enough when its figures say otherwise', () => {
  const books = { ...agreeing, ledger: amount('140.00') };
  expect(booksVerdict(books)).toMatchObject({ kind: 'differ', gap: '10.00' });
});

test('figures that look equal are not enough when the server says otherwise', () => {
  expect(booksVerdict({ ...agreeing, agree: false })).toMatchObject({ kind: 'differ' });
  expect(booksVerdict({ ...agreeing, difference: amount('-3.00') })).toMatchObject({
    kind: 'differ',
    gap: '-3.00',
  });
});

test('the number of decimals is no difference', () => {
  expect(booksVerdict({ ...agreeing, ledger: amount('150') })).toEqual({ kind: 'agree' });
});
