import { TRANSACTION_FIELDS, type TransactionInput } from 'perpetua-core';
import type { RowReader } from './compile-columns.ts';
import { TRANSACTION_KINDS, type TransactionKind } from './import-kinds.ts';
import type { RowInHand, Value } from './mapping/row-in-hand.ts';

/** Makes a transaction of the row in hand; what is missing is refused in the row. */
export type TransactionReader = (row: RowInHand) => TransactionInput;

type Draft = { -readonly [Field in keyof TransactionInput]: TransactionInput[Field] };
type Field = (typeof TRANSACTION_FIELDS)[number];
type OptionalField = Exclude<Field, 'key' | 'type' | 'postedOn' | 'item' | 'site'>;

const OPTIONAL = TRANSACTION_FIELDS.filter((name): name is OptionalField => {
  return !['key', 'type', 'postedOn', 'item', 'site'].includes(name);
});

/**
 * How the rows of a file become transactions. A row without a key gets one made of the file and
 * its line, so that the same row of the same file is the same transaction however often it comes.
 */
export function transactionReader(kind: TransactionKind, reader: RowReader): TransactionReader {
  const values = new Map(reader.fields.map(({ column, value }) => [column.name, value] as const));
  const needed = (name: string, otherwise = ''): Value => {
    const value = values.get(name);
    if (value === undefined) return () => otherwise;
    return (row) => filled(row, name, value(row));
  };
  const type = needed('type', TRANSACTION_KINDS[kind]);
  const postedOn = needed('postedOn');
  const item = needed('item');
  const site = needed('site');
  const key = values.get('key');
  const optional = OPTIONAL.flatMap((name) => {
    const value = values.get(name);
    return value === undefined ? [] : [{ name, value }];
  });
  return (row) => {
    const named = key === undefined ? '' : key(row);
    const input: Draft = {
      key: named === '' ? `file:${row.firstFile}:${row.firstLine}` : named,
      type: type(row),
      postedOn: postedOn(row),
      item: item(row),
      site: site(row),
    };
    for (const { name, value } of optional) {
      const text = value(row);
      if (text !== '') input[name] = text;
    }
    return input;
  };
}

/** An empty cell is said to be empty, unless something else is wrong with it already. */
function filled(row: RowInHand, column: string, text: string): string {
  if (text !== '' || row.refusals.some((refusal) => refusal.column === column)) return text;
  row.refuse('cell-empty', column, {});
  return text;
}
