import type { Counters } from 'perpetua-core';

/** The row that is locked to write: last numbers, head of the seal, configuration version. */
export type Lane = {
  readonly counters: Counters;
  readonly batch: number;
  readonly hash: Uint8Array;
  readonly configurationVersion: number;
};
