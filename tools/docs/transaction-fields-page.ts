import {
  bucketOf,
  DEFAULT_SOURCE,
  DOCUMENT_LINES,
  type EventShape,
  eventShape,
  LARGEST_MONEY,
  LARGEST_QUANTITY,
  LARGEST_UNIT_COST,
  LINE_FIELDS,
  TRANSACTION_FIELDS,
  type TransactionLine,
  type TransactionType,
  transactionTypes,
  UNIT_COST_DECIMALS,
} from '../../packages/core/src/index.ts';
import { markdownTable, type ReferencePage } from './reference-page.ts';

type Field = (typeof TRANSACTION_FIELDS)[number];

/** The fields of a transaction, and what each type asks for. */
export const TRANSACTION_FIELDS_PAGE: ReferencePage = {
  file: 'transaction-fields.md',
  title: 'Transaction fields',
  printedFrom: [
    'packages/core/src/transactions/transaction.ts',
    'packages/core/src/transactions/event-shape.ts',
  ],
  blocks: () => [
    INTRODUCTION,
    '## The fields',
    markdownTable(
      ['field', 'form', 'what it says'],
      TRANSACTION_FIELDS.map((field) => [`\`${field}\``, ...FIELDS[field]]),
    ),
    '## What each type asks for',
    `Every transaction has ${codes(ALWAYS)}. Any may also give ${codes(ANY)}.`,
    markdownTable(
      ['transaction type', 'must also give', 'may also give', 'refers to'],
      transactionTypes().flatMap(typeRow),
    ),
    REVERSAL,
    originalsComeFirst(),
    '## Documents of several items',
    SEVERAL_ITEMS,
    markdownTable(
      ['transaction type', 'its own item', 'its lines of goods', 'may scrap a share'],
      transactionTypes().flatMap(documentRow),
    ),
    'A line has these fields:',
    markdownTable(
      ['field', 'on lines of', 'form', 'what it says'],
      LINE_FIELDS.map((field) => [`\`${field}\``, ...LINES[field]]),
    ),
    SHARES,
    '## Documents with lines',
    DOCUMENTS_OF_LINES,
    markdownTable(
      ['document', 'kind of line', 'what it is', 'posted as', 'needs', 'takes'],
      transactionTypes().flatMap(kindRows),
    ),
    '## What takes an earlier transaction back',
    TAKEN_BACK,
    markdownTable(
      ['transaction type', 'names its `original` below zero', 'reason where none is given'],
      transactionTypes().flatMap(backRow),
    ),
    '## Types that are not sent',
    'The books post these themselves, with the transaction that causes them:',
    transactionTypes()
      .filter((type) => !isSent(type))
      .join(', '),
  ],
};

const INTRODUCTION = `One form serves everywhere: over HTTP, on the command line, in files and in the library. All fields are
texts. Decimals are written with a point and without separators, such as \`-12.50\`; more decimals than
there is room for are refused, never rounded.`;

const REVERSAL = `A transaction that names another in \`reverses\` has the same type, item and site and takes accounts,
document and cost from there; where it gives a quantity, it is that of the original.

\`toSite\`, \`toLocation\`, \`fromSite\`, \`account\` and \`tax\` are refused with types that have no use for
them.`;

const SEVERAL_ITEMS = `Items that are made of others, or taken apart, move together: one transaction with \`lines\`, posted whole
or not at all, at one site. Its own \`item\`, \`quantity\` and \`location\` are one side; the lines of goods are
the other. A line that names an \`item\` is goods; one with an \`amount\` is a cost the document adds, such
as labour; any other is a share that is scrapped. A refusal names the line it is about, counted from 1.`;

const SHARES = `Where several goods come out, each takes its share of what went in, and the last takes what is left, to
the minor unit. Shares are proportions of their sum: \`60\`, \`30\` and \`10\` as well as \`6\`, \`3\` and \`1\`. Either every
line of goods and of scrap has one, or none has: then the goods share by their quantity at standard cost. What
comes out alone takes all.`;

/** Types are named by the table: what takes of an original comes after it in the order of costs. */
function originalsComeFirst(): string {
  const early = transactionTypes().filter((type) => eventShape(type)?.mayPrecedeOriginal === true);
  return `What is named in \`original\` or \`reverses\` comes first in the order of costs: no \`postedOn\` lies before that
of the transaction it names. Only ${early.join(', ')} may, as long as it moves no value of stock.`;
}

const TAKEN_BACK = `Below zero these types take back an earlier transaction of their own that they name in \`original\`, at its
amount: the same item, site and document, and not more than is left of it.`;

function backRow(type: TransactionType): readonly (readonly string[])[] {
  const shape = eventShape(type);
  if (shape === undefined || shape.takesBack === 'never') return [];
  return [[type, shape.takesBack === 'always' ? 'must' : 'may', shape.usualReason ?? '']];
}

const ALWAYS: readonly Field[] = ['key', 'type', 'postedOn', 'item', 'site'];
const ANY: readonly Field[] = [
  'source',
  'documentDate',
  'location',
  'document',
  'reference',
  'party',
  'reverses',
];

