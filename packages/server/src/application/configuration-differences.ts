import type { ConfigurationFact, FactKind } from './configuration-facts.ts';

/** One thing of the configuration that a change makes otherwise. */
export type ConfigurationDifference = {
  readonly kind: FactKind;
  /** Its key in words, the parts set apart by ` · `. */
  readonly name: string;
  /** Null where it was not there before. */
  readonly before: unknown;
  /** Null where it is there no more. */
  readonly after: unknown;
};

/** What facts change of those that are known; what they only repeat is left out. */
export function differencesBetween(
  known: readonly ConfigurationFact[],
  facts: readonly ConfigurationFact[],
): readonly ConfigurationDifference[] {
  const before = new Map(known.map((fact) => [`${fact.kind}\n${fact.key}`, fact.content]));
  return facts.flatMap(({ kind, key, content }) => {
    const old = before.get(`${kind}\n${key}`) ?? null;
    if (sortedJson(old) === sortedJson(content)) return [];
    return [{ kind, name: nameOf(key), before: old, after: content }];
  });
}

/** The key of a fact in words. */
export const nameOf = (key: string): string =>
  key
    .split('\n')
    .filter((part) => part !== '')
    .join(' · ');

/** JSON whose fields are in the order of their names, so that equal contents have equal texts. */
const sortedJson = (content: unknown): string =>
  JSON.stringify(content, (_, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
