import {
  type BusinessDate,
  type Configuration,
  type Decision,
  daysOf,
  isIntegrated,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
  roleDefinition,
} from 'perpetua-core';
import { checkConfiguration } from './check-configuration.ts';
import type { CompanySetup } from './company-setup.ts';
import {
  type ConfigurationFact,
  companyFactOf,
  configurationOf,
  type DatedFact,
  newestFacts,
} from './configuration-facts.ts';
import { type DraftedSetup, draftSetup, invalid, type SetupDays } from './draft-setup.ts';
import type {
  BooksStorage,
  Clock,
  CompanyName,
  CompanySession,
  Lane,
  WritingSession,
} from './ports.ts';
import { decideValuation } from './value-stock.ts';

/** Who changes the configuration, and why; kept with the version for ever. */
export type ChangeReason = { readonly changedBy: string; readonly reason: string };

/** Where the books are kept and what time it is there. */
export type Books = { readonly storage: BooksStorage; readonly clock: Clock };

/** What a setup leads to: the company and its new configuration version. */
export type SetUp = { readonly company: CompanyName; readonly version: number };

const CODE = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * Creates a company, or adds to and changes an existing one, all or nothing.
 *
 * The new configuration is put together and checked as a whole before anything is kept; every
 * fault is reported at once (`setup-invalid`), so that a wrong configuration is refused when it is
 * saved and not when somebody posts (`000.60`, `Q-34`). An inventory account in use is locked
 * (`000.51`). What new standard costs or a new costing method make of the stock on hand is posted
 * with the change (`003.50`, `Q-45`), or the change is refused.
 *
 * @param seen the version the change was made on, 0 for a company that must be new; another one is
 *   refused (`configuration-stale`, `company-exists`). Without it the present version is taken.
 */
export async function setUpCompany(
  books: Books,
  setup: CompanySetup,
  why: ChangeReason,
  seen?: number,
): Promise<Result<SetUp, Refusal>> {
  const { code } = setup.company;
  if (!CODE.test(code)) {
    return refused([
      invalid('company', `${code} is no code: lower case letters, digits and hyphens`),
    ]);
  }
  const existing = (await books.storage.companies()).find((company) => company.code === code);
  if (existing !== undefined) return change(books, existing, setup, { why, seen });
  // Checked before the company is made, so that a refused setup leaves no empty company behind.
  const day = costsDay(setup, books.clock());
  const faults = [...(day.ok ? [] : day.reasons), ...faultsOf([], setup, 1)];
  if (faults.length > 0) return refused(faults);
  const company = await books.storage.addCompany(code, books.clock());
  if (company === undefined) return refused([refusal('company-exists', { company: code })]);
  return change(books, company, setup, { why, seen });
}

function change(
  { storage, clock }: Books,
  company: CompanyName,
  setup: CompanySetup,
  { why, seen }: { readonly why: ChangeReason; readonly seen: number | undefined },
): Promise<Result<SetUp, Refusal>> {
  return storage.writing(company.id, async (session) => {
    const { configurationVersion } = session.lane;
    // The lane is held from here on, so of two changes made on one version only the first is kept.
    if (seen !== undefined && seen !== configurationVersion) {
      return refused([staleness(company, configurationVersion, seen)]);
    }
    const planned = await planSetup(session, setup, clock());
    if (!planned.ok) return planned;
    const { version, before, drafted, decisions } = planned.value;
    const locked = before === undefined ? [] : await lockedAccounts(session, before, drafted.facts);
    if (locked.length > 0) return refused(locked);
    await session.writeConfiguration({ version, changedAt: clock(), ...why }, drafted.facts);
    if (drafted.items.length > 0) await session.writeItems(drafted.items);
    let lane: Lane = { ...session.lane, configurationVersion: version };
    for (const decision of decisions) {
      const recorded = { recordedAt: clock(), recordedBy: why.changedBy };
      lane = await session.writeBatch({ decision, lane, ...recorded });
    }
    return ok({ company, version });
  });
}

/** A change of the configuration, and what it posts, before anything of it is written. */
type PlannedSetup = {
  readonly version: number;
  readonly before: Configuration | undefined;
  readonly drafted: DraftedSetup;
  readonly decisions: readonly Decision[];
};

/** What a setup would do to a company as it is, or everything that stands against it. */
export async function planSetup(
  session: CompanySession,
  setup: CompanySetup,
  now: Date,
): Promise<Result<PlannedSetup, Refusal>> {
  const { configurationVersion, counters } = session.lane;
  const version = configurationVersion + 1;
  const facts = await session.facts(configurationVersion);
  const before = facts.length === 0 ? undefined : configurationOf(facts, configurationVersion);
  const day = costsDay(setup, now);
  if (!day.ok) return day;
  const early = before === undefined ? [] : await tooEarly(session, before, setup, day.value);
  if (early.length > 0) return refused(early);
  const days = { costsFrom: counters.event === 0 ? undefined : day.value };
  const faults = faultsOf(facts, setup, version, days);
  if (faults.length > 0) return refused(faults);
  const drafted = draftSetup(before, setup, days);
  const planned = { version, before, drafted };
  if (before === undefined) return ok({ ...planned, decisions: [] });
  const next = factsAfter(facts, drafted, version);
  const after = configurationOf(next, version);
  const change = { before, after, facts: next, items: drafted.items, day: day.value };
  const valued = await decideValuation(session, change);
  return valued.ok ? ok({ ...planned, decisions: valued.value }) : valued;
}

