import {
  ENTRY_TYPES,
  entryTypeOf,
  entryTypes,
  type SourceCode,
  transactionTypes,
} from '../../packages/core/src/index.ts';
import { markdownList, markdownTable, type ReferencePage } from './reference-page.ts';

/** The kinds of journal, and which transactions are filed under each. */
export const ENTRY_TYPES_PAGE: ReferencePage = {
  file: 'entry-types.md',
  title: 'Entry types',
  printedFrom: ['packages/core/src/journal/entry-type.ts'],
  blocks: () => [
    INTRODUCTION,
    markdownTable(
      ['entry type', 'name', 'source', 'posted by hand'],
      entryTypes().map((code) => {
        const [name, source, manual] = ENTRY_TYPES[code];
        return [code, name, source, manual ? 'yes' : 'no'];
      }),
    ),
    '## Source codes',
    markdownList(Object.entries(SOURCES)),
    '## Which transactions are filed where',
    'An entry type that is not named here is for journals that are no inventory transaction.',
    ...entryTypes().flatMap(filedUnder),
  ],
};

const INTRODUCTION = `Every journal entry is of one type, so that an audit trail can be printed for each. Inventory
integration has a type of its own: its details are the journals of inventory transactions and nothing
else.`;

const SOURCES: Readonly<Record<SourceCode, string>> = {
  IC: 'inventory control',
  AP: 'accounts payable',
  SJ: 'sales journal',
  GJ: 'general journal',
};

function filedUnder(code: ReturnType<typeof entryTypes>[number]): readonly string[] {
  const types = transactionTypes().filter((type) => entryTypeOf(type) === code);
  return types.length === 0 ? [] : [`**${code}**: ${types.join(', ')}`];
}
