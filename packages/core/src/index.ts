/**
 * The core of Perpetua as a library: pure functions and tables, no clock, no storage, no packages.
 *
 * `decide` is the heart; `POSTING_RULES`, `ACCOUNT_ROLES`, `REFUSALS` and `ENTRY_TYPES` are the
 * knowledge it applies; `determineAccount` says which account and why.
 */
export * from './accounts/account.ts';
export * from './accounts/account-assignment.ts';
export * from './accounts/account-role.ts';
export * from './accounts/account-synchronization.ts';
export * from './closing/close-checks.ts';
export * from './costing/allocation.ts';
export * from './costing/cost-pool.ts';
export * from './costing/cost-source.ts';
export * from './costing/cost-stream.ts';
export * from './costing/item-cost.ts';
export * from './costing/pool-timeline.ts';
export * from './costing/purchases.ts';
export * from './costing/restated-costs.ts';
export * from './costing/standard-cost.ts';
export * from './counting/count-adjustment.ts';
export * from './counting/count-line.ts';
export * from './counting/count-tolerance.ts';
export * from './determination/account-determination.ts';
export * from './determination/configuration.ts';
export * from './determination/determination-desk.ts';
export * from './determination/fiscal-calendar.ts';
export * from './determination/mapping.ts';
export * from './determination/policies-in-force.ts';
export * from './determination/policy.ts';
export * from './determination/role-substitution.ts';
export * from './determination/rows-that-never-win.ts';
export * from './determination/split-buckets.ts';
export {
  accountsOf,
  REVIEWED_ROLES,
  reviewedAccounts,
  stockAccounts,
} from './determination/stock-accounts.ts';
export * from './determination/streams-in-force.ts';
export * from './explaining/cost-node.ts';
export * from './explaining/cost-question.ts';
export * from './explaining/explain-cost.ts';
export * from './explaining/still-there.ts';
export * from './items/item.ts';
export * from './items/item-fact.ts';
export * from './items/place.ts';
export * from './journal/entry-type.ts';
export * from './journal/integration-entry-type.ts';
export * from './journal/posting.ts';
export * from './journals/inventory-journal.ts';
export * from './parties/party.ts';
export * from './posting/books.ts';
export * from './posting/decide.ts';
export { owedOf } from './posting/documents/draft-document.ts';
export * from './posting/event-draft.ts';
export * from './posting/intersite-clearing.ts';
export { arrivalOf, LATE_COST_VARIANCE } from './posting/late-cost.ts';
export { worthOf } from './posting/moved.ts';
export { IndexedPools } from './posting/on-hand-pools.ts';
export * from './posting/streams/booked-stream.ts';
export { saysPrice } from './posting/streams/learned-cost.ts';
export * from './posting/streams/shown-cost.ts';
export * from './posting/streams/stream-events.ts';
export * from './posting/streams/streams-of.ts';
export * from './primitives/assert.ts';
export * from './primitives/business-date.ts';
export * from './primitives/currency.ts';
export * from './primitives/decimal.ts';
export * from './primitives/keys.ts';
export * from './primitives/money.ts';
export * from './primitives/result.ts';
export {
  eventsOfClaims,
  eventsOnGoodsReceived,
  type OwedGoods,
  type UseOfGoods,
} from './restating/claims.ts';
export * from './restating/cost-corrections.ts';
export * from './restating/cost-history.ts';
export { type LateCause, LateCauses, type LateFact } from './restating/late-causes.ts';
export * from './restating/run-costs.ts';
export * from './reviewing/counterpart.ts';
export * from './reviewing/review-action.ts';
export * from './reviewing/review-label.ts';
export * from './taxes/tax-amount.ts';
export * from './taxes/tax-type.ts';
export * from './transactions/event-shape.ts';
export * from './transactions/posting-rules.ts';
export * from './transactions/refusals.ts';
export * from './transactions/transaction.ts';
