import type { Command } from 'commander';
import { keysOf } from 'perpetua-core';
import {
  isReportName,
  parametersOf,
  REPORT_PARAMETERS,
  REPORTS,
  type ReportName,
  type ReportParameter,
  type ReportQuery,
} from '../reports.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { REPORT_FORMATS, renderReport } from './render-report.ts';
import { EXIT } from './terminal.ts';

type Options = BooksOptions & ReportQuery & { readonly company?: string; readonly format: string };

/** Prints a report in the form that was asked for. */
export function reportCommand(services: CliServices): Command {
  const made = command('report', 'print a report')
    .argument('<name>', keysOf(REPORTS).join(' | '))
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--format <form>', REPORT_FORMATS.join(' | '), 'table');
  for (const name of keysOf(REPORT_PARAMETERS)) {
    made.option(`--${kebab(name)} <value>`, REPORT_PARAMETERS[name]);
  }
  return made.action((name: string, options: Options) => report(services, name, options));
}

/** The option of a parameter: `asOf` is `--as-of`. */
const kebab = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

async function report(services: CliServices, name: string, options: Options): Promise<void> {
  const { terminal } = services;
  const format = REPORT_FORMATS.find((one) => one === options.format);
  const fault = isReportName(name)
    ? faultOf(name, options)
    : `There is no report ${name}: ${keysOf(REPORTS).join(', ')}.`;
  if (fault !== undefined || format === undefined || !isReportName(name)) {
    terminal.note(fault ?? `--format takes ${REPORT_FORMATS.join(', ')}, not ${options.format}.`);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const [, , run] = REPORTS[name];
    const found = await run(books.reading, company.id, queryOf(name, options));
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    terminal.print(renderReport(found.value, format));
    return EXIT.done;
  });
}

/** A parameter the report does not take is a mistake, and is not passed over. */
function faultOf(name: ReportName, options: Options): string | undefined {
  const taken = parametersOf(name);
  const stray = keysOf(REPORT_PARAMETERS).find(
    (one) => options[one] !== undefined && !taken.includes(one),
  );
  return stray === undefined
    ? undefined
    : `${name} takes no --${kebab(stray)}; it takes ${taken.map((one) => `--${kebab(one)}`).join(', ')}.`;
}

function queryOf(name: ReportName, options: Options): ReportQuery {
  const query: Partial<Record<ReportParameter, string>> = {};
  for (const parameter of keysOf(REPORT_PARAMETERS)) {
    const text = options[parameter];
    if (text !== undefined && parametersOf(name).includes(parameter)) query[parameter] = text;
  }
  return query;
}
