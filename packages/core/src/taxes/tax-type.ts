import { type TaxRate, taxRate } from '../primitives/money.ts';

/**
 * How a sale or a purchase is taxed. Groups name those their new items begin with, items those their
 * lines begin with, and a line may name another (`000.39`, `000.40`).
 */
export type TaxType = {
  readonly code: string;
  readonly name: string;
  readonly rate: TaxRate;
  readonly active: boolean;
  /** Tax on sales stands here, else on the account of the role `tax-out`. */
  readonly accountOut?: string;
  /** Tax on purchases stands here, else on the account of the role `tax-in`. */
  readonly accountIn?: string;
};

/** A tax type as it is written down: its rate as digits, since JSON has no whole numbers of any size. */
export type TaxTypeFact = Omit<TaxType, 'rate'> & { readonly rate: string };

/** A tax type as it is written down. */
export const factOfTaxType = (type: TaxType): TaxTypeFact => ({
  ...type,
  rate: type.rate.toString(),
});

/** The tax type that was written down so. */
export const taxTypeOfFact = (fact: TaxTypeFact): TaxType => ({
  ...fact,
  rate: taxRate(BigInt(fact.rate)),
});

/** The tax types a group or an item begins with: one for selling, one for buying (`000.41`). */
export type TaxDefaults = {
  readonly salesTaxType?: string;
  readonly purchaseTaxType?: string;
};
