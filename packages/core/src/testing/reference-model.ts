import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { accountByHand, wholeOf } from './reference-accounts.ts';
import {
  ABOUT,
  CLEARS,
  documentOf,
  FLOWS,
  type Flow,
  HOLDERS,
  RECEIVED_BY,
  reasonOf,
  recordedAs,
  roleOf,
  takesBack,
} from './reference-flows.ts';
import {
  allMovesOf,
  type Effect,
  type Happening,
  isAbout,
  type Plan,
  type ReferenceLine,
  type ReferenceMove,
  shareOf,
  tookFrom,
} from './reference-history.ts';
import { ReferenceHoldings } from './reference-holdings.ts';
import {
  bears,
  costOf,
  plainly,
  put,
  type ReferencePool,
  revalue,
  share,
  sizeOf,
  takeExactly,
  takeOut,
} from './reference-pool.ts';

/** One end of a flow: an account, and the pool that holds value there when it is a bucket. */
type End = {
  readonly role: string;
  readonly site: string;
  readonly account: string;
  readonly place: string;
  readonly pool: ReferencePool | undefined;
};

type Ends = { readonly from: End; readonly to: End };

/**
 * A second, independent opinion: the books once more, written from the specification's flows and
 * worked numbers and not from the core, of which it takes nothing but types. It is naive on
 * purpose: plain lists searched from the front, whole minor units, one rounding rule. Where the
 * two differ by a cent, one of them is wrong (`I8`).
 */
export class ReferenceModel {
  readonly #holdings = new ReferenceHoldings();
  readonly #happenings: Happening[] = [];
  readonly #configuration: Configuration;
  readonly #items: ReadonlyMap<string, Item>;

  constructor(configuration: Configuration, items: ReadonlyMap<string, Item>) {
    this.#configuration = configuration;
    this.#items = items;
  }

  /**
   * Posts a transaction that is well formed; false, with nothing changed, when stock, goods under
   * way or an earlier transaction stand against it.
   */
  replay(input: TransactionInput): boolean {
    const item = this.#items.get(input.item);
    if (item === undefined) return false;
    const units = sizeOf(wholeOf(input.quantity ?? '0', item.quantityDecimals));
    const named = input.reverses ?? input.original;
    const original = named === undefined ? undefined : this.#find(input.source, named);
    if (named !== undefined && original === undefined) return false;
    const plan = { input, item, units, original };
    if (input.reverses !== undefined) return this.#reverse(plan);
    if (CLEARS.has(input.type)) return this.#clearReceipt(plan);
    return input.type === 'supplier-invoice-match' ? this.#matchInvoice(plan) : this.#flow(plan);
  }

  get pools(): readonly ReferencePool[] {
    return this.#holdings.pools;
  }

  /** What a transaction moved: itself, then what it caused. */
  movesOf({ source, key }: TransactionInput): readonly ReferenceMove[] {
    const happening = this.#find(source, key);
    return happening === undefined ? [] : allMovesOf(happening);
  }

