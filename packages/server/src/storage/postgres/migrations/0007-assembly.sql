-- Items that are made of others: what goes into an assembly lies in a bucket of its own until it comes
-- out again with the same document (003.X17).

alter type bucket add value 'assembly';
alter type transaction_type add value 'assembly';
alter type transaction_type add value 'disassembly';
alter type transaction_type add value 'item-transfer';
alter type transaction_type add value 'assembly-issue';
alter type transaction_type add value 'assembly-receipt';
alter type transaction_type add value 'assembly-scrap';
