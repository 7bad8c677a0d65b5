import type fc from 'fast-check';
import { COSTING_METHODS, type CostingMethod } from '../costing/cost-pool.ts';
import { indexPolicies } from '../determination/policies-in-force.ts';
import type { PolicyName } from '../determination/policy.ts';
import { type History, histories } from './random-company.ts';
import { type Kind, STORY_KINDS } from './random-story.ts';

/** Nothing that is no transaction of a company, and nothing sent twice. */
const UNFIT: readonly Kind[] = ['garbage', 'again', 'another-content'];

/** The kinds of which stories of late facts are told. */
export const KINDS_OF_LATE_FACTS: readonly Kind[] = STORY_KINDS.filter(
  (kind) => !UNFIT.includes(kind),
);

/** What is a fact about the cost of an earlier day, and late whenever it comes. */
const ABOUT_EARLIER: readonly Kind[] = [
  'cost-correction',
  'landed-cost',
  'whole-landing',
  'supplier-invoice-match',
];

export const KINDS_NEVER_LATE: readonly Kind[] = KINDS_OF_LATE_FACTS.filter(
  (kind) => !ABOUT_EARLIER.includes(kind),
);

/** The company works late facts in, whatever it says of them at random. */
export const restating = (history: History): History => withUsual(history, 'late-facts');

/** What an invoice differs by is a variance, whatever the company says of it at random. */
export const expensing = (history: History): History => withUsual(history, 'price-difference');

/** The history of a company that says nothing of a policy, and so has its usual value. */
function withUsual(history: History, usual: PolicyName): History {
  const { policies } = history.configuration;
  const rows = [...policies.values()].flat().filter(({ policy }) => policy !== usual);
  const configuration = { ...history.configuration, policies: indexPolicies(rows) };
  return { ...history, configuration };
}

/** Random histories of companies that work late facts in. */
export const historiesOfLateFacts = (
  longest: number,
  methods: readonly CostingMethod[] = COSTING_METHODS,
  kinds: readonly Kind[] = KINDS_OF_LATE_FACTS,
): fc.Arbitrary<History> => histories(longest, kinds, methods).map(restating);
