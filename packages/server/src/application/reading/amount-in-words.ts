import {
  type AccountRole,
  absolute,
  CAUSED_TYPES,
  eventShape,
  extend,
  formatDecimal,
  type Item,
  isAccountRole,
  LATE_COST_VARIANCE,
  money,
  prorate,
  quantity,
  roleDefinition,
  type TransactionInput,
} from 'perpetua-core';
import type { CostUseLine, EventRecord, LinkLine, Moved, MovementLine } from './ports.ts';
import { averageCost, sumOf } from './report.ts';
import type { Scale } from './transactions.ts';

/** What an amount is explained from. */
export type AmountFacts = {
  readonly record: EventRecord;
  /** The transaction as it was sent. */
  readonly content: Partial<TransactionInput>;
  readonly item: Item;
  readonly scale: Scale;
  /** Role of each determination that the entry's postings name. */
  readonly roles: ReadonlyMap<number, string>;
  /** What the event referred to moved, when there is one. */
  readonly originalMoved: Moved | undefined;
  /** What was on hand just before where the cost was taken from; empty where nothing ever was. */
  readonly onHandBefore: readonly Moved[];
};

/**
 * Why a transaction has its amount, in one sentence. What the sentence says is recomputed first:
 * a formula that does not give the amount is never shown.
 */
export function amountInWords(facts: AmountFacts): string {
  const { record } = facts;
  const reversed = linkTo(record, 'reverses');
  if (reversed !== undefined) {
    return `Exact reversal of ${reversed.other.key}: its amounts with the sides exchanged.`;
  }
  const cause = linkTo(record, 'caused-by');
  if (cause !== undefined) return causedInWords(facts, cause);
  const [first] = record.movements;
  const shape = eventShape(record.event.type);
  if (shape?.costBasis === 'cleared cost') return clearingInWords(facts, first);
  if (shape?.costBasis === 'conversion cost') return addedInWords(facts, first);
  if (shape?.costBasis === 'added cost') return landedInWords(facts);
  if (shape?.costBasis === 'corrected cost') return correctionInWords(facts);
  if (first === undefined || shape?.costBasis === 'invoiced cost') return invoiceInWords(facts);
  const isBelowZero = facts.content.quantity?.startsWith('-') === true;
  if (isBelowZero && shape?.takesBack !== 'never' && facts.originalMoved !== undefined)
    return `Taken back: ${receiptInWords(facts, first)}`;
  if (first.quantity === 0n) return `The amount given: ${amountText(facts, first.value)}.`;
  const issue = issueOf(record);
  // What goes back to a vendor may leave at the cost it came in at, and not at that of its pool.
  if (issue?.costed === 'original') return receiptInWords(facts, issue);
  if (issue !== undefined) return issueInWords(facts, issue);
  return receiptInWords(facts, first);
}

/** The movement whose pool decided the amount: the one goods were taken from. */
export const issueOf = ({ movements }: EventRecord): MovementLine | undefined =>
  movements.find(({ quantity: units, bucket }) => units < 0n && bucket !== 'order-clearing');

const linkTo = ({ links }: EventRecord, kind: LinkLine['kind']): LinkLine | undefined =>
  // What is given back to an earlier transaction has another sign, and is no reference to it.
  links.find(
    (link) =>
      link.direction === 'to' &&
      link.kind === kind &&
      (kind !== 'refers-to' || link.quantity >= 0n),
  );

function amountText({ scale }: AmountFacts, amount: bigint): string {
  return formatDecimal(amount, scale.currency);
}

function unitsText({ scale }: AmountFacts, units: bigint): string {
  const isOne = absolute(units) === 10n ** BigInt(scale.quantity);
  return `${formatDecimal(units, scale.quantity)} ${isOne ? 'unit' : 'units'}`;
}

/** What the books posted by themselves, and why. */
function causedInWords(facts: AmountFacts, { other }: LinkLine): string {
  const { event, movements } = facts.record;
  const [moved] = movements;
  if (moved === undefined) return `Caused by ${other.key}.`;
  const change = amountText(facts, absolute(moved.value));
  const before = amountText(facts, moved.valueAfter - moved.value);
  const after = amountText(facts, moved.valueAfter);
  if (movements.some(({ bucket }) => bucket === 'assembly'))
    return moved.bucket === 'assembly'
      ? partInWords(facts, moved)
      : `Goes into ${other.key}. ${issueInWords(facts, moved)}`;
  if (moved.quantity !== 0n)
    return `What ${other.key} sent was received as it was sent, at the ${change} it carried.`;
  const held = unitsText(facts, moved.quantityAfter);
  if (event.type === CAUSED_TYPES.negativeBalance) {
    return `${other.key} covered units issued before it at an assumed cost: the pool of ${held} is worth ${after} and stood at ${before}; the difference of ${change} belongs to the units issued.`;
  }
  if (event.type === CAUSED_TYPES.cogsAdjustment) {
    return `With ${other.key} order ${event.document} is both sold and delivered; the ${change} left over in its clearing is cost of sales.`;
  }
  if (event.type === CAUSED_TYPES.costRevaluation) {
    return `After ${other.key} the pool held ${held} and stood at ${before}; it can be worth ${after}, so ${change} is revalued.`;
  }
  return `Caused by ${other.key}: the value of the pool goes from ${before} to ${after}.`;
}

