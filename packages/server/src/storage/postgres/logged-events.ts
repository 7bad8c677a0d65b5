import {
  type BookedEvent,
  type Movement,
  money,
  quantity,
  type RestatedCosts,
  type StoredCostUse,
} from 'perpetua-core';
import type {
  LoggedDetermination,
  LoggedEvent,
  LoggedLink,
  LoggedPosting,
} from '../../application/ports.ts';
import { type LayerRow, layerOf } from './stored-pools.ts';
import type { LogRows, StoredRow } from './stored-rows.ts';

/** The events of a batch, each with the rows that say they belong to it. */
export function eventsOf(rows: LogRows): readonly LoggedEvent[] {
  const movements = rows.movement.map(movementOf);
  const moving = new Map(movements.map(({ number, event }) => [number, event]));
  const byEvent = {
    movements: groupBy(movements, ({ event }) => event),
    postings: groupBy(rows.posting, ([, event]) => Number(event)),
    links: groupBy(rows.eventLink.map(linkOf), ({ event }) => event),
    costUses: groupBy(rows.costUse.map(costUseOf), ({ movement }) => moving.get(movement) ?? 0),
    restated: groupBy(rows.restated.map(restatedOf), ({ event }) => event),
  };
  return rows.event.map(eventOf).map((event) => ({
    event,
    movements: byEvent.movements.get(event.number) ?? [],
    postings: (byEvent.postings.get(event.number) ?? []).map(postingOf),
    links: byEvent.links.get(event.number) ?? [],
    costUses: byEvent.costUses.get(event.number) ?? [],
    restated: byEvent.restated.get(event.number) ?? [],
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

function eventOf(row: StoredRow<'event'>): BookedEvent {
  const [number, entry, , , postedOn, documentDate, type, entryType, source, key, ...rest] = row;
  const [item, site, document, content, happened] = rest;
  return {
    number: Number(number),
    entry: Number(entry),
    postedOn,
    documentDate,
    type,
    source,
    key,
    item,
    site,
    document,
    content,
    happened: happened === 'true',
    entryType,
  };
}

function movementOf(row: StoredRow<'movement'>): Movement {
  const [
    number,
    event,
    pool,
    units,
    value,
    unitsAfter,
    valueAfter,
    postedOn,
    type,
    place,
    ...costing
  ] = row;
  const [costed, costedOn, pricedBy, about, familyAt, familySize] = costing;
  return {
    number: Number(number),
    event: Number(event),
    pool: Number(pool),
    quantity: quantity(units),
    value: money(value),
    quantityAfter: quantity(unitsAfter),
    valueAfter: money(valueAfter),
    postedOn,
    type,
    place,
    costed,
    costedOn,
    pricedBy: Number(pricedBy),
    about: Number(about),
    familyAt,
    familySize,
  };
}

function postingOf(row: StoredRow<'posting'>): LoggedPosting {
  const [entry, , amount, debit, credit, postedOn, line, ...sides] = row;
  const [debitAccount, debitCenter, debitSite, creditAccount, creditCenter, creditSite] = sides;
  return {
    entry: Number(entry),
    amount: money(amount),
    postedOn,
    line,
    debit: {
      account: debitAccount,
      center: debitCenter,
      site: debitSite,
      determination: Number(debit),
    },
    credit: {
      account: creditAccount,
      center: creditCenter,
      site: creditSite,
      determination: Number(credit),
    },
  };
}

function linkOf([event, to, kind, units, value]: StoredRow<'eventLink'>): LoggedLink {
  const taken = { quantity: quantity(units), value: money(value) };
  return { event: Number(event), to: Number(to), kind, ...taken };
}

function costUseOf([movement, receipt, units, value]: StoredRow<'costUse'>): StoredCostUse {
  const used = { quantity: quantity(units), value: money(value) };
  return { movement: Number(movement), receipt: Number(receipt), ...used };
}

/** A stored determination, by what decides its postings. */
export function determinationOf(row: StoredRow<'determination'>): LoggedDetermination {
  const [number, configurationVersion, name, type, role, account] = row;
  return { number: Number(number), configurationVersion, name, type, role, account };
}

function restatedOf(row: StoredRow<'restated'>): RestatedCosts {
  const [event, pool, costedOn, asType, movements, corrections, poolAfter] = row;
  return {
    event: Number(event),
    pool: Number(pool),
    costedOn,
    asType,
    movements: wholesOf(movements).map(Number),
    corrections: wholesOf(corrections).map((correction) => money(BigInt(correction))),
    ...(poolAfter === '' ? {} : { poolAfter: poolAfterOf(poolAfter) }),
  };
}

/** The numbers of an array literal, `{1,2}`. */
const wholesOf = (literal: string): readonly string[] =>
  literal === '{}' ? [] : literal.slice(1, -1).split(',');

type PoolAfterRow = {
  readonly known: { readonly quantity: string; readonly value: string };
  readonly layers: readonly LayerRow[];
};

function poolAfterOf(text: string): NonNullable<RestatedCosts['poolAfter']> {
  const { known, layers }: PoolAfterRow = JSON.parse(text);
  return {
    known: { quantity: quantity(BigInt(known.quantity)), value: money(BigInt(known.value)) },
    layers: layers.map(layerOf),
  };
}
