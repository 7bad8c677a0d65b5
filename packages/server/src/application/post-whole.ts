import {
  inPrecedence,
  type Outcome,
  ok,
  type Refusal,
  type Result,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { BooksStorage, Clock, CompanyName } from './ports.ts';
import { postAllOrNothing } from './post-together.ts';
import { answer, type PostingAnswer } from './post-transactions.ts';

/** Where transactions are posted that belong together, and by whom. */
export type WholePlace = {
  readonly storage: BooksStorage;
  readonly clock: Clock;
  readonly actor: string;
  readonly company: CompanyName & { readonly currencyDecimals: number };
};

/**
 * Posts transactions that make up one business event: all of them, or nothing and every reason why
 * not, each once and the most binding first.
 */
export async function postWhole(
  { storage, clock, actor, company }: WholePlace,
  inputs: readonly TransactionInput[],
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  if (inputs.length === 0) return ok([]);
  const outcomes: Outcome[] = [];
  const by = { company: company.id, clock, recordedBy: actor };
  const kept = await postAllOrNothing(storage, by, [inputs], (some) => outcomes.push(...some));
  if (kept) return ok(outcomes.map((outcome) => answer(outcome, company.currencyDecimals)));
  const refusals = outcomes.flatMap((one) => (one.status === 'refused' ? one.refusals : []));
  const once = new Map(refusals.map((one) => [JSON.stringify(one), one]));
  return refused(inPrecedence([...once.values()]));
}
