import {
  COUNT_REASON,
  type Configuration,
  type CountHead,
  type CountTolerance,
  countAdjustment,
  type Decision,
  inPostingOrder,
  isTolerated,
  LARGEST_MONEY,
  LARGEST_QUANTITY,
  type Money,
  money,
  NO_MONEY,
  type Outcome,
  ok,
  PERCENT_DECIMALS,
  parseDecimal,
  type Quantity,
  type Refusal,
  type Result,
  refusal,
  refused,
  standingOf,
  UNITS_DECIMALS,
} from 'perpetua-core';
import { CompanyBooks } from '../company-books.ts';
import { decideSent } from '../decide-sent.ts';
import type { CompanySession } from '../ports.ts';
import type { StoredCount, StoredLine } from './stored-count.ts';

/** A line with what was counted less what was recorded. */
export type Difference = { readonly line: StoredLine; readonly difference: Quantity };

/** A difference with what its adjustment leads to; undefined where there is nothing to adjust. */
export type DecidedDifference = Difference & { readonly outcome: Outcome | undefined };

/** The differences of lines that are counted and not accepted. */
export const openDifferences = (lines: readonly StoredLine[]): readonly Difference[] =>
  lines.flatMap((line) => {
    const standing = standingOf(line);
    return standing.state === 'counted' ? [{ line, difference: standing.difference }] : [];
  });

/**
 * Decides the adjustments of differences on the books; the decision is there when there are any.
 * Whether it is written is for the caller to say: a preview and an acceptance are this same
 * function. Goods of others are not adjusted.
 */
export async function decideDifferences(
  books: CompanyBooks,
  session: CompanySession,
  count: StoredCount,
  differences: readonly Difference[],
): Promise<{ readonly decision?: Decision; readonly decided: readonly DecidedDifference[] }> {
  const head: CountHead = { ...count, reason: reasonIn(books.configuration) };
  const adjusted = inPostingOrder(differences.filter(({ line }) => !line.ofOthers));
  if (adjusted.length === 0) return { decided: differences.map(undecided) };
  const inputs = adjusted.map(({ line, difference }) =>
    countAdjustment(head, line, difference, line.quantityDecimals),
  );
  const decision = await decideSent(books, inputs, session);
  const outcomes = new Map(
    adjusted.map(({ line }, index) => [line.number, decision.outcomes[index]] as const),
  );
  const decided = differences.map((one) => ({ ...one, outcome: outcomes.get(one.line.number) }));
  return { decision, decided };
}

const undecided = (one: Difference): DecidedDifference => ({ ...one, outcome: undefined });

/** The system's reason of a count (`Q-29`); none where the company has put it out of use. */
const reasonIn = ({ reasons }: Configuration): string | undefined =>
  reasons.has(COUNT_REASON) && reasons.get(COUNT_REASON)?.active !== false
    ? COUNT_REASON
    : undefined;

/** The same on the books as they are, of which nothing is kept. */
export async function previewDifferences(
  session: CompanySession,
  count: StoredCount,
  differences: readonly Difference[],
): Promise<readonly DecidedDifference[]> {
  const books = await CompanyBooks.open(session, true);
  return (await decideDifferences(books, session, count, differences)).decided;
}

/** What a difference is worth, less than nothing for goods that are missing; undefined when refused. */
export function differenceValue({ difference, outcome }: DecidedDifference): Money | undefined {
  if (outcome === undefined) return NO_MONEY;
  if (outcome.status === 'refused') return undefined;
  return money(difference < 0n ? -outcome.cost : outcome.cost);
}

/** Values of differences added up, found and missing apart. */
export function totalsOf(values: readonly (Money | undefined)[]): {
  readonly found: Money;
  readonly missing: Money;
} {
  let [found, missing] = [0n, 0n];
  for (const value of values) {
    if (value === undefined) continue;
    if (value > 0n) found += value;
    else missing -= value;
  }
  return { found: money(found), missing: money(missing) };
}

/** A tolerance as it is sent: decimals, each of which may be left out. */
export type ToleranceTexts = {
  readonly quantity?: string | undefined;
  readonly percent?: string | undefined;
  readonly value?: string | undefined;
};

/** Reads a tolerance; what is no number from zero up is refused. */
export function readTolerance(
  texts: ToleranceTexts | undefined,
  currencyDecimals: number,
): Result<CountTolerance, Refusal> {
  const refusals: Refusal[] = [];
  const read = (field: keyof ToleranceTexts, decimals: number, largest: bigint) => {
    const text = texts?.[field];
    if (text === undefined) return undefined;
    const number = parseDecimal(text, decimals, largest);
    if (typeof number === 'bigint' && number >= 0n) return number;
    const details = { field: `tolerance.${field}`, value: text.slice(0, 40) };
    refusals.push(refusal('number-invalid', details));
    return undefined;
  };
  const quantity = read(
    'quantity',
    UNITS_DECIMALS,
    LARGEST_QUANTITY * 10n ** BigInt(UNITS_DECIMALS),
  );
  const percent = read('percent', PERCENT_DECIMALS, LARGEST_QUANTITY);
  const value = read('value', currencyDecimals, LARGEST_MONEY);
  if (refusals.length > 0) return refused(refusals);
  return ok({ quantity, percent, value: value === undefined ? undefined : money(value) });
}

/**
 * The differences a tolerance leaves over, by the number of their lines. Values are asked for only
 * when the tolerance has one.
 */
export async function untolerated(
  session: CompanySession,
  count: StoredCount,
  differences: readonly Difference[],
  tolerance: CountTolerance,
): Promise<ReadonlySet<number>> {
  const decided =
    tolerance.value === undefined
      ? differences.map(undecided)
      : await previewDifferences(session, count, differences);
  const beyond = decided.filter((one) => {
    const { frozen, quantityDecimals } = one.line;
    const { difference } = one;
    return !isTolerated(tolerance, {
      frozen,
      difference,
      quantityDecimals,
      value: differenceValue(one),
    });
  });
  return new Set(beyond.map(({ line }) => line.number));
}
