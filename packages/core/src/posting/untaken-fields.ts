import { roleDefinition } from '../accounts/account-role.ts';
import type { EventShape } from '../transactions/event-shape.ts';
import type { Origin } from '../transactions/posting-rules.ts';
import type { TransactionInput } from '../transactions/transaction.ts';

/** What is sent in place of a type that is not sent, by who posts it. */
export const SENT_INSTEAD: Readonly<Record<Origin, string>> = {
  sent: 'it',
  caused: 'the transaction that causes it',
  proposed: 'the confirmation of the stock journal that proposes it',
};

/** Why a type that says no number of units takes none. */
export function movesOf({ document, isLedger }: EventShape): string {
  if (isLedger) return 'no stock moves';
  return document === undefined ? 'all that lies there moves' : 'its lines have units';
}

/** Why a transaction has a cost of its own and takes none; undefined where one may be given. */
export function ownCostOf(shape: EventShape, input: TransactionInput): string | undefined {
  if (input.reverses !== undefined) return 'a reversal takes the amounts of its original';
  if (shape.mayHaveUnits && input.quantity !== undefined) return undefined;
  if (shape.needsAmount) return 'it changes value alone; give `amount`';
  if (shape.costBasis === 'no cost') return 'goods of others have no cost here';
  if (shape.costBasis === 'conversion cost') return 'it costs what goes into it';
  if (shape.document !== undefined || shape.isLedger) return 'its lines have amounts of their own';
  if (!shape.needsQuantity) return 'all that lies there moves at the value it has';
  if (shape.costBasis === 'receipt cost' && shape.originals.length > 0 && input.original)
    return 'it takes the price of the invoice that came before it';
  const swapped = input.quantity?.startsWith('-') === true;
  const isOfOriginal =
    shape.costBasis === 'original cost' || (swapped && shape.takesBack !== 'never');
  if (isOfOriginal && input.original !== undefined) return 'it takes the cost of its original';
  if (shape.costBasis === 'cleared cost') return 'it takes the cost of the receipt it clears';
  const { role } = swapped ? shape.debit : shape.credit;
  return roleDefinition(role).isBucket ? 'what leaves a bucket leaves at its own cost' : undefined;
}
