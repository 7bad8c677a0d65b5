import {
  type BusinessDate,
  type CountedFigure,
  type CountMoment,
  figuresAfter,
  money,
  quantity,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  CountReading,
  CountScope,
  EnteredFigure,
  StoredAcceptance,
  StoredCount,
  StoredLine,
  StoredSheet,
} from '../../../application/ports.ts';
import {
  movedSince,
  openElsewhere,
  recorded,
  recordedNow,
  recordedThen,
} from './recorded-stock.ts';

/** What can be asked of the counts of a company. */
export function countReading(client: ClientBase, company: number): CountReading {
  return {
    list: () => readCounts(client, company, null),
    find: async (name) => (await readCounts(client, company, name))[0],
    lines: (name) => readLines(client, company, name),
    history: (name, line) => readHistory(client, company, { name, line }),
    sheets: (name) => readSheets(client, company, name),
    acceptances: (name) => readAcceptances(client, company, name),
    openElsewhere: (site, places) => openElsewhere(client, company, site, places),
    recorded: (asked) => recorded(client, company, asked),
    recordedThen: (count, places) => recordedThen(client, company, count, places),
    recordedNow: (site, places) => recordedNow(client, company, site, places),
    movedSince: (count) => movedSince(client, company, count),
  };
}

type CountRow = {
  name: string;
  site: string;
  posted_on: BusinessDate;
  scope: CountScope;
  blind: boolean;
  moment: CountMoment;
  known_event: bigint;
  known_movement: bigint;
  started_at: Date;
  started_by: string;
  state: StoredCount['state'];
  ended_at: Date | null;
  ended_by: string | null;
  ended_because: string | null;
};

async function readCounts(
  client: ClientBase,
  company: number,
  name: string | null,
): Promise<readonly StoredCount[]> {
  const { rows } = await client.query<CountRow>(
    `select name, site, posted_on, scope, blind, moment, known_event, known_movement, started_at, started_by,
            state, ended_at, ended_by, ended_because
       from stock_count
      where company_id = $1 and ($2::text is null or name = $2)
      order by started_at desc, name`,
    [company, name],
  );
  return rows.map((row) => ({
    name: row.name,
    site: row.site,
    postedOn: row.posted_on,
    scope: row.scope,
    blind: row.blind,
    moment: row.moment,
    knownEvent: Number(row.known_event),
    knownMovement: Number(row.known_movement),
    startedAt: row.started_at,
    startedBy: row.started_by,
    state: row.state,
    endedAt: row.ended_at ?? undefined,
    endedBy: row.ended_by ?? undefined,
    endedBecause: row.ended_because ?? undefined,
  }));
}

type LineRow = {
  line: number;
  item: string;
  name: string;
  quantity_decimals: number;
  location: string;
  frozen: bigint;
  of_others: boolean;
  found: boolean;
  round: number;
  acceptance: number | null;
  difference: bigint | null;
  value: bigint | null;
  event: bigint | null;
};

async function readLines(
  client: ClientBase,
  company: number,
  count: string,
): Promise<readonly StoredLine[]> {
  const { rows } = await client.query<LineRow>(
    `select l.line, l.item, i.name, i.quantity_decimals, l.location, l.frozen, l.of_others, l.found, l.round,
            l.acceptance, l.difference, l.value, l.event
       from count_line l
      cross join lateral (
            select i.name, i.quantity_decimals from item i
             where i.company_id = $1 and i.code = l.item offset 0) i
      where l.company_id = $1 and l.count = $2
      order by l.line`,
    [company, count],
  );
  const figures = await readFigures(client, company, count);
  return rows.map((row) => ({
    number: row.line,
    item: row.item,
    name: row.name,
    quantityDecimals: row.quantity_decimals,
    location: row.location,
    frozen: quantity(row.frozen),
    ofOthers: row.of_others,
    found: row.found,
    round: row.round,
    figures: figures.get(row.line) ?? [],
    acceptance: row.acceptance ?? undefined,
    accepted: row.difference === null ? undefined : quantity(row.difference),
    value: row.value === null ? undefined : money(row.value),
    event: row.event === null ? undefined : Number(row.event),
  }));
}

type EntryRow = {
  line: number;
  sheet: number;
  round: number;
  counter: string;
  quantity: bigint;
  moved: bigint;
  also: boolean;
  entered_at: Date;
  entered_by: string;
};

/** Looked up by whole keys, fenced by `offset 0` (decision 0013). */
const ENTRIES = `
  select e.line, e.sheet, e.round, s.counter, e.quantity, e.moved, e.also, s.entered_at, s.entered_by
    from count_entry e
   cross join lateral (
         select s.counter, s.entered_at, s.entered_by from count_sheet s
          where s.company_id = $1 and s.count = $2 and s.sheet = e.sheet offset 0) s`;

/** The figures of the present round of every line that has any, as the entries came. */
async function readFigures(
  client: ClientBase,
  company: number,
  count: string,
): Promise<ReadonlyMap<number, readonly CountedFigure[]>> {
  const { rows } = await client.query<EntryRow>(
    `${ENTRIES}
      cross join lateral (
            select l.round from count_line l
             where l.company_id = $1 and l.count = $2 and l.line = e.line offset 0) l
      where e.company_id = $1 and e.count = $2 and l.round = e.round
      order by e.line, e.sheet`,
    [company, count],
  );
  const figures = new Map<number, readonly CountedFigure[]>();
  for (const { line, counter, quantity: units, moved, also } of rows) {
    const entry = { counter, quantity: quantity(units), moved: quantity(moved), also };
    const after = figuresAfter(figures.get(line) ?? [], entry);
    // What could not be added was refused when it was entered.
    if (after.ok) figures.set(line, after.value);
  }
  return figures;
}

async function readHistory(
  client: ClientBase,
  company: number,
  { name, line }: { readonly name: string; readonly line: number },
): Promise<readonly EnteredFigure[]> {
  const { rows } = await client.query<EntryRow>(
    `${ENTRIES} where e.company_id = $1 and e.count = $2 and e.line = $3 order by e.sheet`,
    [company, name, line],
  );
  return rows.map((row) => ({
    line: row.line,
    sheet: row.sheet,
    round: row.round,
    counter: row.counter,
    quantity: quantity(row.quantity),
    moved: quantity(row.moved),
    also: row.also,
    enteredAt: row.entered_at,
    enteredBy: row.entered_by,
  }));
}

async function readSheets(
  client: ClientBase,
  company: number,
  count: string,
): Promise<readonly StoredSheet[]> {
  type Row = Omit<StoredSheet, 'key'> & { key: string | null };
  const { rows } = await client.query<Row>(
    `select sheet, key, counter, digest, entered_at as "enteredAt", entered_by as "enteredBy"
       from count_sheet where company_id = $1 and count = $2 order by sheet`,
    [company, count],
  );
  return rows.map((row) => ({ ...row, key: row.key ?? undefined }));
}

async function readAcceptances(
  client: ClientBase,
  company: number,
  count: string,
): Promise<readonly StoredAcceptance[]> {
  type Row = Omit<StoredAcceptance, 'key'> & { key: string | null };
  const { rows } = await client.query<Row>(
    `select acceptance, key, request, accepted_at as "acceptedAt", accepted_by as "acceptedBy"
       from count_acceptance where company_id = $1 and count = $2 order by acceptance`,
    [company, count],
  );
  return rows.map((row) => ({ ...row, key: row.key ?? undefined }));
}
