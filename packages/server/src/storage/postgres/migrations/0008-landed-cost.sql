-- Landed cost (003.X16, decision 0028): freight, duty and insurance make the goods of earlier receipts
-- dearer, shared out by weight or volume where items have one.

alter type transaction_type add value 'landed-cost';
alter type link_kind add value 'adds-cost-to' before 'reverses';
-- What the stock of the day bears of a cost that belongs to an earlier receipt.
alter type cost_source add value 'borne' after 'told';

alter table item
  add column weight numeric(28, 0),   -- of one stocking unit, in millionths of the company's unit of weight
  add column volume numeric(28, 0);

-- Receipts are found by what their papers say: the order, what carried the goods, the vendor of a day.
create index receipt_by_document on event (company_id, document)
  where document <> '' and type in ('receive-from-vendor', 'manual-vendor-receipt', 'opening-balance',
    'receive-transfer', 'receipt-for-stock-order', 'manual-stock-receipt', 'receive-from-outside-lab',
    'consignment-use');
create index receipt_by_reference on event (company_id, (content ->> 'reference'))
  where content ->> 'reference' is not null and type in ('receive-from-vendor', 'manual-vendor-receipt',
    'opening-balance', 'receive-transfer', 'receipt-for-stock-order', 'manual-stock-receipt',
    'receive-from-outside-lab', 'consignment-use');
create index receipt_by_party on event (company_id, (content ->> 'party'), posted_on)
  where content ->> 'party' is not null and type in ('receive-from-vendor', 'manual-vendor-receipt',
    'opening-balance', 'receive-transfer', 'receipt-for-stock-order', 'manual-stock-receipt',
    'receive-from-outside-lab', 'consignment-use');
