import { assert } from '../primitives/assert.ts';
import { keysOf } from '../primitives/keys.ts';
import type { TransactionType } from '../transactions/posting-rules.ts';

type Row = readonly [usual: string, source: string, decides: string];

/**
 * What an accountant decides once and for all transactions, instead of finding it hidden in a
 * program. Every policy is declared for the company, may differ for an inventory group, and holds
 * from a day on; a company that has said nothing has what is usual.
 */
// biome-ignore format: a table reads as a table
export const POLICIES = {
  // policy                usual                 source  what it decides
  'late-facts':           ['restate',            'Q-15', 'What a transaction changes that is dated before movements already posted'],
  'price-difference':     ['expense',            'Q-48', 'Where the difference goes between the price of an invoice and that of its receipt'],
  'customer-return-cost': ['original',           'Q-49', 'At which cost goods come in that a customer brings back'],
  'vendor-return-cost':   ['current',            'Q-49', 'At which cost goods leave that go back to a vendor'],
  'shortage-cost':        ['last-then-standard', 'Q-51', 'What units cost that leave where no cost of theirs was ever known'],
  'kept-streams':         ['none',               '004.07', 'Which costs are kept as pools of their own beside the one that values stock'],
  'sales-cost':           ['valuation',          '004.32', 'Which cost sales orders show, and what is sold without being stocked costs'],
  'review-approval':      ['one-person',         '004.39', 'Who has to sign the monthly review of Non-Inventory before it counts as done'],
} as const satisfies { readonly [Name in keyof typeof POLICY_VALUES]: Row & readonly [PolicyValue<Name>, string, string] };

/** The values of every policy and, in a sentence, what follows from each. */
// biome-ignore format: a table reads as a table
export const POLICY_VALUES = {
  'late-facts': {
    'restate':            'What follows the late fact is costed anew in order of business date; the differences are posted as cost corrections, on the original day or, where that is closed, on the first open one.',
    'prospective':        'What is posted already keeps its cost; what the late fact changes is borne by the stock on hand.',
    'forbid':             'A transaction dated before the last movement of stock it touches is refused (`late-fact-forbidden`).',
  },
  'price-difference': {
    'expense':            'The difference is posted to purchase variance; stock keeps the price of the receipt.',
    'capitalise':         'The difference becomes cost of the goods: of those on hand, and where late facts are restated also of those issued since; what no goods can bear is purchase variance.',
  },
  'customer-return-cost': {
    'original':           'Goods come in at what they cost in the sale the return names; a return that names none, at the present cost.',
    'current':            'Goods come in at the present cost, also where the return names a sale; cost of sales gets back that, and not what the sale took.',
  },
  'vendor-return-cost': {
    'current':            'Goods leave at the present cost; what the vendor credits besides is purchase variance.',
    'original':           'Goods leave at what they cost in the receipt the return names, and what the stock that stays cannot bear of it is cost revaluation; a return that names none, at the present cost.',
  },
  'shortage-cost': {
    'last-then-standard': 'Units cost what the item cost last, else its standard cost; where neither is known the transaction is refused (`cost-unknown`).',
    'standard':           'Units cost the item’s standard cost; an item without one is refused (`cost-unknown`).',
    'refuse':             'The transaction is refused (`cost-unknown`), also where the item has a standard cost.',
  },
  'kept-streams': {
    'none':               'Beside the cost that values stock there are the standard cost, the last purchase and its landed cost.',
    'average':            'An average is kept as well, where stock is not valued by one.',
    'fifo':               'What units cost receipt by receipt is kept as well, where stock is not valued by it.',
    'average-and-fifo':   'Both are kept, whatever stock is valued by.',
  },
  'sales-cost': {
    'valuation':          'Sales show the cost that values stock, which is what goods cost that leave it.',
    'average':            'Sales show the average; cost of sales of what is stocked stays what leaves stock.',
    'fifo':               'Sales show what the oldest units cost; cost of sales of what is stocked stays what leaves stock.',
    'standard':           'Sales show the standard cost; cost of sales of what is stocked stays what leaves stock.',
    'last':               'Sales show what was paid last; cost of sales of what is stocked stays what leaves stock.',
    'landed':             'Sales show what was paid last with its landed cost; cost of sales of what is stocked stays what leaves stock.',
  },
  'review-approval': {
    'one-person':         'The review of a month is done when it is signed off; a second person may approve it.',
    'two-persons':        'It is done when another person than the one who signed it has approved it.',
  },
} as const satisfies Record<string, Readonly<Record<string, string>>>;

