import type { Configuration } from '../determination/configuration.ts';
import type { Item } from '../items/item.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { accountByHand, wholeOf } from './reference-accounts.ts';
import { documentOf, HOLDERS, reasonOf, recordedAs, takesBack } from './reference-flows.ts';
import {
  allMovesOf,
  type Happening,
  type Plan,
  type ReferenceLine,
  type ReferenceMove,
} from './reference-history.ts';
import { ReferenceHoldings } from './reference-holdings.ts';
import {
  costOf,
  plainly,
  put,
  type ReferencePool,
  revalue,
  share,
  takeExactly,
  takeOut,
} from './reference-pool.ts';

/** One end of a flow: an account, and the pool that holds value there when it is a bucket. */
export type End = {
  readonly role: string;
  readonly site: string;
  readonly account: string;
  readonly place: string;
  readonly pool: ReferencePool | undefined;
};

/** Both ends of a flow. */
export type Ends = { readonly from: End; readonly to: End };

/**
 * What the reference model is made of: the holders of goods, what happened so far, and how value
 * moves between them. Written from the specification, and knowing nothing of the core but types.
 */
export class ReferenceBooks {
  protected readonly holdings = new ReferenceHoldings();
  protected readonly happenings: Happening[] = [];
  protected readonly configuration: Configuration;
  protected readonly items: ReadonlyMap<string, Item>;

  constructor(configuration: Configuration, items: ReadonlyMap<string, Item>) {
    this.configuration = configuration;
    this.items = items;
  }

  get pools(): readonly ReferencePool[] {
    return this.holdings.pools;
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
    return costOf(pool, units) ?? this.standardCost(item, units);
  }

  protected standardCost(
    { standardCost, quantityDecimals }: Item,
    units: bigint,
  ): bigint | undefined {
    if (standardCost === undefined) return undefined;
    const scale = 10n ** BigInt(quantityDecimals + 8 - this.configuration.company.currencyDecimals);
    return share(units, standardCost, scale);
  }

  protected moveBetween(
    happening: Happening,
    { from, to }: Ends,
    units: bigint,
    amount: bigint,
  ): void {
    const { input } = happening;
    const [taken] = happening.took;
    const { type } = input;
    const staysInPool = from.pool !== undefined && from.pool === to.pool && units !== 0n;
    let missing = 0n;
    if (from.pool !== undefined) {
      if (from.pool.bucket === 'on-hand' && taken !== undefined && takesBack(input)) {
        const { source = 'api', key } = taken.of.input;
        missing = takeExactly(from.pool, { units, value: amount }, `${source} ${key}`);
      } else if (!staysInPool) takeOut(from.pool, units, amount);
      this.record(happening, recordedAs(type, 'from'), from, [-units, -amount]);
    }
    let settled = 0n;
    if (to.pool !== undefined) {
      if (!staysInPool) settled = this.putIn(happening, to.pool, units, amount);
      this.record(happening, recordedAs(type, 'to'), to, [units, amount]);
    }
    happening.lines.push(lineOf(to, amount), lineOf(from, -amount));
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

  /** Puts value in; what a receipt settles of stock below zero comes back. */
  protected putIn(happening: Happening, pool: ReferencePool, units: bigint, value: bigint): bigint {
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
    return put(pool, lot, this.configuration.company.costingMethod === 'fifo');
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
      this.cause(happening, { type: 'cogs-adjustment', pool, place: document, value: -value });
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
    happening.moves.push({ type, pool, place, units, value });
    this.holdings.lay(pool, place, units);
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

/** A debit or credit of an end. */
export const lineOf = ({ account, site, role }: End, amount: bigint): ReferenceLine => ({
  account,
  site,
  role,
  amount,
});
