import {
  type BusinessDate,
  type Decision,
  type Item,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
  stockAccounts,
  type TransactionInput,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type { CompanyName, CompanySession } from '../ports.ts';
import type { ChangeOptions } from './change-options.ts';
import { removalFaults, withoutRemovals } from './check-removals.ts';
import type { CompanySetup } from './company-setup.ts';
import { costsDay, tooEarly } from './costs-day.ts';
import { type DraftedChange, draftChange } from './draft-change.ts';
import { mixedGroupWarnings, servicesFaults } from './group-classes.ts';
import {
  concernsStock,
  dayInForce,
  firstDayInForce,
  heldValueRefusals,
  type MisplacedUnits,
  misplacedBy,
  stockFaults,
} from './held-stock.ts';
import { invalid } from './invalid-setup.ts';
import { policyWarnings } from './policy-warnings.ts';
import { type ReclassifiedValue, reclassifications, reclassify } from './reclassify-stock.ts';
import type { HeldPool } from './revalued-pools.ts';
import { revaluations } from './value-stock.ts';

/** A change put together, with the stock it concerns and what it posts; nothing of it is kept. */
export type PlannedChange = {
  readonly version: number;
  readonly drafted: DraftedChange;
  readonly misplaced: readonly MisplacedUnits[];
  /** Day on which value moves between accounts. */
  readonly postedOn: BusinessDate;
  /** Stock is worth first what it is worth after the change, and then goes where it belongs. */
  readonly inputs: readonly TransactionInput[];
  /** What the pools hold that new costs or a new method make worth something else. */
  readonly held: readonly HeldPool[];
};

/** A setup on its way to a company, and on which version it was made. */
type AskedChange = Pick<ChangeOptions, 'seen' | 'reclassification'> & {
  readonly company: CompanyName;
  readonly setup: CompanySetup;
};

/**
 * What a setup would do to a company as it is, or everything that stands against it; of a setup
 * that was made on another version than the present one, only that.
 */
export async function planChange(
  session: CompanySession,
  { company, setup, seen, reclassification }: AskedChange,
  now: Date,
): Promise<Result<PlannedChange, Refusal>> {
  const { configurationVersion, counters } = session.lane;
  if (seen !== undefined && seen !== configurationVersion)
    return refused([staleness(company, configurationVersion, seen)]);
  const version = configurationVersion + 1;
  const known = await session.facts(configurationVersion);
  const day = costsDay(setup, now);
  const from = day.ok && counters.event > 0 ? day.value : undefined;
  const items = await knownItems(session, setup);
  const draft = (of: CompanySetup) => draftChange(known, of, version, { costsFrom: from, items });
  const drafted = draft(setup);
  const removals = await removalFaults(session, drafted);
  // What stays has no fault for want of what was to be removed, and others still have theirs.
  const judged = removals.length === 0 ? drafted : draft(withoutRemovals(setup));
  const faults = [
    ...(day.ok ? await tooEarly(session, drafted.before, setup, day.value) : day.reasons),
    ...judged.refusals,
    ...removals,
    ...(await servicesFaults(session, drafted)),
  ];
  if (!day.ok || faults.length > 0) return refused(faults);
  const warnings = [
    ...drafted.warnings,
    ...(await policyWarnings(session, drafted)),
    ...(await mixedGroupWarnings(session, drafted)),
  ];
  const planned = await planDrafted(session, { ...drafted, warnings }, now, reclassification);
  if (!planned.ok) return planned;
  const revalued = await revaluations(session, drafted, setup, day.value);
  if (!revalued.ok) return revalued;
  const { inputs, held } = revalued.value;
  return ok({ ...planned.value, held, inputs: [...inputs, ...planned.value.inputs] });
}

/** Those of the setup's items that the company has already. */
async function knownItems(
  session: CompanySession,
  { items = [] }: CompanySetup,
): Promise<ReadonlyMap<string, Item>> {
  if (items.length === 0) return new Map();
  const known = await session.itemsByCode(items.map(({ code }) => code));
  return new Map(known.map((item) => [item.code, item]));
}

/** What a drafted change that has no fault in itself does to the stock that is there. */
export async function planDrafted(
  session: CompanySession,
  drafted: DraftedChange,
  now: Date,
  reclassification: ChangeOptions['reclassification'],
): Promise<Result<PlannedChange, Refusal>> {
  const { version } = drafted.next;
  const mixed = await mixedAccounts(session, drafted);
  if (mixed.length > 0) return refused(mixed);
  const concerned = await concernedStock(session, drafted, now, reclassification);
  if (!concerned.ok) return concerned;
  const { misplaced, postedOn } = concerned.value;
  const inputs = reclassifications(misplaced, version, postedOn);
  return ok({ version, drafted, misplaced, postedOn, held: [], inputs });
}

/**
 * An account becomes one of stock only where nothing else was ever posted on it, by a manual journal
 * or otherwise: what stands there already would be a difference between the books for ever (`I3`).
 */
async function mixedAccounts(
  session: CompanySession,
  { before, next }: DraftedChange,
): Promise<readonly Refusal[]> {
  if (before === undefined) return [];
  const known = stockAccounts(before);
  const added = [...stockAccounts(next)].filter((account) => !known.has(account));
  const mixed = await session.postedWithoutStock(added);
  return mixed.map((account) => refusal('account-posted-otherwise', { account }));
}

/** The journal a planned change would post; nothing is kept. `look` is shown every batch of it. */
export function previewJournal(
  session: CompanySession,
  { version, drafted, inputs }: PlannedChange,
  look: (decision: Decision) => void = () => undefined,
): Promise<Result<readonly ReclassifiedValue[], Refusal>> {
  const lane = { ...session.lane, configurationVersion: version };
  const show = (decision: Decision) => Promise.resolve(look(decision));
  return reclassify(CompanyBooks.under(lane, drafted), session, inputs, show);
}

/** The stock a change gives another account, and the day on which its value would move. */
async function concernedStock(
  session: CompanySession,
  drafted: DraftedChange,
  now: Date,
  reclassification: ChangeOptions['reclassification'],
): Promise<
  Result<
    { readonly misplaced: readonly MisplacedUnits[]; readonly postedOn: BusinessDate },
    Refusal
  >
> {
  const today = parseBusinessDate(now.toISOString().slice(0, 10));
  const asked = reclassification?.postedOn;
  const given = asked === undefined ? today : parseBusinessDate(asked);
  if (given === undefined)
    return refused([refusal('date-invalid', { field: 'reclassification', value: asked ?? '' })]);
  const first = firstDayInForce(drafted);
  if (asked !== undefined && given < first)
    return refused([invalid('reclassification', `the change begins on ${first}, not on ${given}`)]);
  const postedOn = asked === undefined ? dayInForce(drafted, given) : given;
  if (!concernsStock(drafted)) return ok({ misplaced: [], postedOn });
  const held = await session.heldUnits();
  const faults = await stockFaults(session, drafted, held);
  if (faults.length > 0) return refused(faults);
  const misplaced = misplacedBy(drafted, held, postedOn);
  const homeless = misplaced.filter(({ to }) => to === null);
  if (homeless.length > 0) return refused(heldValueRefusals(homeless));
  return ok({ misplaced, postedOn });
}

/** A change that was made on another version; of a company that was to be new, that it is there. */
export const staleness = ({ code }: CompanyName, version: number, seen: number): Refusal =>
  seen === 0
    ? refusal('company-exists', { company: code })
    : refusal('configuration-stale', { version: String(version) });
