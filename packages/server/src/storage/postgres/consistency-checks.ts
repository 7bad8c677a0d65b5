import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClientBase } from 'pg';
import type { Condition, Finding, OffendingRow } from '../../application/ports.ts';

const FOLDER = join(import.meta.dirname, 'consistency');
const NAME = /^\d{4}-[a-z0-9-]+\.sql$/;

/** A condition as a query: it returns the rows of company `$1` that break it. */
export type ConsistencyCheck = Condition & { readonly name: string; readonly query: string };

/** All checks in the order of their numbers. */
export async function listConsistencyChecks(): Promise<readonly ConsistencyCheck[]> {
  const names = (await readdir(FOLDER)).filter((name) => NAME.test(name)).toSorted();
  return Promise.all(
    names.map(async (name) => checkOf(name, await readFile(join(FOLDER, name), 'utf8'))),
  );
}

/** Reads the head of a file: `-- field: text`, which may go on over lines that only begin `--`. */
function checkOf(name: string, text: string): ConsistencyCheck {
  const head = new Map<string, string>();
  const lines = text.split('\n');
  const end = lines.findIndex((line) => !line.startsWith('--'));
  let field = '';
  for (const line of lines.slice(0, end)) {
    const [, named = field, rest = ''] =
      /^--\s+(?:(invariant|title|why):\s+)?(.*)$/.exec(line) ?? [];
    field = named;
    head.set(field, [head.get(field) ?? '', rest].filter((part) => part !== '').join(' '));
  }
  const [invariant, title, why] = [head.get('invariant'), head.get('title'), head.get('why')];
  if (invariant === undefined || title === undefined || why === undefined) {
    throw new Error(`${name} does not say its invariant, its title and why`);
  }
  return { name, invariant, title, why, query: lines.slice(end).join('\n').trim() };
}

/** Asks a check of a company. Returns how many rows break it and the first `most` of them. */
export async function findOffending(
  client: ClientBase,
  company: number,
  { invariant, title, why, query }: ConsistencyCheck,
  most: number,
): Promise<Finding> {
  const { rows } = await client.query<Record<string, Cell>>(
    `select offending.*, count(*) over () as offending_count from (${query}) offending limit ${most}`,
    [company],
  );
  const counted = Number(rows[0]?.offending_count ?? 0);
  return { invariant, title, why, kept: counted === 0, counted, rows: rows.map(textsOf) };
}

/** What the client makes of the types that the queries return. */
type Cell = bigint | number | string | Date | null;

function textsOf({ offending_count: _, ...row }: Record<string, Cell>): OffendingRow {
  return Object.fromEntries(Object.entries(row).map(([column, cell]) => [column, textOf(cell)]));
}

function textOf(cell: Cell): string {
  if (cell === null) return '';
  return cell instanceof Date ? cell.toISOString() : String(cell);
}
