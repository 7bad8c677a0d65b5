import type { Configuration, IntegrationStatus } from '../determination/configuration.ts';
import { assert } from '../primitives/assert.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { type EntryType, INVENTORY_ENTRY_TYPE, isEntryType } from './entry-type.ts';

/** The entry type that was chosen with a status of integration; undefined where none was. */
export function chosenEntryTypeOf({ entryType }: IntegrationStatus): EntryType | undefined {
  if (entryType === undefined) return undefined;
  assert(isEntryType(entryType), 'an entry type is looked up before it is kept');
  return entryType;
}

/**
 * The entry type under which journals of inventory are filed on a day (`000.31`): the one chosen last
 * until then, else the one that inventory has to itself.
 */
export function integrationEntryTypeOn({ company }: Configuration, date: BusinessDate): EntryType {
  const chosen = company.integration.find(
    ({ from, entryType }) => from <= date && entryType !== undefined,
  );
  return (chosen && chosenEntryTypeOf(chosen)) ?? INVENTORY_ENTRY_TYPE;
}
