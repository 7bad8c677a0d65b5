import type { BusinessDate, Refusal, TransactionInput } from 'perpetua-core';

/** Which queued transaction is meant: a key stands for one within its source. */
export type ExceptionName = { readonly source: string; readonly key: string };

/** A transaction that happened and could not be posted, waiting for its reasons to be mended. */
export type QueuedTransaction = ExceptionName & {
  readonly input: TransactionInput;
  readonly refusals: readonly Refusal[];
  readonly queuedAt: Date;
  /** The configuration it was tried under; a later one may let it in. */
  readonly triedVersion: number;
};

/** Whether it still waits, was given up with a reason, or is in the books by now. */
export type ExceptionState = 'waiting' | 'given-up' | 'posted';

/** A queued transaction as it stands. */
export type StoredException = QueuedTransaction & {
  readonly state: ExceptionState;
  /** As it is to be posted: as it was sent, or as it was repaired. */
  readonly current: TransactionInput;
  /** Why it was not posted when it was last tried. */
  readonly reasons: readonly Refusal[];
  readonly triedAt: Date;
  readonly steps: number;
  /** Number of the event it was posted as. */
  readonly event?: number;
};

type ExceptionAction = 'repaired' | 'tried' | 'given-up' | 'taken-up';

/** What was done about a queued transaction, by whom and why; steps are counted from 1. */
export type ExceptionStep = {
  readonly step: number;
  readonly action: ExceptionAction;
  readonly takenAt: Date;
  readonly takenBy: string;
  readonly reason: string;
  readonly content?: TransactionInput;
  readonly refusals?: readonly Refusal[];
};

/** A step about to be written down, with what the transaction is after it. */
export type TakenStep = ExceptionName &
  Omit<ExceptionStep, 'step'> & {
    /** Under which configuration it was tried; absent where it was not. */
    readonly triedVersion?: number;
    /** A try of the books themselves that found nothing new leaves no step behind. */
    readonly isSilent?: boolean;
  };

/** Which queued transactions are asked for; what is absent limits nothing. */
export type ExceptionFilter = {
  readonly state?: ExceptionState | undefined;
  /** One of the reasons it was last refused for. */
  readonly code?: string | undefined;
  readonly type?: string | undefined;
  readonly item?: string | undefined;
  readonly site?: string | undefined;
  readonly source?: string | undefined;
  readonly key?: string | undefined;
  /** Business dates, both included. */
  readonly from?: BusinessDate | undefined;
  readonly to?: BusinessDate | undefined;
  /** Last tried under an earlier configuration than this version. */
  readonly triedBefore?: number | undefined;
};

/** Where a list of them goes on: after this one, the oldest first. */
export type ExceptionMark = ExceptionName & { readonly queuedAt: string };

/** How many there are of a state, a reason that comes first, a type and a day of queueing. */
export type ExceptionCount = {
  readonly state: ExceptionState;
  readonly code: string;
  readonly type: string;
  readonly queuedOn: BusinessDate;
  readonly count: number;
};

/** What can be asked of the queue. */
export type ExceptionReading = {
  readonly list: (
    filter: ExceptionFilter,
    page: { readonly after: ExceptionMark | undefined; readonly limit: number },
  ) => Promise<readonly StoredException[]>;
  readonly find: (names: readonly ExceptionName[]) => Promise<readonly StoredException[]>;
  readonly counts: (filter: ExceptionFilter) => Promise<readonly ExceptionCount[]>;
  readonly stepsOf: (name: ExceptionName) => Promise<readonly ExceptionStep[]>;
};
