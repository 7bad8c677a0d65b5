-- What happened and could not be posted is repaired, retried or given up. What was sent stays as it
-- was; how it stands by now is kept beside it, and who did what and why is written down step by step.
alter table queued_transaction
  add column repaired      json,                               -- as it is to be posted by now
  add column reasons       json,                               -- why it was not, when it was last tried
  add column tried_at      timestamptz,
  add column tried_version integer not null default 0,         -- of the configuration it was last tried under
  add column given_up      boolean not null default false,
  add column steps         integer not null default 0;

create table queue_step (
  company_id integer     not null,
  source     text        not null,
  key        text        not null,
  step       integer     not null,
  action     text        not null,
  taken_at   timestamptz not null,
  taken_by   text        not null,
  reason     text        not null,
  content    json,                       -- of a repair: what it is by then
  refusals   json,                       -- of a try: why it was not posted; none where it was
  primary key (company_id, source, key, step),
  foreign key (company_id, source, key) references queued_transaction,
  constraint known_action check (action in ('repaired', 'tried', 'given-up', 'taken-up'))
);

grant select, insert on queue_step to perpetua_writer;
grant update (repaired, reasons, tried_at, tried_version, given_up, steps) on queued_transaction
  to perpetua_writer;

alter table queue_step enable row level security;
create policy company_only on queue_step
  using (company_id = current_setting('perpetua.company')::integer);
