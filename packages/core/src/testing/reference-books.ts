import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { accountByHand, wholeOf } from './reference-accounts.ts';
import { type End, type Ends, lineOf } from './reference-ends.ts';
import { documentOf, FLOWS, HOLDERS, reasonOf, recordedAs } from './reference-flows.ts';
import {
  allMovesOf,
  type Happening,
  type Plan,
  type ReferenceLine,
  type ReferenceMove,
  receiptOf,
} from './reference-history.ts';
import { ReferenceHoldings } from './reference-holdings.ts';
import { type ReferencePool, share } from './reference-pool.ts';
import type { Arrival } from './reference-standard.ts';
import { ReferenceValuation } from './reference-valuation.ts';

/**
 * What the reference model is made of: the holders of goods, what happened so far, and how value
 * moves between them. Written from the specification, and knowing nothing of the core but types.
 */
export class ReferenceBooks {
  protected readonly holdings = new ReferenceHoldings();
  protected readonly happenings: Happening[] = [];
  protected readonly configuration: Configuration;
  protected readonly items: ReadonlyMap<string, Item>;
  protected readonly valuation: ReferenceValuation;

  constructor(configuration: Configuration, items: ReadonlyMap<string, Item>) {
    this.configuration = configuration;
    this.items = items;
    this.valuation = new ReferenceValuation(configuration, items);
  }

  get pools(): readonly ReferencePool[] {
    return this.holdings.pools;
  }

  protected get forbidsBelowZero(): boolean {
    return this.configuration.company.negativeStock === 'forbid';
  }

  /** What a transaction moved: itself, then what it caused. */
  movesOf({ source, key }: TransactionInput): readonly ReferenceMove[] {
    const happening = this.find(source, key);
    return happening === undefined ? [] : allMovesOf(happening);
  }

  /** All debits and credits so far. */
  lines(): readonly ReferenceLine[] {
    return this.happenings.flatMap(({ lines, caused }) => [
      ...lines,
      ...caused.flatMap((effect) => effect.lines),
    ]);
  }

  protected given({ input, item, units }: Plan): bigint {
    if (input.unitCost === undefined) return this.cents(input.amount);
    const cost = wholeOf(input.unitCost, 8);
    const scale =
      10n ** BigInt(item.quantityDecimals + 8 - this.configuration.company.currencyDecimals);
    return share(units, cost, scale);
  }

  protected cents(amount: string | undefined): bigint {
    return wholeOf(amount ?? '0', this.configuration.company.currencyDecimals);
  }

  protected costNow({ input, item, units }: Plan, site: string): bigint | undefined {
    const location = site === input.site ? (input.location ?? '') : '';
    const spot = { item: item.code, site, bucket: 'on-hand', place: location };
    const pinned = this.holdings.accountAt(spot);
    const account = pinned ?? this.account(input, item, { role: 'inventory', site, location });
    const pool = this.holdings.poolAt(spot, account);
    return this.leaving(item, pool, units);
  }

  /** What units on hand cost that leave now, or by what was paid last, or by the standard cost. */
  protected leaving(item: Item, pool: ReferencePool, units: bigint): bigint | undefined {
    const known = this.valuation.leaving(item, pool, units);
    if (known !== undefined) return known;
    const { currencyDecimals } = this.configuration.company;
    const scale = 10n ** BigInt(item.quantityDecimals + 8 - currencyDecimals);
    const bought = this.#boughtLast(item, pool.site) ?? this.#boughtLast(item, undefined);
    if (bought !== undefined) return share(bought.value, units, bought.units);
    return item.standardCost === undefined ? undefined : share(units, item.standardCost, scale);
  }

