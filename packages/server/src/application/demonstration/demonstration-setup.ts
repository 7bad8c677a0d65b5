import type { CompanySetup } from '../configuration/company-setup.ts';
import { ACCOUNTS, CONTROLS, REASONS } from './chart-of-accounts.ts';
import { ITEMS } from './items.ts';
import { LOCATIONS, PLACES, SITES, WAREHOUSES } from './places.ts';
import {
  FINANCIAL_GROUPS,
  GROUPS,
  ITEM_TYPE_ACCOUNTS,
  ITEM_TYPES,
  MODES,
} from './product-lines.ts';

/**
 * The demonstration company, ready to be set up: an optical chain of eight offices with a
 * laboratory, whose distribution centre also supplies other opticians and eye clinics.
 */
export function demonstrationSetup(): CompanySetup {
  return {
    company: {
      code: 'demo',
      name: 'Oram & Lindqvist Optical',
      currency: 'EUR',
      costingMethod: 'moving-average',
      negativeStock: 'allow',
      center: '000',
      segmentStyle: 'center',
    },
    accounts: ACCOUNTS,
    controls: CONTROLS,
    groups: GROUPS,
    itemTypes: ITEM_TYPES,
    financialGroups: FINANCIAL_GROUPS,
    sites: SITES,
    warehouses: WAREHOUSES,
    locations: LOCATIONS,
    places: PLACES,
    reasons: REASONS,
    items: ITEMS,
    types: 'default',
    modes: MODES,
    itemTypeAccounts: ITEM_TYPE_ACCOUNTS,
    periods: { first: '2025-12', last: '2026-12' },
  };
}
