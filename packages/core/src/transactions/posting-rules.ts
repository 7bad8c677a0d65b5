import type { AccountRole } from '../accounts/account-role.ts';
import { assert } from '../primitives/assert.ts';
import { keysOf } from '../primitives/keys.ts';

/**
 * Where the amount of a posting comes from.
 *
 * - `receipt cost`: the unit cost or the amount the transaction gives.
 * - `current cost`: the cost pool the stock leaves; for an increase a given unit cost, else the
 *   pool's own average.
 * - `carried cost`: what the goods of this document carry in the bucket they leave.
 * - `original cost`: what the transaction it refers to was posted at, else current cost.
 * - `invoiced cost`: what an invoice says of a receipt, against what the receipt was posted at.
 * - `cleared cost`: what the receipt it refers to was posted at, against what the goods that clear
 *   it carry.
 * - `given amount`: a signed amount of value; no quantity moves.
 * - `no cost`: units alone; goods of others are counted and have no value here.
 * - `held value`: all that lies at the place, at the value it has there.
 * - `added cost`: a signed amount that an earlier receipt cost beside its price: freight, duty; it
 *   goes where the goods of that receipt went, against the role the rule names (`Q-50`).
 * - `corrected cost`: a signed amount by which an earlier transaction cost more or less than it was
 *   posted at; it stands on the sides of that transaction, whatever the rule names (`Q-47`).
 * - `entered lines`: the debits and credits that the lines of a manual journal say; no stock moves.
 * - `linked cost`: what a purchase without a link came to, against what the receipt it belongs to was
 *   posted at.
 * - `open amount`: what stands open on an account under review; where both lines stand on one account
 *   nothing is posted, and they are told to belong together.
 * - `unposted value`: a signed amount by which the ledger is brought to the stock; the stock itself is
 *   where it was and worth what it was, and on the account that the line names (`000.03`, `Q-28`).
 * - `conversion cost`: what the lines of a document add to its goods, such as labour; nothing where none
 *   does. The goods themselves come and go by transactions of their own.
 * - `its lines`: nothing of its own; every line of the document is posted by a part, an event of its
 *   own with a rule of its own (decision 0036).
 */
export type CostBasis =
  | 'receipt cost'
  | 'current cost'
  | 'carried cost'
  | 'original cost'
  | 'invoiced cost'
  | 'cleared cost'
  | 'given amount'
  | 'held value'
  | 'no cost'
  | 'added cost'
  | 'corrected cost'
  | 'entered lines'
  | 'linked cost'
  | 'open amount'
  | 'unposted value'
  | 'conversion cost'
  | 'its lines';

/**
 * Which bucket the role `inventory` means in a rule.
 *
 * `clearing` is the order-clearing bucket, where an order's sale waits for its delivery;
 * `by order` is that bucket when the transaction names an order, else stock on hand.
 */
export type InventoryBucket = 'on-hand' | 'clearing' | 'by order';

/**
 * Who may send a type: anyone, or only the books themselves as a consequence, or the books when
 * somebody confirms what they propose.
 */
export type Origin = 'sent' | 'caused' | 'proposed';

type Row = readonly [
  debit: AccountRole | null,
  credit: AccountRole | null,
  costBasis: CostBasis,
  sign: '+' | '±',
  inventory: InventoryBucket | '',
  origin: Origin,
  source: string,
];

const none = null;

/**
 * THE table: what each transaction type debits and credits, at which cost.
 *
 * The first block is seed 003 in its own order; the second holds the types the other seeds need.
 * `±` marks types that may be sent with a negative quantity or amount, which swaps the two sides;
 * any other type goes below zero only as the exact reversal of an earlier transaction.
 */
