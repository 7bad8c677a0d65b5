import { type Configuration, type Refusal, refusalText } from 'perpetua-core';
import { editFaults, editsAfter, type MappingEdits } from '../mapping-edits.ts';
import type { MappedAccount, MappedSide, MappedType, MappingTable } from '../mapping-table.ts';
import { ACTIVE_WORDS, CENTER_WORDS, MODE_WORDS, type SheetName } from './mapping-sheets.ts';
import { cellFault, type NamedRow, namedRows, sameWord } from './sheet-rows.ts';
import type { ReadSheet } from './workbook-sheets.ts';

/** What a workbook changes of the mapping it was made of, and every cell that is wrong. */
export type SheetEdits = { readonly edits: MappingEdits; readonly refusals: readonly Refusal[] };

/**
 * Holds a workbook against the mapping it was made of: cells that differ are edits. Rows and sheets
 * that are missing are left alone. A cell is judged alone; what stands against all edits together
 * is told when they are drafted.
 */
export function editsOf(
  configuration: Configuration,
  table: MappingTable,
  sheets: readonly ReadSheet[],
): SheetEdits {
  const reader = new SheetReader(configuration);
  const rows = (name: SheetName, keys: readonly string[]) =>
    namedRows(sheets, name, keys, reader.refusals);
  for (const row of rows('Types', ['Type'])) reader.type(row, table);
  for (const row of rows('Item types', ['Role', 'Item type'])) reader.itemType(row, table);
  for (const row of rows('Exceptions', ['Role', 'Item type', 'Financial group']))
    reader.exception(row, table);
  for (const row of rows('Reasons', ['Reason'])) reader.reason(row, table);
  return { edits: reader.edits, refusals: reader.refusals };
}

const codeOf = (account: MappedAccount): string => account?.code ?? '';

/** A cell that holds one of some words. */
type WordCell<Word extends string> = {
  readonly sheet: SheetName;
  readonly column: string;
  readonly words: readonly Word[];
  readonly before: Word;
  readonly empty: Word;
};

class SheetReader {
  readonly refusals: Refusal[] = [];
  edits: MappingEdits = {};
  readonly #configuration: Configuration;

  constructor(configuration: Configuration) {
    this.#configuration = configuration;
  }

  type(row: NamedRow, table: MappingTable): void {
    const type = table.types.find((one) => one.type === row.cell('Type'));
    if (type === undefined) {
      this.#refuse('Types', row, 'Type', `there is no transaction type ${row.cell('Type')}`);
      return;
    }
    this.#side(row, type, 'Debit', type.debit);
    this.#side(row, type, 'Credit', type.credit);
    this.#center(row, type);
  }

