import type { AddressedMovement, EventLink } from '../books.ts';

/**
 * An event as a stream looks at it: what it moved of one item, what it says, and which earlier events
 * it took something of. One of the draft and one that is read back from the log look the same.
 */
export type StreamEvent = {
  readonly number: number;
  readonly source: string;
  /** What was sent, as it is stored. */
  readonly content: string;
  readonly movements: readonly AddressedMovement[];
  readonly links: readonly Pick<EventLink, 'to' | 'kind' | 'quantity' | 'value'>[];
};

/** A transaction with all that it caused, in the order in which it was recorded. */
export type StreamFamily = readonly StreamEvent[];

type Position = readonly [day: string, about: number, number: number];

/**
 * Where a family stands in the order of costs (decision 0027): by its day, then by its number; a fact
 * about the cost of an earlier movement stands right after that one, whenever it was learned.
 */
function positionOf(family: StreamFamily): Position {
  const first = family.flatMap(({ movements }) => movements)[0];
  if (first === undefined) return ['', 0, family[0]?.number ?? 0];
  const isFact = first.costed === 'told' && first.about > 0;
  return [first.costedOn, isFact ? first.about : first.number, first.number];
}

/** Families in the order of costs. */
export const inCostOrder = (families: readonly StreamFamily[]): readonly StreamFamily[] =>
  families
    .map((family) => ({ family, position: positionOf(family) }))
    .toSorted((a, b) => compare(a.position, b.position))
    .map(({ family }) => family);

const compare = ([dayA, ...a]: Position, [dayB, ...b]: Position): number => {
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return a[0] - b[0] || a[1] - b[1];
};
