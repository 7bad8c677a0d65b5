import { type ImportKind, importColumns } from './import-kinds.ts';

/** An empty file of a kind: its columns, and one row that shows what goes into them. */
export type ImportTemplate = {
  readonly columns: readonly string[];
  readonly example: readonly string[];
};

/** The template of a kind, printed from its columns. */
export function importTemplate(kind: ImportKind): ImportTemplate {
  const columns = importColumns(kind);
  return {
    columns: columns.map(({ name }) => name),
    example: columns.map(({ example }) => example),
  };
}
