import fc from 'fast-check';
import { expect, test } from 'vitest';
import { COSTING_METHODS } from '../costing/cost-pool.ts';
import type { History } from '../testing/random-company.ts';
import { inOrder, mostlyForward, withClosings } from '../testing/random-dates.ts';
import { historiesOfLateFacts, KINDS_NEVER_LATE, restating } from '../testing/random-late-facts.ts';
import { historiesOfChange } from '../testing/random-method-change.ts';
import { inCostOrder } from '../testing/reference-cost-order.ts';
import { balancesByPeriod } from '../testing/reference-periods.ts';
import { restatedDifferences } from '../testing/restated-books.ts';
import { sampleConfiguration } from '../testing/sample-books.ts';
import {
  balancesOfPeriods,
  coreBooks,
  postedHistory,
  sentHistory,
} from '../testing/sent-history.ts';
import { poolOrder, sentAnotherWay } from '../testing/sent-orders.ts';
import { sumTexts } from '../testing/sums.ts';

// The reference in cost order (decision 0033) is itself proved here, before it judges anything.

test.each([
  ['of one method', historiesOfLateFacts(60, COSTING_METHODS, KINDS_NEVER_LATE).map(inOrder)],
  ['that change their method', historiesOfChange(60, KINDS_NEVER_LATE).map(restating).map(inOrder)],
])(
  'I8 where nothing is late the order of costs is the order in which was sent: companies %s',
  (_, arbitrary) => {
    fc.assert(
      fc.property(arbitrary, (history) => {
        const sent = sentHistory(history);
        fc.pre(!sent.isAbandoned);
        expect(restatedDifferences(coreBooks(sent), inCostOrder(postedHistory(sent)))).toEqual([]);
      }),
      { numRuns: 500 },
    );
  },
  240_000,
);

test('I8 where nothing is late every period is what was posted in it', () => {
  fc.assert(
    fc.property(
      historiesOfLateFacts(40, COSTING_METHODS, KINDS_NEVER_LATE).map(inOrder).map(withClosings),
      (history) => {
        const sent = sentHistory(history);
        const expected = balancesByPeriod(postedHistory(sent), sent.closings);
        expect(sumTexts(balancesOfPeriods(sent))).toEqual(sumTexts(expected));
      },
    ),
    { numRuns: 100 },
  );
}, 240_000);

test('I8 in whatever order the same is sent, the order of costs makes the same of it', () => {
  let [others, all] = [0, 0];
  fc.assert(
    fc.property(historiesOfLateFacts(30, LATE).map(plainly), dice, (history, rolls) => {
      const posted = postedHistory(sentHistory(history));
      const other = sentAnotherWay(posted, rolls);
      all += 1;
      if (other === undefined) return;
      // By company, cents fall to the pools in the order in which they were first posted to.
      const isOfCompany = history.configuration.company.costingMethod === 'company-average';
      if (isOfCompany && poolOrder(other).join() !== poolOrder(posted).join()) return;
      others += 1;
      expect(restatedDifferences(inCostOrder(other), inCostOrder(posted))).toEqual([]);
    }),
    { numRuns: 1000 },
  );
  expect(others).toBeGreaterThan(all / 3);
}, 240_000);

/** At standard nothing is late: there the sent order is the order of costs. */
const LATE = ['moving-average', 'fifo', 'company-average'] as const;

const dice = fc.array(fc.nat(1000), { minLength: 1, maxLength: 60, size: 'max' });

/** A company with one account a role: so it makes little difference to accounts what came first. */
function plainly(history: History): History {
  const { costingMethod, negativeStock } = history.configuration.company;
  const configuration = sampleConfiguration({ costingMethod, negativeStock });
  return mostlyForward({ ...history, configuration });
}
