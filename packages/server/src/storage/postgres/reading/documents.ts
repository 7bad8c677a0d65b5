import type { BusinessDate, TransactionType } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { DocumentPart, EventLine } from '../../../application/reading/ports.ts';
import { numbersLiteral } from '../array-literals.ts';
import { type EventLineRow, LINE_COLUMNS, lineOf } from './events.ts';

type LinkRow = {
  event: bigint;
  source: string;
  key: string;
  type: TransactionType;
  posted_on: BusinessDate;
  quantity: bigint;
  value: bigint;
};

/** The events a document caused, with what each took of earlier events outside the document. */
export async function documentParts(
  client: ClientBase,
  company: number,
  { number }: EventLine,
): Promise<readonly DocumentPart[]> {
  const { rows } = await client.query<EventLineRow>(
    `select ${LINE_COLUMNS}
       from event_link l
       join event e on e.company_id = $1 and e.number = l.event
       join batch b on b.company_id = $1 and b.number = e.batch
      where l.company_id = $1 and l.to_event = $2 and l.kind = 'caused-by'
      order by e.number`,
    [company, number],
  );
  const parts = rows.map(lineOf);
  const links = await client.query<LinkRow>(
    `select l.event, t.source, t.key, t.type, t.posted_on, l.quantity, l.value
       from event_link l
       join event t on t.company_id = $1 and t.number = l.to_event
      where l.company_id = $1 and l.event = any($2::bigint[]) and l.kind = 'refers-to'
        and not l.to_event = any($2::bigint[])
      order by l.event, l.to_event`,
    [company, numbersLiteral(parts.map((part) => part.number))],
  );
  const byEvent = Map.groupBy(links.rows, ({ event }) => Number(event));
  return parts.map((event) => ({
    event,
    links: (byEvent.get(event.number) ?? []).map((row) => ({
      source: row.source,
      key: row.key,
      type: row.type,
      postedOn: row.posted_on,
      quantity: row.quantity,
      value: row.value,
    })),
  }));
}
