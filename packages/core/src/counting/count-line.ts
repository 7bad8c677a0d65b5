import { type Quantity, quantity } from '../primitives/money.ts';
import { ok, type Result, refused } from '../primitives/result.ts';
import { type Refusal, refusal } from '../transactions/refusals.ts';

/**
 * Against which stock a counted quantity stands: that of the `start` of the count, or that of the
 * moment of `entry`, so that what moved since the start is added back (costing 5.5).
 */
export const COUNT_MOMENTS = ['start', 'entry'] as const;
export type CountMoment = (typeof COUNT_MOMENTS)[number];

/** What one counter says of a line: the units, and what had moved there since the start by then. */
export type CountedFigure = {
  readonly counter: string;
  readonly quantity: Quantity;
  /** 0 for units that lay there at the start. */
  readonly moved: Quantity;
};

/** Units a counter enters. `also` adds them to what the same counter entered for the line before. */
export type CountEntry = CountedFigure & { readonly also: boolean };

/** An item at a location in a count, as it stands. */
export type CountLine = {
  /** From 1 on, in the order of the sheet. */
  readonly number: number;
  readonly item: string;
  readonly location: string;
  /** The recorded quantity, frozen when the count began. */
  readonly frozen: Quantity;
  /** Goods of others lie here: they are counted and never adjusted by a count (decision 0031). */
  readonly ofOthers: boolean;
  /** 1, and one more for every time the line was sent to be counted again. */
  readonly round: number;
  /** What was entered in this round, one figure a counter. */
  readonly figures: readonly CountedFigure[];
  /** Counted less recorded, once it is accepted. */
  readonly accepted: Quantity | undefined;
};

/** How far a line has come. */
export const COUNT_STATES = ['uncounted', 'to-recount', 'disputed', 'counted', 'accepted'] as const;
export type CountState = (typeof COUNT_STATES)[number];

/** How far a line has come, and counted less recorded where that is known. */
export type CountStanding =
  | { readonly state: 'uncounted' | 'to-recount' | 'disputed' }
  | { readonly state: 'counted' | 'accepted'; readonly difference: Quantity };

/**
 * How far a line has come. Two counters who found different quantities dispute it until it is
 * counted again: which one is right is not guessed.
 */
export function standingOf({
  accepted,
  figures,
  frozen,
  round,
}: Pick<CountLine, 'accepted' | 'figures' | 'frozen' | 'round'>): CountStanding {
  if (accepted !== undefined) return { state: 'accepted', difference: accepted };
  const [first, ...others] = figures.map(differenceTo(frozen));
  if (first === undefined) return { state: round === 1 ? 'uncounted' : 'to-recount' };
  if (others.some((other) => other !== first)) return { state: 'disputed' };
  return { state: 'counted', difference: first };
}

/** Counted less recorded: what moved since the start was counted too, and is not a difference. */
const differenceTo =
  (frozen: Quantity) =>
  ({ quantity: units, moved }: CountedFigure): Quantity =>
    quantity(units - moved - frozen);

/** What the line says of an empty place that nobody counted. */
export const differenceOfNone = ({ frozen }: Pick<CountLine, 'frozen'>): Quantity =>
  quantity(-frozen);

/**
 * The figures of a line after an entry. A counter's later entry takes the place of the earlier one,
 * or is added to it. Parts are added only while nothing moves: what had been counted already might
 * be among what moved (`count-parts-moved`).
 */
export function figuresAfter(
  figures: readonly CountedFigure[],
  { also, ...entered }: CountEntry,
): Result<readonly CountedFigure[], Refusal> {
  const before = figures.find(({ counter }) => counter === entered.counter);
  const others = figures.filter(({ counter }) => counter !== entered.counter);
  if (!also || before === undefined) return ok([...others, entered]);
  if (before.moved !== entered.moved) return refused([refusal('count-parts-moved')]);
  const together = quantity(before.quantity + entered.quantity);
  return ok([...others, { ...entered, quantity: together }]);
}
