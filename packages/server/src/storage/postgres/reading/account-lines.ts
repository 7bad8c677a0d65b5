import type { ClientBase } from 'pg';
import type {
  AccountCardFilter,
  AccountLine,
  AccountLineMark,
  AccountSums,
  Page,
} from '../../../application/reading/ports.ts';

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

type SumRow = { [column in keyof AccountSums]: string };

/** Debits and credits before the first day, from it on, and from it up to a mark. */
export async function accountSums(
  client: ClientBase,
  company: number,
  filter: AccountCardFilter,
  upTo: AccountLineMark | undefined,
): Promise<AccountSums> {
  const values = [...filterValues(company, filter), filter.from ?? null];
  const inStretch = `($7::date is null or l.posted_on >= $7)`;
  const passed =
    upTo === undefined ? 'false' : `${inStretch} and ${PLACE} <= ${mark(values.length + 1)}`;
  const sum = (side: 'debit' | 'credit', when: string) =>
    `coalesce(sum(l.amount) filter (where l.side = '${side}' and ${when}), 0)::text`;
  const { rows } = await client.query<SumRow>(
    `select ${sum('debit', `not ${inStretch}`)} as "openingDebit",
            ${sum('credit', `not ${inStretch}`)} as "openingCredit",
            ${sum('debit', inStretch)} as "debit", ${sum('credit', inStretch)} as "credit",
            ${sum('debit', passed)} as "passedDebit", ${sum('credit', passed)} as "passedCredit"
       from journal_line l where ${LINE_IS_WANTED}`,
    upTo === undefined ? [...values] : [...values, ...markValues(upTo)],
  );
  const row = rows[0];
  return {
    openingDebit: BigInt(row?.openingDebit ?? 0),
    openingCredit: BigInt(row?.openingCredit ?? 0),
    debit: BigInt(row?.debit ?? 0),
    credit: BigInt(row?.credit ?? 0),
    passedDebit: BigInt(row?.passedDebit ?? 0),
    passedCredit: BigInt(row?.passedCredit ?? 0),
  };
}
