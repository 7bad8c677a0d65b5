import { type BusinessDate, dayBefore } from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  AccountCardFilter,
  AccountLine,
  AccountLineMark,
  AccountSums,
  Page,
} from '../../../application/reading/ports.ts';
import { baseOf } from '../snapshots/base.ts';
import { ACCOUNT_STATE, stateRowsText, stateValues } from '../snapshots/states.ts';

/** `$2` account, `$3` site, `$4` center, `$5` last event, `$6` last day. */
const LINE_IS_WANTED = `l.company_id = $1 and l.account = $2 and ($3::text is null or l.site = $3)
      and ($4::text is null or l.center = $4) and l.event <= $5 and ($6::date is null or l.posted_on <= $6)`;

/** Lines come by day, entry and line; of a line on both sides the debit first. */
const PLACE = `(l.posted_on, l.entry, l.line, case l.side when 'debit' then 0 else 1 end)`;
const mark = (first: number): string =>
  `($${first}::date, $${first + 1}::bigint, $${first + 2}::smallint, $${first + 3}::integer)`;

function filterValues(company: number, filter: AccountCardFilter): readonly unknown[] {
  const { account, site, center, event, to } = filter;
  return [company, account, site ?? null, center ?? null, event, to ?? null];
}

const markValues = ({ postedOn, entry, line, side }: AccountLineMark): readonly unknown[] => [
  postedOn,
  entry,
  line,
  side === 'debit' ? 0 : 1,
];

type LineRow = Omit<AccountLine, 'postedOn' | 'entry' | 'event'> & {
  posted_on: AccountLine['postedOn'];
  entry: bigint;
  event: bigint;
};

/** A page of the lines of an account, by business date. */
export async function accountLines(
  client: ClientBase,
  company: number,
  filter: AccountCardFilter,
  { after, limit }: Page<AccountLineMark>,
): Promise<readonly AccountLine[]> {
  const values = [...filterValues(company, filter), filter.from ?? null];
  const beyond = after === undefined ? '' : `and ${PLACE} > ${mark(values.length + 1)}`;
  const marked = after === undefined ? values : [...values, ...markValues(after)];
  const { rows } = await client.query<LineRow>(
    `select l.posted_on, l.entry, l.line, l.side, l.event, d.type, e.source, e.key, e.item, l.center, l.site,
            l.amount
       from (select * from journal_line l
              where ${LINE_IS_WANTED} and ($7::date is null or l.posted_on >= $7) ${beyond}
              order by ${PLACE} limit $${marked.length + 1}) l
       join event e on e.company_id = $1 and e.number = l.event
       join determination d on d.company_id = $1 and d.number = l.determination
      order by ${PLACE}`,
    [...marked, limit],
  );
  return rows.map(({ posted_on, entry, event, ...line }) => ({
    ...line,
    postedOn: posted_on,
    entry: Number(entry),
    event: Number(event),
  }));
}

/** Narrows a state to the account of a card; `$9` account, `$10` site, `$11` center. */
const OF_CARD = `account = $9 and ($10::text is null or site = $10) and ($11::text is null or center = $11)`;

type Sums = { readonly debit: bigint; readonly credit: bigint };
type SumRow = { [column in keyof Sums]: string | null };

const NOTHING: Sums = { debit: 0n, credit: 0n };
const sumsOf = ({ debit, credit }: SumRow = { debit: null, credit: null }): Sums => ({
  debit: BigInt(debit ?? 0),
  credit: BigInt(credit ?? 0),
});
const plus = (a: Sums, b: Sums): Sums => ({
  debit: a.debit + b.debit,
  credit: a.credit + b.credit,
});
const less = (a: Sums, b: Sums): Sums => ({
  debit: a.debit - b.debit,
  credit: a.credit - b.credit,
});

/** Debits and credits before the first day, from it on, and from it up to a mark. */
export async function accountSums(
  client: ClientBase,
  company: number,
  filter: AccountCardFilter,
  upTo: AccountLineMark | undefined,
): Promise<AccountSums> {
  const { from, to } = filter;
  const sumsTo = (day: BusinessDate | undefined) => sumsWithin(client, company, filter, day);
  const before = from && dayBefore(from);
  const opening = before === undefined ? NOTHING : await sumsTo(before);
  const stretch = less(await sumsTo(to), opening);
  let passed = NOTHING;
  if (upTo !== undefined && (from === undefined || from <= upTo.postedOn)) {
    const ended = dayBefore(upTo.postedOn);
    const last = to !== undefined && ended !== undefined && to < ended ? to : ended;
    const whole = last === undefined ? NOTHING : less(await sumsTo(last), opening);
    passed = plus(whole, await sumsOnDay(client, company, filter, upTo));
  }
  return {
    openingDebit: opening.debit,
    openingCredit: opening.credit,
    debit: stretch.debit,
    credit: stretch.credit,
    passedDebit: passed.debit,
    passedCredit: passed.credit,
  };
}

/** Debits and credits of a card up to the end of a day, or of all days. */
async function sumsWithin(
  client: ClientBase,
  company: number,
  { account, site, center, event }: AccountCardFilter,
  day: BusinessDate | undefined,
): Promise<Sums> {
  const base = await baseOf(client, company, { asOf: day ?? null, event });
  const { rows } = await client.query<SumRow>(
    `select sum(debit)::text as debit, sum(credit)::text as credit
       from (${stateRowsText(ACCOUNT_STATE, OF_CARD)}) s`,
    [...stateValues(company, base, ACCOUNT_STATE), account, site ?? null, center ?? null],
  );
  return sumsOf(rows[0]);
}

/** Debits and credits of the lines up to a mark, on the mark's own day. */
async function sumsOnDay(
  client: ClientBase,
  company: number,
  filter: AccountCardFilter,
  upTo: AccountLineMark,
): Promise<Sums> {
  const values = filterValues(company, filter);
  const { rows } = await client.query<SumRow>(
    `select sum(l.amount) filter (where l.side = 'debit')::text as debit,
            sum(l.amount) filter (where l.side = 'credit')::text as credit
       from journal_line l
      where ${LINE_IS_WANTED} and l.posted_on = $7 and ${PLACE} <= ${mark(8)}`,
    [...values, upTo.postedOn, ...markValues(upTo)],
  );
  return sumsOf(rows[0]);
}
