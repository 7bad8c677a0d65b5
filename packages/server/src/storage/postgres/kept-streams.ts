import type { BookedStream } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { BehindStream, KeptGroups } from '../../application/ports.ts';
import { numbersLiteral } from './array-literals.ts';
import { streamColumns } from './batch-columns.ts';
import { KEEP_STREAMS } from './write-batch.ts';

/** Items whose stock on hand has moved since the last movement that their stream includes. */
export async function streamsBehind(
  client: ClientBase,
  company: number,
  kept: readonly KeptGroups[],
  most: number,
): Promise<readonly BehindStream[]> {
  const found: BehindStream[] = [];
  for (const { stream, groups } of kept) {
    const { rows } = await client.query<{ item: string }>(
      `select distinct p.item
         from cost_pool p
         join item i on i.company_id = $1 and i.code = p.item and i.group_number = any($3::smallint[])
         left join cost_stream s on s.company_id = $1 and s.item = p.item and s.document = '' and s.site = p.site
          and s.bucket = 'on-hand' and s.stream = $2
        where p.company_id = $1 and p.bucket = 'on-hand' and p.last_movement > coalesce(s.last_movement, 0)
        order by p.item
        limit $4`,
      [company, stream, numbersLiteral(groups), most - found.length],
    );
    found.push(...rows.map(({ item }) => ({ item, stream })));
  }
  return found;
}

/** Keeps streams that were made anew. */
export async function keepStreams(
  client: ClientBase,
  company: number,
  streams: readonly BookedStream[],
): Promise<void> {
  if (streams.length === 0) return;
  await client.query({ ...KEEP_STREAMS, values: [company, ...streamColumns(streams)] });
}
