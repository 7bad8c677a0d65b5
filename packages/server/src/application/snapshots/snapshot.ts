import type { BusinessDate, Period } from 'perpetua-core';

/** A place in the log: the end of a batch, by the last numbers given out up to there. */
export type LogPlace = {
  readonly batch: number;
  readonly event: number;
  readonly movement: number;
  readonly entry: number;
};

/** Up to where snapshots know the log, and of which days. */
export type SnapshotMark = LogPlace & {
  /** The last business date of a movement or a posting up to there. */
  readonly lastDay: BusinessDate;
  /** Last days of periods whose state is known up to there, in order. */
  readonly periodEnds: readonly BusinessDate[];
  /** First days of the months in which what lies before it was recorded. */
  readonly months: readonly BusinessDate[];
};

/** A mark as it is told to people, with what was written for it. */
export type WrittenMark = SnapshotMark & {
  /** When its batch was recorded: the state of knowledge it stands for. */
  readonly recordedAt: Date;
  readonly writtenAt: Date;
};

/** Rows of the snapshots of one company. */
export type SnapshotRows = {
  readonly pools: number;
  readonly places: number;
  readonly accounts: number;
};

/** How many movements are dated in a period. */
export type PeriodMovements = { readonly period: Period; readonly movements: number };

/** One company's snapshots, to be written by nobody else meanwhile. Posting goes on. */
export type SnapshotSession = {
  readonly lastMark: SnapshotMark | undefined;
  /** The last movement of the log. */
  readonly lastMovement: number;
  /** How many pools hold something at the newest period end that has a snapshot. */
  readonly poolsHeld: () => Promise<number>;
  /** The end of the batch that gave out a movement. */
  readonly placeOf: (movement: number) => Promise<LogPlace>;
  /** How many rows of pools a mark there would add to the period ends of the last mark. */
  readonly lateRows: (place: LogPlace) => Promise<number>;
  /** The first day such that this share of what was recorded since the last mark is dated before it or on it. */
  readonly dayOfShare: (place: LogPlace, share: number) => Promise<BusinessDate>;
  /** Movements up to a place by the period they are dated in: after a day and before another, in order. */
  readonly movementsByPeriod: (
    place: LogPlace,
    after: BusinessDate | undefined,
    before: BusinessDate,
  ) => Promise<readonly PeriodMovements[]>;
  /** Writes a mark: what the log adds to known period ends, and the whole state of new ones. */
  readonly writeMark: (
    place: LogPlace,
    newEnds: readonly BusinessDate[],
    writtenAt: Date,
  ) => Promise<SnapshotMark>;
};

/** What keeping snapshots asks of storage. They are a cache; reading is right without them. */
export type BooksSnapshots = {
  /** Undefined when another process is writing snapshots of the company at this moment. */
  readonly writing: <Value>(
    company: number,
    work: (session: SnapshotSession) => Promise<Value>,
  ) => Promise<Value | undefined>;
  /** Throws the snapshots of a company away. */
  readonly discard: (company: number) => Promise<void>;
  /** The marks of a company, oldest first, and how many rows there are. */
  readonly told: (
    company: number,
  ) => Promise<{ readonly marks: readonly WrittenMark[]; readonly rows: SnapshotRows }>;
};
