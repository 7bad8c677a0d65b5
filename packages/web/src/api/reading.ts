import { type DecimalText, isDecimalText } from '../formats/decimal-text.ts';

/** Where in an answer we are, and all that was found wrong in it so far. */
export type Place = { readonly path: string; readonly faults: string[] };

/** Reads a value of unknown shape; what is wrong is added to the place's faults. */
export type Reader<T> = (value: unknown, place: Place) => T;

/** What a reader gives back. */
export type ReadBy<R> = R extends Reader<infer T> ? T : never;

export type Reading<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly faults: readonly string[] };

/** Reads a whole answer: the value, or everything that is wrong with it at once. */
export function read<T>(reader: Reader<T>, value: unknown): Reading<T> {
  const faults: string[] = [];
  const result = reader(value, { path: '', faults });
  return faults.length === 0 ? { ok: true, value: result } : { ok: false, faults };
}

export const text: Reader<string> = (value, place) =>
  typeof value === 'string' ? value : expected(place, 'a text', '');

/** A decimal in a string, such as `-12.50`; it stays a string, so nothing is lost. */
export const decimal: Reader<DecimalText> = (value, place) =>
  typeof value === 'string' && isDecimalText(value)
    ? value
    : expected<DecimalText>(place, 'a decimal text', ZERO);

/** A whole number from 0 on. */
export const count: Reader<number> = (value, place) =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0
    ? value
    : expected(place, 'a whole number', 0);

export const flag: Reader<boolean> = (value, place) =>
  typeof value === 'boolean' ? value : expected(place, 'true or false', false);

/** A month such as `2026-01`. */
export const month: Reader<string> = (value, place) =>
  typeof value === 'string' && /^\d{4}-(?:0[1-9]|1[0-2])$/.test(value)
    ? value
    : expected(place, 'a month', '1970-01');

/** An instant such as `2026-11-23T10:00:00Z`. */
export const instant: Reader<string> = (value, place) =>
  typeof value === 'string' && !Number.isNaN(Date.parse(value))
    ? value
    : expected(place, 'an instant', '1970-01-01T00:00:00Z');

/** One of the given words; the first one stands in for a wrong one. */
export function oneOf<T extends string>(first: T, ...others: readonly T[]): Reader<T> {
  const words = [first, ...others];
  return (value, place) =>
    words.find((word) => word === value) ?? expected(place, words.join(' or '), first);
}

/** What may be missing or null. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, place) =>
    value === undefined || value === null ? undefined : reader(value, place);
}

export function list<T>(reader: Reader<T>): Reader<readonly T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) return expected<readonly T[]>(place, 'a list', []);
    return value.map((element: unknown, index) => reader(element, below(place, `[${index}]`)));
  };
}

/** Reads one named field of an object. */
export type Field = <T>(name: string, reader: Reader<T>) => T;

/** An object, built from its fields; fields nobody asks for are passed over. */
export function object<T>(build: (field: Field, place: Place) => T): Reader<T> {
  return (value, place) => {
    const known = typeof value === 'object' && value !== null && !Array.isArray(value);
    const fields = new Map<string, unknown>(known ? Object.entries(value) : []);
    if (!known) expected(place, 'an object', undefined);
    // One missing object is one fault, not one for each of its fields.
    const inner: Place = known ? place : { path: place.path, faults: [] };
    return build((name, reader) => reader(fields.get(name), below(inner, `.${name}`)), inner);
  };
}

/** Notes that something else was expected here and gives back what stands in for it. */
export function expected<T>(place: Place, what: string, instead: T): T {
  place.faults.push(`${place.path === '' ? 'the answer' : place.path.slice(1)} is not ${what}`);
  return instead;
}

const ZERO: DecimalText = zero();

function zero(): DecimalText {
  const digit = '0';
  if (!isDecimalText(digit)) throw new Error('0 is a decimal text');
  return digit;
}

function below(place: Place, step: string): Place {
  return { path: `${place.path}${step}`, faults: place.faults };
}
