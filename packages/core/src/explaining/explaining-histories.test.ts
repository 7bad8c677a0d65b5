import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Configuration } from '../determination/configuration.ts';
import { DeterminationDesk } from '../determination/determination-desk.ts';
import { decide } from '../posting/decide.ts';
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
