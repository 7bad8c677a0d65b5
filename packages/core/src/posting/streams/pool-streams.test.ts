import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CostingMethod } from '../../costing/cost-pool.ts';
import type { PoolStream } from '../../costing/cost-stream.ts';
import { DeterminationDesk } from '../../determination/determination-desk.ts';
import { indexPolicies, type PolicyRow } from '../../determination/policies-in-force.ts';
import type { PolicyValue } from '../../determination/policy.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import { dayAfterDay } from '../../testing/day-after-day.ts';
import { type History, histories } from '../../testing/random-company.ts';
import { type Kind, STORY_KINDS } from '../../testing/random-story.ts';
import { day, sampleBooks } from '../../testing/sample-books.ts';
import { SampleCompany } from '../../testing/sample-company.ts';
import { familiesAbout, familyOf, onHandTexts } from '../../testing/stream-history.ts';
import type { Books } from '../books.ts';
import { decide } from '../decide.ts';
import { type BookedStream, isBehind, onHandStream, streamKey } from './booked-stream.ts';
import type { StreamFamily } from './stream-events.ts';
import { streamsOf } from './streams-of.ts';

const kept = (value: PolicyValue<'kept-streams'>, from = '1900-01-01'): PolicyRow => ({
  policy: 'kept-streams',
  group: null,
  from: day(from),
  value,
});

/** The sample company, keeping streams beside a method. */
const keeping = (costingMethod: CostingMethod, ...rows: readonly PolicyRow[]) => ({
  costingMethod,
  configuration: { policies: indexPolicies(rows) },
});

/** A stream of a frame at a site with its layers: `8 = 96.00 [8 = 96.00]`. */
function stream(company: SampleCompany, name: PoolStream, site = 'DC'): string {
  const known = company.books.streams.get(streamKey(onHandStream(name, 'F1', site)));
  if (known === undefined) return 'not kept';
  const text = ({ quantity, value }: { quantity: bigint; value: bigint }) =>
    `${quantity} = ${formatDecimal(value, 2)}`;
  const { pool } = known;
  return pool.layers.length === 0
    ? text(pool)
    : `${text(pool)} [${pool.layers.map(text).join(', ')}]`;
}

const rowsOf = ({ streams }: Books, name: PoolStream, code: string): readonly BookedStream[] =>
  [...streams.values()].filter(({ address }) => address.stream === name && address.item === code);

const behind = (books: Books, name: PoolStream, code = 'F1'): boolean =>
  isBehind(
    rowsOf(books, name, code),
    [...books.pools.values()].filter(
      ({ address }) => address.bucket === 'on-hand' && address.item === code,
    ),
  );

test('004.07 costing 5.1 a company that asks for it keeps the oldest cost beside its average', () => {
  const company = new SampleCompany(keeping('moving-average', kept('fifo')));
  company.post('receive-from-vendor', { quantity: '10', unitCost: '12' });
  company.post('receive-from-vendor', { quantity: '5', unitCost: '15' });
  expect(company.post('sale', { quantity: '4' })).toBe('Dr cogs@DC 52.00 / Cr inventory@DC 52.00');
  expect(company.onHand('DC')).toBe('11 = 143.00 @ 13.000000');
  expect(stream(company, 'fifo')).toBe('11 = 147.00 [6 = 72.00, 5 = 75.00]');
  expect(stream(company, 'average')).toBe('not kept');
});

test('004.07 the stream that values stock is never kept twice', () => {
  const company = new SampleCompany(keeping('fifo', kept('average-and-fifo')));
  company.post('receive-from-vendor', { quantity: '10', unitCost: '12' });
  company.post('receive-from-vendor', { quantity: '10', unitCost: '14' });
  company.post('sale', { quantity: '5' });
  expect(stream(company, 'average')).toBe('15 = 195.00');
  expect(stream(company, 'fifo')).toBe('not kept');
});

test('costing 5.6 goods carry the cost of the stream from site to site', () => {
  const company = new SampleCompany(keeping('moving-average', kept('fifo')));
  company.post('receive-from-vendor', { quantity: '1', unitCost: '100' });
  company.post('receive-from-vendor', { quantity: '1', unitCost: '120' });
  company.post('stock-transfer', { key: 'TR', toSite: 'O1', quantity: '1' });
  company.post('receive-transfer', { site: 'O1', document: 'TR', quantity: '1' });
  expect(company.onHand('O1')).toBe('1 = 110.00 @ 110.000000');
  expect(stream(company, 'fifo', 'O1')).toBe('1 = 100.00 [1 = 100.00]');
  expect(stream(company, 'fifo')).toBe('1 = 120.00 [1 = 120.00]');
});

test('Q-45 beside standard cost a stream follows what was paid', () => {
  const company = new SampleCompany(keeping('standard', kept('average')));
  company.post('receive-from-vendor', { item: 'K1', quantity: '4', unitCost: '3' });
  const key = streamKey(onHandStream('average', 'K1', 'DC'));
  expect(company.onHand('DC', 'K1')).toBe('4.000 = 10.00 @ 2.500000');
  expect(company.books.streams.get(key)?.pool).toMatchObject({ quantity: 4000n, value: 1200n });
});

