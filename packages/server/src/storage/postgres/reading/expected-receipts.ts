import { type BusinessDate, RECEIPTS, type TransactionType } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type { ExpectedGoods, ExpectedGoodsFilter } from '../../../application/reading/ports.ts';
import { wordsLiteral } from '../array-literals.ts';

type Row = {
  item: string;
  name: string;
  quantity_decimals: number;
  site: string;
  document: string;
  quantity: bigint;
  value: bigint;
  last_movement: bigint;
  sent_as: TransactionType;
  sent_on: BusinessDate;
  from_site: string;
};

/**
 * Goods of transfers by item, receiving site and document, each with the latest event that sent
 * some of them. What is all received already is left out unless it is asked for.
 */
export async function expectedGoods(
  client: ClientBase,
  company: number,
  { site, document, withReceived }: ExpectedGoodsFilter,
): Promise<readonly ExpectedGoods[]> {
  const { rows } = await client.query<Row>(
    `select p.item, i.name, i.quantity_decimals, p.site, p.document, p.quantity, p.value,
            p.last_movement, s.type as sent_as, s.posted_on as sent_on, s.site as from_site
       from cost_pool p
      cross join lateral (
            select * from item i where i.company_id = $1 and i.code = p.item offset 0) i
      cross join lateral (
            select e.type, e.posted_on, e.site
              from movement m join event e on e.company_id = $1 and e.number = m.event
             where m.company_id = $1 and m.pool = p.number and m.quantity > 0
               and e.type = any($2::transaction_type[])
             order by m.number desc limit 1) s
      where p.company_id = $1 and p.bucket = 'in-transit'
        and ($3::text is null or p.site = $3) and ($4::text is null or p.document = $4)
        and ($5::boolean or p.quantity > 0)
      order by s.posted_on, p.site, p.document, p.item, p.quantity desc`,
    [
      company,
      wordsLiteral(RECEIPTS.map(([sent]) => sent)),
      site ?? null,
      document ?? null,
      withReceived,
    ],
  );
  return rows.map((row) => ({
    item: row.item,
    name: row.name,
    quantityDecimals: row.quantity_decimals,
    site: row.site,
    document: row.document,
    quantity: row.quantity,
    value: row.value,
    lastMovement: Number(row.last_movement),
    sentAs: row.sent_as,
    sentOn: row.sent_on,
    fromSite: row.from_site,
  }));
}
