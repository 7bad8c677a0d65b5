import type { Holding } from '../costing/cost-pool.ts';
import { type Money, money, NO_MONEY, NO_QUANTITY, quantity } from '../primitives/money.ts';
import { takesClaim } from '../transactions/posting-rules.ts';
import type { BookedEvent, EarlierEvent, EventLink, LinkKind } from './books.ts';
import type { EventDraft } from './event-draft.ts';

export const NOTHING_CLEARED: ReadonlyMap<number, Money> = new Map();

/** An event of which nobody has taken anything yet, and which caused nothing. */
const NOTHING_TAKEN = {
  usedQuantity: NO_QUANTITY,
  usedValue: NO_MONEY,
  claimed: { quantity: NO_QUANTITY, value: NO_MONEY },
  corrected: NO_MONEY,
  restated: new Map(),
  restatedClaim: NO_MONEY,
  addedCost: NO_MONEY,
  cleared: NO_MONEY,
  reversed: false,
  consequences: { events: [], movements: [], postings: [], cleared: NOTHING_CLEARED },
} as const satisfies Partial<EarlierEvent>;

/** The links by which an event takes a part of another, which its own reversal gives back. */
const TAKES: ReadonlySet<LinkKind> = new Set(['refers-to', 'adds-cost-to', 'clears']);

/** An event of a draft as a later transaction finds it: nobody has taken anything of it yet. */
export const takenOfNothing = (draft: EventDraft, event: BookedEvent): EarlierEvent => ({
  ...NOTHING_TAKEN,
  event,
  movements: draft.movements.filter((movement) => movement.event === event.number),
  // Entry 0 is none: what posts nothing shares it with all others that post nothing.
  postings: draft.postings.filter(({ entry }) => entry === event.entry),
  took: draft.links.filter(({ event: by, kind }) => by === event.number && TAKES.has(kind)),
});

/** What is remembered of an event of the draft by the one it refers to. */
function latestUse(
  { events, movements }: EventDraft,
  number: number,
): Pick<EarlierEvent, 'latestUse'> {
  const event = events.find((one) => one.number === number);
  if (event === undefined) return {};
  const moved = movements.filter((movement) => movement.event === number);
  const first = moved[0]?.number ?? 0;
  const range = { firstMovement: first, lastMovement: first + moved.length - 1 };
  return { latestUse: { type: event.type, ...range } };
}

/** An earlier event after a transaction of the draft referred to it. */
export function afterLink(known: EarlierEvent, link: EventLink, draft: EventDraft): EarlierEvent {
  const { kind, value } = link;
  if (kind === 'reverses') return { ...known, reversed: true };
  if (kind === 'clears') return { ...known, cleared: money(known.cleared + value) };
  if (kind === 'adds-cost-to') return { ...known, addedCost: money(known.addedCost - value) };
  return { ...usedUp(known, link, draft), ...latestUse(draft, link.event) };
}

/** The same after a part of it was taken; value without units corrects what it cost. */
function usedUp(known: EarlierEvent, used: EventLink, { events }: EventDraft): EarlierEvent {
  if (used.quantity === 0n) return { ...known, corrected: money(known.corrected - used.value) };
  const event = events.find(({ number }) => number === used.event);
  const isClaim = event !== undefined && takesClaim(event.type);
  return {
    ...known,
    usedQuantity: quantity(known.usedQuantity + used.quantity),
    usedValue: money(known.usedValue + used.value),
    claimed: isClaim ? summed(known.claimed, used) : known.claimed,
  };
}

const summed = (a: Holding, b: Holding): Holding => ({
  quantity: quantity(a.quantity + b.quantity),
  value: money(a.value + b.value),
});
