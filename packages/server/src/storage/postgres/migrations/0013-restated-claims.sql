-- By how much late facts change what a claim took of what is owed for goods (decision 0033): the
-- correction of costs names the claim, with that value.

alter type link_kind add value 'restates';
