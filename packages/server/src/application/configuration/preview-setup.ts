import { type BusinessDate, ok, type Refusal, type Result } from 'perpetua-core';
import type { CompanyName, Wanted } from '../ports.ts';
import type { Books, ChangeOptions } from './change-options.ts';
import type { CompanySetup } from './company-setup.ts';
import { type ConfigurationDifference, differencesBetween } from './configuration-differences.ts';
import { type ConfigurationFact, itemFact } from './configuration-facts.ts';
import type { DraftedChange } from './draft-change.ts';
import { heldValueRefusals, type MisplacedUnits } from './held-stock.ts';
import type { SetUp } from './keep-change.ts';
import { planChange, previewJournal } from './plan-change.ts';
import { RevaluedPools } from './revalued-pools.ts';
import { shadowWarnings } from './shadow-warnings.ts';
import type { Synchronization } from './synchronization.ts';

/** What a setup would lead to, nothing of it kept. */
export type SetupPreview = Omit<SetUp, 'company' | 'synchronization'> & {
  /** What follows for locations from the sets of their warehouses: counts, then rows. */
  readonly synchronization: Synchronization;
  /** All else. */
  readonly changes: readonly ConfigurationDifference[];
  /** Day of the journal; the first one on which all of the change is in force unless one is given. */
  readonly postedOn: BusinessDate;
};

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
  options: ChangeOptions,
): Promise<Result<JudgedSetup, Refusal>> {
  return storage.reading(company.id, async (session) => {
    const planned = await planChange(session, { company, setup, ...options }, clock());
    if (!planned.ok) return planned;
    const { version, drafted, misplaced, postedOn } = planned.value;
    const { currencyDecimals } = planned.value.drafted.next.company;
    const pools = new RevaluedPools(planned.value.held, currencyDecimals);
    const moved = await previewJournal(session, planned.value, (decision) => pools.add(decision));
    if (!moved.ok) return moved;
    const known = await session.facts(session.lane.configurationVersion);
    const items = (await session.load(onlyItems(drafted))).items.map(itemFact);
    const told = new Set<ConfigurationFact>(drafted.synchronized);
    const others = drafted.facts.filter((fact) => !told.has(fact));
    const changes = differencesBetween([...known, ...items], others);
    const { before, next, synchronization } = drafted;
    const warnings = [...drafted.warnings, ...shadowWarnings(before, next)];
    const reclassified = moved.value;
    const revalued = pools.all();
    const journal = { postedOn, reclassified, revalued };
    const preview = { version, warnings, synchronization, changes, ...journal };
    return ok({ preview, misplaced });
  });
}

/** What asks storage for the items of a change, and for nothing else. */
const onlyItems = ({ items }: DraftedChange): Wanted => ({
  items: items.map(({ code }) => code),
  places: [],
  events: [],
});
