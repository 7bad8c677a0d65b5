import type { Refusal, Result } from 'perpetua-core';
import { accountCard } from '../application/reading/account-card.ts';
import { balanceSheet } from '../application/reading/balance-sheet.ts';
import { configurationChanges } from '../application/reading/configuration-changes.ts';
import { entryTypeDetails } from '../application/reading/entry-type-details.ts';
import { goodsReceived } from '../application/reading/goods-received.ts';
import { incomeStatement } from '../application/reading/income-statement.ts';
import { integrationStatus } from '../application/reading/integration-status.ts';
import { inventoryValue } from '../application/reading/inventory-value.ts';
import { itemCosts } from '../application/reading/item-cost-texts.ts';
import { movementTotals } from '../application/reading/movement-totals.ts';
import { customerBalances, supplierBalances } from '../application/reading/party-balances.ts';
import { policiesReport } from '../application/reading/policies.ts';
import type { BooksReading } from '../application/reading/ports.ts';
import type { Report } from '../application/reading/report.ts';
import { shadowedAssignments } from '../application/reading/shadowed-assignments.ts';
import { stockCard } from '../application/reading/stock-card.ts';
import { trialBalance } from '../application/reading/trial-balance.ts';

/** What may be asked of a report; each one refuses or ignores nothing silently. */
export const REPORT_PARAMETERS = {
  asOf: 'business date; nothing dated later is counted',
  asKnown: 'what the books knew: an event number, a day or an instant of recording',
  by: 'grouping: group, site, item, account, category, item-type, location, center or type',
  from: 'first business date, or a month',
  to: 'last business date, or a month',
  item: 'item code',
  site: 'site code',
  account: 'account code',
  center: 'center code',
  entryType: 'entry type, such as inventory',
  glSource: 'GL source, such as inventory',
  types: 'transaction types, divided by commas',
  buckets: 'buckets, divided by commas',
  include: 'buckets to include beside stock on hand, divided by commas',
  kinds: 'kinds of what the configuration holds, divided by commas',
  after: 'cursor of the page before',
  limit: 'rows of a page',
} as const;

export type ReportParameter = keyof typeof REPORT_PARAMETERS;
export type ReportQuery = { readonly [name in ReportParameter]?: string | undefined };

type Row = readonly [
  summary: string,
  parameters: string,
  run: (
    books: BooksReading,
    company: number,
    query: ReportQuery,
  ) => Promise<Result<Report, Refusal>>,
];

/** The reports, by name, with what can be asked of each. */
// biome-ignore format: a table reads as a table
export const REPORTS = {
  // name                summary                                                   parameters                                                  how
  'inventory-value':    ['quantity, value and average cost of stock',              'asOf asKnown by item site include',                        inventoryValue],
  'trial-balance':      ['opening, debits, credits and closing of every account',  'asOf asKnown by from to',                                  trialBalance],
  'costs':              ['every cost of items by site, side by side, as it is now', 'item site after limit',                                   itemCosts],
  'movements':          ['every costed movement with its pool before and after',   'asOf asKnown item site types buckets from to after limit', stockCard],
  'movement-totals':    ['movements added up by type and place',                   'asOf asKnown by item site types buckets from to',          movementTotals],
  'entry-type-details': ['every journal of one entry type, line by line',          'asOf asKnown entryType glSource from to after limit',      entryTypeDetails],
  'account-card':       ['postings of an account with its running balance',        'asOf asKnown account site center from to after limit',     accountCard],
  'balance-sheet':      ['assets, liabilities, equity and the result so far',      'asOf asKnown by',                                          balanceSheet],
  'income-statement':   ['income, expenses and the result of a stretch of days',   'asOf asKnown by from to',                                  incomeStatement],
  'goods-received':     ['goods received and not invoiced, receipt by receipt, with their age', 'asOf asKnown by',                               goodsReceived],
  'supplier-balances':  ['what is owed to each vendor',                            'asOf asKnown',                                             supplierBalances],
  'customer-balances':  ['what each customer owes',                                'asOf asKnown',                                             customerBalances],
  'shadowed-assignments': ['rows of the configuration that decide no account',     'asOf asKnown',                                             shadowedAssignments],
  'configuration-changes': ['who changed what of the configuration, when and why', 'asKnown kinds from to after limit',                         configurationChanges],
  'policies':           ['which policies hold since when, and what follows',       'asOf asKnown',                                             policiesReport],
  'integration-status': ['of every period whether its stock is in the ledger',     'asKnown',                                                  integrationStatus],
} as const satisfies Record<string, Row>;

export type ReportName = keyof typeof REPORTS;

/** Whether a text names a report. */
export const isReportName = (text: string): text is ReportName => Object.hasOwn(REPORTS, text);

/** The parameters a report takes. */
export const parametersOf = (name: ReportName): readonly string[] => REPORTS[name][1].split(' ');
