-- Whether a transaction was told as having happened already, so that want of stock did not stand
-- against it (I12). Of what was posted before nobody knows any more: it is not asked about its stock.
alter table event add column happened boolean not null default true;
alter table event alter column happened drop default;

-- The seal covers it from here on; older batches are sealed without.
alter table batch alter column sealed_as set default 4;
