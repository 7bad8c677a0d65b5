import type { PeriodState } from 'perpetua-core';
import {
  count,
  decimal,
  expected,
  flag,
  instant,
  list,
  month,
  object,
  oneOf,
  optional,
  type ReadBy,
  text,
} from './reading.ts';

const company = object((field) => ({
  code: field('code', text),
  name: field('name', text),
  currency: field('currency', text),
}));

const role = object((field) => ({
  role: field('role', text),
  subledger: field('subledger', decimal),
  ledger: field('ledger', decimal),
  difference: field('difference', decimal),
}));

const booksAgree = object((field) => ({
  agree: field('agree', flag),
  subledger: field('subledger', decimal),
  ledger: field('ledger', decimal),
  difference: field('difference', decimal),
  roles: field('roles', list(role)),
}));

const valueLine = object((field) => ({
  code: field('code', text),
  name: field('name', text),
  /** One value for each month, in the order of the months. */
  values: field('values', list(decimal)),
}));

const stockValue = object((field, place) => {
  const value = {
    months: field('months', list(month)),
    byGroup: field('byGroup', list(valueLine)),
    bySite: field('bySite', list(valueLine)),
  };
  const complete = [...value.byGroup, ...value.bySite].every(
    (line) => line.values.length === value.months.length,
  );
  return complete ? value : expected(place, 'complete: a line has not one value a month', value);
});

const aged = object((field) => ({
  total: field('total', decimal),
  ageing: field(
    'ageing',
    list(
      object((band) => ({
        days: band('days', text),
        amount: band('amount', decimal),
      })),
    ),
  ),
}));

const negativeStock = object((field) => ({
  count: field('count', count),
  /** The first of them; there may be more than are listed. */
  lines: field(
    'lines',
    list(
      object((line) => ({
        item: line('item', text),
        name: line('name', text),
        site: line('site', text),
        quantity: line('quantity', decimal),
        value: line('value', decimal),
      })),
    ),
  ),
}));

const period = object((field) => ({
  period: field('period', month),
  state: field('state', oneOf<PeriodState>('open', 'soft-closed', 'closed')),
}));

const seal = object((field) => ({
  batch: field('batch', count),
  hash: field('hash', text),
  recordedAt: field('recordedAt', instant),
}));

/** The answer of `GET /companies/{company}/overview`. */
export const overview = object((field) => ({
  company: field('company', company),
  /** The last event the figures include; a company without events has no instant. */
  asKnown: field(
    'asKnown',
    object((known) => ({
      event: known('event', count),
      recordedAt: known('recordedAt', optional(instant)),
    })),
  ),
  counts: field(
    'counts',
    object((number) => ({
      transactions: number('transactions', count),
      postings: number('postings', count),
      items: number('items', count),
      sites: number('sites', count),
    })),
  ),
  booksAgree: field('booksAgree', booksAgree),
  stockValue: field('stockValue', stockValue),
  goodsReceivedNotInvoiced: field('goodsReceivedNotInvoiced', aged),
  inTransit: field('inTransit', aged),
  nonInventory: field(
    'nonInventory',
    object((account) => ({
      balance: account('balance', decimal),
    })),
  ),
  negativeStock: field('negativeStock', negativeStock),
  queued: field('queued', count),
  periods: field('periods', list(period)),
  seal: field('seal', optional(seal)),
}));

export type Overview = ReadBy<typeof overview>;
export type BooksAgree = ReadBy<typeof booksAgree>;
export type RoleLine = ReadBy<typeof role>;
export type StockValue = ReadBy<typeof stockValue>;
export type ValueLine = ReadBy<typeof valueLine>;
export type Aged = ReadBy<typeof aged>;
export type NegativeStock = ReadBy<typeof negativeStock>;
export type PeriodLine = ReadBy<typeof period>;
