import fc from 'fast-check';
import { expect, test } from 'vitest';
import { standardWorth } from '../costing/standard-cost.ts';
import { determineAccount } from '../determination/account-determination.ts';
import { negativeStockAt } from '../determination/configuration.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import {
  addTo,
  ledgerBalances,
  placesUnlikePools,
  poolsUnlikeMovements,
  roleBalances,
  type Sums,
  subledgerBalances,
  subledgerRoles,
  sumTexts,
  unbelievablePools,
} from '../testing/books-faults.ts';
import { booksText, copyOf } from '../testing/books-text.ts';
import { type History, histories } from '../testing/random-company.ts';
import { KINDS_OF_ONE_ITEM, STORY_KINDS } from '../testing/random-story.ts';
import { day, sampleBooks } from '../testing/sample-books.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import type { Books } from './books.ts';
import { type Decision, decide, type Outcome } from './decide.ts';

const booksOf = ({ configuration, items }: History): Books => ({
  ...sampleBooks({ items }),
  desk: new DeterminationDesk(configuration),
});

/** Sends a history one transaction at a time. */
function sentOneByOne(history: History): { books: Books; decisions: readonly Decision[] } {
  const books = booksOf(history);
  const decisions = history.story.map((input) => decide([input], books));
  return { books, decisions };
}

const outcomeOf = ({ outcomes }: Decision): Outcome => {
  const [outcome] = outcomes;
  if (outcome === undefined) throw new Error('every transaction has an outcome');
  return outcome;
};

test('000.27 P-7 every posting has two sides and a positive amount; every entry balances', () => {
  fc.assert(
    fc.property(histories(60), (history) => {
      const { decisions } = sentOneByOne(history);
      const postings = decisions.flatMap((decision) => decision.postings);
      expect(postings.filter(({ amount }) => amount <= 0n)).toEqual([]);
      const sides = postings.flatMap(({ debit, credit }) => [debit, credit]);
      const blank = sides.filter(
        ({ account, site, determination }) => account === '' || site === '' || determination === 0,
      );
      expect(blank).toEqual([]);
      const same = postings.filter(
        ({ debit, credit }) => JSON.stringify(debit) === JSON.stringify(credit),
      );
      expect(same).toEqual([]);
      const total = [...ledgerBalances(postings).values()].reduce(
        (sum, balance) => sum + balance,
        0n,
      );
      expect(total).toBe(0n);
    }),
  );
});

test('P-18 where sites balance by themselves every entry does at each site; apart from their clearing nothing is posted otherwise', () => {
  fc.assert(
    fc.property(histories(60), (history) => {
      const { decisions } = sentOneByOne(balancing(history, true));
      const apart = sentOneByOne(balancing(history, false)).decisions;
      const postings = decisions.flatMap((decision) => decision.postings);
      const sites: Sums = new Map();
      for (const { entry, debit, credit, amount } of postings) {
        addTo(sites, `entry ${entry} at ${debit.site}`, amount);
        addTo(sites, `entry ${entry} at ${credit.site}`, -amount);
      }
      expect(sumTexts(sites)).toEqual({});
      expect(sumTexts(roleBalances(decisions))).toEqual(sumTexts(roleBalances(apart)));
      expect(roleBalances(apart).has('intersite-clearing')).toBe(false);
      const rows = (all: readonly Decision[]) => all.flatMap(({ movements }) => movements);
      expect(rows(decisions)).toEqual(rows(apart));
    }),
  );
});

/** The same history in a company whose sites balance by themselves, or do not. */
const balancing = (history: History, selfBalancingSites: boolean): History => {
  const { company } = history.configuration;
  const configuration = {
    ...history.configuration,
    company: { ...company, selfBalancingSites },
  };
  return { ...history, configuration };
};

test('000.45 002.02 003.22 004.04 P-8 after every transaction the ledger is the subledger, per account, site and bucket role', () => {
  fc.assert(
    fc.property(histories(60), (history) => {
      const books = booksOf(history);
      const decisions: Decision[] = [];
      const ledger: Sums = new Map();
      for (const input of history.story) {
        const decision = decide([input], books);
        decisions.push(decision);
        for (const [name, change] of ledgerBalances(decision.postings)) addTo(ledger, name, change);
        const subledger = subledgerBalances(books);
        const accounts = new Set([...books.pools.values()].map(({ address }) => address.account));
        const ofStock = new Map(
          [...ledger].filter(([name]) => accounts.has(name.split('@')[0] ?? '')),
        );
        expect(sumTexts(ofStock)).toEqual(sumTexts(subledger));
      }
      const roles = subledgerRoles(books);
      const ofBuckets = new Map(
        [...roleBalances(decisions)].filter(([role]) => BUCKET_ROLES.has(role)),
      );
      expect(sumTexts(ofBuckets)).toEqual(sumTexts(roles));
    }),
  );
});

