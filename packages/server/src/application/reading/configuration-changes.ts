import { keysOf, ok, type Refusal, type Result, refused } from 'perpetua-core';
import { DATED_KINDS, nameOf } from '../configuration/configuration-differences.ts';
import type { FactKind } from '../configuration/configuration-facts.ts';
import {
  type Asked,
  malformed,
  readEdge,
  readLimit,
  readWord,
  refuseBackwards,
  wordsOf,
} from './filters.ts';
import { resolveMoment } from './moment.ts';
import type { BooksReading, ChangedFact, ChangeMark } from './ports.ts';
import type { AsKnown, Report, ReportColumn } from './report.ts';

/** What the log of changes is asked for. `from` and `to` are days or months of recording. */
export type ChangesQuery = Asked<'asKnown' | 'kinds' | 'from' | 'to' | 'after' | 'limit'>;

/** A change of the configuration with all that it made otherwise. */
export type LoggedChange = {
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly reason: string;
  readonly differences: readonly {
    readonly kind: FactKind;
    /** Its key in words, the parts set apart by ` · `. */
    readonly name: string;
    /** Null where it was not there before. */
    readonly before: unknown;
    /** Null where it is there no more. */
    readonly after: unknown;
  }[];
};

/** A page of the log; a change that is longer than the page goes on in the next one. */
export type ChangesPage = {
  readonly changes: readonly LoggedChange[];
  readonly next: string | null;
};

const KINDS: Readonly<Record<FactKind, true>> = {
  company: true,
  integration: true,
  'costing-method': true,
  account: true,
  group: true,
  'item-type': true,
  'financial-group': true,
  site: true,
  warehouse: true,
  location: true,
  reason: true,
  vendor: true,
  'converted-order': true,
  customer: true,
  'tax-type': true,
  period: true,
  assignment: true,
  type: true,
  mode: true,
  'item-type-account': true,
  'reason-account': true,
  policy: true,
  item: true,
};

const PAGE = { usual: 200, most: 1_000 };

const COLUMNS: readonly ReportColumn[] = [
  { key: 'version', label: 'Version', kind: 'number' },
  { key: 'changedAt', label: 'When', kind: 'text' },
  { key: 'changedBy', label: 'Who', kind: 'text' },
  { key: 'reason', label: 'Why', kind: 'text' },
  { key: 'kind', label: 'Kind', kind: 'text' },
  { key: 'name', label: 'What', kind: 'text' },
  { key: 'before', label: 'Before', kind: 'text' },
  { key: 'after', label: 'After', kind: 'text' },
];

/**
 * The log of changes of the configuration, the newest first: version, time, who, why, and what each
 * made otherwise (`Q-39`). Refuses kinds there are not, days that are none and foreign cursors.
 */
export async function listConfigurationChanges(
  books: BooksReading,
  company: number,
  query: ChangesQuery,
): Promise<Result<ChangesPage, Refusal>> {
  const found = await readChanges(books, company, query);
  if (!found.ok) return found;
  const { rows, next } = found.value;
  const changes = [...Map.groupBy(rows, ({ version }) => version).values()].flatMap((facts) => {
    const [first] = facts;
    if (first === undefined) return [];
    const { version, changedAt, changedBy, reason } = first;
    const differences = facts.flatMap(({ kind, key, before, after }) =>
      kind === null ? [] : [{ kind, name: nameOf(key), before, after }],
    );
    return [{ version, changedAt: changedAt.toISOString(), changedBy, reason, differences }];
  });
  return ok({ changes, next });
}

/** The same as a report, one line for every difference. */
export async function configurationChanges(
  books: BooksReading,
  company: number,
  query: ChangesQuery,
): Promise<Result<Report, Refusal>> {
  const found = await readChanges(books, company, query);
  if (!found.ok) return found;
  const { rows, next, asKnown } = found.value;
  return ok({
    name: 'configuration-changes',
    title: 'Changes of the configuration',
    asOf: null,
    asKnown,
    columns: COLUMNS,
    rows: rows.map(({ version, changedAt, changedBy, reason, kind, key, before, after }) => ({
      version: String(version),
      changedAt: changedAt.toISOString(),
      changedBy,
      reason,
      kind: kind ?? '',
      name: nameOf(key),
      before: contentText(before, after),
      after: contentText(after, before),
    })),
    groups: [],
    totals: {},
    next,
  });
}

type FoundChanges = {
  readonly rows: readonly ChangedFact[];
  readonly next: string | null;
  readonly asKnown: AsKnown;
};

function readChanges(
  books: BooksReading,
  company: number,
  query: ChangesQuery,
): Promise<Result<FoundChanges, Refusal>> {
  return books.reading(company, async (session) => {
    const moment = await resolveMoment(session, query);
    if (!moment.ok) return moment;
    const { asKnown } = moment.value;
    const refusals: Refusal[] = [];
    const kinds = wordsOf(query.kinds).flatMap((word) => {
      const kind = readWord('kinds', word, keysOf(KINDS), refusals);
      return kind === undefined ? [] : [kind];
    });
    const from = readEdge('from', query.from, refusals);
    const to = readEdge('to', query.to, refusals);
    refuseBackwards(from, to, refusals);
    const after = readChangeMark(query.after, refusals);
    const limit = readLimit(query.limit, PAGE, refusals);
    if (refusals.length > 0) return refused(refusals);
    const filter = { kinds, dated: DATED_KINDS, from, to, version: asKnown.configuration };
    const found = await session.configurationChanges(filter, { after, limit: limit + 1 });
    const rows = found.slice(0, limit);
    const next = found.length > limit ? markText(markAfter(rows, after)) : null;
    return ok({ rows, next, asKnown });
  });
}

/** The fields of a content that its other state does not have alike, as a line to read. */
function contentText(content: unknown, other: unknown): string | null {
  if (typeof content !== 'object' || content === null) return null;
  const beside = new Map(Object.entries(Object(other)));
  return Object.entries(content)
    .filter(([field, value]) => JSON.stringify(beside.get(field)) !== JSON.stringify(value))
    .map(
      ([field, value]) => `${field} ${typeof value === 'string' ? value : JSON.stringify(value)}`,
    )
    .join(', ');
}

const markText = ({ version, passed }: ChangeMark): string => `${version}.${passed}`;

function readChangeMark(text: string | undefined, refusals: Refusal[]): ChangeMark | undefined {
  if (text === undefined) return undefined;
  const [, version, passed] = /^(\d{1,9})\.(\d{1,9})$/.exec(text) ?? [];
  if (version !== undefined) return { version: Number(version), passed: Number(passed) };
  refusals.push(malformed(`after is no cursor of this list: ${text}`));
  return undefined;
}

/** How far a page came: the last version on it, and how many of its rows have been shown. */
function markAfter(rows: readonly ChangedFact[], before: ChangeMark | undefined): ChangeMark {
  const version = rows.at(-1)?.version ?? 0;
  const here = rows.filter((row) => row.version === version).length;
  const passed = before?.version === version ? before.passed : 0;
  return { version, passed: passed + here };
}
