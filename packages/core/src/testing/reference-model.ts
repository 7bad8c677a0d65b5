import type { TransactionInput } from '../transactions/transaction.ts';
import { wholeOf } from './reference-accounts.ts';
import { nothingYet } from './reference-books.ts';
import { ReferenceCosts } from './reference-costs.ts';
import { type End, type Ends, lineOf } from './reference-ends.ts';
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
  goodsShareOf,
  grniShareOf,
  type Happening,
  isAbout,
  isTold,
  isTooEarly,
  type Plan,
  type ReferenceMove,
  shareOf,
  tookFrom,
} from './reference-history.ts';
import { carries, land, movesStock } from './reference-late-cost.ts';
import { isAtPastCost, isReturnAtReceipt, isReturnAtSale, saidOf } from './reference-policies.ts';
import { type ReferencePool, share, sizeOf, takeOut } from './reference-pool.ts';
import type { Arrival } from './reference-standard.ts';

/**
 * A second, independent opinion: the books once more, written from the specification's flows and
 * worked numbers and not from the core, of which it takes nothing but types. It is naive on
 * purpose: plain lists searched from the front, whole minor units, one rounding rule. Where the
 * two differ by a cent, one of them is wrong (`I8`).
 */
export class ReferenceModel extends ReferenceCosts {
  /**
   * Posts a transaction that is well formed; false, with nothing changed, when stock, goods under
   * way or an earlier transaction stand against it.
   */
  replay(input: TransactionInput): boolean {
    const item = this.items.get(input.item);
    if (item === undefined) return false;
    const units = sizeOf(wholeOf(input.quantity ?? '0', item.quantityDecimals));
    const named = input.reverses ?? input.original;
    const original = named === undefined ? undefined : this.find(input.source, named);
    if (named !== undefined && original === undefined) return false;
    if (original !== undefined && isTooEarly(input, original)) return false;
    const plan = { input, item, units, original };
    const isPosted = this.#post(plan);
    if (isPosted) this.#spread(item.code);
    return isPosted;
  }

