import type { AccountRole } from '../../accounts/account-role.ts';
import type { Holding } from '../../costing/cost-pool.ts';
import { standardWorth } from '../../costing/standard-cost.ts';
import { costingMethodOn } from '../../determination/configuration.ts';
import { formatDecimal } from '../../primitives/decimal.ts';
import { type Money, money, type Quantity, quantity } from '../../primitives/money.ts';
import { STANDARD_VARIANCES } from '../../transactions/standard-variance.ts';
import type { Transaction } from '../../transactions/transaction.ts';
import { poolKey } from '../books.ts';
import type { EventDraft, SideQuestion } from '../event-draft.ts';
import type { Leg, Legs } from '../legs.ts';
import { isTakingBack, leavesAtCostOfOriginal, takesCostOfOriginal } from '../original.ts';
import { changeOf } from './standard-valuation.ts';

/** What moves: `value` leaves the credit side, `entered` arrives on the debit side. */
export type ValuedMove = Holding & {
  readonly entered: Money;
  /** Where the difference of the two is posted; without it there is none. */
  readonly variance?: SideQuestion;
};

/**
 * What arrives for an amount. Stock is taken in at standard where that is the method in force, also
 * what an outside lab brings straight into work in process; the difference belongs to the role that
 * the type names for it (`Q-45`). A cost that the books found themselves has no difference: it is
 * the standard. What is taken back out of stock leaves at standard in the same way, and is worth to
 * the other side what it was. Refuses a cost of its own for a type that has none
 * (`cost-not-standard`).
 */
export function valuedMove(
  draft: EventDraft,
  transaction: Transaction,
  legs: Legs,
  moved: Holding,
): ValuedMove {
  const { type, postedOn } = transaction;
  const asTold = { ...moved, entered: moved.value };
  if (costingMethodOn(draft.books.desk.configuration, postedOn) !== 'standard') return asTold;
  if (isTakingBack(transaction) || leavesAtCostOfOriginal(draft, transaction, legs))
    return takenBackAtStandard(draft, transaction, legs.credit, asTold);
  const entered = worthEntering(draft, legs, moved.quantity);
  if (entered === undefined || entered === moved.value) return asTold;
  const atStandard = { ...moved, value: entered, entered };
  if (!hasCostOfItsOwn(draft, transaction, legs)) return atStandard;
  const variance = STANDARD_VARIANCES[type];
  if (variance !== undefined)
    return { ...moved, entered, variance: varianceAt(legs.debit, variance) };
  const { currencyDecimals: decimals } = draft.books.desk.configuration.company;
  if (moved.value !== standardWorth(draft.item, moved.quantity, decimals)) {
    const [cost, worth] = [moved.value, entered].map((value) => formatDecimal(value, decimals));
    draft.refuse('cost-not-standard', {
      type,
      item: draft.item.code,
      cost: cost ?? '',
      worth: worth ?? '',
    });
  }
  return atStandard;
}

/** The other side gets the amount it once gave; what leaves stock for it leaves at standard. */
function takenBackAtStandard(
  draft: EventDraft,
  { type }: Transaction,
  credit: Leg,
  asTold: ValuedMove,
): ValuedMove {
  const variance = STANDARD_VARIANCES[type];
  if (credit.pool === undefined || credit.bucket !== 'on-hand' || variance === undefined)
    return asTold;
  const { pool } = draft.pool(credit.pool.address);
  const value = money(-changeOf(draft, pool, quantity(-asTold.quantity)));
  if (value === asTold.value) return asTold;
  return { ...asTold, value, variance: varianceAt(credit, variance) };
}

/** The side of a variance: where the stock is that differs. */
const varianceAt = ({ side: { type, site, location } }: Leg, role: AccountRole): SideQuestion => ({
  type,
  role,
  site,
  location,
});

/** What units are worth where they arrive at standard; undefined where they keep what they carry. */
function worthEntering(
  draft: EventDraft,
  { debit, credit }: Legs,
  units: Quantity,
): Money | undefined {
  const { pool, bucket } = debit;
  if (pool === undefined || units === 0n || bucket === 'order-clearing') return undefined;
  if (credit.pool !== undefined && poolKey(credit.pool.address) === poolKey(pool.address))
    return undefined;
  if (bucket === 'on-hand') return changeOf(draft, draft.pool(pool.address).pool, units);
  const { currencyDecimals } = draft.books.desk.configuration.company;
  return credit.pool === undefined ? standardWorth(draft.item, units, currencyDecimals) : undefined;
}

/** Whether the amount was told: by the transaction, by its original, or by what the goods carry. */
const hasCostOfItsOwn = (draft: EventDraft, transaction: Transaction, legs: Legs): boolean =>
  legs.credit.pool !== undefined ||
  (transaction.unitCost ?? transaction.amount) !== undefined ||
  takesCostOfOriginal(draft, transaction, legs);
