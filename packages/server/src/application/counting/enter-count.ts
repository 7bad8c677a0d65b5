import { createHash } from 'node:crypto';
import {
  type CountMoment,
  figuresAfter,
  LARGEST_QUANTITY,
  NO_LOCATION,
  NO_QUANTITY,
  ok,
  parseDecimal,
  type Quantity,
  quantity,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { CompanySession } from '../ports.ts';
import type { WholePlace } from '../post-whole.ts';
import {
  documentLine,
  inOrderOfLines,
  LineIndex,
  type LineName,
  placeInWords,
  placeKey,
} from './count-lines.ts';
import { findCount, refuseEnded } from './find-count.ts';
import { type FoundPlaces, foundPlaces } from './found-places.ts';
import type {
  CountPlace,
  StoredCount,
  StoredEntry,
  StoredLine,
  StoredSheet,
} from './stored-count.ts';
import { type CountProgress, progressOf } from './told-count.ts';

/** A quantity that was counted, and of what. */
export type CountedQuantity = LineName & {
  readonly quantity: string;
  /** What it stands against; without it what the count says. */
  readonly moment?: CountMoment | undefined;
  /** Added to what the same counter entered for the line before, not put in its place. */
  readonly also?: boolean | undefined;
};

/** What one counter enters at once: a sheet, whole or in part. */
export type CountEntryRequest = {
  /** Who counted; a counter's later entry takes the place of the earlier one. */
  readonly counter?: string | undefined;
  /** Names the sheet; sent again it is answered again. Needed where something is added with `also`. */
  readonly key?: string | undefined;
  readonly lines: readonly CountedQuantity[];
};

export type EnteredCount = {
  readonly status: 'entered' | 'duplicate';
  readonly sheet: number;
  /** Lines entered, and how many of them were not on the sheet before. */
  readonly entered: number;
  readonly found: number;
  readonly progress: CountProgress;
};

/**
 * Enters what was counted, all lines or none. Any number of sheets may follow one another: of one
 * counter the later entry of a line holds, and different counters must agree or the line is disputed.
 * A place that was not on the sheet becomes a line of its own, when it is within what is counted.
 *
 * Refuses, with every fault and the line it is in: lines that are unknown, there twice or accepted,
 * numbers that are none or below zero, places out of the count, and parts between which goods moved.
 */
export function enterCount(
  { storage, clock, actor, company }: WholePlace,
  name: string,
  request: CountEntryRequest,
): Promise<Result<EnteredCount, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const found = await findCount(session, name);
    if (!found.ok) return found;
    const count = found.value;
    const sheets = await session.counts.sheets(name);
    const digest = digestOf(request);
    const earlier = sheets.find(({ key }) => key !== undefined && key === request.key);
    if (earlier !== undefined) return again(session, count, earlier, { request, digest });
    const ended = refuseEnded(count);
    if (ended.length > 0) return refused(ended);
    const entry = new CountSheetEntry(session, count, request.counter ?? actor);
    const read = await entry.read(request);
    if (!read.ok) return read;
    const { entries, places } = read.value;
    const sheet: StoredSheet = {
      sheet: sheets.length + 1,
      key: request.key,
      counter: entry.counter,
      digest,
      enteredAt: clock(),
      enteredBy: actor,
    };
    await session.keepCounts.addLines(count, places);
    await session.keepCounts.addSheet(name, sheet, entries);
    return ok({
      status: 'entered',
      sheet: sheet.sheet,
      entered: entries.length,
      found: places.length,
      progress: progressOf(await session.counts.lines(name)),
    });
  });
}

/** What entering would be refused for on the books as they are; nothing is kept. */
export function checkEntries(
  { storage, actor, company }: WholePlace,
  name: string,
  request: CountEntryRequest,
): Promise<Result<{ readonly entered: number; readonly found: number }, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const found = await findCount(session, name);
    if (!found.ok) return found;
    const ended = refuseEnded(found.value);
    if (ended.length > 0) return refused(ended);
    const entry = new CountSheetEntry(session, found.value, request.counter ?? actor);
    const read = await entry.read(request);
    if (!read.ok) return read;
    const { entries, places } = read.value;
    return ok({ entered: entries.length, found: places.length });
  });
}

const digestOf = ({ counter, lines }: CountEntryRequest): string =>
  createHash('sha256')
    .update(JSON.stringify([counter ?? '', lines.map(contentOf)]))
    .digest('hex');

const contentOf = ({ line, item, location, quantity: units, moment, also }: CountedQuantity) => [
  line ?? 0,
  item ?? '',
  location ?? '',
  units,
  moment ?? '',
  also ?? false,
];

async function again(
  { counts }: CompanySession,
  { name }: StoredCount,
  { sheet, digest: before }: StoredSheet,
  { request, digest }: { readonly request: CountEntryRequest; readonly digest: string },
): Promise<Result<EnteredCount, Refusal>> {
  if (before !== digest) {
    const difference = 'other lines were entered under it';
    const details = { key: request.key ?? '', source: `count ${name}`, difference };
    return refused([refusal('key-reused', details)]);
  }
  const progress = progressOf(await counts.lines(name));
  return ok({ status: 'duplicate', sheet, entered: request.lines.length, found: 0, progress });
}

