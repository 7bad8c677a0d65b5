import type { Bucket } from '../accounts/account-role.ts';
import type { BusinessDate } from '../primitives/business-date.ts';
import {
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  prorate,
  type Quantity,
  quantity,
} from '../primitives/money.ts';

/**
 * How stock on hand is valued (`Q-02`, `003.49`).
 *
 * - `moving-average`: one average per site and account, of what was paid for what is there.
 * - `company-average`: one average per item over all sites and accounts of the company.
 * - `standard`: every unit at the item's standard cost; what was paid besides is a variance.
 * - `fifo`: receipts are used up in the order in which they came in.
 */
export const COSTING_METHODS = ['moving-average', 'company-average', 'standard', 'fifo'] as const;
export type CostingMethod = (typeof COSTING_METHODS)[number];

/** What is left of one receipt. Quantity and value are kept; unit cost is only ever derived. */
export type CostLayer = {
  readonly receipt: number;
  readonly receivedOn: BusinessDate;
  readonly quantity: Quantity;
  readonly value: Money;
};

/** A quantity and its value. */
export type Holding = { readonly quantity: Quantity; readonly value: Money };

/**
 * Units that share one cost: item × site × bucket × account, for carried goods × document.
 *
 * Value is authoritative (costing P): the average is value ÷ quantity and is never stored. `known`
 * is what the pool last held while it held something; it prices issues from an empty pool.
 * `layers` are kept under FIFO only; their sum is the pool while the pool is above zero.
 */
export type CostPool = Holding & {
  readonly known: Holding;
  readonly layers: readonly CostLayer[];
};

/** The address of a pool. `document` is empty for stock on hand, `account` is where it is pinned. */
export type PoolAddress = {
  readonly item: string;
  readonly site: string;
  readonly bucket: Bucket;
  readonly account: string;
  readonly document: string;
};

export const EMPTY_POOL: CostPool = {
  quantity: NO_QUANTITY,
  value: NO_MONEY,
  known: { quantity: NO_QUANTITY, value: NO_MONEY },
  layers: [],
};

/** Which receipt fed an issue, and with how much: the leaves of "why this cost". */
export type CostUse = {
  readonly receipt: number;
  readonly quantity: Quantity;
  readonly value: Money;
};

/** Where a receipt comes from, for the layer it leaves. */
export type ReceiptOrigin = { readonly receipt: number; readonly receivedOn: BusinessDate };

/** A pool after a change, and what the change left to be posted elsewhere. */
export type PoolReceipt = {
  readonly pool: CostPool;
  /** To post as negative-balance cost adjustment; zero unless the pool was below zero. */
  readonly adjustment: Money;
};

/**
 * Adds a receipt at its own cost.
 *
 * A pool below zero means that units were issued at a cost that was only assumed. The receipt
 * covers those first; what is then on hand is worth its receipt cost, and the difference belongs
 * to the units already issued (costing 5.3, `003.19`, `Q-06`).
 */
export function receiveIntoPool(
  pool: CostPool,
  receipt: Holding,
  method: CostingMethod,
  origin: ReceiptOrigin,
): PoolReceipt {
  const onHand = quantity(pool.quantity + receipt.quantity);
  const summed = money(pool.value + receipt.value);
  if (pool.quantity >= 0n) {
    const layers = method === 'fifo' ? [...pool.layers, { ...origin, ...receipt }] : pool.layers;
    const after = { quantity: onHand, value: summed, known: pool.known, layers };
    return { pool: after, adjustment: NO_MONEY };
  }
  const value = valueAfterCover(pool, receipt, onHand);
  const layers = method === 'fifo' && onHand > 0n ? [{ ...origin, quantity: onHand, value }] : [];
  const known = onHand === 0n ? holdingOf(receipt) : pool.known;
  return { pool: { quantity: onHand, value, known, layers }, adjustment: money(value - summed) };
}

/** Covered in full: the rest is worth the receipt's cost. In part: it keeps its assumed cost. */
function valueAfterCover(pool: Holding, receipt: Holding, onHand: Quantity): Money {
  if (onHand >= 0n) return prorate(receipt.value, onHand, receipt.quantity);
  return prorate(pool.value, onHand, pool.quantity);
}

