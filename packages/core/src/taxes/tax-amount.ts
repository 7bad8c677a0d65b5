import {
  divideHalfUp,
  type Money,
  money,
  NO_MONEY,
  TAX_RATE_DECIMALS,
  type TaxRate,
} from '../primitives/money.ts';

/** How the amounts of a document are entered: without the tax, or with it. */
export const TAX_ENTRIES = ['exclusive', 'inclusive'] as const;
export type TaxEntry = (typeof TAX_ENTRIES)[number];

/** A line's amount without tax, and the tax on it. Together they are what is paid. */
export type TaxedAmount = { readonly net: Money; readonly tax: Money };

/** A whole, in the unit of a rate. */
const WHOLE = 100n * 10n ** BigInt(TAX_RATE_DECIMALS);

/**
 * The tax on an amount of one line, rounded half up to the currency (`000.43`, `000.56`).
 *
 * Entered exclusive the tax comes on top; entered inclusive it is a part of what was entered, so that
 * net and tax are always what was entered, to the minor unit. A tax that is told wins over the
 * computed one: it is what the paper says. Signs go along: a credit of 100.00 has a tax of −15.00.
 */
export function taxedAmount(
  entered: Money,
  entry: TaxEntry,
  { rate, told }: { readonly rate: TaxRate | undefined; readonly told?: Money | undefined },
): TaxedAmount {
  const tax = told ?? (rate === undefined ? NO_MONEY : taxAt(entered, entry, rate));
  return { net: entry === 'inclusive' ? money(entered - tax) : entered, tax };
}

function taxAt(entered: Money, entry: TaxEntry, rate: TaxRate): Money {
  return money(divideHalfUp(entered * rate, entry === 'inclusive' ? WHOLE + rate : WHOLE));
}
