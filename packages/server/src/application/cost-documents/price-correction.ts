import {
  absolute,
  COST_TYPES,
  DEFAULT_SOURCE,
  eventShape,
  formatDecimal,
  ok,
  type Refusal,
  type Result,
  refusal,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import { answer, type PostingAnswer } from '../post-transactions.ts';
import { outcomesOfWhole, type WholePlace } from '../post-whole.ts';
import type { BooksReading } from '../reading/ports.ts';
import { sentContent } from '../sent-content.ts';
import { type CostReceipt, loadReceipts } from './cost-receipts.ts';
import { type LateCostShare, shareOfOutcome } from './late-cost-shares.ts';

/** What a receipt really cost: a unit of it, or so many units in all. */
type PriceLine = {
  readonly receipt: string;
  readonly source?: string | undefined;
  /** How many units; without it all that are neither invoiced nor returned. */
  readonly quantity?: string | undefined;
  readonly unitCost?: string | undefined;
  readonly total?: string | undefined;
};

/** Corrected prices of a vendor, for as many receipts as his letter names. */
export type PriceCorrection = {
  /** Names the correction for ever; sent again it is answered again. */
  readonly key: string;
  readonly postedOn: string;
  readonly reference?: string | undefined;
  readonly party?: string | undefined;
  readonly lines: readonly PriceLine[];
};

/** By how much a receipt cost more or less, and what the policy makes of it; decimals with a sign. */
type CorrectedReceipt = LateCostShare & {
  readonly receipt: string;
  readonly source: string;
  readonly item: string;
  readonly site: string;
  readonly quantity: string;
};

export type PriceCorrectionAnswer = {
  readonly corrected: readonly CorrectedReceipt[];
  readonly results: readonly PostingAnswer[];
};

type Place = WholePlace & { readonly reading: BooksReading };

/**
 * Corrects the prices of receipts: the books find the difference between what their units stand at
 * and what they really cost, and post it as a late cost of each (`003.X10`, `Q-48`); all or nothing.
 * With `dryRun` the same is told and nothing is kept.
 */
export async function correctPrices(
  place: Place,
  correction: PriceCorrection,
  dryRun: boolean,
): Promise<Result<PriceCorrectionAnswer, Refusal>> {
  const { lines } = correction;
  const names = lines.map(({ receipt, source }) => ({ key: receipt, source }));
  const { receipts, refusals } = await loadReceipts(place, names);
  const wrong = [...refusals, ...receipts.flatMap(refuseOtherTypes)];
  if (wrong.length > 0) return refused(wrong);
  const known = await quantitiesBefore(place, correction);
  const inputs = receipts.map((receipt, index) =>
    inputOf(correction, receipt, { index, before: known[index] }),
  );
  const outcomes = await outcomesOfWhole(place, inputs, dryRun);
  if (!outcomes.ok) return outcomes;
  const { currencyDecimals } = place.company;
  const corrected = outcomes.value.map((outcome, index) => {
    const { item, site, source } = outcome.event;
    const { original = '', quantity = '' } = inputs[index] ?? {};
    const about = { receipt: original, source, item, site, quantity };
    return { ...about, ...shareOfOutcome(outcome, currencyDecimals) };
  });
  const results = outcomes.value.map((outcome) => answer(outcome, currencyDecimals));
  return ok({ corrected, results });
}

/** Only what brought goods in has a price of its vendor. */
function refuseOtherTypes({ earlier: { event } }: CostReceipt): readonly Refusal[] {
  const receives = eventShape(COST_TYPES.landedCost)?.originals.includes(event.type) === true;
  return receives ? [] : [refusal('original-differs', { original: event.key, field: 'type' })];
}

const keyOf = ({ key }: PriceCorrection, index: number): string => `${key}:${index + 1}`;

/** The quantities of a correction that was posted already, line by line. */
function quantitiesBefore(
  { reading, company }: Place,
  correction: PriceCorrection,
): Promise<readonly (string | undefined)[]> {
  return reading.reading(company.id, async (session) => {
    const quantities: (string | undefined)[] = [];
    for (const [index, { source = DEFAULT_SOURCE }] of correction.lines.entries()) {
      const [event] = await session.eventsWithKey(keyOf(correction, index), source);
      quantities.push(event && sentContent(event).quantity);
    }
    return quantities;
  });
}

function inputOf(
  correction: PriceCorrection,
  { earlier, arrival, item }: CostReceipt,
  { index, before }: { readonly index: number; readonly before: string | undefined },
): TransactionInput {
  const { postedOn, reference, party, lines } = correction;
  const { quantity, unitCost, total } = lines[index] ?? {};
  const left = arrival.quantity - earlier.usedQuantity;
  // Of one with nothing left all is asked for, and the core says why nothing can be corrected.
  const open = formatDecimal(left > 0n ? left : absolute(arrival.quantity), item.quantityDecimals);
  const { event } = earlier;
  return {
    key: keyOf(correction, index),
    source: event.source,
    type: COST_TYPES.correction,
    postedOn,
    item: event.item,
    site: event.site,
    quantity: quantity ?? before ?? open,
    ...(unitCost === undefined ? {} : { unitCost }),
    ...(total === undefined ? {} : { amount: total }),
    ...(reference === undefined ? {} : { reference }),
    ...(party === undefined ? {} : { party }),
    original: event.key,
  };
}
