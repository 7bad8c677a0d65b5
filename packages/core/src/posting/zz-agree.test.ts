import fc from 'fast-check';
import { test } from 'vitest';
import {
  historiesOfLateFacts,
  KINDS_OF_LATE_FACTS as KINDS_NEVER_LATE,
} from '../testing/random-late-facts.ts';
import { inCostOrder } from '../testing/reference-cost-order.ts';
import { restatedDifferences } from '../testing/restated-books.ts';
import { postedHistory, restatedBooks, sentHistory } from '../testing/sent-history.ts';

test.each(['moving-average', 'fifo', 'company-average'] as const)(
  '%s',
  (method) => {
    const out = fc.check(
      fc.property(
        historiesOfLateFacts(
          Number(process.env['L'] ?? 30),
          [method],
          KINDS_NEVER_LATE.filter((k) =>
            (process.env['X'] ?? '').split(',').every((x) => x === '' || !k.includes(x)),
          ),
        ),
        (history) => {
          const sent = sentHistory(history, { restates: true });
          return (
            restatedDifferences(restatedBooks(sent), inCostOrder(postedHistory(sent))).length === 0
          );
        },
      ),
      { numRuns: Number(process.env['N'] ?? 200) },
    );
    console.log(
      method,
      'runs',
      out.numRuns,
      'failed',
      out.failed,
      String(out.errorInstance ?? '').slice(0, 300),
    );
    if (out.failed && out.counterexample) {
      const h = out.counterexample[0];
      console.log(String(fc.stringify(h)));
      const sent = sentHistory(h, { restates: true });
      console.log(
        restatedDifferences(restatedBooks(sent), inCostOrder(postedHistory(sent))).join('\n'),
      );
    }
  },
  300_000,
);
