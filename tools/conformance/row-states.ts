import type { Basis, ConformanceDocument } from '../../test/conformance/rows/index.ts';
import { readTitle, wrongCitations } from './citations.ts';
import type { BrokenFile, TestOutcome, TestOutcomes } from './test-outcomes.ts';

/**
 * `passed`: a test claims the row and ran, and none of its tests failed. `failing`: one failed.
 * `skipped`: tests claim it and none of them ran. `missing`: no test claims it.
 */
export type RowState = 'passed' | 'failing' | 'skipped' | 'missing';

/** The states in the order in which they are counted and printed. */
export const ROW_STATES = ['passed', 'failing', 'skipped', 'missing'] as const;

/** A test that claims a row, with its title freed from the numbers. */
export type ClaimingTest = TestOutcome & { readonly sentence: string };

export type RowReport = {
  readonly id: string;
  readonly title: string;
  readonly basis: Basis;
  readonly state: RowState;
  readonly tests: readonly ClaimingTest[];
};

export type DocumentReport = {
  readonly code: string;
  readonly name: string;
  readonly rows: readonly RowReport[];
};

/** A test title that cites something which is no row. */
type WrongCitation = {
  readonly title: string;
  readonly file: string;
  readonly reason: string;
};

export type ConformanceReport = {
  readonly documents: readonly DocumentReport[];
  readonly wrongCitations: readonly WrongCitation[];
  readonly brokenFiles: readonly BrokenFile[];
};

/** Every row with its state and the tests behind it, and what the titles got wrong. */
export function judgeRows(
  documents: readonly ConformanceDocument[],
  outcomes: TestOutcomes,
): ConformanceReport {
  const claims = claimsByRow(outcomes.tests);
  const known = new Set(documents.flatMap((document) => document.rows.map(([id]) => id)));
  return {
    documents: documents.map(({ code, name, rows }) => ({
      code,
      name,
      rows: rows.map(([id, title, basis]) => {
        const tests = claims.get(id) ?? [];
        return { id, title, basis, state: stateOf(tests), tests };
      }),
    })),
    wrongCitations: outcomes.tests
      .flatMap(({ title, file }) =>
        wrongCitations(title, known).map((reason) => ({ title, file, reason })),
      )
      .toSorted(byFileThen((citation) => citation.title)),
    brokenFiles: outcomes.brokenFiles.toSorted(byFileThen((broken) => broken.message)),
  };
}

/** How many rows are in each state. */
export function countStates(rows: readonly RowReport[]): Readonly<Record<RowState, number>> {
  const count = (state: RowState): number => rows.filter((row) => row.state === state).length;
  return {
    passed: count('passed'),
    failing: count('failing'),
    skipped: count('skipped'),
    missing: count('missing'),
  };
}

/** Whether the report is fit to pass: missing rows are work to do, the rest is wrong. */
export function isAcceptable(report: ConformanceReport): boolean {
  const rows = report.documents.flatMap((document) => document.rows);
  return (
    countStates(rows).failing === 0 &&
    report.wrongCitations.length === 0 &&
    report.brokenFiles.length === 0
  );
}

function claimsByRow(tests: readonly TestOutcome[]): ReadonlyMap<string, readonly ClaimingTest[]> {
  const claims = new Map<string, ClaimingTest[]>();
  // The order in which files finish differs from run to run; the report must not.
  for (const test of tests.toSorted(byFileThen((outcome) => outcome.title))) {
    const { claimed, sentence } = readTitle(test.title);
    for (const id of claimed) {
      const claiming = claims.get(id) ?? [];
      claiming.push({ ...test, sentence });
      claims.set(id, claiming);
    }
  }
  return claims;
}

function stateOf(tests: readonly TestOutcome[]): RowState {
  if (tests.length === 0) return 'missing';
  if (tests.some((test) => test.status === 'failed')) return 'failing';
  return tests.some((test) => test.status === 'passed') ? 'passed' : 'skipped';
}

function byFileThen<Entry extends { readonly file: string }>(
  second: (entry: Entry) => string,
): (left: Entry, right: Entry) => number {
  return (left, right) =>
    compareText(left.file, right.file) || compareText(second(left), second(right));
}

/** By code unit, so that the order does not depend on the machine's language. */
function compareText(left: string, right: string): number {
  if (left === right) return 0;
  return left < right ? -1 : 1;
}
