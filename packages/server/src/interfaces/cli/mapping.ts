import type { Command } from 'commander';
import {
  type MappedAccount,
  type MappedSide,
  type MappingTable,
  readMappingTable,
} from '../../application/configuration/mapping-table.ts';
import type { BooksOptions, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { EXIT } from './terminal.ts';
import { textTable } from './text-table.ts';

type Options = BooksOptions & { readonly company?: string; readonly on?: string };

/** Prints the mapping of a day: types, item types with their exceptions, reasons. */
export function mappingCommand(services: CliServices): Command {
  return command('mapping', 'which accounts transaction types, item types and reasons have')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--on <day>', 'the day whose mapping is shown (default: today)')
    .option('--json', 'as JSON')
    .action((options: Options) => show(services, options));
}

async function show(services: CliServices, options: Options): Promise<void> {
  const { terminal } = services;
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    const found = await readMappingTable(books, company.id, options.on);
    if (!found.ok) return tellRefusals(terminal, found.reasons);
    const asJson = options.json === true;
    terminal.print(asJson ? JSON.stringify(found.value, null, 2) : tableText(found.value));
    return EXIT.done;
  });
}

const left = (label: string) => ({ label, align: 'left' }) as const;

function tableText(table: MappingTable): string {
  const { configurationVersion, on, since, begins } = table;
  const held = since === null ? 'in force from ever' : `in force since ${since}`;
  const other = begins.filter((day) => day !== since);
  const others = other.length === 0 ? '' : `; another begins on ${other.join(', ')}`;
  return [
    `Mapping on ${on}, ${held}${others} · configuration version ${configurationVersion}`,
    '',
    typesText(table),
    ...table.itemTypes.filter(({ inUse }) => inUse).map(itemTypesText),
    reasonsText(table),
  ].join('\n');
}

function typesText({ types }: MappingTable): string {
  const rows = types.map(({ type, debit, credit, center }) => [
    type,
    sideText(debit),
    sideText(credit),
    center ?? 'not set up',
  ]);
  return textTable(['Type', 'Debit', 'Credit', 'Center'].map(left), rows);
}

const sideText = (side: MappedSide | null): string => {
  if (side === null) return '–';
  return `${side.role}: ${side.account === null ? side.mode : accountText(side.account)}`;
};

const accountText = (account: MappedAccount): string =>
  account === null ? "the group's" : `${account.code} ${account.name}`.trim();

function itemTypesText({ role, itemTypes }: MappingTable['itemTypes'][number]): string {
  const rows = itemTypes.flatMap(({ itemType, active, account, exceptions }) => [
    [`${itemType}${activity(active)}`, '', accountText(account)],
    ...exceptions.map((one) => [
      '',
      `${one.financialGroup}${activity(one.active)}`,
      accountText(one.account),
    ]),
  ]);
  const head = ['Item type', 'Financial group', 'Account'].map(left);
  return `\n${role} by item type, shared by all types that map it so\n${textTable(head, rows)}`;
}

const activity = (active: boolean): string => (active ? '' : ' (inactive)');

function reasonsText({ reasons }: MappingTable): string {
  const rows = reasons.map(({ code, name, active, account }) => [
    `${code}${activity(active)}`,
    name,
    accountText(account),
  ]);
  return `\nAdjustment reasons\n${textTable(['Reason', 'Name', 'Account'].map(left), rows)}`;
}