type Entries = readonly Omit<StoredEntry, 'counter'>[];

/** A line that was sent: which line of the count it is about, or which place is to become one. */
type Meant = CountedQuantity &
  CountPlace & {
    /** Where in the request it stands, from 1 on. */
    readonly position: number;
    readonly known: StoredLine | undefined;
  };

/** Reads what a counter sends against the count, with all that is wrong with it. */
class CountSheetEntry {
  readonly counter: string;
  readonly #session: CompanySession;
  readonly #count: StoredCount;
  readonly #refusals: Refusal[] = [];

  constructor(session: CompanySession, count: StoredCount, counter: string) {
    this.#session = session;
    this.#count = count;
    this.counter = counter;
  }

  async read(
    request: CountEntryRequest,
  ): Promise<
    Result<{ readonly entries: Entries; readonly places: FoundPlaces['lines'] }, Refusal>
  > {
    const { site, name } = this.#count;
    const lines = await this.#session.counts.lines(name);
    if (request.key === undefined && request.lines.some(({ also }) => also === true))
      this.#refusals.push(refusal('field-missing', { type: 'also', field: 'key' }));
    const meant = this.#meant(lines, request.lines);
    const unknown = meant.filter(({ known }) => known === undefined);
    const found = await foundPlaces(this.#session, this.#count, { lines, places: unknown });
    this.#refusals.push(...found.refusals);
    const now = await this.#session.counts.recordedNow(
      site,
      meant.filter((line) => this.#momentOf(line) === 'entry'),
    );
    const recorded = new Map(now.map((stock) => [placeKey(stock), stock.quantity]));
    const entries = meant.flatMap((line) => this.#entryOf(line, found, recorded));
    if (this.#refusals.length > 0) return refused(inOrderOfLines(this.#refusals));
    return ok({ entries, places: found.lines });
  }

  /** What the lines are about; what means nothing, or one place twice, is refused. */
  #meant(lines: readonly StoredLine[], sent: readonly CountedQuantity[]): readonly Meant[] {
    const index = new LineIndex(lines);
    const seen = new Set<string>();
    return sent.flatMap((one, at): readonly Meant[] => {
      const position = at + 1;
      const known = index.find(one);
      const place = known ?? { item: one.item ?? '', location: one.location ?? NO_LOCATION };
      const { item, location } = place;
      if (known === undefined && (one.line !== undefined || item === '')) {
        const line = `${one.line ?? ''} ${placeInWords(place)}`.trim();
        this.#refuse(position, place, 'count-line-unknown', { count: this.#count.name, line });
        return [];
      }
      if (seen.has(placeKey(place)))
        this.#refuse(position, place, 'counted-twice', { place: placeInWords(place) });
      seen.add(placeKey(place));
      return [{ ...one, position, known, item, location }];
    });
  }

  #momentOf({ moment }: CountedQuantity): CountMoment {
    return moment ?? this.#count.moment;
  }

  #entryOf(line: Meant, found: FoundPlaces, recorded: ReadonlyMap<string, Quantity>): Entries {
    const { known, position, also = false } = line;
    const place = known ?? found.byPlace.get(placeKey(line));
    if (place === undefined) return [];
    const units = this.#units(line, place.quantityDecimals);
    if (known?.accepted !== undefined) {
      const details = { place: placeInWords(known), count: this.#count.name };
      this.#refuse(position, line, 'count-line-accepted', details);
    }
    if (units === undefined) return [];
    const { frozen } = place;
    const isOfNow = this.#momentOf(line) === 'entry';
    const now = recorded.get(placeKey(line)) ?? NO_QUANTITY;
    const moved = isOfNow ? quantity(now - frozen) : NO_QUANTITY;
    const { counter } = this;
    const entered = { counter, quantity: units, moved, also };
    const after = figuresAfter(known?.figures ?? [], entered);
    if (!after.ok) {
      const at = documentLine(position, line);
      this.#refusals.push(...after.reasons.map((reason) => ({ ...reason, ...at })));
    }
    return [{ line: place.number, round: known?.round ?? 1, quantity: units, moved, also }];
  }

  #units(line: Meant, decimals: number): Quantity | undefined {
    const { quantity: text, item, position } = line;
    const value = text.slice(0, 40);
    const number = parseDecimal(text, decimals, LARGEST_QUANTITY);
    if (typeof number === 'bigint') {
      if (number >= 0n) return quantity(number);
      this.#refuse(position, line, 'counted-below-zero', { value, item });
      return undefined;
    }
    const details = {
      field: 'quantity',
      value,
      decimals: String(decimals),
      limit: String(LARGEST_QUANTITY),
    };
    this.#refuse(position, line, FAULTS[number], details);
    return undefined;
  }

  #refuse(
    position: number,
    place: CountPlace,
    ...[code, details]: Parameters<typeof refusal>
  ): void {
    this.#refusals.push({ ...refusal(code, details), ...documentLine(position, place) });
  }
}

const FAULTS = {
  'not-a-number': 'number-invalid',
  'too-precise': 'number-too-precise',
  'too-large': 'number-too-large',
} as const;
