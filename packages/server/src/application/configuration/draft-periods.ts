import {
  type BusinessDate,
  type Configuration,
  dayAfter,
  dayBefore,
  type FiscalPeriod,
  type Period,
  parseBusinessDate,
  parsePeriod,
  periodAfter,
  periodsInOrder,
  periodsOfYear,
  type Refusal,
} from 'perpetua-core';
import type { CompanySetup, FiscalYearSetup } from './company-setup.ts';
import type { ConfigurationFact, PeriodFact } from './configuration-facts.ts';
import { invalid } from './invalid-setup.ts';

/** More periods than this at once are a mistake. */
const MOST_PERIODS = 240;

/**
 * Periods a setup opens: months by their names, or those of fiscal years it draws up. Periods follow
 * one another without a gap and without a day in two of them. What is there stays as it is.
 */
export function periodFacts(
  before: Configuration | undefined,
  setup: CompanySetup,
  refusals: Refusal[],
): readonly ConfigurationFact[] {
  const months = monthFacts(before, setup, refusals);
  const years = (setup.fiscalYears ?? []).flatMap((year) => yearPeriods(year, refusals));
  const known = new Set(before?.periods.keys());
  const fresh = years.filter(({ period }) => !known.has(period));
  if (fresh.length === 0) return months;
  const fault = faultInOrder(before, fresh);
  if (fault !== undefined) refusals.push(invalid('fiscalYears', fault));
  return [...months, ...fresh.map(openedPeriod)];
}

const openedPeriod = ({ period, year, first, last }: FiscalPeriod): ConfigurationFact => {
  const days = parsePeriod(period) === undefined ? { first, last } : {};
  const content: PeriodFact = { state: 'open', year, ...days };
  return { kind: 'period', key: period, content };
};

/** The periods of a year; none, after saying why, where the year cannot be drawn up. */
function yearPeriods(
  { year, first: text, pattern, longYear }: FiscalYearSetup,
  refusals: Refusal[],
): readonly FiscalPeriod[] {
  const what = `fiscal year ${year}`;
  const first = parseBusinessDate(text);
  if (first === undefined) {
    refusals.push(invalid(what, `${text} is no day`));
    return [];
  }
  if (pattern === 'months' && !first.endsWith('-01')) {
    refusals.push(invalid(what, `a year of months begins on the first of one, not on ${first}`));
    return [];
  }
  if (pattern === 'months' && longYear === true) {
    refusals.push(invalid(what, 'a year of months is never longer'));
    return [];
  }
  return periodsOfYear({ year, first, pattern, ...(longYear === undefined ? {} : { longYear }) });
}

/** Where new periods overlap, or leave days out, among themselves and those there are. */
function faultInOrder(
  before: Configuration | undefined,
  fresh: readonly FiscalPeriod[],
): string | undefined {
  const standing = before === undefined ? [] : periodsInOrder(before);
  const all = [...standing, ...fresh].toSorted((a, b) => (a.first < b.first ? -1 : 1));
  for (const [index, { period, last }] of all.entries()) {
    const next = all[index + 1];
    if (next === undefined) return undefined;
    if (next.first <= last) return `${next.period} begins before ${period} ends on ${last}`;
    const free = dayAfter(last);
    if (next.first !== free) return `${stretch(free, next.first)} would be in no period`;
  }
  return undefined;
}

const stretch = (from: BusinessDate, next: BusinessDate): string => {
  const to = dayBefore(next) ?? next;
  return from === to ? from : `${from} to ${to}`;
};

function monthFacts(
  before: Configuration | undefined,
  { periods }: CompanySetup,
  refusals: Refusal[],
): readonly ConfigurationFact[] {
  if (periods === undefined) return [];
  const [first, last] = [parsePeriod(periods.first), parsePeriod(periods.last)];
  if (first === undefined || last === undefined || first > last) {
    refusals.push(
      invalid('periods', `${periods.first} to ${periods.last} is no stretch of months`),
    );
    return [];
  }
  const isDrawnUp = (before?.calendar ?? []).length > 0;
  const missing = isDrawnUp ? undefined : gapBetween(before, first, last);
  if (missing !== undefined) {
    refusals.push(
      invalid('periods', `${missing} would be missing between them and those there are`),
    );
    return [];
  }
  const facts: ConfigurationFact[] = [];
  for (let period: Period = first; period <= last; period = periodAfter(period)) {
    if (facts.length >= MOST_PERIODS) {
      refusals.push(invalid('periods', `more than ${MOST_PERIODS} months at once`));
      return [];
    }
    if (before?.periods.has(period) !== true)
      facts.push({ kind: 'period', key: period, content: { state: 'open' } });
  }
  if (!isDrawnUp || facts.length === 0) return facts;
  refusals.push(invalid('periods', 'fiscal years were drawn up; open further ones by fiscalYears'));
  return [];
}

/** The month that would be left out between new periods and the old ones; months follow one another. */
function gapBetween(
  before: Configuration | undefined,
  first: Period,
  last: Period,
): Period | undefined {
  const known = [...(before?.periods.keys() ?? [])].toSorted();
  const [oldest, newest] = [known[0], known.at(-1)];
  if (oldest === undefined || newest === undefined) return undefined;
  if (first > periodAfter(newest)) return periodAfter(newest);
  return periodAfter(last) < oldest ? periodAfter(last) : undefined;
}
