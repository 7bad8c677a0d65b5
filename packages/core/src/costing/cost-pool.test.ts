import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatDecimal, parseDecimal } from '../primitives/decimal.ts';
import { absolute, divideHalfUp, type Money, money, quantity } from '../primitives/money.ts';
import { day } from '../testing/sample-books.ts';
import { readTable } from '../testing/text-table.ts';
import {
  type CostingMethod,
  type CostLayer,
  type CostPool,
  currentCost,
  EMPTY_POOL,
  type Holding,
  isBelievable,
  issueFromPool,
  receiveIntoPool,
  revaluePool,
  takeAtFixedCost,
} from './cost-pool.ts';

/** Cents out of a text such as `-12.50`. */
function cents(text: string): Money {
  const number = parseDecimal(text, 2, 10n ** 15n);
  if (typeof number !== 'bigint') throw new Error(`${text} is no amount`);
  return money(number);
}

const holding = (units: string, value: string): Holding => ({
  quantity: quantity(BigInt(units)),
  value: cents(value),
});

const poolOf = (units: string, value: string): CostPool => ({
  ...EMPTY_POOL,
  ...holding(units, value),
});

/** A receipt on a January day; its number orders receipts of the same day. */
const receiptOf = (receipt: number, januaryDay = '05') => ({
  receipt,
  receivedOn: day(`2026-01-${januaryDay}`),
});

type Receipt = readonly [number: number, januaryDay: string, units: string, value: string];

/** A FIFO pool after these receipts. */
const fifoPool = (...receipts: readonly Receipt[]): CostPool =>
  receipts.reduce(
    (pool, [number, januaryDay, units, value]) =>
      receiveIntoPool(pool, holding(units, value), 'fifo', receiptOf(number, januaryDay)).pool,
    EMPTY_POOL,
  );

/** Layers in order of age: `r2 4 = 24.00`. */
const layerTexts = ({ layers }: CostPool): readonly string[] =>
  layers
    .toSorted((a, b) => (a.receivedOn === b.receivedOn ? 0 : a.receivedOn < b.receivedOn ? -1 : 1))
    .map(
      ({ receipt, quantity: units, value }) => `r${receipt} ${units} = ${formatDecimal(value, 2)}`,
    );

const average = ({ quantity: units, value }: CostPool): string =>
  formatDecimal(divideHalfUp(value * 10n ** 4n, units), 6);

function issued(pool: CostPool, units: bigint) {
  const issue = issueFromPool(pool, quantity(units));
  if (issue === undefined) throw new Error('a cost is known');
  return issue;
}

test('000.61 an average moves with receipts and stays with issues (costing 5.1)', () => {
  const columns = ['step', 'units', 'for', 'cost', 'then', 'worth', 'average'] as const;
  const cases = readTable(
    columns,
    `
    step             units  for     cost   then  worth   average
    receive          10     120.00  -      10    120.00  12.000000
    receive          5      75.00   -      15    195.00  13.000000
    sell             -4     -       52.00  11    143.00  13.000000
    receive          4      58.00   -      15    201.00  13.400000
    return a part    -2     -       26.80  13    174.20  13.400000
    customer return  1      13.00   -      14    187.20  13.371429`,
  );
  let pool = EMPTY_POOL;
  for (const row of cases) {
    const before = pool;
    const goesOut = row.units.startsWith('-');
    pool = goesOut
      ? issued(pool, -BigInt(row.units)).pool
      : receiveIntoPool(pool, holding(row.units, row.for), 'moving-average', receiptOf(1)).pool;
    const cost = goesOut ? formatDecimal(before.value - pool.value, 2) : '-';
    expect([row.step, cost]).toEqual([row.step, row.cost]);
    expect([row.step, holding(row.then, row.worth)]).toEqual([
      row.step,
      {
        quantity: pool.quantity,
        value: pool.value,
      },
    ]);
    expect([row.step, average(pool)]).toEqual([row.step, row.average]);
  }
});

