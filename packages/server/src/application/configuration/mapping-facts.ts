import {
  type AccountRole,
  type BusinessDate,
  type CenterMapping,
  type DatedMapping,
  FIRST_DAY,
  isTransactionType,
  itemTypeKey,
  type Mapping,
  type MappingMode,
  modeKey,
  parseBusinessDate,
  type TransactionType,
} from 'perpetua-core';

/** A part of the mapping, in force from the day in its key on, or from ever. Null ends it. */
export type MappingFact =
  | { readonly kind: 'type'; readonly key: string; readonly content: TypeContent }
  | { readonly kind: 'mode'; readonly key: string; readonly content: MappingMode }
  | {
      readonly kind: 'item-type-account' | 'reason-account';
      readonly key: string;
      readonly content: { readonly account: string } | null;
    };

type TypeContent = { readonly center: CenterMapping };

type MappingKind = MappingFact['kind'];

/** How many parts the key of a kind has before the day. */
const KEY_PARTS = {
  type: 1,
  mode: 2,
  'item-type-account': 3,
  'reason-account': 1,
} as const satisfies Record<MappingKind, number>;

const MAPPING_KINDS: ReadonlySet<string> = new Set(Object.keys(KEY_PARTS));

export const isMappingFact = <Fact extends { readonly kind: string }>(
  fact: Fact,
): fact is Fact & MappingFact => MAPPING_KINDS.has(fact.kind);

/** The parts of a mapping fact's key, and the day from which it holds. */
export function readMappingKey({ kind, key }: Pick<MappingFact, 'kind' | 'key'>): {
  readonly parts: readonly string[];
  readonly from: BusinessDate;
} {
  const all = key.split('\n');
  const from = parseBusinessDate(all[KEY_PARTS[kind]] ?? '') ?? FIRST_DAY;
  return { parts: all.slice(0, KEY_PARTS[kind]), from };
}

/** A key with the day it holds from; what holds from ever has none. */
const datedKey = (key: string, from: BusinessDate): string =>
  from === FIRST_DAY ? key : `${key}\n${from}`;

export const typeFact = (
  type: TransactionType,
  center: CenterMapping,
  from: BusinessDate,
): MappingFact => ({ kind: 'type', key: datedKey(type, from), content: { center } });

export const modeFact = (
  type: TransactionType,
  role: AccountRole,
  content: MappingMode,
  from: BusinessDate,
): MappingFact => ({ kind: 'mode', key: datedKey(modeKey(type, role), from), content });

/** Null takes the item type, or the exception of the financial group, out of the mapping. */
export const itemTypeFact = (
  {
    role,
    itemType,
    financialGroup = '',
  }: {
    readonly role: AccountRole;
    readonly itemType: string;
    readonly financialGroup?: string | undefined;
  },
  account: string | null,
  from: BusinessDate,
): MappingFact => ({
  kind: 'item-type-account',
  key: datedKey(itemTypeKey(role, itemType, financialGroup), from),
  content: account === null ? null : { account },
});

/** Null lets the reason go on to the account of the group. */
export const reasonAccountFact = (
  reason: string,
  account: string | null,
  from: BusinessDate,
): MappingFact => ({
  kind: 'reason-account',
  key: datedKey(reason, from),
  content: account === null ? null : { account },
});

class MappingInProgress {
  readonly modes = new Map<string, MappingMode>();
  readonly types = new Map<TransactionType, CenterMapping>();
  readonly itemTypeAccounts = new Map<string, string>();
  readonly reasonAccounts = new Map<string, string>();

  take(fact: MappingFact, key: string): void {
    if (fact.kind === 'mode') this.modes.set(key, fact.content);
    else if (fact.kind === 'type') {
      if (isTransactionType(key)) this.types.set(key, fact.content.center);
    } else {
      const accounts = fact.kind === 'reason-account' ? this.reasonAccounts : this.itemTypeAccounts;
      if (fact.content === null) accounts.delete(key);
      else accounts.set(key, fact.content.account);
    }
  }

  /** The mapping as it stands, apart from what is taken later. */
  copy(): Mapping {
    return {
      modes: new Map(this.modes),
      types: new Map(this.types),
      itemTypeAccounts: new Map(this.itemTypeAccounts),
      reasonAccounts: new Map(this.reasonAccounts),
    };
  }
}

/** The mappings of a company: the one it began with, and every later one whole, newest first. */
export function mappingsOf(facts: readonly MappingFact[]): {
  readonly first: Mapping;
  readonly later: readonly DatedMapping[];
} {
  const dated = facts.map((fact) => ({ fact, ...readMappingKey(fact) }));
  const days = [...new Set([FIRST_DAY, ...dated.map(({ from }) => from)])].toSorted();
  const mapping = new MappingInProgress();
  const mappings = days.map((from): DatedMapping => {
    for (const one of dated) if (one.from === from) mapping.take(one.fact, one.parts.join('\n'));
    return { ...mapping.copy(), from };
  });
  const [first = { ...mapping.copy(), from: FIRST_DAY }, ...later] = mappings;
  return { first, later: later.toReversed() };
}
