/** What is left of one receipt, oldest first by day and then by the order they came in. */
export type Lot = {
  readonly receipt: string;
  readonly day: string;
  readonly turn: number;
  units: bigint;
  value: bigint;
};

/** Units of one item that share a cost: a place of the books with a quantity and a value. */
export type ReferencePool = {
  readonly item: string;
  readonly site: string;
  readonly bucket: string;
  readonly account: string;
  readonly document: string;
  units: bigint;
  value: bigint;
  /** What it held last while it held something. */
  lastUnits: bigint;
  lastValue: bigint;
  lots: Lot[];
};

/** A part of a value as an exact fraction, rounded half away from zero. */
export function share(value: bigint, part: bigint, whole: bigint): bigint {
  const top = value * part;
  const down = top / whole;
  const rest = top - down * whole;
  const isHalfOrMore = sizeOf(rest) * 2n >= sizeOf(whole);
  if (rest === 0n || !isHalfOrMore) return down;
  return top < 0n === whole < 0n ? down + 1n : down - 1n;
}

export const sizeOf = (number: bigint): bigint => (number < 0n ? -number : number);

/** What units would cost now; undefined when nothing was ever known. Changes nothing. */
export function costOf(pool: ReferencePool, units: bigint): bigint | undefined {
  if (pool.lots.length > 0) {
    let cost = 0n;
    let wanted = units;
    let last: Lot | undefined;
    for (const lot of pool.lots) {
      if (wanted === 0n) break;
      const taken = lot.units < wanted ? lot.units : wanted;
      cost += share(lot.value, taken, lot.units);
      wanted -= taken;
      last = lot;
    }
    return last === undefined ? cost : cost + share(last.value, wanted, last.units);
  }
  if (pool.units !== 0n) return share(pool.value, units, pool.units);
  return pool.lastUnits === 0n ? undefined : share(pool.lastValue, units, pool.lastUnits);
}

/** Takes units out at a cost found before. */
function take(pool: ReferencePool, units: bigint, cost: bigint): void {
  const before = { units: pool.units, value: pool.value };
  let wanted = units;
  const hadLots = pool.lots.length > 0;
  let last = { units: pool.lastUnits, value: pool.lastValue };
  while (wanted > 0n && pool.lots.length > 0) {
    const [lot] = pool.lots;
    if (lot === undefined) break;
    last = { units: lot.units, value: lot.value };
    wanted -= cutLot(pool, lot, wanted);
  }
  pool.units -= units;
  pool.value -= cost;
  if (hadLots && pool.lots.length === 0) remember(pool, last);
  else if (!hadLots && pool.units === 0n) remember(pool, before);
}

/** Takes up to so many units out of a lot, at their share; says how many it had. */
function cutLot(pool: ReferencePool, lot: Lot, wanted: bigint): bigint {
  const taken = lot.units < wanted ? lot.units : wanted;
  lot.value -= share(lot.value, taken, lot.units);
  lot.units -= taken;
  if (lot.units === 0n) pool.lots = pool.lots.filter((other) => other !== lot);
  return taken;
}

function remember(pool: ReferencePool, held: { units: bigint; value: bigint }): void {
  pool.lastUnits = held.units;
  pool.lastValue = held.value;
}

/**
 * Puts a receipt in. Units that were issued before they were there are covered first: they were
 * issued at some cost and really cost what the receipt says; the difference comes back, positive
 * when they had been issued too dear.
 */
export function put(pool: ReferencePool, receipt: Lot, keepsLots: boolean): bigint {
  const short = -pool.units;
  if (short <= 0n) {
    pool.units += receipt.units;
    pool.value += receipt.value;
    if (keepsLots) addLot(pool, receipt);
    return 0n;
  }
  const issuedAt = -pool.value;
  if (receipt.units < short) {
    const stillShort = short - receipt.units;
    const stillIssuedAt = share(issuedAt, stillShort, short);
    pool.units = -stillShort;
    pool.value = -stillIssuedAt;
    return issuedAt - stillIssuedAt - receipt.value;
  }
  const left = receipt.units - short;
  const leftCost = share(receipt.value, left, receipt.units);
  pool.units = left;
  pool.value = leftCost;
  if (left === 0n) remember(pool, receipt);
  else if (keepsLots) addLot(pool, { ...receipt, units: left, value: leftCost });
  return issuedAt - (receipt.value - leftCost);
}

/** Units that change their account: what they are worth, and which lots they are of. */
export type Part = {
  readonly units: bigint;
  readonly value: bigint;
  readonly lots: readonly Lot[];
};

/**
 * Takes the units of one place out of a pool, with their lots; all of them take all there is. Units
 * whose cost is not known have what is said of them.
 */
export function takePart(
  pool: ReferencePool,
  units: bigint,
  own: Lot,
  { keepsLots, unknown }: { readonly keepsLots: boolean; readonly unknown: () => bigint },
): Part {
  if (pool.bucket !== 'on-hand' && units !== pool.units) {
    const value = pool.units === 0n ? unknown() : share(pool.value, units, pool.units);
    plainly(pool, -units, -value);
    return { units, value, lots: [] };
  }
  if (units === pool.units) {
    const all = { units, value: pool.value, lots: pool.lots };
    if (pool.bucket === 'on-hand') remember(pool, { units: pool.units, value: pool.value });
    [pool.units, pool.value, pool.lots] = [pool.units - units, 0n, []];
    return all;
  }
  if (units > 0n) {
    const value = costOf(pool, units) ?? unknown();
    const before = pool.lots.map((lot) => ({ ...lot }));
    take(pool, units, value);
    const lots = before.flatMap((lot) => {
      const left = pool.lots.find(({ receipt }) => receipt === lot.receipt);
      const gone = lot.units - (left?.units ?? 0n);
      return gone === 0n ? [] : [{ ...lot, units: gone, value: lot.value - (left?.value ?? 0n) }];
    });
    return { units, value, lots };
  }
  const [whole, worth] =
    pool.units === 0n ? [pool.lastUnits, pool.lastValue] : [pool.units, pool.value];
  const value = whole === 0n ? unknown() : share(worth, units, whole);
  plainly(pool, -units, -value);
  completeLots(pool, own, keepsLots);
  return { units, value, lots: [] };
}

