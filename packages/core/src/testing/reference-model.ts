import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { accountByHand } from './reference-accounts.ts';

/**
 * A second, independent opinion: the books once more, written from the specification's tables of
 * flows and worked numbers and not from the core, of which it takes nothing but types. It is
 * naive on purpose: plain lists searched from the front, whole minor units, one rounding rule.
 * Where the two disagree by a cent, one of them is wrong (`I8`).
 */
export class ReferenceModel {
  readonly pools: ReferencePool[] = [];
  readonly lines: ReferenceLine[] = [];
  readonly #configuration: Configuration;
  readonly #items: ReadonlyMap<string, Item>;
  readonly #places: Place[] = [];
  readonly #events: Happening[] = [];

  constructor(configuration: Configuration, items: ReadonlyMap<string, Item>) {
    this.#configuration = configuration;
    this.#items = items;
  }

  /**
   * Posts a transaction that is well formed; false, with nothing changed, when stock, goods under
   * way or an earlier transaction stand against it.
   */
  replay(input: TransactionInput): boolean {
    if (input.reverses !== undefined) return this.#reverse(input, input.reverses);
    if (input.type === 'supplier-invoice-match') return this.#matchInvoice(input);
    return this.#flow(input);
  }

  /** What a transaction moved, itself and what it caused, in order. */
  movesOf(input: TransactionInput): readonly ReferenceMove[] {
    const happening = this.#find(input.source, input.key);
    return happening === undefined ? [] : [...happening.moves, ...happening.caused];
  }

  // Value flows from one holder to another: that is all a transaction is.

  #flow(input: TransactionInput): boolean {
    const flow = FLOWS[input.type];
    const item = this.#items.get(input.item);
    if (flow === undefined || item === undefined) return false;
    const units = wholeOf(input.quantity ?? '0', item.quantityDecimals);
    const signed = flow.onlyValue === true ? this.#cents(input.amount) : units;
    const [from, to] = signed < 0n ? [flow.to, flow.from] : [flow.from, flow.to];
    const size = flow.onlyValue === true ? 0n : sizeOf(units);
    const ends = {
      from: this.#end(input, item, from, 'from'),
      to: this.#end(input, item, to, 'to'),
    };
    const original = input.original === undefined ? null : this.#find(input.source, input.original);
    if (original === undefined || (original !== null && !fits(input, original, size))) return false;
    const amount =
      flow.onlyValue === true
        ? sizeOf(signed)
        : this.#price(input, { item, ends, size, original, flow });
    if (amount === undefined) return false;
    if (
      flow.onlyValue === true &&
      !(this.#bears(ends.to, amount) && this.#bears(ends.from, -amount))
    )
      return false;

    const happening = this.#happen(input);
    if (original !== null) {
      original.usedUnits += size;
      original.usedValue += amount;
      happening.took = { of: original, units: size, value: amount };
    }
    this.#moveBetween(happening, ends, size, amount);
    this.#clear(happening, [ends.to, ends.from]);
    return true;
  }

  #end(input: TransactionInput, item: Item, word: string, way: 'from' | 'to'): End {
    const sends = input.toSite !== undefined;
    const site =
      sends && way === 'to'
        ? (input.toSite ?? '')
        : input.fromSite !== undefined && way === 'from' && word === 'wip-in-transit'
          ? input.fromSite
          : input.site;
    const away = (sends && way === 'to') || (input.type === 'hold-order' && way === 'from');
    const location = away
      ? ''
      : way === 'to' && input.toLocation !== undefined
        ? input.toLocation
        : (input.location ?? '');
    const document = input.document ?? (sends ? input.key : '');
    const bucket = this.#bucketOf(input, item, word, { site, document });
    const role = bucket === undefined ? roleOf(word, input) : ROLE_OF_BUCKET[bucket];
    const place = bucket === 'on-hand' ? location : document;
    const end = { item: item.code, site, location, role, type: input.type, input };
    if (bucket === undefined)
      return {
        ...end,
        account: this.#account(input, item, { role, site, location }),
        pool: null,
        place,
      };
    const lying = this.#places.find(
      (one) =>
        one.item === item.code && one.site === site && one.bucket === bucket && one.place === place,
    );
    const pinned = lying !== undefined && lying.units !== 0n ? lying.account : undefined;
    const account = pinned ?? this.#account(input, item, { role, site, location });
    const pool = this.#pool({
      item: item.code,
      site,
      bucket,
      account,
      document: bucket === 'on-hand' ? '' : document,
    });
    return { ...end, account, pool, place };
  }
}
