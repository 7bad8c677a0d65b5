import {
  ACCOUNT_CLASSES,
  COUNT_MOMENTS,
  ITEM_CLASSES,
  journalPurposes,
  type TransactionType,
} from 'perpetua-core';

/**
 * How the text of a cell is read: `text` as it stands; `number` a decimal with a point; `date` an
 * ISO day; `whole` a whole number; otherwise one of the words.
 */
export type ColumnForm = 'text' | 'number' | 'date' | 'whole' | readonly string[];

type Row = readonly [
  name: string,
  required: 'required' | '',
  form: ColumnForm,
  example: string,
  help: string,
];

export const SITE_KINDS = ['office', 'distribution-center', 'lab', 'store', 'warehouse'] as const;
export const YES_NO = ['yes', 'no'] as const;
const PURPOSES = journalPurposes();

/** What can be imported, and the columns of each: templates, checks and the reference are these rows. */
// biome-ignore format: a table reads as a table
const IMPORT_KINDS = {
  'accounts': [
    ['code',             'required', 'text',          '1300',                'Number or code of the account'],
    ['name',             'required', 'text',          'Inventory, frames',   'What it is called'],
    ['class',            'required', ACCOUNT_CLASSES, 'asset',               'Where it stands in the statements'],
    ['active',           '',         YES_NO,          'yes',                 'no: may not be posted to any more'],
  ],
  'items': [
    ['code',             'required', 'text',          'F1',                  'Code of the item, at most 60 characters'],
    ['name',             'required', 'text',          'Frame, titanium',     'What it is called'],
    ['group',            'required', 'whole',         '1',                   'Number of its inventory group, 1 to 999; the group must exist'],
    ['class',            '',         ITEM_CLASSES,    'stock',               'Only stock has a quantity on hand; stock when left empty'],
    ['itemType',         '',         'text',          'Frame',               'Key of account mapping by item type'],
    ['financialGroup',   '',         'text',          '',                    'Exceptions to that mapping'],
    ['category',         '',         'text',          'Eyewear',             'For reports only'],
    ['quantityDecimals', '',         'whole',         '0',                   'Decimals of its quantities, 0 to 6; 0 when left empty'],
    ['standardCost',     '',         'number',        '42.50',               'Cost of last resort, when nothing else is known'],
    ['weight',           '',         'number',        '0.035',               'Of one unit; freight can be shared out by it'],
    ['volume',           '',         'number',        '',                    'Of one unit; freight can be shared out by it'],
    ['salesTaxType',     '',         'text',          '',                    'Tax type of its sales; of a new item that of its group when left empty'],
    ['purchaseTaxType',  '',         'text',          '',                    'Tax type of its purchases, likewise'],
  ],
  'places': [
    ['site',             'required', 'text',          'DC',                  'Code of the site'],
    ['location',         '',         'text',          '',                    'Code of a location in the site; empty: the row is the site itself'],
    ['name',             '',         'text',          'Distribution centre', 'What the site is called; asked for on the row of a site'],
    ['kind',             '',         SITE_KINDS,      'distribution-center', 'What the site is for; asked for on the row of a site'],
    ['center',           '',         'text',          '010',                 'General ledger center of the site'],
    ['warehouse',        '',         'text',          '',                    'Warehouse a location belongs to'],
  ],
  'vendors': [
    ['code',             'required', 'text',          'ACME',                'Code of the vendor'],
    ['name',             'required', 'text',          'Acme Frames Ltd',     'What he is called'],
    ['merchandise',      '',         YES_NO,          'yes',                 'yes: what he invoices without a receipt goes to Non-Inventory; by his account when left empty'],
    ['account',          '',         'text',          '1300',                'His usual account, for lines that name neither an item nor an account'],
    ['control',          '',         'text',          '',                    'Where what is owed to him stands, instead of the supplier control'],
    ['site',             '',         'text',          '',                    'Site, or branch, his documents are for when they name none'],
    ['active',           '',         YES_NO,          'yes',                 'no: takes no new documents'],
  ],
  'customers': [
    ['code',             'required', 'text',          'C-100',               'Code of the customer'],
    ['name',             'required', 'text',          'Main Street Optics',  'What he is called'],
    ['control',          '',         'text',          '',                    'Where what he owes stands, instead of the customer control'],
    ['site',             '',         'text',          '',                    'Site his documents are for when they name none'],
    ['active',           '',         YES_NO,          'yes',                 'no: takes no new documents'],
  ],
  'tax-types': [
    ['code',             'required', 'text',          'STD',                 'Code of the tax type'],
    ['name',             'required', 'text',          'Standard rate',       'What it is called'],
    ['rate',             'required', 'number',        '15',                  'In per cent, at most 4 decimals'],
    ['accountOut',       '',         'text',          '',                    'Where tax on sales stands, instead of the account of the role'],
    ['accountIn',        '',         'text',          '',                    'Where tax on purchases stands, instead of the account of the role'],
    ['active',           '',         YES_NO,          'yes',                 'no: takes no new lines'],
  ],
  'opening-balances': [
    ['key',              '',         'text',          'opening:F1:DC',       'Names the row for ever; without one it is made of the file and the line'],
    ['postedOn',         'required', 'date',          '2026-01-01',          'Day of the opening'],
    ['item',             'required', 'text',          'F1',                  'Code of the item'],
    ['site',             'required', 'text',          'DC',                  'Site where it lies'],
    ['location',         '',         'text',          '',                    'Location inside the site'],
    ['quantity',         'required', 'number',        '120',                 'Units on hand'],
    ['unitCost',         '',         'number',        '42.50',               'Cost of one unit, at most 8 decimals; this or the amount'],
    ['amount',           '',         'number',        '',                    'Value of them all, in currency'],
    ['reference',        '',         'text',          '',                    'Any text'],
    ['source',           '',         'text',          '',                    'System the key belongs to'],
  ],
  'transactions': [
    ['key',              '',         'text',          'wms:884213',          'Names the transaction for ever; without one it is made of the file and the line'],
    ['source',           '',         'text',          '',                    'System the key belongs to'],
    ['type',             'required', 'text',          'receive-from-vendor', 'Transaction type, see the posting rules'],
    ['postedOn',         'required', 'date',          '2026-01-05',          'Business date: it decides the period'],
    ['documentDate',     '',         'date',          '',                    'Date of the document, when another'],
    ['item',             'required', 'text',          'F1',                  'Code of the item'],
    ['site',             'required', 'text',          'DC',                  'Site of the transaction'],
    ['location',         '',         'text',          '',                    'Location inside the site'],
    ['toSite',           '',         'text',          '',                    'Where goods are sent to; asked for by transfers'],
    ['toLocation',       '',         'text',          '',                    'Where goods are moved to inside the site'],
    ['fromSite',         '',         'text',          '',                    'Where goods come from'],
    ['quantity',         '',         'number',        '10',                  'Units; asked for by all types but those of value alone'],
    ['unitCost',         '',         'number',        '50.00',               'Cost of one unit, at most 8 decimals; for receipts, this or the amount'],
    ['amount',           '',         'number',        '',                    'Value of them all, in currency'],
    ['reason',           '',         'text',          '',                    'Adjustment reason'],
    ['account',          '',         'text',          '',                    'Account chosen on the line, where the role allows it'],
    ['document',         '',         'text',          '',                    'Order or transfer that carries the goods'],
    ['reference',        '',         'text',          'PO 4711',             'Any text'],
    ['party',            '',         'text',          '',                    'Vendor or customer'],
    ['original',         '',         'text',          '',                    'Key of the transaction this one refers to'],
    ['reverses',         '',         'text',          '',                    'Key of the transaction this one reverses exactly'],
    ['tax',              '',         'number',        '',                    'Tax on a supplier invoice'],
    ['clears',           '',         'text',          '',                    'Key of the transaction whose open amount on an account under review it clears'],
    ['clearsSource',     '',         'text',          '',                    'Source of that one, when another'],
    ['against',          '',         'text',          '',                    'Key of the open transaction or receipt it is cleared against'],
    ['againstSource',    '',         'text',          '',                    'Source of that one, when another'],
    ['closingReason',    '',         'text',          '',                    'Why it still belongs into a period that is soft-closed'],
  ],
  'counts': [
    ['count',            '',         'text',          'inventory-2026',      'Name of the count that was begun; asked for where the command does not name it'],
    ['line',             '',         'whole',         '',                    'Number of the line on the sheet; this, or item and location'],
    ['location',         '',         'text',          '',                    'Location that was counted; empty: the site itself'],
    ['item',             '',         'text',          'F1',                  'Code of the item'],
    ['name',             '',         'text',          'Frame, titanium',     'What the item is called; for people, and not read'],
    ['recorded',         '',         'number',        '100',                 'What is recorded; for people, and not read'],
    ['counted',          'required', 'number',        '97',                  'Units that were counted; a row without them is passed over'],
    ['moment',           '',         COUNT_MOMENTS,   '',                    'start: what lay there when the count began; entry: what lies there now; as the count says when left empty'],
    ['also',             '',         YES_NO,          '',                    'yes: added to what the counter entered before'],
    ['counter',          '',         'text',          'Ann',                 'Who counted'],
  ],
  'inventory-journals': [
    ['journal',          '',         'text',          'J-2026-01',           'Names the journal for ever; all its rows are posted together'],
    ['purpose',          '',         PURPOSES,        'opening',             'What the journal is for; the same in all its rows'],
    ['postedOn',         '',         'date',          '2026-01-31',          'Business date; the same in all its rows'],
    ['item',             'required', 'text',          'F1',                  'Code of the item'],
    ['site',             '',         'text',          'DC',                  'Site where it lies'],
    ['location',         '',         'text',          '',                    'Location inside the site'],
    ['quantity',         '',         'number',        '120',                 'Units; of an average correction those to take out, all on hand when left empty'],
    ['unitCost',         '',         'number',        '42.50',               'Cost of one unit, at most 8 decimals'],
    ['amount',           '',         'number',        '',                    'Value of them all, in currency'],
    ['reason',           '',         'text',          '',                    'Adjustment reason'],
    ['account',          '',         'text',          '',                    'Account chosen on the line, instead of that of the reason'],
    ['reference',        '',         'text',          '',                    'Any text'],
  ],
  'manual-journals': [
    ['journal',          '',         'text',          'GJ-2026-01',          'Names the journal for ever; all its rows are posted together'],
    ['postedOn',         '',         'date',          '2026-01-31',          'Business date; the same in all its rows'],
    ['reverseOn',        '',         'date',          '2026-02-01',          'Day on which the journal takes itself back; the same in all its rows'],
    ['site',             '',         'text',          'DC',                  'Site of the row; that of its first row is the site of the journal'],
    ['account',          'required', 'text',          '5800',                'Account; none that holds stock'],
    ['debit',            '',         'number',        '120.00',              'Amount debited; this or the credit'],
    ['credit',           '',         'number',        '',                    'Amount credited'],
    ['text',             '',         'text',          'Rent of January',     'What the row is about'],
    ['reference',        '',         'text',          '',                    'What the journal is about; the same in all its rows'],
  ],
} as const satisfies Record<string, readonly Row[]>;

