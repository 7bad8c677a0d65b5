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

/**
 * What facts change of those that are known; what they only repeat is left out. A fact that begins
 * on a day is held against what was in force on that day.
 */
export function differencesBetween(
  known: readonly ConfigurationFact[],
  facts: readonly ConfigurationFact[],
): readonly ConfigurationDifference[] {
  const before = new Map(known.map((fact) => [`${fact.kind}\n${fact.key}`, fact.content]));
  const earlier = new EarlierFacts(known);
  return facts.flatMap(({ kind, key, content }) => {
    const exact = before.get(`${kind}\n${key}`);
    const old = exact === undefined ? earlier.contentBefore({ kind, key }) : exact;
    if (sortedJson(old) === sortedJson(content)) return [];
    return [{ kind, name: nameOf(key), before: old, after: content }];
  });
}

/** Kinds that hold from a day on, which then stands at the end of the key. */
export const DATED_KINDS: readonly FactKind[] = [
  'assignment',
  'type',
  'mode',
  'item-type-account',
  'reason-account',
  'policy',
];

type Named = Pick<ConfigurationFact, 'kind' | 'key'>;

/** Facts that hold from a day on, by what they are about. */
class EarlierFacts {
  readonly #byBase: ReadonlyMap<string, readonly ConfigurationFact[]>;

  constructor(facts: readonly ConfigurationFact[]) {
    const dated = facts.filter(({ kind }) => DATED_KINDS.includes(kind));
    this.#byBase = Map.groupBy(dated, (fact) => datedName(fact).base);
  }

  /** What held on the day a fact begins, before there was that fact; null where nothing did. */
  contentBefore(fact: Named): unknown {
    if (!DATED_KINDS.includes(fact.kind)) return null;
    const { base, from } = datedName(fact);
    const held = (this.#byBase.get(base) ?? [])
      .filter((one) => datedName(one).from < from)
      .toSorted((a, b) => (datedName(a).from < datedName(b).from ? -1 : 1));
    return held.at(-1)?.content ?? null;
  }
}

function datedName({ kind, key }: Named): { readonly base: string; readonly from: string } {
  const [, base = key, from = ''] = /^(.*)\n(\d{4}-\d{2}-\d{2})$/s.exec(key) ?? [];
  return { base: `${kind}\n${base}`, from };
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
