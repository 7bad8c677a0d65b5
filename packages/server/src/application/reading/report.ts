import { divideHalfUp, formatDecimal } from 'perpetua-core';

/** What a column holds, so that every interface can align, sum up and format it alike. */
type ColumnKind = 'text' | 'money' | 'quantity' | 'unit-cost' | 'date' | 'number';

export type ReportColumn = {
  readonly key: string;
  readonly label: string;
  readonly kind: ColumnKind;
};

/** Texts by column key; figures are decimal texts at their own scale, null where there is none. */
export type ReportRow = Readonly<Record<string, string | null>>;

/** Consecutive rows that belong together, with their subtotals. */
export type ReportGroup = {
  readonly code: string;
  readonly name: string;
  /** How many of the report's rows, in order, belong to the group. */
  readonly rows: number;
  readonly subtotals: ReportRow;
};

/** What the books knew when they answered. Asked again with the same numbers, they answer the same. */
export type AsKnown = {
  readonly event: number;
  /** When that event was recorded; null in books without events. */
  readonly recordedAt: string | null;
  /** Configuration version whose names, groups and types were used. */
  readonly configuration: number;
};

/** A report as every interface shows it: on the screen, as CSV, XLSX or JSON. */
export type Report = {
  readonly name: string;
  readonly title: string;
  /** The last business date it covers; null when nothing is recorded. */
  readonly asOf: string | null;
  readonly asKnown: AsKnown;
  readonly columns: readonly ReportColumn[];
  readonly rows: readonly ReportRow[];
  /** Empty when the report is not grouped. */
  readonly groups: readonly ReportGroup[];
  readonly totals: ReportRow;
  /** Cursor of the next page; null on the last one and where a report is whole. */
  readonly next: string | null;
};

/** Decimals of a derived cost on a report (costing P: at least six). */
const AVERAGE_DECIMALS = 6;

/** Value ÷ quantity for people to read, with six decimals; null where nothing is held. */
export function averageCost(
  value: bigint,
  quantity: bigint,
  decimals: { readonly quantity: number; readonly currency: number },
): string | null {
  if (quantity === 0n) return null;
  const scaled = value * 10n ** BigInt(AVERAGE_DECIMALS + decimals.quantity);
  const average = divideHalfUp(scaled, quantity * 10n ** BigInt(decimals.currency));
  return formatDecimal(average, AVERAGE_DECIMALS);
}

/** Compares codes the way they are written: digits before letters, capitals before small ones. */
export function compareTexts(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** The sum of whole numbers. */
export const sumOf = (numbers: readonly bigint[]): bigint =>
  numbers.reduce((sum, number) => sum + number, 0n);
