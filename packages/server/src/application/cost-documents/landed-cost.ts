import {
  COST_TYPES,
  formatDecimal,
  ok,
  parseBusinessDate,
  policyOn,
  type Refusal,
  type Result,
  refusal,
  refused,
} from 'perpetua-core';
import { configurationNow } from '../find-company.ts';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import { outcomesOfWhole, type PostedOutcome, postWhole } from '../post-whole.ts';
import { type AllocationBasis, BASIS_DECIMALS, FINEST_QUANTITY } from './allocation-basis.ts';
import type { LandedCostDocument } from './landed-cost-document.ts';
import { type LandedCostPlace, type PlannedShare, planLandedCost } from './landed-cost-plan.ts';
import { type LateCostShare, shareOfOutcome } from './late-cost-shares.ts';

/** The part of a charge that falls on a receipt, and what the policy makes of it; decimals. */
type LandedShare = LateCostShare & {
  /** Which of the charges, from 1 on. */
  readonly charge: number;
  readonly receipt: string;
  readonly source: string;
  readonly item: string;
  readonly site: string;
  /** What it was shared by, of this receipt. */
  readonly basis: string;
  readonly share: string;
  /** The policy for late facts of the item's group on the day. */
  readonly policy: string;
};

export type LandedCostAnswer = {
  readonly shares: readonly LandedShare[];
  readonly results: readonly PostingAnswer[];
};

/**
 * Posts a landed cost: every charge is shared over the receipts in proportion to the basis and added
 * to the cost of each (`003.X16`, `Q-50`); all of it or nothing. With `dryRun` the same is told and
 * nothing is kept.
 */
export async function postLandedCost(
  place: LandedCostPlace,
  document: LandedCostDocument,
  dryRun: boolean,
): Promise<Result<LandedCostAnswer, Refusal>> {
  const planned = await planLandedCost(place, document);
  if (!planned.ok) return planned;
  const inputs = planned.value.map(({ input }) => input);
  const outcomes = await outcomesOfWhole(place, inputs, dryRun);
  if (!outcomes.ok) return outcomes;
  const { currencyDecimals } = place.company;
  return ok({
    shares: await sharesTold(place, document, planned.value, outcomes.value),
    results: outcomes.value.map((outcome) => answer(outcome, currencyDecimals)),
  });
}

async function sharesTold(
  { storage, company }: LandedCostPlace,
  { basis, postedOn }: LandedCostDocument,
  planned: readonly PlannedShare[],
  outcomes: readonly PostedOutcome[],
): Promise<readonly LandedShare[]> {
  const configuration = await configurationNow(storage, company.id);
  const day = parseBusinessDate(postedOn);
  return outcomes.flatMap((outcome, index): LandedShare[] => {
    const share = planned[index];
    if (share === undefined || day === undefined) return [];
    const { earlier, item } = share.receipt;
    const { key, source, site } = earlier.event;
    return [
      {
        charge: share.charge + 1,
        receipt: key,
        source,
        item: item.code,
        site,
        basis: basisText(basis, share.basis, company.currencyDecimals),
        share: formatDecimal(share.share, company.currencyDecimals),
        ...shareOfOutcome(outcome, company.currencyDecimals),
        policy: policyOn(configuration, 'late-facts', item.group, day),
      },
    ];
  });
}

function basisText(basis: AllocationBasis, figure: bigint, currencyDecimals: number): string {
  if (basis === 'value') return formatDecimal(figure, currencyDecimals);
  if (basis === 'equally') return figure.toString();
  const text = formatDecimal(figure, basis === 'quantity' ? FINEST_QUANTITY : BASIS_DECIMALS);
  return text.replace(/\.?0+$/, '');
}

/** When a landed cost is reversed. */
export type LandedCostReversal = { readonly key: string; readonly postedOn: string };

/** Reverses all that was posted for a document, exactly; all of it or nothing. */
export async function reverseLandedCost(
  place: LandedCostPlace,
  { key, postedOn }: LandedCostReversal,
): Promise<Result<readonly PostingAnswer[], Refusal>> {
  const posted = await place.reading.reading(place.company.id, (session) =>
    session.landedCosts(key),
  );
  if (posted.length === 0) return refused([refusal('not-found', { what: `landed cost ${key}` })]);
  const inputs = posted.map(({ event }) => ({
    key: `${event.key}:reversal`,
    source: event.source,
    type: COST_TYPES.landedCost,
    postedOn,
    item: event.item,
    site: event.site,
    reverses: event.key,
  }));
  return postWhole(place, inputs);
}
