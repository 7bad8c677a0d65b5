import type { BusinessDate, CostSource, EntryType, LinkKind, TransactionType } from 'perpetua-core';
import type { ClientBase } from 'pg';
import { numbersLiteral, textsLiteral, wordsLiteral } from './array-literals.ts';
import type { Columns, LogColumns } from './batch-columns.ts';

/** A value as the client reads it; everything in the log is a whole number or a text. */
type Stored = bigint | number | string;

type Side = readonly [account: string, center: string, site: string];

/** The rows the seal covers, column by column in its order. */
type StoredRows = {
  readonly event: [
    number: bigint,
    entry: bigint,
    firstMovement: bigint,
    movements: number,
    postedOn: BusinessDate,
    documentDate: BusinessDate,
    type: TransactionType,
    entryType: EntryType,
    source: string,
    key: string,
    item: string,
    site: string,
    document: string,
    content: string,
    happened: string,
  ];
  readonly movement: [
    number: bigint,
    event: bigint,
    pool: bigint,
    quantity: bigint,
    value: bigint,
    quantityAfter: bigint,
    valueAfter: bigint,
    postedOn: BusinessDate,
    type: TransactionType,
    place: string,
    costed: CostSource,
    costedOn: BusinessDate,
    pricedBy: bigint,
    about: bigint,
    familyAt: number,
    familySize: number,
  ];
  readonly posting: [
    entry: bigint,
    event: bigint,
    amount: bigint,
    debitDetermination: bigint,
    creditDetermination: bigint,
    postedOn: BusinessDate,
    line: number,
    ...debit: Side,
    ...credit: Side,
  ];
  readonly eventLink: [event: bigint, to: bigint, kind: LinkKind, quantity: bigint, value: bigint];
  readonly costUse: [movement: bigint, receipt: bigint, quantity: bigint, value: bigint];
  readonly determination: [
    number: bigint,
    configurationVersion: number,
    name: string,
    type: string,
    role: string,
    account: string,
    content: string,
    batch: bigint,
  ];
  readonly restated: [
    event: bigint,
    pool: bigint,
    costedOn: BusinessDate,
    asType: TransactionType | '',
    movements: string,
    corrections: string,
    poolAfter: string,
  ];
};

/** A table the seal covers. */
export type LogTable = keyof Required<LogColumns>;

/** A row of such a table. */
export type StoredRow<Table extends LogTable = LogTable> = Readonly<StoredRows[Table]>;

/** Rows of all of them. */
export type LogRows = { readonly [Table in LogTable]: readonly StoredRow<Table>[] };

/** How the values of a column are written in an array literal, as when they were sealed. */
type Kind = 'numbers' | 'words' | 'texts';

type Table = {
  readonly columns: readonly (readonly [expression: string, kind: Kind])[];
  /** Read after the sealed columns and not sealed itself: it says what the row belongs to. */
  readonly belongsTo?: string;
  readonly from: string;
  readonly order: string;
};

/**
 * What the seal covers, read from the tables themselves. The columns and their kinds are those of
 * `logColumns`, which lays them out before they are written; here nothing is derived, so that a
 * change of any stored value shows.
 */
