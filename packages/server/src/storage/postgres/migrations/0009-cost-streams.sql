-- The costs of an item beside the one that values its stock (004.07, decision 0030). State, which
-- follows from the movements and can be had again from them.

create table cost_stream (
  company_id     integer not null,
  item           text    not null,
  document       text    not null,   -- of goods that are carried; empty for what is on hand
  site           text    not null,
  bucket         bucket  not null,
  stream         text    not null,
  quantity       bigint  not null,
  value          bigint  not null,
  known_quantity bigint  not null,
  known_value    bigint  not null,
  layers         json,               -- receipts that are left under FIFO; the newest purchases
  last_movement  bigint  not null,
  last_costed_on date,
  primary key (company_id, item, document, site, bucket, stream),
  constraint kept_streams check (stream in ('average', 'fifo', 'last', 'landed'))
) with (fillfactor = 60);

grant select, insert, update on cost_stream to perpetua_writer;

alter table cost_stream enable row level security;
create policy company_only on cost_stream
  using (company_id = current_setting('perpetua.company')::integer);

-- Costs of an item without stock, which somebody sets: whole hundred-millionths by stream (004.15).
alter table item add column set_costs json;

-- Which cost a sale showed that is not the one it posted: what was told is told again (004.32).
create table shown_cost (
  company_id integer not null,
  event      bigint  not null,
  stream     text    not null,
  value      bigint  not null,
  primary key (company_id, event),
  constraint shown_streams check (stream in ('average', 'fifo', 'standard', 'last', 'landed'))
);

grant select, insert on shown_cost to perpetua_writer;

alter table shown_cost enable row level security;
create policy company_only on shown_cost
  using (company_id = current_setting('perpetua.company')::integer);

-- The newest purchases of what was posted before: by day, then by number, without those that were
-- reversed, at the price that was told and what corrections added to it.
with decimals as (
  select distinct on (company_id) company_id, (content ->> 'currencyDecimals')::integer as currency
    from configuration_fact
   where kind = 'company'
   order by company_id, version desc
), purchase as (
  select e.company_id, p.item, p.site, e.number as receipt, e.posted_on, m.number as movement, m.quantity,
         coalesce(
           round(m.quantity * (e.content ->> 'unitCost')::numeric * (10::numeric ^ d.currency)
                 / (10::numeric ^ i.quantity_decimals)),
           (e.content ->> 'amount')::numeric * (10::numeric ^ d.currency),
           m.value) + coalesce(c.value, 0) as value,
         row_number() over (partition by e.company_id, p.item, p.site order by e.posted_on desc, e.number desc) as age
    from event e
    join movement m on m.company_id = e.company_id and m.event = e.number and m.quantity > 0
    join cost_pool p on p.company_id = e.company_id and p.number = m.pool and p.bucket = 'on-hand'
    join item i on i.company_id = e.company_id and i.code = p.item
    join decimals d on d.company_id = e.company_id
   cross join lateral (
         select -sum(l.value) as value
           from event_link l
          where l.company_id = e.company_id and l.to_event = e.number and l.kind = 'refers-to' and l.quantity = 0) c
   where e.type::text in ('receive-from-vendor', 'manual-vendor-receipt', 'opening-balance', 'consignment-use')
     and not exists (
         select from event_link l
          where l.company_id = e.company_id and l.kind = 'reverses' and e.number in (l.event, l.to_event))
)
insert into cost_stream (company_id, item, document, site, bucket, stream, quantity, value, known_quantity,
       known_value, layers, last_movement, last_costed_on)
select company_id, item, '', site, 'on-hand', 'last', min(quantity) filter (where age = 1),
       min(value) filter (where age = 1)::bigint, 0, 0,
       json_agg(json_build_object('receipt', receipt, 'receivedOn', posted_on, 'quantity', quantity::text,
                                  'value', value::bigint::text) order by age),
       max(movement), max(posted_on)
  from purchase
 where age <= 8
 group by company_id, item, site;
