import {
  type AccountRole,
  bucketOf,
  type CostBasis,
  type Origin,
  PAIRS,
  type PostingRule,
  postingRule,
  RECEIPTS,
  REVERSALS,
  transactionTypes,
} from '../../packages/core/src/index.ts';
import { markdownList, markdownTable, type ReferencePage } from './reference-page.ts';

/** What each transaction type debits and credits: the table of the core, in its own order. */
export const POSTING_RULES_PAGE: ReferencePage = {
  file: 'posting-rules.md',
  title: 'Posting rules',
  printedFrom: ['packages/core/src/transactions/posting-rules.ts'],
  blocks: () => {
    const rules = transactionTypes().map(postingRule);
    const listed = rules.filter(({ source }) => source.startsWith(CATALOGUE_PREFIX));
    return [
      INTRODUCTION,
      `## The ${listed.length} types of the catalogue`,
      ruleTable(listed),
      '## Further types',
      'Types the catalogue does not list and the books need.',
      ruleTable(rules.filter((rule) => !listed.includes(rule))),
      '## How to read the columns',
      markdownList(COLUMNS),
      '## Where the amount comes from',
      'It is always a cost, never a selling price.',
      markdownList(Object.entries(COST_BASES)),
      '## Pairs',
      PAIRS_EXPLAINED,
      pairTable(),
      '## Sites that balance by themselves',
      SITES_EXPLAINED,
      '## Receipts of transfers',
      RECEIPTS_EXPLAINED,
      markdownTable(
        ['sent as', 'received as'],
        RECEIPTS.map(([sent, receipt]) => [sent, receipt]),
      ),
      '## Reversals',
      REVERSALS_EXPLAINED,
      markdownTable(
        ['transaction type', 'is undone by'],
        REVERSALS.map(([type, undo]) => [type, undo]),
      ),
    ];
  },
};

const CATALOGUE_PREFIX = '003.T';

const INTRODUCTION = `For every type of inventory transaction: which account role it debits, which it credits, in which
bucket stock and its value move, and where the amount comes from. [Account roles](account-roles.md)
says what each role is for, and [account determination](account-determination.md) how its account
is found.`;

const COLUMNS: readonly (readonly [string, string])[] = [
  [
    'bucket',
    'where stock and its value move: out of the bucket before the arrow, into the one after it. ' +
      'Where two stand together, the second is meant when the transaction names an order ' +
      '(a return: one that is not yet delivered).',
  ],
  [
    'sign',
    '**±** takes a negative quantity or amount, which changes the two sides; **+** does not, ' +
      'unless it reverses an earlier transaction exactly. Some types take an earlier one of their ' +
      'own back that way: [transaction fields](transaction-fields.md) lists them.',
  ],
  [
    'posted by',
    '**whoever sends it**; **the books** themselves, as the consequence of another transaction; or **the stock journal**, when somebody confirms what it proposes.',
  ],
  ['row', 'the number of the rule on the [conformance](conformance.md) page.'],
];

