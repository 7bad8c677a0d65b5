import {
  type ManualJournal,
  type ManualJournalLine,
  postManualJournal,
} from '../../ledger/manual-journal.ts';
import type { WholePlace } from '../../post-whole.ts';
import type { DocumentReading, DocumentTexts } from './document-reading.ts';

/** A row of a manual journal: what it says of the journal, and its line. */
type JournalRow = Omit<ManualJournal, 'lines'> & { readonly line: ManualJournalLine };

/** Rows of manual journals: those of one name are posted together. */
export const manualJournalReading = (place: WholePlace): DocumentReading<JournalRow> => ({
  skip: () => undefined,
  nameOf: (texts) => `journal ${texts.needed('journal')}`,
  read: rowOf,
  take: async (rows, dryRun) => {
    const [first] = rows;
    if (first === undefined) return { ok: true, value: 'same' };
    const { line: _, ...head } = first;
    const journal = { ...head, lines: rows.map(({ line }) => line) };
    const posted = await postManualJournal(place, journal, dryRun);
    if (!posted.ok) return posted;
    return { ok: true, value: posted.value.status === 'duplicate' ? 'same' : 'taken' };
  },
});

/** What all rows of a journal say alike. */
const ALIKE = ['postedOn', 'reverseOn', 'reference'] as const;

function rowOf(texts: DocumentTexts, first: JournalRow | undefined): JournalRow {
  const site = texts.needed('site');
  const row: JournalRow = {
    key: texts.text('journal'),
    postedOn: texts.needed('postedOn'),
    reverseOn: texts.given('reverseOn'),
    site,
    reference: texts.given('reference'),
    line: {
      account: texts.code('account') ?? '',
      debit: texts.given('debit'),
      credit: texts.given('credit'),
      text: texts.given('text'),
      ...(first === undefined || first.site === site ? {} : { site }),
    },
  };
  const document = `journal ${row.key}`;
  for (const column of first === undefined ? [] : ALIKE) {
    const [value = '', before = ''] = [row[column], first?.[column]];
    if (value !== before)
      texts.texts.row.refuse('document-differs', column, { value, document, first: before });
  }
  return row;
}
