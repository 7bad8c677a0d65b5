import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { PoolAddress } from '../costing/cost-pool.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import { keysOf } from '../primitives/keys.ts';
import { ledgerBalances, roleBalances } from '../testing/books-faults.ts';
import { type History, histories } from '../testing/random-company.ts';
import { ReferenceModel } from '../testing/reference-model.ts';
import { SAMPLE_ACCOUNTS, sampleBooks } from '../testing/sample-books.ts';
import { addTo, type Sums, sumTexts } from '../testing/sums.ts';
import { eventShape } from '../transactions/event-shape.ts';
import {
  DOCUMENTS,
  LEDGER_TYPES,
  postingRule,
  type TransactionType,
  transactionTypes,
} from '../transactions/posting-rules.ts';
import type { RefusalCode } from '../transactions/refusals.ts';
import type { Books } from './books.ts';
import { type Decision, decide } from './decide.ts';

// Replay through a model written a second time, from the specification alone (I8).

const CLEARING = SAMPLE_ACCOUNTS.get('intersite-clearing') ?? '';

/** What stands against a transaction in the books themselves, and not in its texts. */
const OF_THE_BOOKS: ReadonlySet<RefusalCode> = new Set<RefusalCode>([
  'original-unknown',
  'dated-before-original',
  'original-differs',
  'original-used-up',
  'original-passed',
  'own-goods-under-way',
  'already-reversed',
  'reversal-not-possible',
  'stock-below-zero',
  'value-without-stock',
  'nothing-carried',
  'cost-unknown',
  'location-of-others',
  'stock-of-others',
  'nothing-consigned',
  'cost-not-standard',
  'value-not-standard',
  'correction-not-possible',
]);

type Replay = {
  readonly books: Books;
  readonly decisions: readonly Decision[];
  readonly model: ReferenceModel;
  /** Where the two disagree whether a transaction can be posted, or what it moved. */
  readonly differences: readonly string[];
};

/** Sends a history to the core and to the model, one transaction after the other. */
function replay({ configuration, items, story }: History): Replay {
  const books = { ...sampleBooks({ items }), desk: new DeterminationDesk(configuration) };
  const model = new ReferenceModel(configuration, books.items);
  const differences: string[] = [];
  const decisions = story.map((input) => {
    const decision = decide([input], books);
    const [outcome] = decision.outcomes;
    if (outcome?.status === 'posted') {
      if (!model.replay(input))
        differences.push(`${input.key}: posted, though the model refuses it`);
      const moves = movesOf(decision, books);
      const expected = modelMovesOf(model, input);
      if (moves !== expected)
        differences.push(`${input.key} moved\n${moves}, expected\n${expected}`);
    }
    if (outcome?.status === 'refused') {
      const codes = outcome.refusals.map(({ code }) => code);
      const ofTheBooks = codes.every((code) => OF_THE_BOOKS.has(code));
      if (ofTheBooks && model.replay(input))
        differences.push(`${input.key}: ${codes.join()}, though the model posts it`);
    }
    return decision;
  });
  return { books, decisions, model, differences };
}

type Model = ReferenceModel;
type Input = History['story'][number];

const lineOf = (...words: readonly (string | bigint)[]): string => words.join(' | ');

/** The movements of a decision, one a line: type, pool, place, units, value. */
function movesOf({ movements }: Decision, books: Books): string {
  const addresses = new Map(
    [...books.pools.values()].map(({ number, address }) => [number, address]),
  );
  return movements
    .map(({ type, pool, place, quantity, value }) => {
      const address = addresses.get(pool);
      return lineOf(type, poolName(address), place, quantity, value);
    })
    .join('\n');
}

const poolName = (address: PoolAddress | undefined): string =>
  address === undefined
    ? 'no pool'
    : [address.item, address.site, address.bucket, address.account, address.document].join(' ');

/** The same of the model. */
const modelMovesOf = (model: Model, input: Input): string =>
  model
    .movesOf(input)
    .map(({ type, pool, place, units, value }) => {
      const name = [pool.item, pool.site, pool.bucket, pool.account, pool.document].join(' ');
      return lineOf(type, name, place, units, value);
    })
    .join('\n');

