import type { Command } from 'commander';
import type { Refusal, Result } from 'perpetua-core';
import {
  type ChangedPeriod,
  type CloseChecklist,
  type ClosePlace,
  closeChecklist,
  closePeriod,
  reopenPeriod,
  softClosePeriod,
} from '../../application/closing/close-period.ts';
import { listPeriods, type PeriodLine } from '../../application/closing/list-periods.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { EXIT, type Terminal } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly soft?: boolean;
  readonly reopen?: boolean;
  readonly dryRun?: boolean;
  readonly reason?: string;
  readonly acknowledge?: readonly string[];
};

/** Periods: their states, the checklist, close, soft-close and reopen. */
export function closeCommand(services: CliServices): Command {
  return command('close', 'periods: list, checklist, close, soft-close, reopen')
    .argument('[period]', 'the period, such as 2026-03; without one all are listed')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--dry-run', 'show the checklist and close nothing')
    .option('--reason <text>', 'why it is closed or reopened; it is kept')
    .option('--acknowledge <check...>', 'warnings that are left open knowingly')
    .option('--soft', 'let in only what says why it still belongs there')
    .option('--reopen', 'open it again; of those that are closed only the newest')
    .option('--json', 'as JSON')
    .action((period: string | undefined, options: Options) => review(services, period, options));
}

async function review(
  services: CliServices,
  period: string | undefined,
  options: Options,
): Promise<void> {
  const { terminal } = services;
  const fault = faultIn(period, options);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    if (period === undefined) {
      const periods = await listPeriods(books.reading, company.id);
      terminal.print(options.json === true ? JSON.stringify(periods, null, 2) : tableOf(periods));
      return EXIT.done;
    }
    const place = { ...books, company };
    if (options.dryRun === true) return showChecklist(terminal, place, period, options);
    return tellChanged(terminal, await change(place, period, options, books.actor), options);
  });
}

function faultIn(period: string | undefined, options: Options): string | undefined {
  const { soft, reopen, dryRun, reason } = options;
  if (period === undefined)
    return soft || reopen || dryRun ? 'Name the period, such as 2026-03.' : undefined;
  if (soft === true && reopen === true) return '--soft and --reopen exclude one another.';
  if (dryRun === true) {
    return soft || reopen ? '--dry-run shows the checklist of a close.' : undefined;
  }
  return reason === undefined || reason === '' ? 'Give the --reason.' : undefined;
}

function change(
  place: ClosePlace,
  period: string,
  { soft, reopen, reason = '', acknowledge = [] }: Options,
  changedBy: string,
): Promise<Result<ChangedPeriod, Refusal>> {
  const why = { changedBy, reason };
  if (reopen === true) return reopenPeriod(place, period, why);
  if (soft === true) return softClosePeriod(place, period, why);
  return closePeriod(place, period, { ...why, acknowledge });
}

async function showChecklist(
  terminal: Terminal,
  place: ClosePlace,
  period: string,
  { json, acknowledge = [] }: Options,
): Promise<number> {
  const found = await closeChecklist(place, period);
  if (!found.ok) return tellRefusals(terminal, found.reasons);
  const { points } = found.value;
  terminal.print(json === true ? JSON.stringify(found.value, null, 2) : checklistText(found.value));
  const open = points.filter(
    ({ inOrder, weight, check }) =>
      !inOrder && (weight === 'blocks' || !acknowledge.includes(check)),
  );
  return open.length === 0 ? EXIT.done : EXIT.refused;
}

function tellChanged(
  terminal: Terminal,
  changed: Result<ChangedPeriod, Refusal>,
  { json }: Options,
): number {
  if (!changed.ok) return tellRefusals(terminal, changed.reasons);
  const { period, first, last, state, acknowledged } = changed.value;
  const text = [`${period} (${first} to ${last}) is ${state}`, ...acknowledged].join(
    '\n  left open: ',
  );
  terminal.print(json === true ? JSON.stringify(changed.value, null, 2) : text);
  return EXIT.done;
}

function checklistText({ period, state, ready, points }: CloseChecklist): string {
  const lines = points.flatMap(({ check, title, weight, inOrder, found, remedy }) =>
    inOrder
      ? [`ok      ${title}`]
      : [
          `${weight.padEnd(6)}  ${title.padEnd(34)} ${check}`,
          `          ${found}`,
          `          ${remedy}`,
        ],
  );
  const open = points.filter(({ inOrder }) => !inOrder).length;
  const verdict =
    open === 0
      ? `${period} is ${state} and can be closed`
      : `${period} is ${state}; ${ready ? 'it can be closed once the warnings are acknowledged' : 'it cannot be closed yet'}`;
  return [...lines, verdict].join('\n');
}

const COLUMNS = [
  { label: 'period', align: 'left' },
  { label: 'year', align: 'left' },
  { label: 'from', align: 'left' },
  { label: 'to', align: 'left' },
  { label: 'state', align: 'left' },
  { label: 'since', align: 'left' },
  { label: 'by', align: 'left' },
  { label: 'reason', align: 'left' },
] as const;

const tableOf = (periods: readonly PeriodLine[]): string =>
  textTable(
    COLUMNS,
    periods.map(({ period, year, first, last, state, changed }) => [
      period,
      year,
      first,
      last,
      state,
      changed?.at ?? '',
      changed?.by ?? '',
      changed?.reason ?? '',
    ]),
  );