/** An issue, or why it cannot be costed. */
export type PoolIssue = {
  readonly pool: CostPool;
  readonly cost: Money;
  readonly uses: readonly CostUse[];
};

/**
 * What `wanted` units would cost now, without taking them; undefined when the pool is empty and
 * nothing was ever known. Under FIFO the oldest layers are asked first.
 */
export function currentCost(pool: CostPool, wanted: Quantity): Money | undefined {
  return issueFromPool(pool, wanted)?.cost;
}

/**
 * Takes `wanted` units at the pool's cost: an issue of part takes its share rounded half up, an
 * issue of all takes all (costing P). More than is there takes the pool below zero at the cost
 * known last (`Q-05`). Undefined when no cost is known.
 */
export function issueFromPool(pool: CostPool, wanted: Quantity): PoolIssue | undefined {
  if (pool.layers.length > 0) return issueFromLayers(pool, wanted);
  const basis = pool.quantity === 0n ? pool.known : pool;
  if (basis.quantity === 0n) return undefined;
  const cost = prorate(basis.value, wanted, basis.quantity);
  return { pool: reduced(pool, wanted, cost), cost, uses: [] };
}

/** Takes the oldest layers first: by business date, then by number of the receipt. */
function issueFromLayers(pool: CostPool, wanted: Quantity): PoolIssue {
  const uses: CostUse[] = [];
  const left: CostLayer[] = [];
  let missing = wanted;
  let last: Holding = pool.known;
  for (const layer of pool.layers.toSorted(oldestFirst)) {
    const taken = missing < layer.quantity ? missing : layer.quantity;
    const value = prorate(layer.value, taken, layer.quantity);
    if (taken > 0n) {
      uses.push({ receipt: layer.receipt, quantity: taken, value });
      last = layer;
    }
    if (taken < layer.quantity) left.push(withoutPart(layer, taken));
    missing = quantity(missing - taken);
  }
  const used = uses.reduce((sum, use) => sum + use.value, 0n);
  const assumed = missing > 0n ? prorate(last.value, missing, last.quantity) : NO_MONEY;
  const cost = money(used + assumed);
  const known = left.length === 0 ? holdingOf(last) : pool.known;
  return { pool: { ...reduced(pool, wanted, cost, left), known }, cost, uses };
}

function oldestFirst(a: CostLayer, b: CostLayer): number {
  if (a.receivedOn !== b.receivedOn) return a.receivedOn < b.receivedOn ? -1 : 1;
  return a.receipt - b.receipt;
}

/** The pool with units and value taken out; it remembers what it held when nothing is left. */
export function reduced(
  pool: CostPool,
  taken: Quantity,
  value: Money,
  layers: readonly CostLayer[] = [],
): CostPool {
  const rest = quantity(pool.quantity - taken);
  const known = rest === 0n ? holdingOf(pool) : pool.known;
  return { quantity: rest, value: money(pool.value - value), known, layers };
}

/** Quantity and value alone. */
export const holdingOf = ({ quantity: held, value }: Holding): Holding => ({
  quantity: held,
  value,
});

/** A pool after goods left at a fixed amount, and the residue that no unit can carry any more. */
export type FixedIssue = { readonly pool: CostPool; readonly residue: Money };

/**
 * Takes units out at an amount fixed elsewhere: the exact reversal of a receipt.
 *
 * What remains must stay believable: nothing on quantity zero (`I13`), no value against the sign
 * of the quantity. The residue is what has to be added to the pool to make it so; the caller
 * posts it as a cost revaluation caused by the reversal.
 */
export function takeAtFixedCost(pool: CostPool, taken: Holding, receipt: number): FixedIssue {
  const rest = quantity(pool.quantity - taken.quantity);
  const value = money(pool.value - taken.value);
  const kept = believable(pool, rest, value);
  const left = rest > 0n ? withoutUnits(pool.layers, taken.quantity, receipt) : [];
  const known = rest === 0n ? holdingOf(pool) : pool.known;
  const layers = layersWorth(left, kept);
  return { pool: { quantity: rest, value: kept, known, layers }, residue: money(kept - value) };
}

