import { Type } from '@fastify/type-provider-typebox';

type TextOptions = {
  readonly minLength?: number;
  readonly maxLength: number;
  readonly description?: string;
};

/** No control characters, and no half of a character, which has no form in UTF-8. */
const ONE_LINE = '^[^\\p{Cc}\\p{Cs}]*$';

/** Any text the database can keep: it has no NUL character and no half of a character. */
const KEPT = '^[^\\0\\p{Cs}]*$';

/** A code, a key or another word that names something: one line, so that it can be part of a key. */
export const oneLine = (options: TextOptions) => Type.String({ ...options, pattern: ONE_LINE });

/** A name or a remark for people. */
export const freeText = (options: TextOptions) => Type.String({ ...options, pattern: KEPT });

/** What a text is not that does not match its pattern, where the pattern is no help to people. */
export const PATTERN_FAULTS: ReadonlyMap<string, string> = new Map([
  [ONE_LINE, 'must be one line of whole characters'],
  [KEPT, 'must be a text without NUL and without half characters'],
]);

/** A decimal as text; never a JSON number, which would be floating point. */
export const DecimalText = Type.String({
  pattern: '^-?[0-9]+(\\.[0-9]+)?$',
  maxLength: 60,
  examples: ['12.50'],
});
