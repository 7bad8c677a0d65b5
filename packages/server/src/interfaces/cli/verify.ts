import type { Command } from 'commander';
import type { Finding } from '../../application/inspection.ts';
import { verifyCompany } from '../../application/verify-company.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, withBooks } from './command.ts';
import { EXIT } from './terminal.ts';

type Options = BooksOptions & { readonly company?: string };

/** All invariants, the replay of the log, the seal and what was exported; exit code 1 when one is broken. */
export function verifyCommand(services: CliServices): Command {
  return command('verify', 'check every invariant, replay the log, check the seal and the exports')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--json', 'as JSON')
    .action((options: Options) => {
      const { terminal } = services;
      const asJson = options.json === true;
      return withBooks(services, options, async (books) => {
        const company = await companyOf(books, terminal, options.company);
        if (company === undefined) return EXIT.usage;
        const listen = (finding: Finding) => {
          if (!asJson) terminal.print(lineOf(finding));
        };
        const { kept, end, findings } = await verifyCompany(books, company.id, listen);
        const head = { event: end.counters.event, batch: end.batch, seal: end.hash };
        if (asJson) terminal.print(JSON.stringify({ kept, ...head, findings }, null, 2));
        else
          terminal.print(
            `${kept ? 'verified' : 'BROKEN'}: ${head.event} events in ${head.batch} batches, seal ${head.seal}`,
          );
        return kept ? EXIT.done : EXIT.refused;
      });
    });
}

function lineOf({ invariant, title, kept, counted, rows }: Finding): string {
  if (kept) return `✓ ${invariant.padEnd(4)} ${title}`;
  const shown = rows.map(
    (row) =>
      `    ${Object.entries(row)
        .map(([name, value]) => `${name} ${value}`)
        .join(', ')}`,
  );
  const more = counted > rows.length ? [`    … ${counted} in all`] : [];
  return [`✗ ${invariant.padEnd(4)} ${title}`, ...shown, ...more].join('\n');
}