/** What a document adds to the cost of its goods. */
function addedInWords(facts: AmountFacts, opened: MovementLine | undefined): string {
  return `What the lines of ${facts.record.event.key} add to its goods: ${amountText(facts, opened?.value ?? 0n)}.`;
}

/** A share of what went into a document, of what the others had left of it. */
function partInWords(facts: AmountFacts, { document, ...moved }: MovementLine): string {
  const taken = -moved.quantity;
  const amount = amountText(facts, -moved.value);
  if (moved.quantityAfter === 0n)
    return `All that was left of what went into ${document}: ${amount}.`;
  const before = moved.quantityAfter + taken;
  const left = amountText(facts, moved.valueAfter - moved.value);
  return `${taken} of the ${before} parts left of ${document}, which were worth ${left} = ${amount}.`;
}

/** A manual stock receipt against the transfer or the reason that clears it. */
function clearingInWords(facts: AmountFacts, carried: MovementLine | undefined): string {
  const cleared = linkTo(facts.record, 'refers-to');
  if (cleared === undefined) return 'Nothing is cleared by it.';
  const posted = `${unitsText(facts, cleared.quantity)} of ${cleared.other.key}, posted at ${amountText(facts, cleared.value)}`;
  if (carried === undefined) return `${posted}.`;
  const cost = absolute(carried.value);
  const difference = cost - cleared.value;
  const rest =
    difference === 0n
      ? 'the transfer carried as much'
      : `the transfer carried ${amountText(facts, cost)}, and the difference of ${amountText(facts, difference)} is transfer variance`;
  return `${posted}; ${rest}.`;
}

/** What an entry posted to a role, debit positive. */
function onRole({ record, roles }: AmountFacts, isMeant: (role: string) => boolean): bigint {
  const net = record.postings.map(({ debit, credit, amount }) => {
    const debited = isMeant(roles.get(debit.determination) ?? '') ? amount : 0n;
    const credited = isMeant(roles.get(credit.determination) ?? '') ? amount : 0n;
    return debited - credited;
  });
  return sumOf(net);
}

/** How a late cost was split. */
function splitInWords(facts: AmountFacts): string {
  const stock = onRole(facts, (role) => isAccountRole(role) && roleDefinition(role).isBucket);
  const variance = onRole(facts, (role) => role === LATE_COST_VARIANCE);
  const parts = [
    ...(stock === 0n ? [] : [`stock bears ${amountText(facts, stock)}`]),
    ...(variance === 0n ? [] : [`${amountText(facts, variance)} is purchase variance`]),
  ];
  return parts.length === 0 ? 'nothing is posted for it' : parts.join(' and ');
}

/** Freight or duty on a receipt. */
function landedInWords(facts: AmountFacts): string {
  const receipt = linkTo(facts.record, 'adds-cost-to');
  if (receipt === undefined) return 'No receipt is made dearer by it.';
  const amount = amountText(facts, -receipt.value);
  return `The goods of ${receipt.other.key} cost ${amount} beside their price: ${splitInWords(facts)}.`;
}

/** What an earlier transaction cost more or less. */
function correctionInWords(facts: AmountFacts): string {
  const corrected = linkTo(facts.record, 'refers-to');
  if (corrected === undefined) return 'Nothing is corrected by it.';
  const { quantity: units, unitCost, amount } = facts.content;
  const told = unitCost === undefined ? `${amount} in all` : `${unitCost} each`;
  const difference = amountText(facts, -corrected.value);
  const cost = `${corrected.other.key} cost ${difference} more than it was posted at`;
  const because = units === undefined ? cost : `${units} units were told at ${told}: ${cost}`;
  return `${because}; ${splitInWords(facts)}.`;
}

/** An invoice or a credit note against what it is matched to. */
function invoiceInWords(facts: AmountFacts): string {
  const { record } = facts;
  const matched = linkTo(record, 'refers-to');
  if (matched === undefined) return 'Nothing moved: the amounts are those of the transaction.';
  const of = (role: AccountRole) => absolute(onRole(facts, (one) => one === role));
  const tax = of('tax-in');
  const invoiced = of('supplier-control') - tax;
  const difference = invoiced - matched.value;
  const parts = [
    `${unitsText(facts, matched.quantity)} of ${matched.other.key}, posted at ${amountText(facts, matched.value)}, invoiced at ${amountText(facts, invoiced)}`,
    difference === 0n ? 'the price agrees' : differenceInWords(facts, difference),
    ...(tax === 0n ? [] : [`tax ${amountText(facts, tax)}`]),
  ];
  return `${parts.join('; ')}.`;
}