  /** All debits and credits so far. */
  lines(): readonly ReferenceLine[] {
    return this.#happenings.flatMap(({ lines, caused }) => [
      ...lines,
      ...caused.flatMap((effect) => effect.lines),
    ]);
  }

  #flow(plan: Plan): boolean {
    const flow = FLOWS.get(plan.input.type);
    if (flow === undefined || (plan.original !== undefined && !isAbout(plan, plan.original)))
      return false;
    if (this.#isOwnFrameComing(plan)) return false;
    const signed = (flow.price === 'value' ? plan.input.amount : plan.input.quantity) ?? '';
    const [from, to] = signed.startsWith('-') ? [flow.to, flow.from] : [flow.from, flow.to];
    const ends = { from: this.#end(plan, from, 'from'), to: this.#end(plan, to, 'to') };
    const onlyValue = flow.price === 'value';
    const units = onlyValue ? 0n : plan.units;
    const amount = onlyValue
      ? sizeOf(this.#cents(plan.input.amount))
      : this.#price(plan, flow, ends);
    if (amount === undefined || this.#isPassed(plan, ends)) return false;
    if (onlyValue && !(bears(ends.to.pool, amount) && bears(ends.from.pool, -amount))) return false;

    const happening = this.#begin(plan.input, plan.input.document, !signed.startsWith('-'));
    if (plan.original !== undefined) tookFrom(happening, plan.original, units, amount);
    this.#moveBetween(happening, ends, units, amount, plan.original);
    this.#settleOrders(happening, [ends.to.pool, ends.from.pool]);
    this.#receiveAtOnce(plan, happening);
    return true;
  }

  /** A lab's frame is not bought while one of our own is on its way for the order. */
  #isOwnFrameComing({ input }: Plan): boolean {
    if (input.type !== 'receive-from-outside-lab' || input.quantity?.startsWith('-')) return false;
    const place = documentOf(input);
    return [...this.#configuration.sites.keys()].some((site) => {
      const spot = { item: input.item, site, bucket: 'wip-in-transit', place };
      return this.#holdings.unitsAt(spot) > 0n;
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
    const last = this.#happenings.findLast((happening) => has(allMovesOf(happening)));
    if (last === undefined || last.caused.some(({ moves }) => has(moves))) return true;
    if (last === original) return false;
    const latest = this.#happenings.findLast(({ took }) => took?.of === original);
    return last !== latest || last.input.type !== 'undo-receive';
  }

  /** What the distribution centre sends to a site that wants it so is received as it is sent. */
  #receiveAtOnce(plan: Plan, happening: Happening): void {
    const { input, item, units } = plan;
    const type = RECEIVED_BY.get(input.type);
    const { sites } = this.#configuration;
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
    this.#moveBetween(child, ends, units, share(sent.value, units, sent.units));
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
      const account = this.#account(input, item, { role, site, location });
      return { role, site, account, place: document, pool: undefined };
    }
    const place = bucket === 'on-hand' ? location : document;
    const spot = { item: item.code, site, bucket, place };
    const pinned = this.#holdings.accountAt(spot);
    const account = pinned ?? this.#account(input, item, { role, site, location });
    return { role, site, account, place, pool: this.#holdings.poolAt(spot, account) };
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
    return this.#holdings.unitsAt(spot) < 0n ? 'order-clearing' : 'on-hand';
  }

  #price(plan: Plan, flow: Flow, { from }: Ends): bigint | undefined {
    const { input, item, units, original } = plan;
    const { pool } = from;
    // What leaves stock has its own cost; who names another one is not understood.
    if (pool !== undefined && (input.unitCost ?? input.amount) !== undefined) return undefined;
    const isBack = original !== undefined && takesBack(input);
    if (pool?.bucket === 'on-hand') {
      const forbids = this.#configuration.company.negativeStock === 'forbid';
      if (forbids && pool.units < units) return undefined;
      if (!isBack) return costOf(pool, units) ?? this.#standardCost(item, units);
    }
    if (isBack) return shareOf(original, units);
    if (pool !== undefined && pool.bucket !== 'order-clearing') {
      return pool.units < units ? undefined : share(pool.value, units, pool.units);
    }
    if (flow.price === 'given') return this.#given(plan);
    if (original !== undefined && ABOUT.has(input.type)) return shareOf(original, units);
    if (pool === undefined && (input.unitCost ?? input.amount) !== undefined)
      return this.#given(plan);
    const isFromElsewhere = input.type === 'manual-stock-receipt' && input.fromSite !== undefined;
    return this.#costNow(plan, isFromElsewhere ? (input.fromSite ?? '') : input.site);
  }

  #given({ input, item, units }: Plan): bigint {
    if (input.unitCost === undefined) return this.#cents(input.amount);
    const cost = wholeOf(input.unitCost, 8);
    const scale =
      10n ** BigInt(item.quantityDecimals + 8 - this.#configuration.company.currencyDecimals);
    return share(units, cost, scale);
  }

  #cents(amount: string | undefined): bigint {
    return wholeOf(amount ?? '0', this.#configuration.company.currencyDecimals);
  }

  #costNow({ input, item, units }: Plan, site: string): bigint | undefined {
    const location = site === input.site ? (input.location ?? '') : '';
    const spot = { item: item.code, site, bucket: 'on-hand', place: location };
    const pinned = this.#holdings.accountAt(spot);
    const account = pinned ?? this.#account(input, item, { role: 'inventory', site, location });
    const pool = this.#holdings.poolAt(spot, account);
    return costOf(pool, units) ?? this.#standardCost(item, units);
  }

  #standardCost({ standardCost, quantityDecimals }: Item, units: bigint): bigint | undefined {
    if (standardCost === undefined) return undefined;
    const scale =
      10n ** BigInt(quantityDecimals + 8 - this.#configuration.company.currencyDecimals);
    return share(units, standardCost, scale);
  }

  #moveBetween(
    happening: Happening,
    { from, to }: Ends,
    units: bigint,
    amount: bigint,
    original?: Happening,
  ): void {
    const { type } = happening.input;
    const staysInPool = from.pool !== undefined && from.pool === to.pool && units !== 0n;
    let missing = 0n;
    if (from.pool !== undefined) {
      if (from.pool.bucket === 'on-hand' && original !== undefined && takesBack(happening.input)) {
        const { source = 'api', key } = original.input;
        missing = takeExactly(from.pool, { units, value: amount }, `${source} ${key}`);
      } else if (!staysInPool) takeOut(from.pool, units, amount);
      this.#record(happening, recordedAs(type, 'from'), from, [-units, -amount]);
    }
    let settled = 0n;
    if (to.pool !== undefined) {
      if (!staysInPool) settled = this.#putIn(happening, to.pool, units, amount);
      this.#record(happening, recordedAs(type, 'to'), to, [units, amount]);
    }
    happening.lines.push(lineOf(to, amount), lineOf(from, -amount));
    if (missing !== 0n && from.pool !== undefined) {
      const { pool, place } = from;
      this.#cause(happening, { type: 'cost-revaluation', pool, place, value: missing });
    }
    if (settled !== 0n && to.pool !== undefined) {
      this.#cause(happening, {
        type: 'negative-balance-cost-adjustment',
        pool: to.pool,
        place: to.place,
        value: settled,
      });
    }
  }

  /** Puts value in; what a receipt settles of stock below zero comes back. */
  #putIn(happening: Happening, pool: ReferencePool, units: bigint, value: bigint): bigint {
    if (units === 0n) {
      revalue(pool, value);
      return 0n;
    }
    if (pool.bucket !== 'on-hand') {
      plainly(pool, units, value);
      return 0n;
    }
    const { key, source = 'api', postedOn } = happening.input;
    const lot = { receipt: `${source} ${key}`, day: postedOn, turn: happening.turn, units, value };
    return put(pool, lot, this.#configuration.company.costingMethod === 'fifo');
  }

  /** Sold and delivered: what is left of the order's clearing is cost of sales. */
  #settleOrders(happening: Happening, pools: readonly (ReferencePool | undefined)[]): void {
    for (const pool of pools) {
      if (pool?.bucket !== 'order-clearing' || pool.units !== 0n || pool.value === 0n) continue;
      const { value, document } = pool;
      pool.value = 0n;
      this.#cause(happening, { type: 'cogs-adjustment', pool, place: document, value: -value });
    }
  }

  /** Value added to a pool against the role that answers for it, as a matter of its own. */
  #cause(
    happening: Happening,
    {
      type,
      pool,
      place,
      value,
    }: { type: string; pool: ReferencePool; place: string; value: bigint },
  ): void {
    const item = this.#items.get(pool.item);
    if (item === undefined) return;
    const { site, account, bucket } = pool;
    const role = type === 'cost-revaluation' ? 'cost-revalue' : 'cogs';
    const location = bucket === 'on-hand' ? place : '';
    const input = { ...happening.input, type, reason: '', account: '' };
    const contra = this.#account(input, item, { role, site, location });
    happening.caused.push({
      moves: [{ type, pool, place, units: 0n, value }],
      lines: [
        { account, site, role: HOLDERS.get(bucket) ?? '', amount: value },
        { account: contra, site, role, amount: -value },
      ],
    });
  }

  #reverse(plan: Plan): boolean {
    const { input, original } = plan;
    if (original === undefined || !this.#canReverse(plan, original)) return false;
    const happening = this.#begin(input, original.document, !original.isForward);
    if (original.caused.length > 0) this.#turnAllRound(happening, original);
    else this.#turnOneRound(happening, original);
    original.isReversed = true;
    const { took } = original;
    if (took !== undefined) tookFrom(happening, took.of, -took.units, -took.value);
    return true;
  }

  /** With what it caused a transaction is turned round as a whole: only the sums of a pool count. */
  #turnAllRound(happening: Happening, original: Happening): void {
    const effects = [original, ...original.caused.toReversed()];
    const sums = sumsOf(effects);
    const rests = sums.map((sum) => ({ ...sum, ...this.#giveAllBack(happening, original, sum) }));
    for (const [index, { moves, lines }] of effects.entries()) {
      const turned = { moves: [] as ReferenceMove[], lines: turnedLines(lines) };
      for (const { type, pool, place, units, value } of moves) {
        turned.moves.push({ type, pool, place, units: -units, value: -value });
        this.#holdings.lay(pool, place, -units);
      }
      if (index > 0) happening.caused.push(turned);
      else {
        happening.moves.push(...turned.moves);
        happening.lines.push(...turned.lines);
      }
    }
    for (const { type, pool, place, rest: value } of rests) {
      if (value !== 0n) this.#cause(happening, { type, pool, place, value });
    }
    this.#settleOrders(
      happening,
      sums.map(({ pool }) => pool),
    );
  }

  /** Gives a pool back what several events took of it in all; what has to be caused for it. */
  #giveAllBack(happening: Happening, original: Happening, { pool, units, value, isSettled }: Sum) {
    const none = { type: 'cost-revaluation', rest: 0n };
    if (pool.bucket === 'order-clearing') plainly(pool, units, value);
    else if (units === 0n) revalue(pool, value);
    else if (units > 0n) {
      const plain = pool.value + value;
      const rest = this.#putIn(happening, pool, units, value);
      const fits = pool.units === 0n ? plain === 0n : pool.units > 0n ? plain >= 0n : plain <= 0n;
      // The settlement comes back with the receipt; there is nothing to settle a second time.
      if (!isSettled || !fits) return { type: 'negative-balance-cost-adjustment', rest };
      revalue(pool, -rest);
    } else if (pool.units + units < 0n && pool.value + value <= 0n) {
      plainly(pool, units, value);
      pool.lots = [];
    } else {
      const { source = 'api', key } = original.input;
      const gone = { units: -units, value: -value };
      return { ...none, rest: takeExactly(pool, gone, `${source} ${key}`) };
    }
    return none;
  }

  #turnOneRound(happening: Happening, original: Happening): void {
    const { moves } = original;
    const staysInPool = moves.length === 2 && moves[0]?.pool === moves[1]?.pool;
    const rests = moves.map((move) => ({
      move,
      ...this.#turnRound(happening, original, move, staysInPool),
    }));
    happening.lines.push(...turnedLines(original.lines));
    for (const { move, type, value } of rests) {
      if (value !== 0n) this.#cause(happening, { type, pool: move.pool, place: move.place, value });
    }
    this.#settleOrders(
      happening,
      moves.map(({ pool }) => pool),
    );
  }

  #canReverse({ input, units }: Plan, original: Happening): boolean {
    const { moves } = original;
    const same =
      original.input.type === input.type &&
      original.input.item === input.item &&
      original.input.site === input.site;
    const asMany = input.quantity === undefined || units === sizeOf(moves[0]?.units ?? 0n);
    const isFree = !original.isReversed && original.usedUnits === 0n;
    if (!same || !asMany || !isFree) return false;
    // Stock that lies there on another account by now would be mixed with what comes back.
    const isMixed = allMovesOf(original).some(({ pool, place }) => {
      const { item, site, bucket } = pool;
      const there = this.#holdings.accountAt({ item, site, bucket, place });
      return there !== undefined && there !== pool.account;
    });
    if (isMixed) return false;
    const forbids = this.#configuration.company.negativeStock === 'forbid';
    if (original.caused.length > 0) {
      return sumsOf([original, ...original.caused.toReversed()]).every(
        ({ pool, units: back, value }) => {
          if (pool.bucket === 'order-clearing') return true;
          if (back === 0n) return bears(pool, value);
          const mayRunShort = pool.bucket === 'on-hand' && !forbids;
          return back > 0n || mayRunShort || pool.units + back >= 0n;
        },
      );
    }
    if (moves.length === 2 && moves[0]?.pool === moves[1]?.pool) return true;
    return moves.every(({ pool, units: moved, value }) => {
      if (moved === 0n) return bears(pool, -value);
      if (moved < 0n || pool.bucket === 'order-clearing') return true;
      if (pool.bucket !== 'on-hand') return pool.units >= moved;
      return this.#configuration.company.negativeStock === 'allow' || pool.units >= moved;
    });
  }

  /** Turns one move round; the value that has to be caused for it comes back. */
  #turnRound(happening: Happening, original: Happening, move: ReferenceMove, staysInPool: boolean) {
    const { pool, units, value, type } = move;
    this.#record(happening, type, { ...move, site: pool.site, role: '', account: '' }, [
      -units,
      -value,
    ]);
    if (staysInPool) return { type: '', value: 0n };
    if (units > 0n && pool.bucket !== 'order-clearing') {
      const { source = 'api', key } = original.input;
      return { type: 'cost-revaluation', value: takeExactly(pool, move, `${source} ${key}`) };
    }
    const settled = this.#putIn(happening, pool, -units, -value);
    return { type: 'negative-balance-cost-adjustment', value: settled };
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
    const received = shareOf(original, units) ?? 0n;
    const invoiced = this.#given(plan);
    const tax = this.#cents(input.tax);
    const happening = this.#begin(input, input.document, true);
    const amounts: readonly (readonly [string, bigint])[] = [
      ['grni', received],
      ['purchase-variance', invoiced - received],
      ['tax-in', tax],
      ['supplier-control', -(invoiced + tax)],
    ];
    const { site } = input;
    for (const [role, amount] of amounts) {
      const account = this.#account(input, item, { role, site, location: '' });
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
    if (original.input.reverses !== undefined || original.took !== undefined) return false;
    const from = this.#end(plan, CLEARS.get(input.type) ?? '', 'from');
    const { pool } = from;
    const cameIn = first.units > 0n;
    if (pool !== undefined && (!cameIn || pool.units < units)) return false;
    const received = shareOf(original, units) ?? 0n;
    const given = pool === undefined ? received : share(pool.value, units, pool.units);
    const happening = this.#begin(input, input.document, true);
    tookFrom(happening, original, units, received);
    if (pool !== undefined) {
      takeOut(pool, units, given);
      this.#record(happening, input.type, from, [-units, -given]);
    }
    const { site } = input;
    const line = (role: string, amount: bigint) => {
      const account = this.#account(input, item, { role, site, location: '' });
      happening.lines.push({ account, site, role, amount: cameIn ? amount : -amount });
    };
    line('grni', received);
    line('transfer-variance', given - received);
    happening.lines.push(lineOf(from, cameIn ? -given : given));
    return true;
  }

  #account(
    input: TransactionInput,
    item: Item,
    { role, site, location }: { role: string; site: string; location: string },
  ): string {
    const { type, postedOn: day, account: onLine = '' } = input;
    const reason = reasonOf(input);
    return accountByHand(this.#configuration, item, {
      type,
      role,
      site,
      location,
      day,
      reason,
      onLine,
    });
  }

  #begin(input: TransactionInput, document: string | undefined, isForward: boolean): Happening {
    const happening: Happening = {
      turn: this.#happenings.length,
      input,
      document: document ?? documentOf(input),
      isForward,
      ...nothingYet(),
      usedUnits: 0n,
      usedValue: 0n,
      isReversed: false,
      took: undefined,
    };
    this.#happenings.push(happening);
    return happening;
  }

  #record(
    happening: Happening,
    type: string,
    end: End,
    [units, value]: readonly [bigint, bigint],
  ): void {
    const { pool, place } = end;
    if (pool === undefined) return;
    happening.moves.push({ type, pool, place, units, value });
    this.#holdings.lay(pool, place, units);
  }

  #find(source: string | undefined, key: string): Happening | undefined {
    return this.#happenings.find(
      ({ input }) => input.key === key && (input.source ?? 'api') === (source ?? 'api'),
    );
  }
}

