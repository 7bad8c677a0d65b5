import type { BookedEvent, BusinessDate, EntryType } from 'perpetua-core';

/** An event with what its batch says of it. */
export type EventLine = BookedEvent & {
  readonly entryType: EntryType;
  readonly batch: number;
  readonly recordedAt: Date;
  readonly recordedBy: string;
  /** First day of the month it was recorded in; with the numbers it leads to its rows. */
  readonly recordedMonth: BusinessDate;
  readonly firstMovement: number;
  readonly movementCount: number;
};
