import type { MappedAccount, MappedSide, MappingTable } from '../mapping-table.ts';
import type { WrittenSheet } from './workbook-sheets.ts';

/** How a mode and a center are written in a cell. */
export const MODE_WORDS = ['account', 'item-type', 'reason', 'group'] as const;
export const CENTER_WORDS = ['office', 'company'] as const;
export const ACTIVE_WORDS = ['yes', 'no'] as const;

/** The columns of each sheet, in the order they are written; a file may have them in another one. */
export const COLUMNS = {
  Types: [
    'Type',
    'Debit role',
    'Debit mode',
    'Debit account',
    'Credit role',
    'Credit mode',
    'Credit account',
    'Center',
  ],
  'Item types': ['Role', 'Item type', 'Name', 'Account'],
  Exceptions: ['Role', 'Item type', 'Financial group', 'Name', 'Account'],
  Reasons: ['Reason', 'Name', 'Active', 'Account'],
} as const;

export type SheetName = keyof typeof COLUMNS;

/** The sheet that says what the workbook is, and on what it was made. */
export const ABOUT = 'Read me';

const READ_ME = [
  'Change a cell, save, and look first: perpetua import-mappings <file> --dry-run shows what would change.',
  'Types: mode is account, item-type, reason or group; an account stands beside mode account only.',
  'Item types, Exceptions, Reasons: an emptied account takes the account back; the group has it then.',
  'A row that is missing is left alone, not deleted. New exceptions and reasons are added as rows.',
  'Roles and names of item types and financial groups are there to read; they are changed elsewhere.',
  'Other columns and sheets are not looked at.',
] as const;

/** The mapping as a workbook: types, item types, exceptions, reasons, and what to know of it (`003.23`). */
export const sheetsOf = (table: MappingTable, company: string): readonly WrittenSheet[] => [
  aboutSheet(table, company),
  typesSheet(table),
  itemTypesSheet(table),
  exceptionsSheet(table),
  reasonsSheet(table),
];

const aboutSheet = ({ on, configurationVersion }: MappingTable, company: string): WrittenSheet => ({
  name: ABOUT,
  rows: [
    ['Mapping of', company],
    ['Day', on],
    ['Configuration version', String(configurationVersion)],
    ...READ_ME.map((line) => [line]),
  ],
});

function typesSheet({ types }: MappingTable): WrittenSheet {
  const rows = types.map(({ type, debit, credit, center }) => [
    type,
    ...sideCells(debit),
    ...sideCells(credit),
    center ?? '',
  ]);
  return {
    name: 'Types',
    rows: [COLUMNS.Types, ...rows],
    choices: [
      { column: COLUMNS.Types.indexOf('Debit mode'), words: MODE_WORDS },
      { column: COLUMNS.Types.indexOf('Credit mode'), words: MODE_WORDS },
      { column: COLUMNS.Types.indexOf('Center'), words: CENTER_WORDS },
    ],
  };
}

function itemTypesSheet({ itemTypes: roles }: MappingTable): WrittenSheet {
  const rows = roles.flatMap(({ role, itemTypes }) =>
    itemTypes.map(({ itemType, name, account }) => [role, itemType, name, codeOf(account)]),
  );
  return { name: 'Item types', rows: [COLUMNS['Item types'], ...rows] };
}

function exceptionsSheet({ itemTypes: roles }: MappingTable): WrittenSheet {
  const rows = roles.flatMap(({ role, itemTypes }) =>
    itemTypes.flatMap(({ itemType, exceptions }) =>
      exceptions.map(({ financialGroup, name, account }) => [
        role,
        itemType,
        financialGroup,
        name,
        codeOf(account),
      ]),
    ),
  );
  return { name: 'Exceptions', rows: [COLUMNS.Exceptions, ...rows] };
}

function reasonsSheet({ reasons }: MappingTable): WrittenSheet {
  const rows = reasons.map(({ code, name, active, account }) => [
    code,
    name,
    active ? 'yes' : 'no',
    codeOf(account),
  ]);
  return {
    name: 'Reasons',
    rows: [COLUMNS.Reasons, ...rows],
    choices: [{ column: COLUMNS.Reasons.indexOf('Active'), words: ACTIVE_WORDS }],
  };
}

const codeOf = (account: MappedAccount): string => account?.code ?? '';

const sideCells = (side: MappedSide | null): readonly string[] =>
  side === null ? ['', '', ''] : [side.role, side.mode, codeOf(side.account)];
