import {
  type BusinessDate,
  type Configuration,
  chosenEntryTypeOf,
  ENTRY_TYPES,
  type EntryType,
  entryTypes,
  FIRST_DAY,
  formatDecimal,
  INVENTORY_ENTRY_TYPE,
  isEntryType,
  isIntegrated,
  ok,
  otherUsesOf,
  parseBusinessDate,
  periodOf,
  periodOn,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import type { Books, ChangeOptions, ChangeReason } from '../configuration/change-options.ts';
import {
  type ConfigurationFact,
  configurationOf,
  newestFacts,
} from '../configuration/configuration-facts.ts';
import type { DraftedChange } from '../configuration/draft-change.ts';
import { holdingLane, keepChange } from '../configuration/keep-change.ts';
import { type PlannedChange, previewJournal, staleness } from '../configuration/plan-change.ts';
import type { ReclassifiedValue } from '../configuration/reclassify-stock.ts';
import type { CompanyName, CompanySession } from '../ports.ts';
import { incompleteGroups } from './group-requirements.ts';
import { isFirstOfPeriod } from './integration-periods.ts';
import {
  type StockContra,
  type StockJournal,
  type StockJournalLine,
  type StockTarget,
  stockJournalInputs,
  stockJournalOf,
  withoutAccount,
} from './stock-journal-lines.ts';

/** What becomes of the stock in the ledger when inventory is integrated, or is so no more (`Q-28`). */
export const STOCK_CHOICES = ['take-up', 'charge-off', 'leave'] as const;
export type StockChoice = (typeof STOCK_CHOICES)[number];

/** A change of the integration switch, or of its entry type. */
export type IntegrationWish = {
  readonly integrated: boolean;
  /** The first day on which it holds. */
  readonly from: string;
  /** Under which entry type the journals of inventory are filed; absent: as until now. */
  readonly entryType?: string | undefined;
  /** Asked for where the change splits a period: the words that the refusal names (`000.21`). */
  readonly confirmation?: string | undefined;
  /** Asked for where the ledger does not hold what the stock is worth. */
  readonly stock?: StockChoice | undefined;
  /** Where the journal has its other side: opening balances, or purchases. */
  readonly against?: StockContra | undefined;
};

/** What the change makes of the company, kept or only looked at. */
export type IntegrationAnswer = {
  readonly configurationVersion: number;
  readonly integrated: boolean;
  readonly from: string;
  readonly entryType: EntryType;
  readonly warnings: readonly string[];
  /** The words that confirm it; null where none are asked for. */
  readonly confirmation: string | null;
  /** Texts in the currency: what the stock is worth, and what the ledger holds of it before. */
  readonly stock: string;
  readonly ledger: string;
  /** Absent while nothing was chosen. */
  readonly choice: StockChoice | null;
  readonly lines: readonly StockJournalLine[];
  /** The journal that is posted with the change, and its day. */
  readonly postedOn: string;
  readonly journal: readonly ReclassifiedValue[];
  readonly kept: boolean;
};

type SwitchBooks = Books & { readonly company: CompanyName };

/**
 * What a change of integration would do; nothing of it is kept. Refuses what stands against it but for
 * the confirmation and the choice about the stock: those are what the answer asks for.
 */
export function previewIntegration(
  { storage, company }: Omit<SwitchBooks, 'clock'>,
  wish: IntegrationWish,
): Promise<Result<IntegrationAnswer, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const planned = await planSwitch(session, wish);
    if (!planned.ok) return planned;
    const journal = await previewJournal(session, planned.value.plan);
    return journal.ok ? ok(answerOf(planned.value, journal.value, false)) : journal;
  });
}

/**
 * Integrates inventory into the ledger from a day on, or takes it out (`000.20`–`000.22`, `Q-28`). The
 * confirmation is kept in the log of changes; the journal that brings the ledger to the stock, or takes
 * the stock out of it, is posted in the same transaction.
 *
 * Refuses what the preview refuses, and beside it a change within a period without its confirmation
 * (`confirmation-missing`), and one of which it is not said what becomes of the stock
 * (`stock-choice-missing`), and one that was made on another version (`configuration-stale`).
 */
export function changeIntegration(
  { storage, clock, company }: SwitchBooks,
  wish: IntegrationWish,
  why: ChangeReason & Pick<ChangeOptions, 'seen'>,
): Promise<Result<IntegrationAnswer, Refusal>> {
  const { seen, ...by } = why;
  return holdingLane({ storage, clock }, company, async (session) => {
    const { configurationVersion } = session.lane;
    if (seen !== undefined && seen !== configurationVersion)
      return refused([staleness(company, configurationVersion, seen)]);
    const planned = await planSwitch(session, wish);
    if (!planned.ok) return planned;
    const { plan, unsaid, confirmation } = planned.value;
    if (unsaid.length > 0) return refused(unsaid);
    const confirmed = confirmation === null ? '' : `; confirmed: "${confirmation}"`;
    const reason = `${why.reason}${confirmed}`;
    const kept = await keepChange(session, {
      company,
      plan,
      now: clock(),
      why: { ...by, reason },
    });
    return kept.ok ? ok(answerOf(planned.value, kept.value.reclassified, true)) : kept;
  });
}

