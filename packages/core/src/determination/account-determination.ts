import { statementOf } from '../accounts/account.ts';
import { assignmentKey, assignmentOn } from '../accounts/account-assignment.ts';
import { type AccountRole, roleDefinition, statementOfRole } from '../accounts/account-role.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import { type Configuration, mappingOn } from './configuration.ts';
import { itemTypeKey, type Mapping, type MappingMode, modeKey } from './mapping.ts';
import {
  type DocumentFacts,
  type SubstitutionReason,
  substituteRole,
} from './role-substitution.ts';

/** All that may decide the account of one side of a posting (`account-determination.md` 3.2). */
export type AccountQuestion = {
  readonly type: TransactionType;
  readonly role: AccountRole;
  readonly group: number;
  readonly itemType: string;
  readonly financialGroup: string;
  readonly site: string;
  readonly location: string;
  readonly reason: string;
  /** Account typed on the line; empty when there is none. */
  readonly typedOnLine: string;
  /** Account pinned to the bucket the value leaves; empty when value enters. */
  readonly pinned: string;
  readonly facts: DocumentFacts;
};

/** One rung of the ladder, as it was tried. */
export type DeterminationStep = {
  readonly step: string;
  readonly code: string;
  readonly looked: string;
  readonly found: string | null;
  readonly provenance?: string;
};

/** Why a side of a posting has its account, or why it has none. Stored, and never changed. */
export type AccountDetermination = {
  /** The question as one text: equal questions of one configuration version have equal names. */
  readonly name: string;
  readonly configurationVersion: number;
  /** The first day of the stretch in which this answer holds. */
  readonly since: string;
  readonly question: AccountQuestion;
  readonly roleUsed: AccountRole;
  readonly roleReason: SubstitutionReason | null;
  readonly steps: readonly DeterminationStep[];
  readonly account: string | null;
  /** What stood against the account or against finding one. */
  readonly cause: string | null;
  readonly center: string;
  readonly centerSource: 'site' | 'company' | 'place' | 'suffix' | 'none';
  /** Steps below the deciding one that name another account (`002.11`, E19). */
  readonly shadowed: readonly { readonly step: string; readonly account: string }[];
  readonly warnings: readonly string[];
  /** The answer in one plain sentence. */
  readonly text: string;
};

type Rung = {
  readonly step: string;
  readonly code: string;
  /** What is looked at, in a sentence for the printed page. */
  readonly means: string;
  /** What is looked up; undefined where the step does not apply to the question. */
  readonly look: (asked: Asked) => Look | undefined;
};

type Asked = {
  readonly question: AccountQuestion;
  readonly role: AccountRole;
  readonly mode: MappingMode['mode'];
  readonly mapping: Mapping;
  readonly configuration: Configuration;
  readonly date: BusinessDate;
};

type Look = {
  readonly looked: string;
  readonly account: string | undefined;
  readonly provenance?: string;
};

/** The ladder: most binding first, the first step with an account decides. */
// biome-ignore format: a table reads as a table
const LADDER: readonly Rung[] = [
  { step: '2',  code: 'LINE',         look: (asked) => typedOnLine(asked),
    means: 'The account typed on the line of the transaction, for roles that take one.' },
  { step: '2',  code: 'NAMED',        look: (asked) => namedByDocument(asked),
    means: 'The account of the party or the tax type that the document names, for what is owed and for tax.' },
  { step: '3',  code: 'PINNED',       look: (asked) => pinnedToBucket(asked),
    means: 'The account on which the units of this place lie already; all their value stays there.' },
  { step: '4a', code: 'PL_SITE_LOC',  look: (asked) => atPlace(asked, 'location'),
    means: 'The account of the inventory group at this location of the site.' },
  { step: '4b', code: 'PL_SITE',      look: (asked) => atPlace(asked, 'site'),
    means: 'The account of the inventory group at this site.' },
  { step: '5',  code: 'TYPE_ACCOUNT', look: (asked) => ofType(asked),
    means: 'The one account of the transaction type, where it is mapped by account.' },
  { step: '5',  code: 'REASON',       look: (asked) => ofReason(asked),
    means: 'The account of the adjustment reason, where the type is mapped by reason.' },
  { step: '5a', code: 'ITYPE_FG',     look: (asked) => ofFinancialGroup(asked),
    means: 'The exception for the financial group of the item, where the type is mapped by item type.' },
  { step: '5b', code: 'ITYPE',        look: (asked) => ofItemType(asked),
    means: 'The account of the item type, where the type is mapped by item type.' },
  { step: '6',  code: 'GROUP',        look: (asked) => assigned(asked, asked.question.group, '', ''),
    means: 'The account of the inventory group the item belongs to.' },
  { step: '7',  code: 'SITE_CTL',     look: (asked) => assigned(asked, null, asked.question.site, ''),
    means: 'The account of the site, for all groups.' },
  { step: '8',  code: 'COMPANY_CTL',  look: (asked) => assigned(asked, null, '', ''),
    means: 'The account of the company, for all groups and sites.' },
];

