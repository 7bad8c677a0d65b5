-- The books: what happened, what it cost, where it was posted, and the state that follows.
--
-- Every key begins with the company. No sequences, no deferrable constraints, no triggers that
-- correctness depends on: the lane row gives out numbers and is the only lock (decision 0007).

create type transaction_type as enum (
  'receive-from-vendor', 'return-to-vendor', 'stock-order-transfer', 'stock-order-in-transit',
  'receive-transfer', 'adjustment', 'sale', 'pick-for-order', 'ship-for-order', 'order-in-transit',
  'receive-for-order', 'deliver', 'return-to-stock', 'lost-in-transit', 'receipt-for-stock-order',
  'manual-stock-receipt', 'manual-vendor-receipt', 'stock-transfer', 'stock-transfer-in-transit',
  'undo-deliver', 'merchandise-drop', 'undo-receive', 'otc-sale', 'return', 'hold-order',
  'withdraw-wip-in-transit', 'receive-from-outside-lab', 'negative-balance-cost-adjustment',
  'cogs-adjustment', 'count-variance', 'transfer-lost', 'supplier-invoice-match',
  'cost-revaluation', 'account-reclassification', 'opening-balance', 'non-inventory-reallocation',
  'average-respread', 'location-move', 'cost-correction'
);
create type bucket as enum ('on-hand', 'in-transit', 'wip', 'wip-in-transit', 'order-clearing');
create type link_kind as enum ('refers-to', 'reverses', 'caused-by');
create type entry_type as enum (
  'inventory', 'reclassification', 'reallocation', 'purchasing', 'sales', 'general'
);

-- Companies ------------------------------------------------------------------------------------

create table company (
  company_id        integer  primary key,
  code              text     not null unique,
  created_at        timestamptz not null,
  constraint code_is_a_word check (code ~ '^[a-z0-9][a-z0-9-]{0,39}$')
);

-- The lane is the lock, the source of numbers, the head of the seal and the validator of caches.
create table lane (
  company_id            integer primary key references company,
  last_event            bigint  not null default 0,
  last_movement         bigint  not null default 0,
  last_entry            bigint  not null default 0,
  last_pool             bigint  not null default 0,
  last_determination    bigint  not null default 0,
  last_batch            bigint  not null default 0,
  last_hash             bytea   not null default '\x'::bytea,
  configuration_version integer not null default 0
) with (fillfactor = 50);

-- Configuration: every fact with every version it ever had ---------------------------------------

create table configuration_change (
  company_id integer     not null references company,
  version    integer     not null,
  changed_at timestamptz not null,
  changed_by text        not null,
  reason     text        not null,
  primary key (company_id, version)
);

create table configuration_fact (
  company_id integer not null,
  kind       text    not null,
  key        text    not null,
  version    integer not null,
  content    json,                     -- null: the fact has ended
  primary key (company_id, kind, key, version),
  foreign key (company_id, version) references configuration_change
);

-- Items as they are now; their history is in configuration_fact.
create table item (
  company_id        integer  not null,
  code              text     not null,
  name              text     not null,
  group_number      smallint not null,
  item_class        text     not null,
  item_type         text,
  financial_group   text,
  category          text,
  quantity_decimals smallint not null,
  standard_cost     numeric(28, 0),
  primary key (company_id, code),
  constraint group_number_1_to_999 check (group_number between 1 and 999),
  constraint decimals_0_to_6 check (quantity_decimals between 0 and 6)
);

-- The log: written once ------------------------------------------------------------------------

create table batch (
  company_id            integer     not null references company,
  number                bigint      not null,
  recorded_at           timestamptz not null,
  recorded_month        date        not null,
  recorded_by           text        not null,
  configuration_version integer     not null,   -- under which it was decided
  last_event            bigint      not null,
  last_movement         bigint      not null,
  last_entry            bigint      not null,
  previous_hash         bytea       not null,
  hash                  bytea       not null,
  primary key (company_id, number),
  foreign key (company_id, configuration_version) references configuration_change
);

create table event (
  company_id    integer          not null,
  number        bigint           not null,
  batch         bigint           not null,
  entry         bigint           not null,   -- 0: nothing to post
  first_movement bigint          not null,   -- its movements are numbered without a gap
  posted_on     date             not null,
  document_date date             not null,
  movements     integer          not null,
  type          transaction_type not null,
  entry_type    entry_type       not null,
  source        text             not null,
  key           text             not null,
  item          text             not null,
  site          text             not null,
  document      text             not null,
  content       json             not null,
  primary key (company_id, number),
  constraint one_key_one_event unique (company_id, source, key)
);

create table movement (
  company_id     integer          not null,
  recorded_month date             not null,
  number         bigint           not null,
  event          bigint           not null,
  pool           bigint           not null,
  quantity       bigint           not null,
  value          bigint           not null,
  quantity_after bigint           not null,
  value_after    bigint           not null,
  posted_on      date             not null,
  type           transaction_type not null,
  place          text             not null,
  primary key (company_id, recorded_month, number)
) partition by range (recorded_month);
create index movement_of_pool on movement (company_id, pool, number);

