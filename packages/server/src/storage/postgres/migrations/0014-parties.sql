-- Items begin with the tax types of their group, one for selling and one for buying, and keep them
-- whatever the group says later (000.39, 000.42).
alter table item
  add column sales_tax_type text,
  add column purchase_tax_type text;