/** The rungs in order, for the printed page. */
export const ladderSteps = (): readonly Pick<Rung, 'step' | 'code' | 'means'>[] =>
  LADDER.map(({ step, code, means }) => ({ step, code, means }));

function typedOnLine({ question, role }: Asked): Look | undefined {
  if (!roleDefinition(role).allowsLine) return undefined;
  return { looked: 'account typed on the line', account: question.typedOnLine || undefined };
}

function namedByDocument({ question, role }: Asked): Look | undefined {
  if (!roleDefinition(role).allowsNamed) return undefined;
  const { named } = question.facts;
  return named === undefined
    ? undefined
    : { looked: 'account of the party or tax type', account: named };
}

function pinnedToBucket({ question, role }: Asked): Look | undefined {
  if (!roleDefinition(role).isBucket) return undefined;
  return {
    looked: 'account the units at the place are pinned to',
    account: question.pinned || undefined,
  };
}

type PlaceLevel = 'location' | 'site';

function atPlace(asked: Asked, level: PlaceLevel): Look | undefined {
  if (!standsAtPlace(asked, level)) return undefined;
  const { group, site, location } = asked.question;
  return assigned(asked, group, site, level === 'location' ? location : '');
}

/** Whether the role is assigned at this level, and the question is about a place of that level. */
function standsAtPlace({ role, question }: Asked, level: PlaceLevel): boolean {
  const { place } = roleDefinition(role);
  if (level === 'site') return place !== '';
  return place === 'place' && question.location !== '';
}

/** The center of the nearest row that names one; it may stand in a row without an account (`002.41`). */
function centerAtPlace(asked: Asked): string | undefined {
  const { group, site, location } = asked.question;
  for (const level of ['location', 'site'] as const) {
    if (!standsAtPlace(asked, level)) continue;
    const key = assignmentKey(asked.role, group, site, level === 'location' ? location : '');
    const center = assignmentOn(asked.configuration.assignments, key, asked.date)?.center;
    if (center !== undefined) return center;
  }
  return undefined;
}

function assigned(asked: Asked, group: number | null, site: string, location: string): Look {
  const row = assignmentOn(
    asked.configuration.assignments,
    assignmentKey(asked.role, group, site, location),
    asked.date,
  );
  const parts = [group === null ? '' : `group ${group}`, site, location].filter(
    (part) => part !== '',
  );
  const looked = parts.length === 0 ? 'company control' : parts.join(' · ');
  const found = { looked, account: row?.account ?? undefined };
  return row?.provenance === undefined ? found : { ...found, provenance: row.provenance };
}

function ofType({ question, role, mode, mapping }: Asked): Look | undefined {
  if (mode !== 'account') return undefined;
  const chosen = mapping.modes.get(modeKey(question.type, role));
  const account = chosen?.mode === 'account' ? chosen.account : undefined;
  return { looked: `${question.type} · ${role}`, account };
}

function ofReason({ question, mode, mapping }: Asked): Look | undefined {
  if (mode !== 'reason') return undefined;
  const account = mapping.reasonAccounts.get(question.reason);
  return { looked: `reason ${question.reason || 'none'}`, account };
}

