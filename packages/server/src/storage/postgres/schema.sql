-- The schema as the migrations leave it, in the order of names. Written by tools/schema.ts for
-- reading and comparing; the migrations are what makes it.

create type bucket as enum (
  'on-hand',
  'in-transit',
  'wip',
  'wip-in-transit',
  'order-clearing',
  'consigned',
  'assembly'
);
create type cost_source as enum (
  'told',
  'borne',
  'pool',
  'other-pool',
  'held',
  'carried-over',
  'original',
  'reversed',
  'consequence',
  'restated',
  'none'
);
create type entry_type as enum (
  'inventory',
  'reclassification',
  'reallocation',
  'purchasing',
  'sales',
  'general'
);
create type link_kind as enum (
  'refers-to',
  'adds-cost-to',
  'clears',
  'reverses',
  'caused-by',
  'due-to',
  'restates'
);
create type transaction_type as enum (
  'receive-from-vendor',
  'return-to-vendor',
  'stock-order-transfer',
  'stock-order-in-transit',
  'receive-transfer',
  'adjustment',
  'sale',
  'pick-for-order',
  'ship-for-order',
  'order-in-transit',
  'receive-for-order',
  'deliver',
  'return-to-stock',
  'lost-in-transit',
  'receipt-for-stock-order',
  'manual-stock-receipt',
  'manual-vendor-receipt',
  'stock-transfer',
  'stock-transfer-in-transit',
  'undo-deliver',
  'merchandise-drop',
  'undo-receive',
  'otc-sale',
  'return',
  'hold-order',
  'withdraw-wip-in-transit',
  'receive-from-outside-lab',
  'negative-balance-cost-adjustment',
  'cogs-adjustment',
  'count-variance',
  'transfer-lost',
  'supplier-invoice-match',
  'cost-revaluation',
  'account-reclassification',
  'opening-balance',
  'non-inventory-reallocation',
  'average-respread',
  'location-move',
  'cost-correction',
  'manual-receipt-match',
  'manual-receipt-write-off',
  'consignment-receipt',
  'consignment-return',
  'consignment-use',
  'assembly',
  'disassembly',
  'item-transfer',
  'assembly-issue',
  'assembly-receipt',
  'assembly-scrap',
  'landed-cost',
  'supplier-invoice',
  'supplier-credit-note',
  'merchandise-purchase',
  'purchase-charge',
  'freight-charge',
  'manual-journal',
  'journal-reversal',
  'receipt-link',
  'open-line-match',
  'period-end-stock',
  'stock-taken-up',
  'sales-invoice',
  'sales-credit-note',
  'sales-revenue',
  'sale-without-stock',
  'return-for-vendor'
);

create table account_balance (
  company_id integer not null,
  period text not null,
  account text not null,
  center text not null,
  site text not null,
  debit numeric(38,0) not null,
  credit numeric(38,0) not null,
  constraint account_balance_pkey PRIMARY KEY (company_id, period, account, center, site)
) with (fillfactor=60);

create table account_snapshot (
  company_id integer not null,
  period_end date not null,
  entry bigint not null,
  account text not null,
  center text not null,
  site text not null,
  debit numeric(38,0) not null,
  credit numeric(38,0) not null,
  constraint account_snapshot_pkey PRIMARY KEY (company_id, period_end, account, center, site, entry)
);

