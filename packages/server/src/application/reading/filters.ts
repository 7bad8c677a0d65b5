import {
  type Bucket,
  type BusinessDate,
  daysOf,
  type EntryType,
  entryTypes,
  entryTypesOf,
  type GlSource,
  glSources,
  isTransactionType,
  parseBusinessDate,
  parsePeriod,
  type Refusal,
  refusal,
  type TransactionType,
} from 'perpetua-core';
import type { CompanyNames } from './company-names.ts';
import type { ReadingSession } from './ports.ts';

/** Parameters of a report or list as they come: texts, some of them absent. */
export type Asked<Name extends string> = { readonly [name in Name]?: string | undefined };

/** A fault in what was asked for. */
export const malformed = (fault: string): Refusal => refusal('request-malformed', { fault });

/** Reads a business date, if one is given. */
export function readDay(
  field: string,
  text: string | undefined,
  refusals: Refusal[],
): BusinessDate | undefined {
  if (text === undefined) return undefined;
  const day = parseBusinessDate(text);
  if (day === undefined) refusals.push(refusal('date-invalid', { field, value: text }));
  return day;
}

/** Reads a day, or a month, which stands for its first or last day. */
export function readEdge(
  field: 'from' | 'to',
  text: string | undefined,
  refusals: Refusal[],
): BusinessDate | undefined {
  const period = text === undefined ? undefined : parsePeriod(text);
  if (period === undefined) return readDay(field, text, refusals);
  const { first, last } = daysOf(period);
  return field === 'from' ? first : last;
}

/** Refuses a stretch that ends before it begins. */
export function refuseBackwards(
  from: BusinessDate | undefined,
  to: BusinessDate | undefined,
  refusals: Refusal[],
): void {
  if (from !== undefined && to !== undefined && from > to)
    refusals.push(malformed(`from ${from} is later than to ${to}`));
}

/** Reads transaction types, divided by commas. */
export function readTypes(
  text: string | undefined,
  refusals: Refusal[],
): readonly TransactionType[] {
  return wordsOf(text).flatMap((type) => {
    if (isTransactionType(type)) return [type];
    refusals.push(refusal('transaction-type-unknown', { type }));
    return [];
  });
}

/** Reads one of a fixed list of words, if one is given. */
export function readWord<Word extends string>(
  field: string,
  text: string | undefined,
  words: readonly Word[],
  refusals: Refusal[],
): Word | undefined {
  if (text === undefined) return undefined;
  const word = words.find((one) => one === text);
  if (word === undefined)
    refusals.push(malformed(`${field} is one of ${words.join(', ')}, not ${text}`));
  return word;
}

/** Reads an entry type, if one is given. */
const readEntryType = (text: string | undefined, refusals: Refusal[]): EntryType | undefined =>
  readWord('entryType', text, entryTypes(), refusals);

/** Reads a GL source (`003.01`), if one is given. */
function readGlSource(text: string | undefined, refusals: Refusal[]): GlSource | undefined {
  if (text === undefined) return undefined;
  const source = glSources().find((one) => one === text);
  if (source === undefined)
    refusals.push(refusal('gl-source-unknown', { source: text, sources: glSources().join(', ') }));
  return source;
}

/** The entry types that an entry type and a GL source leave over; undefined when neither is given. */
export function readEntryTypes(
  { entryType, glSource }: Asked<'entryType' | 'glSource'>,
  refusals: Refusal[],
): readonly EntryType[] | undefined {
  const type = readEntryType(entryType, refusals);
  const source = readGlSource(glSource, refusals);
  const ofSource = source === undefined ? undefined : entryTypesOf(source);
  if (type === undefined) return ofSource;
  return ofSource === undefined || ofSource.includes(type) ? [type] : [];
}

/** The buckets stock and carried goods are held in. */
export const BUCKETS = [
  'on-hand',
  'in-transit',
  'wip',
  'wip-in-transit',
  'order-clearing',
  'consigned',
  'assembly',
] as const satisfies readonly Bucket[];

/** Reads buckets, divided by commas; `all` stands for every one. */
export function readBuckets(
  field: string,
  text: string | undefined,
  refusals: Refusal[],
): readonly Bucket[] {
  if (text === 'all') return BUCKETS;
  return wordsOf(text).flatMap((word) => {
    const bucket = readWord(field, word, BUCKETS, refusals);
    return bucket === undefined ? [] : [bucket];
  });
}

/** Words divided by commas. */
export const wordsOf = (text: string | undefined): readonly string[] =>
  (text ?? '')
    .split(',')
    .map((word) => word.trim())
    .filter((word) => word !== '');

/** Reads how many lines a page may have. */
export function readLimit(
  text: string | undefined,
  { usual, most }: { readonly usual: number; readonly most: number },
  refusals: Refusal[],
): number {
  if (text === undefined) return usual;
  const limit = /^\d{1,9}$/.test(text) ? Number(text) : 0;
  if (limit >= 1 && limit <= most) return limit;
  refusals.push(malformed(`limit is a number from 1 to ${most}, not ${text}`));
  return usual;
}

/** Reads a cursor that is a number of the log. */
export function readMark(text: string | undefined, refusals: Refusal[]): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,15}$/.test(text)) return Number(text);
  refusals.push(malformed(`after is no cursor of this list: ${text}`));
  return undefined;
}

/** Refuses a code of an item, a site or an account that the company does not have. */
export async function refuseUnknown(
  session: ReadingSession,
  names: CompanyNames,
  asked: Asked<'item' | 'site' | 'account'>,
  refusals: Refusal[],
): Promise<void> {
  const { item, site, account } = asked;
  if (item !== undefined && (await session.items([item], 'now')).size === 0)
    refusals.push(refusal('item-unknown', { item }));
  if (site !== undefined && !names.sites.has(site))
    refusals.push(refusal('site-unknown', { site, field: 'site' }));
  if (account !== undefined && !names.accounts.has(account))
    refusals.push(refusal('account-unknown', { account }));
}
