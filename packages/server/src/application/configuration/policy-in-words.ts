import type { PolicyRow } from 'perpetua-core';

/** A policy and whom it is for, as a message names it. */
export const policyInWords = ({ policy, group }: Pick<PolicyRow, 'policy' | 'group'>): string =>
  group === null ? `policy ${policy}` : `policy ${policy} of group ${group}`;
