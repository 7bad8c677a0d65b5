import {
  type BookedEvent,
  type BusinessDate,
  type LinkKind,
  type Movement,
  money,
  quantity,
  type StoredCostUse,
  type TransactionType,
} from 'perpetua-core';
import type {
  LoggedDetermination,
  LoggedEvent,
  LoggedLink,
  LoggedPosting,
} from '../../application/ports.ts';
import type { LogTable, Stored, StoredRow } from './stored-rows.ts';

/** The events of a batch, each with the rows that say they belong to it. */
export function eventsOf(
  rows: Readonly<Record<LogTable, readonly StoredRow[]>>,
): readonly LoggedEvent[] {
  const movements = rows.movement.map(movementOf);
  const moving = new Map(movements.map(({ number, event }) => [number, event]));
  const byEvent = {
    movements: groupBy(movements, ({ event }) => event),
    postings: groupBy(rows.posting, ([, event]) => Number(event)),
    links: groupBy(rows.eventLink.map(linkOf), ({ event }) => event),
    costUses: groupBy(rows.costUse.map(costUseOf), ({ movement }) => moving.get(movement) ?? 0),
  };
  return rows.event.map(eventOf).map((event) => ({
    event,
    movements: byEvent.movements.get(event.number) ?? [],
    postings: (byEvent.postings.get(event.number) ?? []).map(postingOf),
    links: byEvent.links.get(event.number) ?? [],
    costUses: byEvent.costUses.get(event.number) ?? [],
  }));
}

function groupBy<Row>(rows: readonly Row[], keyOf: (row: Row) => number): Map<number, Row[]> {
  const groups = new Map<number, Row[]>();
  for (const row of rows) {
    const key = keyOf(row);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [row]);
    else group.push(row);
  }
  return groups;
}

// The columns below stand in the order of the seal. Types and days are what the columns of the
// database allow, so the casts only give them their names.

const at = (row: StoredRow, column: number): Stored => row[column] ?? '';
const numberAt = (row: StoredRow, column: number): number => Number(at(row, column));
const textAt = (row: StoredRow, column: number): string => String(at(row, column));
const wholeAt = (row: StoredRow, column: number): bigint => BigInt(at(row, column));
const typeAt = (row: StoredRow, column: number) => textAt(row, column) as TransactionType;
const dayAt = (row: StoredRow, column: number) => textAt(row, column) as BusinessDate;

function eventOf(row: StoredRow): BookedEvent {
  return {
    number: numberAt(row, 0),
    entry: numberAt(row, 1),
    postedOn: dayAt(row, 4),
    documentDate: dayAt(row, 5),
    type: typeAt(row, 6),
    source: textAt(row, 8),
    key: textAt(row, 9),
    item: textAt(row, 10),
    site: textAt(row, 11),
    document: textAt(row, 12),
    content: textAt(row, 13),
  };
}

function movementOf(row: StoredRow): Movement {
  return {
    number: numberAt(row, 0),
    event: numberAt(row, 1),
    pool: numberAt(row, 2),
    quantity: quantity(wholeAt(row, 3)),
    value: money(wholeAt(row, 4)),
    quantityAfter: quantity(wholeAt(row, 5)),
    valueAfter: money(wholeAt(row, 6)),
    postedOn: dayAt(row, 7),
    type: typeAt(row, 8),
    place: textAt(row, 9),
  };
}

function postingOf(row: StoredRow): LoggedPosting {
  return {
    entry: numberAt(row, 0),
    amount: money(wholeAt(row, 2)),
    postedOn: dayAt(row, 5),
    line: numberAt(row, 6),
    debit: {
      determination: numberAt(row, 3),
      account: textAt(row, 7),
      center: textAt(row, 8),
      site: textAt(row, 9),
    },
    credit: {
      determination: numberAt(row, 4),
      account: textAt(row, 10),
      center: textAt(row, 11),
      site: textAt(row, 12),
    },
  };
}

function linkOf(row: StoredRow): LoggedLink {
  return {
    event: numberAt(row, 0),
    to: numberAt(row, 1),
    kind: textAt(row, 2) as LinkKind,
    quantity: quantity(wholeAt(row, 3)),
    value: money(wholeAt(row, 4)),
  };
}

function costUseOf(row: StoredRow): StoredCostUse {
  return {
    movement: numberAt(row, 0),
    receipt: numberAt(row, 1),
    quantity: quantity(wholeAt(row, 2)),
    value: money(wholeAt(row, 3)),
  };
}

/** A stored determination, by what decides its postings. */
export function determinationOf(row: StoredRow): LoggedDetermination {
  return {
    number: numberAt(row, 0),
    configurationVersion: numberAt(row, 1),
    name: textAt(row, 2),
    type: textAt(row, 3),
    role: textAt(row, 4),
    account: textAt(row, 5),
  };
}
