import type { ReclassifiedValue } from '../../application/configuration/reclassify-stock.ts';

/** The journal that moved value with a change of accounts, a line for accounts and site. */
export const reclassifiedLines = (values: readonly ReclassifiedValue[]): readonly string[] =>
  values.map(
    ({ site, debit, credit, amount, entries }) =>
      `value moved at ${site}: debit ${debit}, credit ${credit}, ${amount} (${entries} ${entries === 1 ? 'entry' : 'entries'})`,
  );