function ofFinancialGroup(asked: Asked): Look | undefined {
  const { financialGroup } = asked.question;
  return financialGroup === '' ? undefined : mappedByItemType(asked, financialGroup);
}

const ofItemType = (asked: Asked): Look | undefined => mappedByItemType(asked, '');

function mappedByItemType(
  { question: { itemType }, role, mode, mapping }: Asked,
  financialGroup: string,
): Look | undefined {
  if (mode !== 'item-type' || itemType === '') return undefined;
  const account = mapping.itemTypeAccounts.get(itemTypeKey(role, itemType, financialGroup));
  return { looked: financialGroup === '' ? itemType : `${itemType} · ${financialGroup}`, account };
}

/**
 * Climbs the ladder until a step has an account, and reports every step it took.
 *
 * There is no second function that explains: the explanation is what the decision returns. No
 * account, an unknown or inactive one, or one of the wrong statement is an answer with a `cause`
 * and without an account; nothing is ever posted to a default (`000.60`, `Q-34`).
 *
 * @param date the posting date; assignments in force on that day are looked at
 */
export function determineAccount(
  question: AccountQuestion,
  configuration: Configuration,
  date: BusinessDate,
): AccountDetermination {
  const substituted = substituteRole(question.role, question.facts);
  const role = substituted.role;
  const mapping = mappingOn(configuration, date);
  const mode = mapping.modes.get(modeKey(question.type, role))?.mode ?? 'group';
  const asked = { question, role, mode, mapping, configuration, date };
  const { steps, shadowed, account } = climb(asked);
  const { reallocated, chosen, entered } = question.facts;
  const isFree = reallocated === true || chosen === true || entered === true;
  const mayBeAny = substituted.reason === 'bypass-hyphen' || isFree;
  const bypassed = mayBeAny && steps.at(-1)?.code === 'LINE';
  const fault =
    account === null
      ? 'no step of the ladder has one'
      : faultOf(account, bypassed ? null : role, { configuration, group: question.group });
  const segment = segmentOf(asked, fault === null ? account : null);
  const cause = fault ?? segment.fault ?? null;
  const warnings = [...segment.warnings, ...gaps(mode, steps)];
  const since = lastChange(configuration, date);
  return {
    name: questionName(question, since),
    configurationVersion: configuration.version,
    since,
    question,
    roleUsed: role,
    roleReason: substituted.reason ?? null,
    steps,
    account: cause === null ? segment.account : null,
    cause,
    center: segment.center,
    centerSource: segment.source,
    shadowed,
    warnings,
    text: sentence(question, substituted, { steps, account: segment.account, cause }),
  };
}

function climb(asked: Asked) {
  const steps: DeterminationStep[] = [];
  const shadowed: { step: string; account: string }[] = [];
  let account: string | null = null;
  for (const { step, code, look } of LADDER) {
    const tried = look(asked);
    if (tried === undefined) continue;
    const found = tried.account ?? null;
    if (account === null) {
      const provenance = tried.provenance === undefined ? {} : { provenance: tried.provenance };
      steps.push({ step, code, looked: tried.looked, found, ...provenance });
      account = found;
    } else if (found !== null && found !== account) shadowed.push({ step, account: found });
  }
  return { steps, shadowed, account };
}

/** What stands against an account; no role where the user may choose of either statement. */
function faultOf(
  code: string,
  role: AccountRole | null,
  { configuration, group }: { readonly configuration: Configuration; readonly group: number },
): string | null {
  const account = configuration.accounts.get(code);
  if (account === undefined) return `account ${code} does not exist`;
  if (!account.active) return `account ${code} is inactive`;
  if (role === null) return null;
  const isOfServices = configuration.groups.get(group)?.services === true;
  const wanted = statementOfRole(role, isOfServices);
  if (statementOf(account) !== wanted) return `account ${code} is no ${wanted} account`;
  const { accountLength } = configuration.company;
  if (accountLength !== undefined && code.length !== accountLength)
    return `account ${code} has not ${accountLength} digits`;
  return null;
}

