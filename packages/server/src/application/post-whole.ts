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
import { postAllOrNothing, previewTransactions } from './post-together.ts';
import { answer, type PostingAnswer } from './post-transactions.ts';

/** Where transactions are posted that belong together, and by whom. */
export type WholePlace = {
  readonly storage: BooksStorage;
  readonly clock: Clock;
  readonly actor: string;
  readonly company: CompanyName & { readonly currencyDecimals: number };
};

/** An outcome that is no refusal. */
export type PostedOutcome = Exclude<Outcome, { readonly status: 'refused' }>;

/**
 * Posts transactions that make up one business event: all of them, or nothing and every reason why
 * not, each once and the most binding first.
 */
export async function postWhole(
  place: WholePlace,
  inputs: readonly TransactionInput[],
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  const outcomes = await outcomesOfWhole(place, inputs, false);
  if (!outcomes.ok) return outcomes;
  return ok(outcomes.value.map((outcome) => answer(outcome, place.company.currencyDecimals)));
}

/** The same as outcomes of the core; or, with `dryRun`, what they would be, with nothing kept. */
export async function outcomesOfWhole(
  { storage, clock, actor, company }: WholePlace,
  inputs: readonly TransactionInput[],
  dryRun: boolean,
): Promise<Result<readonly PostedOutcome[], Refusal>> {
  if (inputs.length === 0) return ok([]);
  const outcomes: Outcome[] = [];
  const listen = (some: readonly Outcome[]) => outcomes.push(...some);
  const by = { company: company.id, clock, recordedBy: actor };
  if (dryRun) await previewTransactions({ storage, company: company.id }, [inputs], listen);
  else await postAllOrNothing(storage, by, [inputs], listen);
  const refusals = outcomes.flatMap((one) => (one.status === 'refused' ? one.refusals : []));
  const once = new Map(refusals.map((one) => [JSON.stringify(one), one]));
  if (once.size > 0) return refused(inPrecedence([...once.values()]));
  return ok(outcomes.flatMap((one) => (one.status === 'refused' ? [] : [one])));
}
