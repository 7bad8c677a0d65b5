import { journalPurposes } from 'perpetua-core';
import type { InventoryJournal } from '../../journals/decide-journal.ts';
import { postJournal, previewJournal } from '../../journals/post-journal.ts';
import type { WholePlace } from '../../post-whole.ts';
import type { DocumentReading, DocumentTexts } from './document-reading.ts';

/** A row of an inventory journal: what it says of the journal, and its line. */
type JournalRow = Omit<InventoryJournal, 'lines'> & {
  readonly line: InventoryJournal['lines'][number];
};

/** Rows of inventory journals: those of one name are posted together. */
export const journalReading = (place: WholePlace): DocumentReading<JournalRow> => ({
  skip: () => undefined,
  nameOf: (texts) => `journal ${texts.needed('journal')}`,
  read: rowOf,
  take: async (rows, dryRun) => {
    const [first] = rows;
    if (first === undefined) return { ok: true, value: 'same' };
    const { line: _, ...head } = first;
    const journal = { ...head, lines: rows.map(({ line }) => line) };
    const posted = await (dryRun ? previewJournal : postJournal)(place, journal);
    if (!posted.ok) return posted;
    return { ok: true, value: posted.value.status === 'duplicate' ? 'same' : 'taken' };
  },
});

function rowOf(texts: DocumentTexts, first: JournalRow | undefined): JournalRow {
  texts.needed('purpose');
  const row: JournalRow = {
    name: texts.text('journal'),
    purpose: texts.word('purpose', journalPurposes()) ?? 'adjustment',
    postedOn: texts.needed('postedOn'),
    line: {
      item: texts.needed('item'),
      site: texts.given('site'),
      location: texts.given('location'),
      quantity: texts.given('quantity'),
      unitCost: texts.given('unitCost'),
      amount: texts.given('amount'),
      reason: texts.given('reason'),
      account: texts.given('account'),
      reference: texts.given('reference'),
    },
  };
  const document = `journal ${row.name}`;
  for (const column of ['purpose', 'postedOn'] as const) {
    const [value, before] = [row[column], first?.[column] ?? row[column]];
    if (value !== before)
      texts.texts.row.refuse('document-differs', column, { value, document, first: before });
  }
  return row;
}