create table batch (
  company_id integer not null,
  number bigint not null,
  recorded_at timestamp with time zone not null,
  recorded_month date not null,
  recorded_by text not null,
  configuration_version integer not null,
  last_event bigint not null,
  last_movement bigint not null,
  last_entry bigint not null,
  previous_hash bytea not null,
  hash bytea not null,
  sealed_as smallint not null default 4,
  constraint batch_pkey PRIMARY KEY (company_id, number),
  constraint batch_company_id_configuration_version_fkey FOREIGN KEY (company_id, configuration_version) REFERENCES configuration_change(company_id, version),
  constraint batch_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table company (
  company_id integer not null,
  code text not null,
  created_at timestamp with time zone not null,
  constraint company_pkey PRIMARY KEY (company_id),
  constraint company_code_key UNIQUE (code),
  constraint code_is_a_word CHECK ((code ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text))
);

create table configuration_change (
  company_id integer not null,
  version integer not null,
  changed_at timestamp with time zone not null,
  changed_by text not null,
  reason text not null,
  constraint configuration_change_pkey PRIMARY KEY (company_id, version),
  constraint configuration_change_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table configuration_fact (
  company_id integer not null,
  kind text not null,
  key text not null,
  version integer not null,
  content json,
  constraint configuration_fact_pkey PRIMARY KEY (company_id, kind, key, version),
  constraint configuration_fact_company_id_version_fkey FOREIGN KEY (company_id, version) REFERENCES configuration_change(company_id, version)
);

create table cost_pool (
  company_id integer not null,
  number bigint not null,
  item text not null,
  site text not null,
  bucket bucket not null,
  account text not null,
  document text not null,
  quantity bigint not null,
  value bigint not null,
  known_quantity bigint not null,
  known_value bigint not null,
  layers json,
  last_movement bigint not null,
  last_posted_on date,
  constraint cost_pool_pkey PRIMARY KEY (company_id, number),
  constraint one_pool_per_address UNIQUE (company_id, item, document, site, bucket, account)
) with (fillfactor=60);

create table cost_stream (
  company_id integer not null,
  item text not null,
  document text not null,
  site text not null,
  bucket bucket not null,
  stream text not null,
  quantity bigint not null,
  value bigint not null,
  known_quantity bigint not null,
  known_value bigint not null,
  layers json,
  last_movement bigint not null,
  last_costed_on date,
  constraint cost_stream_pkey PRIMARY KEY (company_id, item, document, site, bucket, stream),
  constraint kept_streams CHECK ((stream = ANY (ARRAY['average'::text, 'fifo'::text, 'last'::text, 'landed'::text])))
) with (fillfactor=60);

create table cost_use (
  company_id integer not null,
  movement bigint not null,
  receipt bigint not null,
  quantity bigint not null,
  value bigint not null,
  constraint cost_use_pkey PRIMARY KEY (company_id, movement, receipt)
);

create table count_acceptance (
  company_id integer not null,
  count text not null,
  acceptance integer not null,
  key text,
  request text not null,
  accepted_at timestamp with time zone not null,
  accepted_by text not null,
  constraint count_acceptance_pkey PRIMARY KEY (company_id, count, acceptance),
  constraint one_key_one_acceptance UNIQUE (company_id, count, key),
  constraint count_acceptance_company_id_count_fkey FOREIGN KEY (company_id, count) REFERENCES stock_count(company_id, name)
);

create table count_entry (
  company_id integer not null,
  count text not null,
  line integer not null,
  sheet integer not null,
  round integer not null,
  quantity bigint not null,
  moved bigint not null,
  also boolean not null,
  constraint count_entry_pkey PRIMARY KEY (company_id, count, line, sheet),
  constraint count_entry_company_id_count_line_fkey FOREIGN KEY (company_id, count, line) REFERENCES count_line(company_id, count, line),
  constraint count_entry_company_id_count_sheet_fkey FOREIGN KEY (company_id, count, sheet) REFERENCES count_sheet(company_id, count, sheet),
  constraint nothing_below_zero CHECK ((quantity >= 0))
);

create table count_line (
  company_id integer not null,
  count text not null,
  line integer not null,
  site text not null,
  item text not null,
  location text not null,
  frozen bigint not null,
  of_others boolean not null,
  found boolean not null,
  round integer not null default 1,
  open boolean not null default true,
  acceptance integer,
  difference bigint,
  value bigint,
  event bigint,
  constraint count_line_pkey PRIMARY KEY (company_id, count, line),
  constraint place_counted_once UNIQUE (company_id, item, location, count),
  constraint count_line_company_id_count_fkey FOREIGN KEY (company_id, count) REFERENCES stock_count(company_id, name),
  constraint count_line_company_id_event_fkey FOREIGN KEY (company_id, event) REFERENCES event(company_id, number),
  constraint accepted_once CHECK (((acceptance IS NULL) OR (NOT open))),
  constraint accepted_whole CHECK ((((acceptance IS NULL) = (difference IS NULL)) AND ((acceptance IS NULL) = (value IS NULL))))
);

create table count_sheet (
  company_id integer not null,
  count text not null,
  sheet integer not null,
  key text,
  counter text not null,
  digest text not null,
  entered_at timestamp with time zone not null,
  entered_by text not null,
  constraint count_sheet_pkey PRIMARY KEY (company_id, count, sheet),
  constraint one_key_one_sheet UNIQUE (company_id, count, key),
  constraint count_sheet_company_id_count_fkey FOREIGN KEY (company_id, count) REFERENCES stock_count(company_id, name)
);

create table determination (
  company_id integer not null,
  number bigint not null,
  batch bigint not null,
  configuration_version integer not null,
  name text not null,
  type transaction_type not null,
  role text not null,
  account text not null,
  content json not null,
  constraint determination_pkey PRIMARY KEY (company_id, number),
  constraint one_path_one_row UNIQUE (company_id, configuration_version, name)
);

create table event (
  company_id integer not null,
  number bigint not null,
  batch bigint not null,
  entry bigint not null,
  first_movement bigint not null,
  posted_on date not null,
  document_date date not null,
  movements integer not null,
  type transaction_type not null,
  entry_type entry_type not null,
  source text not null,
  key text not null,
  item text not null,
  site text not null,
  document text not null,
  content json not null,
  happened boolean not null,
  constraint event_pkey PRIMARY KEY (company_id, number),
  constraint one_key_one_event UNIQUE (company_id, source, key)
);

create table event_link (
  company_id integer not null,
  event bigint not null,
  to_event bigint not null,
  kind link_kind not null,
  quantity bigint not null,
  value bigint not null,
  constraint event_link_pkey PRIMARY KEY (company_id, event, to_event, kind)
);

create table gl_export (
  company_id integer not null,
  target text not null,
  number integer not null,
  reverses integer,
  period text not null,
  source text not null,
  mode text not null,
  after_event bigint not null,
  last_event bigint not null,
  configuration_version integer not null,
  made_at timestamp with time zone not null,
  made_by text not null,
  reason text not null,
  entries bigint not null,
  lines bigint not null,
  amount numeric(38,0) not null,
  accounts json not null,
  sha256 bytea not null,
  constraint gl_export_pkey PRIMARY KEY (company_id, target, number),
  constraint gl_export_company_id_configuration_version_fkey FOREIGN KEY (company_id, configuration_version) REFERENCES configuration_change(company_id, version),
  constraint gl_export_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id),
  constraint gl_export_company_id_target_reverses_fkey FOREIGN KEY (company_id, target, reverses) REFERENCES gl_export(company_id, target, number),
  constraint detailed_or_summarized CHECK ((mode = ANY (ARRAY['detailed'::text, 'summarized'::text]))),
  constraint holds_something CHECK (((after_event < last_event) AND (entries > 0) AND (lines > 0) AND (amount > (0)::numeric))),
  constraint number_from_1 CHECK ((number >= 1)),
  constraint reverses_an_earlier_one CHECK ((reverses < number)),
  constraint target_is_a_word CHECK ((target ~ '^[a-z0-9][a-z0-9-]{0,39}$'::text)),
  constraint whole_digest CHECK ((length(sha256) = 32))
);

create table inventory_journal (
  company_id integer not null,
  name text not null,
  content text not null,
  lines json not null,
  first_event bigint not null,
  posted_at timestamp with time zone not null,
  posted_by text not null,
  constraint inventory_journal_pkey PRIMARY KEY (company_id, name),
  constraint inventory_journal_company_id_first_event_fkey FOREIGN KEY (company_id, first_event) REFERENCES event(company_id, number),
  constraint inventory_journal_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table item (
  company_id integer not null,
  code text not null,
  name text not null,
  group_number smallint not null,
  item_class text not null,
  item_type text,
  financial_group text,
  category text,
  quantity_decimals smallint not null,
  standard_cost numeric(28,0),
  weight numeric(28,0),
  volume numeric(28,0),
  set_costs json,
  sales_tax_type text,
  purchase_tax_type text,
  constraint item_pkey PRIMARY KEY (company_id, code),
  constraint decimals_0_to_6 CHECK (((quantity_decimals >= 0) AND (quantity_decimals <= 6))),
  constraint group_number_1_to_999 CHECK (((group_number >= 1) AND (group_number <= 999)))
);

create table lane (
  company_id integer not null,
  last_event bigint not null default 0,
  last_movement bigint not null default 0,
  last_entry bigint not null default 0,
  last_pool bigint not null default 0,
  last_determination bigint not null default 0,
  last_batch bigint not null default 0,
  last_hash bytea not null default '\x'::bytea,
  configuration_version integer not null default 0,
  constraint lane_pkey PRIMARY KEY (company_id),
  constraint lane_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
) with (fillfactor=50);

create table mapping_draft (
  company_id integer not null,
  id text not null,
  based_on integer not null,
  content json not null,
  created_at timestamp with time zone not null,
  created_by text not null,
  changed_at timestamp with time zone not null,
  constraint mapping_draft_pkey PRIMARY KEY (company_id, id),
  constraint mapping_draft_company_id_based_on_fkey FOREIGN KEY (company_id, based_on) REFERENCES configuration_change(company_id, version),
  constraint mapping_draft_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table movement (
  company_id integer not null,
  recorded_month date not null,
  number bigint not null,
  event bigint not null,
  pool bigint not null,
  quantity bigint not null,
  value bigint not null,
  quantity_after bigint not null,
  value_after bigint not null,
  posted_on date not null,
  type transaction_type not null,
  place text not null,
  costed cost_source not null,
  costed_on date not null,
  priced_by bigint,
  about bigint,
  family_at smallint not null default 0,
  family_size smallint not null default 1,
  constraint movement_pkey PRIMARY KEY (company_id, recorded_month, number)
) partition by RANGE (recorded_month);

create table place_snapshot (
  company_id integer not null,
  period_end date not null,
  movement bigint not null,
  pool bigint not null,
  quantity bigint not null,
  place text not null,
  constraint place_snapshot_pkey PRIMARY KEY (company_id, period_end, pool, place, movement)
);

create table pool_snapshot (
  company_id integer not null,
  period_end date not null,
  movement bigint not null,
  pool bigint not null,
  quantity bigint not null,
  value bigint not null,
  constraint pool_snapshot_pkey PRIMARY KEY (company_id, period_end, pool, movement)
);

create table posting (
  company_id integer not null,
  recorded_month date not null,
  entry bigint not null,
  event bigint not null,
  amount bigint not null,
  debit_determination bigint not null,
  credit_determination bigint not null,
  posted_on date not null,
  line smallint not null,
  debit_account text not null,
  debit_center text not null,
  debit_site text not null,
  credit_account text not null,
  credit_center text not null,
  credit_site text not null,
  constraint posting_pkey PRIMARY KEY (company_id, recorded_month, entry, line),
  constraint an_amount_is_positive CHECK ((amount > 0)),
  constraint two_different_sides CHECK (((debit_account <> credit_account) OR (debit_center <> credit_center) OR (debit_site <> credit_site)))
) partition by RANGE (recorded_month);

create table purchase_order (
  company_id integer not null,
  name text not null,
  content json not null,
  added_at timestamp with time zone not null,
  added_by text not null,
  constraint purchase_order_pkey PRIMARY KEY (company_id, name),
  constraint purchase_order_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table queue_step (
  company_id integer not null,
  source text not null,
  key text not null,
  step integer not null,
  action text not null,
  taken_at timestamp with time zone not null,
  taken_by text not null,
  reason text not null,
  content json,
  refusals json,
  constraint queue_step_pkey PRIMARY KEY (company_id, source, key, step),
  constraint queue_step_company_id_source_key_fkey FOREIGN KEY (company_id, source, key) REFERENCES queued_transaction(company_id, source, key),
  constraint known_action CHECK ((action = ANY (ARRAY['repaired'::text, 'tried'::text, 'given-up'::text, 'taken-up'::text])))
);

create table queued_transaction (
  company_id integer not null,
  source text not null,
  key text not null,
  queued_at timestamp with time zone not null,
  content json not null,
  refusals json not null,
  repaired json,
  reasons json,
  tried_at timestamp with time zone,
  tried_version integer not null default 0,
  given_up boolean not null default false,
  steps integer not null default 0,
  constraint queued_transaction_pkey PRIMARY KEY (company_id, source, key),
  constraint queued_transaction_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table restated_cost (
  company_id integer not null,
  pool bigint not null,
  costed_on date not null,
  as_type text not null,
  event bigint not null,
  movements bigint[] not null,
  corrections bigint[] not null,
  pool_after json,
  constraint restated_cost_pkey PRIMARY KEY (company_id, pool, costed_on, as_type, event),
  constraint a_correction_for_each CHECK ((cardinality(movements) = cardinality(corrections)))
);

create table restatement (
  company_id integer not null,
  pool bigint not null,
  from_on date not null,
  cause bigint not null,
  constraint restatement_pkey PRIMARY KEY (company_id, pool, cause),
  constraint restatement_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table review_action (
  company_id integer not null,
  number integer not null,
  key text not null,
  kind text not null,
  posted_on date not null,
  content text not null,
  lines bigint[] not null,
  amounts numeric[] not null,
  events bigint[] not null,
  owner text not null,
  reason text not null,
  undoes integer,
  done_at timestamp with time zone not null,
  done_by text not null,
  constraint review_action_pkey PRIMARY KEY (company_id, number),
  constraint one_key_one_action UNIQUE (company_id, key),
  constraint review_action_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id),
  constraint review_action_company_id_undoes_fkey FOREIGN KEY (company_id, undoes) REFERENCES review_action(company_id, number),
  constraint an_amount_for_each_line CHECK (((cardinality(lines) = cardinality(amounts)) AND (cardinality(lines) > 0))),
  constraint undoes_an_earlier_one CHECK ((undoes < number))
);

create table review_sign_off (
  company_id integer not null,
  period text not null,
  number integer not null,
  state text not null,
  event bigint not null,
  carried bigint[] not null,
  amount numeric not null,
  reason text not null,
  signed_at timestamp with time zone not null,
  signed_by text not null,
  constraint review_sign_off_pkey PRIMARY KEY (company_id, period, number),
  constraint review_sign_off_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id),
  constraint reopened_with_a_reason CHECK (((state <> 'reopened'::text) OR (reason <> ''::text))),
  constraint state_is_known CHECK ((state = ANY (ARRAY['signed-off'::text, 'approved'::text, 'reopened'::text])))
);

create table schema_migration (
  name text not null,
  checksum text not null,
  applied_at timestamp with time zone not null default now(),
  constraint schema_migration_pkey PRIMARY KEY (name)
);

create table shown_cost (
  company_id integer not null,
  event bigint not null,
  stream text not null,
  value bigint not null,
  constraint shown_cost_pkey PRIMARY KEY (company_id, event),
  constraint shown_streams CHECK ((stream = ANY (ARRAY['average'::text, 'fifo'::text, 'standard'::text, 'last'::text, 'landed'::text])))
);

create table snapshot_mark (
  company_id integer not null,
  batch bigint not null,
  event bigint not null,
  movement bigint not null,
  entry bigint not null,
  last_day date not null,
  period_ends date[] not null,
  months date[] not null,
  written_at timestamp with time zone not null,
  constraint snapshot_mark_pkey PRIMARY KEY (company_id, batch),
  constraint snapshot_mark_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id)
);

create table stock (
  company_id integer not null,
  item text not null,
  place text not null,
  site text not null,
  bucket bucket not null,
  account text not null,
  quantity bigint not null,
  constraint stock_pkey PRIMARY KEY (company_id, item, place, site, bucket)
) with (fillfactor=60);

create table stock_count (
  company_id integer not null,
  name text not null,
  site text not null,
  posted_on date not null,
  scope json not null,
  blind boolean not null,
  moment text not null,
  known_event bigint not null,
  known_movement bigint not null,
  started_at timestamp with time zone not null,
  started_by text not null,
  state text not null default 'open'::text,
  ended_at timestamp with time zone,
  ended_by text,
  ended_because text,
  constraint stock_count_pkey PRIMARY KEY (company_id, name),
  constraint stock_count_company_id_fkey FOREIGN KEY (company_id) REFERENCES company(company_id),
  constraint moment_is_known CHECK ((moment = ANY (ARRAY['start'::text, 'entry'::text]))),
  constraint open_or_ended CHECK ((((state = 'open'::text) = (ended_at IS NULL)) AND (state = ANY (ARRAY['open'::text, 'closed'::text, 'cancelled'::text]))))
);

create table movement_of_other_months partition of movement DEFAULT;
create table posting_of_other_months partition of posting DEFAULT;

CREATE UNIQUE INDEX action_undone_once ON public.review_action USING btree (company_id, undoes) WHERE (undoes IS NOT NULL);
CREATE INDEX configuration_fact_of_version ON public.configuration_fact USING btree (company_id, version, kind, key);
CREATE INDEX cost_pool_in_transit ON public.cost_pool USING btree (company_id, site, document) WHERE (bucket = 'in-transit'::bucket);
CREATE UNIQUE INDEX count_line_open ON public.count_line USING btree (company_id, site, item, location) WHERE open;
CREATE INDEX event_link_clears ON public.event_link USING btree (company_id, to_event) INCLUDE (event, value) WHERE (kind = 'clears'::link_kind);
CREATE INDEX event_link_to ON public.event_link USING btree (company_id, to_event);
CREATE INDEX event_of_manual_receipts ON public.event USING btree (company_id, number) WHERE (type = 'manual-stock-receipt'::transaction_type);
CREATE UNIQUE INDEX export_reversed_once ON public.gl_export USING btree (company_id, target, reverses) WHERE (reverses IS NOT NULL);
CREATE INDEX landed_cost_of_document ON public.event USING btree (company_id, document) WHERE (type = 'landed-cost'::transaction_type);
CREATE INDEX movement_about ON ONLY public.movement USING btree (company_id, about) WHERE (about IS NOT NULL);
CREATE INDEX movement_in_cost_order ON ONLY public.movement USING btree (company_id, pool, costed_on, number);
CREATE INDEX movement_on_day ON ONLY public.movement USING brin (posted_on date_minmax_multi_ops) WITH (pages_per_range='16');
CREATE INDEX movement_priced_by ON ONLY public.movement USING btree (company_id, priced_by, costed_on, number) WHERE (priced_by IS NOT NULL);
CREATE INDEX posting_on_day ON ONLY public.posting USING brin (posted_on date_minmax_multi_ops) WITH (pages_per_range='16');
CREATE INDEX receipt_by_document ON public.event USING btree (company_id, document) WHERE ((document <> ''::text) AND (type = ANY (ARRAY['receive-from-vendor'::transaction_type, 'manual-vendor-receipt'::transaction_type, 'opening-balance'::transaction_type, 'receive-transfer'::transaction_type, 'receipt-for-stock-order'::transaction_type, 'manual-stock-receipt'::transaction_type, 'receive-from-outside-lab'::transaction_type, 'consignment-use'::transaction_type])));
CREATE INDEX receipt_by_party ON public.event USING btree (company_id, ((content ->> 'party'::text)), posted_on) WHERE (((content ->> 'party'::text) IS NOT NULL) AND (type = ANY (ARRAY['receive-from-vendor'::transaction_type, 'manual-vendor-receipt'::transaction_type, 'opening-balance'::transaction_type, 'receive-transfer'::transaction_type, 'receipt-for-stock-order'::transaction_type, 'manual-stock-receipt'::transaction_type, 'receive-from-outside-lab'::transaction_type, 'consignment-use'::transaction_type])));
CREATE INDEX receipt_by_reference ON public.event USING btree (company_id, ((content ->> 'reference'::text))) WHERE (((content ->> 'reference'::text) IS NOT NULL) AND (type = ANY (ARRAY['receive-from-vendor'::transaction_type, 'manual-vendor-receipt'::transaction_type, 'opening-balance'::transaction_type, 'receive-transfer'::transaction_type, 'receipt-for-stock-order'::transaction_type, 'manual-stock-receipt'::transaction_type, 'receive-from-outside-lab'::transaction_type, 'consignment-use'::transaction_type])));
CREATE INDEX restated_cost_of_event ON public.restated_cost USING btree (company_id, event);
CREATE UNIQUE INDEX reversed_once ON public.event_link USING btree (company_id, to_event) WHERE (kind = 'reverses'::link_kind);

create view journal_line with (security_invoker=true) as
 SELECT p.company_id,
    p.entry,
    p.line,
    'debit'::text AS side,
    p.event,
    p.posted_on,
    p.amount,
    p.debit_account AS account,
    p.debit_center AS center,
    p.debit_site AS site,
    p.debit_determination AS determination,
    p.recorded_month
   FROM posting p
UNION ALL
 SELECT p.company_id,
    p.entry,
    p.line,
    'credit'::text AS side,
    p.event,
    p.posted_on,
    p.amount,
    p.credit_account AS account,
    p.credit_center AS center,
    p.credit_site AS site,
    p.credit_determination AS determination,
    p.recorded_month
   FROM posting p;

alter table account_balance enable row level security;
create policy company_only on account_balance as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table account_snapshot enable row level security;
create policy company_only on account_snapshot as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table batch enable row level security;
create policy company_only on batch as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table configuration_change enable row level security;
create policy company_only on configuration_change as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table configuration_fact enable row level security;
create policy company_only on configuration_fact as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table cost_pool enable row level security;
create policy company_only on cost_pool as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table cost_stream enable row level security;
create policy company_only on cost_stream as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table cost_use enable row level security;
create policy company_only on cost_use as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table count_acceptance enable row level security;
create policy company_only on count_acceptance as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table count_entry enable row level security;
create policy company_only on count_entry as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table count_line enable row level security;
create policy company_only on count_line as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table count_sheet enable row level security;
create policy company_only on count_sheet as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table determination enable row level security;
create policy company_only on determination as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table event enable row level security;
create policy company_only on event as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table event_link enable row level security;
create policy company_only on event_link as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table gl_export enable row level security;
create policy company_only on gl_export as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table inventory_journal enable row level security;
create policy company_only on inventory_journal as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table item enable row level security;
create policy company_only on item as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table lane enable row level security;
create policy company_only on lane as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table mapping_draft enable row level security;
create policy company_only on mapping_draft as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table movement enable row level security;
create policy company_only on movement as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table place_snapshot enable row level security;
create policy company_only on place_snapshot as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table pool_snapshot enable row level security;
create policy company_only on pool_snapshot as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table posting enable row level security;
create policy company_only on posting as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table purchase_order enable row level security;
create policy company_only on purchase_order as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table queue_step enable row level security;
create policy company_only on queue_step as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table queued_transaction enable row level security;
create policy company_only on queued_transaction as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table restated_cost enable row level security;
create policy company_only on restated_cost as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table restatement enable row level security;
create policy company_only on restatement as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table review_action enable row level security;
create policy company_only on review_action as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table review_sign_off enable row level security;
create policy company_only on review_sign_off as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table shown_cost enable row level security;
create policy company_only on shown_cost as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table snapshot_mark enable row level security;
create policy company_only on snapshot_mark as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table stock enable row level security;
create policy company_only on stock as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));
alter table stock_count enable row level security;
create policy company_only on stock_count as permissive for all to public
  using ((company_id = (current_setting('perpetua.company'::text))::integer));

grant insert, select, update on account_balance to perpetua_writer;
grant delete, insert, select on account_snapshot to perpetua_writer;
grant insert, select on batch to perpetua_writer;
grant insert, select on company to perpetua_writer;
grant insert, select on configuration_change to perpetua_writer;
grant insert, select on configuration_fact to perpetua_writer;
grant insert, select, update on cost_pool to perpetua_writer;
grant insert, select, update on cost_stream to perpetua_writer;
grant insert, select on cost_use to perpetua_writer;
grant insert, select on count_acceptance to perpetua_writer;
grant insert, select on count_entry to perpetua_writer;
grant insert, select on count_line to perpetua_writer;
grant update (round, open, acceptance, difference, value, event) on count_line to perpetua_writer;
grant insert, select on count_sheet to perpetua_writer;
grant insert, select on determination to perpetua_writer;
grant insert, select on event to perpetua_writer;
grant insert, select on event_link to perpetua_writer;
grant insert, select on gl_export to perpetua_writer;
grant insert, select on inventory_journal to perpetua_writer;
grant insert, select, update on item to perpetua_writer;
grant select on journal_line to perpetua_writer;
grant insert, select, update on lane to perpetua_writer;
grant delete, insert, select, update on mapping_draft to perpetua_writer;
grant insert, select on movement to perpetua_writer;
grant delete, insert, select on place_snapshot to perpetua_writer;
grant delete, insert, select on pool_snapshot to perpetua_writer;
grant insert, select on posting to perpetua_writer;
grant insert, select on purchase_order to perpetua_writer;
grant insert, select on queue_step to perpetua_writer;
grant insert, select on queued_transaction to perpetua_writer;
grant update (repaired, reasons, tried_at, tried_version, given_up, steps) on queued_transaction to perpetua_writer;
grant insert, select on restated_cost to perpetua_writer;
grant delete, insert, select, update on restatement to perpetua_writer;
grant insert, select on review_action to perpetua_writer;
grant insert, select on review_sign_off to perpetua_writer;
grant select on schema_migration to perpetua_writer;
grant insert, select on shown_cost to perpetua_writer;
grant delete, insert, select on snapshot_mark to perpetua_writer;
grant insert, select, update on stock to perpetua_writer;
grant insert, select on stock_count to perpetua_writer;
grant update (state, ended_at, ended_by, ended_because) on stock_count to perpetua_writer;
