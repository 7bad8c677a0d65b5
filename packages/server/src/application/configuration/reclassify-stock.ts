import {
  type BusinessDate,
  CONFIGURATION_SOURCE,
  formatDecimal,
  type Outcome,
  ok,
  type Refusal,
  type Result,
  refused,
  type TransactionInput,
} from 'perpetua-core';
import type { CompanyBooks } from '../company-books.ts';
import type { CompanySession, Lane, WritingSession } from '../ports.ts';
import { LARGEST_BATCH } from '../posting-desk.ts';
import type { MisplacedUnits } from './held-stock.ts';

/** A line of the journal that moves value with a change, the same accounts and sites added up. */
export type ReclassifiedValue = {
  readonly type: string;
  readonly site: string;
  readonly debit: string;
  readonly credit: string;
  /** Decimal text in the company's currency. */
  readonly amount: string;
  readonly entries: number;
};

/** The transactions that move misplaced units, one for each place or document of an item. */
export function reclassifications(
  misplaced: readonly MisplacedUnits[],
  version: number,
  postedOn: BusinessDate,
): readonly TransactionInput[] {
  const places = new Map<
    string,
    Pick<TransactionInput, 'item' | 'site' | 'location' | 'document'>
  >();
  for (const { item, site, bucket, place } of misplaced) {
    const isOnHand = bucket === 'on-hand';
    const named = isOnHand ? { location: place } : { document: place };
    const at = isOnHand && place === '' ? {} : named;
    places.set(`${item}\n${site}\n${isOnHand}\n${place}`, { item, site, ...at });
  }
  return [...places.values()].map((place, index) => ({
    key: `configuration-${version}:${index + 1}`,
    source: CONFIGURATION_SOURCE,
    type: 'account-reclassification',
    postedOn,
    ...place,
  }));
}

/**
 * Decides the transactions of a change by the configuration it leads to; refused as a whole where
 * one of them is, for example because its period is closed.
 *
 * @param keep is given each batch that was decided; without it nothing is kept
 */
export async function reclassify(
  books: CompanyBooks,
  session: CompanySession,
  inputs: readonly TransactionInput[],
  keep?: (decision: Awaited<ReturnType<CompanyBooks['decide']>>) => Promise<void>,
): Promise<Result<readonly ReclassifiedValue[], Refusal>> {
  const values = new ReclassifiedValues(books.configuration.company.currencyDecimals);
  for (let start = 0; start < inputs.length; start += LARGEST_BATCH) {
    const decision = await books.decide(inputs.slice(start, start + LARGEST_BATCH), session);
    const reasons = decision.outcomes.flatMap((outcome) =>
      outcome.status === 'refused' ? outcome.refusals : [],
    );
    if (reasons.length > 0) return refused(distinct(reasons));
    for (const outcome of decision.outcomes) values.add(outcome);
    await keep?.(decision);
  }
  return ok(values.all());
}

/** What every place is refused for alike, such as a closed period, is told once. */
const distinct = (refusals: readonly Refusal[]): readonly Refusal[] => [
  ...new Map(refusals.map((one) => [JSON.stringify(one), one])).values(),
];

/** Keeps the batches of a change after the configuration it belongs to. */
export function batchWriter(
  session: WritingSession,
  lane: Lane,
  recorded: { readonly recordedAt: Date; readonly recordedBy: string },
) {
  let last = lane;
  return {
    write: async (decision: Awaited<ReturnType<CompanyBooks['decide']>>): Promise<void> => {
      last = await session.writeBatch({ decision, lane: last, ...recorded });
    },
    /** The lane after the last batch. */
    lane: (): Lane => last,
  };
}

class ReclassifiedValues {
  readonly #decimals: number;
  readonly #sums = new Map<string, Omit<ReclassifiedValue, 'amount'> & { readonly sum: bigint }>();

  constructor(decimals: number) {
    this.#decimals = decimals;
  }

  add(outcome: Outcome): void {
    if (outcome.status === 'refused') return;
    for (const { debit, credit, amount } of outcome.postings) {
      const line = {
        type: debit.type,
        site: debit.site,
        debit: debit.account,
        credit: credit.account,
      };
      const key = Object.values(line).join('\n');
      const known = this.#sums.get(key) ?? { ...line, sum: 0n, entries: 0 };
      this.#sums.set(key, { ...known, sum: known.sum + amount, entries: known.entries + 1 });
    }
  }

  all(): readonly ReclassifiedValue[] {
    return [...this.#sums.values()].map(({ sum, ...line }) => ({
      ...line,
      amount: formatDecimal(sum, this.#decimals),
    }));
  }
}
