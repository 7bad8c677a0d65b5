-- Purchase orders: what was ordered of whom, at which price. An order is never changed; what came of it
-- is read from the receipts that name its lines (`PO-1#2`).
create table purchase_order (
  company_id  integer     not null references company,
  name        text        not null,
  content     json        not null,
  added_at    timestamptz not null,
  added_by    text        not null,
  primary key (company_id, name)
);

grant select, insert on purchase_order to perpetua_writer;
alter table purchase_order enable row level security;
create policy company_only on purchase_order
  using (company_id = current_setting('perpetua.company')::integer);
