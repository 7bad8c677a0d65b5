import type { Bucket } from '../../accounts/account-role.ts';
import type { CostPool } from '../../costing/cost-pool.ts';
import type { CostStream } from '../../costing/cost-stream.ts';
import type { BusinessDate } from '../../primitives/business-date.ts';

/**
 * Where a stream is kept: of an item at a site, whatever accounts its stock is on. `document` is
 * empty for stock on hand; what is carried is kept so that it can come in again at what it left with.
 */
export type StreamAddress = {
  readonly stream: CostStream;
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly document: string;
};

/** A stream as the books hold it: state, which follows from the movements and can be had again. */
export type BookedStream = {
  readonly address: StreamAddress;
  readonly pool: CostPool;
  /** The last movement the state includes. */
  readonly lastMovement: number;
  /** The latest day in the order of costs that it includes; what stands earlier is late. */
  readonly lastCostedOn: BusinessDate | '';
};

export const streamKey = ({ stream, item, site, bucket, document }: StreamAddress): string =>
  `${stream}\n${item}\n${site}\n${bucket}\n${document}`;

/** The address of what is on hand. */
export const onHandStream = (stream: CostStream, item: string, site: string): StreamAddress => ({
  stream,
  item,
  site,
  bucket: 'on-hand',
  document: '',
});

/**
 * Whether a stream of an item lacks something that moved: there is a pool on hand that has moved since
 * the last movement its site includes.
 *
 * @param streams the item's rows of the stream
 * @param pools the item's pools on hand
 */
export function isBehind(
  streams: readonly BookedStream[],
  pools: readonly { readonly address: { readonly site: string }; readonly lastMovement: number }[],
): boolean {
  const onHand = streams.filter(({ address }) => address.bucket === 'on-hand');
  const included = new Map(onHand.map(({ address, lastMovement }) => [address.site, lastMovement]));
  return pools.some(
    ({ address, lastMovement }) => lastMovement > (included.get(address.site) ?? 0),
  );
}
