import type { TransactionInput } from 'perpetua-core';
import { expect, test } from 'vitest';
import {
  type AcceptingPlace,
  acceptCount,
} from '../../packages/server/src/application/counting/accept-count.ts';
import { enterCount } from '../../packages/server/src/application/counting/enter-count.ts';
import { startCount } from '../../packages/server/src/application/counting/start-count.ts';
import { RandomSource } from '../../packages/server/src/application/demonstration/random-source.ts';
import { testBooks } from '../support/books.ts';
import { type InspectedBooks, inspected } from '../support/inspected-books.ts';
import { closePeriod } from '../support/mixed-history.ts';
import { sampleSetup } from '../support/sample-setup.ts';
import { faultsOf } from './verified-books.ts';

const DAY = '2026-03-31';
const ITEMS = ['F1', 'F2', 'A1'];
const LOCATIONS = ['', 'A-01', 'CONS'];

const placeOf = ({ storage, clock, company, desk }: InspectedBooks): AcceptingPlace => ({
  storage,
  clock,
  actor: 'test',
  desks: { of: () => desk },
  company: { ...company, currencyDecimals: 2 },
});

/** Units by item and location, as a model that knows nothing of counts adds them up. */
class Shelves {
  readonly units = new Map<string, number>();

  add(item: string, location: string, units: number): void {
    const place = `${item}@${location}`;
    this.units.set(place, (this.units.get(place) ?? 0) + units);
  }
}

/** Receipts, sales and moves between shelves, some of them dated before the count day. */
class Traffic {
  readonly shelves = new Shelves();
  readonly #random: RandomSource;
  #number = 0;

  constructor(random: RandomSource) {
    this.#random = random;
  }

  next(): TransactionInput {
    this.#number += 1;
    const random = this.#random;
    const item = random.oneOf(ITEMS);
    const [from, to] = [random.oneOf(LOCATIONS), random.oneOf(LOCATIONS)];
    const quantity = random.between(1, 20);
    const common = {
      key: `t${this.#number}`,
      postedOn: random.oneOf(['2026-03-10', DAY, '2026-04-02']),
      item,
      site: 'DC',
      quantity: String(quantity),
      ...(from === '' ? {} : { location: from }),
    };
    if (random.happens(500)) {
      this.shelves.add(item, from, quantity);
      return { ...common, type: 'receive-from-vendor', unitCost: String(random.between(5, 50)) };
    }
    this.shelves.add(item, from, -quantity);
    if (from === to || to === '' || random.happens(500)) return { ...common, type: 'sale' };
    this.shelves.add(item, to, quantity);
    return { ...common, type: 'location-move', toLocation: to };
  }
}

test.each([1, 2, 3])(
  'costing 5.5 after a count every shelf holds what was found on it and what moved since (seed %i)',
  async (seed) => {
    // What a late fact does to costs is no matter of this test.
    const setup = sampleSetup();
    const books = await inspected(await testBooks(setup));
    const place = placeOf(books);
    const random = new RandomSource(seed);
    const traffic = new Traffic(random);
    const post = async (count: number) => {
      const inputs = Array.from({ length: count }, () => traffic.next());
      // Both items begin with a cost, so that nothing is refused.
      const outcomes = await books.desk.post(inputs);
      expect(outcomes.filter(({ status }) => status !== 'posted')).toEqual([]);
    };
    const openings = ITEMS.flatMap((item) =>
      LOCATIONS.map((location, index): TransactionInput => {
        traffic.shelves.add(item, location, 100);
        return {
          key: `opening ${item} ${index}`,
          type: 'opening-balance',
          postedOn: '2026-01-01',
          item,
          site: 'DC',
          quantity: '100',
          unitCost: '20',
          ...(location === '' ? {} : { location }),
        };
      }),
    );
    await books.desk.post(openings);
    await post(40);
    const started = await startCount(place, { name: 'C', site: 'DC', postedOn: DAY });
    expect(started).toMatchObject({ ok: true });
    // What really lies there is off by a little everywhere.
    const off = new Map<string, number>(
      ITEMS.flatMap((item) =>
        LOCATIONS.map((location) => [`${item}@${location}`, random.between(-3, 3)] as const),
      ),
    );
    await post(20);
    for (const [shelf, error] of off) {
      const [item = '', location = ''] = shelf.split('@');
      const there = Math.max(0, (traffic.shelves.units.get(shelf) ?? 0) + error);
      // Counted now: nothing below zero can lie on a shelf.
      off.set(shelf, there - (traffic.shelves.units.get(shelf) ?? 0));
      const line = { item, quantity: String(there), moment: 'entry' as const };
      const lines = [location === '' ? line : { ...line, location }];
      expect(await enterCount(place, 'C', { lines })).toMatchObject({ ok: true });
      await post(2);
    }
    const [first, second] = await Promise.all([
      acceptCount(place, 'C', { key: 'all' }),
      acceptCount(place, 'C', { key: 'all' }),
      post(10),
    ]);
    // Two at once: one posts, the other is answered again.
    expect(new Set([first, second].map((one) => (one.ok ? one.value.status : 'refused')))).toEqual(
      new Set(['accepted', 'duplicate']),
    );
    await post(10);
    await books.desk.settled();
    const held = await books.owner.query<{ shelf: string; units: string }>(
      `select item || '@' || place as shelf, sum(quantity)::text as units
         from stock where site = 'DC' and bucket = 'on-hand' group by 1`,
    );
    const found = new Map(held.rows.map(({ shelf, units }) => [shelf, Number(units)]));
    for (const [shelf, units] of traffic.shelves.units) {
      expect({ shelf, units: found.get(shelf) }).toEqual({
        shelf,
        units: units + (off.get(shelf) ?? 0),
      });
    }
    expect(await faultsOf(books)).toEqual([]);
  },
);

test('a count of thousands of lines is refused whole, and every line is named', async () => {
  const LINES = 3_000;
  const setup = sampleSetup();
  const items = Array.from({ length: LINES }, (_, index) => ({
    code: `I-${String(index).padStart(5, '0')}`,
    name: `Item ${index}`,
    group: 1,
    standardCost: '5',
  }));
  const books = await inspected(await testBooks({ ...setup, items }));
  const place = placeOf(books);
  const codes = items.map(({ code }) => code);
  const begun = await startCount(place, { name: 'C', site: 'DC', postedOn: DAY, items: codes });
  expect(begun).toMatchObject({ ok: true, value: { progress: { lines: LINES } } });
  const lines = codes.map((item) => ({ item, quantity: '1' }));
  expect(await enterCount(place, 'C', { lines })).toMatchObject({ ok: true });
  await closePeriod(books, '2026-03');
  const refused = await acceptCount(place, 'C', {});
  const reasons = refused.ok ? [] : refused.reasons;
  expect(reasons.map(({ code, line }) => `${line} ${code}`)).toEqual(
    codes.map((_, index) => `${index + 1} period-closed`),
  );
  const events = await books.owner.query('select from event');
  expect(events.rowCount).toBe(0);
});
