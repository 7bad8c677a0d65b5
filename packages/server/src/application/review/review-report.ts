import type { Report, ReportColumn } from '../reading/report.ts';
import type { ReviewList } from './list-review.ts';

// biome-ignore format: a table reads as a table
const COLUMNS: readonly ReportColumn[] = [
  { key: 'event',      label: 'line',       kind: 'number' },
  { key: 'postedOn',   label: 'posted on',  kind: 'date' },
  { key: 'age',        label: 'days',       kind: 'number' },
  { key: 'source',     label: 'source',     kind: 'text' },
  { key: 'document',   label: 'document',   kind: 'text' },
  { key: 'reference',  label: 'reference',  kind: 'text' },
  { key: 'party',      label: 'party',      kind: 'text' },
  { key: 'item',       label: 'item',       kind: 'text' },
  { key: 'site',       label: 'site',       kind: 'text' },
  { key: 'account',    label: 'account',    kind: 'text' },
  { key: 'amount',     label: 'amount',     kind: 'money' },
  { key: 'open',       label: 'open',       kind: 'money' },
  { key: 'reason',     label: 'reason',     kind: 'text' },
  { key: 'label',      label: 'label',      kind: 'text' },
  { key: 'scenario',   label: 'scenario',   kind: 'text' },
  { key: 'state',      label: 'state',      kind: 'text' },
  { key: 'owner',      label: 'owner',      kind: 'text' },
  { key: 'because',    label: 'because',    kind: 'text' },
  { key: 'suggestion', label: 'suggestion', kind: 'text' },
  { key: 'recordedBy', label: 'entered by', kind: 'text' },
];

/** The review of a month as a report, to be taken elsewhere (`non-inventory.md`, workflow 6). */
export function reviewReport({ period, lastDay, asKnown, lines, balance }: ReviewList): Report {
  return {
    name: 'review',
    title: `Non-Inventory, ${period}`,
    asOf: lastDay,
    asKnown: { ...asKnown, recordedAt: null },
    columns: COLUMNS,
    rows: lines.map(({ explanation, suggestion, reason = '', ...line }) => ({
      event: String(line.event),
      postedOn: line.postedOn,
      age: String(line.age),
      source: line.source,
      document: line.document,
      reference: line.reference,
      party: line.party,
      item: line.item,
      site: line.site,
      account: line.account,
      amount: line.amount,
      open: line.open,
      reason,
      label: line.label,
      scenario: line.scenario,
      state: line.state,
      owner: explanation?.owner ?? '',
      because: explanation?.reason ?? '',
      suggestion: suggestion?.action ?? '',
      recordedBy: line.recordedBy,
    })),
    groups: [],
    totals: { open: balance },
    next: null,
  };
}
