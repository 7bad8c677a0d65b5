import type { BookedEvent } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { Loaded, Wanted } from '../../application/ports.ts';
import { textsLiteral } from './array-literals.ts';
import { loadEarlier } from './load-earlier.ts';
import { loadItems, loadPools, loadPositions, loadStreams } from './load-stock.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from './stored-events.ts';

/**
 * Loads all that a batch may touch: a constant number of queries, whatever its size.
 *
 * Every look-up is a lateral one by the whole key, fenced by `offset 0`: whatever the planner
 * believes of the size of a table, it reads the rows that were asked for and no others.
 */
export async function loadBooks(
  client: ClientBase,
  company: number,
  wanted: Wanted,
): Promise<Loaded> {
  const [items, pools, positions, streams, events] = await Promise.all([
    loadItems(client, company, wanted.items),
    loadPools(client, company, wanted.places),
    loadPositions(client, company, wanted.places),
    loadStreams(client, company, wanted.places),
    loadEvents(client, company, wanted.events),
  ]);
  if (events.length === 0) return { items, pools, positions, streams, earlier: new Map() };
  const earlier = await loadEarlier(client, company, events);
  return {
    items: [...items, ...earlier.items],
    pools: [...pools, ...earlier.pools],
    positions: [...positions, ...earlier.positions],
    streams: [...streams, ...earlier.streams],
    earlier: earlier.events,
  };
}

async function loadEvents(
  client: ClientBase,
  company: number,
  names: Wanted['events'],
): Promise<readonly BookedEvent[]> {
  const { rows } = await client.query<EventRow>({
    name: 'load-events',
    text: `select ${EVENT_COLUMNS}
             from unnest($2::text[], $3::text[]) w(source, key)
            cross join lateral (
                  select * from event e
                   where e.company_id = $1 and e.source = w.source and e.key = w.key offset 0) e`,
    values: [
      company,
      textsLiteral(names.map(({ source }) => source)),
      textsLiteral(names.map(({ key }) => key)),
    ],
  });
  return rows.map(eventOf);
}