const grouped = (digits: string): string => digits.replace(/\B(?=(\d{3})+$)/g, ',');
const smallest = (largest: bigint): string =>
  `at most ${grouped(`${largest}`)} of its smallest units`;
const money = `decimal of the currency, ${smallest(LARGEST_MONEY)}`;
const largestCost = grouped(`${LARGEST_UNIT_COST / 10n ** BigInt(UNIT_COST_DECIMALS)}`);

const FIELDS: Readonly<Record<Field, readonly [form: string, meaning: string]>> = {
  key: [
    'text',
    'Names the transaction for ever within its source. Sent again with the same content it is answered again; with another content it is refused.',
  ],
  source: ['text', `The system that sends it; \`${DEFAULT_SOURCE}\` where none is named.`],
  type: ['word', 'One of the [posting rules](posting-rules.md).'],
  postedOn: ['day', 'The business date. It decides the period and the order of costs.'],
  documentDate: ['day', 'The date on the document; without it the business date.'],
  item: ['code', 'The item that moves; only items of class stock do.'],
  site: ['code', 'Where it happens: the site that receives, sends, sells or counts.'],
  location: ['code', 'The place inside the site.'],
  toSite: ['code', 'Where goods are sent to.'],
  toLocation: ['code', 'The place inside the site that goods are moved to.'],
  fromSite: [
    'code',
    'The other site: where goods are on their way to, or who is said to have sent them.',
  ],
  quantity: [
    `decimal of the item, ${smallest(LARGEST_QUANTITY)}`,
    'How many units; below zero only where the type takes both signs. With a correction of cost: of how many units the cost is told that they really have.',
  ],
  unitCost: [
    `decimal, at most ${UNIT_COST_DECIMALS} decimals and ${largestCost}`,
    'Cost of one unit, in company currency and without tax.',
  ],
  amount: [
    money,
    'Value of the whole instead of a unit cost; for types that move value alone, the signed amount.',
  ],
  reason: ['code', 'An adjustment reason; it may choose the account.'],
  account: ['code', 'An account chosen on the line, for [roles](account-roles.md) that take one.'],
  document: [
    'text',
    'The order or transfer the goods belong to. Goods that are carried keep their cost under this name; a sale that names one is the sale of an order. A transfer without one is carried under its own key, and so is an assembly.',
  ],
  reference: ['text', 'Free text for people, such as the PO/Reference of an invoice.'],
  party: ['text', 'The vendor or customer.'],
  original: [
    'key',
    'The transaction this one refers to: the sale of a return, the receipt of an invoice, what a correction corrects.',
  ],
  reverses: ['key', 'The transaction this one reverses exactly.'],
  tax: [money, "Tax on a supplier's invoice that is matched without a document of its own."],
  taxEntry: [
    'word',
    'Whether a document is entered `exclusive` or `inclusive` of tax; without it exclusive.',
  ],
  clears: [
    'key',
    'The transaction whose open amount on an account under review this one clears, at most what is open of it.',
  ],
  clearsSource: ['text', 'The source of that transaction, where it is another one.'],
  against: [
    'key',
    'What it is cleared against: another open transaction, or the receipt a purchase belongs to.',
  ],
  againstSource: ['text', 'The source of that one, where it is another one.'],
  reverseOn: [
    'day',
    'The day on which a manual journal takes itself back, as an accrual does on the first day of the next period.',
  ],
  closingReason: [
    'text',
    'Why it still belongs into a period that is soft-closed; without one it is refused there. It stays with the transaction.',
  ],
};

const LINES: Readonly<
  Record<keyof TransactionLine, readonly [on: string, form: string, meaning: string]>
> = {
  item: ['goods', 'code', 'The item that goes in or comes out; never the one of the document.'],
  quantity: ['goods', 'decimal of the item', 'How many units of it, above zero.'],
  site: [
    'all',
    'code',
    'The site of the document, if it is named at all; a line of a manual journal may have another.',
  ],
  location: ['goods', 'code', 'The place inside the site that they leave or come to.'],
  share: [
    'goods that come out, scrap',
    'decimal, at most 6 decimals',
    'Its part of the sum of all shares.',
  ],
  amount: [
    'costs, manual journals',
    'decimal of the currency',
    'What the document adds to the cost of its goods; of a manual journal, what the account is debited, or credited below zero.',
  ],
  account: [
    'costs, scrap, manual journals',
    'code',
    'The account it is credited to, or scrapped to, instead of the one of its role; of a manual journal any account that holds no stock.',
  ],
  reason: ['scrap', 'code', 'The adjustment reason; it may choose the account.'],
  kind: ['documents', 'word', 'What the line is about, where its other fields do not say it.'],
  original: [
    'documents',
    'key',
    'What the line is linked to: a receipt, a return, or a line of another document such as `INV-1#3`.',
  ],
  unitPrice: [
    'documents',
    `decimal, at most ${UNIT_COST_DECIMALS} decimals`,
    'Price of one unit, as the document is entered; instead of an amount.',
  ],
  unitCost: [
    'sales',
    `decimal, at most ${UNIT_COST_DECIMALS} decimals`,
    'What a unit costs of what is sold without being stocked, in place of what its item says.',
  ],
  taxType: ['documents', 'code', 'Another tax type than the one of the item; empty for none.'],
  tax: [
    'documents',
    'decimal of the currency',
    'The tax the paper says, in place of the computed one.',
  ],
  text: [
    'documents, manual journals',
    'text',
    'What the paper says, for people; of a journal, what the line is about.',
  ],
};