test('averages of the vendors’ own pages: 3 at 50 and 1 at 30 make 45, one sold leaves 135', () => {
  const first = receiveIntoPool(
    poolOf('3', '150.00'),
    holding('1', '30.00'),
    'moving-average',
    receiptOf(1),
  );
  expect(average(first.pool)).toBe('45.000000');
  expect(issued(first.pool, 1n).pool.value).toBe(cents('135.00'));
  const second = receiveIntoPool(
    poolOf('10', '1000.00'),
    holding('2', '260.00'),
    'moving-average',
    receiptOf(1),
  );
  expect(average(second.pool)).toBe('105.000000');
  expect(second.pool.value).toBe(cents('1260.00'));
});

test('no cent stays behind: three units of 10.00 leave at 3.33, 3.34 and 3.33 (costing 5.2)', () => {
  let pool = poolOf('3', '10.00');
  const costs = [1, 2, 3].map(() => {
    const issue = issued(pool, 1n);
    pool = issue.pool;
    return formatDecimal(issue.cost, 2);
  });
  expect(costs).toEqual(['3.33', '3.34', '3.33']);
  expect(pool).toMatchObject({ quantity: 0n, value: 0n });
});

test('below zero, a receipt covers issued units first; the difference is adjusted (costing 5.3)', () => {
  const columns = [
    'case',
    'on hand',
    'value',
    'receive',
    'for',
    'then',
    'worth',
    'adjust',
  ] as const;
  const cases = readTable(
    columns,
    `
    case             on hand  value   receive  for     then  worth   adjust
    a cheaper        -4       -40.00  10       90.00   6     54.00   4.00
    b dearer         -4       -40.00  10       120.00  6     72.00   -8.00
    c covers part    -20      -70.00  15       60.00   -5    -17.50  -7.50
    c' covers rest   -5       -17.50  10       42.00   5     21.00   -3.50
    d same cost      -4       -40.00  10       100.00  6     60.00   0.00
    e covers plenty  -10      -60.00  30       240.00  20    160.00  -20.00
    exactly to zero  -4       -40.00  4        48.00   0     0.00    -8.00
    free of charge   -4       -40.00  10       0.00    6     0.00    40.00
    issued for none  -4       0.00    10       90.00   6     54.00   -36.00
    rest is rounded  -1       -0.01   3        10.00   2     6.67    -3.32`,
  );
  for (const method of ['moving-average', 'fifo'] as const) {
    for (const row of cases) {
      const before = poolOf(row['on hand'], row.value);
      const { pool, adjustment } = receiveIntoPool(
        before,
        holding(row.receive, row.for),
        method,
        receiptOf(1),
      );
      const shown = { quantity: pool.quantity, value: pool.value };
      expect([`${row.case}, ${method}`, shown]).toEqual([
        `${row.case}, ${method}`,
        holding(row.then, row.worth),
      ]);
      expect([`${row.case}, ${method}`, formatDecimal(adjustment, 2)]).toEqual([
        `${row.case}, ${method}`,
        row.adjust,
      ]);
    }
  }
});

test('a pool that was emptied remembers its last cost, and issues below zero use it', () => {
  const { pool } = issued(poolOf('3', '10.00'), 3n);
  expect(currentCost(pool, quantity(1n))).toBe(cents('3.33'));
  const below = issued(pool, 6n);
  expect(below.cost).toBe(cents('20.00'));
  expect(below.pool).toMatchObject({ quantity: -6n, value: cents('-20.00') });
  const covered = receiveIntoPool(
    below.pool,
    holding('6', '24.00'),
    'moving-average',
    receiptOf(1),
  );
  expect(covered.adjustment).toBe(cents('-4.00'));
  expect(currentCost(covered.pool, quantity(1n))).toBe(cents('4.00'));
});

test('selling beyond what is there goes on at the same cost, also in one issue', () => {
  const issue = issued(poolOf('4', '50.00'), 6n);
  expect(issue.cost).toBe(cents('75.00'));
  expect(issue.pool).toMatchObject({ quantity: -2n, value: cents('-25.00') });
});

test('a pool that never held anything knows no cost', () => {
  expect(issueFromPool(EMPTY_POOL, quantity(1n))).toBeUndefined();
  expect(currentCost(EMPTY_POOL, quantity(1n))).toBeUndefined();
});

