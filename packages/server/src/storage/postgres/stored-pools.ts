import {
  type BookedPool,
  type Bucket,
  type BusinessDate,
  type CostLayer,
  money,
  type PoolAddress,
  type Position,
  type PositionAddress,
  quantity,
} from 'perpetua-core';

/** A row of `cost_pool`. */
export type PoolRow = {
  number: bigint;
  item: string;
  site: string;
  bucket: Bucket;
  account: string;
  document: string;
  quantity: bigint;
  value: bigint;
  known_quantity: bigint;
  known_value: bigint;
  layers: readonly LayerRow[] | null;
  last_movement: bigint;
  last_posted_on: BusinessDate | null;
};
/** A layer as it is written in JSON. */
export type LayerRow = {
  receipt: number;
  receivedOn: BusinessDate;
  quantity: string;
  value: string;
};

/** Needs `cost_pool p` in the query. */
export const POOL_COLUMNS = `p.number, p.item, p.site, p.bucket, p.account, p.document, p.quantity, p.value,
  p.known_quantity, p.known_value, p.layers, p.last_movement, p.last_posted_on`;

/** Where a pool is. */
export function addressOf(
  row: Pick<PoolRow, 'item' | 'site' | 'bucket' | 'account' | 'document'>,
): PoolAddress {
  const { item, site, bucket, account, document } = row;
  return { item, site, bucket, account, document };
}

/** A row of `cost_pool` as the core knows it. */
export function poolOf(row: PoolRow): BookedPool {
  return {
    number: Number(row.number),
    address: addressOf(row),
    pool: {
      quantity: quantity(row.quantity),
      value: money(row.value),
      known: { quantity: quantity(row.known_quantity), value: money(row.known_value) },
      layers: (row.layers ?? []).map(layerOf),
    },
    lastMovement: Number(row.last_movement),
    lastPostedOn: row.last_posted_on ?? '',
  };
}

/** A layer as the core knows it. */
export const layerOf = ({ receipt, receivedOn, quantity: held, value }: LayerRow): CostLayer => ({
  receipt,
  receivedOn,
  quantity: quantity(BigInt(held)),
  value: money(BigInt(value)),
});

/** A row of `stock`. */
export type PositionRow = {
  item: string;
  site: string;
  bucket: Bucket;
  place: string;
  account: string;
  quantity: bigint;
};

/** A row of `stock` as the core knows it, with its address. */
export function positionOf(row: PositionRow): readonly [PositionAddress, Position] {
  const { item, site, bucket, place, account } = row;
  return [
    { item, site, bucket, place },
    { account, quantity: quantity(row.quantity) },
  ];
}
