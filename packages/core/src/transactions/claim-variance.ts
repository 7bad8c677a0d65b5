import type { AccountRole } from '../accounts/account-role.ts';
import type { TransactionType } from './posting-rules.ts';

/**
 * The role that takes by how much a claim is worth more or less, once its goods are: what was
 * invoiced or transferred for them stays as it was. A type that is not here wrote goods received off,
 * and the account it was written off to takes that too.
 */
// biome-ignore format: a table reads as a table
export const CLAIM_VARIANCES: Partial<Record<TransactionType, AccountRole>> = {
  'supplier-invoice-match': 'purchase-variance',
  'manual-receipt-match':   'transfer-variance',
  'receipt-link':           'purchase-variance',
};
