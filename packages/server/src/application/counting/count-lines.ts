import { type CountStanding, NO_LOCATION, type Refusal, refusal, standingOf } from 'perpetua-core';
import type { CountPlace, StoredLine } from './stored-count.ts';

/** How a line of a count is named: by its number, by item and location, or by both. */
export type LineName = {
  readonly line?: number | undefined;
  readonly item?: string | undefined;
  readonly location?: string | undefined;
};

/** A place in words: `F1 at A-01`, or the item alone where places inside the site are not kept. */
export const placeInWords = ({ item, location }: CountPlace): string =>
  location === NO_LOCATION ? item : `${item} at ${location}`;

export const placeKey = ({ item, location }: CountPlace): string => `${item}\n${location}`;

/** Where in a document of many lines something is wrong. */
export const documentLine = (line: number, place: CountPlace): Pick<Refusal, 'line' | 'place'> => ({
  line,
  ...(place.item === '' ? {} : { place: placeInWords(place) }),
});

/** A refusal of one line of a count. */
export const refusedLine = (reason: Refusal, line: StoredLine): Refusal => ({
  ...reason,
  ...documentLine(line.number, line),
});

/** As one reads the document: what is wrong with the whole of it, then line by line. */
export const inOrderOfLines = (refusals: readonly Refusal[]): readonly Refusal[] =>
  refusals.toSorted((a, b) => (a.line ?? 0) - (b.line ?? 0));

/** The lines of a count, found by how people name them. */
export class LineIndex {
  readonly #byNumber: ReadonlyMap<number, StoredLine>;
  readonly #byPlace: ReadonlyMap<string, StoredLine>;

  constructor(lines: readonly StoredLine[]) {
    this.#byNumber = new Map(lines.map((line) => [line.number, line]));
    this.#byPlace = new Map(lines.map((line) => [placeKey(line), line]));
  }

  /** The line; undefined when there is none of the name, or when number and place are of two. */
  find({ line, item, location = NO_LOCATION }: LineName): StoredLine | undefined {
    if (line === undefined)
      return item === undefined ? undefined : this.#byPlace.get(placeKey({ item, location }));
    const found = this.#byNumber.get(line);
    const isSame = item === undefined || (found?.item === item && found.location === location);
    return isSame ? found : undefined;
  }
}

/** The lines that are named, each once; every name that means no line, or one twice, is refused. */
export function namedLines(
  count: string,
  lines: readonly StoredLine[],
  names: readonly LineName[],
): { readonly found: readonly StoredLine[]; readonly refusals: readonly Refusal[] } {
  const index = new LineIndex(lines);
  const found = new Set<StoredLine>();
  const refusals: Refusal[] = [];
  for (const name of names) {
    const line = index.find(name);
    if (line === undefined) {
      refusals.push(refusal('count-line-unknown', { count, line: nameInWords(name) }));
    } else if (found.has(line)) {
      refusals.push(refusedLine(refusal('counted-twice', { place: placeInWords(line) }), line));
    } else found.add(line);
  }
  return { found: [...found], refusals };
}

function nameInWords({ line, item, location = NO_LOCATION }: LineName): string {
  const place = item === undefined ? '' : placeInWords({ item, location });
  return line === undefined ? place : `${line} ${place}`.trimEnd();
}

/** A line with how far it has come. */
export type StandingLine = { readonly line: StoredLine; readonly standing: CountStanding };

export const standingLines = (lines: readonly StoredLine[]): readonly StandingLine[] =>
  lines.map((line) => ({ line, standing: standingOf(line) }));

/** States as they are told in a sentence. */
const IN_WORDS: Readonly<Record<CountStanding['state'], string>> = {
  uncounted: 'not counted',
  'to-recount': 'to be counted again',
  disputed: 'counted differently by different counters',
  counted: 'counted',
  accepted: 'accepted',
};

export const stateInWords = ({ state }: CountStanding): string => IN_WORDS[state];