  #post(plan: Plan): boolean {
    const { input } = plan;
    if (input.reverses !== undefined) return this.reverse(plan);
    if (CONVERSIONS.has(input.type)) return this.convert(plan);
    if (input.type === 'cost-correction') return this.correct(plan);
    if (input.type === 'landed-cost') return this.addCost(plan);
    if (input.type === 'account-reclassification') return this.#reclassify(plan);
    if (input.type === 'consignment-receipt' || input.type === 'consignment-return')
      return this.#countForOthers(plan);
    if (CLEARS.has(input.type)) return this.#clearReceipt(plan);
    return input.type === 'supplier-invoice-match' ? this.#matchInvoice(plan) : this.#flow(plan);
  }

  /** Brings all places to the company's average, item by item, as a consequence of the latest happening. */
  #spread(code: string): void {
    const latest = this.happenings.at(-1);
    if (latest === undefined) return;
    const items = new Set([code, ...allMovesOf(latest).map(({ pool }) => pool.item)]);
    for (const item of items) this.#spreadItem(latest, item);
  }

  #spreadItem(latest: Happening, item: string): void {
    const type = 'average-respread';
    const changes = this.valuation.spread(item);
    if (changes.length === 0) return;
    latest.caused.push({
      moves: changes.map(([pool, value]) => ({ type, pool, place: '', units: 0n, value })),
      lines: changes.map(([{ account, site }, amount]) => {
        return { account, site, role: 'inventory', amount };
      }),
    });
  }

  #flow(plan: Plan): boolean {
    const flow = FLOWS.get(plan.input.type);
    if (flow === undefined || (plan.original !== undefined && !isAbout(plan, plan.original)))
      return false;
    if (this.#isOwnFrameComing(plan) || !this.#cameIn(plan)) return false;
    const isUse = plan.input.type === 'consignment-use';
    if (isUse && !this.#mayTakeOfOthers(plan)) return false;
    const signed = (flow.price === 'value' ? plan.input.amount : plan.input.quantity) ?? '';
    const [from, to] = signed.startsWith('-') ? [flow.to, flow.from] : [flow.from, flow.to];
    const ends = { from: this.#end(plan, from, 'from'), to: this.#end(plan, to, 'to') };
    const onlyValue = flow.price === 'value';
    const units = onlyValue ? 0n : plan.units;
    const amount = onlyValue
      ? sizeOf(this.cents(plan.input.amount))
      : this.#price(plan, flow, ends);
    if (amount === undefined || this.#isPassed(plan, ends)) return false;
    if (!isUse && this.#isAnothers(plan, ends)) return false;
    const {
      from: { pool: outOf },
      to: { pool: into },
    } = ends;
    const isBorne = this.valuation.bears(into, amount) && this.valuation.bears(outOf, -amount);
    if (onlyValue && !isBorne) return false;
    const arrival = this.#arrival(plan, ends, [units, amount]);
    if (arrival === undefined) return false;

    const happening = this.begin(plan.input, plan.input.document, !signed.startsWith('-'));
    if (plan.original !== undefined) {
      tookFrom(happening, plan.original, units, onlyValue ? 0n : amount);
      // What a return had taken of its sale is the sale's again.
      const given = takesBack(plan.input) ? plan.original.took : [];
      for (const { of, units: had } of given)
        tookFrom(happening, of, had > 0n ? -units : units, had > 0n ? -amount : amount);
    }
    const ofThePast = isAtPastCost(this.configuration, plan);
    this.moveBetween(happening, ends, units, { ...arrival, ofThePast });
    if (isUse) this.#count(happening, plan, -units);
    this.#differ(happening, plan, ofThePast ? ends.from : ends.to, arrival);
    this.settleOrders(happening, [ends.to.pool, ends.from.pool]);
    this.#receiveAtOnce(plan, happening);
    return true;
  }

  /** Goods of others come and go without a value, and no more of them go than came. */
  #countForOthers(plan: Plan): boolean {
    const { input, units } = plan;
    const comes = input.type === 'consignment-receipt';
    if (!comes && !this.#mayTakeOfOthers(plan)) return false;
    this.#count(this.begin(input, input.document, true), plan, comes ? units : -units);
    return true;
  }

  #spotOfOthers({ input: { item, site, location = '' } }: Plan) {
    return { item, site, bucket: 'consigned', place: location };
  }

  #poolOfOthers = (plan: Plan): ReferencePool =>
    this.holdings.poolAt({ ...this.#spotOfOthers(plan), place: '' }, '');

  /** As many lie there now, and can be spared wherever the site keeps goods of others. */
  #mayTakeOfOthers(plan: Plan): boolean {
    const { units, input } = plan;
    const there = this.holdings.unitsAt(this.#spotOfOthers(plan));
    return units <= there && this.canSpare(this.#poolOfOthers(plan), units, input.postedOn);
  }

  #count(happening: Happening, plan: Plan, units: bigint): void {
    const spot = this.#spotOfOthers(plan);
    const pool = this.#poolOfOthers(plan);
    pool.units += units;
    const end = { role: '', site: spot.site, account: '', place: spot.place, pool };
    this.record(happening, plan.input.type, end, [units, 0n]);
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

  /** What leaves and what arrives for an amount; undefined when stock at standard takes no such price. */
  #arrival(
    plan: Plan,
    { from: { pool: from }, to: { pool: to } }: Ends,
    amount: readonly [bigint, bigint],
  ): Arrival | undefined {
    const { input, item } = plan;
    const { type } = input;
    if (isAtPastCost(this.configuration, plan))
      return this.valuation.returning({ type, item }, { from }, amount);
    const isAtSale = isReturnAtSale(this.configuration, plan, to);
    const told = FLOWS.get(type)?.price === 'given' || isTold(plan, isAtSale);
    return this.valuation.arrival({ type, told, item }, { from, to }, amount);
  }

  /** Writes what was paid beside the standard to the role that answers for it, where the stock is. */
  #differ(
    happening: Happening,
    { input, item }: Plan,
    { site, place, pool }: End,
    { paid, arrived, difference: role }: Arrival,
  ): void {
    if (role === '') return;
    const location = pool?.bucket === 'on-hand' ? place : '';
    const plain = { ...input, reason: '', account: '' };
    const account = this.account(plain, item, { role, site, location });
    happening.lines.push({ account, site, role, amount: paid - arrived });
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
  #receiveAtOnce(plan: Plan, happening: Happening): void {
    const { input, item, units } = plan;
    const type = RECEIVED_BY.get(input.type);
    const { sites } = this.configuration;
    const site = input.toSite ?? '';
    const isWanted = sites.get(site)?.receivesTransfersAutomatically === true;
    if (type === undefined || !isWanted || sites.get(input.site)?.kind !== 'distribution-center')
      return;
    const { key, postedOn, source } = input;
    const fields = { key, postedOn, type, site, item: input.item, document: documentOf(input) };
    const receipt = source === undefined ? fields : { ...fields, source };
    const asked = { input: receipt, item, units, original: undefined };
    const ends = {
      from: this.#end(asked, 'in-transit', 'from'),
      to: this.#end(asked, 'stock', 'to'),
    };
    const sent = ends.from.pool;
    if (sent === undefined) return;
    const child = { ...happening, input: receipt, ...nothingYet() };
    const amount = share(sent.value, units, sent.units);
    const arrival = this.#arrival(asked, ends, [units, amount]);
    if (arrival === undefined) return;
    this.moveBetween(child, ends, units, arrival);
    this.#differ(child, asked, ends.to, arrival);
    happening.caused.push({ moves: child.moves, lines: child.lines }, ...child.caused);
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

  /** Goods go back to the vendor as they came only where something had come in. */
  #cameIn(plan: Plan): boolean {
    const first = plan.original?.moves[0];
    if (!isReturnAtReceipt(this.configuration, plan)) return true;
    return first !== undefined && first.units > 0n && first.pool.bucket === 'on-hand';
  }

  #price(plan: Plan, flow: Flow, { from, to }: Ends): bigint | undefined {
    const { input, item, units, original } = plan;
    const { pool } = from;
    // What leaves stock has its own cost; who names another one is not understood.
    if (pool !== undefined && (input.unitCost ?? input.amount) !== undefined) return undefined;
    if (pool?.bucket === 'on-hand') {
      // Inside one pool units only have to be there on the day.
      const asks = to.pool === pool ? 'onTheDay' : 'fewest';
      if (this.forbidsBelowZero && this.heldFrom(pool, input.postedOn)[asks] < units)
        return undefined;
      if (original !== undefined && isReturnAtReceipt(this.configuration, plan))
        return goodsShareOf(original, units);
      if (!isBack(plan)) return this.leaving(item, pool, units);
    }
    if (original !== undefined && isBack(plan)) return shareOf(original, units);
    if (pool !== undefined && pool.bucket !== 'order-clearing') {
      if (!this.canSpare(pool, units, input.postedOn)) return undefined;
      return share(pool.value, units, pool.units);
    }
    if (flow.price === 'given') return this.given(plan);
    const isAtSale = isReturnAtSale(this.configuration, plan, to.pool);
    if (original !== undefined && ABOUT.has(input.type) && isAtSale)
      return shareOf(original, units);
    if (pool === undefined && (input.unitCost ?? input.amount) !== undefined)
      return this.given(plan);
    const isFromElsewhere = input.type === 'manual-stock-receipt' && input.fromSite !== undefined;
    return this.costNow(plan, isFromElsewhere ? (input.fromSite ?? '') : input.site);
  }

  /** Moves what lies at a place, or under a document, to the account it would be given today. */
  #reclassify({ input, item }: Plan): boolean {
    const { site, document = '', location = '' } = input;
    const place = document === '' ? location : document;
    const carried = ['in-transit', 'wip', 'wip-in-transit', 'order-clearing'];
    const buckets = document === '' ? ['on-hand'] : carried;
    const misplaced = buckets.flatMap((bucket) => {
      const spot = { item: item.code, site, bucket, place };
      const [units, account] = [this.holdings.unitsAt(spot), this.holdings.accountAt(spot)];
      const role = HOLDERS.get(bucket) ?? '';
      const at = bucket === 'on-hand' ? location : '';
      const to = this.account(input, item, { role, site, location: at });
      return account === undefined || account === to ? [] : [{ spot, units, account, to, role }];
    });
    if (misplaced.length === 0) return false;
    const isMissing = misplaced.some(({ spot, units, account, to }) => {
      if (spot.bucket === 'order-clearing') return false;
      if (spot.bucket === 'on-hand' && !this.forbidsBelowZero) return false;
      // A place that is below zero takes its units out of where it comes to.
      const leaves = this.holdings.poolAt(spot, units > 0n ? account : to);
      return !this.canSpare(leaves, sizeOf(units), input.postedOn);
    });
    if (isMissing) return false;
    const happening = this.begin(input, document, true);
    const { turn } = happening;
    const receipt = `${input.source ?? 'api'} ${input.key}`;
    const own = { receipt, day: input.postedOn, turn, units: 0n, value: 0n };
    const rests = misplaced.map(({ spot, units, account, to, role }) => {
      const [from, into] = [this.holdings.poolAt(spot, account), this.holdings.poolAt(spot, to)];
      const part = this.valuation.takePart(from, units, own);
      const ends = { role, site, place };
      const { type } = input;
      this.record(happening, type, { ...ends, account, pool: from }, [-units, -part.value]);
      const rest = this.valuation.putPart(into, part, own);
      this.record(happening, type, { ...ends, account: to, pool: into }, [units, part.value]);
      happening.lines.push(
        { account: to, site, role, amount: part.value },
        { account, site, role, amount: -part.value },
      );
      return { ...rest, pool: into };
    });
    for (const { pool, settled, added } of rests) {
      const types = { 'negative-balance-cost-adjustment': settled, 'cost-revaluation': added };
      for (const [type, value] of Object.entries(types)) {
        if (value !== 0n) this.cause(happening, { type, pool, place, value });
      }
    }
    return true;
  }

  #matchInvoice(plan: Plan): boolean {
    const { input, item, units, original } = plan;
    const first = original?.moves[0];
    if (original === undefined || first === undefined) return false;
    const flow = FLOWS.get(original.input.type);
    if (flow?.from !== 'grni' && flow?.to !== 'grni') return false;
    if (original.input.item !== input.item || original.input.site !== input.site) return false;
    if (original.isReversed || units > sizeOf(first.units) - original.usedUnits) return false;
    const sign = first.units > 0n ? 1n : -1n;
    const received = grniShareOf(original, units);
    const invoiced = this.given(plan);
    const tax = this.cents(input.tax);
    const difference = invoiced - received;
    const policy = saidOf(this.configuration, 'price-difference', plan, 'expense');
    const isCost = policy === 'capitalise' && difference !== 0n;
    const landing = isCost ? this.landing(plan, original, difference) : undefined;
    if (landing !== undefined && !carries(this.valuation, landing)) return false;
    const isEarly = input.postedOn < original.input.postedOn;
    if (isEarly && landing !== undefined && movesStock(this.valuation, landing)) return false;
    const happening = this.begin(input, input.document, true);
    if (landing !== undefined) {
      const { pool, borne: amount } = landing;
      land(this.valuation, happening, landing);
      const role = HOLDERS.get(pool.bucket) ?? '';
      happening.lines.push({ account: pool.account, site: pool.site, role, amount });
    }
    const amounts: readonly (readonly [string, bigint])[] = [
      ['grni', received],
      ['purchase-variance', landing === undefined ? difference : landing.varied],
      ['tax-in', tax],
      ['supplier-control', -(invoiced + tax)],
    ];
    const { site } = input;
    for (const [role, amount] of amounts) {
      const account = this.account(input, item, { role, site, location: '' });
      happening.lines.push({ account, site, role, amount: sign * amount });
    }
    tookFrom(happening, original, units, received);
    return true;
  }

  /** Clears a manual stock receipt by the goods of a transfer, or by the reason why none will come. */
  #clearReceipt(plan: Plan): boolean {
    const { input, item, units, original } = plan;
    const first = original?.moves[0];
    if (original === undefined || first === undefined || !isAbout(plan, original)) return false;
    if (original.input.reverses !== undefined || original.took.length > 0) return false;
    const from = this.#end(plan, CLEARS.get(input.type) ?? '', 'from');
    const { pool } = from;
    const cameIn = first.units > 0n;
    if (pool !== undefined && (!cameIn || !this.canSpare(pool, units, input.postedOn)))
      return false;
    const received = grniShareOf(original, units);
    const given = pool === undefined ? received : share(pool.value, units, pool.units);
    const happening = this.begin(input, input.document, true);
    tookFrom(happening, original, units, received);
    if (pool !== undefined) {
      takeOut(pool, units, given);
      this.record(happening, input.type, from, [-units, -given]);
    }
    const { site } = input;
    const line = (role: string, amount: bigint) => {
      const account = this.account(input, item, { role, site, location: '' });
      happening.lines.push({ account, site, role, amount: cameIn ? amount : -amount });
    };
    line('grni', received);
    line('transfer-variance', given - received);
    happening.lines.push(lineOf(from, cameIn ? -given : given));
    return true;
  }
}

/** Whether a transaction takes back the one it names. */
const isBack = ({ input, original }: Plan): boolean => original !== undefined && takesBack(input);
