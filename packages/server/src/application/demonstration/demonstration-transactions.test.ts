import { createHash } from 'node:crypto';
import {
  AssertionFailed,
  type EarlierEvent,
  postingRule,
  type TransactionInput,
  transactionTypes,
} from 'perpetua-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { demonstrationTransactions } from './demonstration-transactions.ts';
import { STOCK_ITEMS } from './items.ts';
import { type YearInBooks, yearInBooks } from './testing/year-in-books.ts';

const COUNT = 20_000;
const LAST_DAY = Date.parse('2026-12-31');

function first(count: number, stream: Generator<TransactionInput>): TransactionInput[] {
  const taken: TransactionInput[] = [];
  for (const transaction of stream) {
    taken.push(transaction);
    if (taken.length === count) break;
  }
  return taken;
}

const hashOf = (transactions: readonly TransactionInput[]): string =>
  createHash('sha256').update(JSON.stringify(transactions)).digest('hex');

describe('the stream', () => {
  test('the same count gives the same transactions', () => {
    const once = first(5000, demonstrationTransactions(COUNT));
    const again = first(5000, demonstrationTransactions(COUNT));
    expect(once).toHaveLength(5000);
    expect(hashOf(again)).toBe(hashOf(once));
  });

  test('another count gives another year', () => {
    const one = first(3000, demonstrationTransactions(COUNT));
    const other = first(3000, demonstrationTransactions(COUNT + 1000));
    expect(hashOf(other)).not.toBe(hashOf(one));
  });

  test.each([1000, 1001, 7777])(
    'exactly %i transactions come when so many are asked for',
    (count) => {
      expect([...demonstrationTransactions(count)]).toHaveLength(count);
    },
  );

  test.each([0, 999, 1500.5, 5_000_001, Number.NaN])(
    '%d transactions cannot be asked for',
    (count) => {
      expect(() => demonstrationTransactions(count).next()).toThrow(AssertionFailed);
    },
  );

  test('a long year begins at once: nothing is made before it is asked for', () => {
    const [opening] = first(1, demonstrationTransactions(5_000_000));
    expect(opening).toMatchObject({ type: 'opening-balance', postedOn: '2026-01-01' });
  });

  test('business runs from 2 January to 30 December, late records within a few days', () => {
    const year = [...demonstrationTransactions(COUNT)];
    const business = year.filter(({ type }) => type !== 'opening-balance');
    expect(business[0]?.postedOn).toBe('2026-01-02');
    expect(business.at(-1)?.postedOn).toBe('2026-12-30');
    let latest = '';
    const late = business.flatMap(({ postedOn }) => {
      if (postedOn > latest) latest = postedOn;
      const days = (Date.parse(latest) - Date.parse(postedOn)) / 86_400_000;
      return days === 0 ? [] : [days];
    });
    expect(Math.max(...late)).toBeLessThanOrEqual(7);
    expect(late.length).toBeGreaterThan(0);
    expect(late.length).toBeLessThan(COUNT / 50);
  });

  test('every transaction has a key of its own, and none names a source', () => {
    const year = [...demonstrationTransactions(COUNT)];
    expect(new Set(year.map(({ key }) => key)).size).toBe(COUNT);
    expect(year.every(({ source }) => source === undefined)).toBe(true);
    expect(year.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['pos:O3:000123', 'wms:DC:000001', 'ap:000001']),
    );
  });

  test('over-the-counter sales are of accessories and lens care only (003.T23)', () => {
    const types = new Map(STOCK_ITEMS.map(({ code, line }) => [code, line.itemType]));
    const sold = [...demonstrationTransactions(COUNT)]
      .filter(({ type }) => type === 'otc-sale')
      .map(({ item }) => types.get(item));
    expect(new Set(sold)).toEqual(new Set(['Accessory', 'Misc']));
  });
});

