import type { Command } from 'commander';
import { type BusinessDate, formatDecimal } from 'perpetua-core';
import { todayOf } from '../../application/reading/ageing.ts';
import type { AskedMoment } from '../../application/reading/moment.ts';
import { type Reconciliation, reconcileBooksAt } from '../../application/reconcile-books.ts';
import { REPORT_PARAMETERS } from '../reports.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { amountText } from './figures.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & AskedMoment & { readonly company?: string };

/** The subledger against the general ledger; exit code 1 when any cent differs. */
export function reconcileCommand(services: CliServices): Command {
  return command('reconcile', 'compare the subledger with the general ledger')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--as-of <value>', REPORT_PARAMETERS.asOf)
    .option('--as-known <value>', REPORT_PARAMETERS.asKnown)
    .option('--json', 'as JSON')
    .action((options: Options) => {
      const { terminal } = services;
      return withBooks(services, options, async (books) => {
        const company = await companyOf(books, terminal, options.company);
        if (company === undefined) return EXIT.usage;
        const today = todayOf(books.clock);
        const found = await reconcileBooksAt(books.inspection, company.id, options, today);
        if (!found.ok) return tellRefusals(terminal, found.reasons);
        const day = found.value.asOf ?? today;
        const asJson = options.json === true;
        terminal.print(asJson ? jsonOf(found.value) : pageOfReconciliation(found.value, day));
        return found.value.agree ? EXIT.done : EXIT.refused;
      });
    });
}

/** Amounts as decimal texts, for programs. */
function jsonOf(found: Reconciliation): string {
  const text = (amount: bigint) => formatDecimal(amount, found.currencyDecimals);
  return JSON.stringify(
    found,
    (_, value: unknown) => (typeof value === 'bigint' ? text(value) : value),
    2,
  );
}

function pageOfReconciliation(found: Reconciliation, day: BusinessDate): string {
  const { accounts, roles, differences, currencyDecimals: decimals } = found;
  const text = (amount: bigint) => amountText(amount, decimals);
  const figures = (row: { subledger: bigint; ledger: bigint; difference: bigint }) => [
    text(row.subledger),
    text(row.ledger),
    text(row.difference),
  ];
  const rows = [
    ...accounts.map((row) => [row.role, row.account, row.site, ...figures(row)]),
    ...roles.map((row) => [row.role, '', 'all sites', ...figures(row)]),
    ['total', '', '', ...figures(found)],
  ];
  const columns = [
    { label: 'role', align: 'left' },
    { label: 'account', align: 'left' },
    { label: 'site', align: 'left' },
    { label: 'subledger', align: 'right' },
    { label: 'general ledger', align: 'right' },
    { label: 'difference', align: 'right' },
  ] as const;
  const rules = new Set([accounts.length, accounts.length + roles.length]);
  const told = differences.map(
    (part) =>
      `${part.account} at ${part.site}: ${text(part.amount)}, ${part.meaning}\n  ${part.remedy}` +
      (part.events.length === 0
        ? ''
        : `\n  events ${part.events.join(', ')}${part.counted > part.events.length ? ' …' : ''}`),
  );
  const clearing = `of inventory, order clearing: ${text(found.orderClearing)}`;
  return [textTable(columns, rows, rules), clearing, ...told, verdict(found, day, text)].join('\n');
}

function verdict(
  found: Reconciliation,
  day: BusinessDate,
  text: (amount: bigint) => string,
): string {
  const sign = found.subledger === found.ledger ? '=' : '≠';
  const moment = [
    ...(found.asOf === null ? [] : [` as of ${found.asOf}`]),
    ...(found.asKnown.event === found.end.counters.event
      ? []
      : [` as known at event ${found.asKnown.event}`]),
  ].join('');
  const figures = `inventory subledger${moment} ${text(found.subledger)} ${sign} general ledger ${text(found.ledger)}`;
  if (!found.integrated) return `inventory is not integrated on ${day}: ${figures}`;
  return `${found.agree ? 'books agree' : 'BOOKS DIFFER'}: ${figures}`;
}
