import { assert } from './assert.ts';

declare const unit: unique symbol;

/** Whole minor units (cents) of the company's currency. */
export type Money = bigint & { readonly [unit]: 'money' };

/** Whole units of the item's own scale: with 3 decimals, 1.5 kg is 1500n. */
export type Quantity = bigint & { readonly [unit]: 'quantity' };

/** Hundred-millionths of a major currency unit per stocking unit. An input only, never stored as truth. */
export type UnitCost = bigint & { readonly [unit]: 'unit cost' };

/** Millionths of a company's own unit of weight or volume, per stocking unit. */
export type Measure = bigint & { readonly [unit]: 'measure' };

/** A rate of tax in ten-thousandths of a per cent: 15 per cent is 150,000. */
export type TaxRate = bigint & { readonly [unit]: 'tax rate' };

/** Decimals of a rate of tax in per cent. */
export const TAX_RATE_DECIMALS = 4;

/** Decimals of a weight or a volume. */
export const MEASURE_DECIMALS = 6;

/** Decimals of a unit cost; fixed, so that a cost of a fraction of a cent keeps its meaning. */
export const UNIT_COST_DECIMALS = 8;

/** The casts into the branded units: whoever calls one vouches for the unit. */
export const money = (minorUnits: bigint): Money => minorUnits as Money;
export const quantity = (units: bigint): Quantity => units as Quantity;
export const unitCost = (hundredMillionths: bigint): UnitCost => hundredMillionths as UnitCost;
export const measure = (millionths: bigint): Measure => millionths as Measure;
export const taxRate = (tenThousandths: bigint): TaxRate => tenThousandths as TaxRate;

export const NO_MONEY = money(0n);
export const NO_QUANTITY = quantity(0n);

/**
 * Bounds of what one transaction may carry. Sums of thousands of such amounts still fit the
 * 64-bit whole numbers they are stored in; anything larger is refused, never wrapped.
 */
export const LARGEST_MONEY = 10n ** 15n;
export const LARGEST_QUANTITY = 10n ** 15n;
export const LARGEST_UNIT_COST = 10n ** 20n;
export const LARGEST_MEASURE = 10n ** 15n;
/** No tax takes more than a thousand per cent. */
export const LARGEST_TAX_RATE = 10n ** 7n;

/** What a pool may hold: a factor 9 below 2^63, checked before anything is written. */
export const LARGEST_HOLDING = 10n ** 18n;

/** The size of a number without its sign. */
export const absolute = (number: bigint): bigint => (number < 0n ? -number : number);

/**
 * Divides and rounds half up, that is half away from zero, so that a reversal rounds like its
 * original and PostgreSQL's `round(numeric)` agrees (`Q-04`).
 */
export function divideHalfUp(dividend: bigint, divisor: bigint): bigint {
  assert(divisor !== 0n, 'the divisor is not zero');
  const size = absolute(divisor);
  const rounded = (2n * absolute(dividend) + size) / (2n * size);
  return dividend < 0n === divisor < 0n ? rounded : -rounded;
}

/**
 * The share of `value` that belongs to `part` out of `whole`, rounded half up.
 *
 * The whole gets the whole: `prorate(v, q, q) === v`. The caller keeps `value - share` for the
 * rest, so rounding neither creates nor destroys a minor unit (costing 5.2).
 */
export function prorate(value: Money, part: Quantity, whole: Quantity): Money {
  assert(whole !== 0n, 'a share is taken of something');
  return money(divideHalfUp(value * part, whole));
}

/**
 * What a quantity is worth at a unit cost, in minor units, rounded half up once.
 *
 * @param decimals decimals of the quantity's scale and of the currency
 */
export function extend(
  units: Quantity,
  cost: UnitCost,
  decimals: { readonly quantity: number; readonly currency: number },
): Money {
  const scale = 10n ** BigInt(decimals.quantity + UNIT_COST_DECIMALS);
  return money(divideHalfUp(units * cost * 10n ** BigInt(decimals.currency), scale));
}
