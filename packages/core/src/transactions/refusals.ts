type Row = readonly [status: 400 | 404 | 409 | 413 | 422, message: string, remedy: string];

/**
 * All reasons to say no, in order of precedence: when several apply they are all given, the most
 * binding first. HTTP status, CLI text, web message and the reference page come from these rows.
 */
// biome-ignore format: a table reads as a table
export const REFUSALS = {
  // code                       status  message                                                                     what to do
  'document-too-large':         [413, '{count} transactions in one request; the limit is {limit}.',                'Send it in parts, or import it as a file.'],
  'count-too-large':            [413, 'A count of {count} places; the limit is {limit}.',                          'Count fewer locations, groups or items at a time.'],
  'request-malformed':          [400, '{fault}',                                                                   'Correct the field; the API description names every field and its form.'],
  'company-exists':             [409, 'There is a company {company} already.',                                     'Take another code, or change the company through its setup.'],
  'setup-invalid':              [422, '{what}: {fault}',                                                           'Correct the setup; nothing of it was kept.'],
  'purchase-variance-missing':  [422, 'Goods received notes need a purchase variance account, and group {group} has none.', 'Assign `purchase-variance` to the group or to the company, or do without goods received notes (000.49).'],
  'goods-received-notes-off':   [409, 'Goods received notes are not in use in this company.',                         'Turn `goodsReceivedNotes` on in the setup, or send receive-from-vendor.'],
  'control-account-locked':     [409, 'The inventory account of group {group} is locked: the group has been used.', 'Make a new group, or move the value by a reclassification.'],
  'account-posted-otherwise':   [409, 'Account {account} cannot hold stock: it has journal lines that no stock explains.', 'Take an account that is for stock alone.'],
  'account-holds-value':        [409, '{role} of {place}: stock in {count} is on account {account} and would belong to {to}.', 'Look at the preview, then save with the day of reclassification (`reclassifyOn`, `--reclassify-on`): the value moves with the change.'],
  'group-missing':              [409, 'There is no inventory group, so no account for sales, purchases or stock.',   'Make at least one group with its accounts.'],
  'group-incomplete':           [409, 'Group {group} has no account for {roles}, needed for {purpose}.',             'Give the group these accounts, or the company for all groups.'],
  'entry-type-missing':         [409, 'No entry type is chosen for the journals of inventory.',                      'Choose one; {suggestion} belongs to inventory alone.'],
  'entry-type-unknown':         [422, 'There is no entry type {entryType}.',                                         'Take one of {entryTypes}.'],
  'integration-unchanged':      [409, 'Inventory is {status} from {from} on already.',                               'Nothing to do; the settings show since when.'],
  'integration-changes-later':  [409, 'Inventory becomes {status} on {later}; a change on {from} would lie before it.', 'Take a day after {later}.'],
  'confirmation-missing':       [409, 'From {from} on inventory would be {status}, and {period} partly so: its ledger shows stock for some days and not for others.', 'Take the first day of a period, or confirm with the words “{words}”.'],
  'stock-choice-missing':       [409, 'The ledger holds stock of {ledger}, the subledger {stock}; what becomes of it is not said.', 'Say `stock`: {choices}. A dry run shows the journal.'],
  'stock-without-account':      [409, 'Stock of {items} lies on no account.',                                        'Give its group an inventory account and move the stock there with the day of reclassification.'],
  'stock-journal-changed':      [409, 'The journal comes to {amount} now; {confirmed} was confirmed.',               'Look at the proposal again, and confirm what it comes to.'],
  'in-use':                     [409, '{what} cannot be removed: {because}.',                                        '{instead}.'],
  'cell-invalid':               [422, 'Sheet {sheet}, row {row}, column {column}: {fault}',                         'Correct the cell; nothing of the workbook was kept.'],
  'workbook-invalid':           [422, '{fault}',                                                                   'Export the mapping again and enter the changes there.'],
  'location-follows-warehouse': [409, 'The accounts of group {group} at location {location} are those of warehouse {warehouse} of site {site}, which synchronizes in mode full.', 'Change the accounts of the warehouse, or switch it to `partial`: then a location may keep its own.'],
  'split-bucket-mapping':       [422, 'The account of {role} would depend on the transaction type: at {at}, {types} come to another one.', 'Map {role} the same in every type that uses it.'],
  'configuration-stale':        [409, 'The configuration changed meanwhile: it is at version {version}.',          'Read it again and repeat the change.'],
  'not-found':                  [404, 'There is no {what}.',                                                       'Correct the address.'],
  'company-unknown':            [404, 'There is no company {company}.',                                            'Create it with `perpetua init`, or correct the code.'],
  'export-target-invalid':      [422, '{target} cannot name a target.',                                            'Take a word of small letters, digits and hyphens, at most 40 characters, such as sap.'],
  'gl-source-unknown':          [422, 'There is no GL source {source}.',                                           'Take one of {sources}.'],
  'export-unknown':             [404, 'There is no batch {number} of target {target}.',                            'Take a number from the list of batches of the target.'],
  'export-source-overlaps':     [409, 'Target {target} took {taken} of {period} in batch {number}; {source} would send it journals twice.', 'Export {taken} again, or reverse what was exported first.'],
  'export-already-reversed':    [409, 'Batch {number} of target {target} was reversed by batch {by}.',             'Nothing to do; its journals come with the next batch.'],
  'export-is-reversal':         [409, 'Batch {number} of target {target} is itself a reversal.',                   'Export the period again: the next batch takes the journals up.'],
  'export-not-newest':          [409, 'Batch {number} of target {target} is not the newest: batch {newest} took {source} of {period} after it.', 'Reverse batch {newest} first.'],
  'period-not-ready':           [409, 'Period {period} cannot be closed: {what}',                                   '{remedy} The checklist of the period shows every point.'],
  'warning-not-acknowledged':   [409, 'Closing {period} leaves open: {what}',                                       'Mend it, or acknowledge `{check}` with the close. {remedy} The checklist shows every point.'],
  'period-not-open':            [409, 'Period {period} is closed.',                                                 'Reopen it with a reason first.'],
  'period-not-newest':          [409, 'Period {period} is not the newest closed one: {newest} was closed after it.', 'Reopen {newest} first.'],
  'count-exists':               [409, 'Count {count} is another one already: {difference}.',                        'Take another name, or ask for the count that is there.'],
  'count-ended':                [409, 'Count {count} is {state}.',                                                 'Start another count.'],
  'order-exists':               [409, 'Purchase order {order} is another one already.',                            'Take another name, or ask for the order that is there.'],
  'order-line-unknown':         [422, 'Purchase order {order} has no line {orderLine}.',                             'Correct the line, or leave it out and name item and price.'],
  'journal-exists':             [409, 'Inventory journal {journal} is another one already: {difference}.',          'Take another name, or send the first content again.'],
  'exception-posted':           [409, '{key} is posted by now, as event {event}.',                                  'Correct it by a transaction of its own, or reverse it.'],
  'exception-given-up':         [409, '{key} happened, could not be posted and was given up.',                        'Take it up again: repair or retry it by name (`perpetua queue`).'],
  'key-missing':                [400, 'The transaction has no key.',                                               'Give every transaction a key of its own, at most 200 characters.'],
  'source-reserved':            [400, 'The source {source} is for what the books post by themselves.',             'Name your own system as the source, or leave it out.'],
  'key-reused':                 [409, 'Key {key} of {source} already stands for another content: {difference}.',   'Use a new key, or send the first content again.'],
  'transaction-type-unknown':   [422, 'There is no transaction type {type}.',                                      'Take a type from the posting rules.'],
  'type-not-sent':              [422, '{type} is posted by the books themselves, as part of {partner}.',           'Send {partner}.'],
  'types-not-installed':        [422, 'No transaction types are set up for this company.',                         'Install the default mappings: `perpetua init`.'],
  'date-invalid':               [422, '{field} is not a day: {value}.',                                            'Give an ISO day such as 2026-01-31.'],
  'item-unknown':               [422, 'There is no item {item}.',                                                  'Create the item first, or correct its code.'],
  'site-unknown':               [422, 'There is no site {site} ({field}).',                                        'Create the site first, or correct its code.'],
  'location-unknown':           [422, 'There is no location {location} in site {site}.',                           'Create the location first, or correct its code.'],
  'field-missing':              [422, '{type} needs {field}.',                                                     'Give the field.'],
  'field-not-allowed':          [422, '{type} takes no {field}: {because}.',                                       'Leave the field out.'],
  'number-invalid':             [422, '{field} is not a decimal number: {value}.',                                 'Write digits with a point, such as -12.50.'],
  'number-too-precise':         [422, '{field} {value} has more than {decimals} decimals.',                        'Round it in the system that sends it.'],
  'number-too-large':           [422, '{field} {value} is larger than {limit}.',                                   'Split the transaction, or correct the number.'],
  'quantity-zero':              [422, 'A quantity of zero moves nothing.',                                         'Send a quantity, or leave the transaction out.'],
  'quantity-negative':          [422, '{type} takes no negative quantity.',                                        'Send the opposite type, or name the transaction it `reverses`.'],
  'cost-missing':               [422, '{type} needs a unit cost or an amount.',                                    'Give `unitCost` or `amount`.'],
  'basis-missing':              [422, 'Receipt {receipt} of {item} has no {basis} to share by.',                       'Give it with the line or with the item, or share by something else.'],
  'cost-given-twice':           [422, 'Both a unit cost and an amount are given.',                                 'Give one of the two.'],
  'journal-empty':              [422, 'The journal has no lines.',                                                 'Give the accounts and amounts as `lines`: a positive amount is a debit.'],
  'line-sides':                 [422, 'The line has {sides}.',                                                     'Give one of them, above zero.'],
  'journal-unbalanced':         [422, 'The debits are {debit}, the credits {credit}: {difference} apart.',          'Make them equal.'],
  'line-of-nothing':            [422, 'The line comes to 0.',                                                      'Leave the line out, or give its amount.'],
  'reversal-not-later':         [422, 'It would take itself back on {reverseOn}, and is posted on {postedOn}.',     'Take a later day, such as the first one of the next period.'],
  'document-empty':             [422, '{type} has no line.',                                                        'Give at least one line.'],
  'party-unknown':              [422, 'There is no {kind} {party}.',                                               'Create the {kind} first, or correct its code.'],
  'party-inactive':             [422, '{kind} {party} is not in use any more.',                                     'Take another {kind}, or activate it again.'],
  'word-unknown':               [422, '{field} is {value}, which is none of: {words}.',                             'Take one of them.'],
  'price-missing':              [422, '{type} needs a price.',                                                      'Give `amount`, or `unitPrice` with a quantity.'],
  'price-given-twice':          [422, 'Both a unit price and an amount are given.',                                 'Give one of the two.'],
  'tax-type-unknown':           [422, 'There is no tax type {taxType}.',                                            'Create the tax type first, or correct its code.'],
  'tax-type-inactive':          [422, 'Tax type {taxType} is not in use any more.',                                 'Take another tax type, or activate it again.'],
  'account-not-chosen-here':    [422, 'Vendor {party} is a merchandise vendor: what no receipt is linked to goes to Non-Inventory, and {account} cannot be chosen.', 'Link a receipt, or begin `reference` with a hyphen immediately before text, such as `-Second Quarter Rebate` (004.25).'],
  'kind-not-of-vendor':         [422, 'Vendor {party} is {which}: a line of kind {kind} is none of his.',                 'Leave `kind` out, or link a receipt, or change whether he is a merchandise vendor.'],
  'account-to-choose':          [422, 'The reference {reference} begins with a hyphen: the line needs its account.',      'Give `account` with the line, or leave the hyphen out (004.25).'],
  'lines-missing':              [422, '{type} has no line of goods.',                                              'Give the items that go into it, or come out of it, as `lines`.'],
  'lines-too-many':             [422, '{type} takes {limit} of goods at most; there are {count}.',                 'Send several documents.'],
  'made-of-itself':             [422, '{item} would be made of itself.',                                           'Take another item; inside a site goods move by location-move.'],
  'line-repeated':              [422, '{item} comes out on two lines.',                                            'Put it on one line; what is to lie at two locations is moved afterwards.'],
  'line-at-another-site':       [422, '{site} is not {own}, the site of the document.',                            'Transfer the goods to one site first.'],
  'share-negative':             [422, 'A share below zero: {value}.',                                              'Give a share of zero or more.'],
  'shares-incomplete':          [422, 'Some lines have a share and others have none.',                             'Give every line of goods or scrap its share, or none of them: then standard costs decide.'],
  'share-unknown':              [422, '{item} has no share, and no standard cost to find one by.',                 'Give every line its `share`, or give the item a standard cost.'],
  'shares-zero':                [422, 'The shares add up to nothing.',                                             'Give at least one line a share above zero.'],
  'cost-negative':              [422, 'A cost below zero: {value}.',                                               'Give a positive cost; a reversal or a return lowers value.'],
  'item-not-stocked':           [422, '{item} is a {class} item and has no quantity on hand.',                     'Only items of class stock move (000.63, 004.10).'],
  'item-stocked':               [422, '{item} is stocked: a line of kind {kind} would sell it and leave it in stock.',   'Leave `kind` out; for a price alone take a line of kind revenue.'],
  'cost-not-posted':            [422, '{item} is a {class} item of group {group}, which posts no cost for it.',          'Leave `unitCost` out, or give the group an account for the role cost-recovered (000.54).'],
  'customer-differs':           [422, '{original} was sold to {sold}, not to {party}.',                                  'Name a sale to {party}, or leave `original` out.'],
  'transfer-to-same-site':      [422, '{type} from {site} to itself.',                                             'Use location-move inside a site.'],
  'item-type-not-otc':          [422, '{item} is of {itemType}, which is not sold over the counter.',               'Send a sale, or mark the item type as sold over the counter (003.16).'],
  'reason-unknown':             [422, 'There is no adjustment reason {reason}.',                                   'Create the reason first, or take another.'],
  'reason-inactive':            [422, 'The adjustment reason {reason} is not in use any more.',                     'Take another reason, or activate it again.'],
  'account-unknown':            [422, 'There is no account {account}.',                                            'Create the account first, or correct its code.'],
  'counted-twice':              [422, '{place} is there twice.',                                                    'Give every place once. What is found in two parts is added up, or entered in two steps, the second with `also`.'],
  'counted-below-zero':         [422, '{value} of {item} cannot be counted.',                                       'Enter what lies there; nothing is 0.'],
  'count-line-unknown':         [422, 'Count {count} has no line {line}.',                                          'Correct the line, or name item and location.'],
  'count-out-of-scope':         [422, '{place} is no part of count {count}: {because}.',                            'Correct the place, or start a count for it.'],
  'count-overlaps':             [409, '{place} is being counted in count {count} already.',                         'Accept or cancel that count first, or leave the place out.'],
  'count-parts-moved':          [409, 'Goods moved between two parts of what was counted.',                         'Count all of it anew and enter it as one.'],
  'count-line-accepted':        [409, '{place} of count {count} was accepted already.',                             'Start another count for it.'],
  'count-not-settled':          [409, '{place} is {state} and cannot be accepted.',                                 'Enter what was counted; where counters differ, send the line to be counted again.'],
  'before-count-day':           [422, '{postedOn} lies before {day}, the day of count {count}.',                   'Leave the day out, or give a later one.'],
  'count-of-others':            [409, 'Goods of others: of {item} at {location} {recorded} is recorded and {counted} was counted.', 'Send consignment-receipt, consignment-return or consignment-use for the difference, then enter the count as of now.'],
  'nothing-to-accept':          [409, 'Nothing of count {count} can be accepted: {because}.',                       'Enter what was counted, or widen the tolerance.'],
  'nothing-to-recount':         [409, 'Nothing of count {count} is to be counted again: {because}.',                'Name lines that were counted and not accepted.'],
  'average-without-stock':      [409, 'Of {item} at {place} {held} is on hand: there is no average to correct.',     'Correct the average of stock that is there.'],
  'moved-since':                [409, '{item} at {site} moved after {postedOn}: what lay there then cannot be taken out whole any more.', 'Date it on the day of the last movement; what a receipt cost is corrected by a cost-correction.'],
  'original-unknown':           [422, 'No transaction has the key {original}.',                                    'Correct the key, or post the original first.'],
  'dated-before-original':      [422, '{original} was posted on {on}; {postedOn} lies before it.',                 'Post on {on} or later: in the order of costs it comes after {original}.'],
  'original-differs':           [422, '{original} is about another {field}.',                                      'Refer to a transaction of the same item and place.'],
  'original-used-up':           [409, 'Of {original} only {open} is left, {quantity} is asked for.',               'Correct the quantity, or refer to another transaction.'],
  'more-than-open':             [409, 'Of {clears} {open} is open on accounts under review; {amount} would be cleared.', 'Clear at most what is open, with its sign; the review lists it.'],
  'review-not-possible':        [422, '{action} of line {event}: {because}.',                                       'Take another action; the review suggests one where it can.'],
  'review-line-closed':         [409, 'Line {event} is not open on an account under review.',                       'Take a line of the review of the month.'],
  'review-action-exists':       [409, 'Action {key} of the review is another one already.',                         'Take another key, or send the first content again.'],
  'review-action-undone':       [409, 'Action {key} of the review was undone already.',                             'Nothing to do.'],
  'review-signed-off':          [409, 'The review of {period} is signed off.',                                      'Reopen it with a reason first, or post in another month.'],
  'review-not-signed-off':      [409, 'The review of {period} is not signed off.',                                  'Sign it off first.'],
  'review-not-clear':           [409, '{count} lines of the review of {period} are open and unexplained, together {amount}.', 'Clear them, carry them forward with a reason, or mark them as correct.'],
  'review-same-person':         [409, 'The review of {period} was signed off by {by}.',                             'Have another person approve it.'],
  'amount-zero':                [422, '{type} of nothing.',                                                        'Give the amount that is cleared, or leave the transaction out.'],
  'original-passed':            [409, '{original} is not the last step any more. {state}',                          'Undo what came after it first, or send the step that leads on from there.'],
  'already-reversed':           [409, '{original} was reversed already.',                                          'Nothing to do; reverse the reversal to restore it.'],
  'reversal-not-possible':      [409, '{original} cannot be reversed exactly: {because}.',                         'Correct it by a transaction of its own.'],
  'correction-not-possible':    [409, 'The cost of {original} cannot be corrected: {because}.',                    'Correct what it led to, by a transaction of its own.'],
  'period-unknown':             [409, 'The period of {postedOn} does not exist.',                                  'Open the period first, or correct the date.'],
  'period-closed':              [409, 'The period of {postedOn} is closed.',                                       'Post in an open period, or reopen it with a reason.'],
  'period-soft-closed':         [409, 'The period of {postedOn} is soft-closed.',                                  'Post in an open period, or say in `closingReason` why it still belongs there.'],
  'stock-of-others':            [409, 'Of {item} at {location} only {held} is our own.',                              'Send a consignment-use first: it makes the goods ours at their price.'],
  'nothing-consigned':          [409, 'Of {item} at {location} {held} belongs to others on {on}, {quantity} is asked for.', 'Correct the quantity or the day, or count what is there.'],
  'late-fact-forbidden':        [409, '{postedOn} lies before {last}, when {item} at {site} moved last, and late facts are forbidden.', 'Post on {last} or later, or declare another policy for `late-facts`.'],
  'costing-method-changed':     [409, '{postedOn} lies before {from}, when the costing method changed to {method}.', 'Post on {from} or later; what lies before is valued by the method of then.'],
  'standard-cost-missing':      [409, '{item} has no standard cost, and stock is valued at standard.',             'Give the item a standard cost first.'],
  'cost-not-standard':          [422, '{type} of {item} at {cost}, which is worth {worth} at standard.',           'Leave the cost out, or change the standard cost of the item.'],
  'value-not-standard':         [409, '{item} at {site} would be worth {value}; at standard it is {worth}.',       'Change the standard cost of the item; its stock is revalued with it.'],
  'stock-below-zero':           [409, '{item} at {site} would be {shortfall} below zero on {on}.',                 'Receive first, or allow stock below zero for the company or the site.'],
  'value-without-stock':        [409, '{item} at {site} holds {held}; its value would become {value}.',            'Change the value of stock that is there, and not beyond zero.'],
  'nothing-carried':            [409, '{document} carries {held} of {item} as {bucket} at {site} on {on}, {quantity} is asked for. {state}', 'Send a step that leads on from there, or correct document, site, quantity or day.'],
  'own-goods-under-way':        [409, '{type} while goods of ours are on their way for {document}. {state}',        'Send receive-for-order for them instead.'],
  'cost-unknown':               [409, 'No cost is known for {item} at {site}.',                                    'Receive it first, or give the item a standard cost.'],
  'holding-too-large':          [422, '{item} at {site} would hold more than can be kept.',                        'Correct the quantity or the cost.'],
  'location-own':               [422, '{location} holds our own goods; {type} is about goods of others.',             'Take a location whose `ownership` is third-party, or send a receipt of our own.'],
  'location-of-others':         [422, '{location} holds goods of others; {type} would bring in our own.',             'Take another location, or send a consignment-receipt (002.45).'],
  'nothing-to-reclassify':      [409, 'What lies of {item} at {place} of {site} is on the accounts it belongs to.', 'Nothing to do; value moves when an assignment changes.'],
  'line-account-not-allowed':   [422, '{type} takes no account on the line.',                                      'Leave `account` out.'],
  'line-account-holds-stock':   [422, 'Account {account} holds stock and takes no line of its own.',               'Take an account that holds no stock; value on it moves by transactions on the stock.'],
  'same-account':               [422, 'Both sides of {type} would be account {account}.',                               'Name the account the amount belongs to.'],
  'account-not-determined':     [422, 'No account for {role} of {item} at {site} ({type}): {cause}.',              'Assign an account to the role; `perpetua explain` shows every step.'],
} as const satisfies Record<string, Row>;

