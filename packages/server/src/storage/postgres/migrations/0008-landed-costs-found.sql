-- The landed costs of one document, for its answer and its reversal. In a file of its own: a type is
-- not to be used in the transaction that adds it.

create index landed_cost_of_document on event (company_id, document) where type = 'landed-cost';
