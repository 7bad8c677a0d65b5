import {
  type BookedStream,
  type Bucket,
  type BusinessDate,
  type CostStream,
  money,
  quantity,
} from 'perpetua-core';
import { type LayerRow, layerOf } from './stored-pools.ts';

/** A row of `cost_stream`. */
export type StreamRow = {
  item: string;
  document: string;
  site: string;
  bucket: Bucket;
  stream: CostStream;
  quantity: bigint;
  value: bigint;
  known_quantity: bigint;
  known_value: bigint;
  layers: readonly LayerRow[] | null;
  last_movement: bigint;
  last_costed_on: BusinessDate | null;
};

/** Needs `cost_stream s` in the query. */
export const STREAM_COLUMNS = `s.item, s.document, s.site, s.bucket, s.stream, s.quantity, s.value,
  s.known_quantity, s.known_value, s.layers, s.last_movement, s.last_costed_on`;

/** A row of `cost_stream` as the core knows it. */
export function streamOf(row: StreamRow): BookedStream {
  const { stream, item, site, bucket, document } = row;
  return {
    address: { stream, item, site, bucket, document },
    pool: {
      quantity: quantity(row.quantity),
      value: money(row.value),
      known: { quantity: quantity(row.known_quantity), value: money(row.known_value) },
      layers: (row.layers ?? []).map(layerOf),
    },
    lastMovement: Number(row.last_movement),
    lastCostedOn: row.last_costed_on ?? '',
  };
}
