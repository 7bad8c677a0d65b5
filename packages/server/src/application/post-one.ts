import {
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

/**
 * Posts one transaction, or with `dryRun` answers the same and keeps nothing. A document is one
 * transaction to the books: posted whole or refused with all its reasons, each of the line it is
 * about, and answered again when it is sent again.
 */
export async function postOne(
  place: PostingPlace,
  transaction: TransactionInput,
  dryRun: boolean,
): Promise<Result<PostingAnswer, Refusal>> {
  const [outcome] = dryRun
    ? await preview(place, transaction)
    : await place.desk.post([transaction]);
  assert(outcome !== undefined, 'every transaction has an outcome');
  return outcome.status === 'refused'
    ? refused(outcome.refusals)
    : ok(answer(outcome, place.currencyDecimals));
}

async function preview(
  { storage, company }: PostingPlace,
  transaction: TransactionInput,
): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  await previewTransactions({ storage, company: company.id }, [[transaction]], (some) => {
    outcomes.push(...some);
  });
  return outcomes;
}
