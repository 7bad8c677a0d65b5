import type { BooksAgree, RoleLine } from '../api/overview.ts';
import { type DecimalText, differenceOf, signOf } from '../formats/decimal-text.ts';

/** What the page says of the two books. */
export type BooksVerdict =
  | { readonly kind: 'agree' }
  | {
      readonly kind: 'differ';
      /** Subledger less general ledger; zero where only roles differ. */
      readonly gap: DecimalText;
      readonly roles: readonly RoleLine[];
    };

/**
 * Judges by the figures that are shown, not by the word that came with them: the books agree only
 * when the totals and every bucket role are equal to the last digit and nothing says otherwise.
 */
export function booksVerdict(books: BooksAgree): BooksVerdict {
  const gap = differenceOf(books.subledger, books.ledger);
  const roles = books.roles.filter(roleDiffers);
  const stated = books.agree && signOf(books.difference) === 0;
  if (stated && signOf(gap) === 0 && roles.length === 0) return { kind: 'agree' };
  return { kind: 'differ', gap: signOf(gap) === 0 ? books.difference : gap, roles };
}

/** Whether a role's two figures are unequal, or are said to be. */
export const roleDiffers = (line: RoleLine): boolean =>
  signOf(differenceOf(line.subledger, line.ledger)) !== 0 || signOf(line.difference) !== 0;