/** The value nearest to the given one that units of this number can have in this pool. */
function believable(pool: CostPool, rest: Quantity, value: Money): Money {
  if (rest >= 0n) return isBelievable({ quantity: rest, value }) ? value : NO_MONEY;
  const basis = pool.quantity === 0n ? pool.known : pool;
  return basis.quantity === 0n ? value : prorate(basis.value, rest, basis.quantity);
}

/** The value nearest to the wanted one that a holding's units can have (`I13`). */
export const believableValue = ({ quantity: held }: Holding, wanted: Money): Money =>
  isBelievable({ quantity: held, value: wanted }) ? wanted : NO_MONEY;

/** Whether a value can belong to a quantity: none to zero units, none against their sign (`I13`). */
export function isBelievable({ quantity: held, value }: Holding): boolean {
  if (held === 0n) return value === 0n;
  return held > 0n ? value >= 0n : value <= 0n;
}

/**
 * What of a receipt a pool with one average still holds: which of its units left nobody can say, so
 * as many as can be there. What they can be worth less at most is the value of the pool.
 */
export function leftInPool({ quantity: held, value }: Holding, units: Quantity): Holding {
  if (held <= 0n) return { quantity: NO_QUANTITY, value: NO_MONEY };
  return { quantity: held < units ? held : units, value };
}

/** Takes units out of the receipt's own layer, and what is missing there out of the oldest ones. */
function withoutUnits(
  layers: readonly CostLayer[],
  units: Quantity,
  receipt: number,
): readonly CostLayer[] {
  const own = layers.filter((layer) => layer.receipt === receipt);
  const others = layers.filter((layer) => layer.receipt !== receipt).toSorted(oldestFirst);
  let missing = units;
  return [...own, ...others].flatMap((layer) => {
    const taken = missing < layer.quantity ? missing : layer.quantity;
    missing = quantity(missing - taken);
    return taken === layer.quantity ? [] : [withoutPart(layer, taken)];
  });
}

function withoutPart(layer: CostLayer, taken: Quantity): CostLayer {
  const value = prorate(layer.value, taken, layer.quantity);
  const rest = { quantity: quantity(layer.quantity - taken), value: money(layer.value - value) };
  return { ...layer, ...rest };
}

/**
 * The pool with its value changed and its quantity as it is. The layers follow in proportion to
 * what they are worth, so that their sum stays the pool's value to the minor unit.
 */
export function revaluePool(pool: CostPool, change: Money): CostPool {
  const value = money(pool.value + change);
  return { ...pool, value, layers: layersWorth(pool.layers, value) };
}

/**
 * The pool with its value changed because a receipt turned out to cost more or less: the layer of
 * that receipt takes the change where it can bear it, else all layers follow as at any revaluation.
 */
export function revalueReceipt(pool: CostPool, change: Money, receipt: number): CostPool {
  const own = pool.layers.find((layer) => layer.receipt === receipt);
  if (own === undefined || own.value + change < 0n) return revaluePool(pool, change);
  const corrected = { ...own, value: money(own.value + change) };
  const layers = pool.layers.map((layer) => (layer === own ? corrected : layer));
  return { ...pool, value: money(pool.value + change), layers };
}

/** The layers spread over a new total, oldest first; worthless ones by their quantity. */
function layersWorth(layers: readonly CostLayer[], total: Money): readonly CostLayer[] {
  const before = layers.reduce((sum, { value }) => sum + value, 0n);
  if (before === total) return layers;
  const column = before === 0n ? 'quantity' : 'value';
  const whole = quantity(layers.reduce((sum, layer) => sum + layer[column], 0n));
  let passed = 0n;
  let given = NO_MONEY;
  return layers.toSorted(oldestFirst).map((layer) => {
    passed += layer[column];
    // Shares of the running total, so that the last layer takes exactly what is left.
    const upToHere = prorate(total, quantity(passed), whole);
    const value = money(upToHere - given);
    given = upToHere;
    return { ...layer, value };
  });
}

/** Part of a pool that goes elsewhere whole, and what stays. */
export type PoolParts = { readonly part: CostPool; readonly rest: CostPool };

/** How layers are kept, and where one that has no receipt of its own comes from. */
export type LayerKeeping = { readonly method: CostingMethod; readonly origin: ReceiptOrigin };