test('003.X16 a late cost leaves a stream behind, also where it moves nothing in the books', () => {
  const company = new SampleCompany(keeping('standard', kept('fifo')));
  const of = { item: 'K1', quantity: '4' };
  company.post('receive-from-vendor', { ...of, key: 'in', unitCost: '3' });
  expect(behind(company.books, 'fifo', 'K1')).toBe(false);
  expect(company.post('landed-cost', { item: 'K1', original: 'in', amount: '2' })).toBe(
    'Dr purchase-variance@DC 2.00 / Cr landed-cost-clearing@DC 2.00',
  );
  expect(behind(company.books, 'fifo', 'K1')).toBe(true);
});

test('Q-15 a late fact leaves a stream behind, and a later one does not bring it up to date', () => {
  const company = new SampleCompany(keeping('moving-average', kept('fifo')));
  company.post('receive-from-vendor', { postedOn: '2026-03-05', quantity: '10', unitCost: '12' });
  expect(behind(company.books, 'fifo')).toBe(false);
  company.post('receive-from-vendor', { postedOn: '2026-03-01', quantity: '10', unitCost: '11' });
  expect(behind(company.books, 'fifo')).toBe(true);
  company.post('receive-from-vendor', { postedOn: '2026-03-06', quantity: '1', unitCost: '13' });
  expect(behind(company.books, 'fifo')).toBe(true);
});

test('004.07 what moved while a stream was not kept leaves it behind', () => {
  const rows = [kept('fifo'), kept('none', '2026-03-01'), kept('fifo', '2026-04-01')];
  const company = new SampleCompany(keeping('moving-average', ...rows));
  const bought = { quantity: '1', unitCost: '12' };
  company.post('receive-from-vendor', { ...bought, postedOn: '2026-02-01' });
  expect(behind(company.books, 'fifo')).toBe(false);
  company.post('receive-from-vendor', { ...bought, postedOn: '2026-03-01' });
  company.post('receive-from-vendor', { ...bought, postedOn: '2026-04-01' });
  expect(behind(company.books, 'fifo')).toBe(true);
  expect(behind(company.books, 'fifo', 'A1')).toBe(false);
});

/** A company of many accounts that keeps both streams beside its method. */
const booksOf = ({ items, configuration }: History): Books => ({
  ...sampleBooks({ items }),
  desk: new DeterminationDesk({
    ...configuration,
    policies: indexPolicies([kept('average-and-fifo')]),
  }),
});

function sentTo(books: Books, { story }: History): readonly StreamFamily[] {
  return story.flatMap((input) => {
    const decision = decide([input], books);
    return decision.events.length === 0 ? [] : [familyOf(decision, books)];
  });
}

const STREAMS: readonly PoolStream[] = ['average', 'fifo'];

test('004.07 P-22 a stream that is not behind is what all movements make of it in the order of costs', () => {
  const reached = { current: 0, behind: 0 };
  fc.assert(
    fc.property(histories(60), (history) => {
      const books = booksOf(history);
      const families = sentTo(books, history);
      const sites = new Map([...books.pools.values()].map((one) => [one.number, one.address.site]));
      for (const name of STREAMS) {
        for (const item of books.items.values()) {
          const rows = rowsOf(books, name, item.code);
          if (behind(books, name, item.code)) {
            reached.behind += 1;
            continue;
          }
          if (rows.length === 0) continue;
          reached.current += 1;
          const known = { item, currencyDecimals: 2, siteOf: (pool: number) => sites.get(pool) };
          const own = familiesAbout(item.code, families);
          const again = streamsOf(name, { ...known, families: own });
          expect(onHandTexts(rows)).toEqual(onHandTexts(again));
        }
      }
    }),
    { numRuns: 200 },
  );
  expect(reached.current).toBeGreaterThan(100);
  expect(reached.behind).toBeGreaterThan(100);
});

/** Nothing that looks back: no returns of earlier sales, no undoing, no reversal, no correction. */
const LOOKING_AHEAD: readonly Kind[] = STORY_KINDS.filter(
  (kind) =>
    !/^(reversal|return|undo-|cost-correction|landed-cost|whole-|again|another-|reinstated|order-found|transfer-found|return-taken|manual-receipt)/.test(
      kind,
    ) ||
    kind === 'return-to-vendor' ||
    kind === 'return-to-stock',
);

test('004.07 P-23 what comes in order and looks ahead never leaves a stream behind', () => {
  fc.assert(
    fc.property(histories(60, LOOKING_AHEAD), (history) => {
      const books = booksOf(history);
      sentTo(books, { ...history, story: dayAfterDay(history.story) });
      const kept = keptNames(books);
      for (const name of kept) {
        for (const code of books.items.keys()) expect(behind(books, name, code)).toBe(false);
      }
    }),
    { numRuns: 100 },
  );
});

/** The streams that are kept beside the method of these books. */
const keptNames = ({ desk }: Books): readonly PoolStream[] =>
  STREAMS.filter((name) => {
    const { costingMethod } = desk.configuration.company;
    return name === 'fifo' ? costingMethod !== 'fifo' : !costingMethod.includes('average');
  });
