-- Counts under way, and inventory journals as they were sent (decision 0031).
--
-- A count is no book entry: what it leads to are transactions that are posted when lines of it are
-- accepted. Until then its lines move on, from counted to counted again to accepted. What was recorded
-- when it began and what people entered is written once.

create table stock_count (
  company_id     integer     not null references company,
  name           text        not null,
  site           text        not null,
  posted_on      date        not null,   -- the count day
  scope          json        not null,   -- what of the site is counted
  blind          boolean     not null,   -- sheets do not show what is recorded
  moment         text        not null,   -- what entries stand against that do not say it
  known_event    bigint      not null,   -- the last event that the frozen quantities know of
  known_movement bigint      not null,
  started_at     timestamptz not null,
  started_by     text        not null,
  state          text        not null default 'open',
  ended_at       timestamptz,
  ended_by       text,
  ended_because  text,
  primary key (company_id, name),
  constraint moment_is_known check (moment in ('start', 'entry')),
  constraint open_or_ended check ((state = 'open') = (ended_at is null) and state in ('open', 'closed', 'cancelled'))
);

create table count_line (
  company_id integer not null,
  count      text    not null,
  line       integer not null,
  site       text    not null,
  item       text    not null,
  location   text    not null,
  frozen     bigint  not null,           -- recorded when the count began
  of_others  boolean not null,
  found      boolean not null,           -- entered although nothing was recorded there
  round      integer not null default 1,
  open       boolean not null default true,
  acceptance integer,
  difference bigint,                     -- counted less recorded, as accepted
  value      bigint,                     -- of the difference, as it was posted
  event      bigint,                     -- that posted it; none where nothing differed
  primary key (company_id, count, line),
  -- In this order, so that no look-up of a line by its number is tempted to read all of the count.
  constraint place_counted_once unique (company_id, item, location, count),
  foreign key (company_id, count) references stock_count,
  foreign key (company_id, event) references event,
  constraint accepted_whole check ((acceptance is null) = (difference is null) and (acceptance is null) = (value is null)),
  constraint accepted_once check (acceptance is null or not open)
);
-- An item at a place is in one open count at a time: two would adjust it twice.
create unique index count_line_open on count_line (company_id, site, item, location) where open;

-- What was entered at once, by one counter.
create table count_sheet (
  company_id integer     not null,
  count      text        not null,
  sheet      integer     not null,
  key        text,                       -- sent again it is answered again
  counter    text        not null,
  digest     text        not null,       -- of its lines, to tell another content
  entered_at timestamptz not null,
  entered_by text        not null,
  primary key (company_id, count, sheet),
  constraint one_key_one_sheet unique (company_id, count, key),
  foreign key (company_id, count) references stock_count
);

create table count_entry (
  company_id integer not null,
  count      text    not null,
  line       integer not null,
  sheet      integer not null,
  round      integer not null,           -- of the line when it was entered
  quantity   bigint  not null,
  moved      bigint  not null,           -- there, between the start of the count and the entry
  also       boolean not null,           -- added to what the counter had entered before
  primary key (company_id, count, line, sheet),
  foreign key (company_id, count, line) references count_line,
  foreign key (company_id, count, sheet) references count_sheet,
  constraint nothing_below_zero check (quantity >= 0)
);

create table count_acceptance (
  company_id  integer     not null,
  count       text        not null,
  acceptance  integer     not null,
  key         text,
  request     text        not null,      -- as it was asked for, to tell another content
  accepted_at timestamptz not null,
  accepted_by text        not null,
  primary key (company_id, count, acceptance),
  constraint one_key_one_acceptance unique (company_id, count, key),
  foreign key (company_id, count) references stock_count
);

-- An inventory journal: what was sent, and the transactions it was posted as.
create table inventory_journal (
  company_id   integer     not null references company,
  name         text        not null,
  content      text        not null,
  lines        json        not null,      -- what each line was posted as
  first_event  bigint      not null,
  posted_at    timestamptz not null,
  posted_by    text        not null,
  primary key (company_id, name),
  foreign key (company_id, first_event) references event
);

grant select, insert on stock_count, count_line, count_sheet, count_entry, count_acceptance, inventory_journal
  to perpetua_writer;
grant update (state, ended_at, ended_by, ended_because) on stock_count to perpetua_writer;
grant update (round, open, acceptance, difference, value, event) on count_line to perpetua_writer;

do $$
declare name text;
begin
  foreach name in array array[
    'stock_count', 'count_line', 'count_sheet', 'count_entry', 'count_acceptance', 'inventory_journal'
  ] loop
    execute format('alter table %I enable row level security', name);
    execute format(
      'create policy company_only on %I
         using (company_id = current_setting(''perpetua.company'')::integer)', name);
  end loop;
end $$;
