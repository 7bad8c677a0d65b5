import {
  COSTING_METHODS,
  type CostingMethod,
  ENTRY_TYPES,
  entryTypes,
  INVENTORY_ENTRY_TYPE,
  keysOf,
  NEGATIVE_STOCK,
  SITE_KINDS,
} from 'perpetua-core';
import { GROUP_ACCOUNTS, SERVICE_COSTS } from '../configuration/starter-setup.ts';
import { CONSIDERATIONS, INTEGRATION_ADVICE } from '../integration/considerations.ts';

/** The steps in which a company is set up, in order, and what each is for. */
// biome-ignore format: a table reads as a table
export const ASSISTANT_STEPS = {
  // step             what it settles
  'company':          'Who keeps the books, in which currency, and how stock is valued.',
  'chart':            'A chart with an account for every role; names and numbers can be changed later.',
  'integration':      'Whether movements of stock reach the general ledger by themselves.',
  'groups':           'Inventory groups: sets of accounts, and the order of many reports. One is enough.',
  'sites':            'Where stock lies.',
  'entry-type':       'Under which entry type the journals of inventory are filed.',
  'default-mappings': 'All transaction types with the accounts of the groups, adjustments by reason.',
  'opening-balances': 'What is there on the first day: an import of opening balances, or nothing.',
  'ready-check':      'What is still missing before the first transaction.',
} as const satisfies Record<string, string>;

export type AssistantStep = keyof typeof ASSISTANT_STEPS;

/** A choice of a question. */
export type Choice = { readonly value: string; readonly label: string };

/** What the assistant asks in one place. */
export type Question = {
  readonly key: QuestionKey;
  readonly step: AssistantStep;
  readonly text: string;
  readonly kind: 'text' | 'yes-or-no' | 'choice' | 'list';
  /** What to weigh; empty where the question says it all. */
  readonly help: readonly string[];
  readonly choices: readonly Choice[];
  /** What is taken where nothing is answered. */
  readonly usual: string;
};

const METHODS: Readonly<Record<CostingMethod, string>> = {
  'moving-average': 'moving average of each site',
  'company-average': 'one moving average of the whole company',
  standard: 'standard cost, with variances',
  fifo: 'first in, first out',
};

const labelled = <Value extends string>(
  values: readonly Value[],
  labelOf: (value: Value) => string,
): readonly Choice[] => values.map((value) => ({ value, label: labelOf(value) }));

const NEGATIVE_STOCK_LABELS = {
  allow: 'allowed, with a warning and a later adjustment',
  forbid: 'refused',
} as const;

const GROUP_ACCOUNT_LABELS = {
  shared: 'the same for all groups: analysis in inventory reports alone',
  own: 'inventory, cost of sales and sales of its own for each group: analysis in the ledger as well',
} as const;

const SERVICE_COST_LABELS = {
  hidden: 'not in the ledger: both sides on one account',
  shown: 'in the ledger: cost of sales against cost recovered',
} as const;

type Row = readonly [
  step: AssistantStep,
  kind: Question['kind'],
  text: string,
  usual: string,
  choices?: readonly Choice[],
  help?: readonly string[],
];

const WEIGHED: readonly string[] = [
  ...CONSIDERATIONS.map(
    ({ question, speaksFor, because }) => `${question} Yes speaks for ${speaksFor}. ${because}`,
  ),
  INTEGRATION_ADVICE,
];

/** The usual answer to the question for the year: the present one. */
const THIS_YEAR = 'this year';

// biome-ignore format: a table reads as a table
const ROWS = {
  // key           step           kind         text                                         usual
  code:           ['company',     'text',      'Code of the company',                       'main'],
  name:           ['company',     'text',      'Name',                                      'main'],
  currency:       ['company',     'text',      'Currency (ISO 4217)',                       'EUR'],
  costingMethod:  ['company',     'choice',    'Cost of issues',                            'moving-average', labelled(COSTING_METHODS, (one) => METHODS[one])],
  negativeStock:  ['company',     'choice',    'Stock below zero',                          'allow', labelled(NEGATIVE_STOCK, (one) => NEGATIVE_STOCK_LABELS[one])],
  year:           ['company',     'text',      'Year to open',                              THIS_YEAR],
  integrated:     ['integration', 'yes-or-no', 'Integrate inventory into the general ledger (perpetual inventory)?', 'yes', [], WEIGHED],
  groups:         ['groups',      'list',      'Inventory groups of goods',                 'Merchandise', [], ['A group is a set of accounts that items are linked to. One is enough for everything.']],
  serviceGroups:  ['groups',      'list',      'Inventory groups of services, if any',      '', [], ['Services normally have groups of their own, apart from goods.']],
  groupAccounts:  ['groups',      'choice',    'Accounts of further groups of goods',       'shared', labelled(GROUP_ACCOUNTS, (one) => GROUP_ACCOUNT_LABELS[one])],
  serviceCost:    ['groups',      'choice',    'Cost of services',                          'hidden', labelled(SERVICE_COSTS, (one) => SERVICE_COST_LABELS[one])],
  sites:          ['sites',       'list',      'Sites: code, name and kind',                'MAIN, Main site, warehouse', [], [`Kinds are ${SITE_KINDS.join(', ')}.`]],
  entryType:      ['entry-type',  'choice',    'Entry type of the journals of inventory',   INVENTORY_ENTRY_TYPE, labelled(entryTypes(), (one) => ENTRY_TYPES[one][0]), ['Dedicate one to inventory: Entry Type Details is then its audit trail, and nothing else.']],
} as const satisfies Record<string, Row>;

export type QuestionKey = keyof typeof ROWS;

/**
 * The questions in the order in which they are asked, on the terminal and in the web alike.
 *
 * @param year the present one, which is the usual one to open
 */
export const assistantQuestions = (year: string): readonly Question[] =>
  keysOf(ROWS).map((key) => {
    const row: Row = ROWS[key];
    const [step, kind, text, usual, choices = [], help = []] = row;
    return { key, step, text, kind, help, choices, usual: usual === THIS_YEAR ? year : usual };
  });