const BUCKET_ROLES = new Set(['inventory', 'inventory-in-transit', 'wip', 'wip-in-transit']);

test('003.57 P-9 pools are what their movements add up to, places what lies in them, and nothing is left on zero', () => {
  fc.assert(
    fc.property(histories(60), (history) => {
      const { books, decisions } = sentOneByOne(history);
      const movements = decisions.flatMap((decision) => decision.movements);
      expect(poolsUnlikeMovements(books, movements)).toEqual([]);
      expect(placesUnlikePools(books)).toEqual([]);
      expect(unbelievablePools(books)).toEqual([]);
    }),
  );
});

test('P-10 a refused transaction changes nothing, and a repeated one posts once', () => {
  fc.assert(
    fc.property(histories(30), (history) => {
      const books = booksOf(history);
      for (const input of history.story) {
        const before = booksText(books);
        const decision = decide([input], books);
        const { status } = outcomeOf(decision);
        const isPosted = status === 'posted';
        expect([status, booksText(books) === before]).toEqual([status, !isPosted]);
        expect(decision.events.length > 0).toBe(isPosted);
        const after = booksText(books);
        const again = outcomeOf(decide([input], books));
        expect(again.status).toBe(isPosted ? 'duplicate' : status);
        expect(booksText(books)).toBe(after);
      }
    }),
    { numRuns: 60 },
  );
});

test('P-11 numbers are dense: events, movements, entries and their lines, pools, determinations', () => {
  const dense = (numbers: readonly number[]) => numbers.map((_, index) => index + 1);
  fc.assert(
    fc.property(histories(60), (history) => {
      const { books, decisions } = sentOneByOne(history);
      const all = <Row>(rows: (decision: Decision) => readonly Row[]) => decisions.flatMap(rows);
      const events = all((decision) => decision.events);
      const numbers = {
        event: events.map(({ number }) => number),
        movement: all((decision) => decision.movements).map(({ number }) => number),
        entry: events.map(({ entry }) => entry).filter((entry) => entry > 0),
        pool: [...books.pools.values()].map(({ number }) => number),
        determination: all((decision) => decision.determinations).map(({ number }) => number),
      };
      const expected = Object.fromEntries(
        Object.entries(numbers).map(([name, given]) => [name, dense(given)]),
      );
      expect(numbers).toEqual(expected);
      const last = Object.fromEntries(
        Object.entries(numbers).map(([name, given]) => [name, given.length]),
      );
      expect(books.counters).toEqual(last);
      const lines: Sums = new Map();
      for (const { entry, line } of all((decision) => decision.postings)) {
        addTo(lines, String(entry), 1n);
        expect(BigInt(line)).toBe(lines.get(String(entry)));
      }
    }),
  );
});

test('P-12 a preview on a copy of the books is what is posted then', () => {
  fc.assert(
    fc.property(histories(40), (history) => {
      const books = booksOf(history);
      for (const input of history.story) {
        const untouched = booksText(books);
        const preview = decide([input], copyOf(books));
        expect(booksText(books)).toBe(untouched);
        expect(decide([input], books)).toEqual(preview);
      }
    }),
    { numRuns: 40 },
  );
});

test('P-13 batches of any size give the same rows', () => {
  const sizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(histories(60), sizes, (history, cuts) => {
      const { books, decisions } = sentOneByOne(history);
      const inBatches = booksOf(history);
      const batches: Decision[] = [];
      for (let start = 0; start < history.story.length; ) {
        const size = cuts[batches.length % cuts.length] ?? 1;
        batches.push(decide(history.story.slice(start, start + size), inBatches));
        start += size;
      }
      const rowsOf = (all: readonly Decision[], rows: (typeof ROWS)[number]): readonly unknown[] =>
        all.flatMap((decision): readonly unknown[] => decision[rows]);
      for (const rows of ROWS) {
        expect(rowsOf(batches, rows)).toEqual(rowsOf(decisions, rows));
      }
      expect(booksText(inBatches)).toBe(booksText(books));
    }),
    { numRuns: 60 },
  );
});

