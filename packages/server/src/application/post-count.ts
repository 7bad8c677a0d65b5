import {
  formatDecimal,
  LARGEST_QUANTITY,
  ok,
  parseDecimal,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { PostingAnswer } from './post-transactions.ts';
import { postWhole, type WholePlace } from './post-whole.ts';

/** Counts are compared at the finest scale an item may have. */
const DECIMALS = 6;

/** What was counted of an item at a location, against what was recorded when the count began. */
type CountLine = {
  readonly item: string;
  readonly location?: string;
  /** The recorded quantity, frozen at the start: what moves meanwhile is added back (costing 5.5). */
  readonly recorded: string;
  readonly counted: string;
};

/** A count of one site on one day. */
export type Count = {
  /** Names the count for ever; sent again it is answered again. */
  readonly name: string;
  readonly site: string;
  readonly postedOn: string;
  readonly lines: readonly CountLine[];
};

/** What a count led to: its adjustments, and how many lines were as recorded. */
export type PostedCount = { readonly agreed: number; readonly results: readonly PostingAnswer[] };

/**
 * Posts a count: every line that differs is adjusted by the books themselves, marked as automatic
 * (`003.53`), against count variance (`000.47`, `Q-29`); all of them or none. Refuses numbers that
 * are none, a place counted twice, and what the adjustments themselves are refused for.
 */
export async function postCount(
  place: WholePlace,
  count: Count,
): Promise<Result<PostedCount, Refusal>> {
  const refusals: Refusal[] = [];
  const inputs = count.lines.flatMap((line) => adjustmentOf(count, line, refusals));
  refusals.push(...countedTwice(count));
  if (refusals.length > 0) return refused(refusals);
  const posted = await postWhole(place, inputs);
  if (!posted.ok) return posted;
  return ok({ agreed: count.lines.length - inputs.length, results: posted.value });
}

function adjustmentOf(
  { name, site, postedOn }: Count,
  { item, location, recorded, counted }: CountLine,
  refusals: Refusal[],
): readonly TransactionInput[] {
  const numbers = [read('recorded', recorded, refusals), read('counted', counted, refusals)];
  const [before, found] = numbers;
  if (before === undefined || found === undefined || before === found) return [];
  const at = location === undefined ? {} : { location };
  return [
    {
      key: `count ${name}: ${item}${location === undefined ? '' : ` at ${location}`}`,
      type: 'count-variance',
      postedOn,
      item,
      site,
      ...at,
      quantity: withoutTrailingZeros(formatDecimal(found - before, DECIMALS)),
      reference: `automatic adjustment of count ${name}`,
    },
  ];
}

const withoutTrailingZeros = (text: string): string => text.replace(/\.?0+$/, '');

function read(field: string, text: string, refusals: Refusal[]): bigint | undefined {
  const number = parseDecimal(text, DECIMALS, LARGEST_QUANTITY * 10n ** BigInt(DECIMALS));
  if (typeof number === 'bigint') return number;
  refusals.push(refusal('number-invalid', { field, value: text.slice(0, 40) }));
  return undefined;
}

function countedTwice({ lines }: Count): readonly Refusal[] {
  const places = lines.map(({ item, location = '' }) => `${item}\n${location}`);
  const twice = places.filter((place, index) => places.indexOf(place) !== index);
  return [...new Set(twice)].map((place) => {
    const [item = '', location = ''] = place.split('\n');
    const where = location === '' ? item : `${item} at ${location}`;
    return refusal('request-malformed', { fault: `${where} is counted twice` });
  });
}
