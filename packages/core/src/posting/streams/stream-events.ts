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

/** Whether a family turns an earlier one round; it may move nothing, as the reversal of a claim does. */
export const isReversal = ([head]: StreamFamily): boolean =>
  head?.links.some(({ kind }) => kind === 'reverses') === true;

type Position = readonly [day: string, at: number, number: number];

/**
 * Families in the order of costs (decision 0027): by day, then by number. A fact about the cost of an
 * earlier event stands on the day of that one, right after it, whenever it was learned and whatever
 * became of it in the books.
 *
 * @param learnedFrom the earlier event that a family tells the cost of; undefined where it tells none
 */
export function inCostOrder(
  families: readonly StreamFamily[],
  learnedFrom: (family: StreamFamily) => number | undefined,
): readonly StreamFamily[] {
  const firsts = new Map<number, AddressedMovement>();
  const eventOf = new Map<number, number>();
  for (const { movements } of families.flat()) {
    for (const movement of movements) {
      eventOf.set(movement.number, movement.event);
      if (!firsts.has(movement.event)) firsts.set(movement.event, movement);
    }
  }
  const positionOf = (family: StreamFamily): Position | undefined => {
    const [head] = family;
    if (head === undefined) return undefined;
    const told = firsts.get(learnedFrom(family) ?? 0);
    if (told !== undefined) return [told.costedOn, told.event, head.number];
    const first = family.flatMap(({ movements }) => movements)[0];
    const isFact = first !== undefined && first.costed === 'told' && first.about > 0;
    const about = isFact ? eventOf.get(first.about) : undefined;
    return [first?.costedOn ?? head.postedOn, about ?? head.number, head.number];
  };
  return families
    .flatMap((family) => {
      const position = positionOf(family);
      return position === undefined ? [] : [{ family, position }];
    })
    .toSorted((a, b) => compare(a.position, b.position))
    .map(({ family }) => family);
}

const compare = ([dayA, ...a]: Position, [dayB, ...b]: Position): number => {
  if (dayA !== dayB) return dayA < dayB ? -1 : 1;
  return a[0] - b[0] || a[1] - b[1];
};
