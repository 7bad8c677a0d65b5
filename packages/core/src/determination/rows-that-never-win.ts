import {
  type AccountAssignment,
  assignmentKey,
  assignmentOn,
} from '../accounts/account-assignment.ts';
import { type AccountRole, isAccountRole, roleDefinition } from '../accounts/account-role.ts';
import { isCopyFrom } from '../accounts/account-synchronization.ts';
import type { Warehouse } from '../items/place.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import {
  postingRule,
  type TransactionType,
  transactionTypes,
} from '../transactions/posting-rules.ts';
import { type Configuration, locationKey, mappingOn } from './configuration.ts';
import { type Mapping, modeKey } from './mapping.ts';
import { isSubstitute } from './role-substitution.ts';

/** A row of the configuration that decides no account, and why. */
export type RowThatNeverWins = {
  /** The step of the ladder at which it stands. */
  readonly code: string;
  readonly role: AccountRole;
  /** Its place or its class: `group 12`, `S1`, `item type Frame`. */
  readonly name: string;
  readonly account: string;
  /** One sentence; the places and the mapping as they are on the day. */
  readonly why: string;
};

/**
 * Rows in force on a day that can never decide an account, because a step above them always does or
 * because no type asks for them (`account-determination.md`, note vi). Only what is certain is
 * named: items are no part of the configuration, so that one without an item type must be reckoned
 * with. A warehouse's row that was never copied decides for its gateway alone and is named too.
 */
export function rowsThatNeverWin(
  configuration: Configuration,
  day: BusinessDate,
): readonly RowThatNeverWins[] {
  const seen = new Seen(configuration, day);
  return [...seen.assigned(), ...seen.mapped()];
}

/** The types that ask for a role by their posting rule. */
const askingTypes = (role: AccountRole): readonly TransactionType[] =>
  transactionTypes().filter((type) => {
    const { debit, credit } = postingRule(type);
    return debit === role || credit === role;
  });

const BY_REASON = 'inventory-adjustment';
const ALL_SITES = 'the group has an account of its own at every site';
const ALL_PLACES = 'every group has an account of its own at every site';

/** A configuration looked at on one day. */
class Seen {
  readonly #configuration: Configuration;
  readonly #mapping: Mapping;
  readonly #day: BusinessDate;

  constructor(configuration: Configuration, day: BusinessDate) {
    this.#configuration = configuration;
    this.#mapping = mappingOn(configuration, day);
    this.#day = day;
  }

  /** Assignments by group, by site, of the company, and of warehouses. */
  assigned(): readonly RowThatNeverWins[] {
    const { assignments } = this.#configuration;
    return [...assignments.values()].flatMap((rows) => {
      const [newest] = rows;
      if (newest === undefined) return [];
      const { role, group, site, location } = newest;
      const row = assignmentOn(assignments, assignmentKey(role, group, site, location), this.#day);
      if (row?.account === undefined || row.account === null) return [];
      const found = this.#judge(row);
      return found === undefined ? [] : [{ role, account: row.account, ...found }];
    });
  }

  #judge(row: AccountAssignment): Pick<RowThatNeverWins, 'code' | 'name' | 'why'> | undefined {
    const { role, group, site } = row;
    if (group !== null && site !== '') return this.#uncopied(row);
    const [code, name] = levelOf(group, site);
    const types = this.#onlyByAccount(role);
    if (types !== undefined)
      return { code, name, why: `${types} in mode account, which looks no further` };
    const why = group === null ? this.#aboveControl(role, site) : this.#aboveGroup(role, group);
    return why === undefined ? undefined : { code, name, why };
  }

  /** Says which types use a role where all of them map it by account; undefined where one does not. */
  #onlyByAccount(role: AccountRole): string | undefined {
    const types = askingTypes(role);
    const isAll =
      types.length > 0 &&
      !isSubstitute(role) &&
      types.every((type) => this.#mapping.modes.get(modeKey(type, role))?.mode === 'account');
    return isAll ? `all types that use ${role} map it` : undefined;
  }