test('under FIFO the oldest day is taken first, whatever the order of entry', () => {
  const pool = fifoPool(
    [1, '09', '10', '60.00'],
    [2, '05', '10', '50.00'],
    [3, '05', '2', '14.00'],
  );
  const columns = ['issue', 'cost', 'uses', 'left'] as const;
  const cases = readTable(
    columns,
    `
    issue  cost    uses                                 left
    4      20.00   r2 4 = 20.00                         r2 6 = 30.00, r3 2 = 14.00, r1 10 = 60.00
    10     50.00   r2 10 = 50.00                        r3 2 = 14.00, r1 10 = 60.00
    15     82.00   r2 10 = 50.00, r3 2 = 14.00, r1 3 = 18.00  r1 7 = 42.00
    22     124.00  r2 10 = 50.00, r3 2 = 14.00, r1 10 = 60.00  none`,
  );
  for (const row of cases) {
    const issue = issued(pool, BigInt(row.issue));
    const uses = issue.uses.map(
      ({ receipt, quantity: units, value }) => `r${receipt} ${units} = ${formatDecimal(value, 2)}`,
    );
    expect([row.issue, formatDecimal(issue.cost, 2)]).toEqual([row.issue, row.cost]);
    expect([row.issue, uses.join(', ')]).toEqual([row.issue, row.uses]);
    expect([row.issue, layerTexts(issue.pool).join(', ') || 'none']).toEqual([row.issue, row.left]);
    expect([row.issue, currentCost(pool, quantity(BigInt(row.issue)))]).toEqual([
      row.issue,
      issue.cost,
    ]);
  }
});

test('under FIFO, units beyond the layers cost what the last layer cost', () => {
  const pool = fifoPool([1, '05', '2', '20.00'], [2, '06', '2', '24.00']);
  const issue = issued(pool, 5n);
  expect(issue.cost).toBe(cents('56.00'));
  expect(issue.pool).toMatchObject({ quantity: -1n, value: cents('-12.00'), layers: [] });
  expect(currentCost(issue.pool, quantity(1n))).toBe(cents('12.00'));

  const covered = receiveIntoPool(issue.pool, holding('3', '39.00'), 'fifo', receiptOf(3, '07'));
  expect(covered.adjustment).toBe(cents('-1.00'));
  expect(layerTexts(covered.pool)).toEqual(['r3 2 = 26.00']);
});

test('under FIFO a layer split in parts leaves nothing behind', () => {
  let pool = fifoPool([1, '05', '3', '10.00']);
  const costs = [1, 2, 3].map(() => {
    const issue = issued(pool, 1n);
    pool = issue.pool;
    return formatDecimal(issue.cost, 2);
  });
  expect(costs).toEqual(['3.33', '3.34', '3.33']);
  expect(pool).toMatchObject({ quantity: 0n, value: 0n, layers: [] });
});

test('the exact reversal of a receipt takes its own amount and leaves what is believable', () => {
  const columns = ['case', 'on hand', 'value', 'take', 'for', 'then', 'worth', 'residue'] as const;
  const cases = readTable(
    columns,
    `
    case                           on hand  value   take  for     then  worth   residue
    untouched since                20       300.00  10    200.00  10    100.00  0.00
    nothing may stay on zero       10       150.00  10    200.00  0     0.00    50.00
    nor a value below it           15       225.00  10    230.00  5     0.00    5.00
    below zero, the average stays  5        75.00   10    200.00  -5    -75.00  50.00
    further below zero             -5       -75.00  10    120.00  -15   -225.00  -30.00`,
  );
  for (const row of cases) {
    const before = poolOf(row['on hand'], row.value);
    const { pool, residue } = takeAtFixedCost(before, holding(row.take, row.for), 1);
    const shown = { quantity: pool.quantity, value: pool.value };
    expect([row.case, shown]).toEqual([row.case, holding(row.then, row.worth)]);
    expect([row.case, formatDecimal(residue, 2)]).toEqual([row.case, row.residue]);
  }
});

