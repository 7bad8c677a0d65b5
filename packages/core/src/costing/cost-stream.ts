import type { Money } from '../primitives/money.ts';
import type { CostingMethod } from './cost-pool.ts';

/** How a stream is had: the books keep it at every step, or it is what the item says. */
type Keeping = 'a pool' | 'the newest purchases' | 'the item';

type Row = readonly [kept: Keeping, meaning: string];

/**
 * The costs of an item side by side (`004.07`, `004.15`). One of them is the valuation stream: the
 * one that the costing method posts. The others post nothing; they are shown, and one of them may be
 * the cost that sales orders show (`004.32`).
 *
 * A stream that is kept as a pool costs as much again as the valuation itself, so it is kept beside
 * another method only where the company asks for it (policy `kept-streams`).
 */
// biome-ignore format: a table reads as a table
export const COST_STREAMS = {
  // stream     kept as                  what it says
  'average':  ['a pool',               'What a unit on hand costs on average (`004.08`)'],
  'fifo':     ['a pool',               'What the oldest units on hand cost, receipt by receipt'],
  'standard': ['the item',             'What the item is set to cost'],
  'last':     ['the newest purchases', 'What was paid for a unit last'],
  'landed':   ['the newest purchases', 'The same with the freight, duty and other landed cost it bore'],
} as const satisfies Record<string, Row>;

export type CostStream = keyof typeof COST_STREAMS;

/** The stream that each costing method values stock by and posts (`003.49`). */
// biome-ignore format: a table reads as a table
export const VALUATION_STREAMS = {
  'moving-average':  'average',
  'company-average': 'average',
  'standard':        'standard',
  'fifo':            'fifo',
} as const satisfies Record<CostingMethod, CostStream>;

/** The method whose functions a stream is kept by, where it is kept beside another method. */
export const POOL_STREAMS = {
  average: 'moving-average',
  fifo: 'fifo',
} as const satisfies Partial<Record<CostStream, CostingMethod>>;

export type PoolStream = keyof typeof POOL_STREAMS;

/** What a sale shows as its cost, beside the cost of sales that it posts. */
export type ShownCost = { readonly stream: CostStream; readonly value: Money };
