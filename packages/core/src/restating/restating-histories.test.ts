import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Configuration } from '../determination/configuration.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import { indexPolicies, policyRows } from '../determination/policies-in-force.ts';
import { decide } from '../posting/decide.ts';
import { CostLog } from '../testing/cost-log.ts';
import { type History, histories } from '../testing/random-company.ts';
import { STORY_KINDS } from '../testing/random-story.ts';
import { sampleBooks } from '../testing/sample-books.ts';

/** Under standard cost nothing is restated. */
const METHODS = ['moving-average', 'company-average', 'fifo'] as const;

/** The company under the usual policy for late facts, whatever else it declares. */
const restating = (configuration: Configuration): Configuration => ({
  ...configuration,
  policies: indexPolicies(
    policyRows(configuration.policies).filter(({ policy }) => policy !== 'late-facts'),
  ),
});

/** Posts a history, restating after everything that comes late. */
function posted({ configuration, items, story }: History) {
  const desk = new DeterminationDesk(restating(configuration));
  const books = { ...sampleBooks({ items }), desk };
  const log = new CostLog(books);
  for (const input of story) {
    const named = books.earlier.get(`api\n${input.original ?? input.reverses ?? ''}`);
    if (named !== undefined && named.event.postedOn > input.postedOn) continue;
    const document = input.document ?? named?.event.document ?? input.key;
    const isBehind = [...books.pools.values()].some(
      ({ address, lastPostedOn }) =>
        address.document === document && document !== '' && lastPostedOn > input.postedOn,
    );
    if (isBehind) continue;
    const decision = decide([input], books);
    log.add(decision);
    log.restateAfter(decision);
  }
  return { books, log };
}

test('P-21 restating twice changes nothing, whatever came in which order', () => {
  fc.assert(
    fc.property(histories(40, STORY_KINDS, METHODS), (history) => {
      const { books, log } = posted(history);
      const pools = [...books.pools.values()];
      const first = log.steps()[0]?.on;
      if (first === undefined) return;
      const all = pools.map(({ number }) => ({ pool: number, from: first }));
      const again = log.run(all).revalued.map(({ movement, value, step }) => {
        return `${step.on} ${movement.number} ${movement.type}: ${movement.value} would be ${value}`;
      });
      expect(again).toEqual([]);
    }),
    { numRuns: 500 },
  );
}, 120_000);
