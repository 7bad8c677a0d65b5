import { CAUSED_SOURCE, COST_TYPES, eventShape } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { LandedCostEvent, ReceiptPapers } from '../../../application/reading/ports.ts';
import { EVENT_COLUMNS, type EventRow, eventOf } from '../stored-events.ts';

/** The types as they stand in the indexes, word for word, so that the planner knows they are meant. */
const RECEIPT_TYPES = (eventShape(COST_TYPES.landedCost)?.originals ?? [])
  .map((type) => `'${type}'`)
  .join(', ');

const NOT_REVERSED = `e.content ->> 'reverses' is null
   and not exists (select from event_link l
                    where l.company_id = $1 and l.to_event = e.number and l.kind = 'reverses')`;

/** The first of the papers that is given decides by which index they are found. */
const FOUND_BY = {
  document: `e.document = $2 and e.document <> ''`,
  reference: `e.content ->> 'reference' = $2 and e.content ->> 'reference' is not null`,
  party: `e.content ->> 'party' = $2 and e.content ->> 'party' is not null`,
} as const;

/**
 * Receipts by their papers, the oldest first. What the books received by themselves has no key that
 * another transaction could name, and is left out.
 */
export async function receipts(
  client: ClientBase,
  company: number,
  { document, reference, party, on }: ReceiptPapers,
  most: number,
) {
  const by =
    document === undefined ? (reference === undefined ? 'party' : 'reference') : 'document';
  const { rows } = await client.query<EventRow>(
    `select ${EVENT_COLUMNS}
       from event e
      where e.company_id = $1 and ${FOUND_BY[by]} and e.type in (${RECEIPT_TYPES}) and ${NOT_REVERSED}
        and ($3::text is null or e.content ->> 'reference' = $3)
        and ($4::text is null or e.content ->> 'party' = $4)
        and ($5::date is null or e.posted_on = $5 or e.document_date = $5)
        and e.source <> $6
      order by e.number limit $7`,
    [
      company,
      document ?? reference ?? party ?? '',
      reference ?? null,
      party ?? null,
      on ?? null,
      CAUSED_SOURCE,
      most,
    ],
  );
  return rows.map(eventOf);
}

/** The landed costs of a document, in their order. */
export async function landedCosts(
  client: ClientBase,
  company: number,
  document: string,
): Promise<readonly LandedCostEvent[]> {
  const { rows } = await client.query<EventRow & { reversed: boolean }>(
    `select ${EVENT_COLUMNS},
            exists (select from event_link l
                     where l.company_id = $1 and l.to_event = e.number and l.kind = 'reverses') as reversed
       from event e
      where e.company_id = $1 and e.document = $2 and e.type = '${COST_TYPES.landedCost}'
        and e.content ->> 'reverses' is null
      order by e.number`,
    [company, document],
  );
  return rows.map((row) => ({ event: eventOf(row), reversed: row.reversed }));
}