/** A missing row of a mapped mode falls through, and says so: it is a gap in the configuration. */
function gaps(mode: MappingMode['mode'], steps: readonly DeterminationStep[]): readonly string[] {
  const codes: Partial<Record<MappingMode['mode'], string>> = {
    'item-type': 'ITYPE',
    reason: 'REASON',
  };
  const missing = steps.find((step) => step.code === codes[mode] && step.found === null);
  return missing === undefined
    ? []
    : [`no account is mapped for ${missing.looked}; the group's is used`];
}

/** Account and center of a leg; a fault where a center is asked for and none is there. */
type Segment = {
  readonly account: string | null;
  readonly center: string;
  readonly source: AccountDetermination['centerSource'];
  readonly warnings: readonly string[];
  readonly fault?: string;
};

function segmentOf(asked: Asked, account: string | null): Segment {
  const { question, configuration, mapping } = asked;
  const { segmentStyle, center, strictCenters } = configuration.company;
  const own = configuration.sites.get(question.site)?.center ?? '';
  if (segmentStyle === 'none') return { account, center: '', source: 'none', warnings: [] };
  if (segmentStyle === 'suffix') {
    // What is pinned was given its suffix when the value came in.
    const suffixed =
      account === question.pinned ? account : withSuffix(account, own, configuration);
    return { account: suffixed, center: '', source: 'suffix', warnings: [] };
  }
  const atPlace = centerAtPlace(asked);
  if (atPlace !== undefined) return { account, center: atPlace, source: 'place', warnings: [] };
  const wanted = mapping.types.get(question.type) ?? 'office';
  if (wanted === 'company') return { account, center, source: 'company', warnings: [] };
  if (own !== '') return { account, center: own, source: 'site', warnings: [] };
  const missing = `site ${question.site} has no center`;
  const warnings = [`${missing}; the company's is used`];
  const fallback: Segment = { account, center, source: 'company', warnings };
  return strictCenters === true ? { ...fallback, warnings: [], fault: missing } : fallback;
}

/** The branch's own sub-account where the chart has one (`004.42`), else the account itself. */
export function withSuffix(
  account: string | null,
  suffix: string,
  { accounts, company }: Configuration,
): string | null {
  if (account === null || suffix === '') return account;
  const at = company.suffixAt ?? account.length - suffix.length;
  const end = at + suffix.length;
  const zeroed = account.slice(at, end) === '0'.repeat(suffix.length);
  const branch = `${account.slice(0, at)}${suffix}${account.slice(end)}`;
  return zeroed && accounts.get(branch)?.active === true ? branch : account;
}

/** The start of the stretch between two days of change in which a date lies. */
export function lastChange(configuration: Configuration, date: BusinessDate): string {
  return configuration.changeDays.findLast((day) => day <= date) ?? '';
}

/** A question and the stretch of days it is asked in, as one text. */
export function questionName(question: AccountQuestion, since: string): string {
  const { type, role, group, itemType, financialGroup, site, location, reason } = question;
  const rare = Object.keys(question.facts).length === 0 ? '' : JSON.stringify(question.facts);
  const place = `${group}\n${itemType}\n${financialGroup}\n${site}\n${location}`;
  const chosen = `${reason}\n${question.typedOnLine}\n${question.pinned}`;
  return `${type}\n${role}\n${place}\n${chosen}\n${since}\n${rare}`;
}

/** The answer as one plain sentence. */
function sentence(
  question: AccountQuestion,
  substituted: { readonly role: AccountRole; readonly reason?: SubstitutionReason },
  { steps, account, cause }: Pick<AccountDetermination, 'steps' | 'account' | 'cause'>,
): string {
  const became =
    substituted.reason === undefined
      ? ''
      : `, read as ${substituted.role} (${substituted.reason}),`;
  const subject = `The ${question.role} of ${question.type} at ${question.site}${became}`;
  if (account === null || cause !== null)
    return `${subject} has no account: ${cause ?? 'unknown'}.`;
  const last = steps.at(-1);
  return `${subject} is ${account}: ${last?.code} found it under ${last?.looked}.`;
}
