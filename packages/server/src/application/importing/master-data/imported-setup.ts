import type { CompanySetup } from '../../configuration/company-setup.ts';

/** The lists of a setup that can be imported. */
export type ImportedSetup = Pick<
  CompanySetup,
  'accounts' | 'items' | 'sites' | 'locations' | 'vendors' | 'customers' | 'taxTypes'
>;
