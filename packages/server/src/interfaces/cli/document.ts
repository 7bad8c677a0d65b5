import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { isDocumentType, isTransactionType, ok, type TransactionLine } from 'perpetua-core';
import { type DocumentText, findDocument } from '../../application/documents/find-document.ts';
import { type DocumentRequest, postDocument } from '../../application/documents/post-document.ts';
import type { FoundCompany } from '../../application/find-company.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { tellAnswers } from './posted-answers.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly dryRun?: boolean;
  readonly source?: string;
  readonly json?: boolean;
};

/** Posts commercial documents out of files, and shows them. */
export function documentCommand(services: CliServices): Command {
  return command(
    'document',
    'post an invoice or a credit note, of a supplier or to a customer, or show one',
  )
    .argument('<action>', Object.keys(ACTIONS).join(' | '))
    .argument('<name>', 'post: a JSON file in the form of the API; show: the key of the document')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--source <source>', 'show: the system that sent it, where several share the key')
    .option('--dry-run', 'post: decide everything and keep nothing')
    .option('--json', 'as JSON')
    .action((action: string, name: string, options: Options) =>
      run(services, action, name, options),
    );
}

const ACTIONS = { post, show } as const;

const isAction = (text: string): text is keyof typeof ACTIONS => Object.hasOwn(ACTIONS, text);

async function run(
  services: CliServices,
  action: string,
  name: string,
  options: Options,
): Promise<void> {
  const { terminal } = services;
  if (!isAction(action)) {
    terminal.note(`document takes ${Object.keys(ACTIONS).join(' or ')}, not ${action}.`);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    return ACTIONS[action]({ terminal, books, company, name, options });
  });
}

/** An action with all it works with; it gives the exit code. */
type Work = {
  readonly options: Options;
  readonly terminal: Terminal;
  readonly books: CliBooks;
  readonly company: FoundCompany;
  readonly name: string;
};

async function post({ terminal, books, company, name, options }: Work): Promise<number> {
  const request = requestIn(readFileSync(name, 'utf8'));
  if (typeof request === 'string') {
    terminal.note(`${name}: ${request}`);
    return EXIT.usage;
  }
  const { storage, clock, desks } = books;
  const { currencyDecimals } = company;
  const place = { company, currencyDecimals, desk: desks.of(company.id), storage, clock };
  const posted = await postDocument(place, request, options.dryRun === true);
  const answers = posted.ok ? ok([posted.value]) : posted;
  return tellAnswers(terminal, answers, options.json === true);
}

async function show({ terminal, books, company, name, options }: Work): Promise<number> {
  const { source, json } = options;
  const found = await findDocument(books.reading, company.id, { key: name, source });
  if (!found.ok) return tellRefusals(terminal, found.reasons);
  terminal.print(json === true ? JSON.stringify(found.value, null, 2) : textOf(found.value));
  return EXIT.done;
}

/** The document in a file, or what is wrong with the file. */
function requestIn(text: string): DocumentRequest | string {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return `is no JSON: ${error instanceof Error ? error.message : String(error)}`;
  }
  if (typeof value !== 'object' || value === null) return 'holds no document';
  const fields = new Map(Object.entries(value));
  const textOf = (name: string) => {
    const field: unknown = fields.get(name);
    return typeof field === 'string' ? field : '';
  };
  const type = textOf('type');
  if (!isTransactionType(type) || !isDocumentType(type))
    return `has no type of a document: ${type}`;
  const lines: unknown = fields.get('lines');
  const stray = [...fields].find(([name, field]) => name !== 'lines' && typeof field !== 'string');
  if (stray !== undefined) return `${stray[0]} is no text`;
  if (lines !== undefined && !isLines(lines)) return 'lines are no list of lines made of texts';
  const [key, postedOn, site] = ['key', 'postedOn', 'site'].map(textOf);
  return { ...value, type, key: key ?? '', postedOn: postedOn ?? '', site: site ?? '' };
}

const isLines = (value: unknown): value is readonly TransactionLine[] =>
  Array.isArray(value) &&
  value.every(
    (line: unknown) =>
      typeof line === 'object' &&
      line !== null &&
      Object.values(line).every((field) => typeof field === 'string'),
  );

function textOf(document: DocumentText): string {
  const { type, key, party, reference, postedOn, total, notice, reversedBy } = document;
  const head = `${type}  ${key}  ${party}  ${postedOn}  ${total}`;
  const about = [
    ...(reference === '' ? [] : [`PO/Reference: ${reference}`]),
    ...(reversedBy === null ? [] : [`reversed by ${reversedBy}`]),
    ...(notice === null ? [] : [notice]),
  ];
  const lines = document.lines.flatMap(({ line, kind, item, quantity, amount, tax, ...posted }) => [
    `${line}  ${kind}  ${[quantity, item].filter(Boolean).join(' ')}  ${amount}  tax ${tax}`,
    ...posted.linkedTo.map(
      (link) => `    linked to ${link.key} of ${link.postedOn}: ${link.quantity}, ${link.value}`,
    ),
    ...posted.entries.flatMap((entry) =>
      entry.lines.map(
        ({ account, accountName, site, debit, credit }) =>
          `    ${debit === null ? `Cr ${account} ${accountName} ${credit ?? ''}` : `Dr ${account} ${accountName} ${debit}`}  at ${site}`,
      ),
    ),
  ]);
  return [head, ...about, ...lines].join('\n');
}