/** A switch with everything it leads to. */
type PlannedSwitch = {
  readonly plan: PlannedChange;
  readonly wish: IntegrationWish;
  readonly from: BusinessDate;
  readonly entryType: EntryType;
  readonly confirmation: string | null;
  readonly journal: StockJournal;
  readonly currencyDecimals: number;
  /** What has to be said before it is kept. */
  readonly unsaid: readonly Refusal[];
};

async function planSwitch(
  session: CompanySession,
  wish: IntegrationWish,
): Promise<Result<PlannedSwitch, Refusal>> {
  const from = parseBusinessDate(wish.from);
  if (from === undefined)
    return refused([refusal('date-invalid', { field: 'from', value: wish.from })]);
  const { configurationVersion } = session.lane;
  const known = await session.facts(configurationVersion);
  const before = configurationOf(known, configurationVersion);
  const chosen = chosenEntryType(before, wish);
  const faults = [
    ...dayFaults(before, from),
    ...sameAsBefore(before, wish, from),
    ...(chosen.ok ? [] : chosen.reasons),
    ...incompleteGroups(before, wish.integrated, from),
  ];
  if (!chosen.ok || faults.length > 0) return refused(faults);
  const version = configurationVersion + 1;
  const fact = switchFact(from, wish.integrated, chosen.value);
  const next = configurationOf(newestFacts(known, [{ ...fact, version }]), version);
  const last = await session.lastPostedOn();
  const postedOn = last !== undefined && last > from ? last : from;
  const journal = stockJournalOf(
    await session.stockAgainstLedger(postedOn),
    wayOf(wish, postedOn),
    before,
  );
  const switched = isIntegrated(before, from) !== wish.integrated;
  const posts = switched && wish.stock !== undefined && wish.stock !== 'leave';
  const misplaced = posts || (wish.integrated && switched) ? withoutAccount(journal) : [];
  if (misplaced.length > 0) return refused(misplaced);
  const warnings = warningsOf({ before, wish, from, last, entryType: chosen.value });
  const inputs = posts ? stockJournalInputs(journal, `integration ${version}`, before) : [];
  const confirmation = switched ? confirmationFor(from, wish.integrated) : null;
  const { currencyDecimals } = before.company;
  return ok({
    plan: {
      version,
      drafted: draftedSwitch(before, next, fact, warnings),
      misplaced: [],
      postedOn,
      inputs,
      held: [],
    },
    wish,
    from,
    entryType: chosen.value ?? INVENTORY_ENTRY_TYPE,
    confirmation,
    journal,
    currencyDecimals,
    unsaid: [
      ...unconfirmed(wish, from, confirmation),
      ...(switched ? unchosen(wish, journal, currencyDecimals) : []),
    ],
  });
}

/** The day lies in a period that can still be posted to, and after every change there was. */
function dayFaults(before: Configuration, from: BusinessDate): readonly Refusal[] {
  const state = before.periods.get(periodOn(before, from));
  const later = before.company.integration.find((row) => row.from > from);
  return [
    ...(state === undefined ? [refusal('period-unknown', { postedOn: from })] : []),
    ...(state === 'closed' ? [refusal('period-closed', { postedOn: from })] : []),
    ...(later === undefined
      ? []
      : [
          refusal('integration-changes-later', {
            status: statusText(later.integrated),
            later: later.from,
            from,
          }),
        ]),
  ];
}

function sameAsBefore(
  before: Configuration,
  { integrated, entryType }: IntegrationWish,
  from: BusinessDate,
): readonly Refusal[] {
  const row = before.company.integration.find((one) => one.from <= from);
  const isSame = isIntegrated(before, from) === integrated;
  if (!isSame || (entryType !== undefined && entryType !== entryTypeNow(before))) return [];
  return [
    refusal('integration-unchanged', {
      status: statusText(integrated),
      from: row?.from ?? 'the beginning',
    }),
  ];
}

/**
 * The entry type in force: the one chosen last. A company that never said anything is integrated under
 * the one that belongs to inventory; one that began without integration has chosen none.
 */
export function entryTypeNow({ company }: Configuration): EntryType | undefined {
  const { integration } = company;
  const chosen = integration.map(chosenEntryTypeOf).find((entryType) => entryType !== undefined);
  const first = integration.at(-1);
  const beganWithout = first?.from === FIRST_DAY && !first.integrated;
  return chosen ?? (beganWithout ? undefined : INVENTORY_ENTRY_TYPE);
}