  #aboveGroup(role: AccountRole, group: number): string | undefined {
    return this.#isAtEverySite(role, group) ? ALL_SITES : undefined;
  }

  /** Why no group comes down to a control table: of one site, or of the company. */
  #aboveControl(role: AccountRole, site: string): string | undefined {
    const { groups, sites } = this.#configuration;
    const asked = site === '' ? [...sites.keys()] : [site];
    const comesDown = [...groups.keys()].some((group) =>
      asked.some(
        (place) =>
          !this.#has(role, group, place) &&
          !this.#has(role, group, '') &&
          (site !== '' || !this.#has(role, null, place)),
      ),
    );
    if (comesDown || groups.size === 0 || asked.length === 0) return undefined;
    return site === ''
      ? 'every group has an account of its own, or every site has one, so that none comes down to the company'
      : 'every group has an account of its own, so that none comes down to the site';
  }

  /** A warehouse's row that was copied to no location. */
  #uncopied({
    role,
    group,
    site,
    location,
  }: AccountAssignment): Pick<RowThatNeverWins, 'code' | 'name' | 'why'> | undefined {
    const { warehouses, assignments } = this.#configuration;
    const warehouse = warehouses.get(locationKey(site, location));
    if (warehouse === undefined || warehouse.accountSync !== 'blank') return undefined;
    const isCopied = this.#locationsOf(warehouse).some((code) => {
      const key = assignmentKey(role, group, site, code);
      const copy = assignmentOn(assignments, key, this.#day);
      return copy !== undefined && isCopyFrom(copy, location);
    });
    if (isCopied) return undefined;
    const why = `warehouse ${location} is in mode blank and was not synchronized: it decides for the gateway location ${location} alone`;
    return { code: 'PL_SITE_LOC', name: `group ${group} · ${site} · ${location}`, why };
  }

  #locationsOf({ site, code }: Warehouse): readonly string[] {
    return [...this.#configuration.locations.values()]
      .filter((location) => location.site === site && location.warehouse === code)
      .map((location) => location.code);
  }

  /** Accounts of modes, item types, financial groups and reasons. */
  mapped(): readonly RowThatNeverWins[] {
    const { modes, itemTypeAccounts, reasonAccounts } = this.#mapping;
    const byMode = [...modes].flatMap(([key, mode]): readonly RowThatNeverWins[] => {
      const [type = '', role = ''] = key.split('\n');
      if (mode.mode !== 'account' || !isAccountRole(role) || !this.#isAtAllPlaces(role)) return [];
      return [{ code: 'TYPE_ACCOUNT', role, name: type, account: mode.account, why: ALL_PLACES }];
    });
    const byItemType = [...itemTypeAccounts].flatMap(
      ([key, account]): readonly RowThatNeverWins[] => {
        const [role = '', itemType = '', financialGroup = ''] = key.split('\n');
        const why = isAccountRole(role) ? this.#aboveClass(role, 'item-type') : undefined;
        if (!isAccountRole(role) || why === undefined) return [];
        const code = financialGroup === '' ? 'ITYPE' : 'ITYPE_FG';
        const name = [`item type ${itemType}`, financialGroup].filter((part) => part !== '');
        return [{ code, role, name: name.join(' · '), account, why }];
      },
    );
    const whyReason = this.#aboveClass(BY_REASON, 'reason');
    const byReason = [...reasonAccounts].flatMap(
      ([reason, account]): readonly RowThatNeverWins[] =>
        whyReason === undefined
          ? []
          : [
              {
                code: 'REASON',
                role: BY_REASON,
                name: `reason ${reason}`,
                account,
                why: whyReason,
              },
            ],
    );
    return [...byMode, ...byItemType, ...byReason];
  }

  /** Why a role is never mapped by a class: no type does so, or places come first everywhere. */
  #aboveClass(role: AccountRole, mode: 'item-type' | 'reason'): string | undefined {
    const isMapped = [...this.#mapping.modes].some(
      ([key, chosen]) => chosen.mode === mode && key.endsWith(`\n${role}`),
    );
    if (!isMapped) return `no type maps ${role} by ${mode === 'reason' ? 'reason' : 'item type'}`;
    return this.#isAtAllPlaces(role) ? ALL_PLACES : undefined;
  }

  #isAtAllPlaces(role: AccountRole): boolean {
    const { groups } = this.#configuration;
    return groups.size > 0 && [...groups.keys()].every((group) => this.#isAtEverySite(role, group));
  }

  #isAtEverySite(role: AccountRole, group: number): boolean {
    const { sites } = this.#configuration;
    if (roleDefinition(role).place === '' || sites.size === 0) return false;
    return [...sites.keys()].every((site) => this.#has(role, group, site));
  }

  #has(role: AccountRole, group: number | null, site: string): boolean {
    // Below the places only some roles are assigned by group and site.
    if (group !== null && site !== '' && roleDefinition(role).place === '') return false;
    const key = assignmentKey(role, group, site, '');
    const account = assignmentOn(this.#configuration.assignments, key, this.#day)?.account;
    return account !== undefined && account !== null;
  }
}

/** The step of a row below the places, and its name. */
const levelOf = (group: number | null, site: string): readonly [code: string, name: string] => {
  if (group !== null) return ['GROUP', `group ${group}`];
  return site === '' ? ['COMPANY_CTL', 'company'] : ['SITE_CTL', site];
};
