-- Costs that late facts changed (003.X10, decision 0027).

alter type link_kind add value 'due-to';

-- By how much the movements of a pool on a day differ by now from what they were posted at, as an
-- event of the restating left them: the latest row of a pool, a day and a type counts. `as_type` is
-- empty for the movements' own values; else the corrections are consequences of that type which no
-- movement stands for, each at the first movement of its family. `pool_after` is what the run made of
-- the pool besides its value.
create table restated_cost (
  company_id  integer  not null,
  pool        bigint   not null,
  costed_on   date     not null,
  as_type     text     not null,
  event       bigint   not null,
  movements   bigint[] not null,
  corrections bigint[] not null,
  pool_after  json,
  primary key (company_id, pool, costed_on, as_type, event),
  constraint a_correction_for_each check (cardinality(movements) = cardinality(corrections))
);
create index restated_cost_of_event on restated_cost (company_id, event);

-- Work still to be done: costs of a pool to be run again from a day on. Not part of the log.
create table restatement (
  company_id integer not null references company,
  pool       bigint  not null,
  from_on    date    not null,
  cause      bigint  not null,
  primary key (company_id, pool, cause)
);

-- What takes its value of an earlier movement, or is a fact about its cost.
create index movement_about on movement (company_id, about) where about is not null;

grant select, insert on restated_cost to perpetua_writer;
grant select, insert, update, delete on restatement to perpetua_writer;

alter table restated_cost enable row level security;
create policy company_only on restated_cost
  using (company_id = current_setting('perpetua.company')::integer);
alter table restatement enable row level security;
create policy company_only on restatement
  using (company_id = current_setting('perpetua.company')::integer);

alter table batch alter column sealed_as set default 3;