function differenceInWords(facts: AmountFacts, difference: bigint): string {
  const words = `the difference of ${amountText(facts, difference)}`;
  if (facts.record.movements.length === 0) return `${words} is purchase variance`;
  return `of ${words} ${splitInWords(facts)}`;
}

/** Goods that left a pool: the whole of it, receipts in their order, a share of it, or the unknown. */
function issueInWords(facts: AmountFacts, issue: MovementLine): string {
  const units = -issue.quantity;
  const cost = -issue.value;
  const before = {
    quantity: issue.quantityAfter - issue.quantity,
    value: issue.valueAfter - issue.value,
  };
  const uses = facts.record.costUses.filter(({ movement }) => movement === issue.number);
  const kind =
    issue.bucket === 'on-hand' ? 'current average' : `average carried under ${issue.place}`;
  if (uses.length > 0) return layersInWords(facts, uses, units, cost);
  const average = averageInWords(facts, { quantity: units, value: cost }, before, kind);
  if (average === undefined) return unknownInWords(facts, units, cost);
  const isAll = issue.bucket === 'on-hand' && before.quantity === units;
  return isAll ? `${average} The pool is emptied and its whole value leaves.` : average;
}

/** A share of a pool, if it is one. */
function averageInWords(
  facts: AmountFacts,
  { quantity: units, value: amount }: Moved,
  pool: Moved,
  kind: string,
): string | undefined {
  if (pool.quantity === 0n) return undefined;
  const share = prorate(money(pool.value), quantity(units), quantity(pool.quantity));
  if (share !== amount) return undefined;
  const average = averageCost(pool.value, pool.quantity, facts.scale) ?? '';
  return `${unitsText(facts, units)} at ${kind} ${average} = ${amountText(facts, amount)}.`;
}

function layersInWords(
  facts: AmountFacts,
  uses: readonly CostUseLine[],
  units: bigint,
  cost: bigint,
): string {
  const parts = uses.map(
    (use) =>
      `${unitsText(facts, use.quantity)} of ${use.receiptKey} = ${amountText(facts, use.value)}`,
  );
  const missing = units - sumOf(uses.map((use) => use.quantity));
  const assumed = cost - sumOf(uses.map((use) => use.value));
  if (missing > 0n) {
    parts.push(
      `${unitsText(facts, missing)} more than were there, at the cost of the last = ${amountText(facts, assumed)}`,
    );
  }
  return `Oldest receipts first: ${parts.join('; ')}. Together ${amountText(facts, cost)}.`;
}

/** Nothing was there to take a share of. */
function unknownInWords(facts: AmountFacts, units: bigint, cost: bigint): string {
  const average = averageCost(cost, units, facts.scale) ?? '';
  const { standardCost } = facts.item;
  const { quantity: scale, currency } = facts.scale;
  const standard =
    standardCost === undefined
      ? undefined
      : extend(quantity(units), standardCost, { quantity: scale, currency });
  // A site that never held the item knows no cost; elsewhere both may be the same figure.
  const never = facts.onHandBefore.length === 0 ? 'the standard cost' : undefined;
  const either = never ?? 'the cost known last or the standard cost';
  const basis = standard === cost ? either : 'the cost known last';
  return `Nothing was on hand: ${unitsText(facts, units)} at ${basis}, ${average} = ${amountText(facts, cost)}.`;
}

/** Goods that came in: at the original's cost, the given cost, or what such goods cost just then. */
function receiptInWords(facts: AmountFacts, first: MovementLine): string {
  const { content, record, originalMoved } = facts;
  const units = absolute(first.quantity);
  const amount = absolute(first.value);
  // Goods may come back at the present cost, whatever sale they are said to be of.
  const original = first.costed === 'other-pool' ? undefined : linkTo(record, 'refers-to');
  if (original !== undefined && originalMoved !== undefined && original.value === amount) {
    const all = absolute(originalMoved.quantity);
    const posted = `of ${original.other.key}, which was posted at ${amountText(facts, absolute(originalMoved.value))}`;
    return all === units
      ? `${unitsText(facts, units)} ${posted}; the whole of it.`
      : `${formatDecimal(units, facts.scale.quantity)} of ${unitsText(facts, all)} ${posted} = ${amountText(facts, amount)}.`;
  }
  if (content.unitCost !== undefined) {
    return `${unitsText(facts, units)} at the given unit cost ${content.unitCost} = ${amountText(facts, amount)}.`;
  }
  if (content.amount !== undefined) {
    return `The amount given for ${unitsText(facts, units)}: ${amountText(facts, amount)}.`;
  }
  for (const pool of facts.onHandBefore) {
    const words = averageInWords(
      facts,
      { quantity: units, value: amount },
      pool,
      'current average',
    );
    if (words !== undefined) return words;
  }
  return unknownInWords(facts, units, amount);
}