export type PolicyName = keyof typeof POLICY_VALUES;

/** The values a policy may have. */
export type PolicyValue<Name extends PolicyName = PolicyName> = {
  [One in Name]: keyof (typeof POLICY_VALUES)[One] & string;
}[Name];

/**
 * Which policy says at which cost the goods of a type come back where it names an original; any
 * other type that is about an original takes its cost, or only refers to it.
 */
export const RETURN_COST_POLICIES: Partial<
  Record<TransactionType, 'customer-return-cost' | 'vendor-return-cost'>
> = {
  return: 'customer-return-cost',
  'return-to-vendor': 'vendor-return-cost',
};

/** All policies in the order of the table. */
export const policyNames = (): readonly PolicyName[] => keysOf(POLICIES);

/** The values of a policy in the order of the table. */
export const policyValues = (name: PolicyName): readonly string[] => keysOf(POLICY_VALUES[name]);

/** Whether a text names a policy. */
export const isPolicyName = (text: string): text is PolicyName =>
  Object.hasOwn(POLICY_VALUES, text);

/** Whether a text is a value of a policy. */
export const isPolicyValue = <Name extends PolicyName>(
  name: Name,
  text: string,
): text is PolicyValue<Name> => Object.hasOwn(POLICY_VALUES[name], text);

/** What a value means, in a sentence. */
export function policyConsequence(name: PolicyName, value: string): string {
  const sentences: Readonly<Record<string, string>> = POLICY_VALUES[name];
  const sentence = sentences[value];
  assert(sentence !== undefined, `${value} is a value of ${name}`);
  return sentence;
}

/** What holds where nobody declared anything. */
export function usualValue<Name extends PolicyName>(name: Name): PolicyValue<Name> {
  const [usual] = POLICIES[name];
  assert(isPolicyValue(name, usual), `${usual} is a value of ${name}`);
  return usual;
}

type SettingRow = readonly [usual: string, setFor: string, source: string, decides: string];

/**
 * What is a policy too and is a setting of the company: it is set with the company, under rules of
 * its own, and listed beside the others so that nobody has to look in two places.
 */
// biome-ignore format: a table reads as a table
export const COMPANY_SETTINGS = {
  // setting           usual             set for                    source  what it decides
  'costing-method':   ['moving-average', 'company, from a day on', 'Q-02', 'What stock on hand is worth, and what units cost that leave it'],
  'negative-stock':   ['allow',          'company, site',          'Q-05', 'Whether more may leave than is on hand on the day and at every later point of the order of costs'],
} as const satisfies Record<string, SettingRow>;

export type CompanySetting = keyof typeof COMPANY_SETTINGS;

/** The values of those settings and what follows from each. */
// biome-ignore format: a table reads as a table
export const COMPANY_SETTING_VALUES = {
  'costing-method': {
    'moving-average':  'Every site and account of an item has an average of its own; units leave at it.',
    'company-average': 'An item has one average at all sites; where it moves, the value of every site follows (003.X08).',
    'standard':        'Stock is worth its standard cost; whatever comes in at another price is a variance (Q-45).',
    'fifo':            'Units leave at the cost of the oldest receipt still on hand.',
  },
  'negative-stock': {
    'allow':           'It is posted with a warning, at the cost known last; the receipt that covers it settles the difference (003.19).',
    'forbid':          'It is refused (`stock-below-zero`), also when it is dated earlier and the units were needed later, unless it is recorded as having happened already.',
  },
} as const satisfies Record<CompanySetting, Readonly<Record<string, string>>>;
