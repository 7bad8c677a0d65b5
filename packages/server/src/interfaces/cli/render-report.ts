import type { Report, ReportColumn, ReportRow } from '../../application/reading/report.ts';
import { harmless } from '../sheet-text.ts';
import { grouped } from './figures.ts';
import { textTable } from './text-table.ts';

/** Forms in which a report can be had as text. */
export const REPORT_FORMATS = ['table', 'csv', 'json', 'html'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** The report in a form. Figures are exact in every one; only `table` and `html` group digits. */
export function renderReport(report: Report, format: ReportFormat): string {
  const renderers = { table: tableOf, csv: csvOf, html: htmlOf, json: jsonOf };
  return renderers[format](report);
}

const jsonOf = (report: Report): string => JSON.stringify(report, null, 2);

const isFigure = ({ kind }: ReportColumn): boolean =>
  kind === 'money' || kind === 'quantity' || kind === 'unit-cost' || kind === 'number';

/** A cell as people read it; numbers of entries and events are names and stay as they are. */
function cellText(column: ReportColumn, row: ReportRow): string {
  const text = row[column.key] ?? '';
  return column.kind === 'money' || column.kind === 'quantity' ? grouped(text) : text;
}

/** Rows with the subtotals of their groups in between and the totals at the end. */
function* linesOf(report: Report): Generator<{ readonly row: ReportRow; readonly label?: string }> {
  let start = 0;
  for (const group of report.groups) {
    for (const row of report.rows.slice(start, start + group.rows)) yield { row };
    start += group.rows;
    const label = group.code === group.name ? group.name : `${group.code} ${group.name}`.trim();
    yield { row: group.subtotals, label };
  }
  for (const row of report.rows.slice(start)) yield { row };
  if (Object.keys(report.totals).length > 0) yield { row: report.totals, label: 'total' };
}

function headOf({ title, asOf, asKnown }: Report): string {
  const recorded = asKnown.recordedAt === null ? '' : `, recorded ${asKnown.recordedAt}`;
  return `${title} · as of ${asOf ?? 'the last day'} · as known at event ${asKnown.event}${recorded}`;
}

function tableOf(report: Report): string {
  const columns = report.columns.map((column) => ({
    label: column.label,
    align: isFigure(column) ? ('right' as const) : ('left' as const),
  }));
  const rules = new Set<number>();
  // A sum is named in the first column of words; a narrow column of numbers would grow by it.
  const labelAt = Math.max(
    0,
    report.columns.findIndex(({ kind }) => kind === 'text'),
  );
  const rows = [...linesOf(report)].map(({ row, label }, index) => {
    const cells = report.columns.map((column) => cellText(column, row));
    if (label === undefined) return cells;
    rules.add(index);
    return cells.with(labelAt, label);
  });
  const more = report.next === null ? [] : [`more: --after ${report.next}`];
  return [headOf(report), '', textTable(columns, rows, rules), ...more].join('\n');
}

/** RFC 4180. Text cells a spreadsheet would take for a formula are made harmless. */
function csvOf(report: Report): string {
  const quote = (text: string) =>
    /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  const head = report.columns.map(({ key }) => quote(key)).join(',');
  const rows = report.rows.map((row) =>
    report.columns
      .map((column) => {
        const text = row[column.key] ?? '';
        return quote(column.kind === 'text' ? harmless(text) : text);
      })
      .join(','),
  );
  return [head, ...rows].join('\r\n');
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};
const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? character);

function htmlOf(report: Report): string {
  const cell = (column: ReportColumn, text: string, tag: string) =>
    `<${tag}${isFigure(column) ? ' class="figure"' : ''}>${escaped(text)}</${tag}>`;
  const head = report.columns.map((column) => cell(column, column.label, 'th')).join('');
  const body = [...linesOf(report)].map(({ row, label }) => {
    const cells = report.columns.map((column, index) =>
      cell(column, label !== undefined && index === 0 ? label : cellText(column, row), 'td'),
    );
    return `<tr${label === undefined ? '' : ' class="sum"'}>${cells.join('')}</tr>`;
  });
  return [
    '<!doctype html>',
    `<html lang="en"><head><meta charset="utf-8"><title>${escaped(report.title)}</title>`,
    '<style>body{font:14px system-ui}table{border-collapse:collapse}td,th{padding:2px 8px;text-align:left}',
    '.figure{text-align:right;font-variant-numeric:tabular-nums}.sum td{border-top:1px solid;font-weight:600}</style></head>',
    `<body><h1>${escaped(report.title)}</h1><p>${escaped(headOf(report))}</p>`,
    `<table><thead><tr>${head}</tr></thead><tbody>`,
    ...body,
    '</tbody></table></body></html>',
  ].join('\n');
}
