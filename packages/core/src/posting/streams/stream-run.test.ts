import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CostingMethod } from '../../costing/cost-pool.ts';
import { POOL_STREAMS, type PoolStream } from '../../costing/cost-stream.ts';
import { indexPolicies, policyRows } from '../../determination/policies-in-force.ts';
import { copyOf } from '../../testing/books-text.ts';
import { dayAfterDay } from '../../testing/day-after-day.ts';
import { type History, histories } from '../../testing/random-company.ts';
import { type Kind, STORY_KINDS } from '../../testing/random-story.ts';
import { sampleBooks } from '../../testing/sample-books.ts';
import { familiesAbout, familyOf, onHandTexts } from '../../testing/stream-history.ts';
import type { TransactionInput } from '../../transactions/transaction.ts';
import type { Books } from '../books.ts';
import { decide } from '../decide.ts';
import type { StreamFamily } from './stream-events.ts';
import { StreamRun } from './stream-run.ts';
import { bookedStream, streamsOf } from './streams-of.ts';

type Story = readonly TransactionInput[];

/**
 * A company of this history's policies that is valued by a method. A stream bears late costs whole,
 * as a method does under `restate`.
 */
function booksOf({ items, configuration }: History, costingMethod: CostingMethod) {
  const own = policyRows(configuration.policies).filter(({ policy }) => policy !== 'late-facts');
  return sampleBooks({ items, costingMethod, configuration: { policies: indexPolicies(own) } });
}

/** All but documents of several items: what comes out of those costs what the books say. */
const OF_ONE_ITEM: readonly Kind[] = STORY_KINDS.filter(
  (kind) => !/assembl|item-transfer/.test(kind),
);

const isTaken = (input: TransactionInput, books: Books): boolean =>
  decide([input], copyOf(books)).outcomes[0]?.status === 'posted';

/**
 * Posts what both companies take, and gives what that moved in the first one. The difference of an
 * invoice that stock bears in one of them alone is left out: a stream learns it of what was moved.
 */
function postToBoth(story: Story, first: Books, second: Books): readonly StreamFamily[] {
  return story.flatMap((input) => {
    if (!isTaken(input, first) || !isTaken(input, second)) return [];
    const moves = (books: Books) => decide([input], copyOf(books)).movements.length > 0;
    if (input.type === 'supplier-invoice-match' && moves(first) !== moves(second)) return [];
    decide([input], second);
    return [familyOf(decide([input], first), first)];
  });
}

/** Of every item, all that is needed to value it anew. */
const historiesOf = (books: Books, families: readonly StreamFamily[]) =>
  [...books.items.values()].map((item) => {
    const sites = new Map([...books.pools.values()].map((one) => [one.number, one.address.site]));
    return {
      item,
      currencyDecimals: 2,
      siteOf: (pool: number) => sites.get(pool),
      families: familiesAbout(item.code, families),
    };
  });

/** A stream carried on from one family to the next, in the order in which they were posted. */
const carried = (stream: PoolStream, books: Books, families: readonly StreamFamily[]) =>
  onHandTexts(
    historiesOf(books, families).flatMap(({ families: own, ...known }) => {
      const run = new StreamRun({ ...known, stream, poolAt: () => undefined });
      for (const family of own) run.take(family);
      return run.pools.map((touched) => bookedStream(stream, known.item.code, touched));
    }),
  );

/** Whether every item is known at every site from the beginning, so that no cost has to be guessed. */
const isStocked = ({ story }: History): boolean => story[0]?.key === 'p1';

// Where the method of the books knows a cost and the stream does not, the stream takes that of the
// books; so beside these methods only companies that know all their costs can be compared.
// biome-ignore format: a table reads as a table
const BESIDE = [
  ['fifo',    'moving-average',  false],
  ['average', 'fifo',            false],
  ['fifo',    'standard',        true],
  ['average', 'standard',        true],
  ['fifo',    'company-average', true],
] as const;

test.each(BESIDE)(
  '004.07 P-20 the stream %s beside %s is what its own method would have valued, to the cent',
  (stream, method, isOnlyStocked) => {
    const methods = method === 'standard' ? (['standard'] as const) : (['fifo'] as const);
    fc.assert(
      fc.property(histories(60, OF_ONE_ITEM, methods), (history) => {
        fc.pre(!isOnlyStocked || isStocked(history));
        const books = booksOf(history, method);
        const own = booksOf(history, POOL_STREAMS[stream]);
        const families = postToBoth(dayAfterDay(history.story), books, own);
        expect(carried(stream, books, families)).toEqual(onHandTexts(own.pools.values()));
      }),
      { numRuns: 60 },
    );
  },
);

const KINDS_IN_ANY_ORDER: readonly Kind[] = [
  'receive-from-vendor',
  'receive-from-vendor',
  'sale',
  'sale',
  'return-to-vendor',
  'adjustment',
  'count-variance',
  'cost-correction',
  'landed-cost',
];

/** Everything on one of a few days, so that much happens on the same one; the first stock before. */
const onFewDays = (story: Story): Story =>
  story.map((input) =>
    input.key.startsWith('p')
      ? input
      : { ...input, postedOn: `2026-03-0${1 + (Number(input.postedOn.slice(8)) % 3)}` },
  );

const isFact = ({ type }: TransactionInput): boolean =>
  type === 'cost-correction' || type === 'landed-cost';

/** Nothing but facts about costs names an earlier transaction, which may then come in any order. */
const namingNothing = (story: Story): Story =>
  story.map((input) => {
    const { original: _, ...rest } = input;
    return isFact(input) ? input : rest;
  });

/** The same in the order of costs: by day, and a correction right after what it corrects. */
function inOrderOfCosts(story: Story): Story {
  const placed = story.map((input, index) => {
    const about = isFact(input) ? story.findIndex(({ key }) => key === input.original) : -1;
    const { postedOn } = story[about] ?? input;
    return { input: { ...input, postedOn }, place: about < 0 ? index : about, index };
  });
  return placed
    .toSorted((a, b) => {
      if (a.input.postedOn !== b.input.postedOn)
        return a.input.postedOn < b.input.postedOn ? -1 : 1;
      return a.place - b.place || a.index - b.index;
    })
    .map(({ input }) => input);
}

test.each([
  ['fifo', 'moving-average'],
  ['average', 'fifo'],
] as const)(
  'Q-15 P-21 the stream %s of facts that came late, beside %s, is what they make in the order of costs',
  (stream, method) => {
    fc.assert(
      fc.property(histories(40, KINDS_IN_ANY_ORDER), (history) => {
        fc.pre(isStocked(history));
        const books = booksOf(history, method);
        const posted = onFewDays(namingNothing(history.story)).filter(
          (input) => isTaken(input, books) && decide([input], books),
        );
        const families: StreamFamily[] = [];
        const again = booksOf(history, method);
        for (const input of posted) families.push(familyOf(decide([input], again), again));
        const own = booksOf(history, POOL_STREAMS[stream]);
        const { outcomes } = decide(inOrderOfCosts(posted), own);
        fc.pre(outcomes.every(({ status }) => status === 'posted'));
        const streams = historiesOf(again, families).flatMap((one) => streamsOf(stream, one));
        expect(onHandTexts(streams)).toEqual(onHandTexts(own.pools.values()));
      }),
      { numRuns: 60 },
    );
  },
);
