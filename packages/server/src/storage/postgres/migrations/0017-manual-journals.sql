-- Debits and credits of the general ledger itself, and what takes an accrual back (003.X28, 003.X29).
alter type transaction_type add value 'manual-journal';
alter type transaction_type add value 'journal-reversal';
