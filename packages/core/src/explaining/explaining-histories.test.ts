import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Configuration } from '../determination/configuration.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import { indexPolicies, policyRows } from '../determination/policies-in-force.ts';
import { decide } from '../posting/decide.ts';
import type { CostStep, StepMovement } from '../restating/cost-history.ts';
import { CostLog } from '../testing/cost-log.ts';
import { type History, histories } from '../testing/random-company.ts';
import { sampleBooks } from '../testing/sample-books.ts';
import { type CostNode, sumOf } from './cost-node.ts';
import { costOfMovement } from './explain-cost.ts';

function posted({ items, story }: History, configuration: Configuration): CostLog {
  const books = { ...sampleBooks({ items }), desk: new DeterminationDesk(configuration) };
  const log = new CostLog(books);
  for (const input of story) {
    const decision = decide([input], books);
    log.add(decision);
    log.restateAfter(decision);
  }
  return log;
}

/** The company under the usual policy for late facts, whatever else it declares. */
const restating = (configuration: Configuration): Configuration => ({
  ...configuration,
  policies: indexPolicies(
    policyRows(configuration.policies).filter(({ policy }) => policy !== 'late-facts'),
  ),
});

/** The nodes whose parts do not sum to them. */
const wrong = (node: CostNode): readonly CostNode[] => [
  ...(node.children.length > 0 && sumOf(node.children) !== node.value ? [node] : []),
  ...node.children.flatMap(wrong),
];

const movementsOf = (log: CostLog) =>
  log
    .steps()
    .flatMap((step) => step.movements.map((movement) => ({ step, movement })))
    .filter(({ movement }) => !movement.isVirtual);

test('costing 6 the tree of every movement sums to its effective cost, whatever the method', () => {
  fc.assert(
    fc.property(histories(30), (history) => {
      const log = posted(history, history.configuration);
      for (const { step, movement } of movementsOf(log)) {
        const tree = log.explain(movement, step.on);
        expect(tree?.value).toBe(costOfMovement(movement));
        expect(tree === undefined ? [] : wrong(tree)).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);

/** Goods that leave a pool for good; what only moves inside one keeps what it had. */
const leaves = ({ movements }: CostStep, { costed, quantity, pool, event }: StepMovement) =>
  costed === 'pool' &&
  quantity < 0n &&
  !movements.some((one) => one.event === event && one.pool === pool && one.quantity > 0n);

test('costing 6 where late facts are restated, the parts explain what leaves a pool to a minor unit a part', () => {
  fc.assert(
    fc.property(histories(30), (history) => {
      const log = posted(history, restating(history.configuration));
      for (const { step, movement } of movementsOf(log)) {
        if (!leaves(step, movement)) continue;
        const parts = log.explain(movement, step.on)?.children ?? [];
        const rest = parts.filter(({ kind }) => kind === 'as-posted');
        expect(rest).toEqual([]);
      }
    }),
    { numRuns: 150 },
  );
}, 120_000);
