import type { Refusal, TransactionInput } from 'perpetua-core';

/** A transaction that happened and could not be posted, waiting for its reasons to be mended. */
export type QueuedTransaction = {
  readonly source: string;
  readonly key: string;
  readonly input: TransactionInput;
  readonly refusals: readonly Refusal[];
  readonly queuedAt: Date;
};
