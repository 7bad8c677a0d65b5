import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { CostingMethod } from '../costing/cost-pool.ts';
import type { History } from '../testing/random-company.ts';
import { mostlyForward, onFewDays } from '../testing/random-dates.ts';
import {
  historiesOfLateFacts,
  KINDS_OF_LATE_FACTS,
  restating,
} from '../testing/random-late-facts.ts';
import { historiesOfChange } from '../testing/random-method-change.ts';
import { inCostOrder } from '../testing/reference-cost-order.ts';
import { restatedDifferences } from '../testing/restated-books.ts';
import { restatedFaults } from '../testing/restated-faults.ts';
import { coreBooks, postedHistory, restatedBooks, sentHistory } from '../testing/sent-history.ts';

// Late facts of every kind, over random histories, against the reference in the order of costs.

/** Histories of each kind of company, and how many of them are tried. */
const COMPANIES: readonly (readonly [string, fc.Arbitrary<History>, number])[] = [
  ['that are told of anything on any day', historiesOfLateFacts(60), 1300],
  [
    'that go through the year and are late now and then',
    historiesOfLateFacts(60).map(mostlyForward),
    1200,
  ],
  ['that have few days', historiesOfLateFacts(60).map(onFewDays), 800],
  ['that change their method', historiesOfChange(60, KINDS_OF_LATE_FACTS).map(restating), 1000],
];

/**
 * The methods whose late facts are worked in as the reference says, whatever they are. The others
 * agree in most histories and not yet in all.
 */
const AGREED: readonly CostingMethod[] = ['standard'];

test.each(AGREED)(
  'I8 late facts leave the books as the order of costs has them: %s',
  (method) => {
    fc.assert(
      fc.property(historiesOfLateFacts(40, [method]), (history) => {
        const sent = sentHistory(history, { restates: true });
        const ideal = inCostOrder(postedHistory(sent));
        expect(restatedDifferences(restatedBooks(sent), ideal)).toEqual([]);
      }),
      { numRuns: 200 },
    );
  },
  240_000,
);

let events = 0;

test.each(COMPANIES)(
  'I8 the order of costs leaves books that can be: companies %s',
  (_, arbitrary, numRuns) => {
    fc.assert(
      fc.property(arbitrary, (history) => {
        const sent = sentHistory(history);
        fc.pre(!sent.isAbandoned);
        events += sent.decisions.length;
        const ideal = inCostOrder(postedHistory(sent));
        expect(restatedFaults(ideal, coreBooks(sent))).toEqual([]);
      }),
      { numRuns },
    );
  },
  240_000,
);

test('I8 a hundred thousand random events were among them', () => {
  expect(events).toBeGreaterThan(100_000);
});
