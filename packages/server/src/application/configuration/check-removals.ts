import { type Configuration, type Refusal, refusal } from 'perpetua-core';
import type { CompanySession, Use } from '../ports.ts';
import type { CompanySetup } from './company-setup.ts';
import type { ConfigurationFact } from './configuration-facts.ts';
import type { DraftedChange } from './draft-change.ts';

/** What can be removed while nothing uses it. */
type Removable = 'group' | 'account' | 'site' | 'reason';

type Row = readonly [because: string, instead: string];

/** Why something cannot be removed, and what to do instead (`000.05`, `000.66`, `Q-34`). */
// biome-ignore format: a table reads as a table
export const REMOVAL_REFUSALS = {
  // what uses it          because                                                   instead
  'group last':           ['it is the last one, and nothing can be invoiced without a group', 'Make another group first'],
  'group items':          ['it has {count} items, such as {example}',                'Move its items to another group first'],
  'group history':        ['{count} postings were determined by it',                 'Leave it; a group may be renamed, and need have no items'],
  'account postings':     ['something is posted on it',                              'Deactivate it: `active` false'],
  'account assignments':  ['it is the {example} of {place}',                         'Assign another account there first'],
  'account mappings':     ['it is mapped to {example}',                              'Map another account first'],
  'account parties':      ['it is named by {example}',                               'Name another account there first'],
  'account stock':        ['stock of {example} lies on it',                          'Move the value to another account first'],
  'site history':         ['{count} transactions happened there',                    'Leave it; nothing has to be posted at a site'],
  'site places':          ['it has {count} locations or warehouses, such as {example}', 'Remove its locations first'],
  'site parties':         ['it is the site of {example}',                            'Name another site there first'],
  'site assignments':     ['accounts are assigned to it, such as its {example}',     'Take the assignments back first'],
  'reason history':       ['{count} transactions gave it',                           'Deactivate it: `active` false'],
  'reason mappings':      ['account {example} is mapped to it',                      'Take its account back with it: `account` null'],
  'reason system':        ['the books give it themselves',                           'Leave it; its name and account may change'],
} as const satisfies Record<`${Removable} ${string}`, Row>;

type RemovalUse = keyof typeof REMOVAL_REFUSALS;

/** Reasons that the books give by themselves (`Q-29`, `Q-30`). */
const SYSTEM_REASONS: ReadonlySet<string> = new Set(['COUNT', 'LOST']);

type Told = Readonly<Record<string, string>>;

/** Everything that stands against what a change removes; each thing with all of its uses. */
export async function removalFaults(
  session: Pick<CompanySession, 'usesOf'>,
  { before, next, facts }: DraftedChange,
): Promise<readonly Refusal[]> {
  if (before === undefined) return [];
  const removed = facts.flatMap((fact) => removedBy(before, fact));
  if (removed.length === 0) return [];
  const stored = await session.usesOf(removed);
  return removed.flatMap((one) => [
    ...usesInConfiguration(next, one),
    ...stored.filter(({ kind, code }) => kind === one.kind && code === one.code).map(storedUse),
  ]);
}

/** A setup without what it removes. */
export const withoutRemovals = (setup: CompanySetup): CompanySetup => ({
  ...setup,
  ...without('accounts', setup.accounts),
  ...without('groups', setup.groups),
  ...without('sites', setup.sites),
  ...without('reasons', setup.reasons),
});

const without = <One extends { readonly removed?: boolean }>(
  name: 'accounts' | 'groups' | 'sites' | 'reasons',
  all: readonly One[] | undefined,
) => (all === undefined ? {} : { [name]: all.filter(({ removed }) => removed !== true) });

/** A thing that a change removes. */
type Removed = Pick<Use, 'kind' | 'code'>;

function removedBy(
  { groups, accounts, sites, reasons }: Configuration,
  { kind, key, content }: ConfigurationFact,
): readonly Removed[] {
  if (content !== null) return [];
  const known = {
    group: groups.has(Number(key)),
    account: accounts.has(key),
    site: sites.has(key),
    reason: reasons.has(key),
  };
  if (kind !== 'group' && kind !== 'account' && kind !== 'site' && kind !== 'reason') return [];
  return known[kind] ? [{ kind, code: key }] : [];
}

