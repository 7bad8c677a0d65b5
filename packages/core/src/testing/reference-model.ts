import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { accountByHand, wholeOf } from './reference-accounts.ts';
import { canCorrect, correct } from './reference-correction.ts';
import { type End, type Ends, lineOf } from './reference-ends.ts';
import {
  ABOUT,
  documentOf,
  FLOWS,
  type Flow,
  HOLDERS,
  recordedAs,
  roleOf,
} from './reference-flows.ts';
import {
  grniShareOf,
  type Happening,
  isAbout,
  isTold,
  type Plan,
  type ReferenceLine,
  type ReferenceMove,
  receiptOf,
  shareOf,
  tookFrom,
} from './reference-history.ts';
import { ReferenceHoldings } from './reference-holdings.ts';
import { type ReferencePool, share, sizeOf } from './reference-pool.ts';
import type { Arrival } from './reference-standard.ts';
import { ReferenceValuation } from './reference-valuation.ts';

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
  readonly #valuation: ReferenceValuation;

  constructor(configuration: Configuration, items: ReadonlyMap<string, Item>) {
    this.#configuration = configuration;
    this.#items = items;
    this.#valuation = new ReferenceValuation(configuration, items);
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
    const isPosted = this.#post(plan);
    if (isPosted) this.#spread(item.code);
    return isPosted;
  }

  #post(plan: Plan): boolean {
    const { input } = plan;
    if (input.reverses !== undefined) return this.#reverse(plan);
    if (input.type === 'cost-correction') return this.#correct(plan);
    return input.type === 'supplier-invoice-match' ? this.#matchInvoice(plan) : this.#flow(plan);
  }

  /** Brings all places to the company's average, as a consequence of the latest happening. */
  #spread(item: string): void {
    const happening = this.#happenings.at(-1);
    for (const [pool, value] of this.#valuation.spread(item)) {
      const { account, site } = pool;
      happening?.causedMoves.push({ type: 'average-respread', pool, place: '', units: 0n, value });
      happening?.causedLines.push({ account, site, role: 'inventory', amount: value });
    }
  }

  get pools(): readonly ReferencePool[] {
    return this.#holdings.pools;
  }

  /** What a transaction moved: itself, then what it caused. */
  movesOf({ source, key }: TransactionInput): readonly ReferenceMove[] {
    const happening = this.#find(source, key);
    return happening === undefined ? [] : [...happening.moves, ...happening.causedMoves];
  }

  /** All debits and credits so far. */
  lines(): readonly ReferenceLine[] {
    return this.#happenings.flatMap(({ lines, causedLines }) => [...lines, ...causedLines]);
  }

  #flow(plan: Plan): boolean {
    const flow = FLOWS.get(plan.input.type);
    if (flow === undefined || (plan.original !== undefined && !isAbout(plan, plan.original)))
      return false;
    const signed = (flow.price === 'value' ? plan.input.amount : plan.input.quantity) ?? '';
    const [from, to] = signed.startsWith('-') ? [flow.to, flow.from] : [flow.from, flow.to];
    const ends = { from: this.#end(plan, from, 'from'), to: this.#end(plan, to, 'to') };
    const onlyValue = flow.price === 'value';
    const units = onlyValue ? 0n : plan.units;
    const amount = onlyValue
      ? sizeOf(this.#cents(plan.input.amount))
      : this.#price(plan, flow, ends);
    if (amount === undefined) return false;
    const { pool: into } = ends.to;
    const { pool: outOf } = ends.from;
    if (
      onlyValue &&
      !(this.#valuation.bears(into, amount) && this.#valuation.bears(outOf, -amount))
    )
      return false;
    const told = flow.price === 'given' || isTold(plan);
    const move = { type: plan.input.type, told, item: plan.item };
    const arrival = this.#valuation.arrival(move, { from: outOf, to: into }, [units, amount]);
    if (arrival === undefined) return false;

    const happening = this.#begin(plan.input, plan.input.document);
    if (plan.original !== undefined)
      tookFrom(happening, plan.original, units, onlyValue ? 0n : amount);
    this.#moveBetween(happening, ends, units, arrival);
    if (arrival.difference !== '') this.#differ(happening, plan, ends.to, arrival);
    this.#settleOrders(happening, [ends.to.pool, ends.from.pool]);
    return true;
  }

  /** Writes what was paid beside the standard to the role that answers for it. */
  #differ(happening: Happening, { input, item }: Plan, to: End, arrival: Arrival): void {
    const { site } = to;
    const location = to.pool?.bucket === 'on-hand' ? to.place : '';
    const role = arrival.difference;
    const plain = { ...input, reason: '', account: '' };
    const account = this.#account(plain, item, { role, site, location });
    happening.lines.push({ account, site, role, amount: arrival.paid - arrival.arrived });
  }

  #end({ input, item }: Plan, word: string, way: 'from' | 'to'): End {
    const isSend = input.toSite !== undefined && way === 'to';
    const isHeld = input.type === 'hold-order' && way === 'from';
    const site = (isSend ? input.toSite : isHeld ? input.fromSite : undefined) ?? input.site;
    const movesInside = input.type === 'location-move' && way === 'to';
    const ownLocation = (movesInside ? input.toLocation : input.location) ?? '';
    const location = isSend || isHeld ? '' : ownLocation;
    const document = documentOf(input);
    const bucket = this.#bucketOf(input, word, site);
    const role = bucket === undefined ? roleOf(word, input) : (HOLDERS.get(bucket) ?? '');
    if (bucket === undefined) {
      const looked = this.#account(input, item, { role, site, location });
      const account = word === 'line' ? (input.account ?? '') : looked;
      return { role, site, account, place: document, pool: undefined };
    }
    const place = bucket === 'on-hand' ? location : document;
    const spot = { item: item.code, site, bucket, place };
    const pinned = this.#holdings.accountAt(spot);
    const account = pinned ?? this.#account(input, item, { role, site, location });
    return { role, site, account, place, pool: this.#holdings.poolAt(spot, account) };
  }

  /** An order that was sold and not delivered is cleared by its return; a later one is goods back. */
  #bucketOf(input: TransactionInput, word: string, site: string): string | undefined {
    if (word === 'stock') return 'on-hand';
    if (word !== 'order') return HOLDERS.has(word) ? word : undefined;
    const document = input.document ?? '';
    if (document === '') return 'on-hand';
    if (input.type === 'sale') return 'order-clearing';
    const spot = { item: input.item, site, bucket: 'order-clearing', place: document };
    return this.#holdings.unitsAt(spot) < 0n ? 'order-clearing' : 'on-hand';
  }

  #price(plan: Plan, flow: Flow, { from }: Ends): bigint | undefined {
    const { input, item, units, original } = plan;
    const { pool } = from;
    // What leaves stock has its own cost; who names another one is not understood.
    if (pool !== undefined && (input.unitCost ?? input.amount) !== undefined) return undefined;
    if (pool?.bucket === 'on-hand') {
      const forbids = this.#configuration.company.negativeStock === 'forbid';
      if (forbids && pool.units < units) return undefined;
      return this.#valuation.leaving(item, pool, units);
    }
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
    return this.#valuation.leaving(item, pool, units);
  }

  #moveBetween(
    happening: Happening,
    { from, to }: Ends,
    units: bigint,
    { paid, arrived }: Arrival,
  ): void {
    const { type } = happening.input;
    const staysInPool = from.pool !== undefined && from.pool === to.pool && units !== 0n;
    const staysOnHand = from.pool?.bucket === 'on-hand' && to.pool?.bucket === 'on-hand';
    if (from.pool !== undefined) {
      if (!staysInPool) this.#valuation.takeOut(from.pool, [units, paid], staysOnHand);
      this.#record(happening, recordedAs(type, 'from'), from, [-units, -paid]);
    }
    let settled = 0n;
    if (to.pool !== undefined) {
      if (!staysInPool)
        settled = this.#valuation.putIn(
          to.pool,
          [units, arrived],
          receiptOf(happening),
          staysOnHand,
        );
      this.#record(happening, recordedAs(type, 'to'), to, [units, arrived]);
    }
    happening.lines.push(lineOf(to, arrived), lineOf(from, -paid));
    if (settled !== 0n && to.pool !== undefined) {
      this.#cause(happening, {
        type: 'negative-balance-cost-adjustment',
        pool: to.pool,
        place: to.place,
        value: settled,
      });
    }
  }

  /** Sold and delivered: what is left of the order's clearing is cost of sales. */
  #settleOrders(happening: Happening, pools: readonly (ReferencePool | undefined)[]): void {
    for (const pool of pools) {
      if (pool?.bucket !== 'order-clearing' || pool.units !== 0n || pool.value === 0n) continue;
      const { value, document } = pool;
      pool.value = 0n;
      const type = this.#valuation.method === 'standard' ? 'cost-revaluation' : 'cogs-adjustment';
      this.#cause(happening, { type, pool, place: document, value: -value });
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
    happening.causedMoves.push({ type, pool, place, units: 0n, value });
    happening.causedLines.push(
      { account, site, role: HOLDERS.get(bucket) ?? '', amount: value },
      { account: contra, site, role, amount: -value },
    );
  }

  #reverse(plan: Plan): boolean {
    const { input, original } = plan;
    if (original === undefined || !this.#canReverse(plan, original)) return false;
    const happening = this.#begin(input, original.document);
    const { moves } = original;
    const staysInPool = moves.length === 2 && moves[0]?.pool === moves[1]?.pool;
    const rests = moves.map((move) => ({
      move,
      ...this.#turnRound(happening, original, move, staysInPool),
    }));
    happening.lines.push(...original.lines.map((line) => ({ ...line, amount: -line.amount })));
    for (const { move, type, value } of rests) {
      if (value !== 0n) this.#cause(happening, { type, pool: move.pool, place: move.place, value });
    }
    this.#settleOrders(
      happening,
      moves.map(({ pool }) => pool),
    );
    original.isReversed = true;
    const { took } = original;
    if (took !== undefined) tookFrom(happening, took.of, -took.units, -took.value);
    return true;
  }

  #canReverse({ input, units }: Plan, original: Happening): boolean {
    const { moves } = original;
    const same =
      original.input.type === input.type &&
      original.input.item === input.item &&
      original.input.site === input.site;
    const asMany = input.quantity === undefined || units === sizeOf(moves[0]?.units ?? 0n);
    const adjusted = original.causedMoves.some(({ type }) => type !== 'average-respread');
    const isUntouched = original.usedUnits === 0n && original.addedCost === 0n;
    const isFree = !original.isReversed && isUntouched && !adjusted;
    if (!same || !asMany || !isFree) return false;
    // Stock that lies there on another account by now would be mixed with what comes back.
    const isMixed = moves.some(({ pool, place }) => {
      const { item, site, bucket } = pool;
      const there = this.#holdings.accountAt({ item, site, bucket, place });
      return there !== undefined && there !== pool.account;
    });
    if (isMixed) return false;
    if (moves.length === 2 && moves[0]?.pool === moves[1]?.pool) return true;
    return moves.every(({ pool, units: moved, value }) => {
      if (moved === 0n) return this.#valuation.bears(pool, -value);
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
    const { source = 'api', key } = original.input;
    const stays =
      original.moves.length === 2 && original.moves.every((one) => one.pool.bucket === 'on-hand');
    const corrected = original.took === undefined ? '' : receiptOf(original.took.of).receipt;
    const how = { own: `${source} ${key}`, corrected, now: receiptOf(happening), stays };
    return this.#valuation.turnRound(pool, [units, value], how);
  }

  #correct({ input, original }: Plan): boolean {
    const added = this.#cents(input.amount);
    const { item, site } = original?.input ?? {};
    if (original === undefined || item !== input.item || site !== input.site) return false;
    if (!canCorrect(this.#valuation, original, added)) return false;
    correct(this.#valuation, this.#begin(input, original.document), original, added);
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
    const invoiced = this.#given(plan);
    const tax = this.#cents(input.tax);
    const happening = this.#begin(input, input.document);
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

  #account(
    input: TransactionInput,
    item: Item,
    { role, site, location }: { role: string; site: string; location: string },
  ): string {
    const { type, postedOn: day, reason = '', account: onLine = '' } = input;
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

  #begin(input: TransactionInput, document: string | undefined): Happening {
    const happening: Happening = {
      turn: this.#happenings.length,
      input,
      document: document ?? documentOf(input),
      moves: [],
      lines: [],
      causedMoves: [],
      causedLines: [],
      usedUnits: 0n,
      usedValue: 0n,
      addedCost: 0n,
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
    this.#valuation.wholeOf(pool)?.join(pool);
    happening.moves.push({ type, pool, place, units, value });
    this.#holdings.lay(pool, place, units);
  }

  #find(source: string | undefined, key: string): Happening | undefined {
    return this.#happenings.find(
      ({ input }) => input.key === key && (input.source ?? 'api') === (source ?? 'api'),
    );
  }
}