/** Pools that hold or held something: units, value and what is left of which day's receipts. */
const poolTexts = (books: Books) =>
  Object.fromEntries(
    [...books.pools.values()].map(({ address, pool }) => {
      const layers = pool.layers.map(({ receivedOn, quantity, value }) =>
        lineOf(receivedOn, quantity, value),
      );
      return [poolName(address), [lineOf(pool.quantity, pool.value), ...layers.toSorted()]];
    }),
  );

const modelPoolTexts = ({ pools }: Model) =>
  Object.fromEntries(
    pools.map(({ item, site, bucket, account, document, units, value, lots }) => {
      const layers = lots.map((lot) => lineOf(lot.day, lot.units, lot.value));
      return [
        [item, site, bucket, account, document].join(' '),
        [lineOf(units, value), ...layers.toSorted()],
      ];
    }),
  );

test('P-17 the core and the reference model agree on every cent of every movement, pool and balance', () => {
  fc.assert(
    fc.property(histories(60), (history) => {
      const { books, decisions, model, differences } = replay(history);
      expect(differences).toEqual([]);
      // The model also makes pools it only asks for a cost; those stay empty.
      expect(modelPoolTexts(model)).toMatchObject(poolTexts(books));

      const postings = decisions.flatMap((decision) => decision.postings);
      const [accounts, roles]: readonly [Sums, Sums] = [new Map(), new Map()];
      for (const { account, site, role, amount } of model.lines()) {
        addTo(accounts, `${account}@${site}`, amount);
        addTo(roles, role, amount);
        // The clearing between sites is whatever a site still lacks to balance, no more, no less.
        if (history.configuration.company.selfBalancingSites)
          addTo(accounts, `${CLEARING}@${site}`, -amount);
      }
      expect(sumTexts(ledgerBalances(postings))).toEqual(sumTexts(accounts));
      expect(sumTexts(roleBalances(decisions))).toEqual(sumTexts(roles));
    }),
    { numRuns: 2_000 },
  );
  // Two thousand histories take long where several people share the machine.
}, 240_000);

/** Documents and the lines of value they alone have, and journals, which move no stock at all. */
const OF_DOCUMENTS: ReadonlySet<TransactionType> = new Set<TransactionType>([
  ...keysOf(DOCUMENTS),
  ...Object.values(LEDGER_TYPES),
  'merchandise-purchase',
  'purchase-charge',
  'freight-charge',
  'sales-revenue',
  'sale-without-stock',
  'return-for-vendor',
]);

test('random histories reach what they are to prove: every type, every refusal of the books', () => {
  const sample = fc.sample(histories(80), { numRuns: 300, seed: 20_260_105 });
  const decisions = sample.flatMap((history) => replay(history).decisions);
  const posted = new Set(
    decisions.flatMap(({ movements, events }) => [...movements, ...events].map(({ type }) => type)),
  );
  const refused = new Set(
    decisions
      .flatMap(({ outcomes }) => outcomes)
      .flatMap((outcome) => (outcome.status === 'refused' ? outcome.refusals : []))
      .map(({ code }) => code),
  );
  const links = decisions.flatMap((decision) => decision.links);
  // Documents are made of transactions that are here: their tests tell of what they add. What the review
  // clears moves no stock and costs nothing; `open-line-clearing.test.ts` proves it. What is proposed posts
  // what was not posted while inventory was not integrated; these books are.
  const costed = transactionTypes().filter((type) => eventShape(type)?.clears !== 'always');
  const possible = costed.filter((type) => postingRule(type).origin !== 'proposed');
  expect(possible.filter((type) => !posted.has(type) && !OF_DOCUMENTS.has(type))).toEqual([]);
  expect([...OF_THE_BOOKS].filter((code) => !refused.has(code))).toEqual([]);
  expect(links.filter(({ kind }) => kind === 'reverses').length).toBeGreaterThan(50);
  // What was caused is reversed with its cause, and by no transaction of its own.
  const events = decisions.flatMap((decision) => decision.events);
  expect(events.filter(({ key }) => key.endsWith('-reversed')).length).toBeGreaterThan(5);
});
