import {
  type BusinessDate,
  type TransactionType,
  takesClaim,
  transactionTypes,
} from 'perpetua-core';
import type { ClientBase } from 'pg';
import type {
  GoodsOwed,
  OwedCut,
  PartyBalance,
  PartyKind,
} from '../../../application/reading/ports.ts';
import { wordsLiteral } from '../array-literals.ts';

/**
 * What a role was credited less debited by each event, up to a cut: `$2` and `$3`. Whatever follows of
 * an event stands with it, so that the sum over all of them is the balance of the role.
 */
const postedOn = (role: string) => `
  select p.event, sum(case when cd.role = '${role}' then p.amount else 0 end)
                - sum(case when dd.role = '${role}' then p.amount else 0 end) as owed
    from posting p
    join determination dd on dd.company_id = $1 and dd.number = p.debit_determination
    join determination cd on cd.company_id = $1 and cd.number = p.credit_determination
   where p.company_id = $1 and p.event <= $2 and ($3::date is null or p.posted_on <= $3)
     and (dd.role = '${role}' or cd.role = '${role}')
   group by p.event`;

/** What takes of a receipt what is owed for its goods, and what brings in goods that were invoiced ahead. */
const FOLLOWING = wordsLiteral([...transactionTypes().filter(takesClaim), 'receive-from-vendor']);

type GoodsRow = {
  event: bigint;
  key: string;
  type: TransactionType;
  posted_on: BusinessDate;
  item: string;
  site: string;
  document: string;
  party: string | null;
  amount: string;
  quantity: string | null;
};

/**
 * What is on goods received and not yet invoiced, by the event with which the goods came or went: an
 * invoice and a reversal stand with the receipt they are about.
 */
export async function goodsOwed(
  client: ClientBase,
  company: number,
  { event, to }: OwedCut,
): Promise<readonly GoodsOwed[]> {
  const { rows } = await client.query<GoodsRow>(
    `with recursive own as materialized (${postedOn('grni')}), trace as (
       select event, event as at from own
        union all
       select t.event, n.to_event
         from trace t
        cross join lateral (
              select l.to_event from event_link l
                join event e on e.company_id = $1 and e.number = l.event
               where l.company_id = $1 and l.event = t.at
                 and (l.kind = 'reverses' or (l.kind = 'refers-to' and e.type = any($4::transaction_type[])))
               order by l.kind desc limit 1) n
     ), root as (
       select event, min(at) as root from trace group by event
     ), open as (
       select r.root, sum(o.owed) as owed from own o join root r using (event) group by r.root
      having sum(o.owed) <> 0
     )
     select e.number as event, e.key, e.type, e.posted_on, e.item, e.site, e.document,
            coalesce(e.content ->> 'party', h.party) as party, o.owed::text as amount,
            (abs(m.quantity) - coalesce(u.claimed, 0))::text as quantity
       from open o
       join event e on e.company_id = $1 and e.number = o.root
       join batch b on b.company_id = $1 and b.number = e.batch
       left join movement m on m.company_id = $1 and m.recorded_month = b.recorded_month
                           and m.number = e.first_movement
       left join lateral (
            select sum(l.quantity) as claimed
              from event_link l join event c on c.company_id = $1 and c.number = l.event
             where l.company_id = $1 and l.to_event = e.number and l.kind = 'refers-to' and l.event <= $2
               and c.type = any($4::transaction_type[]) and ($3::date is null or c.posted_on <= $3)) u on true
       left join lateral (
            select h.content ->> 'party' as party
              from event_link l join event h on h.company_id = $1 and h.number = l.to_event
             where l.company_id = $1 and l.event = e.number and l.kind = 'caused-by' limit 1) h on true
      order by e.posted_on, e.number`,
    [company, event, to, FOLLOWING],
  );
  return rows.map((row) => {
    const amount = BigInt(row.amount);
    const units = row.quantity === null ? null : BigInt(row.quantity);
    return {
      event: Number(row.event),
      key: row.key,
      type: row.type,
      postedOn: row.posted_on,
      item: row.item,
      site: row.site,
      document: row.document,
      party: row.party ?? '',
      amount,
      quantity: units === null || amount > 0n ? units : -units,
    };
  });
}

type BalanceRow = {
  party: string | null;
  account: string;
  debited: string;
  credited: string;
  documents: string;
};

type ControlRow = readonly [role: string, invoicedOn: 'debited' | 'credited'];

/** The role on which each kind of party is owed or owes, and the side that an invoice stands on. */
const CONTROLS: Readonly<Record<PartyKind, ControlRow>> = {
  vendor: ['supplier-control', 'credited'],
  customer: ['customer-control', 'debited'],
};

/** What parties were invoiced and credited, by the party that the document, or the match, names. */
export async function partyBalances(
  client: ClientBase,
  company: number,
  kind: PartyKind,
  { event, to }: OwedCut,
): Promise<readonly PartyBalance[]> {
  const [role, invoicedOn] = CONTROLS[kind];
  const { rows } = await client.query<BalanceRow>(
    `with recursive own as materialized (
       select l.event, l.account, sum(case l.side when 'credit' then l.amount else 0 end) as credit,
              sum(case l.side when 'debit' then l.amount else 0 end) as debit
         from journal_line l
         join determination d on d.company_id = $1 and d.number = l.determination
        where l.company_id = $1 and l.event <= $2 and ($3::date is null or l.posted_on <= $3)
          and d.role = $4
        group by l.event, l.account
     ), trace as (
       select distinct event, event as at from own
        union all
       select t.event, n.to_event
         from trace t
        cross join lateral (
              select l.to_event from event_link l
               where l.company_id = $1 and l.event = t.at and l.kind in ('reverses', 'caused-by')
               order by l.kind limit 1) n
     ), root as (
       select event, min(at) as root from trace group by event
     )
     select coalesce(e.content ->> 'party', '') as party, o.account,
            sum(o.credit)::text as credited, sum(o.debit)::text as debited,
            count(distinct r.root)::text as documents
       from own o
       join root r using (event)
       join event e on e.company_id = $1 and e.number = r.root
      group by 1, 2
      order by 1, 2`,
    [company, event, to, role],
  );
  return rows.map(({ party, account, debited, credited, documents }) => {
    const sides = { debited: BigInt(debited), credited: BigInt(credited) };
    const creditedOn = invoicedOn === 'debited' ? 'credited' : 'debited';
    return {
      party: party ?? '',
      account,
      invoiced: sides[invoicedOn],
      credited: sides[creditedOn],
      documents: Number(documents),
    };
  });
}