  /** The latest purchase that stands, at a site or anywhere, with what it turned out to cost. */
  #boughtLast(item: Item, site: string | undefined) {
    let latest: Happening | undefined;
    for (const happening of this.happenings) {
      const { input, isReversed } = happening;
      const flow = FLOWS.get(input.type);
      const isPurchase = flow?.price === 'given' && flow.to === 'stock';
      if (!isPurchase || isReversed || input.reverses !== undefined) continue;
      if (input.item !== item.code || input.site !== (site ?? input.site)) continue;
      // Of one day the one that came later stands later.
      if (latest === undefined || input.postedOn >= latest.input.postedOn) latest = happening;
    }
    const first = latest?.moves[0];
    if (latest === undefined || first === undefined) return undefined;
    return { units: first.units, value: first.value + latest.addedCost };
  }

  protected moveBetween(
    happening: Happening,
    { from, to }: Ends,
    units: bigint,
    { paid, arrived, ofThePast = false }: Arrival & { readonly ofThePast?: boolean },
  ): void {
    const { input } = happening;
    const [taken] = happening.took;
    const { type } = input;
    const staysInPool = from.pool !== undefined && from.pool === to.pool && units !== 0n;
    const staysOnHand = from.pool?.bucket === 'on-hand' && to.pool?.bucket === 'on-hand';
    let missing = 0n;
    if (from.pool !== undefined) {
      if (from.pool.bucket === 'on-hand' && taken !== undefined && ofThePast) {
        missing = this.valuation.takeBack(from.pool, [units, paid], receiptOf(taken.of).receipt);
      } else if (!staysInPool) this.valuation.takeOut(from.pool, [units, paid], staysOnHand);
      this.record(happening, recordedAs(type, 'from'), from, [-units, -paid]);
    }
    let settled = 0n;
    if (to.pool !== undefined) {
      if (!staysInPool) {
        const receipt = receiptOf(happening);
        settled = this.valuation.putIn(to.pool, [units, arrived], receipt, staysOnHand);
      }
      this.record(happening, recordedAs(type, 'to'), to, [units, arrived]);
    }
    happening.lines.push(lineOf(to, arrived), lineOf(from, -paid));
    if (missing !== 0n && from.pool !== undefined) {
      const { pool, place } = from;
      this.cause(happening, { type: 'cost-revaluation', pool, place, value: missing });
    }
    if (settled !== 0n && to.pool !== undefined) {
      this.cause(happening, {
        type: 'negative-balance-cost-adjustment',
        pool: to.pool,
        place: to.place,
        value: settled,
      });
    }
  }

  /** Sold and delivered: what is left of the order's clearing is cost of sales. */
  protected settleOrders(
    happening: Happening,
    pools: readonly (ReferencePool | undefined)[],
  ): void {
    for (const pool of pools) {
      if (pool?.bucket !== 'order-clearing' || pool.units !== 0n || pool.value === 0n) continue;
      const { value, document } = pool;
      pool.value = 0n;
      const type = this.valuation.method === 'standard' ? 'cost-revaluation' : 'cogs-adjustment';
      this.cause(happening, { type, pool, place: document, value: -value });
    }
  }

  /** Value added to a pool against the role that answers for it, as a matter of its own. */
  protected cause(
    happening: Happening,
    {
      type,
      pool,
      place,
      value,
    }: { type: string; pool: ReferencePool; place: string; value: bigint },
  ): void {
    const item = this.items.get(pool.item);
    if (item === undefined) return;
    const { site, account, bucket } = pool;
    const role = type === 'cost-revaluation' ? 'cost-revalue' : 'cogs';
    const location = bucket === 'on-hand' ? place : '';
    const input = { ...happening.input, type, reason: '', account: '' };
    const contra = this.account(input, item, { role, site, location });
    happening.caused.push({
      moves: [{ type, pool, place, units: 0n, value }],
      lines: [
        { account, site, role: HOLDERS.get(bucket) ?? '', amount: value },
        { account: contra, site, role, amount: -value },
      ],
    });
  }

  protected account(
    input: TransactionInput,
    item: Item,
    { role, site, location }: { role: string; site: string; location: string },
  ): string {
    const { type, postedOn: day, account: onLine = '' } = input;
    const reason = reasonOf(input);
    return accountByHand(this.configuration, item, {
      type,
      role,
      site,
      location,
      day,
      reason,
      onLine,
    });
  }

  protected begin(
    input: TransactionInput,
    document: string | undefined,
    isForward: boolean,
  ): Happening {
    const happening: Happening = {
      turn: this.happenings.length,
      input,
      document: document ?? documentOf(input),
      isForward,
      ...nothingYet(),
      usedUnits: 0n,
      usedValue: 0n,
      claimedUnits: 0n,
      claimedValue: 0n,
      addedCost: 0n,
      landedCost: 0n,
      isReversed: false,
      took: [],
    };
    this.happenings.push(happening);
    return happening;
  }

  protected record(
    happening: Happening,
    type: string,
    end: End,
    [units, value]: readonly [bigint, bigint],
  ): void {
    const { pool, place } = end;
    if (pool === undefined) return;
    this.valuation.wholeOf(pool)?.join(pool);
    happening.moves.push({ type, pool, place, units, value });
    this.holdings.lay(pool, place, units);
  }

  /** What a pool held at the end of a day, and the fewest units it held from there on. */
  protected heldFrom(
    pool: ReferencePool,
    day: string,
  ): { readonly onTheDay: bigint; readonly fewest: bigint } {
    const steps = this.happenings.map((happening) => {
      const moves = allMovesOf(happening).filter((move) => move.pool === pool);
      return {
        day: happening.input.postedOn,
        units: moves.reduce((sum, { units }) => sum + units, 0n),
      };
    });
    const add = (held: bigint, { units }: { readonly units: bigint }) => held + units;
    const then = steps.filter((step) => step.day <= day).reduce(add, 0n);
    let [held, fewest] = [then, then];
    for (const step of steps
      .filter((one) => one.day > day)
      .toSorted((a, b) => (a.day < b.day ? -1 : Number(a.day > b.day)))) {
      held = add(held, step);
      if (held < fewest) fewest = held;
    }
    return { onTheDay: then, fewest };
  }

  /** Whether so many units can leave a pool on a day without being missed then or later. */
  protected canSpare(pool: ReferencePool, units: bigint, day: string): boolean {
    return units <= this.heldFrom(pool, day).fewest;
  }

  protected find(source: string | undefined, key: string): Happening | undefined {
    return this.happenings.find(
      ({ input }) => input.key === key && (input.source ?? 'api') === (source ?? 'api'),
    );
  }
}

/** An event that has moved and posted nothing yet. */
export const nothingYet = (): Pick<Happening, 'moves' | 'lines' | 'caused'> => ({
  moves: [],
  lines: [],
  caused: [],
});
