import type { AccountRole } from '../accounts/account-role.ts';
import type { TransactionType } from './posting-rules.ts';

/**
 * Under standard cost: the role that takes what stock came in at less what it is worth at standard
 * (`Q-45`). What was bought differs by its price; what comes back or arrives differs because the
 * standard was changed meanwhile, which is a change of cost. A type that is not here has no price
 * of its own: it takes the standard cost and is refused with any other (`cost-not-standard`). What
 * comes out of an assembly differs by all that went into it.
 */
// biome-ignore format: a table reads as a table
export const STANDARD_VARIANCES: Partial<Record<TransactionType, AccountRole>> = {
  'receive-from-vendor':      'purchase-variance',
  'manual-vendor-receipt':    'purchase-variance',
  'manual-stock-receipt':     'purchase-variance',
  'receive-from-outside-lab': 'purchase-variance',
  'consignment-use':          'purchase-variance',
  'return-to-vendor':         'purchase-variance',
  'opening-balance':          'cost-revalue',
  'receive-transfer':         'cost-revalue',
  'receipt-for-stock-order':  'cost-revalue',
  'return-to-stock':          'cost-revalue',
  'merchandise-drop':         'cost-revalue',
  'return':                   'cost-revalue',
  'location-move':            'cost-revalue',
  'assembly-receipt':         'assembly-variance',
};