// biome-ignore format: a table reads as a table
export const POSTING_RULES = {
  // transaction type                  debit                   credit                  cost basis       sign inventory   origin    source
  'receive-from-vendor':              ['inventory',            'grni',                 'receipt cost',  '+', 'on-hand',  'sent',   '003.T01'],
  'return-to-vendor':                 ['grni',                 'inventory',            'current cost',  '+', 'on-hand',  'sent',   '003.T02'],
  'stock-order-transfer':             [none,                   'inventory',            'current cost',  '+', 'on-hand',  'sent',   '003.T03'],
  'stock-order-in-transit':           ['inventory-in-transit', none,                   'carried cost',  '+', '',         'caused', '003.T04'],
  'receive-transfer':                 ['inventory',            'inventory-in-transit', 'carried cost',  '+', 'on-hand',  'sent',   '003.T05'],
  'adjustment':                       ['inventory',            'inventory-adjustment', 'current cost',  '±', 'on-hand',  'sent',   '003.T06'],
  'sale':                             ['cogs',                 'inventory',            'current cost',  '+', 'by order', 'sent',   '003.T07'],
  'pick-for-order':                   ['wip',                  'inventory',            'current cost',  '+', 'on-hand',  'sent',   '003.T08'],
  'ship-for-order':                   [none,                   'wip',                  'carried cost',  '+', '',         'sent',   '003.T09'],
  'order-in-transit':                 ['wip-in-transit',       none,                   'carried cost',  '+', '',         'caused', '003.T10'],
  'receive-for-order':                ['wip',                  'wip-in-transit',       'carried cost',  '+', '',         'sent',   '003.T11'],
  'deliver':                          ['inventory',            'wip',                  'carried cost',  '+', 'clearing', 'sent',   '003.T12'],
  'return-to-stock':                  ['inventory',            'wip',                  'carried cost',  '+', 'on-hand',  'sent',   '003.T13'],
  'lost-in-transit':                  ['inventory-adjustment', 'wip-in-transit',       'carried cost',  '±', '',         'sent',   '003.T14'],
  'receipt-for-stock-order':          ['inventory',            'inventory-in-transit', 'carried cost',  '+', 'on-hand',  'sent',   '003.T15'],
  'manual-stock-receipt':             ['inventory',            'grni',                 'current cost',  '±', 'on-hand',  'sent',   '003.T16'],
  'manual-vendor-receipt':            ['inventory',            'grni',                 'receipt cost',  '+', 'on-hand',  'sent',   '003.T17'],
  'stock-transfer':                   [none,                   'inventory',            'current cost',  '+', 'on-hand',  'sent',   '003.T18'],
  'stock-transfer-in-transit':        ['inventory-in-transit', none,                   'carried cost',  '+', '',         'caused', '003.T19'],
  'undo-deliver':                     ['wip',                  'inventory',            'original cost', '+', 'clearing', 'sent',   '003.T20'],
  'merchandise-drop':                 ['inventory',            'wip',                  'carried cost',  '±', 'on-hand',  'sent',   '003.T21'],
  'undo-receive':                     ['wip-in-transit',       'wip',                  'original cost', '+', '',         'sent',   '003.T22'],
  'otc-sale':                         ['cogs',                 'inventory',            'current cost',  '+', 'on-hand',  'sent',   '003.T23'],
  'return':                           ['inventory',            'cogs',                 'original cost', '±', 'by order', 'sent',   '003.T24'],
  'hold-order':                       ['wip',                  none,                   'carried cost',  '+', '',         'sent',   '003.T25'],
  'withdraw-wip-in-transit':          [none,                   'wip-in-transit',       'carried cost',  '+', '',         'caused', '003.T26'],
  'receive-from-outside-lab':         ['wip',                  'grni',                 'receipt cost',  '±', '',         'sent',   '003.T27'],
  'negative-balance-cost-adjustment': ['inventory',            'cogs',                 'given amount',  '±', 'on-hand',  'caused', '003.T28'],
  'cogs-adjustment':                  ['cogs',                 'inventory',            'given amount',  '±', 'clearing', 'caused', '003.T29'],

  // types the sources need and do not list
  'count-variance':                   ['inventory',            'count-variance',       'current cost',  '±', 'on-hand',  'sent',   '003.X01'],
  'transfer-lost':                    ['inventory-adjustment', 'inventory-in-transit', 'carried cost',  '±', '',         'sent',   '003.X02'],
  'supplier-invoice-match':           ['grni',                 'supplier-control',     'invoiced cost', '+', '',         'sent',   '003.X03'],
  'cost-revaluation':                 ['inventory',            'cost-revalue',         'given amount',  '±', 'on-hand',  'sent',   '003.X04'],
  'account-reclassification':         ['inventory',            'inventory',            'held value',    '+', 'on-hand',  'sent',   '003.X05'],
  'opening-balance':                  ['inventory',            'opening-equity',       'receipt cost',  '+', 'on-hand',  'sent',   '003.X06'],
  'non-inventory-reallocation':       ['non-inventory',        'non-inventory',        'given amount',  '±', '',         'sent',   '003.X07'],
  'average-respread':                 ['inventory',            'inventory',            'given amount',  '±', 'on-hand',  'caused', '003.X08'],
  'location-move':                    ['inventory',            'inventory',            'current cost',  '+', 'on-hand',  'sent',   '003.X09'],
  'cost-correction':                  ['inventory',            'cogs',                 'corrected cost', '±', 'on-hand', 'sent',   '003.X10'],
  'manual-receipt-match':             ['grni',                 'inventory-in-transit', 'cleared cost',  '+', '',         'sent',   '003.X11'],
  'manual-receipt-write-off':         ['grni',                 'inventory-adjustment', 'cleared cost',  '+', '',         'sent',   '003.X12'],
  'consignment-receipt':              ['consigned-inventory',  'consigned-offset',     'no cost',       '+', '',         'sent',   '003.X13'],
  'consignment-return':               ['consigned-offset',     'consigned-inventory',  'no cost',       '+', '',         'sent',   '003.X14'],
  'consignment-use':                  ['inventory',            'grni',                 'receipt cost',  '+', 'on-hand',  'sent',   '003.X15'],
  'landed-cost':                      ['inventory',            'landed-cost-clearing', 'added cost',    '±', 'on-hand',  'sent',   '003.X16'],
  'assembly':                         ['assembly-clearing',    'conversion-cost',      'conversion cost', '+', '',         'sent',   '003.X17'],
  'disassembly':                      ['assembly-clearing',    'conversion-cost',      'conversion cost', '+', '',         'sent',   '003.X18'],
  'item-transfer':                    ['assembly-clearing',    'conversion-cost',      'conversion cost', '+', '',         'sent',   '003.X19'],
  'assembly-issue':                   ['assembly-clearing',    'inventory',            'current cost',  '+', 'on-hand',  'caused', '003.X20'],
  'assembly-receipt':                 ['inventory',            'assembly-clearing',    'carried cost',  '+', 'on-hand',  'caused', '003.X21'],
  'assembly-scrap':                   ['inventory-adjustment', 'assembly-clearing',    'carried cost',  '+', '',         'caused', '003.X22'],
  'supplier-invoice':                 [none,                   none,                   'its lines',     '+', '',         'sent',   '003.X23'],
  'supplier-credit-note':             [none,                   none,                   'its lines',     '+', '',         'sent',   '003.X24'],
  'merchandise-purchase':             ['inventory',            'supplier-control',     'given amount',  '±', 'on-hand',  'caused', '003.X25'],
  'purchase-charge':                  ['purchases',            'supplier-control',     'given amount',  '±', '',         'caused', '003.X26'],
  'freight-charge':                   ['freight-in',           'supplier-control',     'given amount',  '±', '',         'caused', '003.X27'],
  'manual-journal':                   ['general-ledger',       'general-ledger',       'entered lines', '+', '',         'sent',   '003.X28'],
  'journal-reversal':                 ['general-ledger',       'general-ledger',       'entered lines', '+', '',         'caused', '003.X29'],
  'sales-invoice':                    [none,                   none,                   'its lines',     '+', '',         'sent',   '003.X30'],
  'sales-credit-note':                [none,                   none,                   'its lines',     '+', '',         'sent',   '003.X31'],
  'sales-revenue':                    ['customer-control',     'sales',                'given amount',  '±', '',         'caused', '003.X32'],
  'sale-without-stock':               ['cogs',                 'inventory',            'given amount',  '±', 'on-hand',  'caused', '003.X33'],
  'return-for-vendor':                ['inventory',            'cogs',                 'given amount',  '±', 'on-hand',  'caused', '003.X34'],
  'receipt-link':                     ['grni',                 'non-inventory',        'linked cost',   '+', '',         'sent',   '003.X35'],
  'open-line-match':                  ['non-inventory',        'non-inventory',        'open amount',   '±', '',         'sent',   '003.X36'],
  'period-end-stock':                 ['inventory',            'purchases',            'unposted value', '±', 'on-hand',  'proposed', '003.X37'],
  'stock-taken-up':                   ['inventory',            'opening-equity',       'unposted value', '±', 'on-hand',  'proposed', '003.X38'],
} as const satisfies Record<string, Row>;

