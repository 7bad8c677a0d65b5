import type { Item } from '../items/item.ts';
import type { TransactionInput, TransactionLine } from '../transactions/transaction.ts';
import { wholeOf } from './reference-accounts.ts';
import { nothingYet } from './reference-books.ts';
import { type End, lineOf } from './reference-ends.ts';
import { CONVERSIONS, documentOf } from './reference-flows.ts';
import { type Happening, type Plan, receiptOf } from './reference-history.ts';
import { plainly, type ReferencePool, share } from './reference-pool.ts';
import { ReferenceReversals } from './reference-reversals.ts';
import { worthAtStandard } from './reference-standard.ts';

/** Units of an item at a place, going in or coming out. */
type Goods = {
  readonly item: Item;
  readonly units: bigint;
  readonly location: string;
  /** How much of what is left in the works comes out with it, of how much there is in all. */
  readonly weight: bigint;
};

/** Something in the works, and the account it stands on. */
type Works = { readonly pool: ReferencePool; readonly end: End };

/**
 * How the reference model turns items into others: everything that goes in is added up, and then
 * given out again by weights, each time of what is left to those who have not had theirs yet.
 */
export class ReferenceAssemblies extends ReferenceReversals {
  protected convert({ input, item, units }: Plan): boolean {
    const whole = { item, units, location: input.location ?? '', weight: 1n };
    const { lines = [] } = input;
    const listed = this.#goodsOf(lines);
    const isMade = CONVERSIONS.get(input.type) === 'out';
    const goesIn = isMade ? listed : [whole];
    const comesOut = isMade ? [{ ...whole, weight: units }] : listed;
    if (!this.#canGoIn(input, goesIn) || comesOut.some((one) => this.#isTheirs(input, one)))
      return false;

    const happening = this.begin(input, documentOf(input), true);
    const scraps = lines.filter((line) => line.item === undefined && line.amount === undefined);
    const scrapped = scraps.map(({ share: text }) => weightOf(text));
    const weights = [...scrapped, ...comesOut.map(({ weight }) => weight)];
    const works = this.#open(happening, item, weights, lines);
    for (const goods of goesIn) this.#putIn(happening, works, goods);
    for (const [index, line] of scraps.entries())
      this.#scrap(happening, works, line, works.weights[index] ?? 0n);
    for (const [index, goods] of comesOut.entries())
      this.#takeOut(happening, works, goods, works.weights[scraps.length + index] ?? 0n);
    return true;
  }

  /** Lines that tell no shares share by what they are worth at standard. */
  #goodsOf(lines: readonly TransactionLine[]): readonly Goods[] {
    const goods = lines.flatMap((line) => {
      const item = this.items.get(line.item ?? '');
      if (item === undefined) return [];
      return [{ line, item, units: wholeOf(line.quantity ?? '0', item.quantityDecimals) }];
    });
    const { currencyDecimals } = this.configuration.company;
    return goods.map(({ line, item, units }) => {
      const standard = goods.length === 1 ? 1n : worthAtStandard(item, units, currencyDecimals);
      const weight = line.share === undefined ? standard : weightOf(line.share);
      return { item, units, location: line.location ?? '', weight };
    });
  }

  /** Whether all of it can be taken: it is there where it has to be, ours, and has a cost. */
  #canGoIn(input: TransactionInput, goods: readonly Goods[]): boolean {
    const taken = new Map<ReferencePool, bigint>();
    const takenAt = new Map<string, bigint>();
    for (const one of goods) {
      const before = takenAt.get(`${one.item.code} ${one.location}`) ?? 0n;
      const { pool, place } = this.#stock(input, 'assembly-issue', one, before);
      if (pool === undefined) return false;
      const all = (taken.get(pool) ?? 0n) + one.units;
      taken.set(pool, all);
      if (this.forbidsBelowZero && !this.canSpare(pool, all, input.postedOn)) return false;
      if (this.leaving(one.item, pool, one.units) === undefined) return false;
      const spot = { item: one.item.code, site: input.site, bucket: 'on-hand', place };
      const allHere = before + one.units;
      takenAt.set(`${one.item.code} ${place}`, allHere);
      if (this.#isTheirs(input, one) && this.holdings.unitsAt(spot) < allHere) return false;
    }
    return true;
  }