describe('a year of 20,000 transactions in the books', () => {
  let year: YearInBooks;

  beforeAll(() => {
    year = yearInBooks(COUNT);
  }, 60_000);

  test('nothing is refused', () => {
    expect(year.refused).toEqual([]);
    expect(year.posted).toBe(COUNT);
  });

  test('all 29 types of the mapping table occur, and those sent beside them', () => {
    const listed = transactionTypes().filter((type) =>
      postingRule(type).source.startsWith('003.T'),
    );
    expect(listed).toHaveLength(29);
    const others = [
      'opening-balance',
      'count-variance',
      'transfer-lost',
      'supplier-invoice-match',
      'cost-revaluation',
      'location-move',
    ];
    expect([...year.types.keys()]).toEqual(expect.arrayContaining([...listed, ...others]));
  });

  test('the ledger equals the subledger, account by account of each bucket', () => {
    const subledger = new Map<string, bigint>();
    const buckets = new Map<string, Set<string>>();
    for (const { address, pool } of year.books.pools.values()) {
      subledger.set(address.account, (subledger.get(address.account) ?? 0n) + pool.value);
      const role = address.bucket === 'order-clearing' ? 'on-hand' : address.bucket;
      buckets.set(address.account, (buckets.get(address.account) ?? new Set()).add(role));
    }
    expect([...buckets.values()].every((roles) => roles.size === 1)).toBe(true);
    expect(buckets.size).toBeGreaterThan(12);
    for (const [account, value] of subledger) {
      expect([account, year.ledger.get(account) ?? 0n]).toEqual([account, value]);
    }
    expect([...year.ledger.values()].reduce((sum, value) => sum + value, 0n)).toBe(0n);
  });

  test('a pool without units has no value, and one with units none against their sign', () => {
    const pools = [...year.books.pools.values()].map(({ pool }) => pool);
    const wrong = pools.filter(({ quantity, value }) =>
      quantity === 0n ? value !== 0n : quantity * value < 0n,
    );
    expect(pools.length).toBeGreaterThan(1000);
    expect(wrong).toEqual([]);
  });

  test('stock goes below zero, and its cover is adjusted (003.T28)', () => {
    expect(year.belowZero).toBeGreaterThan(5);
    expect(year.types.get('negative-balance-cost-adjustment')).toBeGreaterThan(5);
  });

  test('orders are settled to what their goods really cost (003.T29)', () => {
    expect(year.types.get('cogs-adjustment')).toBeGreaterThan(100);
  });

  test('goods received and not invoiced have an age in every band, and add up to their accounts', () => {
    const ages = { upTo30: 0n, upTo60: 0n, upTo90: 0n, older: 0n };
    let open = 0n;
    for (const event of year.books.earlier.values()) {
      const left = openOnGrni(event);
      open += left;
      if (left <= 0n) continue;
      const days = (LAST_DAY - Date.parse(event.event.postedOn)) / 86_400_000;
      if (days <= 30) ages.upTo30 += left;
      else if (days <= 60) ages.upTo60 += left;
      else if (days <= 90) ages.upTo90 += left;
      else ages.older += left;
    }
    expect(Object.values(ages).every((amount) => amount > 0n)).toBe(true);
    const ledger = (year.ledger.get('2150') ?? 0n) + (year.ledger.get('2155') ?? 0n);
    expect(open).toBe(-ledger);
  });

  test('something is on its way and something is in process when the year ends', () => {
    expect(year.ledger.get('1280')).toBeGreaterThan(0n);
    expect(year.ledger.get('1290')).toBeGreaterThan(0n);
  });
});

/** What an event still has open on goods received, not invoiced: credits positive. */
function openOnGrni({ event, postings, usedValue, reversed }: EarlierEvent): bigint {
  if (reversed || event.type === 'supplier-invoice-match') return 0n;
  // A reversal's own lines cancel those of what it reverses, which is left out as well.
  if (event.content.includes('"reverses"')) return 0n;
  let open = 0n;
  for (const { debit, credit, amount } of postings) {
    if (credit.account.startsWith('215')) open += amount - usedValue;
    else if (debit.account.startsWith('215')) open -= amount - usedValue;
  }
  return open;
}

describe('other sizes', () => {
  test.each([1000, 4000])('a year of %i transactions is accepted whole', (count) => {
    const { refused, posted } = yearInBooks(count);
    expect(refused).toEqual([]);
    expect(posted).toBe(count);
  });
});