  #side(row: NamedRow, { type }: MappedType, title: string, side: MappedSide | null): void {
    const roleColumn = `${title} role`;
    const modeColumn = `${title} mode`;
    const accountColumn = `${title} account`;
    this.#fixed('Types', row, roleColumn, side?.role ?? '');
    if (side === null) {
      const stray = [modeColumn, accountColumn].find((column) => row.cell(column));
      if (stray !== undefined)
        this.#refuse('Types', row, stray, `${type} has no ${title.toLowerCase()}`);
      return;
    }
    const mode = this.#word(row, {
      sheet: 'Types',
      column: modeColumn,
      words: MODE_WORDS,
      before: side.mode,
      empty: 'group',
    });
    if (mode === undefined) return;
    const known = mode === side.mode ? codeOf(side.account) : '';
    const account = row.cell(accountColumn) ?? known;
    if (mode === 'account' && account === '') {
      this.#refuse('Types', row, accountColumn, 'mode account needs an account');
      return;
    }
    if (mode !== 'account' && account !== '') {
      const fault = `only mode account takes an account here, and the mode is ${mode}`;
      this.#refuse('Types', row, accountColumn, fault);
      return;
    }
    if (mode === side.mode && account === codeOf(side.account)) return;
    const column = mode === 'account' ? accountColumn : modeColumn;
    const named = mode === 'account' ? { account } : {};
    this.#take('Types', row, column, { modes: [{ type, role: side.role, mode, ...named }] });
  }

  #center(row: NamedRow, { type, center: before }: MappedType): void {
    const text = row.cell('Center');
    if (text === undefined || text === (before ?? '')) return;
    if (text === '') {
      this.#refuse('Types', row, 'Center', 'a type that is set up has a center');
      return;
    }
    const center = this.#word(row, {
      sheet: 'Types',
      column: 'Center',
      words: CENTER_WORDS,
      before: 'office',
      empty: 'office',
    });
    if (center !== undefined && center !== before)
      this.#take('Types', row, 'Center', { types: [{ type, center }] });
  }

  itemType(row: NamedRow, table: MappingTable): void {
    const found = this.#itemTypeOf('Item types', row, table);
    if (found === undefined) return;
    const { role, mapped } = found;
    this.#fixed('Item types', row, 'Name', mapped.name);
    const account = row.cell('Account');
    if (account === undefined || account === codeOf(mapped.account)) return;
    const { itemType } = mapped;
    this.#take('Item types', row, 'Account', {
      itemTypeAccounts: [{ role, itemType, account: account === '' ? null : account }],
    });
  }

  exception(row: NamedRow, table: MappingTable): void {
    const found = this.#itemTypeOf('Exceptions', row, table);
    if (found === undefined) return;
    const { role, mapped } = found;
    const financialGroup = row.cell('Financial group') ?? '';
    const group = this.#configuration.financialGroups.get(financialGroup);
    if (group === undefined) {
      const fault = `there is no financial group ${financialGroup}`;
      this.#refuse('Exceptions', row, 'Financial group', fault);
      return;
    }
    if ((row.cell('Name') ?? '') !== '') this.#fixed('Exceptions', row, 'Name', group.name);
    const account = row.cell('Account');
    const known = mapped.exceptions.find((one) => one.financialGroup === financialGroup);
    if (account === undefined || account === codeOf(known?.account ?? null)) {
      if (account === '')
        this.#refuse('Exceptions', row, 'Account', 'a new exception needs an account');
      return;
    }
    const { itemType } = mapped;
    const column = group.itemType === itemType && group.active ? 'Account' : 'Financial group';
    this.#take('Exceptions', row, column, {
      itemTypeAccounts: [
        { role, itemType, financialGroup, account: account === '' ? null : account },
      ],
    });
  }

  reason(row: NamedRow, table: MappingTable): void {
    const code = row.cell('Reason') ?? '';
    const known = table.reasons.find((one) => one.code === code);
    const name = row.cell('Name');
    if (code === '' || (name === '' && known !== undefined)) {
      this.#refuse('Reasons', row, code === '' ? 'Reason' : 'Name', 'the cell is empty');
      return;
    }
    const before = known?.active === false ? 'no' : 'yes';
    const active = this.#word(row, {
      sheet: 'Reasons',
      column: 'Active',
      words: ACTIVE_WORDS,
      before,
      empty: 'yes',
    });
    const account = row.cell('Account');
    if (active === undefined) return;
    const isNamed = name !== undefined && name !== (known?.name ?? '');
    const hasAccount = account !== undefined && account !== codeOf(known?.account ?? null);
    const reason = {
      code,
      ...(isNamed ? { name } : {}),
      ...(active === before ? {} : { active: active === 'yes' }),
      ...(hasAccount ? { account: account === '' ? null : account } : {}),
    };
    if (known !== undefined && Object.keys(reason).length === 1) return;
    const column = hasAccount && (isNamed || known !== undefined) ? 'Account' : 'Name';
    this.#take('Reasons', row, column, { reasons: [reason] });
  }

  #itemTypeOf(sheet: SheetName, row: NamedRow, table: MappingTable) {
    const [roleText = '', code = ''] = [row.cell('Role'), row.cell('Item type')];
    const role = table.itemTypes.find((one) => one.role === roleText);
    if (role === undefined) {
      this.#refuse(sheet, row, 'Role', `no role ${roleText} is mapped by item type`);
      return undefined;
    }
    const mapped = role.itemTypes.find(({ itemType }) => itemType === code);
    if (mapped === undefined) {
      this.#refuse(sheet, row, 'Item type', `there is no item type ${code}`);
      return undefined;
    }
    return { role: role.role, mapped };
  }

  /** The word of a cell, `empty` where it was emptied, `before` where the column is missing. */
  #word<Word extends string>(
    row: NamedRow,
    { sheet, column, words, before, empty }: WordCell<Word>,
  ): Word | undefined {
    const text = row.cell(column);
    if (text === undefined) return before;
    if (text === '') return empty;
    const word = words.find((one) => sameWord(text, one));
    if (word === undefined)
      this.#refuse(sheet, row, column, `it is ${text}; it can be ${words.join(', ')}`);
    return word;
  }

  /** A cell that is there to read must say what it said. */
  #fixed(sheet: SheetName, row: NamedRow, column: string, content: string): void {
    const text = row.cell(column);
    if (text === undefined || text === content.trim()) return;
    const fault = `it is there to read and says ${content === '' ? 'nothing' : content}, not ${text}`;
    this.#refuse(sheet, row, column, fault);
  }

  /** Takes the edit of a cell unless it is wrong in itself. */
  #take(sheet: SheetName, row: NamedRow, column: string, edits: MappingEdits): void {
    const faults = editFaults(this.#configuration, edits);
    for (const fault of faults)
      this.#refuse(sheet, row, column, fault.details['fault'] ?? refusalText(fault).message);
    if (faults.length === 0) this.edits = editsAfter(this.edits, edits);
  }

  #refuse(sheet: SheetName, { number }: NamedRow, column: string, fault: string): void {
    this.refusals.push(cellFault(sheet, number, column, fault));
  }
}
