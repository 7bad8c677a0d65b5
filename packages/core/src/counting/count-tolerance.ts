import { absolute, type Money, type Quantity } from '../primitives/money.ts';

/** Decimals of the percentage of a tolerance. */
export const PERCENT_DECIMALS = 4;

/** A difference is tolerated that keeps within all the bounds that are given. */
export type CountTolerance = {
  /** Units, at the scale of `UNITS_DECIMALS`: one tolerance is for items of every scale. */
  readonly quantity?: bigint | undefined;
  /** Of the recorded quantity, in 1/10,000 of a percent. */
  readonly percent?: bigint | undefined;
  /** Value of the difference, in minor units. */
  readonly value?: Money | undefined;
};

/** The finest scale an item may have; quantities of a tolerance are told at it. */
export const UNITS_DECIMALS = 6;

/** What a tolerance is held against: value is undefined where none could be found. */
export type ToleratedDifference = {
  readonly frozen: Quantity;
  readonly difference: Quantity;
  readonly quantityDecimals: number;
  readonly value: Money | undefined;
};

/** Whether a difference keeps within a tolerance. What is as recorded always does. */
export function isTolerated(
  { quantity: units, percent, value: most }: CountTolerance,
  { frozen, difference, quantityDecimals, value }: ToleratedDifference,
): boolean {
  if (difference === 0n) return true;
  const size = absolute(difference);
  const hundredPercent = 100n * 10n ** BigInt(PERCENT_DECIMALS);
  const scale = 10n ** BigInt(UNITS_DECIMALS - quantityDecimals);
  return (
    (units === undefined || size * scale <= units) &&
    (percent === undefined || size * hundredPercent <= percent * absolute(frozen)) &&
    (most === undefined || (value !== undefined && absolute(value) <= most))
  );
}
