import {
  type AccountRole,
  type BusinessDate,
  CLEARING_TYPES,
  type DeterminationDesk,
  type Item,
} from 'perpetua-core';

/** What an account is asked for. */
type Asked = Pick<Item, 'group' | 'itemType' | 'financialGroup'> & { readonly site: string };

/**
 * Finds the account that a role has for an item and site on a day, as a transaction of the review would;
 * undefined where the ladder finds none.
 */
export const accountFinder =
  (desk: DeterminationDesk, day: BusinessDate) =>
  (type: keyof typeof CLEARING_TYPES, role: AccountRole, asked: Asked): string | undefined => {
    const { group, itemType = '', financialGroup = '', site } = asked;
    const of = { group, itemType, financialGroup, site };
    const question = { type: CLEARING_TYPES[type], role, ...of, ...NOTHING_SAID };
    return desk.determine(question, day).account ?? undefined;
  };

const NOTHING_SAID = { location: '', reason: '', typedOnLine: '', pinned: '', facts: {} } as const;
