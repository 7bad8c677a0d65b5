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
export function sheetsOf(table: MappingTable, company: string): readonly WrittenSheet[] {
  return [
    {
      name: ABOUT,
      rows: [
        ['Mapping of', company],
        ['Day', table.on],
        ['Configuration version', String(table.configurationVersion)],
        ...READ_ME.map((line) => [line]),
      ],
    },
    {
      name: 'Types',
      rows: [
        COLUMNS.Types,
        ...table.types.map(({ type, debit, credit, center }) => [
          type,
          ...sideCells(debit),
          ...sideCells(credit),
          center ?? '',
        ]),
      ],
      choices: [
        { column: 2, words: MODE_WORDS },
        { column: 5, words: MODE_WORDS },
        { column: 7, words: CENTER_WORDS },
      ],
    },
    {
      name: 'Item types',
      rows: [
        COLUMNS['Item types'],
        ...table.itemTypes.flatMap(({ role, itemTypes }) =>
          itemTypes.map(({ itemType, name, account }) => [role, itemType, name, codeOf(account)]),
        ),
      ],
    },
    {
      name: 'Exceptions',
      rows: [
        COLUMNS.Exceptions,
        ...table.itemTypes.flatMap(({ role, itemTypes }) =>
          itemTypes.flatMap(({ itemType, exceptions }) =>
            exceptions.map(({ financialGroup, name, account }) => [
              role,
              itemType,
              financialGroup,
              name,
              codeOf(account),
            ]),
          ),
        ),
      ],
    },
    {
      name: 'Reasons',
      rows: [
        COLUMNS.Reasons,
        ...table.reasons.map(({ code, name, active, account }) => [
          code,
          name,
          active ? 'yes' : 'no',
          codeOf(account),
        ]),
      ],
      choices: [{ column: 2, words: ACTIVE_WORDS }],
    },
  ];
}

const codeOf = (account: MappedAccount): string => account?.code ?? '';

const sideCells = (side: MappedSide | null): readonly string[] =>
  side === null ? ['', '', ''] : [side.role, side.mode, codeOf(side.account)];
