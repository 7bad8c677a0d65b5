import {
  type AddressedMovement,
  type Bucket,
  type BusinessDate,
  type LinkKind,
  money,
  quantity,
  type StreamEvent,
  type StreamFamily,
  type TransactionType,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { MovedItem } from '../../application/ports.ts';
import { numbersLiteral } from './array-literals.ts';
import { COSTING_COLUMNS, type CostingRow, costingOf } from './stored-costing.ts';
import { addressOf } from './stored-pools.ts';

type MovementRow = {
  number: bigint;
  event: bigint;
  type: TransactionType;
  posted_on: BusinessDate;
  pool: bigint;
  place: string;
  quantity: bigint;
  value: bigint;
  quantity_after: bigint;
  value_after: bigint;
  item: string;
  site: string;
  bucket: Bucket;
  account: string;
  document: string;
} & CostingRow;

/** Everything that ever moved of an item, with what it refers to, for valuing it anew. */
export async function itemHistory(
  client: ClientBase,
  company: number,
  item: string,
): Promise<MovedItem> {
  const { rows } = await client.query<MovementRow>(
    `select m.number, m.event, m.type, m.posted_on, m.pool, m.place, m.quantity, m.value, m.quantity_after,
            m.value_after, ${COSTING_COLUMNS}, p.item, p.site, p.bucket, p.account, p.document
       from cost_pool p
       join movement m on m.company_id = $1 and m.pool = p.number
      where p.company_id = $1 and p.item = $2
      order by m.number`,
    [company, item],
  );
  const movements = rows.map(movementOf);
  const events = await eventsOf(client, company, movements);
  const sites = new Map(movements.map(({ pool, address }) => [pool, address.site]));
  return { families: familiesOf(movements, events), siteOf: (pool) => sites.get(pool) };
}

function movementOf(row: MovementRow): AddressedMovement {
  return {
    number: Number(row.number),
    event: Number(row.event),
    type: row.type,
    postedOn: row.posted_on,
    pool: Number(row.pool),
    place: row.place,
    quantity: quantity(row.quantity),
    value: money(row.value),
    quantityAfter: quantity(row.quantity_after),
    valueAfter: money(row.value_after),
    ...costingOf(row),
    address: addressOf(row),
  };
}

type EventRow = {
  number: bigint;
  type: TransactionType;
  source: string;
  posted_on: BusinessDate;
  content: string | null;
};
type LinkRow = { event: bigint; to: bigint; kind: LinkKind; quantity: bigint; value: bigint };

/** The events of the movements, and those without movements that took something of them. */
async function eventsOf(
  client: ClientBase,
  company: number,
  movements: readonly AddressedMovement[],
): Promise<ReadonlyMap<number, StreamEvent>> {
  const moved = [...new Set(movements.map(({ event }) => event))];
  const told = movements.filter((one) => one.costed === 'told' && one.quantity !== 0n);
  const links = await client.query<LinkRow>(
    `select l.event, l.to_event as to, l.kind, l.quantity, l.value
       from unnest($2::bigint[]) w(number)
       join event_link l on l.company_id = $1 and l.to_event = w.number and l.kind <> 'caused-by'
      order by l.event, l.to_event`,
    [company, numbersLiteral(moved)],
  );
  const linked = Map.groupBy(links.rows, ({ event }) => Number(event));
  // What an event says is asked for only where a price was told.
  const { rows } = await client.query<EventRow>(
    `select e.number, e.type, e.source, e.posted_on, case when e.number = any($3::bigint[]) then e.content::text end as content
       from unnest($2::bigint[]) w(number)
       join event e on e.company_id = $1 and e.number = w.number`,
    [
      company,
      numbersLiteral([...new Set([...moved, ...linked.keys()])]),
      numbersLiteral([...new Set(told.map(({ event }) => event))]),
    ],
  );
  const byEvent = Map.groupBy(movements, ({ event }) => event);
  return new Map(
    rows.map((row): [number, StreamEvent] => {
      const number = Number(row.number);
      const event = {
        number,
        type: row.type,
        source: row.source,
        postedOn: row.posted_on,
        content: row.content ?? '{}',
        movements: byEvent.get(number) ?? [],
        links: (linked.get(number) ?? []).map(linkOf),
      };
      return [number, event];
    }),
  );
}

const linkOf = ({ to, kind, quantity: units, value }: LinkRow): StreamEvent['links'][number] => ({
  to: Number(to),
  kind,
  quantity: quantity(units),
  value: money(value),
});

/** Events posted together; the movements of a family follow one another. */
function familiesOf(
  movements: readonly AddressedMovement[],
  events: ReadonlyMap<number, StreamEvent>,
): readonly StreamFamily[] {
  const families = new Map<number, Map<number, StreamEvent>>();
  const apart = new Map(events);
  for (const { number, familyAt, event } of movements) {
    const known = events.get(event);
    if (known === undefined) continue;
    const first = number - familyAt;
    const family = families.get(first);
    if (family === undefined) families.set(first, new Map([[event, known]]));
    else family.set(event, known);
    apart.delete(event);
  }
  const alone = [...apart.values()].map((event): StreamFamily => [event]);
  return [...[...families.values()].map((family) => [...family.values()]), ...alone];
}
