import type { Configuration, Item, Refusal } from 'perpetua-core';
import { invalid } from './invalid-setup.ts';

/**
 * What is wrong with item types, financial groups and the items that name them (`003.46`): a
 * financial group belongs to an item type there is, and an item to an item type and to an active
 * financial group of it.
 */
export function checkItemTypes(
  configuration: Configuration,
  items: readonly Item[],
): readonly Refusal[] {
  const { itemTypes, financialGroups } = configuration;
  const groups = [...financialGroups.values()].flatMap(({ code, itemType }) =>
    itemTypes.has(itemType)
      ? []
      : [invalid(`financial group ${code}`, `there is no item type ${itemType}`)],
  );
  return [...groups, ...items.flatMap((item) => itemFaults(configuration, item))];
}

function itemFaults(
  { itemTypes, financialGroups }: Configuration,
  { code, itemType, financialGroup }: Item,
): readonly Refusal[] {
  const what = `item ${code}`;
  const faults: Refusal[] = [];
  if (itemType !== undefined) {
    const type = itemTypes.get(itemType);
    if (type === undefined) faults.push(invalid(what, `there is no item type ${itemType}`));
    else if (!type.active) faults.push(invalid(what, `item type ${itemType} is inactive`));
  }
  if (financialGroup === undefined) return faults;
  const group = financialGroups.get(financialGroup);
  if (group === undefined)
    return [...faults, invalid(what, `there is no financial group ${financialGroup}`)];
  if (group.itemType !== itemType)
    faults.push(invalid(what, `${financialGroup} belongs to item type ${group.itemType}`));
  if (!group.active) faults.push(invalid(what, `financial group ${financialGroup} is inactive`));
  return faults;
}

/** A financial group stays with its item type for ever (`003.46`). */
export function movedFinancialGroups(
  before: Configuration,
  next: Configuration,
): readonly Refusal[] {
  return [...before.financialGroups.values()].flatMap(({ code, itemType }) => {
    const now = next.financialGroups.get(code);
    if (now === undefined || now.itemType === itemType) return [];
    return [
      invalid(
        `financial group ${code}`,
        `it belongs to item type ${itemType} and cannot be moved to ${now.itemType}`,
      ),
    ];
  });
}