test('under FIFO an exact reversal takes its own layer, and the oldest where that was used', () => {
  const two = fifoPool([1, '05', '10', '50.00'], [2, '06', '10', '60.00']);
  const own = takeAtFixedCost(two, holding('10', '60.00'), 2);
  expect(layerTexts(own.pool)).toEqual(['r1 10 = 50.00']);
  expect(own.residue).toBe(0n);

  const used = issued(two, 10n).pool;
  const gone = takeAtFixedCost(used, holding('10', '50.00'), 1);
  expect(gone).toMatchObject({
    residue: cents('-10.00'),
    pool: { quantity: 0n, value: 0n, layers: [] },
  });

  const partly = issued(two, 4n).pool;
  const mixed = takeAtFixedCost(partly, holding('10', '50.00'), 1);
  expect(mixed.residue).toBe(0n);
  expect(layerTexts(mixed.pool)).toEqual(['r2 6 = 40.00']);
});

test('a revaluation changes value only, and under FIFO every layer in proportion', () => {
  expect(revaluePool(poolOf('4', '40.00'), cents('2.00'))).toMatchObject({
    quantity: 4n,
    value: cents('42.00'),
  });
  const pool = fifoPool([1, '05', '1', '10.00'], [2, '06', '2', '20.00']);
  expect(layerTexts(revaluePool(pool, cents('10.00')))).toEqual(['r1 1 = 13.33', 'r2 2 = 26.67']);
  expect(layerTexts(revaluePool(pool, cents('-30.00')))).toEqual(['r1 1 = 0.00', 'r2 2 = 0.00']);
  const free = fifoPool([1, '05', '1', '0.00'], [2, '06', '2', '0.00']);
  expect(layerTexts(revaluePool(free, cents('10.00')))).toEqual(['r1 1 = 3.33', 'r2 2 = 6.67']);
});

test('a value is believable when no unit would have to be worth less than nothing', () => {
  const believable = [
    ['0', '0.00'],
    ['3', '0.00'],
    ['3', '0.01'],
    ['-3', '0.00'],
    ['-3', '-0.01'],
  ] as const;
  const not = [
    ['0', '0.01'],
    ['0', '-0.01'],
    ['3', '-0.01'],
    ['-3', '0.01'],
  ] as const;
  for (const [units, value] of believable) expect(isBelievable(holding(units, value))).toBe(true);
  for (const [units, value] of not) expect(isBelievable(holding(units, value))).toBe(false);
});

// Properties: amounts go up to 10^12 so that rounding has room to fail.
const units = fc.bigInt({ min: 1n, max: 10n ** 12n });
const worth = fc.bigInt({ min: 0n, max: 10n ** 12n });
const receipts = fc.array(fc.tuple(units, worth, fc.integer({ min: 1, max: 28 })), {
  minLength: 1,
  maxLength: 8,
});

/** A pool above zero, as receipts under a method leave it. */
const stocked = (method: CostingMethod) =>
  receipts.map((rows) =>
    rows.reduce(
      (pool, [count, value, dayOfMonth], index) =>
        receiveIntoPool(
          pool,
          { quantity: quantity(count), value: money(value) },
          method,
          receiptOf(index + 1, String(dayOfMonth).padStart(2, '0')),
        ).pool,
      EMPTY_POOL,
    ),
  );

const eitherMethod = fc.oneof(stocked('moving-average'), stocked('fifo'));

const sumOf = (rows: readonly CostLayer[] | readonly Holding[], column: 'quantity' | 'value') =>
  rows.reduce((sum, row) => sum + row[column], 0n);

/** Layers, where there are any, are the pool. */
function expectLayersToBeThePool(pool: CostPool): void {
  if (pool.layers.length === 0) return;
  expect(sumOf(pool.layers, 'quantity')).toBe(pool.quantity);
  expect(sumOf(pool.layers, 'value')).toBe(pool.value);
  expect(pool.layers.every(({ quantity: held, value }) => held > 0n && value >= 0n)).toBe(true);
}

