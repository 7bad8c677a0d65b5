import type { TransactionInput } from '../transactions/transaction.ts';

/**
 * What flows where, and at which price when not at the cost of what is left: `given` by the
 * transaction. `stock` is on hand; `order` is clearing for an order that is open, else stock.
 */
export const FLOWS = flowsOf(`
  receive-from-vendor       from grni                  to stock                 given
  return-to-vendor          from stock                 to grni
  stock-order-transfer      from stock                 to in-transit
  receive-transfer          from in-transit            to stock
  adjustment                from inventory-adjustment  to stock
  sale                      from order                 to cogs
  pick-for-order            from stock                 to wip
  ship-for-order            from wip                   to wip-in-transit
  receive-for-order         from wip-in-transit        to wip
  deliver                   from wip                   to order-clearing
  return-to-stock           from wip                   to stock
  lost-in-transit           from wip-in-transit        to inventory-adjustment
  receipt-for-stock-order   from in-transit            to stock
  manual-stock-receipt      from grni                  to stock
  manual-vendor-receipt     from grni                  to stock                 given
  stock-transfer            from stock                 to in-transit
  undo-deliver              from order-clearing        to wip
  merchandise-drop          from wip                   to stock
  undo-receive              from wip                   to wip-in-transit
  otc-sale                  from stock                 to cogs
  return                    from cogs                  to order
  hold-order                from wip-in-transit        to wip
  receive-from-outside-lab  from grni                  to wip                   given
  count-variance            from count-variance        to stock
  transfer-lost             from in-transit            to inventory-adjustment
  cost-revaluation          from cost-revalue          to stock                 value
  opening-balance           from opening-equity        to stock                 given
  non-inventory-reallocation from non-inventory        to line                  value
  location-move             from stock                 to stock
  consignment-use           from grni                  to stock                 given`);

export type Flow = { readonly from: string; readonly to: string; readonly price: string };

function flowsOf(text: string): ReadonlyMap<string, Flow> {
  const rows = text.trim().split('\n');
  return new Map(
    rows.map((row) => {
      const [type = '', , from = '', , to = '', price = ''] = row.trim().split(/\s+/);
      return [type, { from, to, price }];
    }),
  );
}

/** Which earlier types a type can be about. */
export const ABOUT: ReadonlyMap<string, readonly string[]> = new Map([
  ['undo-deliver', ['deliver']],
  ['undo-receive', ['receive-for-order']],
  ['return', ['sale', 'otc-sale']],
  ['manual-receipt-match', ['manual-stock-receipt']],
  ['manual-receipt-write-off', ['manual-stock-receipt']],
]);

/** Which types below zero take back one of their own, at its amount. */
const TAKES_BACK: ReadonlySet<string> = new Set([
  'merchandise-drop',
  'return',
  'lost-in-transit',
  'transfer-lost',
  'manual-stock-receipt',
]);

/** Whether a transaction takes back the one it names. */
export const takesBack = ({ type, quantity = '', original }: TransactionInput): boolean =>
  quantity.startsWith('-') && original !== undefined && TAKES_BACK.has(type);

/** What clears a manual stock receipt: out of which role or bucket. */
export const CLEARS: ReadonlyMap<string, string> = new Map([
  ['manual-receipt-match', 'in-transit'],
  ['manual-receipt-write-off', 'inventory-adjustment'],
]);

/** What takes of a receipt what is owed for it, and not the goods. */
export const CLAIMS: ReadonlySet<string> = new Set([...CLEARS.keys(), 'supplier-invoice-match']);

/** What receives at the other site what was sent as this. */
export const RECEIVED_BY: ReadonlyMap<string, string> = new Map([
  ['stock-transfer', 'receive-transfer'],
  ['stock-order-transfer', 'receipt-for-stock-order'],
]);

/** Goods lost on their way are lost for a reason of their own when none is given. */
export const reasonOf = ({ type, reason }: TransactionInput): string =>
  reason ?? (type === 'lost-in-transit' || type === 'transfer-lost' ? 'LOST' : '');

export const HOLDERS: ReadonlyMap<string, string> = new Map([
  ['on-hand', 'inventory'],
  ['order-clearing', 'inventory'],
  ['in-transit', 'inventory-in-transit'],
  ['wip', 'wip'],
  ['wip-in-transit', 'wip-in-transit'],
  ['assembly', 'assembly-clearing'],
]);

/** What makes items of others: whether the item it is for comes out of it, or goes in. */
export const CONVERSIONS: ReadonlyMap<string, 'out' | 'in'> = new Map([
  ['assembly', 'out'],
  ['disassembly', 'in'],
  ['item-transfer', 'in'],
]);

/** Goods sent, or worked on, without a document are carried under the key of that transaction. */
export const documentOf = ({ document, toSite, key, type }: TransactionInput): string =>
  document ?? (toSite === undefined && !CONVERSIONS.has(type) ? '' : key);

/** A count goes to count variance; the account of a line is what Non-Inventory is cleared to. */
export function roleOf(word: string, { reason }: TransactionInput): string {
  if (word === 'line') return 'non-inventory';
  return word === 'inventory-adjustment' && reason === 'COUNT' ? 'count-variance' : word;
}

/** What one end of a flow is called where it is a transaction of its own: one event, two records. */
const NAMES: ReadonlyMap<string, { readonly from: string; readonly to: string }> = new Map([
  ['stock-order-transfer', { from: 'stock-order-transfer', to: 'stock-order-in-transit' }],
  ['stock-transfer', { from: 'stock-transfer', to: 'stock-transfer-in-transit' }],
  ['ship-for-order', { from: 'ship-for-order', to: 'order-in-transit' }],
  ['hold-order', { from: 'withdraw-wip-in-transit', to: 'hold-order' }],
]);

/** The type under which an end of a flow is recorded. */
export const recordedAs = (type: string, way: 'from' | 'to'): string =>
  NAMES.get(type)?.[way] ?? type;
