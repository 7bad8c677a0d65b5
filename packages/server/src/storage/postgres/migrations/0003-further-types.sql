-- What clears a manual stock receipt (decision 0021), and where the receipts still open are found.

alter type transaction_type add value 'manual-receipt-match';
alter type transaction_type add value 'manual-receipt-write-off';

create index event_of_manual_receipts on event (company_id, number)
  where type = 'manual-stock-receipt';
