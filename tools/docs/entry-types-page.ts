import {
  ENTRY_TYPES,
  entryTypeOf,
  entryTypes,
  GL_SOURCES,
  glSources,
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
    '## GL sources',
    markdownList(
      glSources().map((source) => {
        const [code, name] = GL_SOURCES[source];
        return [code, `${name} (\`${source}\`)`] as const;
      }),
    ),
    '## Which transactions are filed where',
    'An entry type that is not named here is for journals that are no inventory transaction.',
    ...entryTypes().flatMap(filedUnder),
  ],
};

const INTRODUCTION = `Every journal entry is of one type, so that an audit trail can be printed for each. Inventory
integration has a type of its own: its details are the journals of inventory transactions and nothing
else.`;

function filedUnder(code: ReturnType<typeof entryTypes>[number]): readonly string[] {
  const types = transactionTypes().filter((type) => entryTypeOf(type) === code);
  return types.length === 0 ? [] : [`**${code}**: ${types.join(', ')}`];
}