export type ImportKind = keyof typeof IMPORT_KINDS;

/** One column of a kind, with the parts of its row named. */
export type ImportColumn = {
  readonly name: string;
  readonly required: boolean;
  readonly form: ColumnForm;
  readonly example: string;
  readonly help: string;
};

/** The kinds in the order of the table. */
export const importKinds = (): readonly ImportKind[] => KINDS;

const KINDS = [
  'accounts',
  'items',
  'places',
  'vendors',
  'customers',
  'tax-types',
  'opening-balances',
  'transactions',
  'counts',
  'inventory-journals',
  'manual-journals',
] as const;

/** Whether a text names a kind. */
export const isImportKind = (text: string): text is ImportKind => Object.hasOwn(IMPORT_KINDS, text);

/** The columns of a kind in their order. */
export function importColumns(kind: ImportKind): readonly ImportColumn[] {
  const rows: readonly Row[] = IMPORT_KINDS[kind];
  return rows.map(([name, required, form, example, help]) => ({
    name,
    required: required === 'required',
    form,
    example,
    help,
  }));
}

/** The kinds whose rows become transactions, and the type of all their rows when there is one. */
export const TRANSACTION_KINDS = {
  'opening-balances': 'opening-balance',
  transactions: undefined,
} as const satisfies Partial<Record<ImportKind, TransactionType | undefined>>;

export type TransactionKind = keyof typeof TRANSACTION_KINDS;

/** Whether the rows of a kind become transactions; those of the others become configuration. */
export const isTransactionKind = (kind: ImportKind): kind is TransactionKind =>
  Object.hasOwn(TRANSACTION_KINDS, kind);

/** The kinds whose rows make up documents, each of which is taken whole or not at all. */
const DOCUMENT_KINDS = ['counts', 'inventory-journals', 'manual-journals'] as const;

export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

export const isDocumentKind = (kind: ImportKind): kind is DocumentKind =>
  DOCUMENT_KINDS.some((one) => one === kind);

/** The kinds whose rows are kept as one change of the configuration. */
export type MasterKind = Exclude<ImportKind, TransactionKind | DocumentKind>;

/** Whether the rows of a kind are kept as configuration, which may give stock another account. */
export const isMasterKind = (kind: ImportKind): kind is MasterKind =>
  !isTransactionKind(kind) && !isDocumentKind(kind);
