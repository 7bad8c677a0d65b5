import { type Bucket, formatDecimal, ok, type Refusal, type Result, refused } from 'perpetua-core';
import { companyNames } from './company-names.ts';
import { type Asked, BUCKETS, malformed, readLimit, readWord, refuseUnknown } from './filters.ts';
import type { BooksReading, StockMark, StockPosition } from './ports.ts';

/** What a stock list is asked for; `withZero`: `true` shows places that hold nothing any more. */
export type StockQuery = Asked<'item' | 'site' | 'bucket' | 'withZero' | 'after' | 'limit'>;

/** Units at one place. */
type StockLine = {
  readonly item: string;
  readonly name: string;
  readonly site: string;
  readonly bucket: Bucket;
  /** Location of stock on hand, document of goods that are carried. */
  readonly place: string;
  readonly quantity: string;
  /** The account their value is pinned to while any are there. */
  readonly account: string;
};

export type StockPage = { readonly lines: readonly StockLine[]; readonly next: string | null };

const PAGE = { usual: 200, most: 10_000 };

/**
 * Stock as it is now, by item, site, location or document and bucket, a page at a time.
 *
 * Refuses unknown items, sites and buckets, and cursors of other lists.
 */
export function listStock(
  books: BooksReading,
  company: number,
  query: StockQuery,
): Promise<Result<StockPage, Refusal>> {
  return books.reading(company, async (session) => {
    const refusals: Refusal[] = [];
    const bucket = readWord('bucket', query.bucket, BUCKETS, refusals);
    const withZero = readWord('withZero', query.withZero, ['true', 'false'], refusals) === 'true';
    const after = readStockMark(query.after, refusals);
    const limit = readLimit(query.limit, PAGE, refusals);
    const names = await companyNames(session, session.lane.configurationVersion);
    await refuseUnknown(session, names, { item: query.item, site: query.site }, refusals);
    if (refusals.length > 0) return refused(refusals);
    const filter = { item: query.item, site: query.site, bucket, withZero };
    const found = await session.positions(filter, { after, limit: limit + 1 });
    const shown = found.slice(0, limit);
    const last = shown.at(-1);
    return ok({
      lines: shown.map(lineOf),
      next: found.length > limit && last !== undefined ? markText(last) : null,
    });
  });
}

const lineOf = ({ quantity, quantityDecimals, ...position }: StockPosition): StockLine => ({
  ...position,
  quantity: formatDecimal(quantity, quantityDecimals),
});

/** The key of the last line shown; codes may hold any character, so it is written as a list. */
const markText = ({ item, place, site, bucket }: StockMark): string =>
  JSON.stringify([item, place, site, bucket]);

function readStockMark(text: string | undefined, refusals: Refusal[]): StockMark | undefined {
  if (text === undefined) return undefined;
  const [item, place, site, bucket] = textsIn(text);
  const known = BUCKETS.find((one) => one === bucket);
  if (item !== undefined && place !== undefined && site !== undefined && known !== undefined) {
    return { item, place, site, bucket: known };
  }
  refusals.push(malformed(`after is no cursor of this list: ${text}`));
  return undefined;
}

/** The texts of a JSON list; none when it is no list of texts. */
export function textsIn(text: string): readonly string[] {
  try {
    const list: unknown = JSON.parse(text);
    return Array.isArray(list) && list.every((one) => typeof one === 'string') ? list : [];
  } catch {
    return [];
  }
}
