import { type CostPool, EMPTY_POOL } from '../../costing/cost-pool.ts';
import { withCorrected, withoutPurchase, withPurchase } from '../../costing/purchases.ts';
import { type CostBasis, postingRule } from '../../transactions/posting-rules.ts';
import type { AddressedMovement } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import { type BookedStream, onHandStream, streamKey } from './booked-stream.ts';
import { toldAmount } from './told-amount.ts';

/** A fact about the cost of a purchase corrects its price, or is what it bore besides. */
const FACTS: Partial<Record<CostBasis, 'price' | 'landing'>> = {
  'corrected cost': 'price',
};

const STREAMS = ['last', 'landed'] as const;
type PurchaseStream = (typeof STREAMS)[number];

/**
 * Carries the streams of the newest purchases, `last` and `landed`, over what a complete draft moved.
 *
 * A purchase is what came in from outside at a price that was told, opening balances among them. It
 * counts by its day, whenever it is posted (`Q-15`); reversed it gives way to the one before it, and
 * a fact about its cost changes it. `landed` is kept from the first landed cost on; until then it is
 * what `last` is.
 */
export class PurchaseStreams {
  readonly #draft: EventDraft;
  readonly #changed: Map<string, BookedStream>;

  constructor(draft: EventDraft, changed: Map<string, BookedStream>) {
    this.#draft = draft;
    this.#changed = changed;
  }

  take(movement: AddressedMovement): void {
    const { address, costed, quantity: units, type } = movement;
    if (address.bucket !== 'on-hand') return;
    if (costed === 'told' && units > 0n && postingRule(type).costBasis === 'receipt cost')
      this.#purchase(movement);
    else if (costed === 'reversed' && units < 0n) this.#takeBack(movement);
    else if (units === 0n && (costed === 'told' || costed === 'reversed')) this.#learn(movement);
  }

  #purchase(movement: AddressedMovement): void {
    const { books, events } = this.#draft;
    const { event: receipt, quantity, postedOn: receivedOn, address } = movement;
    const item = books.items.get(address.item) ?? this.#draft.item;
    const decimals = books.desk.configuration.company.currencyDecimals;
    const content = events.find(({ number }) => number === receipt)?.content ?? '{}';
    const value = toldAmount(content, item, quantity, decimals) ?? movement.value;
    const purchase = { receipt, receivedOn, quantity, value };
    const landed = this.#find('landed', movement);
    const last = this.#find('last', movement);
    this.#keep(movement, 'last', withPurchase(last?.pool ?? EMPTY_POOL, purchase));
    if (landed !== undefined) this.#keep(movement, 'landed', withPurchase(landed.pool, purchase));
  }

  #takeBack(movement: AddressedMovement): void {
    const reversed = this.#linksOf(movement.event).find(({ kind }) => kind === 'reverses');
    for (const stream of STREAMS) {
      const known = this.#find(stream, movement);
      if (known === undefined || !remembers(known, reversed?.to)) continue;
      this.#keep(movement, stream, withoutPurchase(known.pool, reversed?.to ?? 0));
    }
  }

  /** A fact about the cost of an earlier event, or the reversal of one: links say of which. */
  #learn(movement: AddressedMovement): void {
    const fact = FACTS[postingRule(movement.type).costBasis];
    if (fact === undefined) return;
    for (const { to, kind, quantity: used } of this.#linksOf(movement.event)) {
      if (kind === 'refers-to' && used === 0n) this.#correct(movement, fact, to);
    }
  }

  #correct(movement: AddressedMovement, fact: 'price' | 'landing', receipt: number): void {
    for (const stream of fact === 'price' ? STREAMS : (['landed'] as const)) {
      const own = this.#find(stream, movement);
      const known = fact === 'landing' ? (own ?? this.#find('last', movement)) : own;
      if (known === undefined || !remembers(known, receipt)) continue;
      this.#keep(movement, stream, withCorrected(known.pool, receipt, movement.value));
    }
  }

  #linksOf(event: number) {
    return this.#draft.links.filter((link) => link.event === event);
  }

  #find(stream: PurchaseStream, { address }: AddressedMovement): BookedStream | undefined {
    const key = streamKey(onHandStream(stream, address.item, address.site));
    return this.#changed.get(key) ?? this.#draft.books.streams.get(key);
  }

  #keep({ address, number }: AddressedMovement, stream: PurchaseStream, pool: CostPool): void {
    const where = onHandStream(stream, address.item, address.site);
    const lastCostedOn: BookedStream['lastCostedOn'] = pool.layers[0]?.receivedOn ?? '';
    const kept = { address: where, pool, lastMovement: number, lastCostedOn };
    this.#changed.set(streamKey(where), kept);
  }
}

const remembers = ({ pool }: BookedStream, receipt: number | undefined): boolean =>
  pool.layers.some((purchase) => purchase.receipt === receipt);