const COST_BASES: Readonly<Record<CostBasis, string>> = {
  'receipt cost': 'the unit cost or the amount the transaction gives.',
  'current cost':
    'what the stock it takes is worth in the cost pool it leaves. Where stock comes in, the unit cost or amount given, and without one the average of the stock that is there.',
  'carried cost': 'what the goods of this document carry in the bucket they leave.',
  'original cost':
    'what the transaction it refers to was posted at; without one as at current cost.',
  'invoiced cost':
    'what the receipt was posted at clears it, and the supplier gets what the invoice says; the difference goes to purchase-variance and tax to tax-in.',
  'cleared cost':
    'what the receipt it refers to was posted at, a part at its share. Goods of a document that clear it leave at what they carry, and the difference goes to transfer-variance.',
  'its lines':
    'nothing of its own. Every line is posted by a type of its own below, or by one of those above, which the document causes; [transaction fields](transaction-fields.md) lists the kinds of lines and what each is posted as.',
  'given amount': 'a signed amount of value; no quantity moves.',
  'no cost': 'units alone; goods of others are counted and have no value here.',
  'held value': 'all that lies at the place, at the value it has there.',
  'entered lines':
    'the accounts and amounts that the lines of a manual journal say; no stock moves, and no account that holds stock is taken.',
  'unposted value':
    'a signed amount by which the ledger is brought to the stock on the account that is named; the stock itself neither moves nor changes its value.',
  'conversion cost':
    'what the lines of a document add to the cost of its goods, such as labour, on the account of each; nothing where none does. The goods go in and come out by the types of their own below, which the document causes.',
  'added cost':
    'a signed amount that the receipt it names cost beside its price, such as freight or duty. It goes to the stock that receipt brought in, as the policy for [late facts](policies.md) says, and what no stock bears to purchase-variance; no quantity moves.',
  'linked cost':
    'what the receipt was posted at clears it; the purchase that stood open on an account under review is cleared at what it came to, and the difference goes to purchase-variance.',
  'open amount':
    'what of two open lines cancels out. Where both stand on one account of a site nothing is posted: they belong together, and neither is open any more.',
  'corrected cost':
    'a signed amount by which the transaction it names cost more or less than it was posted at; it stands on the accounts and sites of that transaction, and no quantity moves. Where a quantity is given, the cost is what so many units of it really cost, and the difference is found.',
};

const POSTED_BY: Readonly<Record<Origin, string>> = {
  sent: 'whoever sends it',
  caused: 'the books',
  proposed: 'the stock journal',
};

const PAIRS_EXPLAINED = `Goods on their way are recorded at both ends. The two types of a pair are one journal entry with one
amount; neither is ever posted alone. The event is sent under the name in the last column.`;

const SITES_EXPLAINED = `A pair leaves the site that gives with less and the site that gets with more. In a company with the
setting \`selfBalancingSites\` the same entry has two more lines: the site that gives debits
intersite-clearing, the site that gets credits it, each on the account determined for its own site.
So every entry balances at every site, each site has a balance sheet of its own, and over the company
the clearing comes to zero. A transfer for which no clearing account is found is refused. The setting
can be changed; it holds for what is posted from then on, and an exact reversal follows what it
takes back.`;

const RECEIPTS_EXPLAINED = `What a transfer sent is received at the other site by the type beside it. A site may be set up to receive
what a distribution center sends as it is sent: then the books post the receipt themselves, as a
consequence of the sending.`;

const REVERSALS_EXPLAINED = `What stands on the right undoes what stands on the left: the same roles with the sides changed. Apart
from these, every transaction can be reversed exactly by one of its own type that names it in
\`reverses\`: the same accounts and amounts, with every sign turned.`;

function ruleTable(rules: readonly PostingRule[]): string {
  return markdownTable(
    ['transaction type', 'debits', 'credits', 'bucket', 'cost basis', 'sign', 'posted by', 'row'],
    rules.map((rule) => [
      rule.type,
      rule.debit ?? '',
      rule.credit ?? '',
      bucketsText(rule),
      rule.costBasis,
      rule.eitherSign ? '±' : '+',
      POSTED_BY[rule.origin],
      rule.source,
    ]),
  );
}

function bucketsText(rule: PostingRule): string {
  const [from, to] = [bucketText(rule, rule.credit), bucketText(rule, rule.debit)];
  return from === '' && to === '' ? '' : `${from} → ${to}`.trim();
}

/** The bucket a role means in a rule; two when it depends on whether an order is named. */
function bucketText(rule: PostingRule, role: AccountRole | null): string {
  if (role === null) return '';
  const buckets = [bucketOf(rule, role, false), bucketOf(rule, role, true)];
  return [...new Set(buckets.filter((bucket) => bucket !== undefined))].join(' or ');
}

const pairTable = (): string =>
  markdownTable(
    ['credits, where goods leave', 'role', 'debits, where they arrive', 'role', 'sent as'],
    PAIRS.map(([credit, debit, sentAs]) => [
      credit,
      postingRule(credit).credit ?? '',
      debit,
      postingRule(debit).debit ?? '',
      sentAs,
    ]),
  );