export type TransactionType = keyof typeof POSTING_RULES;

type PairRow = readonly [credit: TransactionType, debit: TransactionType, sentAs: TransactionType];

/**
 * One event recorded at both ends. The two are one journal entry and neither exists alone
 * (`003.03`). The third column is the name under which the event is sent.
 */
// biome-ignore format: a table reads as a table
export const PAIRS = [
  // credit, at the sending site  debit, at the receiving site   sent as
  ['stock-order-transfer',        'stock-order-in-transit',      'stock-order-transfer'],
  ['ship-for-order',              'order-in-transit',            'ship-for-order'],
  ['stock-transfer',              'stock-transfer-in-transit',   'stock-transfer'],
  ['withdraw-wip-in-transit',     'hold-order',                  'hold-order'],
] as const satisfies readonly PairRow[];

/** The second undoes the first: same roles, sides swapped (`transactions.md` 2.1). */
// biome-ignore format: a table reads as a table
export const REVERSALS = [
  ['receive-from-vendor', 'return-to-vendor'],
  ['pick-for-order',      'return-to-stock'],
  ['receive-for-order',   'undo-receive'],
  ['deliver',             'undo-deliver'],
  ['sale',                'return'],
  ['consignment-receipt', 'consignment-return'],
] as const satisfies readonly (readonly [TransactionType, TransactionType])[];

