-- Costs run in order of business date (decision 0027): every movement says how it came by its value,
-- on which day it stands in that order, and with which others it was posted.

create type cost_source as enum ('told', 'pool', 'other-pool', 'held', 'carried-over', 'original', 'reversed',
  'consequence', 'restated', 'none');

alter table movement
  add column costed      cost_source not null default 'told',
  add column costed_on   date,
  add column priced_by   bigint,                -- the other pool that was asked for the cost
  add column about       bigint,                -- the movement this is a fact about, or turns round
  add column family_at   smallint    not null default 0,
  add column family_size smallint    not null default 1;
alter table movement alter column costed drop default;

-- What was posted before knew nothing of the order of costs; it keeps the costs it has.
update movement set costed_on = posted_on;
alter table movement alter column costed_on set not null;

-- The order of costs inside a pool, and whoever asked it for a cost.
drop index movement_of_pool;
create index movement_in_cost_order on movement (company_id, pool, costed_on, number);
create index movement_priced_by on movement (company_id, priced_by, costed_on, number)
  where priced_by is not null;

alter table cost_pool add column last_posted_on date;
update cost_pool p set last_posted_on = (
  select max(m.posted_on) from movement m where m.company_id = p.company_id and m.pool = p.number);

-- The seal covers what a movement says of its value from here on; older batches are sealed without.
alter table batch add column sealed_as smallint not null default 1;
alter table batch alter column sealed_as set default 2;