/** The kinds of lines of each document, and what they are posted as. */
function kindRows(type: TransactionType): readonly (readonly string[])[] {
  const document = eventShape(type)?.document;
  if (document === undefined) return [];
  return Object.entries(DOCUMENT_LINES[document.family]).flatMap(
    ([kind, [invoiced, credited, , needs, takes, means]]) => {
      const posted = document.sign > 0n ? invoiced : credited;
      const fields = (words: string) => codes(words.split(' ').filter((word) => word !== ''));
      return posted === null ? [] : [[type, kind, means, posted, fields(needs), fields(takes)]];
    },
  );
}

const DOCUMENTS_OF_LINES = `An invoice or a credit note is one transaction without an item: what it is about stands in its \`lines\`, up to
10,000 of them. Every line is posted as a part, an event of its own that the document causes, by the posting rule of
the part's type. The document is posted whole or refused whole, with all faults of all lines at once, and it is
reversed whole by a transaction that names it in \`reverses\`. Later transactions mean a line of it by its number:
\`INV-1#3\`. Every line takes an \`amount\` or a \`unitPrice\`, a \`taxType\`, a \`tax\`, a \`site\` and a \`text\`.`;

function documentRow(type: TransactionType): readonly (readonly string[])[] {
  const assembly = eventShape(type)?.assembly;
  if (assembly === undefined) return [];
  const { comesOut, mostGoods, mayScrap } = assembly;
  const [own, lines] = comesOut ? ['comes out', 'go in'] : ['goes in', 'come out'];
  const most = mostGoods === 1 ? 'one' : `up to ${grouped(`${mostGoods}`)}`;
  return [[type, own, `${lines}, ${most}`, mayScrap ? 'yes' : 'no']];
}

const isSent = (type: TransactionType): boolean =>
  eventShape(type) !== undefined && eventShape(type)?.rule.origin === 'sent';

function typeRow(type: TransactionType): readonly (readonly string[])[] {
  const shape = eventShape(type);
  if (shape === undefined || !isSent(type)) return [];
  return [[type, codes(mustGive(shape)), codes(mayGive(shape)), shape.originals.join(', ')]];
}

const codes = (fields: readonly string[]): string =>
  fields
    .map((field) =>
      field
        .split(' or ')
        .map((one) => `\`${one}\``)
        .join(' or '),
    )
    .join(', ');

const COST = 'unitCost or amount';

function mustGive(shape: EventShape): readonly string[] {
  const { costBasis } = shape;
  const fields: readonly (readonly [field: string, needed: boolean])[] = [
    ['quantity', shape.needsQuantity],
    ['amount', !shape.needsQuantity && shape.document === undefined],
    ['party', shape.document !== undefined && shape.document.party !== 'nobody'],
    [COST, ['receipt cost', 'invoiced cost', 'linked cost'].includes(costBasis)],
    ['toSite', shape.needsToSite],
    ['toLocation', shape.needsToLocation],
    ['document', shape.needsDocument],
    ['reason', shape.needsReason],
    ['original', shape.needsOriginal],
    ['account', shape.needsAccount],
    ['lines', shape.assembly !== undefined || shape.document !== undefined],
    ['reference or original or clears', shape.needsReference],
    ['clears', shape.clears === 'always'],
    ['against', shape.needsAgainst],
  ];
  return fields.flatMap(([field, needed]) => (needed ? [field] : []));
}

function mayGive(shape: EventShape): readonly string[] {
  const { costBasis } = shape;
  const fields: readonly (readonly [field: string, taken: boolean])[] = [
    [COST, isPricedOnRequest(shape)],
    ['quantity', shape.mayHaveUnits],
    ['unitCost', shape.mayHaveUnits],
    ['fromSite', shape.mayHaveFromSite],
    [
      'original',
      (costBasis === 'original cost' || shape.takesBack !== 'never') && !shape.needsOriginal,
    ],
    ['reason', shape.usualReason !== undefined],
    [
      'account',
      shape.mayHaveAccount &&
        !shape.needsAccount &&
        !shape.needsAgainst &&
        shape.assembly === undefined,
    ],
    ['tax', costBasis === 'invoiced cost'],
    ['taxEntry', shape.document !== undefined],
  ];
  return fields.flatMap(([field, taken]) => (taken ? [field] : []));
}

/** Stock comes in from no bucket, at a cost that is known where none is given. */
const isPricedOnRequest = ({ costBasis, credit, rule, needsOriginal }: EventShape): boolean =>
  (costBasis === 'current cost' || costBasis === 'original cost') &&
  !needsOriginal &&
  bucketOf(rule, credit.role, false) === undefined;
