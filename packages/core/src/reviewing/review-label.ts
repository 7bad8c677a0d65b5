import type { AccountRole } from '../accounts/account-role.ts';
import type { SubstitutionReason } from '../determination/role-substitution.ts';
import type { ItemClass } from '../items/item.ts';
import { keysOf } from '../primitives/keys.ts';

/** What is suggested for a line; a name of `REVIEW_ACTIONS`. */
type Suggested =
  | 'reallocate'
  | 'link-receipt'
  | 'late-receipt'
  | 'goods-back'
  | 'match'
  | 'move-to-vendor-return';

type Row = readonly [
  source: string,
  cause: string,
  suggestions: readonly (readonly [action: Suggested, role: AccountRole | ''])[],
  what: string,
];

/**
 * THE table of the review: why a line stands on an account under review, and what is done about it
 * (`non-inventory.md`). The suggestions are tried in their order; the first one that the books have
 * what it takes for is made. Nothing is ever suggested that would move the value of a bucket without
 * its goods: where goods are concerned, a transaction of stock does it.
 */
// biome-ignore format: a table reads as a table
export const REVIEW_LABELS = {
  // label             scenario cause                                                   suggestions                                                        what to do
  'missing-link':    ['4.1',    'A purchase of merchandise that names no receipt',      [['link-receipt', 'grni']],
    'Link it to its receipt; where the goods were never received here, receive them late with their quantity; what only makes an item dearer is a late cost.'],
  'converted-po':    ['4.7',    'An order of a former system, received there',          [['reallocate', 'opening-equity']],
    'The goods are in the opening stock: take it to the account of the opening. Otherwise as a missing link.'],
  'vendor-rebate':   ['4.3',    'A rebate of a vendor, entered as a negative invoice',  [['reallocate', 'rebate-income']],
    'It is rebate income; the cost of stock stays as it is.'],
  'customer-rebate': ['4.4',    'An instant rebate, sold as a negative quantity of a consumable', [['reallocate', 'rebate-income']],
    'What the customer got at once is a part of the rebate of the vendor.'],
  'consumable-cost': ['4.2',    'A consumable that was sold with a cost',               [['match', ''], ['reallocate', 'cogs']],
    'No stock left: turn the cost round, or match it with the purchase of the service that stands open too.'],
  'sp-cost':         ['4.8',    'A special item that was sold with a cost',             [['reallocate', 'cogs']],
    'No stock left: turn the cost round, and tell the user who typed it.'],
  'customer-return': ['4.6',    'Goods of a customer that are to go back to the vendor', [['match', ''], ['move-to-vendor-return', 'vendor-return-inventory'], ['late-receipt', 'grni']],
    'Match it with the credit of the vendor; without one, move it to the vendor-return account, or take the goods into stock.'],
  'vendor-return':   ['4.6',    'A credit of a vendor that names no return',            [['match', ''], ['link-receipt', 'grni'], ['goods-back', 'grni']],
    'Match it with what the customer returned; without that, link it to the goods that went back, or send them back now.'],
  'return-residual': ['4.6b',   'What a vendor credited less than his goods stood at',  [['reallocate', 'purchase-variance']],
    'The difference is purchase variance.'],
  'not-invoiced':    ['4.9',    'Goods received long ago that no invoice came for',     [],
    'Find the invoice, or the purchase without a link that stands open, and link it.'],
  'unknown':         ['004.02', 'Nothing tells why',                                    [],
    'Choose the account it belongs to.'],
} as const satisfies Record<string, Row>;

export type ReviewLabel = keyof typeof REVIEW_LABELS;

/** All labels in the order of the table. */
export const reviewLabels = (): readonly ReviewLabel[] => keysOf(REVIEW_LABELS);

/** Whether a text is a label. */
export const isReviewLabel = (text: string): text is ReviewLabel =>
  Object.hasOwn(REVIEW_LABELS, text);

/** The suggestions of a label in their order, with the role each would take the line to. */
export const suggestionsOf = (
  label: ReviewLabel,
): readonly (readonly [action: Suggested, role: AccountRole | ''])[] => REVIEW_LABELS[label][2];

/** What the table says of a label. */
export function labelDefinition(label: ReviewLabel): {
  readonly scenario: string;
  readonly cause: string;
  readonly remedy: string;
} {
  const [scenario, cause, , remedy] = REVIEW_LABELS[label];
  return { scenario, cause, remedy };
}

/** What tells the cause of a line. */
export type LineFacts = {
  /** What the account it stands on is for. */
  readonly role: 'non-inventory' | 'vendor-return-inventory' | 'grni';
  /** Why its role was replaced when it was posted; undefined where it was not. */
  readonly reason: SubstitutionReason | undefined;
  readonly isDebit: boolean;
  readonly itemClass: ItemClass;
  /** PO/Reference, document and party as one text. */
  readonly text: string;
  /** A part of it was cleared already. */
  readonly isPartlyCleared: boolean;
  /** What the account on the other side of its posting is for, where a role names it. */
  readonly contraRoles: ReadonlySet<string>;
};

