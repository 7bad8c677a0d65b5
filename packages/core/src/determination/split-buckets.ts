import { type AccountRole, accountRoles, roleDefinition } from '../accounts/account-role.ts';
import { FIRST_DAY } from '../primitives/business-date.ts';
import {
  postingRule,
  type TransactionType,
  transactionTypes,
} from '../transactions/posting-rules.ts';
import { type AccountQuestion, determineAccount } from './account-determination.ts';
import { type Configuration, mappingOn } from './configuration.ts';
import { modeKey } from './mapping.ts';

/** A bucket role whose account would depend on the type of the transaction, and where it would. */
export type SplitBucket = {
  readonly role: AccountRole;
  /** Types that disagree with how most types map the role. */
  readonly types: readonly TransactionType[];
  /** The first question on which they disagree. */
  readonly at: string;
};

/**
 * The bucket roles that are mapped apart (`SPLIT_BUCKET_MAPPING`, `Q-13`). A bucket's value comes in
 * by one type and leaves by another, so all types must find the same account for it; different modes
 * are harmless as long as they come to the same. Only the steps below the places can differ by type.
 */
export function splitBuckets(configuration: Configuration): readonly SplitBucket[] {
  const days = [FIRST_DAY, ...configuration.laterMappings.map(({ from }) => from).toReversed()];
  const buckets = accountRoles().filter((role) => roleDefinition(role).isBucket);
  return buckets.flatMap((role) => {
    for (const day of days) {
      const found = splitOn(configuration, role, day);
      if (found !== undefined) return [found];
    }
    return [];
  });
}

function splitOn(
  configuration: Configuration,
  role: AccountRole,
  day: typeof FIRST_DAY,
): SplitBucket | undefined {
  const byMode = new Map<string, TransactionType[]>();
  for (const type of transactionTypes()) {
    const { debit, credit } = postingRule(type);
    if (debit !== role && credit !== role) continue;
    const mode = mappingOn(configuration, day).modes.get(modeKey(type, role)) ?? GROUP;
    const name = JSON.stringify(mode);
    byMode.set(name, [...(byMode.get(name) ?? []), type]);
  }
  // The mode most types have is taken for what is meant; the others are told.
  const [first, ...others] = [...byMode.values()].toSorted((a, b) => b.length - a.length);
  const one = first?.[0];
  if (one === undefined || others.length === 0) return undefined;
  for (const question of questionsOf(configuration, role)) {
    const account = determineAccount({ ...question, type: one }, configuration, day).account;
    const different = others.filter(([type = one]) => {
      return determineAccount({ ...question, type }, configuration, day).account !== account;
    });
    if (different.length > 0) return { role, types: different.flat(), at: placeOf(question) };
  }
  return undefined;
}

const GROUP = { mode: 'group' };

/** All that the steps below the places look at: groups, sites, item types, financial groups. */
function* questionsOf(
  { groups, sites, itemTypes, financialGroups }: Configuration,
  role: AccountRole,
): Generator<Omit<AccountQuestion, 'type'>> {
  const kinds = [
    { itemType: '', financialGroup: '' },
    ...[...itemTypes.keys()].map((itemType) => ({ itemType, financialGroup: '' })),
    ...[...financialGroups.values()].map(({ code, itemType }) => ({
      itemType,
      financialGroup: code,
    })),
  ];
  const asked = { role, location: '', reason: '', typedOnLine: '', pinned: '', facts: {} };
  for (const group of groups.keys()) {
    for (const site of sites.keys())
      for (const kind of kinds) yield { ...asked, group, site, ...kind };
  }
}

const placeOf = ({ group, site, itemType }: Omit<AccountQuestion, 'type'>): string =>
  [`group ${group}`, site, itemType].filter((part) => part !== '').join(' · ');