/** Puts them into another pool; what must be settled and what must be added come back. */
export function putPart(
  pool: ReferencePool,
  part: Part,
  own: Lot,
  keepsLots: boolean,
): { readonly settled: bigint; readonly added: bigint } {
  if (part.units > 0n && pool.units < 0n) {
    const receipt = { ...own, units: part.units, value: part.value };
    return { settled: put(pool, receipt, keepsLots), added: 0n };
  }
  if (part.units < 0n && pool.units > 0n) {
    const gone = { units: -part.units, value: -part.value };
    return { settled: 0n, added: takeExactly(pool, gone, own.receipt) };
  }
  plainly(pool, part.units, part.value);
  for (const lot of part.lots) {
    const same = pool.lots.find(({ receipt }) => receipt === lot.receipt);
    if (same === undefined) addLot(pool, lot);
    else {
      same.units += lot.units;
      same.value += lot.value;
    }
  }
  completeLots(pool, own, keepsLots);
  return { settled: 0n, added: 0n };
}

/** Gives units that came without a lot one of their own. */
export function completeLots(pool: ReferencePool, own: Lot, keepsLots: boolean): void {
  if (!keepsLots || pool.units <= 0n) {
    pool.lots = [];
    return;
  }
  let [units, value] = [pool.units, pool.value];
  for (const lot of pool.lots) {
    units -= lot.units;
    value -= lot.value;
  }
  if (units !== 0n) addLot(pool, { ...own, units, value });
}

function addLot(pool: ReferencePool, lot: Lot): void {
  const younger = pool.lots.findIndex(
    (other) => other.day > lot.day || (other.day === lot.day && other.turn > lot.turn),
  );
  if (younger < 0) pool.lots.push({ ...lot });
  else pool.lots.splice(younger, 0, { ...lot });
}

/**
 * Takes units out at an amount that is fixed: the reversal of what brought them in. No value may
 * stay on no units, and none may go against their sign; what had to be added for that comes back.
 */
export function takeExactly(
  pool: ReferencePool,
  gone: { units: bigint; value: bigint },
  receipt: string,
): bigint {
  const before = { units: pool.units, value: pool.value };
  const units = before.units - gone.units;
  const wouldBe = before.value - gone.value;
  const worth = worthAfter(pool, units, wouldBe);
  let wanted = gone.units;
  for (const own of [true, false]) {
    for (const lot of pool.lots.filter((one) => (one.receipt === receipt) === own)) {
      if (wanted > 0n) wanted -= cutLot(pool, lot, wanted);
    }
  }
  if (units <= 0n) pool.lots = [];
  pool.units = units;
  pool.value = worth;
  if (units === 0n) remember(pool, before);
  spread(pool);
  return worth - wouldBe;
}

function worthAfter(pool: ReferencePool, units: bigint, wouldBe: bigint): bigint {
  if (units === 0n) return 0n;
  if (units > 0n) return wouldBe > 0n ? wouldBe : 0n;
  if (pool.units !== 0n) return share(pool.value, units, pool.units);
  return pool.lastUnits === 0n ? wouldBe : share(pool.lastValue, units, pool.lastUnits);
}

/** Changes the value alone; lots share it in proportion to what they are worth. */
export function revalue(pool: ReferencePool, change: bigint): void {
  pool.value += change;
  spread(pool);
}

/** Brings the lots back to the pool's value: shares of the running total, so that no cent is lost. */
function spread(pool: ReferencePool): void {
  const worth = pool.lots.reduce((sum, lot) => sum + lot.value, 0n);
  if (worth === pool.value) return;
  const units = pool.lots.reduce((sum, lot) => sum + lot.units, 0n);
  let [passed, given] = [0n, 0n];
  for (const lot of pool.lots) {
    passed += worth === 0n ? lot.units : lot.value;
    const upTo = share(pool.value, passed, worth === 0n ? units : worth);
    lot.value = upTo - given;
    given = upTo;
  }
}

/** Whether units can carry a change of value: none of them may be worth less than nothing. */
export function bears(pool: ReferencePool | undefined, change: bigint): boolean {
  if (pool === undefined) return true;
  const value = pool.value + change;
  if (pool.units === 0n) return value === 0n;
  return pool.units > 0n ? value >= 0n : value <= 0n;
}

/** Of a change of value, what units can carry: nearest to it, but none worth less than nothing. */
export function nearest(pool: ReferencePool, change: bigint): bigint {
  const all = -pool.value;
  if (pool.units === 0n) return all;
  if (pool.units > 0n) return change > all ? change : all;
  return change < all ? change : all;
}

/** Takes value out of any pool: units at their cost, an order's clearing as a plain sum. */
export function takeOut(pool: ReferencePool, units: bigint, cost: bigint): void {
  if (units === 0n) revalue(pool, -cost);
  else if (pool.bucket === 'order-clearing') plainly(pool, -units, -cost);
  else take(pool, units, cost);
}

/** Adds to a pool that has no cost of its own to keep. */
export function plainly(pool: ReferencePool, units: bigint, value: bigint): void {
  pool.units += units;
  pool.value += value;
}
