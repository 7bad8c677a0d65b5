import type fc from 'fast-check';
import { COSTING_METHODS, type CostingMethod } from '../costing/cost-pool.ts';
import { indexPolicies } from '../determination/policies-in-force.ts';
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
export function restating(history: History): History {
  const { policies } = history.configuration;
  const rows = [...policies.values()].flat().filter(({ policy }) => policy !== 'late-facts');
  const configuration = { ...history.configuration, policies: indexPolicies(rows) };
  return { ...history, configuration };
}

/** Random histories of companies that work late facts in. */
export const historiesOfLateFacts = (
  longest: number,
  methods: readonly CostingMethod[] = COSTING_METHODS,
  kinds: readonly Kind[] = KINDS_OF_LATE_FACTS,
): fc.Arbitrary<History> => histories(longest, kinds, methods).map(restating);
