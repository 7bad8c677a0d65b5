-- Commercial documents: one event each, whose lines are posted as parts (decision 0036).
alter type transaction_type add value 'supplier-invoice';
alter type transaction_type add value 'supplier-credit-note';
alter type transaction_type add value 'merchandise-purchase';
alter type transaction_type add value 'purchase-charge';
alter type transaction_type add value 'freight-charge';