function chosenEntryType(
  before: Configuration,
  { integrated, entryType }: IntegrationWish,
): Result<EntryType | undefined, Refusal> {
  if (entryType !== undefined && entryType !== '') {
    if (isEntryType(entryType)) return ok(entryType);
    const known = entryTypes().join(', ');
    return refused([refusal('entry-type-unknown', { entryType, entryTypes: known })]);
  }
  const known = entryTypeNow(before);
  if (!integrated || (known !== undefined && entryType === undefined)) return ok(known);
  return refused([refusal('entry-type-missing', { suggestion: INVENTORY_ENTRY_TYPE })]);
}

const switchFact = (
  from: BusinessDate,
  integrated: boolean,
  entryType: EntryType | undefined,
): ConfigurationFact => ({
  kind: 'integration',
  key: from,
  content: { from, integrated, ...(entryType === undefined ? {} : { entryType }) },
});

/** Switched on, the ledger goes to the stock; switched off, usually to nothing, by way of purchases. */
function wayOf({ integrated, stock, against }: IntegrationWish, postedOn: BusinessDate) {
  const takesUp = stock === undefined ? integrated : stock !== 'charge-off';
  const target: StockTarget = takesUp ? 'stock' : 'nothing';
  const usual: StockContra = takesUp && integrated ? 'opening-equity' : 'purchases';
  return { postedOn, against: against ?? usual, target };
}

const statusText = (integrated: boolean): string => (integrated ? 'integrated' : 'not integrated');

/** What has to be said where a change splits a period (`000.21`); none on its first day (`000.22`). */
const confirmationFor = (from: BusinessDate, integrated: boolean): string | null =>
  isFirstOfPeriod(from)
    ? null
    : `the ledger of ${periodOf(from)} is ${statusText(integrated)} from ${from} only`;

function unconfirmed(
  { confirmation = '', integrated }: IntegrationWish,
  from: BusinessDate,
  words: string | null,
): readonly Refusal[] {
  if (words === null || plain(confirmation) === plain(words)) return [];
  const status = statusText(integrated);
  return [refusal('confirmation-missing', { from, status, period: periodOf(from), words })];
}

const plain = (text: string): string => text.trim().toLowerCase().replaceAll(/\s+/g, ' ');

/** Where there is something to post, it is said whether it is. */
function unchosen(
  { stock: choice, integrated }: IntegrationWish,
  { stock, ledger, amounts }: StockJournal,
  decimals: number,
): readonly Refusal[] {
  if (choice !== undefined || amounts.length === 0) return [];
  const choices = integrated ? 'take-up or leave' : 'charge-off or leave';
  const figures = {
    stock: formatDecimal(stock, decimals),
    ledger: formatDecimal(ledger, decimals),
  };
  return [refusal('stock-choice-missing', { ...figures, choices })];
}

type Circumstances = {
  readonly before: Configuration;
  readonly wish: IntegrationWish;
  readonly from: BusinessDate;
  readonly last: BusinessDate | undefined;
  readonly entryType: EntryType | undefined;
};

function warningsOf({ wish, from, last, entryType }: Circumstances): readonly string[] {
  const uses = entryType === undefined || !wish.integrated ? undefined : otherUsesOf(entryType);
  return [
    ...(uses === undefined
      ? []
      : [
          `entry type ${entryType} is used for ${uses} too: its details will not be the inventory’s alone; ${INVENTORY_ENTRY_TYPE} (${ENTRY_TYPES[INVENTORY_ENTRY_TYPE][0]}) would be`,
        ]),
    ...(last === undefined || last < from
      ? []
      : [`what is posted from ${from} on already, up to ${last}, stays as it was posted`]),
    ...(isFirstOfPeriod(from)
      ? []
      : [
          `${from} lies within ${periodOf(from)}: its ledger shows stock for some days and not for others`,
        ]),
  ];
}

const draftedSwitch = (
  before: Configuration,
  next: Configuration,
  fact: ConfigurationFact,
  warnings: readonly string[],
): DraftedChange => ({
  before,
  next,
  facts: [fact],
  synchronization: { counts: [], rows: [], rowsLeftOut: 0 },
  synchronized: [],
  items: [],
  refusals: [],
  warnings,
});

function answerOf(
  { plan, wish, from, entryType, confirmation, journal, currencyDecimals }: PlannedSwitch,
  posted: readonly ReclassifiedValue[],
  kept: boolean,
): IntegrationAnswer {
  const text = (value: bigint) => formatDecimal(value, currencyDecimals);
  return {
    configurationVersion: kept ? plan.version : plan.version - 1,
    integrated: wish.integrated,
    from,
    entryType,
    warnings: plan.drafted.warnings,
    confirmation,
    stock: text(journal.stock),
    ledger: text(journal.ledger),
    choice: wish.stock ?? null,
    lines: journal.lines,
    postedOn: plan.postedOn,
    journal: posted,
    kept,
  };
}
