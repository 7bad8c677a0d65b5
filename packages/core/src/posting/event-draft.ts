import type { AccountRole } from '../accounts/account-role.ts';
import { roleDefinition } from '../accounts/account-role.ts';
import type { CostPool, CostUse, Holding, PoolAddress } from '../costing/cost-pool.ts';
import type { Costing, CostSource } from '../costing/cost-source.ts';
import type { ShownCost } from '../costing/cost-stream.ts';
import type {
  AccountDetermination,
  AccountQuestion,
} from '../determination/account-determination.ts';
import { costingMethodOn, isIntegrated } from '../determination/configuration.ts';
import { policyOn } from '../determination/policies-in-force.ts';
import { type DocumentFacts, substituteRole } from '../determination/role-substitution.ts';
import { type Item, NO_ITEM } from '../items/item.ts';
import { entryTypeOf } from '../journal/entry-type.ts';
import { integrationEntryTypeOn } from '../journal/integration-entry-type.ts';
import type { Posting, PostingSide } from '../journal/posting.ts';
import { assert } from '../primitives/assert.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import { formatDecimal } from '../primitives/decimal.ts';
import {
  absolute,
  LARGEST_HOLDING,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  type Quantity,
  quantity,
} from '../primitives/money.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';
import { type Refusal, type RefusalCode, refusal } from '../transactions/refusals.ts';
import { CAUSED_SOURCE, eventName } from '../transactions/transaction.ts';
import {
  type AddressedMovement,
  type BookedEvent,
  type BookedPool,
  type Books,
  type Counters,
  type EventLink,
  type LinkKind,
  type Position,
  type PositionAddress,
  poolKey,
  positionKey,
  type TouchedPool,
  unbooked,
} from './books.ts';
import { clearingBetween } from './intersite-clearing.ts';
import { onHandPools } from './on-hand-pools.ts';

/** A movement of a draft: how many belong to its family is known when the draft is complete. */
type DraftedMovement = AddressedMovement & { familySize: number; costedOn: BusinessDate };

/** Which receipt fed which issue, as it is stored. */
export type StoredCostUse = CostUse & { readonly movement: number };

/** What an event says of itself, before it has a number. */
export type EventHead = Omit<BookedEvent, 'number' | 'entry' | 'happened' | 'entryType'>;

/** Where the units of a movement lie, how it came by its value, and which receipts fed it. */
export type Whereabouts = {
  readonly place: string;
  readonly costing: Costing & {
    /** The day of what it is a fact about, where that is not its own. */
    readonly on?: BusinessDate;
  };
  readonly uses?: readonly CostUse[];
};

/** Where a side of a posting stands and what may decide its account. */
export type SideQuestion = {
  readonly type: TransactionType;
  readonly role: AccountRole;
  readonly site: string;
  readonly location: string;
  readonly reason?: string | undefined;
  readonly typedOnLine?: string | undefined;
  readonly pinned?: string;
  readonly facts?: DocumentFacts;
  /** The item whose group it is asked for, where that is not the item of the event. */
  readonly item?: Item | undefined;
};

const NO_FACTS: DocumentFacts = {};

/** What follows of other movements, or has no value, is late by itself in no order of costs. */
const NEVER_LATE: ReadonlySet<CostSource> = new Set(['restated', 'consequence', 'none']);

/**
 * Everything one transaction would change, kept apart from the books until it is known that the
 * whole of it can be posted. Dropping the draft leaves no trace (`I14`).
 */
export class EventDraft {
  readonly books: Books;
  readonly happened: boolean;
  readonly refusals: Refusal[] = [];
  readonly warnings: string[] = [];
  /** What a sale shows as its cost, where that is not what it posts. */
  shown: ShownCost | undefined;
  readonly events: BookedEvent[] = [];
  readonly movements: DraftedMovement[] = [];
  readonly postings: Posting[] = [];
  readonly links: EventLink[] = [];
  readonly costUses: StoredCostUse[] = [];
  readonly determinations: AccountDetermination[] = [];
  readonly touched: TouchedPool[] = [];
  readonly pools = new Map<string, BookedPool>();
  /** Pools that the transaction moves or asks for a cost, as they were before it. */
  readonly lookedAt = new Set<BookedPool>();
  readonly positions = new Map<string, Position>();
  /** The last numbers given out, those of this draft included. */
  readonly counters: { -readonly [name in keyof Counters]: number };
  #item: Item;
  #line: number | undefined;
  #head: EventHead | undefined;
  #lines = 0;
  readonly #causedByType = new Map<TransactionType, number>();
  #askedLast: { readonly address?: PoolAddress; readonly key: string } = { key: '' };

