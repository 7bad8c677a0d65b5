import type {
  BookedEvent,
  Bucket,
  BusinessDate,
  CostSource,
  HistoryQuestion,
  PoolHistory,
  TransactionType,
} from 'perpetua-core';

/** Where the movements of an event are stored. */
export type MovementsOfEvent = {
  readonly recordedMonth: BusinessDate;
  readonly firstMovement: number;
  readonly movementCount: number;
};

type PoolPlace = {
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
};

/** Where a movement stands in the order of costs. */
export type CostPlace = {
  readonly movement: number;
  readonly pool: number;
  readonly on: BusinessDate;
  readonly costed: CostSource;
};

/** By how much a correction changed the value of a movement. */
export type CorrectionStep = { readonly event: number; readonly change: bigint };

/** A late fact that a correction is due to. */
export type LateFactLink = { readonly correction: number; readonly fact: number };

/** An event with what it caused, and the corrections of costs that are due to it. */
export type EffectEvents = {
  readonly own: readonly number[];
  readonly corrections: readonly number[];
  /** Whether costs still have to be run again because of it. */
  readonly isOpen: boolean;
};

/** What an event put into a pool, and what the corrections due to it changed there. */
export type EffectOnPool = PoolPlace & { readonly document: string } & {
  readonly own: bigint;
  readonly corrected: bigint;
};

/** Debits less credits of an event, and of the corrections due to it. */
export type EffectOnAccount = {
  readonly account: string;
  readonly site: string;
  readonly postedOn: BusinessDate;
  readonly own: bigint;
  readonly corrected: bigint;
};

/** A place in the list of what corrections changed. */
export type RepricedMark = {
  readonly on: BusinessDate;
  readonly movement: number;
  readonly pool: number;
  readonly asType: TransactionType | '';
  readonly correction: number;
};

/** What a correction changed in the value of a movement, or of what follows of it. */
export type Repriced = RepricedMark &
  PoolPlace & {
    readonly event: number;
    readonly change: bigint;
  };

/** What storage answers about costs: why they are what they are, and where what changed in them went. */
export type CostReading = {
  /** Where the movements of an event stand in the order of costs. */
  readonly costPlaces: (event: MovementsOfEvent) => Promise<readonly CostPlace[]>;
  /** The histories of pools in the order of costs, up to a day. */
  readonly costHistories: (
    question: HistoryQuestion,
    bounds: { readonly until: BusinessDate; readonly withLayers: boolean },
  ) => Promise<readonly PoolHistory[]>;
  /** The first day of about the last so many movements up to a day; the very first where there are fewer. */
  readonly daysBack: (
    asked: ({ readonly pool: number } | { readonly item: string }) & {
      readonly until: BusinessDate;
      readonly movements: number;
    },
  ) => Promise<BusinessDate>;
  /** What every restating changed in the value of a movement, in their order. */
  readonly correctionsOf: (place: CostPlace) => Promise<readonly CorrectionStep[]>;
  readonly eventsNumbered: (numbers: readonly number[]) => Promise<readonly BookedEvent[]>;
  readonly lateFactsOf: (corrections: readonly number[]) => Promise<readonly LateFactLink[]>;
  readonly effectEvents: (event: number) => Promise<EffectEvents>;
  readonly effectOnPools: (events: EffectEvents) => Promise<readonly EffectOnPool[]>;
  readonly effectOnAccounts: (events: EffectEvents) => Promise<readonly EffectOnAccount[]>;
  /** What corrections changed, movement by movement, in the order of costs. */
  readonly repriced: (
    corrections: readonly number[],
    page: { readonly after: RepricedMark | undefined; readonly limit: number },
  ) => Promise<readonly Repriced[]>;
};
