-- The monthly review of Non-Inventory (004.02): what stands open on its accounts is cleared by
-- transactions that are tied to it, matched with a receipt, or matched with another open line.

alter type transaction_type add value 'receipt-link';
alter type transaction_type add value 'open-line-match';
alter type link_kind add value 'clears' before 'reverses';
