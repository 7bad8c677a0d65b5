/** A sheet as it is written: its rows, the first one the header, and the words some columns take. */
export type WrittenSheet = {
  readonly name: string;
  readonly rows: readonly (readonly string[])[];
  readonly choices?: readonly { readonly column: number; readonly words: readonly string[] }[];
};

/** A row of a sheet that was read, with the number it has there. */
type ReadRow = { readonly number: number; readonly cells: readonly string[] };

/** A cell that could not be read, such as a formula with an error. */
type UnreadCell = {
  readonly row: number;
  /** Letters, as the spreadsheet names it. */
  readonly column: string;
  readonly fault: string;
};

/** A sheet as it was read; cells are texts, numbers in plain digits. */
export type ReadSheet = {
  readonly name: string;
  readonly rows: readonly ReadRow[];
  readonly unread: readonly UnreadCell[];
};

/** Workbooks as bytes; what cannot be read comes back as a sentence that says why. */
export type Workbooks = {
  readonly write: (sheets: readonly WrittenSheet[]) => Promise<Uint8Array>;
  readonly read: (
    bytes: Uint8Array,
  ) => Promise<{ readonly sheets: readonly ReadSheet[] } | { readonly fault: string }>;
};