  /** @param happened the goods have moved already, whatever the stock policy says */
  constructor(books: Books, item: Item, happened = false) {
    this.happened = happened;
    this.books = books;
    this.#item = item;
    this.counters = { ...books.counters };
  }

  /** The item whose stock moves just now: accounts, costs and refusals are those of it. */
  get item(): Item {
    return this.#item;
  }

  /**
   * Turns to another item of a document of several.
   *
   * @param line of the document; what is refused from here on is said of it
   */
  turnTo(item: Item, line?: number): void {
    this.#item = item;
    this.#line = line;
  }

  /** An event of the draft by its number; numbers are given out one after the other. */
  eventNumbered(number: number): BookedEvent | undefined {
    const [first] = this.events;
    return first === undefined ? undefined : this.events[number - first.number];
  }

  /** What an event of the draft moved; movements stand in the order of their events. */
  movementsOf(event: number): readonly AddressedMovement[] {
    let [from, to] = [0, this.movements.length];
    while (from < to) {
      const middle = Math.trunc((from + to) / 2);
      if ((this.movements[middle]?.event ?? 0) < event) from = middle + 1;
      else to = middle;
    }
    let end = from;
    while (this.movements[end]?.event === event) end += 1;
    return this.movements.slice(from, end);
  }

  /** How many events of a type the draft has that the books post by themselves. */
  causedOf(type: TransactionType): number {
    return this.#causedByType.get(type) ?? 0;
  }

  /** Another item that the draft is about; whoever loads the books has loaded it. */
  itemNamed(code: string): Item {
    if (code === NO_ITEM.code) return NO_ITEM;
    const item = this.books.items.get(code);
    assert(item !== undefined, `item ${code} of an earlier event is loaded with it`);
    return item;
  }

  /** Begins an event; movements and postings belong to it until it is closed. Returns its number. */
  open(head: EventHead): number {
    this.#head = head;
    this.#lines = 0;
    this.counters.event += 1;
    return this.counters.event;
  }

  /** Ends the event begun last. It has a journal entry when anything was posted. */
  close(): BookedEvent | undefined {
    const head = this.#head;
    if (head === undefined) return undefined;
    const entry = this.#lines === 0 ? 0 : this.counters.entry + 1;
    if (entry > 0) this.counters.entry = entry;
    const integration = integrationEntryTypeOn(this.books.desk.configuration, head.postedOn);
    const entryType = entryTypeOf(head.type, integration);
    const { happened } = this;
    const event = { ...head, number: this.counters.event, entry, happened, entryType };
    this.events.push(event);
    if (head.source === CAUSED_SOURCE)
      this.#causedByType.set(head.type, this.causedOf(head.type) + 1);
    this.#head = undefined;
    return event;
  }

  /**
   * Ends the draft: every movement now knows how many belong to its family, and what follows of a
   * fact about an earlier cost stands with it in the order of costs.
   */
  complete(): void {
    let [fact] = this.movements;
    for (const movement of this.movements) {
      movement.familySize = this.movements.length;
      if (movement.costed !== 'consequence') fact = movement;
      else if (fact !== undefined) movement.costedOn = fact.costedOn;
    }
  }