export type RefusalCode = keyof typeof REFUSALS;

/** A reason to say no, with the blanks of its message. */
export type Refusal = {
  readonly code: RefusalCode;
  readonly details: Readonly<Record<string, string>>;
  /** The line of the document that it is about, counted from 1. */
  readonly line?: number;
  /** What the line is about, where the line alone would not tell it. */
  readonly place?: string;
};

/** A refusal in words, as every interface shows it. */
export type RefusalText = {
  readonly code: RefusalCode;
  readonly status: number;
  readonly message: string;
  readonly remedy: string;
  readonly line?: number;
  readonly place?: string;
};

/** Makes a refusal. */
export const refusal = (
  code: RefusalCode,
  details: Readonly<Record<string, string>> = {},
): Refusal => ({ code, details });

/** Message and remedy with their blanks filled in; what is about a line says so. */
export function refusalText({ code, details, line, place }: Refusal): RefusalText {
  const [status, message, remedy] = REFUSALS[code];
  const told = { code, status, message: fill(message, details), remedy: fill(remedy, details) };
  if (line === undefined) return told;
  if (place === undefined) return { ...told, message: `Line ${line}: ${told.message}`, line };
  return { ...told, message: `Line ${line}, ${place}: ${told.message}`, line, place };
}

/** The refusals in order of precedence, each once. */
export function inPrecedence(refusals: readonly Refusal[]): readonly Refusal[] {
  return refusals.toSorted((a, b) => (PRECEDENCE.get(a.code) ?? 0) - (PRECEDENCE.get(b.code) ?? 0));
}

const PRECEDENCE = new Map(Object.keys(REFUSALS).map((code, index) => [code, index]));

function fill(text: string, details: Readonly<Record<string, string>>): string {
  return text.replace(/\{(\w+)\}/g, (blank, name: string) => details[name] ?? blank);
}
