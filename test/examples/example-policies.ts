import type { PolicySetup } from '../../packages/server/src/application/configuration/company-setup.ts';
import { ExampleFault } from './example-fault.ts';
import { cellsByHeading, named, type PageTable, refuseUnknownHeadings } from './example-page.ts';

const HEADINGS = ['policy', 'value', 'inventory group', 'from'];

/** The policies a story declares: for the company or a group, from ever or from a day on. */
export function readPolicies(
  table: PageTable | undefined,
  groups: readonly { readonly number: number; readonly description: string }[],
): readonly PolicySetup[] {
  if (table === undefined) return [];
  refuseUnknownHeadings(table, (one) => HEADINGS.includes(one), 'the table of policies');
  return table.rows.map((row) => {
    const cells = cellsByHeading(table, row);
    const [from, inGroup] = [cells.get('from'), cells.get('inventory group')];
    const group = groups.find(({ description }) => description === inGroup);
    if (inGroup !== undefined && group === undefined)
      throw new ExampleFault(row.line, `there is no group ${inGroup}`);
    return {
      policy: named(table, row),
      value: cells.get('value') ?? null,
      ...(group === undefined ? {} : { group: group.number }),
      ...(from === undefined ? {} : { from }),
    };
  });
}
