import type { BusinessDate } from '../primitives/business-date.ts';
import {
  absolute,
  divideHalfUp,
  type Money,
  money,
  NO_MONEY,
  NO_QUANTITY,
  type Quantity,
} from '../primitives/money.ts';

/**
 * What a part of a cost is.
 *
 * - `told`: a price or an amount that a transaction says.
 * - `cost-fact`: an amount about the cost of an earlier movement: landed cost, a price difference.
 * - `pool-share`: the share of what a pool held at that place of the order of costs.
 * - `layer`: what was used of one receipt, where receipts are used up one by one.
 * - `assumed`: units the pool did not hold, at the cost it knew last.
 * - `carried-over`: what the other movement of the same event was worth.
 * - `original`: a share of what the event referred to was worth.
 * - `reversed`: another movement with its signs turned.
 * - `consequence`: what the movements of a transaction left to be posted.
 * - `standard`: units at standard cost.
 * - `restated`: the sum of what a late fact changed in earlier movements.
 * - `left-behind`: what movements at an amount of their own left in the pool, or took out besides.
 * - `stock-before`: the share of what was there before the earliest movement that was looked at.
 * - `others`: the smaller parts of a list in one.
 * - `as-posted`: by how much a cost differs from what the order of costs says, not being restated.
 * - `rounding`: minor units that no proportional share takes.
 */
export const COST_NODE_KINDS = [
  'told',
  'cost-fact',
  'pool-share',
  'layer',
  'assumed',
  'carried-over',
  'original',
  'reversed',
  'consequence',
  'standard',
  'restated',
  'left-behind',
  'stock-before',
  'others',
  'as-posted',
  'rounding',
] as const;
export type CostNodeKind = (typeof COST_NODE_KINDS)[number];

/** A part of a cost; its children, where it has any, sum to it to the minor unit. */
export type CostNode = {
  readonly kind: CostNodeKind;
  /** The movement and the event it comes of; 0 where it comes of none alone. */
  readonly movement: number;
  readonly event: number;
  /** The day in the order of costs; of stock before: the first day that is not in it. */
  readonly on: BusinessDate | '';
  /** The pool it lies in or is a share of; 0 for none. */
  readonly pool: number;
  /** What the whole of it is, of which this is the part: units and value with their signs. */
  readonly of: { readonly quantity: Quantity; readonly value: Money };
  /** The part of the cost. */
  readonly value: Money;
  /** How many further parts `others` stands for. */
  readonly count: number;
  /** Whether there is more below that was not followed. */
  readonly isCut: boolean;
  readonly children: readonly CostNode[];
};

/** The most children a node is given; the smaller ones are summed. */
export const MOST_CHILDREN = 50;

/** A part that comes of no movement alone. */
export const partOf = (kind: CostNodeKind, value: bigint): CostNode => ({
  kind,
  movement: 0,
  event: 0,
  on: '',
  pool: 0,
  of: NOTHING,
  value: money(value),
  count: 0,
  isCut: false,
  children: [],
});

const NOTHING = { quantity: NO_QUANTITY, value: NO_MONEY };

export const sumOf = (nodes: readonly { readonly value: bigint }[]): bigint =>
  nodes.reduce((sum, { value }) => sum + value, 0n);

/** A remainder that shares rounded one by one can leave. */
export const isRounding = (remainder: bigint, shares: number): boolean =>
  absolute(remainder) <= BigInt(shares) + 1n;

/**
 * The node with these parts: nothing that is worth nothing, the largest first, the rest of a long
 * list as one, and what is missing to its value as rounding, or as `otherwise` where that is more
 * than shares can round to.
 */
export function withParts(
  node: CostNode,
  parts: readonly CostNode[],
  otherwise: CostNodeKind = 'as-posted',
): CostNode {
  const worth = parts.filter(({ kind, value }) => value !== 0n && kind !== 'rounding');
  const missing = node.value - sumOf(worth);
  const rounding = sumOf(parts.filter(({ kind }) => kind === 'rounding'));
  const left = missing - rounding;
  const isSmall = isRounding(left, parts.length);
  const closing = isSmall
    ? [partOf('rounding', missing)]
    : [partOf(otherwise, left), partOf('rounding', rounding)];
  const children = [...largest(worth), ...closing.filter(({ value }) => value !== 0n)];
  return { ...node, children };
}

function largest(parts: readonly CostNode[]): readonly CostNode[] {
  if (parts.length <= MOST_CHILDREN) return parts;
  const bySize = parts.toSorted((a, b) => compare(absolute(b.value), absolute(a.value)));
  const kept = new Set(bySize.slice(0, MOST_CHILDREN - 1));
  const rest = parts.filter((part) => !kept.has(part));
  const others = { ...partOf('others', sumOf(rest)), count: rest.length, isCut: true };
  return [...parts.filter((part) => kept.has(part)), others];
}

const compare = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);

/** The part of a node that a share of it is, its parts in proportion. */
export function scaled(node: CostNode, value: bigint): CostNode {
  if (value === node.value) return node;
  const part = { ...node, value: money(value), children: [] };
  if (node.children.length === 0 || node.value === 0n || value === 0n) return part;
  const parts = node.children.map((child) =>
    scaled(child, divideHalfUp(child.value * value, node.value)),
  );
  return withParts(part, parts, 'rounding');
}
