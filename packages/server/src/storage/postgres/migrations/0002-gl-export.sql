-- Journals handed to another general ledger: one row per batch, written once, reversed by a row of
-- its own. Which journals a batch holds follows from its stretch of the log, its period and its
-- source; no row per posting is kept (decision 0020).

create table gl_export (
  company_id            integer     not null references company,
  target                text        not null,
  number                integer     not null,
  reverses              integer,              -- the batch whose lines it gives back; null: an export
  period                text        not null,
  source                text        not null, -- a GL source, or all
  mode                  text        not null,
  after_event           bigint      not null, -- what the batches before it reached
  last_event            bigint      not null,
  configuration_version integer     not null, -- whose names of accounts it shows
  made_at               timestamptz not null,
  made_by               text        not null,
  reason                text        not null,
  entries               bigint      not null,
  lines                 bigint      not null,
  amount                numeric(38, 0) not null,
  accounts              json        not null, -- debit and credit of every account and center
  sha256                bytea       not null,
  primary key (company_id, target, number),
  foreign key (company_id, target, reverses) references gl_export,
  foreign key (company_id, configuration_version) references configuration_change,
  constraint target_is_a_word check (target ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
  constraint number_from_1 check (number >= 1),
  constraint reverses_an_earlier_one check (reverses < number),
  constraint detailed_or_summarized check (mode in ('detailed', 'summarized')),
  constraint holds_something check (after_event < last_event and entries > 0 and lines > 0 and amount > 0),
  constraint whole_digest check (length(sha256) = 32)
);
create unique index export_reversed_once on gl_export (company_id, target, reverses)
  where reverses is not null;

grant select, insert on gl_export to perpetua_writer;

alter table gl_export enable row level security;
create policy company_only on gl_export
  using (company_id = current_setting('perpetua.company')::integer);
