import type { Configuration } from '../determination/configuration.ts';
import type { PostingSide } from '../journal/posting.ts';

/** One end of a posting: the site whose balance it belongs to, and the type of the leg there. */
type PostingEnd = Pick<PostingSide, 'type' | 'site'>;

/**
 * The clearing a posting from one site to another passes through in a company whose sites balance
 * by themselves (`002.05`): credited at the site that is debited, debited at the site that is
 * credited, each for the type of the leg there. The ladder finds the accounts. Undefined where a
 * posting stays inside one site or the company balances as a whole only.
 */
export function clearingBetween({ company }: Configuration, debit: PostingEnd, credit: PostingEnd) {
  if (!company.selfBalancingSites || debit.site === credit.site) return undefined;
  return { debit: clearingAt(credit), credit: clearingAt(debit) };
}

const clearingAt = ({ type, site }: PostingEnd) =>
  ({ type, role: 'intersite-clearing', site, location: '' }) as const;
