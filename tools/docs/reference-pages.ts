import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { ACCOUNT_DETERMINATION_PAGE } from './account-determination-page.ts';
import { ACCOUNT_ROLES_PAGE } from './account-roles-page.ts';
import { COMMANDS_PAGE } from './commands-page.ts';
import { ENTRY_TYPES_PAGE } from './entry-types-page.ts';
import { POLICIES_PAGE } from './policies-page.ts';
import { POSTING_RULES_PAGE } from './posting-rules-page.ts';
import { printPage, type ReferencePage } from './reference-page.ts';
import { REFUSALS_PAGE } from './refusals-page.ts';
import { TRANSACTION_FIELDS_PAGE } from './transaction-fields-page.ts';

/** Every page that is printed from the code. */
export const REFERENCE_PAGES: readonly ReferencePage[] = [
  POSTING_RULES_PAGE,
  ACCOUNT_ROLES_PAGE,
  ACCOUNT_DETERMINATION_PAGE,
  POLICIES_PAGE,
  REFUSALS_PAGE,
  ENTRY_TYPES_PAGE,
  TRANSACTION_FIELDS_PAGE,
  COMMANDS_PAGE,
];

/** Where the pages are kept. */
export const REFERENCE_FOLDER = resolve(import.meta.dirname, '../../docs/reference');

/** The files of the pages that are missing from a folder or differ from what is printed now. */
export function stalePages(folder: string): readonly string[] {
  return REFERENCE_PAGES.flatMap((page) => {
    const path = join(folder, page.file);
    const kept = existsSync(path) ? readFileSync(path, 'utf8') : undefined;
    return kept === printPage(page) ? [] : [page.file];
  });
}

/** Prints all pages into a folder; gives the files that changed. */
export function printPages(folder: string): readonly string[] {
  const stale = stalePages(folder);
  mkdirSync(folder, { recursive: true });
  for (const page of REFERENCE_PAGES) {
    if (stale.includes(page.file)) writeFileSync(join(folder, page.file), printPage(page));
  }
  return stale;
}
