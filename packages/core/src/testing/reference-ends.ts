import type { ReferenceLine } from './reference-history.ts';
import type { ReferencePool } from './reference-pool.ts';

/** One end of a flow: an account, and the pool that holds value there when it is a bucket. */
export type End = {
  readonly role: string;
  readonly site: string;
  readonly account: string;
  readonly place: string;
  readonly pool: ReferencePool | undefined;
};

/** Where value leaves and where it arrives. */
export type Ends = { readonly from: End; readonly to: End };

/** What is written for an end: a debit, or a credit below zero. */
export const lineOf = ({ account, site, role }: End, amount: bigint): ReferenceLine => ({
  account,
  site,
  role,
  amount,
});
