import type { ReclassifiedValue } from '../configuration/reclassify-stock.ts';
import type { ImportKind } from './import-kinds.ts';
import type { ImportRefusal } from './import-refusals.ts';

/** How many rows were refused for one reason, with the first of them. */
export type RefusedByCode = {
  readonly code: string;
  readonly rows: number;
  /** The first few; each names file and line. */
  readonly examples: readonly ImportRefusal[];
};

/** What an import came to. Every row read is posted, there already, skipped or refused. */
export type ImportReport = {
  readonly kind: ImportKind;
  /** Decided but not kept. */
  readonly dryRun: boolean;
  /** False when nothing was kept: a dry run, or a strict import with a refusal. */
  readonly kept: boolean;
  /** True when it was asked to stop; what was posted until then is kept. */
  readonly stopped: boolean;
  readonly rows: number;
  /** Rows posted, or for accounts, items and places: kept. In a dry run, those that would be. */
  readonly posted: number;
  /** Rows that were in the books before, with the same content. */
  readonly alreadyThere: number;
  /** Rows the mapping passes over, by its reason. */
  readonly skipped: readonly { readonly because: string; readonly rows: number }[];
  readonly refused: number;
  readonly refusedByCode: readonly RefusedByCode[];
  /** Files with the refused rows; none in a dry run or a strict import unless one was named. */
  readonly rejectedFiles: readonly string[];
  readonly warnings: readonly string[];
  /** The journal that moved value of stock with the import, where there was one (`002.39`). */
  readonly reclassified?: readonly ReclassifiedValue[];
  readonly seconds: number;
  readonly rowsPerSecond: number;
};

/** Told from time to time while an import runs. */
export type ImportProgress = {
  readonly file: string;
  readonly rows: number;
  readonly rowsInAll: number;
  readonly posted: number;
  readonly refused: number;
};

/** What carrying an import out led to, before it is told. */
export type CarriedOut = {
  readonly count: ImportCount;
  readonly kept: boolean;
  readonly stopped: boolean;
  readonly rejectedFiles: readonly string[];
  readonly reclassified?: readonly ReclassifiedValue[];
};

const MOST_EXAMPLES = 5;

/** Counts what becomes of the rows. */
export class ImportCount {
  rows = 0;
  posted = 0;
  alreadyThere = 0;
  refused = 0;
  readonly #skipped = new Map<string, number>();
  readonly #codes = new Map<string, { rows: number; examples: ImportRefusal[] }>();

  skip(because: string): void {
    this.#skipped.set(because, (this.#skipped.get(because) ?? 0) + 1);
  }

  /** A refused row counts once, under its most binding reason. */
  refuse(refusals: readonly ImportRefusal[]): void {
    this.refused += 1;
    const [first] = refusals;
    if (first === undefined) return;
    const known = this.#codes.get(first.code) ?? { rows: 0, examples: [] };
    known.rows += 1;
    if (known.examples.length < MOST_EXAMPLES) known.examples.push(first);
    this.#codes.set(first.code, known);
  }

  get skipped(): ImportReport['skipped'] {
    return [...this.#skipped].map(([because, rows]) => ({ because, rows }));
  }

  /** Most frequent first. */
  get refusedByCode(): readonly RefusedByCode[] {
    const codes = [...this.#codes].map(([code, { rows, examples }]) => ({ code, rows, examples }));
    return codes.toSorted((a, b) => b.rows - a.rows);
  }
}
