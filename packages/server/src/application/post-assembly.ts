import {
  type ASSEMBLIES,
  assert,
  type Outcome,
  ok,
  type Refusal,
  type Result,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import { previewTransactions } from './post-together.ts';
import { answer, type PostingAnswer, type PostingPlace } from './post-transactions.ts';

/** The types of a document that turns items into others. */
export type AssemblyType = keyof typeof ASSEMBLIES;

/** Such a document: one transaction, whose lines are its other side. */
export type AssemblyRequest = TransactionInput & {
  readonly type: AssemblyType;
  readonly quantity: string;
  readonly lines: NonNullable<TransactionInput['lines']>;
};

/**
 * Posts an assembly, a disassembly or a transfer between items, or with `dryRun` answers the same and
 * keeps nothing. It is one transaction to the books: posted whole or refused with all its reasons,
 * each of the line it is about, and answered again when it is sent again.
 */
export async function postAssembly(
  place: PostingPlace,
  request: AssemblyRequest,
  dryRun: boolean,
): Promise<Result<PostingAnswer, Refusal>> {
  const [outcome] = dryRun ? await preview(place, request) : await place.desk.post([request]);
  assert(outcome !== undefined, 'every transaction has an outcome');
  return outcome.status === 'refused'
    ? refused(outcome.refusals)
    : ok(answer(outcome, place.currencyDecimals));
}

async function preview(
  { storage, company }: PostingPlace,
  request: AssemblyRequest,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  await previewTransactions({ storage, company: company.id }, [[request]], (some) => {
    outcomes.push(...some);
  });
  return outcomes;
}
