import {
  type AccountRole,
  assignmentKey,
  assignmentOn,
  type BusinessDate,
  type Configuration,
  keysOf,
} from 'perpetua-core';
import type { CompanySetup, PlaceAccounts, PlaceAssignment } from './company-setup.ts';
import { assignmentFact, type ConfigurationFact } from './configuration-facts.ts';

type Place = { readonly group: number | null; readonly site: string; readonly location: string };

const COMPANY: Place = { group: null, site: '', location: '' };
const groupPlace = (group: number): Place => ({ ...COMPANY, group });

/** Accounts a group's record has; a new group begins with those of the control table (`002.44`). */
const GROUP_ROLES = [
  'inventory',
  'cogs',
  'sales',
  'purchases',
  'purchase-variance',
  'count-variance',
  'inventory-adjustment',
  'scrap',
  'cost-revalue',
] as const satisfies readonly AccountRole[];

/** The account assignments of a setup, those of new groups filled in from the control table. */
export function assignmentFacts(
  before: Configuration | undefined,
  setup: CompanySetup,
  validFrom: BusinessDate,
): readonly ConfigurationFact[] {
  const at = (accounts: PlaceAccounts | undefined, place: Place) =>
    keysOf(accounts ?? {}).flatMap((role) => {
      const account = accounts?.[role];
      return account === undefined ? [] : [assignmentFact(role, place, { account }, validFrom)];
    });
  const { controls, groups = [], sites = [], places = [] } = setup;
  return [
    ...at(controls, COMPANY),
    ...groups.flatMap(({ number, removed }) => (removed === true ? endedBy(before, number) : [])),
    ...groups.flatMap(({ number, accounts, removed }) =>
      removed === true
        ? []
        : at({ ...defaultsOf(before, setup, number, validFrom), ...accounts }, groupPlace(number)),
    ),
    ...sites.flatMap(({ code, accounts }) => at(accounts, { ...COMPANY, site: code })),
    ...places.flatMap((place) => placeFacts(before, place, validFrom)),
  ];
}

/** With a group end all assignments to it, those at places too. */
const endedBy = (before: Configuration | undefined, group: number): readonly ConfigurationFact[] =>
  [...(before?.assignments.values() ?? [])]
    .flat()
    .filter((one) => one.group === group && (one.account !== null || one.center !== undefined))
    .map(({ role, site, location, validFrom }) =>
      assignmentFact(role, { group, site, location }, { account: null }, validFrom),
    );

/** What a group that is new takes over from the control table, as it is or as the setup makes it. */
function defaultsOf(
  before: Configuration | undefined,
  { controls = {} }: CompanySetup,
  group: number,
  date: BusinessDate,
): PlaceAccounts {
  if (before?.groups.has(group) === true) return {};
  const known = (role: AccountRole) =>
    before && assignmentOn(before.assignments, assignmentKey(role, null, '', ''), date)?.account;
  return Object.fromEntries(
    GROUP_ROLES.flatMap((role) => {
      const account = controls[role] ?? known(role);
      return account === undefined || account === null ? [] : [[role, account]];
    }),
  );
}

/** The rows of a place: an account, a center, or both; what is not named stays as it is. */
function placeFacts(
  before: Configuration | undefined,
  { group, site, location = '', accounts = {}, centers = {} }: PlaceAssignment,
  validFrom: BusinessDate,
): readonly ConfigurationFact[] {
  const roles = [...new Set([...keysOf(accounts), ...keysOf(centers)])];
  return roles.map((role) => {
    const known =
      before &&
      assignmentOn(before.assignments, assignmentKey(role, group, site, location), validFrom);
    const account = accounts[role] === undefined ? (known?.account ?? null) : accounts[role];
    const named = centers[role] === undefined ? known?.center : centers[role];
    const assigned = { account, center: named ?? undefined };
    // A row that only repeats what is there keeps where it came from.
    const repeats =
      known?.validFrom === validFrom &&
      known.account === assigned.account &&
      known.center === assigned.center;
    const provenance = repeats && known.provenance !== undefined ? known.provenance : undefined;
    const origin = provenance === undefined ? {} : { provenance };
    return assignmentFact(role, { group, site, location }, { ...assigned, ...origin }, validFrom);
  });
}
