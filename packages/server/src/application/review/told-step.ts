import { formatDecimal } from 'perpetua-core';
import type { ReviewLine } from './review-line.ts';
import type { Step } from './suggest.ts';

/** What is done with a line, in words and decimals. */
export type StepTold = {
  readonly event: number;
  readonly item: string;
  readonly action: string;
  /** How much of what is open, debits positive. */
  readonly amount: string;
  /** What it is cleared to: an account, a receipt or another line. */
  readonly account?: string;
  readonly receipt?: { readonly source: string; readonly key: string };
  readonly against?: number;
  readonly quantity?: string;
};

/** A step as it is told; without one what is said of the whole of the line. */
export function stepTold(
  line: ReviewLine,
  step: Step | undefined,
  { action }: { readonly action: string },
  currencyDecimals: number,
): StepTold {
  const { event, open } = line;
  const text = (amount: bigint) => formatDecimal(amount, currencyDecimals);
  const head = { event: event.number, item: event.item };
  if (step === undefined) return { ...head, action, amount: text(open) };
  return { ...head, action: step.kind, amount: text(step.amount), ...clearedTo(step) };
}

function clearedTo(step: Step): Partial<StepTold> {
  if (step.kind === 'reallocate') return { account: step.account };
  if (step.kind === 'match') return { against: step.against.event.number };
  if (step.kind === 'link-receipt') {
    const { event, quantityDecimals } = step.receipt;
    const receipt = { source: event.source, key: event.key };
    return { receipt, quantity: formatDecimal(step.quantity, quantityDecimals) };
  }
  if (step.kind === 'late-cost') {
    const { receipt: of, item, account } = step;
    const receipt = of === undefined ? {} : { receipt: { source: of.source, key: of.key } };
    return { item, account, ...receipt };
  }
  const { item, quantity, quantityDecimals } = step;
  return { item, quantity: formatDecimal(quantity, quantityDecimals) };
}