const ROWS = [
  'outcomes',
  'events',
  'movements',
  'postings',
  'links',
  'costUses',
  'determinations',
] as const;

test('P-14 the order of items that have nothing to do with each other does not matter', () => {
  fc.assert(
    fc.property(histories(60, KINDS_OF_ONE_ITEM), (history) => {
      const story = history.story.filter(({ reverses, original, item }) =>
        [reverses, original].every((key) => isOfItem(history.story, key, item)),
      );
      const apart = ['F1', 'A1', 'K1', 'S1', 'F9'].flatMap((code) =>
        story.filter(({ item }) => item === code),
      );
      expect(apart).toHaveLength(story.length);
      const [mixed, sorted] = [booksOf(history), booksOf(history)];
      const first = decide(story, mixed);
      const second = decide(apart, sorted);
      expect(statesOf(sorted)).toEqual(statesOf(mixed));
      expect(sumTexts(ledgerBalances(second.postings))).toEqual(
        sumTexts(ledgerBalances(first.postings)),
      );
      expect(statusesOf(second)).toEqual(statusesOf(first));
    }),
  );
});

/** Whether a key names nothing, or a transaction of the item. */
const isOfItem = (
  story: readonly TransactionInput[],
  key: string | undefined,
  item: string,
): boolean => key === undefined || story.every((input) => input.key !== key || input.item === item);

const statusesOf = ({ outcomes }: Decision) =>
  Object.fromEntries(outcomes.map(({ key, status }) => [key, status]));

/** Pools by name, without the numbers that depend on the order. */
const statesOf = ({ pools }: Books) =>
  Object.fromEntries(
    [...pools].map(([key, { pool }]) => {
      const layers = pool.layers.map(
        ({ receivedOn, quantity, value }) => `${receivedOn} ${quantity} = ${value}`,
      );
      return [
        key,
        [pool.quantity, pool.value, pool.known.quantity, pool.known.value, layers.toSorted()],
      ];
    }),
  );

test('P-15 a determination asked again gives the same account, for the same reasons', () => {
  fc.assert(
    fc.property(histories(40), (history) => {
      const { decisions } = sentOneByOne(history);
      for (const { determination } of decisions.flatMap((decision) => decision.determinations)) {
        const { question, since } = determination;
        const again = determineAccount(question, history.configuration, day(since));
        expect(again).toEqual(determination);
      }
    }),
    { numRuns: 40 },
  );
});