  refuse(code: RefusalCode, details: Readonly<Record<string, string>> = {}): void {
    const reason = refusal(code, details);
    this.refusals.push(this.#line === undefined ? reason : { ...reason, line: this.#line });
  }

  /** The pool at an address as it stands in this draft. */
  pool(address: PoolAddress): BookedPool {
    const key = this.#keyOf(address);
    const drafted = this.pools.get(key);
    if (drafted !== undefined) return drafted;
    const booked = this.books.pools.get(key) ?? unbooked(address);
    this.lookedAt.add(booked);
    return booked;
  }

  /** The pools on hand of the item as they stand in this draft, oldest first. */
  onHand(): readonly BookedPool[] {
    return onHandPools(this.books.pools, this.pools, this.item.code);
  }

  position(address: PositionAddress): Position | undefined {
    const key = positionKey(address);
    return this.positions.get(key) ?? this.books.positions.get(key);
  }

  /**
   * Asks for the account of a side; the answer comes back. Without one the draft is refused, unless
   * nothing is posted there anyway: then stock is kept on no account until inventory is integrated
   * (`000.55`, gate of the ladder).
   *
   * @param together the roles that are posted with it; its own where it is asked for alone
   */
  determine(
    side: SideQuestion,
    date: BusinessDate,
    together: readonly AccountRole[] = [side.role],
  ): AccountDetermination {
    const found = this.lookUp(side, date);
    if (found.account === null && this.isPosted(together, date)) {
      this.refuse('account-not-determined', {
        role: found.roleUsed,
        item: (side.item ?? this.#item).code,
        site: side.site,
        type: side.type,
        cause: found.cause ?? '',
      });
    }
    return found;
  }

  /** What the ladder says of a side, an account or none; nothing is refused. */
  lookUp(side: SideQuestion, date: BusinessDate): AccountDetermination {
    const { desk } = this.books;
    const facts = side.facts ?? NO_FACTS;
    // A location matters to the role that is really looked up: a count has one, an adjustment none.
    const { place } = roleDefinition(substituteRole(side.role, facts).role);
    const item = side.item ?? this.#item;
    const question: AccountQuestion = {
      type: side.type,
      role: side.role,
      group: item.group,
      itemType: item.itemType ?? '',
      financialGroup: item.financialGroup ?? '',
      site: side.site,
      location: place === 'place' ? side.location : '',
      reason: side.reason ?? '',
      typedOnLine: side.typedOnLine ?? '',
      pinned: side.pinned ?? '',
      facts,
    };
    return desk.determine(question, date);
  }

  /** A side of a posting out of its determination. */
  side(side: SideQuestion, found: AccountDetermination): PostingSide {
    return {
      type: side.type,
      role: found.roleUsed,
      account: found.account ?? '',
      center: found.center,
      site: side.site,
      determination: this.#numberOf(found),
    };
  }

  /** Changes a pool and the position of its units, and records the movement. */
  move(
    type: TransactionType,
    booked: BookedPool,
    change: { readonly pool: CostPool } & Holding,
    { place, uses = [], costing }: Whereabouts,
  ): void {
    const head = this.#head;
    if (head === undefined) return;
    this.#keepWithinBounds(change.pool, booked.address);
    const number = booked.number === 0 ? this.#newPool() : booked.number;
    this.#noteLate(booked, number, costing);
    this.counters.movement += 1;
    const { movement } = this.counters;
    this.pools.set(this.#keyOf(booked.address), {
      ...booked,
      number,
      pool: change.pool,
      lastMovement: movement,
      lastPostedOn: booked.lastPostedOn > head.postedOn ? booked.lastPostedOn : head.postedOn,
    });
    if (change.quantity !== 0n) this.#shift(booked.address, place, change.quantity);
    this.movements.push({
      number: movement,
      event: this.counters.event,
      type,
      postedOn: head.postedOn,
      pool: number,
      address: booked.address,
      place,
      quantity: change.quantity,
      value: change.value,
      quantityAfter: change.pool.quantity,
      valueAfter: change.pool.value,
      costed: costing.source,
      pricedBy: costing.pricedBy ?? 0,
      about: costing.about ?? 0,
      costedOn: costing.on ?? head.postedOn,
      familyAt: this.movements.length,
      familySize: 0,
    });
    for (const use of uses) this.costUses.push({ ...use, movement });
  }

  /**
   * Posts an amount from credit to debit; a negative amount changes the sides. Nothing is
   * written for zero, nor where both sides are one account, center and site (`X9`).
   *
   * Where sites balance by themselves, an amount from one site to another becomes two postings,
   * one inside each site, against the clearing between them (`002.05`, `I1`).
   */
  post(debit: PostingSide, credit: PostingSide, amount: Money): void {
    const head = this.#head;
    if (head === undefined || amount === 0n) return;
    const clearing = clearingBetween(this.books.desk.configuration, debit, credit);
    if (clearing === undefined) {
      this.postUncleared(debit, credit, amount);
      return;
    }
    const sideOf = (side: SideQuestion) => this.side(side, this.determine(side, head.postedOn));
    this.postUncleared(debit, sideOf(clearing.credit), amount);
    this.postUncleared(sideOf(clearing.debit), credit, amount);
  }

  /** Posts an amount between two sides as they are: what was posted before is turned round exactly. */
  postUncleared(debit: PostingSide, credit: PostingSide, amount: Money): void {
    const head = this.#head;
    if (head === undefined || amount === 0n || samePlace(debit, credit)) return;
    this.#keepPostable(amount);
    const [debited, credited] = amount > 0n ? [debit, credit] : [credit, debit];
    this.#lines += 1;
    this.postings.push({
      entry: this.counters.entry + 1,
      line: this.#lines,
      postedOn: head.postedOn,
      amount: money(absolute(amount)),
      debit: debited,
      credit: credited,
    });
  }

  /** Ties the event to an earlier one and takes a part of it. */
  link({ number, source, key }: BookedEvent, kind: LinkKind, used: Quantity, value: Money): void {
    const name = eventName(source, key);
    this.links.push({ event: this.counters.event, to: number, name, kind, quantity: used, value });
  }

  /** Ties the event to one by its number: to its cause, a late fact it is due to, a claim it changes. */
  linkTo(to: number, kind: LinkKind, value = NO_MONEY): void {
    const { event } = this.counters;
    this.links.push({ event, to, name: '', kind, quantity: NO_QUANTITY, value });
  }

  /** Whether postings with these roles exist at all: not while inventory is not integrated. */
  isPosted(roles: readonly AccountRole[], date: BusinessDate): boolean {
    if (isIntegrated(this.books.desk.configuration, date)) return true;
    return !roles.some((role) => roleDefinition(role).needsIntegration);
  }

  /**
   * Notes that a pool was asked for its cost on a day: what is dated earlier and comes afterwards is
   * late for the answer, and the question itself is late where the pool has moved on.
   */
  noteAsked(booked: BookedPool, day: BusinessDate): void {
    const isStandard = costingMethodOn(this.books.desk.configuration, day) === 'standard';
    if (booked.number === 0 || isStandard) return;
    if (booked.lastPostedOn > day || this.#isLateInCompany(booked.address, day))
      this.touch(booked.number, day);
    else if (booked.lastPostedOn < day)
      this.pools.set(this.#keyOf(booked.address), { ...booked, lastPostedOn: day });
  }

  /** Notes that costs have to be run again for a pool from a day on, where late facts restate. */
  touch(pool: number, from: BusinessDate): void {
    const { configuration } = this.books.desk;
    const { postedOn = from } = this.#head ?? {};
    if (policyOn(configuration, 'late-facts', this.item.group, postedOn) !== 'restate') return;
    this.touched.push({ pool, from, event: this.counters.event });
  }

  /**
   * A movement comes late where its pool has moved on a later day, under an average of the company
   * any pool of the item; a fact about the cost of another movement always does.
   */
  #noteLate(
    { address, lastPostedOn }: BookedPool,
    pool: number,
    { source, on }: Whereabouts['costing'],
  ): void {
    const postedOn = this.#head?.postedOn;
    if (postedOn === undefined || NEVER_LATE.has(source)) return;
    // Stock at standard is worth its units at standard, whatever came when.
    if (costingMethodOn(this.books.desk.configuration, postedOn) === 'standard') return;
    if (on !== undefined) this.touch(pool, on);
    else if (lastPostedOn > postedOn || this.#isLateInCompany(address, postedOn))
      this.touch(pool, postedOn);
  }

  #isLateInCompany({ bucket, item }: PoolAddress, postedOn: BusinessDate): boolean {
    const { configuration } = this.books.desk;
    if (bucket !== 'on-hand' || costingMethodOn(configuration, postedOn) !== 'company-average')
      return false;
    const pools = onHandPools(this.books.pools, this.pools, item);
    return pools.some(({ lastPostedOn }) => lastPostedOn > postedOn);
  }

  /** The key of an address; the address asked for last is mostly the one asked for next. */
  #keyOf(address: PoolAddress): string {
    if (address !== this.#askedLast.address) {
      this.#askedLast = { address, key: poolKey(address) };
    }
    return this.#askedLast.key;
  }

  #newPool(): number {
    this.counters.pool += 1;
    return this.counters.pool;
  }

