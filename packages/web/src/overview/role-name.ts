import type { AccountRole } from 'perpetua-core';

/** The bucket roles as an accountant calls them. */
const NAMES: { readonly [role in AccountRole]?: string } = {
  inventory: 'Inventory',
  'inventory-in-transit': 'Inventory in transit',
  wip: 'Work in process',
  'wip-in-transit': 'Work in process in transit',
  'assembly-clearing': 'Assembly clearing',
};

const BY_CODE = new Map<string, string>(Object.entries(NAMES));

/** The name of a role; one without a name here is shown by its code. */
export const roleName = (role: string): string => BY_CODE.get(role) ?? role;