  #isTheirs({ site }: TransactionInput, { location }: Goods): boolean {
    return this.configuration.locations.get(`${site}\n${location}`)?.ownership === 'third-party';
  }

  /** Where goods lie; once all that lay there was taken, the place is free to stand on another account. */
  #stock(input: TransactionInput, type: string, { item, location }: Goods, taken = 0n): End {
    const { site } = input;
    const spot = { item: item.code, site, bucket: 'on-hand', place: location };
    const role = 'inventory';
    const looked = this.account({ ...input, type }, item, { role, site, location });
    const isEmptied = taken !== 0n && this.holdings.unitsAt(spot) === taken;
    const account = isEmptied ? looked : (this.holdings.accountAt(spot) ?? looked);
    return { role, site, account, place: location, pool: this.holdings.poolAt(spot, account) };
  }

  /** Begins the work: as many weights as there will be, and what the work itself costs. */
  #open(
    happening: Happening,
    item: Item,
    told: readonly bigint[],
    lines: readonly TransactionLine[],
  ): Works & { readonly weights: readonly bigint[] } {
    const { input, document } = happening;
    const { site } = input;
    const spot = { item: item.code, site, bucket: 'assembly', place: document };
    const role = 'assembly-clearing';
    const account = this.account(input, item, { role, site, location: '' });
    const pool = this.holdings.poolAt(spot, account);
    const end = { role, site, account, place: document, pool };
    const isMade = CONVERSIONS.get(input.type) === 'out';
    const weights = isMade ? told : smallest(told);
    let cost = 0n;
    for (const { amount, account: onLine } of lines) {
      if (amount === undefined) continue;
      const cents = this.cents(amount);
      const roleOfCost = 'conversion-cost';
      const looked = this.account(input, item, { role: roleOfCost, site, location: '' });
      cost += cents;
      happening.lines.push(lineOf(end, cents), {
        account: onLine ?? looked,
        site,
        role: roleOfCost,
        amount: -cents,
      });
    }
    const parts = weights.reduce((sum, weight) => sum + weight, 0n);
    plainly(pool, parts, cost);
    this.record(happening, input.type, end, [parts, cost]);
    return { pool, end, weights };
  }

  #putIn(happening: Happening, works: Works, goods: Goods): void {
    const type = 'assembly-issue';
    const child = this.#child(happening, type, goods.item);
    const from = this.#stock(happening.input, type, goods);
    const { pool } = from;
    const cost = pool && this.leaving(goods.item, pool, goods.units);
    if (pool === undefined || cost === undefined) return;
    this.valuation.takeOut(pool, [goods.units, cost], false);
    this.record(child, type, from, [-goods.units, -cost]);
    works.pool.value += cost;
    this.record(child, type, works.end, [0n, cost]);
    child.lines.push(lineOf(works.end, cost), lineOf(from, -cost));
    happening.caused.push({ moves: child.moves, lines: child.lines }, ...child.caused);
  }

  #takeOut(happening: Happening, works: Works, goods: Goods, weight: bigint): void {
    const type = 'assembly-receipt';
    const child = this.#child(happening, type, goods.item);
    const to = this.#stock(happening.input, type, goods);
    const { pool } = to;
    if (pool === undefined) return;
    const paid = this.#giveOut(child, works, weight);
    const told = { type, told: true, item: goods.item };
    const ends = { from: works.pool, to: pool };
    const arrival = this.valuation.arrival(told, ends, [goods.units, paid]);
    if (arrival === undefined) return;
    const { arrived, difference: role } = arrival;
    const settled = this.valuation.putIn(pool, [goods.units, arrived], receiptOf(child), false);
    this.record(child, type, to, [goods.units, arrived]);
    child.lines.push(lineOf(to, arrived), lineOf(works.end, -paid));
    if (role !== '') {
      const { site, place: location } = to;
      const account = this.account(child.input, goods.item, { role, site, location });
      child.lines.push({ account, site, role, amount: paid - arrived });
    }
    if (settled !== 0n) {
      const cause = { type: 'negative-balance-cost-adjustment', pool, place: to.place };
      this.cause(child, { ...cause, value: settled });
    }
    happening.caused.push({ moves: child.moves, lines: child.lines }, ...child.caused);
  }

  #scrap(
    happening: Happening,
    works: Works,
    { reason = '', account: onLine = '' }: TransactionLine,
    weight: bigint,
  ): void {
    const item = this.items.get(works.pool.item);
    if (item === undefined) return;
    const child = this.#child(happening, 'assembly-scrap', item);
    const cost = this.#giveOut(child, works, weight);
    const { site } = works.end;
    const role = reason === 'COUNT' ? 'count-variance' : 'inventory-adjustment';
    const said = { ...child.input, reason, account: onLine };
    const { location = '' } = happening.input;
    const account = this.account(said, item, { role, site, location });
    child.lines.push({ account, site, role, amount: cost }, lineOf(works.end, -cost));
    happening.caused.push({ moves: child.moves, lines: child.lines });
  }

  /** Takes a weight of what is left. */
  #giveOut(child: Happening, { pool, end }: Works, weight: bigint): bigint {
    const cost = weight === 0n ? 0n : share(pool.value, weight, pool.units);
    plainly(pool, -weight, -cost);
    this.record(child, child.input.type, end, [-weight, -cost]);
    return cost;
  }

  #child(happening: Happening, type: string, item: Item): Happening {
    const { key, postedOn, source, site } = happening.input;
    const fields = { key, postedOn, site, type, item: item.code, document: happening.document };
    const input = source === undefined ? fields : { ...fields, source };
    return { ...happening, input, ...nothingYet() };
  }
}

/** A share as it was told, in millionths. */
const weightOf = (text: string | undefined): bigint => wholeOf(text ?? '0', 6);

/** The same proportions in the smallest whole numbers, found by trying what divides all of them. */
function smallest(weights: readonly bigint[]): readonly bigint[] {
  let divisor = weights.find((weight) => weight > 0n) ?? 1n;
  for (const weight of weights) {
    let rest = weight;
    while (rest > 0n) [divisor, rest] = [rest, divisor % rest];
  }
  return weights.map((weight) => weight / divisor);
}
