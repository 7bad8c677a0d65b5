import type { Bucket } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  Page,
  StockFilter,
  StockMark,
  StockPosition,
} from '../../../application/reading/ports.ts';

type PositionRow = {
  item: string;
  name: string;
  quantity_decimals: number;
  site: string;
  bucket: Bucket;
  place: string;
  account: string;
  quantity: bigint;
};

/** A page of positions in the order of their key: item, place, site, bucket. */
export async function positions(
  client: ClientBase,
  company: number,
  { item, site, bucket, withZero }: StockFilter,
  { after, limit }: Page<StockMark>,
): Promise<readonly StockPosition[]> {
  const { rows } = await client.query<PositionRow>(
    `select s.item, i.name, i.quantity_decimals, s.site, s.bucket, s.place, s.account, s.quantity
       from stock s join item i on i.company_id = $1 and i.code = s.item
      where s.company_id = $1 and ($2::text is null or s.item = $2) and ($3::text is null or s.site = $3)
        and ($4::bucket is null or s.bucket = $4) and ($5::boolean or s.quantity <> 0)
        and ($6::text is null or (s.item, s.place, s.site, s.bucket) > ($6, $7::text, $8::text, $9::bucket))
      order by s.item, s.place, s.site, s.bucket
      limit $10`,
    [
      company,
      item ?? null,
      site ?? null,
      bucket ?? null,
      withZero,
      after?.item ?? null,
      after?.place ?? null,
      after?.site ?? null,
      after?.bucket ?? null,
      limit,
    ],
  );
  return rows.map(({ quantity_decimals, ...row }) => ({
    ...row,
    quantityDecimals: quantity_decimals,
  }));
}
