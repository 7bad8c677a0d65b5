import { type ImportColumn, type ImportKind, importColumns } from './import-kinds.ts';
import { type ImportRefusal, importRefusal } from './import-refusals.ts';
import { compileCondition, compileRule, type RuleContext } from './mapping/compile-rule.ts';
import type { LookupTable } from './mapping/lookup-table.ts';
import type { Mapping } from './mapping/mapping-form.ts';
import { fault } from './mapping/read-mapping.ts';
import { RowInHand, type Value } from './mapping/row-in-hand.ts';
import { type Inspection, REJECTED_COLUMNS } from './row-source.ts';

/** How the rows of one file are read as rows of a kind. */
export type RowReader = {
  readonly row: RowInHand;
  /** Takes the next row; the reason, when the mapping passes it over. */
  readonly next: (cells: readonly string[], line: number) => string | undefined;
  /** The columns of the kind that the file or the mapping gives, in the order of the kind. */
  readonly fields: readonly { readonly column: ImportColumn; readonly value: Value }[];
};

export type CompiledColumns = {
  readonly reader: RowReader;
  readonly refusals: readonly ImportRefusal[];
};

/**
 * Holds the header of a file against the columns of a kind, by way of the mapping if there is one.
 * Columns that are unknown, missing or there twice, and everything the mapping names in vain, are
 * refused together.
 */
export function compileColumns(
  kind: ImportKind,
  file: { readonly name: string; readonly inspection: Inspection },
  mapping: Mapping | undefined,
  lookups: ReadonlyMap<string, LookupTable>,
): CompiledColumns {
  const { header, sha256 } = file.inspection;
  const refusals = faultsOfHeader(file.name, header);
  const columns = new Map(header.map((name, index) => [name, index] as const));
  const context: RuleContext = {
    columns,
    derived: [...(mapping?.derived.keys() ?? [])],
    derivedRules: mapping?.derived ?? new Map(),
    lookups,
    numbers: mapping?.numbers,
    dates: mapping?.dates,
    used: new Set(),
    undeclared: new Set(),
    fault: (where, what) => refusals.push(fault(where, what)),
  };
  const derived = compileDerived(mapping, context);
  const skips = (mapping?.skip ?? []).map(({ when, because }, index) => ({
    because,
    holds: compileCondition(when, `skip[${index}]`, context),
  }));
  const fields = compileFields(kind, mapping, context);
  refusals.push(...faultsOfMapping(kind, mapping));
  refusals.push(...faultsOfColumns({ kind, file: file.name, header, mapping }, context, fields));
  refusals.push(...commaRefusals(file, context));
  const [lineColumn, fileColumn] = REJECTED_COLUMNS;
  const row = new RowInHand(file.name, sha256, {
    line: columns.get(lineColumn),
    file: columns.get(fileColumn),
  });
  const next = (cells: readonly string[], line: number): string | undefined => {
    row.take(cells, line);
    for (const value of derived) row.derived.push(value(row));
    return skips.find(({ holds }) => holds(row))?.because;
  };
  return { reader: { row, next, fields }, refusals };
}

/** Names made of columns; each may use those before it. */
function compileDerived(mapping: Mapping | undefined, context: RuleContext): readonly Value[] {
  const rules = [...(mapping?.derived ?? [])];
  return rules.map(([name, rule], index) => {
    const where = `derived.${name}`;
    if (context.columns.has(name)) context.fault(where, 'the file has a column of this name');
    const before = { ...context, derived: context.derived.slice(0, index) };
    return compileRule(rule, { where, field: name, form: 'text' }, before);
  });
}

/** A column by its name without regard to case, blanks, hyphens and underscores. */
const plainName = (name: string): string => name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');

function compileFields(
  kind: ImportKind,
  mapping: Mapping | undefined,
  context: RuleContext,
): RowReader['fields'] {
  const { ignore = [] } = mapping ?? {};
  // What is ignored is not taken by its name; a template has no way to name a column with a brace.
  const names = [...context.columns.keys()].filter(
    (name) => ignore !== 'others' && !ignore.includes(name) && !/[{}]/.test(name),
  );
  const byName = new Map(names.map((name) => [plainName(name), name]));
  return importColumns(kind).flatMap((column) => {
    const { name: field, form } = column;
    const where = `fields.${field}`;
    const rule = mapping?.fields.get(field);
    if (rule !== undefined)
      return [{ column, value: compileRule(rule, { where, field, form }, context) }];
    const name = byName.get(plainName(field));
    if (name === undefined) return [];
    const value = compileRule([{ from: `{${name}}` }], { where, field, form }, context);
    return [{ column, value }];
  });
}

function faultsOfHeader(file: string, header: readonly string[]): ImportRefusal[] {
  const unnamed = header.flatMap((name, index) =>
    name === '' ? [importRefusal('column-unnamed', { position: String(index + 1) }, { file })] : [],
  );
  const names = header.filter((name) => name !== '');
  const twice = new Set(names.filter((name, index) => names.indexOf(name) < index));
  return [
    ...unnamed,
    ...[...twice].map((column) => importRefusal('column-duplicate', { column }, { file, column })),
  ];
}

function faultsOfMapping(kind: ImportKind, mapping: Mapping | undefined): ImportRefusal[] {
  if (mapping === undefined) return [];
  const known = new Set(importColumns(kind).map(({ name }) => name));
  const unknown = [...mapping.fields.keys()].filter((field) => !known.has(field));
  const other = mapping.kind !== undefined && mapping.kind !== kind;
  return [
    ...unknown.map((field) => fault(`fields.${field}`, `${kind} has no such column`)),
    ...(other ? [fault('kind', `the mapping is for ${mapping.kind}, not for ${kind}`)] : []),
  ];
}

function faultsOfColumns(
  {
    kind,
    file,
    header,
    mapping,
  }: {
    readonly kind: ImportKind;
    readonly file: string;
    readonly header: readonly string[];
    readonly mapping: Mapping | undefined;
  },
  { used }: RuleContext,
  fields: RowReader['fields'],
): ImportRefusal[] {
  const { ignore = [] } = mapping ?? {};
  const ignored = new Set<string>([
    ...(ignore === 'others' ? header : ignore),
    ...REJECTED_COLUMNS,
  ]);
  const unknown = [...new Set(header)].filter(
    (name) => name !== '' && !used.has(name) && !ignored.has(name),
  );
  const given = new Set(fields.map(({ column }) => column.name));
  const missing = importColumns(kind).filter(({ name, required }) => required && !given.has(name));
  return [
    ...unknown.map((column) => importRefusal('column-unknown', { column, kind }, { file, column })),
    ...missing.map(({ name: column }) =>
      importRefusal('column-missing', { column }, { file, column }),
    ),
  ];
}

/** A number is never guessed: where commas stand in one, their meaning must be declared. */
function commaRefusals(
  { name: file, inspection }: { readonly name: string; readonly inspection: Inspection },
  { columns, undeclared }: RuleContext,
): ImportRefusal[] {
  return [...undeclared].flatMap((column) => {
    const comma = inspection.commaNumbers.get(columns.get(column) ?? -1);
    if (comma === undefined) return [];
    const { line, value } = comma;
    return [importRefusal('decimal-comma', { column, value }, { file, line, column })];
  });
}
