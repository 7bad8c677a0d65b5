-- Drafts of the mapping: edits an accountant has staged and neither saved nor dropped.
--
-- A draft is no book entry. Nothing is decided by it, so it may be changed and deleted.

create table mapping_draft (
  company_id integer     not null references company,
  id         text        not null,
  based_on   integer     not null,   -- the configuration version it was begun on
  content    json        not null,
  created_at timestamptz not null,
  created_by text        not null,
  changed_at timestamptz not null,
  primary key (company_id, id),
  foreign key (company_id, based_on) references configuration_change
);

grant select, insert, update, delete on mapping_draft to perpetua_writer;

alter table mapping_draft enable row level security;
create policy company_only on mapping_draft
  using (company_id = current_setting('perpetua.company')::integer);

-- The log of configuration changes asks for the facts of a version.
create index configuration_fact_of_version on configuration_fact (company_id, version, kind, key);
