import type { Item } from '../items/item.ts';
import type { TransactionInput } from '../transactions/transaction.ts';
import { ABOUT, CLAIMS, documentOf, takesBack } from './reference-flows.ts';
import { type ReferencePool, share, sizeOf } from './reference-pool.ts';
import type { Receipt } from './reference-valuation.ts';

/** A change of one pool. */
export type ReferenceMove = {
  readonly type: string;
  readonly pool: ReferencePool;
  readonly place: string;
  readonly units: bigint;
  readonly value: bigint;
};

/** A debit (positive) or a credit of an account at a site, for a role. */
export type ReferenceLine = {
  readonly account: string;
  readonly site: string;
  readonly role: string;
  readonly amount: bigint;
};

/** What one event moved and posted. */
export type Effect = { readonly moves: ReferenceMove[]; readonly lines: ReferenceLine[] };

/** A transaction that was posted, with all that reversals and references need to know of it. */
export type Happening = {
  readonly turn: number;
  readonly input: TransactionInput;
  readonly document: string;
  /** Whether it went the way of its type; one below zero and a reversal went the other way. */
  readonly isForward: boolean;
  readonly moves: ReferenceMove[];
  readonly lines: ReferenceLine[];
  /** What it caused, one event after the other. */
  readonly caused: Effect[];
  usedUnits: bigint;
  usedValue: bigint;
  /** Of that, what invoices took and what cleared it: the goods themselves are still there. */
  claimedUnits: bigint;
  claimedValue: bigint;
  /** What corrections added to its cost. */
  addedCost: bigint;
  /** What freight and duty added to it, beside its price. */
  landedCost: bigint;
  isReversed: boolean;
  readonly took: Taken[];
};

/** What a transaction took of an earlier one, or added to it. */
type Taken = {
  readonly of: Happening;
  readonly units: bigint;
  readonly value: bigint;
  readonly isLanded: boolean;
};

/** All that a transaction moved: itself, then what it caused. */
export const allMovesOf = ({ moves, caused }: Happening): readonly ReferenceMove[] => [
  ...moves,
  ...caused.flatMap((effect) => effect.moves),
];

/** A transaction with what is known of it before anything moves. */
export type Plan = {
  readonly input: TransactionInput;
  readonly item: Item;
  readonly units: bigint;
  readonly original: Happening | undefined;
};

/** Only an invoice may be dated before what it is about; its own reversal may not. */
export const isTooEarly = (input: TransactionInput, original: Happening): boolean =>
  input.postedOn < original.input.postedOn &&
  (input.reverses !== undefined || input.type !== 'supplier-invoice-match');

/** Whether an earlier transaction is one that this one can be about, with enough left of it. */
export function isAbout({ input, units }: Plan, original: Happening): boolean {
  const about = ABOUT.get(input.type);
  const { type, item, site } = original.input;
  if (item !== input.item || original.isReversed) return false;
  const isClaim = takesBack(input) || CLAIMS.has(input.type);
  const gone = original.usedUnits - (isClaim ? 0n : original.claimedUnits);
  if (units > sizeOf(original.moves[0]?.units ?? 0n) - gone) return false;
  const isOfDocument = original.document === documentOf(input);
  if (takesBack(input)) {
    return type === input.type && site === input.site && isOfDocument && original.isForward;
  }
  if (about === undefined) return true;
  if (!about.includes(type)) return false;
  if (input.type === 'return') return original.document === '' || isOfDocument;
  const isUndo = input.type === 'undo-deliver' || input.type === 'undo-receive';
  return site === input.site && (isOfDocument || !isUndo);
}

/** Of what an earlier transaction was paid with, the part of so many units; the last take what is left. */
export function shareOf(original: Happening, units: bigint): bigint | undefined {
  const [first] = original.moves;
  if (first === undefined || first.units === 0n) return undefined;
  return partOf(original, paidFor(original), units);
}

/** The same where only goods that went back count as gone, and not those that were invoiced. */
export function goodsShareOf(original: Happening, units: bigint): bigint {
  const { usedUnits, usedValue, claimedUnits, claimedValue } = original;
  const gone = { usedUnits: usedUnits - claimedUnits, usedValue: usedValue - claimedValue };
  return partOf({ ...original, ...gone }, paidFor(original), units);
}

/** Of what an earlier transaction put on goods received, the part of so many units. */
export function grniShareOf(original: Happening, units: bigint): bigint {
  let onGrni = 0n;
  for (const { role, amount } of original.lines) if (role === 'grni') onGrni += amount;
  return partOf(original, sizeOf(onGrni), units);
}

/** What the side that gave the goods got for them, whatever they were taken in at. */
export const paidFor = ({ lines }: Happening): bigint => sizeOf(lines[1]?.amount ?? 0n);

function partOf(original: Happening, worth: bigint, units: bigint): bigint {
  const all = sizeOf(original.moves[0]?.units ?? 0n);
  const value = worth + original.addedCost;
  const left = value - original.usedValue;
  if (all - original.usedUnits === units) return left;
  const part = share(value, units, all);
  return part < left ? part : left;
}

/** Notes what a transaction took of an earlier one. */
export function tookFrom(happening: Happening, of: Happening, units: bigint, value: bigint): void {
  of.usedUnits += units;
  if (units === 0n) of.addedCost -= value;
  else of.usedValue += value;
  if (CLAIMS.has(happening.input.type)) {
    of.claimedUnits += units;
    of.claimedValue += value;
  }
  happening.took.push({ of, units, value, isLanded: false });
}

/** Notes what a transaction added to the cost of an earlier one's goods, beside their price. */
export function landedOn(happening: Happening, of: Happening, added: bigint): void {
  of.landedCost += added;
  happening.took.push({ of, units: 0n, value: -added, isLanded: true });
}

/** Whether the transaction or its original says what the goods cost. */
export const isTold = ({ input, original }: Plan, isAtSale: boolean): boolean =>
  (input.unitCost ?? input.amount) !== undefined ||
  (original !== undefined && ABOUT.has(input.type) && isAtSale);

/** The receipt a transaction is, for what it leaves in stock. */
export const receiptOf = ({ input, turn }: Happening): Receipt => ({
  receipt: `${input.source ?? 'api'} ${input.key}`,
  day: input.postedOn,
  turn,
});
