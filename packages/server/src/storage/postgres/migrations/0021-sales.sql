-- Sales documents: what they are, and what their lines are posted as (decision 0043).
alter type transaction_type add value 'sales-invoice';
alter type transaction_type add value 'sales-credit-note';
alter type transaction_type add value 'sales-revenue';
alter type transaction_type add value 'sale-without-stock';
alter type transaction_type add value 'return-for-vendor';
