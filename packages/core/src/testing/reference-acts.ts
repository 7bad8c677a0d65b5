import type { End, Ends } from './reference-ends.ts';
import type { Happening, Plan } from './reference-history.ts';
import type { ReferencePool } from './reference-pool.ts';

/**
 * How the amount of a flow comes about: told as an `amount` of value or `given` as a price, the
 * cost of the units `leaving` stock or `carried` under a document, a share of the `original`, or of
 * what `came in` by it, or what as many units cost in a pool that is only `asked`.
 */
export type Price = 'amount' | 'given' | 'leaving' | 'carried' | 'original' | 'came in' | 'asked';

/** Value that flows from one end to another, with units or alone. */
export type Flowing = {
  readonly kind: 'flow';
  readonly plan: Plan;
  readonly ends: Ends;
  readonly price: Price;
  /** The pool that is asked for the cost. */
  readonly asked: ReferencePool | undefined;
  readonly isForward: boolean;
  /** The goods of others that are used up by it. */
  readonly used: End | undefined;
};

/** The units of one place that change their account. */
export type Misplaced = { readonly from: End; readonly into: End; readonly units: bigint };

/** What a transaction is, with the places and accounts it was posted on. */
export type Act =
  | Flowing
  | { readonly kind: 'reversal'; readonly plan: Plan; readonly original: Happening }
  | { readonly kind: 'correction'; readonly plan: Plan; readonly original: Happening }
  | { readonly kind: 'landing'; readonly plan: Plan; readonly original: Happening }
  | { readonly kind: 'conversion'; readonly plan: Plan }
  | { readonly kind: 'invoice'; readonly plan: Plan; readonly original: Happening }
  | {
      readonly kind: 'clearing';
      readonly plan: Plan;
      readonly original: Happening;
      readonly from: End;
    }
  | {
      readonly kind: 'reclassification';
      readonly plan: Plan;
      readonly parts: readonly Misplaced[];
    }
  | {
      readonly kind: 'count';
      readonly plan: Plan;
      readonly end: End;
      readonly units: bigint;
    };

/** Units of a flow: value alone has none. */
export const unitsOf = ({ price, plan }: Flowing): bigint => (price === 'amount' ? 0n : plan.units);

/** A transaction of the sent order, what it did then, and the receipt that followed by itself. */
export type Fact = {
  readonly act: Act;
  readonly happening: Happening;
  readonly received: Flowing | undefined;
  /** The pool that was asked for the cost had never held anything. */
  readonly askedNothing: boolean;
  /** Where goods were found to lie while it was carried out, one after the other. */
  readonly placed: readonly End[];
};