type ReceiptRow = readonly [sent: TransactionType, receipt: TransactionType];

/** What takes in at the other site the goods that a transfer sent there (`transactions.md` 2.2, `003.55`). */
// biome-ignore format: a table reads as a table
export const RECEIPTS = [
  // sent as                receipt
  ['stock-order-transfer',  'receipt-for-stock-order'],
  ['stock-transfer',        'receive-transfer'],
] as const satisfies readonly ReceiptRow[];

type AssemblyRow = readonly [
  ownItem: 'comes out' | 'goes in',
  goods: 'many lines' | 'one line',
  scrap: boolean,
];

/**
 * The documents that turn items into others, at one site and at once. Each is about one item of its
 * own, which goes in or comes out; its lines of goods are the other side. All of what goes in comes
 * out: what is scrapped takes its share too.
 */
// biome-ignore format: a table reads as a table
export const ASSEMBLIES = {
  // document      its own item  lines of goods  may scrap a share
  'assembly':      ['comes out', 'many lines',   false],
  'disassembly':   ['goes in',   'many lines',   true],
  'item-transfer': ['goes in',   'one line',     false],
} as const satisfies Partial<Record<TransactionType, AssemblyRow>>;

/** What the lines of such a document are posted as, each an event of its own. */
export const ASSEMBLY_PARTS = {
  goesIn: 'assembly-issue',
  comesOut: 'assembly-receipt',
  scrapped: 'assembly-scrap',
} as const satisfies Record<string, TransactionType>;

type DocumentRow = readonly [
  family: 'purchase' | 'sale',
  party: 'vendor' | 'customer' | 'nobody',
  control: AccountRole,
  tax: AccountRole,
  sign: '+' | '-',
];

/**
 * The commercial documents: each is one event without a side of its own, whose lines are posted as
 * parts (decision 0036). The sign says whether a line's amount stands on the side its rule names, or
 * on the other one: a credit note is the mirror of an invoice (`000.59`).
 */
