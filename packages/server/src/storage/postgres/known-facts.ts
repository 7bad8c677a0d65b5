import type { ClientBase } from 'pg';
import type { DatedFact } from '../../application/ports.ts';

/** Facts of all companies together that are remembered at most. */
const MOST_KNOWN = 1_000_000;

/** The facts of a company in force at a version. */
type Known = { readonly version: number; readonly facts: readonly DatedFact[] };

/**
 * The facts of each company as this process last read them. A version that was committed never
 * changes, so that of a later one only the facts since are read: a warehouse of a hundred thousand
 * locations is not read anew because somebody opened a period (`002.46`).
 */
export class KnownFacts {
  readonly #known = new Map<number, Known>();

  /**
   * The facts at a version, items left out, ordered by kind and key; the same list for the same
   * version as long as it is remembered.
   *
   * @param committed the version the session began with: later ones may still be rolled back
   */
  async at(
    client: ClientBase,
    company: number,
    version: number,
    committed: number,
  ): Promise<readonly DatedFact[]> {
    const known = this.#known.get(company);
    if (known?.version === version) return known.facts;
    if (version !== committed || (known !== undefined && known.version > version))
      return ordered(await readFacts(client, company, { after: 0, version }));
    const later = await readFacts(client, company, { after: known?.version ?? 0, version });
    const facts = ordered(known === undefined ? later : replaced(known.facts, later));
    this.#remember(company, { version, facts });
    return facts;
  }

  #remember(company: number, known: Known): void {
    const newest = this.#known.get(company);
    if (newest !== undefined && newest.version > known.version) return;
    this.#known.delete(company);
    this.#known.set(company, known);
    let inAll = [...this.#known.values()].reduce((sum, { facts }) => sum + facts.length, 0);
    // Those that were read longest ago come first.
    for (const [other, { facts }] of this.#known) {
      if (inAll <= MOST_KNOWN) break;
      this.#known.delete(other);
      inAll -= facts.length;
    }
  }
}

/** Facts of which later ones have taken the place of those of the same kind and key. */
function replaced(facts: readonly DatedFact[], later: readonly DatedFact[]): readonly DatedFact[] {
  const names = new Set(later.map(nameOf));
  return [...facts.filter((fact) => !names.has(nameOf(fact))), ...later];
}

const nameOf = ({ kind, key }: DatedFact): string => `${kind}\n${key}`;

/** By kind and key, whatever the database sorts texts by. */
const ordered = (facts: readonly DatedFact[]): readonly DatedFact[] =>
  facts.toSorted((a, b) => {
    if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
    return a.key < b.key ? -1 : 1;
  });

/** The newest facts of the versions after one and up to another; items are asked for elsewhere. */
export async function readFacts(
  client: ClientBase,
  company: number,
  { after, version }: { readonly after: number; readonly version: number },
): Promise<readonly DatedFact[]> {
  const { rows } = await client.query<DatedFact>(
    `select distinct on (kind, key) kind, key, version, content
       from configuration_fact
      where company_id = $1 and version > $2 and version <= $3 and kind <> 'item'
      order by kind, key, version desc`,
    [company, after, version],
  );
  return rows;
}