  #shift(address: PoolAddress, place: string, change: Quantity): void {
    const position = { item: address.item, site: address.site, bucket: address.bucket, place };
    const key = positionKey(position);
    const before = this.positions.get(key) ?? this.books.positions.get(key);
    const held = before?.quantity ?? NO_QUANTITY;
    this.positions.set(key, { account: address.account, quantity: quantity(held + change) });
  }

  /** An amount out of an invoice passes no pool, so it is bounded here. */
  #keepPostable(amount: Money): void {
    if (absolute(amount) <= LARGEST_HOLDING) return;
    const decimals = this.books.desk.configuration.company.currencyDecimals;
    this.refuse('number-too-large', {
      field: 'amount',
      value: formatDecimal(amount, decimals),
      limit: formatDecimal(LARGEST_HOLDING, decimals),
    });
  }

  #keepWithinBounds(pool: CostPool, { item, site }: PoolAddress): void {
    const largest = LARGEST_HOLDING;
    if (absolute(pool.quantity) <= largest && absolute(pool.value) <= largest) return;
    this.refuse('holding-too-large', { item, site });
  }

  #numberOf(found: AccountDetermination): number {
    const known = this.books.determinations.get(found.name);
    if (known !== undefined) return known;
    const drafted = this.determinations.indexOf(found);
    if (drafted >= 0) return this.counters.determination - this.determinations.length + 1 + drafted;
    this.determinations.push(found);
    this.counters.determination += 1;
    return this.counters.determination;
  }
}

const samePlace = (a: PostingSide, b: PostingSide): boolean =>
  a.account === b.account && a.center === b.center && a.site === b.site;
