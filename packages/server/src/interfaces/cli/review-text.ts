import type { ReviewActionAnswer } from '../../application/review/act-on-review.ts';
import type { ReviewList } from '../../application/review/list-review.ts';
import type { ReviewActionTold } from '../../application/review/review-actions.ts';
import type { ReviewTrend } from '../../application/review/review-trend.ts';
import type { ReviewStanding } from '../../application/review/sign-off.ts';
import { grouped } from './figures.ts';
import { answersText } from './posted-answers.ts';
import { textTable } from './text-table.ts';

const left = (label: string) => ({ label, align: 'left' }) as const;
const right = (label: string) => ({ label, align: 'right' }) as const;

/** The review of a month as a table, what is open last. */
export function listText({
  period,
  lines,
  notInvoiced,
  balance,
  unexplained,
  hints,
}: ReviewList): string {
  const columns = [
    right('line'),
    left('posted on'),
    right('days'),
    left('source'),
    left('party'),
    left('reference'),
    left('item'),
    left('site'),
    right('open'),
    left('label'),
    left('suggestion'),
    left('state'),
  ];
  const rows = lines.map((line) => [
    String(line.event),
    line.postedOn,
    String(line.age),
    line.source,
    line.party,
    line.reference,
    line.item,
    line.site,
    grouped(line.open),
    line.label,
    suggestionText(line.suggestion),
    line.state === 'open' ? 'open' : `${line.state}${ofOwner(line.explanation)}`,
  ]);
  const table = lines.length === 0 ? [`Nothing is open in ${period}.`] : [textTable(columns, rows)];
  const sums = `Open at the end of ${period}: ${grouped(balance)}; unexplained: ${grouped(unexplained)}`;
  return [...table, sums, ...notInvoicedText(notInvoiced), ...hints.map((one) => `! ${one}`)].join(
    '\n',
  );
}

function suggestionText(suggestion: ReviewList['lines'][number]['suggestion']): string {
  if (suggestion === undefined) return '';
  const { action, account, receipt, against, quantity, item } = suggestion;
  if (account !== undefined) return `${action} ${account}`;
  if (receipt !== undefined) return `${action} ${receipt.key}`;
  if (against !== undefined) return `${action} ${against}`;
  return quantity === undefined ? action : `${action} ${quantity} ${item}`;
}

const ofOwner = (explanation: { readonly owner: string } | undefined): string =>
  explanation === undefined || explanation.owner === '' ? '' : ` (${explanation.owner})`;

function notInvoicedText(rows: ReviewList['notInvoiced']): readonly string[] {
  if (rows.length === 0) return [];
  const columns = [
    left('receipt'),
    left('posted on'),
    right('days'),
    left('party'),
    left('item'),
    left('site'),
    right('units'),
    right('open'),
  ];
  const cells = rows.map((row) => [
    row.key,
    row.postedOn,
    String(row.age),
    row.party,
    row.item,
    row.site,
    grouped(row.units),
    grouped(row.open),
  ]);
  return ['', 'Received long ago and not invoiced:', textTable(columns, cells)];
}

/** What became of an action: what was done with each line, and the journal. */
export function actionText({
  status,
  action,
  key,
  steps,
  left: others,
  results,
}: ReviewActionAnswer): string {
  const number = action === undefined ? '' : ` action ${action}`;
  const done = steps.map(
    ({ event, action: kind, amount, ...step }) =>
      `  line ${event}: ${suggestionText({ action: kind, amount, ...step })} ${grouped(amount)}`,
  );
  const rest =
    others.length === 0 ? [] : [`  nothing is suggested for ${others.join(', ')}: left as it is`];
  const journal = results.length === 0 ? [] : [answersText(results)];
  return [`${status}${number}  ${key}`, ...done, ...rest, ...journal].join('\n');
}

/** What was done in the review, the first first. */
export function actionsText(actions: readonly ReviewActionTold[]): string {
  if (actions.length === 0) return 'Nothing was done in the review.';
  const columns = [
    right('action'),
    left('kind'),
    left('posted on'),
    left('lines'),
    left('by'),
    left('reason'),
    left('undone'),
  ];
  const rows = actions.map((one) => [
    String(one.action),
    one.undoes === undefined ? one.kind : `undo ${one.undoes}`,
    one.postedOn,
    one.lines.map(({ event, amount }) => `${event}: ${grouped(amount)}`).join(', '),
    one.by,
    [one.owner ?? '', one.reason ?? ''].filter((word) => word !== '').join(': '),
    one.undoneBy === undefined ? '' : `by ${one.undoneBy}`,
  ]);
  return textTable(columns, rows);
}

/** How the review of a month stands, with all that was said of it. */
export function standingText({
  period,
  state,
  isDone,
  unexplained,
  carried,
  history,
}: ReviewStanding): string {
  const told = history.map(
    ({ state: then, by, at, reason }) =>
      `  ${then} by ${by} at ${at}${reason === '' ? '' : `: ${reason}`}`,
  );
  const rest = `${unexplained} unexplained, ${grouped(carried)} open with an explanation`;
  return [`${period}: ${state}${isDone ? ', done' : ''}; ${rest}`, ...told].join('\n');
}

/** The trend by month, and what brings lines. */
export function trendText({ months, causes, withoutLink, ageing }: ReviewTrend): string {
  const byMonth = textTable(
    [left('month'), right('came'), right('cleared'), right('balance'), left('signed off')],
    months.map((month) => [
      month.period,
      grouped(month.added),
      grouped(month.cleared),
      grouped(month.balance),
      month.isSignedOff ? 'yes' : 'no',
    ]),
  );
  const why = textTable(
    [left('label'), right('lines'), right('amount'), right('still open'), left('cause')],
    causes.map((cause) => [
      cause.label,
      String(cause.count),
      grouped(cause.amount),
      grouped(cause.open),
      cause.cause,
    ]),
  );
  const hot = (title: string, rows: ReviewTrend['withoutLink']['byParty']) =>
    rows.map(
      ({ name, count, amount }) =>
        `  ${title} ${name === '' ? '(not named)' : name}: ${count}, ${grouped(amount)}`,
    );
  const unlinked = [
    ...hot('vendor', withoutLink.byParty),
    ...hot('entered by', withoutLink.byUser),
  ];
  const ages = [
    ...ageing.debits.ageing.map(({ days, amount }) => `  debits ${days} days: ${grouped(amount)}`),
    ...ageing.credits.ageing.map(
      ({ days, amount }) => `  credits ${days} days: ${grouped(amount)}`,
    ),
  ];
  return [
    byMonth,
    '',
    why,
    ...(unlinked.length === 0 ? [] : ['', 'Purchases without a linked receipt:', ...unlinked]),
    '',
    'Open by age:',
    ...ages,
  ].join('\n');
}
