import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { wholeOf } from './reference-accounts.ts';
import type { Act, Fact, Flowing, Price } from './reference-acts.ts';
import type { End, Ends } from './reference-ends.ts';
import {
  ABOUT,
  CLEARS,
  CONVERSIONS,
  documentOf,
  FLOWS,
  type Flow,
  HOLDERS,
  RECEIVED_BY,
  roleOf,
  takesBack,
} from './reference-flows.ts';
import {
  allMovesOf,
  type Happening,
  isAbout,
  type Plan,
  type ReferenceMove,
} from './reference-history.ts';
import { isReturnAtReceipt, isReturnAtSale } from './reference-policies.ts';
import { type ReferencePool, sizeOf } from './reference-pool.ts';
import { isBack, ReferencePostings } from './reference-postings.ts';

/** What the model is to leave out of its judgement. */
export type ReferenceOptions = {
  /** What value stands against a transaction is not asked: it is known to have been posted. */
  readonly trusts?: boolean;
};

/**
 * A second, independent opinion: the books once more, written from the specification's flows and
 * worked numbers and not from the core, of which it takes nothing but types. It is naive on
 * purpose: plain lists searched from the front, whole minor units, one rounding rule. Where the
 * two differ by a cent, one of them is wrong (`I8`).
 *
 * Transactions are posted in the order in which they are sent. What each of them was understood to
 * be, and on which places and accounts, is kept as a fact.
 */
export class ReferenceModel extends ReferencePostings {
  /** What was posted, in the order in which it was sent. */
  readonly facts: Fact[] = [];
  readonly #options: ReferenceOptions;
  #received: Flowing | undefined;
  #placed: End[] = [];

  constructor(
    configuration: Configuration,
    items: ReadonlyMap<string, Item>,
    options: ReferenceOptions = {},
  ) {
    super(configuration, items);
    this.#options = options;
  }

