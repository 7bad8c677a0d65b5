import type {
  BusinessDate,
  CountedFigure,
  CountLine,
  CountMoment,
  Money,
  Quantity,
} from 'perpetua-core';

/** What of a site is counted; what is not said narrows nothing down. */
export type CountScope = {
  readonly locations?: readonly string[];
  /** A warehouse stands for its locations and its gateway. */
  readonly warehouse?: string;
  readonly groups?: readonly number[];
  readonly categories?: readonly string[];
  /** Listed items are on the sheet also where nothing is recorded of them. */
  readonly items?: readonly string[];
};

export type CountEnding = 'closed' | 'cancelled';

/** A count as it is kept, without its lines. */
export type StoredCount = {
  readonly name: string;
  readonly site: string;
  /** The count day. */
  readonly postedOn: BusinessDate;
  readonly scope: CountScope;
  readonly blind: boolean;
  /** What entries stand against that do not say it. */
  readonly moment: CountMoment;
  /** The last event and movement that the frozen quantities know of. */
  readonly knownEvent: number;
  readonly knownMovement: number;
  readonly startedAt: Date;
  readonly startedBy: string;
  readonly state: 'open' | CountEnding;
  readonly endedAt: Date | undefined;
  readonly endedBy: string | undefined;
  readonly endedBecause: string | undefined;
};

/** An item at a place with the quantity recorded there, of our own and of others together. */
export type RecordedStock = {
  readonly item: string;
  readonly location: string;
  readonly quantity: Quantity;
  /** Goods of others are among it. */
  readonly ofOthers: boolean;
};

/** A line of a count as it is kept, with what is known of its item. */
export type StoredLine = CountLine & {
  readonly name: string;
  readonly quantityDecimals: number;
  /** Entered although it was not on the sheet. */
  readonly found: boolean;
  /** Number of the acceptance it belongs to. */
  readonly acceptance: number | undefined;
  /** Value of the difference as it was posted, and the event that did. */
  readonly value: Money | undefined;
  readonly event: number | undefined;
};

/** A line on its way into a count. */
export type NewLine = RecordedStock & { readonly number: number; readonly found: boolean };

/** What one counter entered at once. */
export type StoredSheet = {
  readonly sheet: number;
  readonly key: string | undefined;
  readonly counter: string;
  /** Of its lines, to tell another content. */
  readonly digest: string;
  readonly enteredAt: Date;
  readonly enteredBy: string;
};

/** One quantity as it was entered. */
export type StoredEntry = CountedFigure & {
  readonly line: number;
  readonly round: number;
  readonly also: boolean;
};

/** An entry with its sheet: what is told of the history of a line. */
export type EnteredFigure = StoredEntry & Pick<StoredSheet, 'sheet' | 'enteredAt' | 'enteredBy'>;

/** Lines that were accepted together. */
export type StoredAcceptance = {
  readonly acceptance: number;
  readonly key: string | undefined;
  /** As it was asked for, to tell another content. */
  readonly request: string;
  readonly acceptedAt: Date;
  readonly acceptedBy: string;
};

/** What an accepted line came to. */
export type AcceptedLine = CountPlace & {
  readonly line: number;
  readonly difference: Quantity;
  readonly value: Money;
  readonly event: number | undefined;
};

/** A place in a site. */
export type CountPlace = { readonly item: string; readonly location: string };

/** A movement total of a place since a count began; `before` of it is dated before the count day. */
export type MovedSince = CountPlace & { readonly quantity: Quantity; readonly before: Quantity };

/** What is asked of the counts of a company. */
export type CountReading = {
  /** All counts, those that began last first. */
  readonly list: () => Promise<readonly StoredCount[]>;
  readonly find: (name: string) => Promise<StoredCount | undefined>;
  /** The lines of a count in their order, with the figures of their present round. */
  readonly lines: (name: string) => Promise<readonly StoredLine[]>;
  /** All that was ever entered for a line, oldest first. */
  readonly history: (name: string, line: number) => Promise<readonly EnteredFigure[]>;
  readonly sheets: (name: string) => Promise<readonly StoredSheet[]>;
  readonly acceptances: (name: string) => Promise<readonly StoredAcceptance[]>;
  /** Which of the places are on a line that is open in another count of the site. */
  readonly openElsewhere: (
    site: string,
    places: readonly CountPlace[],
  ) => Promise<readonly (CountPlace & { readonly count: string })[]>;
  /** What is recorded at a site at the end of a day, as far as it is within the scope. */
  readonly recorded: (asked: {
    readonly site: string;
    readonly day: BusinessDate;
    readonly locations: readonly string[] | undefined;
    readonly scope: CountScope;
  }) => Promise<readonly RecordedStock[]>;
  /** What was recorded at places when the count began. */
  readonly recordedThen: (
    count: StoredCount,
    places: readonly CountPlace[],
  ) => Promise<readonly RecordedStock[]>;
  /** What is recorded at places now, whatever its day. */
  readonly recordedNow: (
    site: string,
    places: readonly CountPlace[],
  ) => Promise<readonly RecordedStock[]>;
  /** What moved at the site of a count since it began. */
  readonly movedSince: (count: StoredCount) => Promise<readonly MovedSince[]>;
};

/** What a writing session does with counts. */
export type CountWriting = {
  readonly begin: (count: StoredCount, lines: readonly NewLine[]) => Promise<void>;
  readonly addLines: (count: StoredCount, lines: readonly NewLine[]) => Promise<void>;
  readonly addSheet: (
    count: string,
    sheet: StoredSheet,
    entries: readonly Omit<StoredEntry, 'counter'>[],
  ) => Promise<void>;
  /** Sends lines to be counted again. */
  readonly nextRound: (count: string, lines: readonly number[]) => Promise<void>;
  readonly accept: (
    count: string,
    acceptance: StoredAcceptance,
    lines: readonly AcceptedLine[],
  ) => Promise<void>;
  /** Ends a count; lines that are open are open no more. */
  readonly end: (
    count: string,
    state: CountEnding,
    ended: { readonly at: Date; readonly by: string; readonly because: string },
  ) => Promise<void>;
};