type Sign = 'debit' | 'credit' | '';

type RuleRow = readonly [
  label: ReviewLabel,
  role: LineFacts['role'],
  reason: SubstitutionReason | 'none' | '',
  sign: Sign,
  itemClass: ItemClass | '',
  words: RegExp | '',
  contra: AccountRole | '',
];

/** Words by which people mark what they enter (`004.21`). */
const REBATE = /\b(rebates?|bonus|promotion|allowance|kick-?back)\b/i;
const RETURN = /\b(returns?|returned|rma|credit (note|memo)|goods back)\b/i;
const CONVERTED = /\b(convert(ed)?|conversion|migrat\w*|former system|brought over)\b/i;

/** Which label a line has: the first rule that fits. An empty cell fits everything. */
// biome-ignore format: a table reads as a table
const LABEL_RULES: readonly RuleRow[] = [
  // label            account                    reason                           sign      item class    words    the other side
  ['not-invoiced',    'grni',                    '',                              '',       '',           '',        ''],
  ['customer-return', 'vendor-return-inventory', '',                              'debit',  '',           '',        ''],
  ['vendor-return',   'vendor-return-inventory', '',                              'credit', '',           '',        ''],
  ['converted-po',    'non-inventory',           'converted-po',                  '',       '',           '',        ''],
  ['vendor-rebate',   'non-inventory',           'rebate',                        '',       '',           '',        ''],
  ['customer-rebate', 'non-inventory',           'consumable-cost',               'debit',  '',           '',        ''],
  ['consumable-cost', 'non-inventory',           'consumable-cost',               'credit', '',           '',        ''],
  ['sp-cost',         'non-inventory',           'special-cost',                  '',       '',           '',        ''],
  ['customer-return', 'non-inventory',           'vendor-return-account-missing', 'debit',  '',           '',        ''],
  ['vendor-return',   'non-inventory',           'vendor-return-account-missing', 'credit', '',           '',        ''],
  ['vendor-rebate',   'non-inventory',           'no-link',                       'credit', '',           REBATE,    ''],
  ['vendor-return',   'non-inventory',           'no-link',                       'credit', '',           '',        ''],
  ['converted-po',    'non-inventory',           'no-link',                       'debit',  '',           CONVERTED, ''],
  ['missing-link',    'non-inventory',           'no-link',                       'debit',  '',           '',        ''],
  // What was entered by hand has no reason: its item, its sign, its words and the other side are all there is.
  ['missing-link',    'non-inventory',           'none',                          'debit',  'consumable', '',        'supplier-control'],
  ['customer-rebate', 'non-inventory',           'none',                          'debit',  'consumable', '',        ''],
  ['consumable-cost', 'non-inventory',           'none',                          'credit', 'consumable', '',        ''],
  ['sp-cost',         'non-inventory',           'none',                          '',       'special',    '',        ''],
  ['vendor-rebate',   'non-inventory',           'none',                          'credit', '',           REBATE,    ''],
  ['customer-rebate', 'non-inventory',           'none',                          'debit',  '',           REBATE,    ''],
  ['converted-po',    'non-inventory',           'none',                          'debit',  '',           CONVERTED, ''],
  ['customer-return', 'non-inventory',           'none',                          'debit',  '',           RETURN,    ''],
  ['vendor-return',   'non-inventory',           'none',                          'credit', '',           RETURN,    ''],
  ['missing-link',    'non-inventory',           'none',                          'debit',  '',           '',        'supplier-control'],
  ['vendor-return',   'non-inventory',           'none',                          'credit', '',           '',        'supplier-control'],
];

/**
 * The label of a line: why it stands there, by the reason that was recorded when it was posted, and
 * without one by its item, its sign and its words.
 */
export function labelOf(facts: LineFacts): ReviewLabel {
  const isOnReturns = facts.role === 'vendor-return-inventory';
  if (isOnReturns && facts.isPartlyCleared) return 'return-residual';
  return LABEL_RULES.find((row) => fits(row, facts))?.[0] ?? 'unknown';
}

function fits(row: RuleRow, facts: LineFacts): boolean {
  const [, role, reason, sign, itemClass, words, contra] = row;
  return (
    role === facts.role &&
    (reason === '' || reason === (facts.reason ?? 'none')) &&
    (sign === '' || (sign === 'debit') === facts.isDebit) &&
    (itemClass === '' || itemClass === facts.itemClass) &&
    (words === '' || words.test(facts.text)) &&
    (contra === '' || facts.contraRoles.has(contra))
  );
}
