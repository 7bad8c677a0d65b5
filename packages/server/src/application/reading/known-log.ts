import type { BusinessDate } from 'perpetua-core';

/** The two limits of a report: business date (none: all) and the last event it knows. */
export type Cut = { readonly asOf: BusinessDate | null; readonly event: number };

/** One commit of the books. */
export type BatchHead = {
  readonly number: number;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  /** Under which it was decided. */
  readonly configurationVersion: number;
  readonly hash: Uint8Array;
};

/** What was recorded when: enough to find a state of knowledge by its event, day or instant. */
export type KnownLog = {
  /** The batch that recorded an event; undefined for event 0 and for what is not recorded yet. */
  readonly batchOf: (event: number) => Promise<BatchHead | undefined>;
  /** The last event recorded by an instant; 0 when there was none. */
  readonly lastEventBy: (instant: Date) => Promise<number>;
};
