import type { Row } from './row.ts';

/** The 29 transaction types; each posts its legs, at its site, for its amount. */
// biome-ignore format: a table reads as a table
export const TRANSACTION_TYPE_ROWS: readonly Row[] = [
  ['003.T01', 'Receive From Vendor: inventory up, Purchases credited, at receipt cost with a new average',   'S'],
  ['003.T02', 'Return To Vendor: inventory down at the current average, Purchases debited',                  'S'],
  ['003.T03', "Stock Order Transfer: the sender's inventory credited at its average, never without transit", 'S'],
  ['003.T04', 'Stock Order in Transit: transit debited at the receiver for the amount sent',                 'S'],
  ['003.T05', 'Receive Transfer: a stock transfer leaves transit and enters inventory at its cost',          'S'],
  ['003.T06', 'Adjustment: inventory against the account of the reason, sides swapped when negative',        'S'],
  ['003.T07', "Sale: an order item's cost goes to COGS through order clearing, still on hand",               'S'],
  ['003.T08', 'Pick for Order: inventory to WIP at the picking site, averages unchanged',                    'S'],
  ['003.T09', 'Ship For Order: WIP credited where the goods leave, never without transit',                   'S'],
  ['003.T10', 'Order In Transit: WIP in transit debited at the receiver for the amount shipped',             'S'],
  ['003.T11', 'Receive For Order: WIP in transit becomes WIP at the receiver',                               'S'],
  ['003.T12', 'Deliver: WIP at the office is taken back against inventory, closing the sale',                'S'],
  ['003.T13', 'Return to Stock: a picked frame goes from WIP on hand at its picked cost',                    'S'],
  ['003.T14', 'Lost in Transit: WIP in transit is written off to the adjustment account for losses',         'S'],
  ['003.T15', 'Receipt for Stock Order: a stock order leaves transit and blends into the average',           'S'],
  ['003.T16', "Manual Stock Receipt: inventory against Purchases at the sender's cost, put up for review",   'S'],
  ['003.T17', 'Manual Vendor Receipt: inventory against Purchases with no order behind it',                  'S'],
  ['003.T18', "Stock Transfer: the sender's inventory credited at its average, never without transit",       'S'],
  ['003.T19', 'Stock Transfer In Transit: transit debited at the receiver for the same amount',              'S'],
  ['003.T20', 'Undo Deliver: the delivery exactly reversed, once',                                           'S'],
  ['003.T21', 'Merchandise Drop: WIP back on hand at picked cost; minus one reinstates it',                  'S'],
  ['003.T22', 'Undo Receive: the receipt of an order exactly reversed, before any later step',               'S'],
  ['003.T23', 'OTC Sale: COGS against inventory at average, accessories and miscellaneous goods only',       'S'],
  ['003.T24', 'Return: goods come back against COGS at the cost they were sold for',                         'S'],
  ['003.T25', 'Hold Order: WIP debited at the office for the amount withdrawn',                              'S'],
  ['003.T26', 'Withdraw WIP-In-Transit: credited at the lab of ours, or at the office for an outside lab',   'S'],
  ['003.T27', 'Receive From Outside Lab: WIP against Purchases, unless our own frame is on its way',         'S'],
  ['003.T28', 'Negative Balance Cost Adjustment: units sold short are re-costed at the receipt, either way', 'S'],
  ['003.T29', 'COGS Adjustment: what order clearing has left over goes to COGS',                             'S'],
];

/** The types the sources need without naming them. */
// biome-ignore format: a table reads as a table
export const FURTHER_TYPE_ROWS: readonly Row[] = [
  ['003.X01', 'Count Variance: inventory against count variance, the side by the difference',               'P'],
  ['003.X02', 'Transfer Lost: a short receipt clears transit to the adjustment account',                    'P'],
  ['003.X03', 'Supplier Invoice Match: receipt, tax and price difference against the supplier',             'P'],
  ['003.X04', 'Cost Revaluation: value added to or taken off stock against the revaluation account',        'P'],
  ['003.X05', 'Account Reclassification: stock value moved from the old account to the new',                'P'],
  ['003.X06', 'Opening Balance: stock brought in against opening equity',                                   'P'],
  ['003.X07', 'Non-Inventory Reallocation: a clearing entry moves a review item where it belongs',          'P'],
  ['003.X08', 'Average Re-spread: one average over several accounts or sites, shared out at sum zero',      'P'],
  ['003.X09', 'Location Move: goods change location within a site, journalled only if the account changes', 'P'],
  ['003.X10', 'Cost Correction: a fact learned late re-prices an earlier transaction, value only',          'P'],
  ['003.X11', 'Manual Receipt Match: the transfer that was received by hand clears Purchases',              'P'],
  ['003.X12', 'Manual Receipt Write-off: what no transfer will clear goes to the account of a reason',      'P'],
  ['003.X13', 'Consignment Receipt: goods of others come in, counted and on no account',                    'P'],
  ['003.X14', 'Consignment Return: goods of others go back to them, counted and on no account',             'P'],
  ['003.X15', 'Consignment Use: goods of others become our own, inventory against Purchases',               'P'],
  ['003.X16', 'Landed Cost: freight or duty added to the cost of receipts, against what is to be invoiced', 'P'],
];
