import { INVENTORY_GROUP_ROWS } from './000.ts';
import { ACCOUNT_BY_PLACE_ROWS } from './002.ts';
import { GENERAL_LEDGER_SOURCE_ROWS } from './003.ts';
import { NON_INVENTORY_ROWS } from './004.ts';
import type { ConformanceDocument, Row } from './row.ts';
import { FURTHER_TYPE_ROWS, TRANSACTION_TYPE_ROWS } from './transactions.ts';

export type { Basis, ConformanceDocument, Row } from './row.ts';

/** Every rule the product answers for, by the document it comes from, in order of number. */
// biome-ignore format: a table reads as a table
export const CONFORMANCE_DOCUMENTS: readonly ConformanceDocument[] = [
  { code: '000',   name: 'Inventory groups and integration',      prefix: '000.',  rows: INVENTORY_GROUP_ROWS },
  { code: '002',   name: 'Accounts by place and synchronization', prefix: '002.',  rows: ACCOUNT_BY_PLACE_ROWS },
  { code: '003',   name: 'Inventory as a GL source',              prefix: '003.',  rows: GENERAL_LEDGER_SOURCE_ROWS },
  { code: '003.T', name: 'Transaction types',                     prefix: '003.T', rows: TRANSACTION_TYPE_ROWS },
  { code: '003.X', name: 'Further types',                         prefix: '003.X', rows: FURTHER_TYPE_ROWS },
  { code: '004',   name: 'Non-inventory account',                 prefix: '004.',  rows: NON_INVENTORY_ROWS },
];

/** All rows of all documents, one list. */
export const CONFORMANCE_ROWS: readonly Row[] = CONFORMANCE_DOCUMENTS.flatMap(
  (document) => document.rows,
);
