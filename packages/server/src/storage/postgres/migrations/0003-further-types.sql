-- What clears a manual stock receipt (decision 0021), and where the receipts still open are found.

alter type transaction_type add value 'manual-receipt-match';
alter type transaction_type add value 'manual-receipt-write-off';

create index event_of_manual_receipts on event (company_id, number)
  where type = 'manual-stock-receipt';

-- Goods on their way to a site under a document are its stock receipts to come (003.55). The columns
-- never change, so that a pool is still updated in place.
create index cost_pool_in_transit on cost_pool (company_id, site, document)
  where bucket = 'in-transit';