  /**
   * Posts a transaction that is well formed; false, with nothing changed, when stock, goods under
   * way or an earlier transaction stand against it.
   */
  replay(input: TransactionInput): boolean {
    const act = this.#understand(input);
    this.valuation.goesBy(input.postedOn);
    if (act === undefined || this.#refuses(act)) return false;
    this.#received = undefined;
    this.#placed = [];
    const asked = act.kind === 'flow' ? act.asked : undefined;
    const askedNothing = asked !== undefined && !this.valuation.hasMoved(asked);
    const happening = this.carryOut(act, input.postedOn);
    const [received, placed] = [this.#received, this.#placed];
    this.facts.push({ act, happening, received, askedNothing, placed });
    return true;
  }

  /** What a transaction is, as the places stand now; undefined where it names or finds nothing. */
  #understand(input: TransactionInput): Act | undefined {
    const item = this.items.get(input.item);
    if (item === undefined) return undefined;
    const units = sizeOf(wholeOf(input.quantity ?? '0', item.quantityDecimals));
    const named = input.reverses ?? input.original;
    const original = named === undefined ? undefined : this.find(input.source, named);
    if (named !== undefined && original === undefined) return undefined;
    if (original !== undefined && isTooEarly(input, original)) return undefined;
    const plan = { input, item, units, original };
    const { type } = input;
    if (original !== undefined) {
      if (input.reverses !== undefined) return { kind: 'reversal', plan, original };
      if (type === 'cost-correction') return { kind: 'correction', plan, original };
      if (type === 'landed-cost') return { kind: 'landing', plan, original };
      if (type === 'supplier-invoice-match') return { kind: 'invoice', plan, original };
      const out = CLEARS.get(type);
      if (out !== undefined)
        return { kind: 'clearing', plan, original, from: this.#end(plan, out, 'from') };
    }
    if (CONVERSIONS.has(type)) return { kind: 'conversion', plan };
    if (type === 'account-reclassification') return this.#misplaced(plan);
    if (type === 'consignment-receipt' || type === 'consignment-return')
      return { kind: 'count', plan, end: this.#endOfOthers(plan), units: this.#counted(plan) };
    const flow = FLOWS.get(type);
    return flow && this.#flowing(plan, flow);
  }

  #flowing(plan: Plan, flow: Flow): Flowing {
    const { input } = plan;
    const signed = (flow.price === 'value' ? input.amount : input.quantity) ?? '';
    const isForward = !signed.startsWith('-');
    const [from, to] = isForward ? [flow.from, flow.to] : [flow.to, flow.from];
    const ends = { from: this.#end(plan, from, 'from'), to: this.#end(plan, to, 'to') };
    const price = priceOf(this.configuration, plan, flow, ends);
    const asked = price === 'asked' ? this.#asked(plan) : undefined;
    const used = input.type === 'consignment-use' ? this.#endOfOthers(plan) : undefined;
    return { kind: 'flow', plan, ends, price, asked, isForward, used };
  }

  /** What as many units cost: at the site that is named as the sender, else at one's own. */
  #asked(plan: Plan): ReferencePool {
    const { input } = plan;
    const isFromElsewhere = input.type === 'manual-stock-receipt' && input.fromSite !== undefined;
    return this.askedAt(plan, isFromElsewhere ? (input.fromSite ?? '') : input.site);
  }

  /** What stands against a transaction. */
  #refuses(act: Act): boolean {
    const { plan } = act;
    const trusts = this.#options.trusts === true;
    if (act.kind === 'flow') return this.#refusesFlow(act, trusts);
    if (act.kind === 'reversal') return !this.canReverse(plan, act.original, trusts);
    if (act.kind === 'conversion') return this.refusesConversion(plan, trusts);
    if (act.kind === 'correction') return this.refusesCorrection(plan, act.original, trusts);
    if (act.kind === 'landing') return this.refusesLanding(plan, act.original, trusts);
    if (act.kind === 'invoice') return this.#refusesInvoice(act, trusts);
    if (act.kind === 'clearing') return this.#refusesClearing(act);
    if (act.kind === 'reclassification') return this.#isMissing(act);
    return act.kind === 'count' && act.units < 0n && !this.#mayTakeOfOthers(act.end, plan);
  }

  #refusesFlow(act: Flowing, trusts: boolean): boolean {
    const { plan, ends, price, used } = act;
    if (plan.original !== undefined && !isAbout(plan, plan.original)) return true;
    if (this.#isOwnFrameComing(plan) || !this.#cameIn(plan)) return true;
    if (used !== undefined && !this.#mayTakeOfOthers(used, plan)) return true;
    if (this.#isShort(act) || this.#isPassed(plan, ends)) return true;
    if (used === undefined && this.#isAnothers(plan, ends)) return true;
    if (trusts) return false;
    const amount = this.amountOf(act);
    if (amount === undefined || this.arrivalOf(act, amount) === undefined) return true;
    if (price !== 'amount') return false;
    const {
      from: { pool: outOf },
      to: { pool: into },
    } = ends;
    return !this.valuation.bears(into, amount) || !this.valuation.bears(outOf, -amount);
  }

  /** Goods go back to the vendor as they came only where something had come in. */
  #cameIn(plan: Plan): boolean {
    const first = plan.original?.moves[0];
    if (!isReturnAtReceipt(this.configuration, plan)) return true;
    return first !== undefined && first.units > 0n && first.pool.bucket === 'on-hand';
  }

  /** Whether a price is told where the units have their own, or there are not so many units. */
  #isShort({ plan: { input, units }, ends: { from, to }, price }: Flowing): boolean {
    const { pool } = from;
    if (price === 'amount' || pool === undefined) return false;
    // What leaves stock has its own cost; who names another one is not understood.
    if ((input.unitCost ?? input.amount) !== undefined) return true;
    if (pool.bucket !== 'on-hand')
      return price === 'carried' && !this.canSpare(pool, units, input.postedOn);
    // Inside one pool units only have to be there on the day.
    const asks = to.pool === pool ? 'onTheDay' : 'fewest';
    return this.forbidsBelowZero && this.heldFrom(pool, input.postedOn)[asks] < units;
  }

  /** Whether units change their account that are not there, or are missed later. */
  #isMissing({ plan, parts }: Extract<Act, { kind: 'reclassification' }>): boolean {
    return parts.some(({ from, into, units }) => {
      // A place that is below zero takes its units out of where it comes to.
      const { pool } = units > 0n ? from : into;
      if (pool === undefined || pool.bucket === 'order-clearing') return false;
      if (pool.bucket === 'on-hand' && !this.forbidsBelowZero) return false;
      return !this.canSpare(pool, sizeOf(units), plan.input.postedOn);
    });
  }

  #refusesInvoice({ plan, original }: Extract<Act, { kind: 'invoice' }>, trusts: boolean): boolean {
    const { input, units } = plan;
    const first = original.moves[0];
    if (first === undefined) return true;
    const flow = FLOWS.get(original.input.type);
    if (flow?.from !== 'grni' && flow?.to !== 'grni') return true;
    if (original.input.item !== input.item || original.input.site !== input.site) return true;
    if (original.isReversed || units > sizeOf(first.units) - original.usedUnits) return true;
    return !trusts && this.refusesDifference(plan, original);
  }

