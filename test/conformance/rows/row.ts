/**
 * Where a rule comes from: `S` stated in a source document, `I` implied by one, `N` taken from the
 * neighbouring documentation of the same systems, `P` our own choice. Two letters: partly each.
 */
export type Basis = 'S' | 'I' | 'N' | 'P' | 'S/I' | 'S/P' | 'I/P' | 'N/P';

/** One rule that must hold: its number, what it says in our words, and where it comes from. */
export type Row = readonly [id: string, title: string, basis: Basis];

/** A run of rows under one heading; each id is the prefix followed by a number of two digits. */
export type ConformanceDocument = {
  readonly code: string;
  readonly name: string;
  readonly prefix: string;
  readonly rows: readonly Row[];
};
