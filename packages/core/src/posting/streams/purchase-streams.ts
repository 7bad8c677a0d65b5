import { type CostPool, EMPTY_POOL } from '../../costing/cost-pool.ts';
import { withCorrected, withoutPurchase, withPurchase } from '../../costing/purchases.ts';
import { postingRule } from '../../transactions/posting-rules.ts';
import type { AddressedMovement, BookedEvent, EventLink } from '../books.ts';
import type { EventDraft } from '../event-draft.ts';
import { type BookedStream, onHandStream, streamKey } from './booked-stream.ts';
import { type LearnedCost, learnedCost, unlearned } from './learned-cost.ts';
import { toldAmount } from './told-amount.ts';

const STREAMS = ['last', 'landed'] as const;
type PurchaseStream = (typeof STREAMS)[number];

type Place = { readonly item: string; readonly site: string };

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
  #links: ReadonlyMap<number, readonly EventLink[]> | undefined;

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
  }

  #purchase(movement: AddressedMovement): void {
    const { books } = this.#draft;
    const { event: receipt, quantity, postedOn: receivedOn, address } = movement;
    const item = books.items.get(address.item) ?? this.#draft.item;
    const decimals = books.desk.configuration.company.currencyDecimals;
    const content = this.#draft.eventNumbered(receipt)?.content ?? '{}';
    const value = toldAmount(content, item, quantity, decimals) ?? movement.value;
    const purchase = { receipt, receivedOn, quantity, value };
    const landed = this.#find('landed', address);
    const last = this.#find('last', address)?.pool ?? EMPTY_POOL;
    const { number } = movement;
    this.#keep('last', address, withPurchase(last, purchase), number);
    if (landed !== undefined)
      this.#keep('landed', address, withPurchase(landed.pool, purchase), number);
  }

  #takeBack({ address, event, number }: AddressedMovement): void {
    const reversed = this.#linksOf(event).find(({ kind }) => kind === 'reverses');
    for (const stream of STREAMS) {
      const known = this.#find(stream, address);
      if (known === undefined || !remembers(known, reversed?.to)) continue;
      this.#keep(stream, address, withoutPurchase(known.pool, reversed?.to ?? 0), number);
    }
  }

  /** What an event says of the cost of an earlier purchase. */
  learn(event: BookedEvent): void {
    const learned = this.#learnedFrom(event);
    if (learned === undefined || learned.amount === 0n) return;
    for (const stream of learned.isPrice ? STREAMS : (['landed'] as const)) {
      const own = this.#find(stream, event);
      const known = learned.isPrice ? own : (own ?? this.#find('last', event));
      if (known === undefined || !remembers(known, learned.event)) continue;
      const pool = withCorrected(known.pool, learned.event, learned.amount);
      this.#keep(stream, event, pool, known.lastMovement);
    }
  }

  #learnedFrom(event: BookedEvent): LearnedCost | undefined {
    const { books } = this.#draft;
    const item = books.items.get(event.item) ?? this.#draft.item;
    const decimals = books.desk.configuration.company.currencyDecimals;
    const links = this.#linksOf(event.number);
    const own = this.#draft.movementsOf(event.number);
    const told = learnedCost({ ...event, movements: own, links }, item, decimals);
    if (told !== undefined) return told;
    // The reversal of an invoice does not say itself what the invoice said.
    const reversed = links.find(({ kind }) => kind === 'reverses');
    const original = reversed && books.earlier.get(reversed.name);
    if (original === undefined) return undefined;
    const said = { ...original.event, movements: original.movements, links: original.took };
    const learned = learnedCost(said, item, decimals);
    return learned && unlearned(learned);
  }

  #linksOf(event: number): readonly EventLink[] {
    this.#links ??= Map.groupBy(this.#draft.links, (link) => link.event);
    return this.#links.get(event) ?? [];
  }

  #find(stream: PurchaseStream, { item, site }: Place): BookedStream | undefined {
    const key = streamKey(onHandStream(stream, item, site));
    return this.#changed.get(key) ?? this.#draft.books.streams.get(key);
  }

  #keep(stream: PurchaseStream, { item, site }: Place, pool: CostPool, lastMovement: number): void {
    const address = onHandStream(stream, item, site);
    const lastCostedOn: BookedStream['lastCostedOn'] = pool.layers[0]?.receivedOn ?? '';
    this.#changed.set(streamKey(address), { address, pool, lastMovement, lastCostedOn });
  }
}

const remembers = ({ pool }: BookedStream, receipt: number | undefined): boolean =>
  pool.layers.some((purchase) => purchase.receipt === receipt);
