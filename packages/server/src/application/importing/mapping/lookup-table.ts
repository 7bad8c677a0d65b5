import { ok, type Result, refused } from 'perpetua-core';
import { type ImportRefusal, importRefusal } from '../import-refusals.ts';
import { FILE_LIMITS, type Inspection, type RowSource } from '../row-source.ts';
import type { LookupDescription } from './mapping-form.ts';
import { fault } from './read-mapping.ts';
import { columnsOf, parseTemplate, type TemplatePart } from './template-text.ts';

/** A second file, held in memory, in which rows are found by a key. */
export type LookupTable = {
  /** The file, for messages. */
  readonly name: string;
  readonly columns: ReadonlyMap<string, number>;
  readonly rows: ReadonlyMap<string, readonly string[]>;
  readonly commaNumbers: Inspection['commaNumbers'];
};

/** Reads a lookup; two rows with one key are refused unless they say the same. */
export async function readLookup(
  name: string,
  source: RowSource,
  description: LookupDescription,
): Promise<Result<LookupTable, ImportRefusal>> {
  const inspected = await source.inspect();
  if (!inspected.ok) return inspected;
  const { header, rows: count, commaNumbers } = inspected.value;
  if (count > FILE_LIMITS.lookupRows) {
    const limit = `${FILE_LIMITS.lookupRows} rows to look up in`;
    return refused([importRefusal('file-too-large', { limit }, { file: source.name })]);
  }
  const columns = new Map(header.map((column, index) => [column, index] as const));
  const key = parseTemplate(description.key);
  const parts = typeof key === 'string' ? [] : key;
  const unknown = columnsOf(parts).filter((column) => !columns.has(column));
  if (unknown.length > 0) {
    return refused([
      fault(`lookups.${name}.key`, `${source.name} has no column ${unknown.join(', ')}`),
    ]);
  }
  const rows = await collectRows(source, parts, columns);
  return rows.ok ? ok({ name: source.name, columns, rows: rows.value, commaNumbers }) : rows;
}

async function collectRows(
  source: RowSource,
  key: readonly TemplatePart[],
  columns: ReadonlyMap<string, number>,
): Promise<Result<ReadonlyMap<string, readonly string[]>, ImportRefusal>> {
  const rows = new Map<string, readonly string[]>();
  for await (const portion of source.portions()) {
    for (const [index, cells] of portion.rows.entries()) {
      const name = key
        .map((part) =>
          typeof part === 'string' ? part : (cells[columns.get(part.column) ?? -1] ?? '').trim(),
        )
        .join('');
      // Nothing is looked up by an empty key, so such rows may be many.
      if (name === '') continue;
      const known = rows.get(name);
      if (known !== undefined && !sameTexts(known, cells)) {
        const place = { file: source.name, line: portion.lines[index] ?? 0 };
        return refused([importRefusal('lookup-key-twice', { key: name }, place)]);
      }
      rows.set(name, cells);
    }
  }
  return ok(rows);
}

const sameTexts = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((text, index) => text === b[index]);
