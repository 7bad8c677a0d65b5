-- Goods of others that lie with us: counted in a bucket of their own, on no account and without a
-- value, until they are used (002.45).

alter type bucket add value 'consigned';
alter type transaction_type add value 'consignment-receipt';
alter type transaction_type add value 'consignment-return';
alter type transaction_type add value 'consignment-use';
