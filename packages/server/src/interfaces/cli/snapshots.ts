import type { Command } from 'commander';
import type { SnapshotRows, WrittenMark } from '../../application/snapshots/snapshot.ts';
import { writeNextMark } from '../../application/snapshots/write-snapshots.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, withBooks } from './command.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & { readonly company?: string; readonly rebuild?: boolean };

/** Writes the snapshots that are due and shows what they include. */
export function snapshotsCommand(services: CliServices): Command {
  return command('snapshots', 'write the snapshots reports begin at, and show what they include')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--rebuild', 'throw all of them away first')
    .option('--json', 'as JSON')
    .action((options: Options) => {
      const { terminal } = services;
      return withBooks(services, options, async (books) => {
        const company = await companyOf(books, terminal, options.company);
        if (company === undefined) return EXIT.usage;
        if (options.rebuild === true) await books.snapshots.discard(company.id);
        await writeAllDue(books, company.id, terminal.note);
        const told = await books.snapshots.told(company.id);
        terminal.print(options.json === true ? JSON.stringify(told, null, 2) : pageOfMarks(told));
        return EXIT.done;
      });
    });
}

async function writeAllDue(
  { snapshots, clock }: CliBooks,
  company: number,
  note: (text: string) => void,
): Promise<void> {
  for (;;) {
    const mark = await writeNextMark(snapshots, company, clock);
    if (mark === undefined) return;
    note(`Written: what was known after ${mark.event.toLocaleString('en')} events.`);
  }
}

const COLUMNS = [
  { label: 'batch', align: 'right' },
  { label: 'event', align: 'right' },
  { label: 'movement', align: 'right' },
  { label: 'recorded', align: 'left' },
  { label: 'period ends', align: 'right' },
  { label: 'last of them', align: 'left' },
] as const;

function pageOfMarks({
  marks,
  rows,
}: {
  readonly marks: readonly WrittenMark[];
  readonly rows: SnapshotRows;
}): string {
  if (marks.length === 0)
    return 'There are no snapshots yet, and none is due: reports add up the whole log.';
  const lines = marks.map(({ batch, event, movement, recordedAt, periodEnds }) => [
    String(batch),
    String(event),
    String(movement),
    recordedAt.toISOString(),
    String(periodEnds.length),
    periodEnds.at(-1) ?? '',
  ]);
  const count = (number: number) => number.toLocaleString('en');
  return [
    textTable(COLUMNS, lines),
    `rows: ${count(rows.pools)} of pools, ${count(rows.places)} of places, ${count(rows.accounts)} of accounts`,
  ].join('\n');
}
