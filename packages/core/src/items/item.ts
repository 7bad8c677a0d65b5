import type { Measure, UnitCost } from '../primitives/money.ts';
import type { TaxDefaults } from '../taxes/tax-type.ts';

/** What an item is. Only `stock` has a quantity on hand (`004.03`, `004.10`, `004.17`). */
export const ITEM_CLASSES = ['stock', 'service', 'consumable', 'special'] as const;
export type ItemClass = (typeof ITEM_CLASSES)[number];

/** A thing that is bought, held or sold. It belongs to exactly one inventory group (`000.08`). */
export type Item = TaxDefaults & {
  readonly code: string;
  readonly name: string;
  readonly group: number;
  readonly itemClass: ItemClass;
  /** Frame, accessory …; the key of mapping by item type (`003.29`). */
  readonly itemType?: string;
  readonly financialGroup?: string;
  /** Analysis only; never looked at when an account is determined (`000.18`). */
  readonly category?: string;
  /** Decimals of the item's quantities, 0 to 6. A finer quantity is refused, never rounded. */
  readonly quantityDecimals: number;
  /** Cost of last resort when nothing else is known about the item (`Q-51`). */
  readonly standardCost?: UnitCost;
  /** What it costs besides, where no stock of it is kept from which that would follow (`004.15`). */
  readonly setCosts?: SetCosts;
  /** Of one stocking unit, in the company's own units: what landed costs may be shared out by (`Q-50`). */
  readonly weight?: Measure;
  readonly volume?: Measure;
};

/** What a line of a document is about that names no item: it belongs to no group, and no stock is kept of it. */
export const NO_ITEM: Item = {
  code: '',
  name: '',
  group: 0,
  itemClass: 'service',
  quantityDecimals: 6,
};

/** The streams that somebody may set of an item without stock, beside its standard cost. */
export const SET_STREAMS = ['average', 'fifo', 'last', 'landed'] as const;
export type SetStream = (typeof SET_STREAMS)[number];

export type SetCosts = { readonly [stream in SetStream]?: UnitCost };

/** Costs by stream in another form, stream by stream; undefined where none is set. */
export function mapSetCosts<From, To>(
  costs: { readonly [stream in SetStream]?: From | undefined } | undefined,
  to: (cost: From) => To,
): { readonly [stream in SetStream]?: To } | undefined {
  const mapped = SET_STREAMS.flatMap((stream) => {
    const cost = costs?.[stream];
    return cost === undefined ? [] : [[stream, to(cost)] as const];
  });
  return mapped.length === 0 ? undefined : Object.fromEntries(mapped);
}

/**
 * A kind of item, such as frame or accessory: what accounts are mapped by (`003.29`). Kept in a list
 * of its own; one that is no longer used is deactivated, never deleted.
 */
export type ItemType = {
  readonly code: string;
  readonly name: string;
  /** Whether its items may be sold over the counter, without an order (`003.16`). */
  readonly otcSale: boolean;
  readonly active: boolean;
};

/**
 * A group of items of one item type that posts to accounts of its own (`003.44`). It stays with its
 * item type for ever; it is deactivated, never deleted (`003.46`).
 */
export type FinancialGroup = {
  readonly code: string;
  readonly name: string;
  readonly itemType: string;
  readonly active: boolean;
};

/** A named set of accounts; numbers run from 1 to 999 (`000.36`, `000.37`). */
export type InventoryGroup = TaxDefaults & {
  readonly number: number;
  readonly description: string;
  /**
   * Of services alone: the account of its role inventory takes the other side of their cost, and stands
   * in the income statement as there is no stock to show (`000.54`, costing 5.11).
   */
  readonly services?: boolean;
};

export const LARGEST_GROUP_NUMBER = 999;