/**
 * Takes the units of a place out of their pool, at its cost and with their layers: the whole takes
 * all, a part its share, under FIFO the oldest layers. A place that is below zero while others
 * are not leaves the pool with that much more than before.
 */
export function splitPool(pool: CostPool, units: Quantity, keeping: LayerKeeping): PoolParts {
  if (units === pool.quantity)
    return { part: pool, rest: { ...EMPTY_POOL, known: holdingOf(pool) } };
  if (units > 0n) return splitIssue(pool, units);
  const basis = pool.quantity === 0n ? pool.known : pool;
  const value = basis.quantity === 0n ? NO_MONEY : prorate(basis.value, units, basis.quantity);
  const rest = { ...pool, ...summed(pool, { quantity: quantity(-units), value: money(-value) }) };
  return { part: { ...EMPTY_POOL, quantity: units, value }, rest: withAllLayers(rest, keeping) };
}

/** The part as an issue, its layers taken along. */
function splitIssue(pool: CostPool, units: Quantity): PoolParts {
  const issue = issueFromPool(pool, units);
  if (issue === undefined) {
    const rest = quantity(pool.quantity - units);
    return { part: { ...EMPTY_POOL, quantity: units }, rest: { ...pool, quantity: rest } };
  }
  const dayOf = new Map(pool.layers.map(({ receipt, receivedOn }) => [receipt, receivedOn]));
  const layers = issue.uses.flatMap(({ receipt, quantity: taken, value }) => {
    const receivedOn = dayOf.get(receipt);
    return receivedOn === undefined ? [] : [{ receipt, receivedOn, quantity: taken, value }];
  });
  return { part: { ...EMPTY_POOL, quantity: units, value: issue.cost, layers }, rest: issue.pool };
}

const summed = (a: Holding, b: Holding): Holding => ({
  quantity: quantity(a.quantity + b.quantity),
  value: money(a.value + b.value),
});

/** A pool after a part of another one came in, and what is left to be posted elsewhere. */
export type MergedPool = PoolReceipt & {
  /** Value added so that the units stay believable; zero unless a place below zero came in. */
  readonly residue: Money;
};

/**
 * Puts a part of another pool in, layers and all. Units into a pool below zero settle what was
 * assumed, as any receipt does; units below zero take theirs out at the value they bring.
 */
export function mergePools(pool: CostPool, part: CostPool, keeping: LayerKeeping): MergedPool {
  const { method, origin } = keeping;
  if (part.quantity > 0n && pool.quantity < 0n)
    return { ...receiveIntoPool(pool, part, method, origin), residue: NO_MONEY };
  if (part.quantity < 0n && pool.quantity > 0n) {
    const taken = { quantity: quantity(-part.quantity), value: money(-part.value) };
    const issue = takeAtFixedCost(pool, taken, origin.receipt);
    return { pool: issue.pool, adjustment: NO_MONEY, residue: issue.residue };
  }
  const known = pool.known.quantity === 0n ? part.known : pool.known;
  const layers = mergedLayers(pool.layers, part.layers);
  const merged = withAllLayers({ ...summed(pool, part), known, layers }, keeping);
  return { pool: merged, adjustment: NO_MONEY, residue: NO_MONEY };
}

/** Under FIFO the layers are the pool: units that came without one get one of their own. */
function withAllLayers(pool: CostPool, { method, origin }: LayerKeeping): CostPool {
  if (method !== 'fifo' || pool.quantity <= 0n) return { ...pool, layers: [] };
  const there = pool.layers.reduce(summed, { quantity: NO_QUANTITY, value: NO_MONEY });
  const missing = quantity(pool.quantity - there.quantity);
  if (missing === 0n) return pool;
  const value = money(pool.value - there.value);
  return { ...pool, layers: [...pool.layers, { ...origin, quantity: missing, value }] };
}

/** Layers of both, those of one receipt as one again. */
function mergedLayers(
  layers: readonly CostLayer[],
  further: readonly CostLayer[],
): readonly CostLayer[] {
  const byReceipt = new Map(layers.map((layer) => [layer.receipt, layer]));
  for (const layer of further) {
    const known = byReceipt.get(layer.receipt);
    byReceipt.set(
      layer.receipt,
      known === undefined ? layer : { ...layer, ...summed(known, layer) },
    );
  }
  return [...byReceipt.values()];
}