/** The facts in force once a setup is kept. */
const factsAfter = (
  facts: readonly DatedFact[],
  drafted: DraftedSetup,
  version: number,
): readonly DatedFact[] =>
  newestFacts(
    facts,
    drafted.facts
      .filter(({ kind }) => kind !== 'item')
      .map((fact): DatedFact => ({ ...fact, version })),
  );

/** The day from which new costs and a new method hold: as the setup says, else today. */
function costsDay({ costsFrom }: CompanySetup, now: Date): Result<BusinessDate, Refusal> {
  const today = now.toISOString().slice(0, 10);
  const day = parseBusinessDate(costsFrom ?? today);
  if (day === undefined) return refused([invalid('costsFrom', `${costsFrom ?? today} is no day`)]);
  if (day <= today) return ok(day);
  return refused([invalid('costsFrom', `${day} lies ahead of today, ${today}`)]);
}

/**
 * A method changes only on a day on which, and after which, nothing was posted (`003.50`). What
 * lies before its last change stays as it was valued then.
 */
async function tooEarly(
  session: CompanySession,
  { company: { costingMethod, costingChanges } }: Configuration,
  { company: { costingMethod: wanted } }: CompanySetup,
  day: BusinessDate,
): Promise<readonly Refusal[]> {
  const [last] = costingChanges;
  const isChange = wanted !== undefined && wanted !== (last?.method ?? costingMethod);
  if (last !== undefined && (isChange ? day <= last.from : day < last.from)) {
    const fault = `the costing method changed on ${last.from}; take a later day`;
    return [invalid('costsFrom', fault)];
  }
  const posted = isChange ? await session.lastPostedOn() : undefined;
  if (posted === undefined || posted < day) return [];
  const fault = `a costing method changes on a day without postings, and something is posted on ${posted}; take a later day as costsFrom`;
  return [invalid('company', fault)];
}

const staleness = ({ code }: CompanyName, version: number, seen: number): Refusal =>
  seen === 0
    ? refusal('company-exists', { company: code })
    : refusal('configuration-stale', { version: String(version) });

/** Everything that is wrong with a setup and with the configuration it would lead to. */
function faultsOf(
  facts: readonly DatedFact[],
  setup: CompanySetup,
  version: number,
  days: SetupDays = {},
): readonly Refusal[] {
  const before = facts.length === 0 ? undefined : configurationOf(facts, version - 1);
  const drafted = draftSetup(before, setup, days);
  const next = factsAfter(facts, drafted, version);
  return [
    ...currencyFaults(facts, setup),
    ...drafted.refusals,
    ...checkConfiguration(configurationOf(next, version), drafted.items),
  ];
}

/** Amounts in the books are whole numbers of the currency they were kept in. */
function currencyFaults(
  facts: readonly DatedFact[],
  { company }: CompanySetup,
): readonly Refusal[] {
  const currency = companyFactOf(facts)?.currency;
  if (currency === undefined || currency === company.currency) return [];
  return [invalid('company', `its currency is ${currency} and cannot change`)];
}

/** Assignments of bucket roles that would leave stock behind on the account they had (`000.51`). */
async function lockedAccounts(
  session: WritingSession,
  before: Configuration,
  facts: readonly ConfigurationFact[],
): Promise<readonly Refusal[]> {
  const refusals: Refusal[] = [];
  for (const fact of facts) {
    if (fact.kind !== 'assignment') continue;
    const { role, group, site, location, account: to } = fact.content;
    if (!roleDefinition(role).isBucket) continue;
    const place = `${role}\n${group ?? ''}\n${site}\n${location}`;
    const account = before.assignments.get(place)?.[0]?.account;
    if (account === undefined || account === null || account === to) continue;
    if (role === 'inventory' && group !== null && site === '' && isIntegratedNow(before)) {
      if (await session.groupInUse(group))
        refusals.push(refusal('control-account-locked', { group: String(group) }));
    } else if (await session.accountHolds(account, group, site)) {
      const where = [group === null ? '' : `group ${group}`, site, location]
        .filter((part) => part !== '')
        .join(' · ');
      refusals.push(
        refusal('account-holds-value', {
          account,
          role,
          to: to ?? 'none',
          place: where || 'the company',
        }),
      );
    }
  }
  return refusals;
}

/** Whether the company is integrated in the last period it has. */
function isIntegratedNow(configuration: Configuration): boolean {
  const last = [...configuration.periods.keys()].toSorted().at(-1);
  return last === undefined || isIntegrated(configuration, daysOf(last).last);
}
