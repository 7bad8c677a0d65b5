import type { BusinessDate } from '../../primitives/business-date.ts';
import type { TransactionType } from '../../transactions/posting-rules.ts';
import type { AddressedMovement, EventLink } from '../books.ts';

/**
 * An event as a stream looks at it: what it moved of one item, what it says, and which earlier events
 * it took something of. One of the draft and one that is read back from the log look the same.
 */
export type StreamEvent = {
  readonly number: number;
  readonly type: TransactionType;
  readonly source: string;
  readonly postedOn: BusinessDate;
  /** What was sent, as it is stored. */
  readonly content: string;
  readonly movements: readonly AddressedMovement[];
  readonly links: readonly Pick<EventLink, 'to' | 'kind' | 'quantity' | 'value'>[];
};

/** A transaction with all that it caused, in the order in which it was recorded. */
export type StreamFamily = readonly StreamEvent[];

type Position = readonly [day: string, at: number, number: number];

/**
 * Families in the order of costs (decision 0027): by day, then by number. A fact about the cost of an
 * earlier movement stands on the day of that one, right after it, whenever it was learned.
 */
export function inCostOrder(families: readonly StreamFamily[]): readonly StreamFamily[] {
  const eventOf = new Map<number, number>();
  for (const { movements } of families.flat())
    for (const { number, event } of movements) eventOf.set(number, event);
  return families
    .flatMap((family) => {
      const position = positionOf(family, eventOf);
      return position === undefined ? [] : [{ family, position }];
    })
    .toSorted((a, b) => compare(a.position, b.position))
    .map(({ family }) => family);
}

function positionOf(
  family: StreamFamily,
  eventOf: ReadonlyMap<number, number>,
): Position | undefined {
  const [head] = family;
  if (head === undefined) return undefined;
  const first = family.flatMap(({ movements }) => movements)[0];
  const isFact = first !== undefined && first.costed === 'told' && first.about > 0;
  const about = isFact ? eventOf.get(first.about) : undefined;
  return [first?.costedOn ?? head.postedOn, about ?? head.number, head.number];
}

const compare = ([dayA, ...a]: Position, [dayB, ...b]: Position): number => {
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return a[0] - b[0] || a[1] - b[1];
};
