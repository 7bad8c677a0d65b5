import {
  type BusinessDate,
  ok,
  parseBusinessDate,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import type {
  BooksStorage,
  Clock,
  CompanyName,
  CompanySession,
  MappingDraft,
  Wanted,
  WritingSession,
} from '../ports.ts';
import type { CompanySetup } from './company-setup.ts';
import { type ConfigurationDifference, differencesBetween } from './configuration-differences.ts';
import { type ConfigurationFact, type DatedFact, itemFact } from './configuration-facts.ts';
import { costsDay, tooEarly } from './costs-day.ts';
import { type DraftedChange, draftChange } from './draft-change.ts';
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
import {
  batchWriter,
  type ReclassifiedValue,
  reclassifications,
  reclassify,
} from './reclassify-stock.ts';
import { shadowWarnings } from './shadow-warnings.ts';
import type { Synchronization } from './synchronization.ts';
import { revaluations } from './value-stock.ts';

/** Who changes the configuration, and why; kept with the version for ever. */
export type ChangeReason = { readonly changedBy: string; readonly reason: string };

/** Where the books are kept and what time it is there. */
export type Books = { readonly storage: BooksStorage; readonly clock: Clock };

/** How a change is to be made. */
export type ChangeOptions = {
  /**
   * The version the change was made on, 0 for a company that must be new; another one is refused
   * (`configuration-stale`, `company-exists`). Absent: the present version.
   */
  readonly seen?: number | undefined;
  /** Moves the value of stock that the change gives another account, on this day (`002.39`). */
  readonly reclassification?: { readonly postedOn: string } | undefined;
  /** The mapping draft the change comes from; it is gone when the change is kept (`003.24`). */
  readonly mappingDraft?: Pick<MappingDraft, 'id' | 'changedAt'> | undefined;
};

/** What a setup leads to: the company, its new configuration version and what moved with it. */
export type SetUp = {
  readonly company: CompanyName;
  readonly version: number;
  readonly warnings: readonly string[];
  /** How many sets of locations followed their warehouse, by warehouse and group. */
  readonly synchronization: Synchronization['counts'];
  /** The journal that moved value with the change; empty where no stock was concerned. */
  readonly reclassified: readonly ReclassifiedValue[];
};

/** What a setup would lead to, nothing of it kept. */
export type SetupPreview = Omit<SetUp, 'company' | 'synchronization'> & {
  /** What follows for locations from the sets of their warehouses: counts, then rows. */
  readonly synchronization: Synchronization;
  /** All else. */
  readonly changes: readonly ConfigurationDifference[];
  /** Day of the journal; the first one on which all of the change is in force unless one is given. */
  readonly postedOn: BusinessDate;
};

const CODE = /^[a-z0-9][a-z0-9-]{0,39}$/;

/**
 * Creates a company, or adds to and changes an existing one, all or nothing.
 *
 * The new configuration is put together and checked as a whole before anything is kept; every
 * fault is reported at once (`setup-invalid`), so that a wrong configuration is refused when it is
 * saved and not when somebody posts (`000.60`, `Q-34`). The inventory account of a group in use is
 * locked (`000.51`); stock that would belong to another account moves there by a journal in the
 * same transaction, or the change is refused (`account-holds-value`, `002.39`). What new standard
 * costs or a new costing method make of the stock on hand is posted with the change, before it moves
 * (`003.50`, `Q-45`), or the change is refused.
 */
export async function setUpCompany(
  books: Books,
  setup: CompanySetup,
  why: ChangeReason,
  options: ChangeOptions = {},
): Promise<Result<SetUp, Refusal>> {
  const { code } = setup.company;
  if (!CODE.test(code)) {
    return refused([
      invalid('company', `${code} is no code: lower case letters, digits and hyphens`),
    ]);
  }
  const existing = (await books.storage.companies()).find((company) => company.code === code);
  if (existing !== undefined) return change(books, existing, setup, { why, ...options });
  // Checked before the company is made, so that a refused setup leaves no empty company behind.
  const day = costsDay(setup, books.clock());
  const faults = [...(day.ok ? [] : day.reasons), ...draftChange([], setup, 1).refusals];
  if (faults.length > 0) return refused(faults);
  const company = await books.storage.addCompany(code, books.clock());
  if (company === undefined) return refused([refusal('company-exists', { company: code })]);
  return change(books, company, setup, { why, ...options });
}

type Change = ChangeOptions & { readonly why: ChangeReason };

/** A refusal found after something was written: nothing of the transaction is kept. */
class ChangeRefused extends Error {
  override readonly name = 'ChangeRefused';
  readonly reasons: readonly Refusal[];

  constructor(reasons: readonly Refusal[]) {
    super('the change is refused');
    this.reasons = reasons;
  }
}

async function change(
  books: Books,
  company: CompanyName,
  setup: CompanySetup,
  how: Change,
): Promise<Result<SetUp, Refusal>> {
  return holdingLane(books, company, (session) =>
    changeUnderLock(session, { books, company, setup, how }),
  );
}

/** Works under the lock of the company; a change that is refused halfway leaves nothing behind. */
export async function holdingLane<Value>(
  { storage }: Books,
  company: CompanyName,
  work: (session: WritingSession) => Promise<Result<Value, Refusal>>,
): Promise<Result<Value, Refusal>> {
  try {
    return await storage.writing(company.id, work);
  } catch (error) {
    if (error instanceof ChangeRefused) return refused(error.reasons);
    throw error;
  }
}

type Wish = {
  readonly books: Books;
  readonly company: CompanyName;
  readonly setup: CompanySetup;
  readonly how: Change;
};

async function changeUnderLock(
  session: WritingSession,
  { books: { clock }, company, setup, how }: Wish,
): Promise<Result<SetUp, Refusal>> {
  const { configurationVersion } = session.lane;
  // The lane is held from here on, so of two changes made on one version only the first is kept.
  if (how.seen !== undefined && how.seen !== configurationVersion) {
    return refused([staleness(company, configurationVersion, how.seen)]);
  }
  const now = clock();
  const planned = await planChange(session, setup, now, how.reclassification);
  if (!planned.ok) return planned;
  const why = { ...how.why, reason: setup.reason ?? how.why.reason };
  return keepChange(session, { ...how, company, plan: planned.value, now, why });
}

/** A change that was planned, on its way into the books. */
export type ChangeToKeep = Pick<ChangeOptions, 'reclassification' | 'mappingDraft'> & {
  readonly company: CompanyName;
  readonly plan: PlannedChange;
  readonly now: Date;
  readonly why: ChangeReason;
};

/**
 * Writes a planned change and what it posts, in the transaction of the session. Throws
 * `ChangeRefused` where something was written before it had to be refused.
 */
export async function keepChange(
  session: WritingSession,
  { company, plan, now, why, reclassification, mappingDraft }: ChangeToKeep,
  progress?: (written: number, inAll: number) => void,
): Promise<Result<SetUp, Refusal>> {
  const { version, drafted, misplaced, inputs } = plan;
  if (misplaced.length > 0 && reclassification === undefined)
    return refused(heldValueRefusals(misplaced));
  await session.writeConfiguration({ version, changedAt: now, ...why }, drafted.facts, progress);
  // Somebody staged more edits while this change was put together: they must not be lost.
  if (mappingDraft !== undefined && !(await session.dropMappingDraft(mappingDraft)))
    throw new ChangeRefused([
      refusal('not-found', { what: 'draft of the mapping as it was read' }),
    ]);
  if (drafted.items.length > 0) await session.writeItems(drafted.items);
  const { warnings, synchronization } = drafted;
  const done = { company, version, warnings, synchronization: synchronization.counts };
  if (inputs.length === 0) return ok({ ...done, reclassified: [] });
  const lane = { ...session.lane, configurationVersion: version };
  const keep = batchWriter(session, lane, { recordedAt: now, recordedBy: why.changedBy });
  const reclassified = await reclassify(CompanyBooks.under(lane, drafted), session, inputs, keep);
  if (!reclassified.ok) throw new ChangeRefused(reclassified.reasons);
  return ok({ ...done, reclassified: reclassified.value });
}

/** A change put together, with the stock it concerns and what it posts; nothing of it is kept. */
export type PlannedChange = {
  readonly version: number;
  /** The facts the change is made on. */
  readonly known: readonly DatedFact[];
  readonly drafted: DraftedChange;
  readonly misplaced: readonly MisplacedUnits[];
  /** Day on which value moves between accounts. */
  readonly postedOn: BusinessDate;
  /** Stock is worth first what it is worth after the change, and then goes where it belongs. */
  readonly inputs: readonly TransactionInput[];
};

/** What a setup would do to a company as it is, or everything that stands against it. */
async function planChange(
  session: CompanySession,
  setup: CompanySetup,
  now: Date,
  reclassification: ChangeOptions['reclassification'],
): Promise<Result<PlannedChange, Refusal>> {
  const { configurationVersion, counters } = session.lane;
  const version = configurationVersion + 1;
  const known = await session.facts(configurationVersion);
  const day = costsDay(setup, now);
  const from = day.ok && counters.event > 0 ? day.value : undefined;
  const drafted = draftChange(known, setup, version, from);
  const faults = [
    ...(day.ok ? await tooEarly(session, drafted.before, setup, day.value) : day.reasons),
    ...drafted.refusals,
  ];
  if (!day.ok || faults.length > 0) return refused(faults);
  const planned = await planDrafted(session, drafted, now, reclassification);
  if (!planned.ok) return planned;
  const revalued = await revaluations(session, drafted, day.value);
  return ok({ ...planned.value, inputs: [...revalued, ...planned.value.inputs] });
}

/** What a drafted change that has no fault in itself does to the stock that is there. */
export async function planDrafted(
  session: CompanySession,
  drafted: DraftedChange,
  now: Date,
  reclassification: ChangeOptions['reclassification'],
): Promise<Result<PlannedChange, Refusal>> {
  const { version } = drafted.next;
  const known = await session.facts(session.lane.configurationVersion);
  const concerned = await concernedStock(session, drafted, now, reclassification);
  if (!concerned.ok) return concerned;
  const { misplaced, postedOn } = concerned.value;
  const inputs = reclassifications(misplaced, version, postedOn);
  return ok({ version, known, drafted, misplaced, postedOn, inputs });
}

/** The journal a planned change would post; nothing is kept. */
export function previewJournal(
  session: CompanySession,
  { version, drafted, inputs }: PlannedChange,
): Promise<Result<readonly ReclassifiedValue[], Refusal>> {
  const lane = { ...session.lane, configurationVersion: version };
  return reclassify(CompanyBooks.under(lane, drafted), session, inputs);
}

/** Everything that saving a setup of an existing company would refuse; nothing of it is kept. */
export async function setupFaults(
  books: Books,
  company: CompanyName,
  setup: CompanySetup,
  options: ChangeOptions = {},
): Promise<readonly Refusal[]> {
  const judged = await judgeSetup(books, company, setup, options);
  if (!judged.ok) return judged.reasons;
  return options.reclassification === undefined ? heldValueRefusals(judged.value.misplaced) : [];
}

/**
 * What a setup would make of an existing company: its differences, its warnings, and the journal
 * that would revalue stock or move its value with it. Refuses what saving it would refuse, but for stock that would have
 * to move: that is what the preview shows (`002.39`).
 */
export async function previewSetup(
  books: Books,
  company: CompanyName,
  setup: CompanySetup,
  options: ChangeOptions = {},
): Promise<Result<SetupPreview, Refusal>> {
  const judged = await judgeSetup(books, company, setup, options);
  return judged.ok ? ok(judged.value.preview) : judged;
}

type JudgedSetup = {
  readonly preview: SetupPreview;
  readonly misplaced: readonly MisplacedUnits[];
};

function judgeSetup(
  { storage, clock }: Books,
  company: CompanyName,
  setup: CompanySetup,
  { seen, reclassification }: ChangeOptions,
): Promise<Result<JudgedSetup, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const { configurationVersion } = session.lane;
    if (seen !== undefined && seen !== configurationVersion)
      return refused([staleness(company, configurationVersion, seen)]);
    const planned = await planChange(session, setup, clock(), reclassification);
    if (!planned.ok) return planned;
    const { version, known, drafted, misplaced, postedOn } = planned.value;
    const moved = await previewJournal(session, planned.value);
    if (!moved.ok) return moved;
    const items = (await session.load(onlyItems(drafted))).items.map(itemFact);
    const told = new Set<ConfigurationFact>(drafted.synchronized);
    const others = drafted.facts.filter((fact) => !told.has(fact));
    const changes = differencesBetween([...known, ...items], others);
    const { before, next, synchronization } = drafted;
    const warnings = [...drafted.warnings, ...shadowWarnings(before, next)];
    const reclassified = moved.value;
    const preview = { version, warnings, synchronization, changes, postedOn, reclassified };
    return ok({ preview, misplaced });
  });
}

/** What asks storage for the items of a change, and for nothing else. */
const onlyItems = ({ items }: DraftedChange): Wanted => ({
  items: items.map(({ code }) => code),
  places: [],
  events: [],
});

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

const staleness = ({ code }: CompanyName, version: number, seen: number): Refusal =>
  seen === 0
    ? refusal('company-exists', { company: code })
    : refusal('configuration-stale', { version: String(version) });