test('P-16 when all is sold, cost of sales is what was paid: adjustments below zero lose no cent', () => {
  const step = fc.record({
    units: fc.integer({ min: 1, max: 9 }),
    cents: fc.nat({ max: 2_000 }),
    sells: fc.boolean(),
  });
  const method = fc.constantFrom(
    'moving-average' as const,
    'company-average' as const,
    'fifo' as const,
  );
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 30 }), method, (steps, costingMethod) => {
      const books = sampleBooks({ costingMethod });
      const input = { postedOn: '2026-01-05', item: 'F1', site: 'DC' };
      let onHand = 1;
      const story: TransactionInput[] = [
        { ...input, key: 'first', type: 'receive-from-vendor', quantity: '1', unitCost: '7.77' },
      ];
      for (const [index, { units, cents, sells }] of steps.entries()) {
        onHand += sells ? -units : units;
        const moved = { ...input, key: `s${index}`, quantity: String(units) };
        const amount = `${Math.trunc(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
        story.push(
          sells ? { ...moved, type: 'sale' } : { ...moved, type: 'receive-from-vendor', amount },
        );
      }
      const last = { ...input, key: 'last', quantity: String(Math.abs(onHand)) };
      if (onHand > 0) story.push({ ...last, type: 'sale' });
      if (onHand < 0) story.push({ ...last, type: 'receive-from-vendor', unitCost: '3.33' });

      const { postings, outcomes } = decide(story, books);
      expect(outcomes.every(({ status }) => status === 'posted')).toBe(true);
      const balances = ledgerBalances(postings);
      const [inventory, cogs, grni] = ['9000', '9040', '9050'].map(
        (code) => balances.get(`${code}@DC`) ?? 0n,
      );
      expect(inventory).toBe(0n);
      expect(cogs).toBe(-(grni ?? 0n));
    }),
  );
});

/** Pools on hand with what they hold, of one item at a time. */
const onHandOf = ({ pools }: Books, code: string) =>
  [...pools.values()].filter(
    ({ address }) => address.bucket === 'on-hand' && address.item === code,
  );

const sum = (numbers: readonly bigint[]): bigint => numbers.reduce((all, one) => all + one, 0n);

test('003.49 P-18 at standard every pool is worth its quantity at standard, and nothing is adjusted later', () => {
  fc.assert(
    fc.property(histories(60, STORY_KINDS, ['standard']), (history) => {
      const books = booksOf(history);
      for (const input of history.story) {
        const { events } = decide([input], books);
        const types = events.map(({ type }) => type);
        expect(types).not.toContain('negative-balance-cost-adjustment');
        expect(types).not.toContain('cogs-adjustment');
        for (const item of books.items.values()) {
          const off = onHandOf(books, item.code).filter(
            ({ pool }) => pool.value !== standardWorth(item, pool.quantity, 2),
          );
          expect(off).toEqual([]);
        }
      }
    }),
  );
});

test('003.X08 P-19 by company every pool is within a cent of its share, and a re-spread sums to zero', () => {
  fc.assert(
    fc.property(histories(60, STORY_KINDS, ['company-average']), (history) => {
      const books = booksOf(history);
      for (const input of history.story) {
        const { movements, events } = decide([input], books);
        for (const { number, type } of events) {
          if (type !== 'average-respread') continue;
          const spread = movements.filter(({ event }) => event === number);
          expect(sum(spread.map(({ value }) => value))).toBe(0n);
          expect(spread.every(({ quantity, value }) => quantity === 0n && value !== 0n)).toBe(true);
        }
        for (const code of books.items.keys()) {
          const pools = onHandOf(books, code).map(({ pool }) => pool);
          const [units, value] = [
            sum(pools.map((pool) => pool.quantity)),
            sum(pools.map((pool) => pool.value)),
          ];
          expect(units !== 0n || value === 0n).toBe(true);
          // Less than a cent off, said without fractions; of nothing there is no share to be off.
          const size = units < 0n ? -units : units;
          for (const pool of units === 0n ? [] : pools) {
            const off = pool.value * units - value * pool.quantity;
            expect(off <= size && -off <= size).toBe(true);
          }
        }
      }
    }),
  );
});

/**
 * Pools that hold less than nothing somewhere in the order of costs, although they may not: by day,
 * then as they were posted, each transaction as a whole. Told naively from the movements alone.
 */
function belowZero({ configuration }: History, books: Books, decisions: readonly Decision[]) {
  return [...books.pools.values()].flatMap(({ number, address }) => {
    const { item, site, bucket } = address;
    const mayBe = bucket === 'on-hand' && negativeStockAt(configuration, site) === 'allow';
    if (bucket === 'order-clearing' || mayBe) return [];
    const steps = decisions
      .map(({ movements }) => movements.filter(({ pool }) => pool === number))
      .flatMap((moved) => {
        const units = sum(moved.map(({ quantity }) => quantity));
        return units === 0n ? [] : [{ on: moved[0]?.postedOn ?? '', units }];
      })
      .toSorted((a, b) => (a.on < b.on ? -1 : Number(a.on > b.on)));
    let held = 0n;
    return steps.flatMap(({ on, units }) => {
      held += units;
      return held < 0n ? [`${item} ${bucket} at ${site}: ${held} on ${on}`] : [];
    });
  });
}

test('I12 at no point of the order of costs is a pool below zero that may not be', () => {
  fc.assert(
    fc.property(histories(80), (history) => {
      const { books, decisions } = sentOneByOne(history);
      expect(belowZero(history, books, decisions)).toEqual([]);
    }),
    { numRuns: 300 },
  );
});

/** The codes of refusals that name a later day than the transaction's own. */
const refusedForLater = (history: History): readonly string[] => {
  const days = new Map(history.story.map(({ key, postedOn }) => [key, postedOn]));
  return sentOneByOne(history)
    .decisions.map(outcomeOf)
    .flatMap((outcome) =>
      outcome.status === 'refused'
        ? outcome.refusals.map(({ code, details }) => ({
            code,
            on: details['on'] ?? '',
            of: outcome.key,
          }))
        : [],
    )
    .flatMap(({ code, on, of }) => (on > (days.get(of) ?? on) ? [code] : []));
};

test('I12 random histories meet what stands against a transaction at a later point', () => {
  const sample = fc.sample(histories(80), { numRuns: 300, seed: 20_261_128 });
  const codes = sample.flatMap(refusedForLater);
  for (const code of ['stock-below-zero', 'nothing-carried'])
    expect([code, codes.filter((one) => one === code).length > 5]).toEqual([code, true]);
});
