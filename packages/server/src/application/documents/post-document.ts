import {
  type DocumentType,
  NO_ITEM,
  type Refusal,
  type Result,
  type TransactionInput,
} from 'perpetua-core';
import { postOne } from '../post-one.ts';
import type { PostingAnswer, PostingPlace } from '../post-transactions.ts';

/** A commercial document as it is sent: one transaction without an item, or the reversal of one. */
export type DocumentRequest = Omit<TransactionInput, 'item' | 'type'> & {
  readonly type: DocumentType;
};

/**
 * Posts a commercial document, or with `dryRun` answers the same and keeps nothing (decision 0036). All
 * faults of all its lines are told at once.
 */
export const postDocument = (
  place: PostingPlace,
  request: DocumentRequest,
  dryRun: boolean,
): Promise<Result<PostingAnswer, Refusal>> =>
  postOne(place, { ...request, item: NO_ITEM.code }, dryRun);
