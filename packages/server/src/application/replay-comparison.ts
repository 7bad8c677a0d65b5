import type {
  BookedPool,
  Decision,
  Movement,
  Position,
  PositionAddress,
  PostingSide,
} from 'perpetua-core';
import type {
  LoggedDetermination,
  LoggedEvent,
  LoggedLink,
  LoggedPosting,
  LoggedSide,
} from './inspection.ts';

/** A thing of the books by its fields, as texts that can be compared and shown. */
type Fields = Readonly<Record<string, string | number | bigint | boolean>>;

/**
 * In what an event of a decision differs from the stored one; undefined when in nothing.
 *
 * @param index which event of the decision: the one that was sent comes first, then what it caused
 */
export function eventDifference(
  stored: LoggedEvent | undefined,
  decision: Decision,
  index: number,
): string | undefined {
  const decided = decision.events[index];
  if (decided === undefined) return 'the replay has no such event';
  if (stored === undefined) return `it should have caused an event of type ${decided.type}`;
  const { content: _, ...told } = stored.event;
  const { content: __, ...expected } = decided;
  const { number, entry } = decided;
  const moved = decision.movements.filter(({ event }) => event === number);
  const movements = new Set(moved.map((movement) => movement.number));
  return (
    fieldDifference('event', told, expected) ??
    listDifference('movement', stored.movements, moved.map(movementFields)) ??
    listDifference(
      'posting',
      stored.postings.map(postingFields),
      decision.postings.filter((posting) => posting.entry === entry).map(postingFields),
    ) ??
    listDifference(
      'link',
      inOrder(stored.links.map(linkFields)),
      inOrder(decision.links.filter(({ event }) => event === number).map(linkFields)),
    ) ??
    listDifference(
      'cost use',
      inOrder(stored.costUses),
      inOrder(decision.costUses.filter(({ movement }) => movements.has(movement))),
    )
  );
}

/** A movement as it is stored; in the core it may carry the address of its pool besides. */
function movementFields({
  number,
  event,
  type,
  postedOn,
  pool,
  place,
  ...figures
}: Movement): Fields {
  const { quantity, value, quantityAfter, valueAfter } = figures;
  const { costed, costedOn, pricedBy, about, familyAt, familySize } = figures;
  const held = { quantity, value, quantityAfter, valueAfter };
  const costing = { costed, costedOn, pricedBy, about, familyAt, familySize };
  return { number, event, type, postedOn, pool, place, ...held, ...costing };
}

/** In what the determinations of a batch differ from the stored ones. */
export function determinationDifference(
  stored: readonly LoggedDetermination[],
  decided: Decision['determinations'],
): string | undefined {
  const expected = decided.map(({ number, determination }) => ({
    number,
    name: determination.name,
    configurationVersion: determination.configurationVersion,
    type: determination.question.type,
    role: determination.roleUsed,
    account: determination.account ?? '',
  }));
  return listDifference('determination', stored, expected);
}

/** In what a stored pool differs from the one the replay led to. */
export function poolDifference(
  stored: BookedPool,
  replayed: BookedPool | undefined,
): string | undefined {
  return replayed === undefined
    ? 'the log leads to no such pool'
    : fieldDifference('pool', poolFields(stored), poolFields(replayed));
}

/** In what the units at a place differ from those the replay left there. */
export function positionDifference(
  stored: Position,
  replayed: Position | undefined,
): string | undefined {
  return replayed === undefined
    ? 'the log leads to no units here'
    : fieldDifference('stock', stored, replayed);
}

/** An address in words: item, site, bucket and where in it. */
export const placeName = ({ item, site, bucket, place }: PositionAddress): string =>
  [item, site, bucket, place].filter((part) => part !== '').join(' · ');

function poolFields({ number, address, pool, lastMovement, lastPostedOn }: BookedPool): Fields {
  const { known, layers, ...held } = pool;
  const open = layers
    .map((layer) => `${layer.receipt} ${layer.receivedOn} ${layer.quantity} ${layer.value}`)
    .join(', ');
  return {
    number,
    ...address,
    ...held,
    knownQuantity: known.quantity,
    knownValue: known.value,
    layers: open,
    lastMovement,
    lastPostedOn,
  };
}

function postingFields({ debit, credit, ...posting }: LoggedPosting): Fields {
  return { ...posting, ...sideFields('debit', debit), ...sideFields('credit', credit) };
}

function sideFields(
  side: string,
  { account, center, site, determination }: LoggedSide | PostingSide,
) {
  return {
    [`${side} account`]: account,
    [`${side} center`]: center,
    [`${side} site`]: site,
    [`${side} determination`]: determination,
  };
}

const linkFields = ({ event, to, kind, quantity, value }: LoggedLink): Fields => ({
  event,
  to,
  kind,
  quantity,
  value,
});

/** Things without a number of their own, in an order of their own. */
function inOrder<Thing extends Fields>(things: readonly Thing[]): readonly Thing[] {
  const nameOf = (thing: Thing) =>
    Object.keys(thing)
      .toSorted()
      .map((field) => thing[field])
      .join('\n');
  return things.toSorted((a, b) => (nameOf(a) < nameOf(b) ? -1 : 1));
}

function listDifference(
  what: string,
  stored: readonly Fields[],
  replayed: readonly Fields[],
): string | undefined {
  for (const [position, expected] of replayed.entries()) {
    const told = stored[position];
    if (told === undefined) return `${what} ${position + 1} is missing`;
    const difference = fieldDifference(`${what} ${position + 1}`, told, expected);
    if (difference !== undefined) return difference;
  }
  const more = stored.length - replayed.length;
  return more > 0 ? `it has ${more} more of ${what} than the replay` : undefined;
}

function fieldDifference(what: string, stored: Fields, replayed: Fields): string | undefined {
  for (const [field, expected] of Object.entries(replayed)) {
    const told = stored[field];
    if (told !== expected) return `${what}: ${field} is ${told}, the replay has ${expected}`;
  }
  return undefined;
}