create table posting (
  company_id           integer  not null,
  recorded_month       date     not null,
  entry                bigint   not null,
  event                bigint   not null,
  amount               bigint   not null,
  debit_determination  bigint   not null,
  credit_determination bigint   not null,
  posted_on            date     not null,
  line                 smallint not null,
  debit_account        text     not null,
  debit_center         text     not null,
  debit_site           text     not null,
  credit_account       text     not null,
  credit_center        text     not null,
  credit_site          text     not null,
  primary key (company_id, recorded_month, entry, line),
  constraint an_amount_is_positive check (amount > 0),
  constraint two_different_sides check (
    (debit_account, debit_center, debit_site) <> (credit_account, credit_center, credit_site)
  )
) partition by range (recorded_month);
create index posting_on_day on posting using brin (posted_on) with (pages_per_range = 32);

-- Rows recorded in a month that has no partition of its own yet.
create table movement_of_other_months partition of movement default;
create table posting_of_other_months partition of posting default;

create table event_link (
  company_id integer   not null,
  event      bigint    not null,
  to_event   bigint    not null,
  kind       link_kind not null,
  quantity   bigint    not null,
  value      bigint    not null,
  primary key (company_id, event, to_event, kind)
);
create index event_link_to on event_link (company_id, to_event);
create unique index reversed_once on event_link (company_id, to_event) where kind = 'reverses';

create table cost_use (
  company_id integer not null,
  movement   bigint  not null,
  receipt    bigint  not null,
  quantity   bigint  not null,
  value      bigint  not null,
  primary key (company_id, movement, receipt)
);

create table determination (
  company_id            integer          not null,
  number                bigint           not null,
  batch                 bigint           not null,
  configuration_version integer          not null,
  name                  text             not null,
  type                  transaction_type not null,
  role                  text             not null,
  account               text             not null,
  content               json             not null,
  primary key (company_id, number),
  constraint one_path_one_row unique (company_id, configuration_version, name)
);

-- What could not be posted although it happened; it stays until its key is posted.
create table queued_transaction (
  company_id integer     not null references company,
  source     text        not null,
  key        text        not null,
  queued_at  timestamptz not null,
  content    json        not null,
  refusals   json        not null,
  primary key (company_id, source, key)
);

-- State: follows from the log and can be rebuilt ---------------------------------------------------

create table cost_pool (
  company_id     integer not null,
  number         bigint  not null,
  item           text    not null,
  site           text    not null,
  bucket         bucket  not null,
  account        text    not null,
  document       text    not null,
  quantity       bigint  not null,
  value          bigint  not null,
  known_quantity bigint  not null,
  known_value    bigint  not null,
  layers         json,                 -- open cost layers under FIFO
  last_movement  bigint  not null,
  primary key (company_id, number),
  constraint one_pool_per_address unique (company_id, item, document, site, bucket, account)
) with (fillfactor = 60);

create table stock (
  company_id integer not null,
  item       text    not null,
  place      text    not null,         -- location on hand, document in the other buckets
  site       text    not null,
  bucket     bucket  not null,
  account    text    not null,
  quantity   bigint  not null,
  primary key (company_id, item, place, site, bucket)
) with (fillfactor = 60);

create table account_balance (
  company_id integer not null,
  period     text    not null,
  account    text    not null,
  center     text    not null,
  site       text    not null,
  debit      numeric(38, 0) not null,
  credit     numeric(38, 0) not null,
  primary key (company_id, period, account, center, site)
) with (fillfactor = 60);

-- Views: what people and programs read --------------------------------------------------------------

create view journal_line with (security_invoker = true) as
select p.company_id, p.entry, p.line, 'debit' as side, p.event, p.posted_on, p.amount,
       p.debit_account as account, p.debit_center as center, p.debit_site as site,
       p.debit_determination as determination, p.recorded_month
  from posting p
 union all
select p.company_id, p.entry, p.line, 'credit', p.event, p.posted_on, p.amount,
       p.credit_account, p.credit_center, p.credit_site, p.credit_determination, p.recorded_month
  from posting p;

-- Who may do what ------------------------------------------------------------------------------------

do $$
begin
  create role perpetua_writer nologin;
exception when duplicate_object or unique_violation then null;
end $$;

do $$ begin execute format('grant perpetua_writer to %I', current_user); end $$;

grant usage on schema public to perpetua_writer;
grant select on all tables in schema public to perpetua_writer;
-- A partition that is read by its own name is not guarded by the policies of its table.
revoke all on movement_of_other_months, posting_of_other_months from perpetua_writer;
grant insert on company, lane, configuration_change, configuration_fact, item, batch, event,
  movement, posting, event_link, cost_use, determination, queued_transaction, cost_pool, stock,
  account_balance to perpetua_writer;
grant update on lane, item, cost_pool, stock, account_balance to perpetua_writer;

-- Rows of another company can be neither read nor written (I10).
do $$
declare name text;
begin
  foreach name in array array[
    'lane', 'configuration_change', 'configuration_fact', 'item', 'batch', 'event', 'movement',
    'posting', 'event_link', 'cost_use', 'determination', 'queued_transaction', 'cost_pool',
    'stock', 'account_balance'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy company_only on %I
         using (company_id = current_setting(''perpetua.company'')::integer)', name);
  end loop;
end $$;
