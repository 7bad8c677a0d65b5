import { assignmentKey, type Configuration, type Refusal, refusal } from 'perpetua-core';

const VARIANCE = 'purchase-variance';

/**
 * Goods received notes are at a price, and invoices at another: every group needs a purchase variance
 * account while they are in use, its own or the company's (`000.49`).
 */
export function checkGoodsReceivedNotes({
  company,
  groups,
  assignments,
}: Configuration): readonly Refusal[] {
  if (company.goodsReceivedNotes !== true) return [];
  const has = (group: number | null): boolean =>
    Boolean(assignments.get(assignmentKey(VARIANCE, group, '', ''))?.[0]?.account);
  if (has(null)) return [];
  return [...groups.keys()]
    .filter((group) => !has(group))
    .map((group) => refusal('purchase-variance-missing', { group: String(group) }));
}
