import type { PostingSide } from '../journal/posting.ts';
import { absolute, money } from '../primitives/money.ts';
import type { EventDraft } from './event-draft.ts';

/** A signed amount on a side: positive debits it. */
export type SidedAmount = { readonly side: PostingSide; readonly amount: bigint };

/** Turns signed amounts that sum to zero into pairs of one debit and one credit. */
export function postAmounts(draft: EventDraft, amounts: readonly SidedAmount[]): void {
  const sides = amounts.map(({ side, amount }) => ({ side, left: amount }));
  const debits = sides.filter(({ left }) => left > 0n);
  const credits = sides.filter(({ left }) => left < 0n);
  for (const debit of debits) {
    for (const credit of credits) {
      const size = debit.left < -credit.left ? debit.left : -credit.left;
      if (size === 0n) continue;
      draft.post(debit.side, credit.side, money(absolute(size)));
      debit.left -= size;
      credit.left += size;
    }
  }
}