test('P-1 an issue neither creates nor destroys quantity or value', () => {
  fc.assert(
    fc.property(eitherMethod, units, (pool, wanted) => {
      const issue = issued(pool, wanted);
      expect(issue.pool.quantity + wanted).toBe(pool.quantity);
      expect(issue.pool.value + issue.cost).toBe(pool.value);
      expect(isBelievable(issue.pool)).toBe(true);
      expectLayersToBeThePool(issue.pool);
    }),
  );
});

test('P-1 under FIFO what is in the layers is used, layer by layer, and nothing else', () => {
  fc.assert(
    fc.property(stocked('fifo'), units, (pool, wanted) => {
      const issue = issued(pool, wanted);
      const used = wanted < pool.quantity ? wanted : pool.quantity;
      expect(sumOf(issue.uses, 'quantity')).toBe(used);
      expect(sumOf(issue.uses, 'value')).toBe(wanted > pool.quantity ? pool.value : issue.cost);
    }),
  );
});

test('P-2 whatever came in, issuing all of it leaves no value', () => {
  fc.assert(
    fc.property(eitherMethod, (pool) => {
      const issue = issued(pool, pool.quantity);
      expect(issue.cost).toBe(pool.value);
      expect(issue.pool).toMatchObject({ quantity: 0n, value: 0n, layers: [] });
    }),
  );
});

test('P-3 an issue costs no less than the cheapest receipt and no more than the dearest', () => {
  fc.assert(
    fc.property(receipts, units, (rows, wanted) => {
      const held = rows.map(([count, value]) => ({
        quantity: quantity(count),
        value: money(value),
      }));
      const pool = {
        ...EMPTY_POOL,
        quantity: quantity(sumOf(held, 'quantity')),
        value: money(sumOf(held, 'value')),
      };
      const { cost } = issued(pool, wanted);
      // Within half a minor unit of rounding: 2 × cost × units against 2 × value × wanted.
      const reaches = (value: bigint, count: bigint) =>
        2n * value * wanted <= (2n * cost + 1n) * count;
      const exceeds = (value: bigint, count: bigint) =>
        2n * value * wanted >= (2n * cost - 1n) * count;
      expect(rows.some(([count, value]) => reaches(value, count))).toBe(true);
      expect(rows.some(([count, value]) => exceeds(value, count))).toBe(true);
    }),
  );
});

test('P-4 a negative-balance adjustment is covered units times old average less receipt cost', () => {
  fc.assert(
    fc.property(units, worth, units, worth, (short, assumed, count, value) => {
      const before = { ...EMPTY_POOL, quantity: quantity(-short), value: money(-assumed) };
      const receipt = { quantity: quantity(count), value: money(value) };
      const { pool, adjustment } = receiveIntoPool(before, receipt, 'moving-average', receiptOf(1));
      const covered = count < short ? count : short;
      // k × (assumed ÷ short − value ÷ count), kept as a fraction; half a minor unit for rounding.
      const exact = covered * (assumed * count - value * short);
      const error = absolute(adjustment * short * count - exact);
      expect(2n * error <= short * count).toBe(true);
      expect(before.value + value + adjustment).toBe(pool.value);
      expect(isBelievable(pool)).toBe(true);
    }),
  );
});

test('P-5 a reversal at a fixed amount keeps layers and value in step, residue included', () => {
  fc.assert(
    fc.property(
      eitherMethod,
      units,
      worth,
      fc.integer({ min: 1, max: 9 }),
      (pool, count, value, receipt) => {
        const taken = { quantity: quantity(count), value: money(value) };
        const { pool: after, residue } = takeAtFixedCost(pool, taken, receipt);
        expect(after.quantity).toBe(pool.quantity - count);
        expect(after.value).toBe(pool.value - value + residue);
        expect(isBelievable(after)).toBe(true);
        expectLayersToBeThePool(after);
      },
    ),
  );
});

test('P-6 a revaluation keeps the layers’ sum, and the way back restores their sum', () => {
  fc.assert(
    fc.property(eitherMethod, worth, (pool, change) => {
      const up = revaluePool(pool, money(change));
      expectLayersToBeThePool(up);
      const down = revaluePool(up, money(-change));
      expect(down).toMatchObject({ quantity: pool.quantity, value: pool.value });
      expectLayersToBeThePool(down);
    }),
  );
});