// biome-ignore format: a table reads as a table
const TABLES = {
  event: {
    columns: [
      ['number', 'numbers'], ['entry', 'numbers'], ['first_movement', 'numbers'], ['movements', 'numbers'],
      ['posted_on', 'words'], ['document_date', 'words'], ['type', 'words'], ['entry_type', 'words'],
      ['source', 'texts'], ['key', 'texts'], ['item', 'texts'], ['site', 'texts'], ['document', 'texts'],
      ['content::text', 'texts'], ['happened::text', 'words'],
    ],
    from: 'event where company_id = $1 and number > $2 and number <= $3',
    order: 'number',
  },
  movement: {
    columns: [
      ['number', 'numbers'], ['event', 'numbers'], ['pool', 'numbers'], ['quantity', 'numbers'], ['value', 'numbers'],
      ['quantity_after', 'numbers'], ['value_after', 'numbers'], ['posted_on', 'words'], ['type', 'words'],
      ['place', 'texts'], ['costed', 'words'], ['costed_on', 'words'], ['coalesce(priced_by, 0)', 'numbers'],
      ['coalesce(about, 0)', 'numbers'], ['family_at', 'numbers'], ['family_size', 'numbers'],
    ],
    from: 'movement where company_id = $1 and number > $2 and number <= $3 and recorded_month = $4',
    order: 'number',
  },
  posting: {
    columns: [
      ['entry', 'numbers'], ['event', 'numbers'], ['amount', 'numbers'], ['debit_determination', 'numbers'],
      ['credit_determination', 'numbers'], ['posted_on', 'words'], ['line', 'numbers'],
      ['debit_account', 'texts'], ['debit_center', 'texts'], ['debit_site', 'texts'],
      ['credit_account', 'texts'], ['credit_center', 'texts'], ['credit_site', 'texts'],
    ],
    from: 'posting where company_id = $1 and entry > $2 and entry <= $3 and recorded_month = $4',
    order: 'entry, line',
  },
  eventLink: {
    columns: [
      ['event', 'numbers'], ['to_event', 'numbers'], ['kind', 'words'], ['quantity', 'numbers'], ['value', 'numbers'],
    ],
    from: 'event_link where company_id = $1 and event > $2 and event <= $3',
    order: 'event, to_event, kind::text collate "C"',
  },
  costUse: {
    columns: [
      ['movement', 'numbers'], ['receipt', 'numbers'], ['quantity', 'numbers'], ['value', 'numbers'],
    ],
    from: 'cost_use where company_id = $1 and movement > $2 and movement <= $3',
    order: 'movement, receipt',
  },
  determination: {
    columns: [
      ['number', 'numbers'], ['configuration_version', 'numbers'], ['name', 'texts'], ['type', 'words'],
      ['role', 'words'], ['account', 'texts'], ['content::text', 'texts'],
    ],
    belongsTo: 'batch',
    from: 'determination where company_id = $1 and number > $2 and batch <= $3',
    order: 'number',
  },
  restated: {
    columns: [
      ['event', 'numbers'], ['pool', 'numbers'], ['costed_on', 'words'], ['as_type', 'texts'],
      ['movements::text', 'texts'], ['corrections::text', 'texts'], [`coalesce(pool_after::text, '')`, 'texts'],
    ],
    from: 'restated_cost where company_id = $1 and event > $2 and event <= $3',
    order: 'event, pool, as_type collate "C"',
  },
} as const satisfies Record<LogTable, Table>;

/**
 * Reads a stretch of a table in the order of its key.
 *
 * @param bounds the number before the stretch, its last number, and the month where one is asked
 */
export async function readStretch<Name extends LogTable>(
  client: ClientBase,
  company: number,
  table: Name,
  bounds: readonly (bigint | string)[],
): Promise<readonly StoredRow<Name>[]> {
  const { columns, from, order, belongsTo }: Table = TABLES[table];
  const expressions = columns.map(([expression]) => expression);
  if (belongsTo !== undefined) expressions.push(belongsTo);
  const { rows } = await client.query<StoredRows[Name]>({
    text: `select ${expressions.join(', ')} from ${from} order by ${order}`,
    values: [company, ...bounds],
    rowMode: 'array',
  });
  return rows;
}

/**
 * The rows of one batch as the texts its seal covers.
 *
 * @param sealedAs which columns: 1 before movements said how they came by their value, 2 with it;
 *   3 with restated costs, 4 with whether an event had happened; no other way of sealing is known
 */
export function sealedColumns(rows: LogRows, sealedAs: number): LogColumns {
  const event = columnsOf('event', rows.event);
  const movement = columnsOf('movement', rows.movement);
  return {
    event: event.slice(0, SEALED_EVENT_COLUMNS[sealedAs] ?? 0),
    movement: movement.slice(0, SEALED_MOVEMENT_COLUMNS[sealedAs] ?? 0),
    posting: columnsOf('posting', rows.posting),
    eventLink: columnsOf('eventLink', rows.eventLink),
    costUse: columnsOf('costUse', rows.costUse),
    determination: columnsOf('determination', rows.determination),
    ...(sealedAs < RESTATED_SEALED ? {} : { restated: columnsOf('restated', rows.restated) }),
  };
}

/** How many columns of an event, and of a movement, a way of sealing covers. */
const SEALED_EVENT_COLUMNS: Readonly<Record<number, number>> = { 1: 14, 2: 14, 3: 14, 4: 15 };
const SEALED_MOVEMENT_COLUMNS: Readonly<Record<number, number>> = { 1: 10, 2: 16, 3: 16, 4: 16 };
const RESTATED_SEALED = 3;

function columnsOf(table: LogTable, rows: readonly (readonly Stored[])[]): Columns {
  return TABLES[table].columns.map(([, kind], position) => {
    const values = rows.map((row) => row[position] ?? '');
    if (kind === 'numbers') return numbersLiteral(values.map(BigInt));
    return kind === 'texts' ? textsLiteral(values.map(String)) : wordsLiteral(values.map(String));
  });
}
