import { PATTERN_FAULTS } from './text-schemas.ts';

/** A fault as a validator of schemas reports it; the server has one and the command line another. */
export type SchemaFault = {
  readonly keyword: string;
  readonly instancePath: string;
  readonly message?: string;
  readonly params: unknown;
};

/** More faults of one document than this are not told. */
const MOST_FAULTS = 50;

/** All faults in words, each once and with the place it is at. */
export function faultTexts(faults: Iterable<SchemaFault>): readonly string[] {
  // What may not be there at all is told once, by the thing it should not be in.
  const telling = [...faults].filter(({ keyword }) => keyword !== 'boolean');
  return [...new Set(telling.map(faultText))].slice(0, MOST_FAULTS);
}

function faultText({ instancePath, message = 'is wrong', params }: SchemaFault): string {
  const place = instancePath === '' ? '/' : instancePath;
  const details: Readonly<Record<string, unknown>> = { ...Object(params) };
  const said = PATTERN_FAULTS.get(String(details['pattern'])) ?? message;
  const extra: readonly string[] = [details['additionalProperty'], details['additionalProperties']]
    .flat()
    .filter((name) => typeof name === 'string');
  if (extra.length > 0) return `${place} ${said} (${extra.join(', ')})`;
  const allowed: unknown = details['allowedValues'];
  return Array.isArray(allowed) ? `${place} ${said}: ${allowed.join(', ')}` : `${place} ${said}`;
}
