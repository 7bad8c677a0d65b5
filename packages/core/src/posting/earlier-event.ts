import type { Holding } from '../costing/cost-pool.ts';
import { money, NO_MONEY, NO_QUANTITY, quantity } from '../primitives/money.ts';
import { takesClaim } from '../transactions/posting-rules.ts';
import { namesMeant } from '../transactions/transaction.ts';
import type { BookedEvent, Books, EarlierEvent, EventLink } from './books.ts';
import type { EventDraft } from './event-draft.ts';

/** The earlier event that a transaction of a source means by a key: one of its own, or a line of a document. */
export function earlierMeant(
  { earlier }: Pick<Books, 'earlier'>,
  source: string,
  key: string,
): EarlierEvent | undefined {
  for (const name of namesMeant(source, key)) {
    const event = earlier.get(name);
    if (event !== undefined) return event;
  }
  return undefined;
}

/** The same as it stands after what the draft itself took of it: two lines may be about one receipt. */
export function earlierInDraft(
  draft: EventDraft,
  source: string,
  key: string,
): EarlierEvent | undefined {
  const earlier = earlierMeant(draft.books, source, key);
  if (earlier === undefined) return undefined;
  const { number } = earlier.event;
  return draft.links.reduce(
    (event, link) => (link.to === number ? afterLink(event, link, draft) : event),
    earlier,
  );
}

/** An event that nothing has referred to yet. */
export const untouched = (event: BookedEvent): EarlierEvent => ({
  event,
  movements: [],
  postings: [],
  consequences: { events: [], movements: [], postings: [] },
  usedQuantity: NO_QUANTITY,
  usedValue: NO_MONEY,
  claimed: { quantity: NO_QUANTITY, value: NO_MONEY },
  corrected: NO_MONEY,
  restated: new Map(),
  restatedClaim: NO_MONEY,
  addedCost: NO_MONEY,
  cleared: NO_MONEY,
  reversed: false,
  took: [],
});

/** An event of the draft itself, for a part of the same document that refers to it. */
export function eventInDraft(draft: EventDraft, number: number): EarlierEvent | undefined {
  const event = draft.eventNumbered(number);
  if (event === undefined) return undefined;
  return {
    ...untouched(event),
    movements: draft.movementsOf(number),
    postings: postingsOf(draft, event),
  };
}

/** The postings of an event that was drafted just now: the last there are. */
function postingsOf({ postings }: EventDraft, { entry }: BookedEvent): EarlierEvent['postings'] {
  const from = postings.findLastIndex((posting) => posting.entry < entry) + 1;
  return entry === 0 ? [] : postings.slice(from).filter((posting) => posting.entry === entry);
}

/** What is remembered of an event of the draft by the one it refers to. */
function latestUse(draft: EventDraft, number: number): Pick<EarlierEvent, 'latestUse'> {
  const event = draft.eventNumbered(number);
  if (event === undefined) return {};
  const moved = draft.movementsOf(number);
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
function usedUp(known: EarlierEvent, used: EventLink, draft: EventDraft): EarlierEvent {
  if (used.quantity === 0n) return { ...known, corrected: money(known.corrected - used.value) };
  const event = draft.eventNumbered(used.event);
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
