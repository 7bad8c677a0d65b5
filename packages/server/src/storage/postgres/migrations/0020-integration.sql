-- What brings the stock of the ledger to that of the subledger where movements were not posted, because
-- inventory was not integrated (000.03, Q-28; decision 0042).

alter type transaction_type add value 'period-end-stock';
alter type transaction_type add value 'stock-taken-up';
