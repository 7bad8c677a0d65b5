import type { ImportedSetup } from './imported-setup.ts';
import type { RowTexts } from './row-texts.ts';

/** How the rows of one kind of master data are read. */
export type MasterReading<Entry> = {
  /** What `prepare` needs to know the thing a row is about. */
  readonly codeOf: (texts: RowTexts) => string;
  readonly prepare: (codes: readonly string[]) => Promise<void>;
  /** The thing as the company has it, if it has it. */
  readonly knownOf: (texts: RowTexts) => Entry | undefined;
  /** The thing as the row says it is; what is wrong is refused in the row. */
  readonly read: (texts: RowTexts, known: Entry | undefined) => Entry | undefined;
  /** What the thing is called in a message. */
  readonly nameOf: (entry: Entry) => string;
  readonly same: (a: Entry, b: Entry) => boolean;
  readonly setup: (entries: readonly Entry[]) => ImportedSetup;
};

/** Whether two records hold the same, whatever the order of their fields. */
export function sameFields(a: object, b: object): boolean {
  const [left, right] = [a, b].map((one) =>
    JSON.stringify(
      Object.entries(one)
        .filter(([, value]) => value !== undefined)
        .toSorted(([first], [second]) => (first < second ? -1 : 1)),
      (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value),
    ),
  );
  return left === right;
}