// biome-ignore format: a table reads as a table
export const DOCUMENTS = {
  // document              lines       whose     what is owed        tax       sign
  'supplier-invoice':     ['purchase', 'vendor', 'supplier-control', 'tax-in', '+'],
  'supplier-credit-note': ['purchase', 'vendor', 'supplier-control', 'tax-in', '-'],
  'sales-invoice':        ['sale',     'customer', 'customer-control', 'tax-out', '+'],
  'sales-credit-note':    ['sale',     'customer', 'customer-control', 'tax-out', '-'],
} as const satisfies Partial<Record<TransactionType, DocumentRow>>;

export type DocumentType = keyof typeof DOCUMENTS;

/** Documents that have the same kinds of lines. */
export type DocumentFamily = (typeof DOCUMENTS)[DocumentType][0];

type LineKindRow = readonly [
  invoiced: TransactionType | null,
  credited: TransactionType | null,
  items: 'stock' | 'no stock' | 'any',
  needs: string,
  takes: string,
  means: string,
];

/**
 * The kinds of lines a document may have: what a line is posted as, on an invoice and on a credit
 * note, which items it may name, and which fields it needs and takes beside an amount, a tax type and a
 * tax. The first part of a line that is sold is its cost, where it has one; its revenue is a further one.
 */
// biome-ignore format: a table reads as a table
export const DOCUMENT_LINES = {
  purchase: {
    // kind           invoiced                  credited                  items       needs                     takes                         means
    'linked':        ['supplier-invoice-match', 'supplier-invoice-match', 'stock',    'item quantity original', 'unitPrice',                  'goods of a receipt that the line names'],
    'ahead':         ['supplier-invoice-match', null,                     'stock',    'item quantity',          'unitPrice',                  'goods that are still to come; their receipt names the line'],
    'direct':        ['receive-from-vendor',    'return-to-vendor',       'stock',    'item quantity',          'unitPrice location',         'goods that come in, or go back, with the document itself'],
    'merchandise':   ['merchandise-purchase',   'merchandise-purchase',   'any',      '',                       'item quantity unitPrice account', 'what a merchandise vendor invoices and no receipt is linked to'],
    'vendor-return': ['merchandise-purchase',   'merchandise-purchase',   'any',      '',                       'item quantity unitPrice',    'goods that customers returned for the vendor'],
    'charge':        ['purchase-charge',        'purchase-charge',        'any',      '',                       'item quantity unitPrice account', 'a service or an expense'],
    'freight':       ['freight-charge',         'freight-charge',         'any',      '',                       'account',                    'freight on goods that were bought'],
  },
  sale: {
    // kind           invoiced                  credited                  items       needs                     takes                         means
    'goods':         ['sale',                   null,                     'stock',    'item quantity',          'unitPrice location',         'goods that leave stock, at what they cost there'],
    'returned':      [null,                     'return',                 'stock',    'item quantity',          'unitPrice location original', 'goods that come back into stock, at the cost of the sale that the line names'],
    'for-vendor':    [null,                     'return-for-vendor',      'stock',    'item quantity',          'unitPrice original',         'goods that a customer returns and that go back to the vendor, not into stock'],
    'without-stock': ['sale-without-stock',     'sale-without-stock',     'no stock', 'item quantity',          'unitPrice unitCost original', 'a service, a consumable or a special item, with its cost where it has one'],
    'revenue':       ['sales-revenue',          'sales-revenue',          'any',      '',                       'item quantity unitPrice',    'revenue alone, such as a fee or an allowance on a price'],
  },
} as const satisfies Record<DocumentFamily, Record<string, LineKindRow>>;

/** The kinds of lines of a family of documents. */
export type LineKindOf<Family extends DocumentFamily> = keyof (typeof DOCUMENT_LINES)[Family];

/** Any kind of line of any document. */
export type LineKind = { [Family in DocumentFamily]: LineKindOf<Family> }[DocumentFamily];

/** Whether a type is a document whose lines are posted as parts. */
export const isDocumentType = (type: TransactionType): type is DocumentType =>
  Object.hasOwn(DOCUMENTS, type);

/** The type of the receipt that answers a transfer; undefined for what is no transfer of stock. */
export const receiptTypeOf = (sent: TransactionType): TransactionType | undefined =>
  RECEIPTS.find(([type]) => type === sent)?.[1];

