-- Snapshots: what pools, places and accounts held at the ends of periods, so that no report reads
-- all history (decision 0032). They are a cache: every row follows from the log, and all of them may
-- be thrown away. No row is ever changed. A mark is a place in the log; its rows hold what the log
-- adds up to there to the state of each period's end, beyond the mark before it. So what is recorded
-- late is added by the next mark, and what was known at an earlier one stays as it was.

create table snapshot_mark (
  company_id  integer     not null references company,
  batch       bigint      not null,   -- the last batch that is included, and its last numbers
  event       bigint      not null,
  movement    bigint      not null,
  entry       bigint      not null,
  last_day    date        not null,   -- the last business date up to there
  period_ends date[]      not null,   -- the days whose state is known up to there
  months      date[]      not null,   -- the months in which what lies before it was recorded
  written_at  timestamptz not null,
  primary key (company_id, batch)
);

create table pool_snapshot (
  company_id integer not null,
  period_end date    not null,
  movement   bigint  not null,        -- the mark: the last movement it knows
  pool       bigint  not null,
  quantity   bigint  not null,
  value      bigint  not null,
  primary key (company_id, period_end, pool, movement)
);

-- How the units of pools lay at their places.
create table place_snapshot (
  company_id integer not null,
  period_end date    not null,
  movement   bigint  not null,
  pool       bigint  not null,
  quantity   bigint  not null,
  place      text    not null,
  primary key (company_id, period_end, pool, place, movement)
);

create table account_snapshot (
  company_id integer not null,
  period_end date    not null,
  entry      bigint  not null,        -- the mark: the last journal entry it knows
  account    text    not null,
  center     text    not null,
  site       text    not null,
  debit      numeric(38, 0) not null,
  credit     numeric(38, 0) not null,
  primary key (company_id, period_end, account, center, site, entry)
);

-- What was dated within some days, also where a few rows among many were recorded late: the day of a
-- single late row must not make a whole range of rows look old. Such an index costs posting nothing,
-- since rows come in at the end, and a range is summed up when the table is cleaned.
create index movement_on_day on movement using brin (posted_on date_minmax_multi_ops)
  with (pages_per_range = 16);
drop index posting_on_day;
create index posting_on_day on posting using brin (posted_on date_minmax_multi_ops)
  with (pages_per_range = 16);

grant select, insert, delete on snapshot_mark, pool_snapshot, place_snapshot, account_snapshot
  to perpetua_writer;

do $$
declare name text;
begin
  foreach name in array array[
    'snapshot_mark', 'pool_snapshot', 'place_snapshot', 'account_snapshot'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy company_only on %I
         using (company_id = current_setting(''perpetua.company'')::integer)', name);
  end loop;
end $$;