function usesInConfiguration(next: Configuration, { kind, code }: Removed): readonly Refusal[] {
  const refuse = (use: RemovalUse, told: Told = {}) => removal({ kind, code }, use, told);
  if (kind === 'group') return next.groups.size === 0 ? [refuse('group last')] : [];
  if (kind === 'site') return usesOfSite(next, code, refuse);
  if (kind === 'account') return usesOfAccount(next, code, refuse);
  const account = next.reasonAccounts.get(code);
  return [
    ...(SYSTEM_REASONS.has(code) ? [refuse('reason system')] : []),
    ...(account === undefined ? [] : [refuse('reason mappings', { example: account })]),
  ];
}

type Refuse = (use: RemovalUse, told?: Told) => Refusal;

function usesOfSite(
  { locations, warehouses, assignments, vendors, customers }: Configuration,
  code: string,
  refuse: Refuse,
): readonly Refusal[] {
  const places = [...locations.values(), ...warehouses.values()].filter(
    ({ site }) => site === code,
  );
  const assigned = [...assignments.values()]
    .flat()
    .find(
      ({ site, account, center }) => site === code && (account !== null || center !== undefined),
    );
  const [first] = places;
  const [party] = [
    ...[...vendors.values()].filter(({ site }) => site === code).map(vendorName),
    ...[...customers.values()].filter(({ site }) => site === code).map(customerName),
  ];
  return [
    ...(party === undefined ? [] : [refuse('site parties', { example: party })]),
    ...(first === undefined
      ? []
      : [refuse('site places', { count: String(places.length), example: first.code })]),
    ...(assigned === undefined ? [] : [refuse('site assignments', { example: assigned.role })]),
  ];
}

const vendorName = ({ code }: { readonly code: string }): string => `vendor ${code}`;
const customerName = ({ code }: { readonly code: string }): string => `customer ${code}`;

function usesOfAccount(next: Configuration, code: string, refuse: Refuse): readonly Refusal[] {
  return [
    ...assignedUses(next, code, refuse),
    ...partyUses(next, code).map((example) => refuse('account parties', { example })),
  ];
}

/** The first vendor, customer or tax type that names the account. */
function partyUses(
  { vendors, customers, taxTypes }: Configuration,
  code: string,
): readonly string[] {
  return [
    ...[...vendors.values()]
      .filter(({ account, control }) => account === code || control === code)
      .map(vendorName),
    ...[...customers.values()].filter(({ control }) => control === code).map(customerName),
    ...[...taxTypes.values()]
      .filter(({ accountOut, accountIn }) => accountOut === code || accountIn === code)
      .map((type) => `tax type ${type.code}`),
  ].slice(0, 1);
}

function assignedUses(next: Configuration, code: string, refuse: Refuse): readonly Refusal[] {
  const assigned = [...next.assignments.values()].flat().find(({ account }) => account === code);
  const mapped = [next, ...next.laterMappings].flatMap(
    ({ modes, itemTypeAccounts, reasonAccounts }) => [
      ...[...modes].flatMap(([key, mode]) =>
        mode.mode === 'account' && mode.account === code ? [key.replace('\n', ' · ')] : [],
      ),
      ...[...itemTypeAccounts].flatMap(([key, account]) =>
        account === code ? [inWords(key)] : [],
      ),
      ...[...reasonAccounts].flatMap(([key, account]) =>
        account === code ? [`reason ${key}`] : [],
      ),
    ],
  );
  const [first] = mapped;
  if (assigned === undefined) {
    return first === undefined ? [] : [refuse('account mappings', { example: first })];
  }
  const { role, group, site, location } = assigned;
  const parts = [group === null ? '' : `group ${group}`, site, location];
  const place = parts.filter((part) => part !== '').join(' · ');
  return [refuse('account assignments', { example: role, place: place || 'the company' })];
}

const inWords = (key: string): string =>
  key
    .split('\n')
    .filter((part) => part !== '')
    .join(' · ');

const storedUse = ({ kind, code, use, count, example }: Use): Refusal =>
  removal({ kind, code }, use, { count: String(count), example });

function removal({ kind, code }: Removed, use: RemovalUse, told: Told): Refusal {
  const [because, instead] = REMOVAL_REFUSALS[use];
  const filled = because.replace(/\{(\w+)\}/g, (_, name: string) => told[name] ?? '');
  return refusal('in-use', { what: `${kind} ${code}`, because: filled, instead });
}
