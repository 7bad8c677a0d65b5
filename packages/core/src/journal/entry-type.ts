import { keysOf } from '../primitives/keys.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';

type Row = readonly [name: string, source: SourceCode, manual: boolean];

/** Where a journal came from: inventory control, purchasing, sales, the general ledger itself. */
export type SourceCode = 'IC' | 'AP' | 'SJ' | 'GJ';

/**
 * Kinds of journal for the audit trail. Inventory integration has one of its own (`000.32`), so
 * that Entry Type Details lists its journals and nothing else (`000.33`, `Q-20`).
 */
// biome-ignore format: a table reads as a table
export const ENTRY_TYPES = {
  // code              name                          source manual
  'inventory':        ['Inventory integration',      'IC',  false],
  'reclassification': ['Account reclassification',   'IC',  false],
  'reallocation':     ['Non-Inventory reallocation', 'GJ',  false],
  'purchasing':       ['Supplier invoices',          'AP',  false],
  'sales':            ['Customer invoices',          'SJ',  false],
  'general':          ['Manual journal',             'GJ',  true],
} as const satisfies Record<string, Row>;

export type EntryType = keyof typeof ENTRY_TYPES;

type SourceRow = readonly [code: SourceCode, name: string];

/**
 * The sources the general ledger has, inventory being one among others (`003.01`). Journals are
 * listed and handed to another ledger by source.
 */
// biome-ignore format: a table reads as a table
export const GL_SOURCES = {
  // source           code  name
  'inventory':       ['IC', 'Inventory'],
  'purchasing':      ['AP', 'Purchasing'],
  'sales':           ['SJ', 'Sales'],
  'general-ledger':  ['GJ', 'General ledger'],
} as const satisfies Record<string, SourceRow>;

export type GlSource = keyof typeof GL_SOURCES;

/** All sources in the order of the table. */
export const glSources = (): readonly GlSource[] => keysOf(GL_SOURCES);

/** The entry types whose journals come from a source. */
export function entryTypesOf(source: GlSource): readonly EntryType[] {
  const [code] = GL_SOURCES[source];
  return entryTypes().filter((type) => ENTRY_TYPES[type][1] === code);
}

/** All entry types in the order of the table. */
export const entryTypes = (): readonly EntryType[] => keysOf(ENTRY_TYPES);

const OTHER_THAN_INVENTORY: Partial<Record<TransactionType, EntryType>> = {
  'account-reclassification': 'reclassification',
  'non-inventory-reallocation': 'reallocation',
  'receipt-link': 'reallocation',
  'open-line-match': 'reallocation',
  'supplier-invoice-match': 'purchasing',
  'supplier-invoice': 'purchasing',
  'supplier-credit-note': 'purchasing',
  'merchandise-purchase': 'purchasing',
  'purchase-charge': 'purchasing',
  'freight-charge': 'purchasing',
  'manual-journal': 'general',
  'journal-reversal': 'general',
  'sales-invoice': 'sales',
  'sales-credit-note': 'sales',
  'sales-revenue': 'sales',
  'sale-without-stock': 'sales',
  'return-for-vendor': 'sales',
};

/** The entry type that belongs to inventory alone: the one to choose for its integration (`000.32`). */
export const INVENTORY_ENTRY_TYPE = 'inventory' as const satisfies EntryType;

/**
 * The entry type a transaction's journal is filed under.
 *
 * @param integration the entry type chosen for the integration of inventory
 */
export const entryTypeOf = (
  type: TransactionType,
  integration: EntryType = INVENTORY_ENTRY_TYPE,
): EntryType => OTHER_THAN_INVENTORY[type] ?? integration;

/**
 * What other journals are filed under an entry type, in words: chosen for inventory, its details would
 * list those beside the inventory's (`000.32`). Undefined for the one that inventory has to itself.
 */
export function otherUsesOf(entryType: EntryType): string | undefined {
  if (entryType === INVENTORY_ENTRY_TYPE) return undefined;
  const [name, source] = ENTRY_TYPES[entryType];
  return `${name} (${source})`;
}

/** Whether a text names an entry type. */
export const isEntryType = (text: string): text is EntryType => Object.hasOwn(ENTRY_TYPES, text);
