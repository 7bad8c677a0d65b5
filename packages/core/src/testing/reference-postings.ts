import { type Act, type Flowing, type Misplaced, unitsOf } from './reference-acts.ts';
import { nothingYet } from './reference-books.ts';
import { ReferenceCosts } from './reference-costs.ts';
import { type End, lineOf } from './reference-ends.ts';
import { FLOWS, HOLDERS, takesBack } from './reference-flows.ts';
import {
  allMovesOf,
  goodsShareOf,
  grniShareOf,
  type Happening,
  isTold,
  type Plan,
  shareOf,
  tookFrom,
} from './reference-history.ts';
import { carries, type Landing, land, movesStock } from './reference-late-cost.ts';
import { isAtPastCost, isReturnAtSale, saidOf } from './reference-policies.ts';
import { type ReferencePool, share, sizeOf, takeOut } from './reference-pool.ts';
import type { Arrival } from './reference-standard.ts';

/**
 * Carries out what a transaction was understood to be: prices it by what the pools hold at that
 * moment, moves it, and posts what follows from it. Whether it was sent now or is re-run in the
 * order of costs makes no difference here.
 */
export abstract class ReferencePostings extends ReferenceCosts {
  /** The receipt that follows a sending by itself, as the places stand after it was sent. */
  protected abstract receivedAsSent(act: Flowing): Flowing | undefined;

  /** Posts by the costing method of a day. */
  protected carryOut(act: Act, day: string): Happening {
    this.valuation.goesBy(day);
    const happening = this.#carriedOut(act);
    const moved = allMovesOf(happening).map(({ pool }) => pool.item);
    for (const item of new Set([act.plan.item.code, ...moved])) this.#spread(item, happening);
    return happening;
  }

