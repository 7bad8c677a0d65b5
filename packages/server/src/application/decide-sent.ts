import {
  CONFIGURATION_SOURCE,
  type Decision,
  type Outcome,
  refusal,
  type TransactionInput,
} from 'perpetua-core';
import type { CompanyBooks } from './company-books.ts';
import type { CompanySession } from './ports.ts';

/**
 * Decides what people and programs send. The source of what a change of the configuration posts is
 * not theirs (`source-reserved`): the core must take it from the change itself and from a replay.
 */
export async function decideSent(
  books: CompanyBooks,
  inputs: readonly TransactionInput[],
  session: CompanySession,
  happened?: ReadonlySet<TransactionInput>,
): Promise<Decision> {
  const taken = inputs.filter(isOpen);
  const decision = await books.decide(taken, session, happened);
  if (taken.length === inputs.length) return decision;
  const decided = decision.outcomes.values();
  const outcomes = inputs.map((input) => {
    const outcome = isOpen(input) ? decided.next().value : undefined;
    return outcome ?? reserved(input);
  });
  return { ...decision, outcomes };
}

const isOpen = ({ source }: TransactionInput): boolean => source !== CONFIGURATION_SOURCE;

const reserved = ({ key }: TransactionInput): Outcome => ({
  status: 'refused',
  key,
  refusals: [refusal('source-reserved', { source: CONFIGURATION_SOURCE })],
});
