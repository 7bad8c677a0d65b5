import type { Overview } from '../api/overview.ts';
import { signOf } from '../formats/decimal-text.ts';
import { counted, figure, wholeNumber } from '../formats/figure.ts';

/** Something a controller has to look after, or the word that it is in order. */
export type OpenMatter = {
  readonly name: string;
  readonly figure: string;
  readonly isOpen: boolean;
  readonly note: string;
  /** Where on the page the figure is taken apart. */
  readonly partOfPage?: string;
};

/** The part of the page that lists the positions below zero. */
export const NEGATIVE_STOCK = 'stock-below-zero';

/** What waits for somebody: the queue, the account that should be zero, stock below zero. */
export function openMatters({ queued, nonInventory, negativeStock }: Overview): OpenMatter[] {
  const balanceIsOpen = signOf(nonInventory.balance) !== 0;
  return [
    {
      name: 'Exception queue',
      figure: wholeNumber(queued),
      isOpen: queued > 0,
      note:
        queued > 0
          ? `${counted(queued, 'transaction', 'transactions')} happened and could not be posted.`
          : 'Everything that happened is posted.',
    },
    {
      name: 'Non-Inventory',
      figure: figure(nonInventory.balance),
      isOpen: balanceIsOpen,
      note: balanceIsOpen
        ? 'Bought or sold without moving stock; to be reviewed to zero.'
        : 'Nothing left to review.',
    },
    {
      name: 'Stock below zero',
      figure: wholeNumber(negativeStock.count),
      isOpen: negativeStock.count > 0,
      note:
        negativeStock.count > 0
          ? 'Issued before it was received; the next receipt settles the cost.'
          : 'No position is below zero.',
      ...(negativeStock.count > 0 && { partOfPage: NEGATIVE_STOCK }),
    },
  ];
}