/** A row with its columns named, for the code that applies it. */
export type PostingRule = {
  readonly type: TransactionType;
  readonly debit: AccountRole | null;
  readonly credit: AccountRole | null;
  readonly costBasis: CostBasis;
  readonly eitherSign: boolean;
  readonly inventory: InventoryBucket | '';
  readonly origin: Origin;
  readonly source: string;
};

const RULES = new Map<TransactionType, PostingRule>(
  transactionTypes().map((type) => {
    const [debit, credit, costBasis, sign, inventory, origin, source]: Row = POSTING_RULES[type];
    const rule = {
      type,
      debit,
      credit,
      costBasis,
      eitherSign: sign === '±',
      inventory,
      origin,
      source,
    };
    return [type, rule];
  }),
);

/** The rule of a type. */
export function postingRule(type: TransactionType): PostingRule {
  const rule = RULES.get(type);
  assert(rule !== undefined, `there is a posting rule for ${type}`);
  return rule;
}

/**
 * Whether a type takes of an earlier transaction what is owed for its goods and leaves the goods where
 * they are: an invoice, and what clears a receipt that no invoice will come for.
 */
export function takesClaim(type: TransactionType): boolean {
  const { costBasis } = postingRule(type);
  return (
    costBasis === 'invoiced cost' || costBasis === 'cleared cost' || costBasis === 'linked cost'
  );
}

/** All types in the order of the table. */
export function transactionTypes(): readonly TransactionType[] {
  return keysOf(POSTING_RULES);
}

/** Whether a text names a type. */
export const isTransactionType = (text: string): text is TransactionType =>
  Object.hasOwn(POSTING_RULES, text);

/** The types the books post by themselves, named here so that no other file names a type. */
export const CAUSED_TYPES = {
  negativeBalance: 'negative-balance-cost-adjustment',
  cogsAdjustment: 'cogs-adjustment',
  costRevaluation: 'cost-revaluation',
  averageRespread: 'average-respread',
} as const satisfies Record<string, TransactionType>;

/** What the books post by themselves when costs are run again (`003.X10`). */
export const RESTATED_TYPE = 'cost-correction' as const satisfies TransactionType;

/** What the review of manual stock receipts sends (`Q-11`). */
export const REVIEW_TYPES = {
  received: 'manual-stock-receipt',
  sent: 'stock-transfer',
  match: 'manual-receipt-match',
  writeOff: 'manual-receipt-write-off',
} as const satisfies Record<string, TransactionType>;

/** What the monthly review of open lines sends (`004.02`). */
export const CLEARING_TYPES = {
  reallocation: 'non-inventory-reallocation',
  receiptLink: 'receipt-link',
  match: 'open-line-match',
  lateReceipt: 'manual-vendor-receipt',
  goodsBack: 'return-to-vendor',
  lateCost: 'landed-cost',
  revaluation: 'cost-revaluation',
} as const satisfies Record<string, TransactionType>;

/** What documents about the cost of earlier receipts send (`Q-48`, `Q-50`). */
export const COST_TYPES = {
  landedCost: 'landed-cost',
  correction: 'cost-correction',
} as const satisfies Record<string, TransactionType>;

/** What a count sends for a difference (`000.47`, `Q-29`). */
export const COUNT_TYPE = 'count-variance' as const satisfies TransactionType;

/** What a manual journal sends, and what takes it back on the day it names itself (`004.46`). */
export const LEDGER_TYPES = {
  journal: 'manual-journal',
  reversal: 'journal-reversal',
} as const satisfies Record<string, TransactionType>;

/**
 * What brings the stock of the ledger to that of the subledger where movements were not posted, by the
 * role it is taken from: purchases, which had been charged with it, or opening balances (`000.03`, `Q-28`).
 */
export const STOCK_JOURNAL_TYPES = {
  purchases: 'period-end-stock',
  'opening-equity': 'stock-taken-up',
} as const satisfies Partial<Record<AccountRole, TransactionType>>;

/** What inventory journals send (`000.62`). */
export const JOURNAL_TYPES = {
  opening: 'opening-balance',
  adjustment: 'adjustment',
} as const satisfies Record<string, TransactionType>;

export type CausedType = (typeof CAUSED_TYPES)[keyof typeof CAUSED_TYPES];