  #refusesClearing({ plan, original, from }: Extract<Act, { kind: 'clearing' }>): boolean {
    const first = original.moves[0];
    if (first === undefined || !isAbout(plan, original)) return true;
    if (original.input.reverses !== undefined || original.took.length > 0) return true;
    const cameIn = first.units > 0n;
    const { pool } = from;
    if (pool === undefined) return false;
    return !cameIn || !this.canSpare(pool, plan.units, plan.input.postedOn);
  }

  #counted = ({ input, units }: Plan): bigint =>
    input.type === 'consignment-receipt' ? units : -units;

  #endOfOthers({ input: { item, site, location = '' } }: Plan): End {
    const spot = { item, site, bucket: 'consigned', place: '' };
    return { role: '', site, account: '', place: location, pool: this.holdings.poolAt(spot, '') };
  }

  /** As many lie there now, and can be spared wherever the site keeps goods of others. */
  #mayTakeOfOthers({ site, place, pool }: End, { input, units }: Plan): boolean {
    const there = this.holdings.unitsAt({ item: input.item, site, bucket: 'consigned', place });
    return units <= there && pool !== undefined && this.canSpare(pool, units, input.postedOn);
  }

  /** What lies at a place of others is not ours to sell, and ours is not put there. */
  #isAnothers({ input, units }: Plan, { from, to }: Ends): boolean {
    const { locations } = this.configuration;
    const isTheirs = ({ pool, site, place }: Ends['from']) =>
      pool?.bucket === 'on-hand' && locations.get(`${site}\n${place}`)?.ownership === 'third-party';
    if (isTheirs(to)) return true;
    const { site, place } = from;
    const own = this.holdings.unitsAt({ item: input.item, site, bucket: 'on-hand', place });
    return isTheirs(from) && own < units;
  }

  /** A lab's frame is not bought while one of our own is on its way for the order. */
  #isOwnFrameComing({ input }: Plan): boolean {
    if (input.type !== 'receive-from-outside-lab' || input.quantity?.startsWith('-')) return false;
    const place = documentOf(input);
    return [...this.configuration.sites.keys()].some((site) => {
      const spot = { item: input.item, site, bucket: 'wip-in-transit', place };
      return this.holdings.unitsAt(spot) > 0n;
    });
  }

  /**
   * Whether something came between a receipt and its undoing: the last that touched the pool has to
   * be the receipt, or the latest thing about it, if that undid a part or restored one.
   */
  #isPassed({ input, original }: Plan, { from }: Ends): boolean {
    if (input.type !== 'undo-receive') return false;
    const { pool } = from;
    const has = (moves: readonly ReferenceMove[]) => moves.some((move) => move.pool === pool);
    const last = this.happenings.findLast((happening) => has(allMovesOf(happening)));
    if (last === undefined || last.caused.some(({ moves }) => has(moves))) return true;
    if (last === original) return false;
    const latest = this.happenings.findLast(({ took }) => took.some(({ of }) => of === original));
    return last !== latest || last.input.type !== 'undo-receive';
  }

  /** What the distribution centre sends to a site that wants it so is received as it is sent. */
  protected receivedAsSent({ plan }: Flowing): Flowing | undefined {
    const { input, item, units } = plan;
    const type = RECEIVED_BY.get(input.type);
    const { sites } = this.configuration;
    const site = input.toSite ?? '';
    const isWanted = sites.get(site)?.receivesTransfersAutomatically === true;
    if (type === undefined || !isWanted || sites.get(input.site)?.kind !== 'distribution-center')
      return undefined;
    const { key, postedOn, source } = input;
    const fields = { key, postedOn, type, site, item: input.item, document: documentOf(input) };
    const receipt = source === undefined ? fields : { ...fields, source };
    const asked = { input: receipt, item, units, original: undefined };
    const ends = {
      from: this.#end(asked, 'in-transit', 'from'),
      to: this.#end(asked, 'stock', 'to'),
    };
    const flow = { plan: asked, ends, price: 'carried', asked: undefined } as const;
    this.#received = { kind: 'flow', ...flow, isForward: true, used: undefined };
    return this.#received;
  }

  protected override placed(find: () => End): End {
    const end = find();
    this.#placed.push(end);
    return end;
  }

  #end(plan: Plan, word: string, way: 'from' | 'to'): End {
    const { input, item } = plan;
    const isSend = input.toSite !== undefined && way === 'to';
    const isHeld = input.type === 'hold-order' && way === 'from';
    const site = (isSend ? input.toSite : isHeld ? input.fromSite : undefined) ?? input.site;
    const movesInside = input.type === 'location-move' && way === 'to';
    const ownLocation = (movesInside ? input.toLocation : input.location) ?? '';
    const location = isSend || isHeld ? '' : ownLocation;
    const document = documentOf(input);
    const bucket = this.#bucketOf(plan, word, site);
    const role = bucket === undefined ? roleOf(word, input) : (HOLDERS.get(bucket) ?? '');
    if (bucket === undefined) {
      const looked = this.account(input, item, { role, site, location });
      const account = word === 'line' ? (input.account ?? '') : looked;
      return { role, site, account, place: document, pool: undefined };
    }
    const place = bucket === 'on-hand' ? location : document;
    const spot = { item: item.code, site, bucket, place };
    const pinned = this.holdings.accountAt(spot);
    const account = pinned ?? this.account(input, item, { role, site, location });
    return { role, site, account, place, pool: this.holdings.poolAt(spot, account) };
  }

  /** An order that was sold and not delivered is cleared by its return; a later one is goods back. */
  #bucketOf({ input, original }: Plan, word: string, site: string): string | undefined {
    if (word === 'stock') return 'on-hand';
    if (word !== 'order') return HOLDERS.has(word) ? word : undefined;
    const document = input.document ?? '';
    if (document === '') return 'on-hand';
    if (input.type === 'sale') return 'order-clearing';
    if (takesBack(input)) return original?.moves[0]?.pool.bucket;
    const spot = { item: input.item, site, bucket: 'order-clearing', place: document };
    return this.holdings.unitsAt(spot) < 0n ? 'order-clearing' : 'on-hand';
  }

  /** What lies at a place, or under a document, on another account than it would be given today. */
  #misplaced(plan: Plan): Act | undefined {
    const { input, item } = plan;
    const { site, document = '', location = '' } = input;
    const place = document === '' ? location : document;
    const carried = ['in-transit', 'wip', 'wip-in-transit', 'order-clearing'];
    const buckets = document === '' ? ['on-hand'] : carried;
    const parts = buckets.flatMap((bucket) => {
      const spot = { item: item.code, site, bucket, place };
      const [units, account] = [this.holdings.unitsAt(spot), this.holdings.accountAt(spot)];
      const role = HOLDERS.get(bucket) ?? '';
      const at = bucket === 'on-hand' ? location : '';
      const to = this.account(input, item, { role, site, location: at });
      if (account === undefined || account === to) return [];
      const endOn = (on: string): End => {
        return { role, site, place, account: on, pool: this.holdings.poolAt(spot, on) };
      };
      return [{ from: endOn(account), into: endOn(to), units }];
    });
    return parts.length === 0 ? undefined : { kind: 'reclassification', plan, parts };
  }
}

/** Only an invoice may be dated before what it is about; its own reversal may not. */
const isTooEarly = (input: TransactionInput, original: Happening): boolean =>
  input.postedOn < original.input.postedOn &&
  (input.reverses !== undefined || input.type !== 'supplier-invoice-match');

/** How the amount of a flow comes about. */
function priceOf(
  configuration: Configuration,
  plan: Plan,
  flow: Flow,
  { from: { pool }, to }: Ends,
): Price {
  const { input, original } = plan;
  if (flow.price === 'value') return 'amount';
  if (isBack(plan)) return 'original';
  if (pool?.bucket === 'on-hand')
    return isReturnAtReceipt(configuration, plan) ? 'came in' : 'leaving';
  if (pool !== undefined && pool.bucket !== 'order-clearing') return 'carried';
  if (flow.price === 'given') return 'given';
  const isAtSale = isReturnAtSale(configuration, plan, to.pool);
  if (original !== undefined && ABOUT.has(input.type) && isAtSale) return 'original';
  const isGiven = (input.unitCost ?? input.amount) !== undefined;
  return pool === undefined && isGiven ? 'given' : 'asked';
}
