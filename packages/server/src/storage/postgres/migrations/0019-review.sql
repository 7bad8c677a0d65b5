-- The monthly review of the accounts that buying and selling without stock come to (004.02, decision 0040).
--
-- What was posted, and what cleared it, stands in the log. Here stands what people decided: which
-- transactions an action of theirs was posted as, what they carry forward or find correct as it is, and
-- which months they signed off. Everything is written once; what is taken back is a row of its own.

create table review_action (
  company_id integer     not null references company,
  number     integer     not null,       -- from 1, in the order they were done
  key        text        not null,       -- sent again it is answered again
  kind       text        not null,
  posted_on  date        not null,
  content    text        not null,       -- as it was asked for, to tell another one
  lines      bigint[]    not null,       -- the events it is about
  amounts    numeric[]   not null,       -- what was open of each then, debits positive
  events     bigint[]    not null,       -- what it was posted as; none where it only says something
  owner      text        not null,       -- who sees to what is carried forward
  reason     text        not null,
  undoes     integer,                    -- the action it takes back
  done_at    timestamptz not null,
  done_by    text        not null,
  primary key (company_id, number),
  constraint one_key_one_action unique (company_id, key),
  foreign key (company_id, undoes) references review_action,
  constraint undoes_an_earlier_one check (undoes < number),
  constraint an_amount_for_each_line check (cardinality(lines) = cardinality(amounts) and cardinality(lines) > 0)
);
create unique index action_undone_once on review_action (company_id, undoes) where undoes is not null;

-- What became of the review of a month; the last row is how it stands.
create table review_sign_off (
  company_id integer     not null references company,
  period     text        not null,
  number     integer     not null,       -- from 1 in its period
  state      text        not null,
  event      bigint      not null,       -- the last event it knows of
  carried    bigint[]    not null,       -- lines that are open with an explanation
  amount     numeric     not null,       -- what they come to, debits positive
  reason     text        not null,
  signed_at  timestamptz not null,
  signed_by  text        not null,
  primary key (company_id, period, number),
  constraint state_is_known check (state in ('signed-off', 'approved', 'reopened')),
  constraint reopened_with_a_reason check (state <> 'reopened' or reason <> '')
);

-- What was cleared of lines is found without reading the links of everything else.
create index event_link_clears on event_link (company_id, to_event) include (event, value) where kind = 'clears';

grant select, insert on review_action, review_sign_off to perpetua_writer;

do $$
declare name text;
begin
  foreach name in array array['review_action', 'review_sign_off'] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy company_only on %I
         using (company_id = current_setting(''perpetua.company'')::integer)', name);
  end loop;
end $$;
