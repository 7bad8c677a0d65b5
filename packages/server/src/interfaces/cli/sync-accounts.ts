import type { Command } from 'commander';
import type { Assigned } from 'perpetua-core';
import {
  type SynchronizationReport,
  type SynchronizationRequest,
  synchronizeAccounts,
} from '../../application/configuration/synchronize-accounts.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { grouped } from './figures.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly site?: string;
  readonly warehouse?: string;
  readonly group?: string;
  readonly overwrite?: boolean;
  readonly validFrom?: string;
  readonly dryRun?: boolean;
  readonly reclassifyOn?: string;
};

/** Rows people are shown; programs get more of them. */
const SHOWN_ROWS = 40;

/** Inventory account synchronization by hand (`002.31`); exit code 1 when it is refused. */
export function syncAccountsCommand(services: CliServices): Command {
  return command('sync-accounts', 'copy the accounts of warehouses to their locations')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--site <code>', 'warehouses of this site only')
    .option('--warehouse <code>', 'warehouses of this code only')
    .option('--group <number>', 'this inventory group only')
    .option('--overwrite', 'replace accounts of locations that are otherwise (default: keep them)')
    .option('--valid-from <day>', 'the day from which the copies hold (default: as the warehouse)')
    .option('--dry-run', 'say what would change and keep nothing')
    .option('--reclassify-on <day>', 'move the value of stock that comes to another account')
    .option('--json', 'as JSON')
    .action((options: Options) => synchronize(services, options));
}

async function synchronize(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  const { site, warehouse, overwrite, validFrom, dryRun, reclassifyOn } = options;
  const group = groupOf(options.group);
  if (group === 'wrong') {
    terminal.note(`--group takes a number from 1 to 999, not ${options.group}.`);
    process.exitCode = EXIT.usage;
    return;
  }
  const reclassification = reclassifyOn === undefined ? undefined : { postedOn: reclassifyOn };
  const limits = { site, warehouse, group, validFrom };
  const request: SynchronizationRequest = { ...limits, overwrite, dryRun, reclassification };
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const bar = terminal.progress('Account synchronization');
    const progress = (_: string, done: number, inAll: number) => bar.at(done, inAll);
    const done = await synchronizeAccounts(
      { books, company, changedBy: books.actor, progress },
      request,
    );
    if (!done.ok) return tellRefusals(terminal, done.reasons);
    bar.end(outcomeText(done.value, dryRun === true));
    terminal.print(
      options.json === true ? JSON.stringify(done.value, null, 2) : pageOfReport(done.value),
    );
    return EXIT.done;
  });
}

function groupOf(text: string | undefined): number | undefined | 'wrong' {
  if (text === undefined) return undefined;
  return /^[1-9]\d{0,2}$/.test(text) ? Number.parseInt(text, 10) : 'wrong';
}

function outcomeText(
  { changes, kept, configurationVersion }: SynchronizationReport,
  trial: boolean,
) {
  if (changes === 0) return 'Nothing to change: all locations are as they should be.';
  const sets =
    changes === 1 ? '1 set of a location' : `${changes.toLocaleString('en')} sets of locations`;
  if (!kept)
    return trial ? `${sets} would change; nothing was kept.` : `${sets}; nothing was kept.`;
  return `${sets} changed (configuration version ${configurationVersion}).`;
}

/** Counts first, then rows, then the journal. */
function pageOfReport(report: SynchronizationReport): string {
  const { counts, rows, rowsLeftOut, reclassified, postedOn } = report;
  const more = rows.length - SHOWN_ROWS + rowsLeftOut;
  return [
    countsTable(counts),
    ...(rows.length === 0 ? [] : [rowsTable(rows.slice(0, SHOWN_ROWS))]),
    ...(more > 0 ? [`… and ${more.toLocaleString('en')} rows more`] : []),
    ...reclassified.map(
      ({ site, debit, credit, amount, entries }) =>
        `${postedOn} ${site}: debit ${debit}, credit ${credit}, ${grouped(amount)} (${entries} entries)`,
    ),
  ].join('\n\n');
}

function countsTable(counts: SynchronizationReport['counts']): string {
  const figures = ['locations', 'created', 'overwritten', 'ended', 'kept'] as const;
  return textTable(
    [
      { label: 'site', align: 'left' },
      { label: 'warehouse', align: 'left' },
      { label: 'group', align: 'right' },
      ...figures.map((label) => ({ label, align: 'right' as const })),
    ],
    counts.map((count) => [
      count.site,
      count.warehouse,
      String(count.group),
      ...figures.map((figure) => count[figure].toLocaleString('en')),
    ]),
  );
}

const rowsTable = (rows: SynchronizationReport['rows']): string =>
  textTable(
    ['site', 'location', 'group', 'role', 'from', 'before', 'after', ''].map((label) => ({
      label,
      align: 'left',
    })),
    rows.map(({ site, location, group, role, validFrom, before, after, outcome }) => {
      const place = [site, location, String(group), role, validFrom];
      return [...place, assignedText(before), assignedText(after), outcome];
    }),
  );

function assignedText(assigned: Assigned | null): string {
  if (assigned === null) return '–';
  const { account, center } = assigned;
  return [account ?? '', center === undefined ? '' : `center ${center}`]
    .filter((part) => part !== '')
    .join(' ');
}