  #carriedOut(act: Act): Happening {
    const { plan } = act;
    if (act.kind === 'flow') return this.#flow(act);
    if (act.kind === 'reversal') return this.reverse(plan, act.original);
    if (act.kind === 'conversion') return this.convert(plan);
    if (act.kind === 'correction') return this.correct(plan, act.original);
    if (act.kind === 'landing') return this.addCost(plan, act.original);
    if (act.kind === 'invoice') return this.#matchInvoice(plan, act.original);
    if (act.kind === 'clearing') return this.#clearReceipt(plan, act.original, act.from);
    if (act.kind === 'reclassification') return this.#reclassify(plan, act.parts);
    return this.#count(plan, act.end, act.units);
  }

  /** Brings all places of an item to the company's average, as a consequence of the latest happening. */
  #spread(item: string, { caused }: Happening): void {
    const type = 'average-respread';
    const changes = this.valuation.spread(item);
    if (changes.length === 0) return;
    caused.push({
      moves: changes.map(([pool, value]) => ({ type, pool, place: '', units: 0n, value })),
      lines: changes.map(([{ account, site }, amount]) => {
        return { account, site, role: 'inventory', amount };
      }),
    });
  }

  #flow(act: Flowing): Happening {
    const { plan, ends, isForward } = act;
    const { input, original } = plan;
    const units = unitsOf(act);
    const isFixed = act.price === 'original' || act.price === 'came in';
    const amount = this.amountOf(act) ?? 0n;
    const arrival = this.arrivalOf(act, amount) ?? { paid: 0n, arrived: 0n, difference: '' };
    const happening = this.begin(input, input.document, isForward);
    if (original !== undefined) {
      tookFrom(happening, original, units, act.price === 'amount' ? 0n : amount);
      // What a return had taken of its sale is the sale's again.
      const given = takesBack(input) ? original.took : [];
      for (const { of, units: had } of given)
        tookFrom(happening, of, had > 0n ? -units : units, had > 0n ? -amount : amount);
    }
    this.moveBetween(happening, ends, { units, isFixed }, arrival);
    if (act.used !== undefined) this.#countOff(happening, act.used, -units);
    const isOfThePast = isAtPastCost(this.configuration, plan);
    this.#differ(happening, plan, isOfThePast ? ends.from : ends.to, arrival);
    this.settleOrders(happening, [ends.to.pool, ends.from.pool]);
    const received = this.receivedAsSent(act);
    if (received !== undefined) this.#receiveAtOnce(received, happening);
    return happening;
  }

  /** What is paid for what arrives; undefined where stock at standard takes no such price. */
  protected arrivalOf(act: Flowing, amount: bigint): Arrival | undefined {
    const { plan, ends } = act;
    const { item, input } = plan;
    const { type } = input;
    const moved = [unitsOf(act), amount] as const;
    const pools = { from: ends.from.pool, to: ends.to.pool };
    if (isAtPastCost(this.configuration, plan))
      return this.valuation.returning({ type }, pools, moved);
    const isAtSale = isReturnAtSale(this.configuration, plan, pools.to);
    const told = FLOWS.get(type)?.price === 'given' || isTold(plan, isAtSale);
    return this.valuation.arrival({ type, told, item }, pools, moved);
  }

  /** The amount of a flow as the pools stand now; undefined where no cost is known. */
  protected amountOf({ price, plan, ends, asked }: Flowing): bigint | undefined {
    const { input, item, units, original } = plan;
    const { pool } = ends.from;
    if (price === 'amount') return this.told(sizeOf(this.cents(input.amount)), pool, ends.to.pool);
    if (price === 'given') return this.given(plan);
    if (price === 'original') return original && shareOf(original, units);
    if (price === 'came in') return original && goodsShareOf(original, units);
    if (price === 'carried') return pool && carriedBy(pool, units);
    const priced = price === 'leaving' ? pool : asked;
    return priced && this.valuation.leaving(item, priced, units);
  }

  /** How much of an amount of value that is told the pools take; all of it. */
  protected told(
    amount: bigint,
    _from: ReferencePool | undefined,
    _to: ReferencePool | undefined,
  ): bigint {
    return amount;
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

  /** What the distribution centre sends to a site that wants it so is received as it is sent. */
  #receiveAtOnce(act: Flowing, happening: Happening): void {
    const { plan, ends } = act;
    const child = { ...happening, input: plan.input, ...nothingYet() };
    const arrival = this.arrivalOf(act, this.amountOf(act) ?? 0n);
    if (arrival === undefined) return;
    this.moveBetween(child, ends, { units: plan.units, isFixed: false }, arrival);
    this.#differ(child, plan, ends.to, arrival);
    happening.caused.push({ moves: child.moves, lines: child.lines }, ...child.caused);
  }

  /** Goods of others come and go without a value. */
  #count({ input }: Plan, end: End, units: bigint): Happening {
    const happening = this.begin(input, input.document, true);
    this.#countOff(happening, end, units);
    return happening;
  }

  #countOff(happening: Happening, end: End, units: bigint): void {
    if (end.pool !== undefined) end.pool.units += units;
    this.record(happening, happening.input.type, end, [units, 0n]);
  }

  /** Moves what lies at a place, or under a document, to the account it would be given today. */
  #reclassify(plan: Plan, parts: readonly Misplaced[]): Happening {
    const { input } = plan;
    const happening = this.begin(input, input.document ?? '', true);
    const receipt = `${input.source ?? 'api'} ${input.key}`;
    const own = { receipt, day: input.postedOn, turn: happening.turn, units: 0n, value: 0n };
    const rests = parts.flatMap(({ from, into, units }) => {
      if (from.pool === undefined || into.pool === undefined) return [];
      const { pool } = from;
      const unknown = () => this.unknownCost(input.type, pool);
      const part = this.valuation.takePart(pool, units, own, unknown);
      this.record(happening, input.type, from, [-units, -part.value]);
      const rest = this.valuation.putPart(into.pool, part, own);
      this.record(happening, input.type, into, [units, part.value]);
      happening.lines.push(lineOf(into, part.value), lineOf(from, -part.value));
      return [{ ...rest, pool: into.pool, place: into.place }];
    });
    for (const { pool, place, settled, added } of rests) {
      const types = { 'negative-balance-cost-adjustment': settled, 'cost-revaluation': added };
      for (const [type, value] of Object.entries(types)) {
        if (value !== 0n) this.cause(happening, { type, pool, place, value });
      }
    }
    this.settleOrders(
      happening,
      parts.flatMap(({ from, into }) => [into.pool, from.pool]),
    );
    return happening;
  }

  #matchInvoice(plan: Plan, original: Happening): Happening {
    const { input, item, units } = plan;
    const sign = (original.moves[0]?.units ?? 0n) > 0n ? 1n : -1n;
    const invoiced = this.given(plan);
    const landing = this.#capitalised(plan, original);
    const difference = this.differenceOf(plan, original);
    const tax = this.cents(input.tax);
    const happening = this.begin(input, input.document, true);
    if (landing !== undefined) {
      const { pool, borne: amount } = landing;
      land(this.valuation, happening, landing);
      const role = HOLDERS.get(pool.bucket) ?? '';
      happening.lines.push({ account: pool.account, site: pool.site, role, amount });
    }
    const amounts: readonly (readonly [string, bigint])[] = [
      ['grni', invoiced - difference],
      ['purchase-variance', landing === undefined ? difference : landing.varied],
      ['tax-in', tax],
      ['supplier-control', -(invoiced + tax)],
    ];
    const { site } = input;
    for (const [role, amount] of amounts) {
      const account = this.account(input, item, { role, site, location: '' });
      happening.lines.push({ account, site, role, amount: sign * amount });
    }
    tookFrom(happening, original, units, invoiced - difference);
    return happening;
  }

  /** Where the difference of an invoice lands that is cost of the goods and not a variance. */
  #capitalised(plan: Plan, original: Happening): Landing | undefined {
    const difference = this.differenceOf(plan, original);
    const policy = saidOf(this.configuration, 'price-difference', plan, 'expense');
    if (policy !== 'capitalise' || difference === 0n) return undefined;
    const landing = this.landing(plan, original, this.carriedByGoods(original, difference));
    return landing && { ...landing, varied: difference - landing.borne };
  }

  /** Whether stock would have to carry more of an invoice than it can. */
  protected refusesDifference(plan: Plan, original: Happening): boolean {
    const landing = this.#capitalised(plan, original);
    if (landing === undefined) return false;
    // Value that comes onto goods before they came would belong to nothing on the days between.
    const early = plan.input.postedOn < original.input.postedOn;
    return (early && movesStock(this.valuation, landing)) || !carries(this.valuation, landing);
  }

  /** What an invoice says beside what its receipt put on goods received. */
  protected differenceOf(plan: Plan, original: Happening): bigint {
    return this.given(plan) - grniShareOf(original, plan.units);
  }

  /** Clears a manual stock receipt by the goods of a transfer, or by the reason why none will come. */
  #clearReceipt(plan: Plan, original: Happening, from: End): Happening {
    const { input, item, units } = plan;
    const { pool } = from;
    const cameIn = (original.moves[0]?.units ?? 0n) > 0n;
    const received = grniShareOf(original, units);
    const given = pool === undefined ? received : carriedBy(pool, units);
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
    return happening;
  }
}

const carriedBy = ({ value, units: held }: ReferencePool, units: bigint): bigint =>
  share(value, units, held);

/** Whether a transaction takes back the one it names. */
export const isBack = ({ input, original }: Plan): boolean =>
  original !== undefined && takesBack(input);
