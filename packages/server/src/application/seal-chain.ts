import type { Condition, Finding, LogEnd, LoggedBatch } from './inspection.ts';
import { OffendingRows } from './offending-rows.ts';

const SEAL: Condition = {
  invariant: 'I9',
  title: 'The seal over the log is whole',
  why: 'Every batch is sealed over all its rows and the seal before. A row is a batch in which something was changed, added or removed after it was written.',
};

/**
 * Follows the seals of the log from batch to batch. A batch whose rows no longer lead to its seal
 * is named, and only that one; a seal that was made anew shows at the batch after it, or at the
 * end, where the lane knows the last seal.
 */
export class SealChain {
  readonly #rows = new OffendingRows();
  #number = 0;
  #hash = '';

  add({ number, recordedAt, recordedBy, previousHash, hash, hashOfRows }: LoggedBatch): void {
    const fault = (what: string) =>
      this.#rows.add({ batch: String(number), recordedAt, recordedBy, what });
    if (number !== this.#number + 1) fault(`follows batch ${this.#number}: one is missing`);
    if (previousHash !== this.#hash) fault('does not begin with the seal of the batch before it');
    if (hashOfRows !== hash) fault('what it wrote was changed: its rows lead to another seal');
    this.#number = number;
    this.#hash = hash;
  }

  /** The finding, once all batches were added. */
  finish({ batch, hash }: LogEnd): Finding {
    if (batch !== this.#number || hash !== this.#hash) {
      const what = `the log ends with batch ${this.#number}, the lane with batch ${batch} or with another seal`;
      this.#rows.add({ batch: String(batch), recordedAt: '', recordedBy: '', what });
    }
    return this.#rows.of(SEAL);
  }
}
