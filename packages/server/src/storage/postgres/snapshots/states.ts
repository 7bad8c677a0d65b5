import { wordsLiteral } from '../array-literals.ts';
import type { Base } from './base.ts';

/** A kind of state that snapshots are kept of, and how the log adds up to it. */
export type StateKind = {
  readonly table: 'pool_snapshot' | 'place_snapshot' | 'account_snapshot';
  /** The number of the log by which its marks are known. */
  readonly known: 'movement' | 'entry';
  readonly key: string;
  readonly sums: readonly string[];
  /** Rows of the log with day, key and figures, where the row `l` meets a condition. */
  readonly log: (condition: string) => string;
};

/** Quantity and value of pools. */
export const POOL_STATE: StateKind = {
  table: 'pool_snapshot',
  known: 'movement',
  key: 'pool',
  sums: ['quantity', 'value'],
  log: (condition) =>
    `select l.posted_on, l.pool, l.quantity, l.value from movement l where ${condition}`,
};

/** Units of pools by the place where they lie. */
export const PLACE_STATE: StateKind = {
  table: 'place_snapshot',
  known: 'movement',
  key: 'pool, place',
  sums: ['quantity'],
  log: (condition) =>
    `select l.posted_on, l.pool, l.place, l.quantity from movement l where ${condition}`,
};

/** Debits and credits of accounts by center and site. Either side is added up before it is named. */
export const ACCOUNT_STATE: StateKind = {
  table: 'account_snapshot',
  known: 'entry',
  key: 'account, center, site',
  sums: ['debit', 'credit'],
  log: (condition) =>
    `select l.posted_on, l.debit_account as account, l.debit_center as center, l.debit_site as site,
            sum(l.amount) as debit, 0::numeric as credit
       from posting l where ${condition} group by 1, 2, 3, 4
      union all
     select l.posted_on, l.credit_account, l.credit_center, l.credit_site, 0::numeric, sum(l.amount)
       from posting l where ${condition} group by 1, 2, 3, 4`,
};

export const STATE_KINDS: readonly StateKind[] = [POOL_STATE, PLACE_STATE, ACCOUNT_STATE];

/** The columns of a state: its key and what is added up. */
export const columnsOf = ({ key, sums }: StateKind): string => [key, ...sums].join(', ');

const sumsText = ({ sums }: StateKind): string =>
  sums.map((sum) => `sum(${sum}) as ${sum}`).join(', ');

const isSomething = ({ sums }: StateKind): string =>
  sums.map((sum) => `sum(${sum}) <> 0`).join(' or ');

/** Recorded after the mark, with a date up to the period end. */
const lateRows = ({ known, log }: StateKind): string => {
  const number = known === 'movement' ? 'l.number' : 'l.entry';
  return log(
    `l.company_id = $1 and l.recorded_month = any($4::date[]) and ${number} > $3 and ${number} <= $5
       and l.event <= $6 and l.posted_on <= $2`,
  );
};

/** Dated after the period end and up to the last day. The months spare the reader later partitions. */
const rowsBeyond = ({ log }: StateKind): string =>
  log(
    `l.company_id = $1 and l.posted_on > $2 and l.posted_on <= $7 and l.event <= $6
       and ($8::date[] is null or l.recorded_month = any($8::date[]))`,
  );

/** Values of the parameters `$1` to `$6`, which say what is late. */
export const lateValues = (company: number, base: Base, { known }: StateKind): unknown[] => [
  company,
  base.periodEnd,
  base.mark[known],
  wordsLiteral(base.laterMonths),
  base.upTo[known],
  base.event,
];

/** Values of the parameters `$1` to `$8` of a state; what a narrowing needs comes after them. */
export const stateValues = (company: number, base: Base, kind: StateKind): unknown[] => [
  ...lateValues(company, base, kind),
  base.lastDay,
  base.allMonths && wordsLiteral(base.allMonths),
];

/**
 * Rows that add up to the state on a day as it was known at an event: the last snapshot and what
 * came after it. That is what was dated later, and what was recorded later with an earlier date.
 * Without a snapshot it is all of the log.
 *
 * @param narrowing a condition on the columns of the key, for those who want little of it
 */
export function stateRowsText(kind: StateKind, narrowing = 'true'): string {
  const { table, known } = kind;
  const columns = columnsOf(kind);
  const snapshot = `select ${columns} from ${table}
                     where company_id = $1 and period_end = $2 and ${known} <= $3 and ${narrowing}`;
  const ofLog = (rows: string) => `select ${columns} from (${rows}) l where ${narrowing}`;
  return [snapshot, ofLog(lateRows(kind)), ofLog(rowsBeyond(kind))].join(' union all ');
}

/** The state itself, key by key; what came to nothing is left out. */
export const stateText = (kind: StateKind): string => `
    select ${kind.key}, ${sumsText(kind)}
      from (${stateRowsText(kind)}) s
     group by ${kind.key}
    having ${isSomething(kind)}`;

/**
 * What the rows recorded after the mark add to each of the period ends `$7`, none of which is later
 * than the one of the base.
 */
export const lateStateText = (kind: StateKind): string => `
    select period_end, ${kind.key}, ${sumsText(kind)}
      from (select posted_on, ${kind.key}, ${sumsText(kind)}
              from (${lateRows(kind)}) l group by posted_on, ${kind.key}) l
      join unnest($7::date[]) e(period_end) on l.posted_on <= e.period_end
     group by period_end, ${kind.key}
    having ${isSomething(kind)}`;
