import {
  type Configuration,
  FIRST_DAY,
  parseBusinessDate,
  type Refusal,
  refusal,
} from 'perpetua-core';
import { inactiveExceptions, rowFaults } from './check-mappings.ts';
import type { CompanySetup, ReasonSetup } from './company-setup.ts';
import { mappingFacts } from './draft-mapping.ts';
import { invalid } from './invalid-setup.ts';
import { mappingsOf } from './mapping-facts.ts';

/** Edits of a mapping: the part of a setup that decides accounts by class, and centers. */
export type MappingEdits = Pick<
  CompanySetup,
  'validFrom' | 'reason' | 'modes' | 'itemTypeAccounts' | 'allItemTypes' | 'allReasons' | 'reasons'
> & { readonly types?: Exclude<CompanySetup['types'], 'default' | undefined> };

/** Edits as they are added to others; null takes the day of beginning back. */
export type AddedEdits = Omit<MappingEdits, 'validFrom'> & {
  readonly validFrom?: string | null;
};

/**
 * Edits with others made after them. An account given to all item types or to all reasons takes the
 * place of what was given to single ones before; what is given to a single one after it stays
 * (`003.30`, `003.31`, `003.36`).
 */
export function editsAfter(staged: MappingEdits, added: AddedEdits): MappingEdits {
  const { validFrom: _, ...kept } = staged;
  const validFrom = added.validFrom === undefined ? staged.validFrom : added.validFrom;
  const bulk = new Set((added.allItemTypes ?? []).map(({ role }) => role));
  const itemTypeAccounts = (staged.itemTypeAccounts ?? []).filter(
    ({ role, financialGroup }) => financialGroup !== undefined || !bulk.has(role),
  );
  const reasons =
    added.allReasons === undefined ? (staged.reasons ?? []) : withoutAccounts(staged.reasons ?? []);
  return withoutEmpty({
    ...kept,
    ...(validFrom === undefined || validFrom === null ? {} : { validFrom }),
    ...(added.reason === undefined ? {} : { reason: added.reason }),
    ...(added.allReasons === undefined ? {} : { allReasons: added.allReasons }),
    types: [...(staged.types ?? []), ...(added.types ?? [])],
    modes: [...(staged.modes ?? []), ...(added.modes ?? [])],
    allItemTypes: [...(staged.allItemTypes ?? []), ...(added.allItemTypes ?? [])],
    itemTypeAccounts: [...itemTypeAccounts, ...(added.itemTypeAccounts ?? [])],
    reasons: [...reasons, ...(added.reasons ?? [])],
  });
}

/** Reasons as they are without the accounts they were given; one that says nothing else is left out. */
const withoutAccounts = (reasons: readonly ReasonSetup[]): readonly ReasonSetup[] =>
  reasons.flatMap(({ account: _, ...reason }) =>
    reason.name === undefined && reason.active === undefined ? [] : [reason],
  );

/** The same without lists that say nothing, so that equal edits look alike. */
const withoutEmpty = (edits: MappingEdits): MappingEdits =>
  Object.fromEntries(
    Object.entries(edits).filter(([, value]) => !Array.isArray(value) || value.length > 0),
  );

/** Whether there is anything in the edits that could change a mapping. */
export const isEmpty = ({ validFrom: _, reason: __, ...edits }: MappingEdits): boolean =>
  Object.keys(withoutEmpty(edits)).length === 0;

/**
 * What is wrong with edits as far as they can be judged alone: accounts, roles, item types, groups
 * and reasons that are not there or cannot be meant. What they would make of the mapping as a whole
 * is judged when they are saved.
 */
export function editFaults(configuration: Configuration, edits: AddedEdits): readonly Refusal[] {
  const refusals: Refusal[] = [];
  const { validFrom } = edits;
  if (typeof validFrom === 'string' && parseBusinessDate(validFrom) === undefined)
    refusals.push(refusal('date-invalid', { field: 'validFrom', value: validFrom }));
  const { reasons = [] } = edits;
  for (const { code, name = '' } of reasons) {
    if (name.trim() === '' && !configuration.reasons.has(code))
      refusals.push(invalid(`reason ${code}`, 'it has no name; a new reason needs one'));
  }
  const { code, center } = configuration.company;
  const setup = { ...edits, validFrom: '', company: { code, name: code, currency: '', center } };
  const facts = mappingFacts(configuration, setup, FIRST_DAY, refusals);
  const known = new Map([
    ...configuration.reasons,
    ...reasons.map((one) => [one.code, { code: one.code, name: one.name ?? one.code }] as const),
  ]);
  const alone = { ...configuration, ...mappingsOf(facts).first, reasons: known, laterMappings: [] };
  return [...refusals, ...rowFaults(alone, alone), ...inactiveExceptions(configuration, alone)];
}