const nothingYet = (): Pick<Happening, 'moves' | 'lines' | 'caused'> => ({
  moves: [],
  lines: [],
  caused: [],
});

/** What comes back to a pool when several events are turned round, and where it lay. */
type Sum = {
  readonly pool: ReferencePool;
  readonly place: string;
  readonly units: bigint;
  readonly value: bigint;
  /** Value alone was moved too: stock below zero is settled by it. */
  readonly isSettled: boolean;
};

/** The changes of several events, pool by pool, with their signs turned. */
function sumsOf(effects: readonly Effect[]): readonly Sum[] {
  const moves = effects.flatMap((effect) => effect.moves);
  const pools = [...new Set(moves.map(({ pool }) => pool))];
  return pools.map((pool) => {
    const own = moves.filter((move) => move.pool === pool);
    const total = (column: 'units' | 'value') => own.reduce((sum, move) => sum - move[column], 0n);
    const isSettled = own.some(({ units }) => units === 0n);
    const sums = { units: total('units'), value: total('value') };
    return { pool, place: own[0]?.place ?? '', ...sums, isSettled };
  });
}

const turnedLines = (lines: readonly ReferenceLine[]): ReferenceLine[] =>
  lines.map((line) => ({ ...line, amount: -line.amount }));

const lineOf = ({ account, site, role }: End, amount: bigint): ReferenceLine => ({
  account,
  site,
  role,
  amount,
});
