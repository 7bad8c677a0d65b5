import type { Command } from 'commander';
import {
  isAccountRole,
  isReviewLabel,
  type ReviewActionKind,
  reviewActionKinds,
  reviewLabels,
} from 'perpetua-core';
import type { FoundCompany } from '../../application/find-company.ts';
import {
  actOnReview,
  previewReviewAction,
  undoReviewAction,
} from '../../application/review/act-on-review.ts';
import type { ReviewActionRequest } from '../../application/review/action-request.ts';
import { listReview, type ReviewList } from '../../application/review/list-review.ts';
import { listReviewActions } from '../../application/review/review-actions.ts';
import { lastMonths, presentMonth } from '../../application/review/review-months.ts';
import { reviewReport } from '../../application/review/review-report.ts';
import { reviewTrend } from '../../application/review/review-trend.ts';
import {
  approveReview,
  reopenReview,
  reviewStanding,
  signOffReview,
} from '../../application/review/sign-off.ts';
import type { BooksOptions, CliBooks, CliServices } from './cli-books.ts';
import { command, companyOf, tellRefusals, withBooks } from './command.ts';
import { renderReport } from './render-report.ts';
import { actionsText, actionText, listText, standingText, trendText } from './review-text.ts';
import { EXIT, type Terminal } from './terminal.ts';

type Options = BooksOptions & {
  readonly company?: string;
  readonly period?: string;
  readonly site?: string;
  readonly label?: string;
  readonly text?: string;
  readonly line?: readonly string[];
  readonly amount?: string;
  readonly account?: string;
  readonly role?: string;
  readonly part?: readonly string[];
  readonly receipt?: string;
  readonly source?: string;
  readonly quantity?: string;
  readonly item?: string;
  readonly against?: string;
  readonly owner?: string;
  readonly reason?: string;
  readonly postedOn?: string;
  readonly key?: string;
  readonly from?: string;
  readonly to?: string;
  readonly dryRun?: boolean;
  readonly csv?: boolean;
};

/** The monthly review of Non-Inventory: the work list, what is done about it, and the sign-off. */
export function reviewCommand(services: CliServices): Command {
  return command('review', 'review Non-Inventory: list, clear, carry forward, sign off')
    .argument('[action]', `list (default), ${[...OTHERS, ...reviewActionKinds()].join(', ')}`)
    .argument('[number]', 'undo: the number of the action')
    .option('--company <code>', 'the company; not needed when there is one only')
    .option('--period <month>', 'the month, such as 2026-05 (default: the present one)')
    .option('--site <code>', 'list: lines at this site')
    .option('--text <words>', 'list: a part of PO/Reference, document, party or item')
    .option('--label <label>', `lines of this label: ${reviewLabels().join(', ')}`)
    .option('--line <event...>', 'the lines, by the numbers of their events')
    .option('--amount <amount>', 'a part of what is open, without sign (default: all of it)')
    .option('--account <code>', 'the account it goes to')
    .option('--role <role>', 'or the account a role has for the item and site')
    .option('--part <amount@account...>', 'split: amounts with their accounts')
    .option('--receipt <key>', 'the receipt it is linked to, or makes dearer')
    .option('--source <name>', 'source of the receipt (default: api)')
    .option('--quantity <units>', 'units (default of a link: all that are not invoiced)')
    .option('--item <code>', 'the item, where another than that of the line')
    .option('--against <event>', 'match: the other line')
    .option('--owner <name>', 'carry-forward: who sees to it')
    .option('--reason <text>', 'why')
    .option('--posted-on <day>', 'business date (default: the last day of --period, else today)')
    .option('--key <key>', 'names the action, so that it is done once (default: made of the time)')
    .option('--from <month>', 'trend: the first month')
    .option('--to <month>', 'trend: the last month')
    .option('--dry-run', 'show the journal, and keep nothing')
    .option('--csv', 'list: as CSV, to be taken elsewhere')
    .option('--json', 'as JSON')
    .action((action: string | undefined, number: string | undefined, options: Options) =>
      review(services, { action: action ?? 'list', number: number ?? '' }, options),
    );
}

const OTHERS = ['actions', 'undo', 'trend', 'standing', 'sign-off', 'approve', 'reopen'] as const;

type Asked = { readonly action: string; readonly number: string };
type Work = {
  readonly books: CliBooks;
  readonly terminal: Terminal;
  readonly company: FoundCompany;
  readonly options: Options;
};

async function review(services: CliServices, asked: Asked, options: Options): Promise<void> {
  const { terminal } = services;
  const fault = faultIn(asked, options);
  if (fault !== undefined) {
    terminal.note(fault);
    process.exitCode = EXIT.usage;
    return;
  }
  await withBooks(services, options, async (books) => {
    const company = await companyOf(books, terminal, options.company);
    if (company === undefined) return EXIT.usage;
    return doneWith({ books, terminal, company, options }, asked);
  });
}

async function doneWith(work: Work, { action, number }: Asked): Promise<number> {
  const { books, company, options, terminal } = work;
  const place = { ...books, company };
  const period = options.period ?? presentMonth(books.clock);
  const month = { period, reason: options.reason };
  if (isKind(action)) {
    const act = options.dryRun === true ? previewReviewAction : actOnReview;
    return tell(work, await act(place, requestOf(work, action)), actionText);
  }
  if (action === 'undo') {
    const { key, postedOn } = nameOf(work);
    const undone = { key, postedOn, action: Number(number), reason: options.reason };
    return tell(work, await undoReviewAction(place, undone), actionText);
  }
  if (action === 'sign-off') return tell(work, await signOffReview(place, month), standingText);
  if (action === 'approve') return tell(work, await approveReview(place, month), standingText);
  if (action === 'reopen') return tell(work, await reopenReview(place, month), standingText);
  if (action === 'standing') return tell(work, await reviewStanding(place, period), standingText);
  if (action === 'trend')
    return tell(work, await reviewTrend(place, lastMonths(books.clock, options)), trendText);
  if (action === 'actions') {
    const done = await listReviewActions(place, { period: options.period });
    terminal.print(options.json === true ? JSON.stringify(done, null, 2) : actionsText(done));
    return EXIT.done;
  }
  const { site, text, label = '' } = options;
  const filter = { period, site, text, ...(isReviewLabel(label) ? { label } : {}) };
  const asCsv = (list: ReviewList) => renderReport(reviewReport(list), 'csv');
  return tell(work, await listReview(place, filter), options.csv === true ? asCsv : listText);
}

type Told<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly reasons: Parameters<typeof tellRefusals>[1] };

function tell<Value>(
  { terminal, options }: Work,
  result: Told<Value>,
  textOf: (value: Value) => string,
): number {
  if (!result.ok) return tellRefusals(terminal, result.reasons);
  const { value } = result;
  terminal.print(options.json === true ? JSON.stringify(value, null, 2) : textOf(value));
  return EXIT.done;
}

const isKind = (text: string): text is ReviewActionKind =>
  reviewActionKinds().some((kind) => kind === text);

const isNumber = (text: string): boolean => /^[1-9]\d*$/.test(text);

function faultIn({ action, number }: Asked, options: Options): string | undefined {
  const { label, role, line = [], against, part = [] } = options;
  const known: readonly string[] = ['list', ...OTHERS, ...reviewActionKinds()];
  if (!known.includes(action)) return `It is ${known.join(', ')}; not ${action}.`;
  if (action === 'undo' && !isNumber(number)) return 'undo takes the number of an action.';
  if (isKind(action) && line.length === 0 && label === undefined)
    return `${action} takes --line or --label.`;
  if (label !== undefined && !isReviewLabel(label))
    return `--label is ${reviewLabels().join(', ')}; not ${label}.`;
  if (role !== undefined && !isAccountRole(role)) return `There is no role ${role}.`;
  const wrong = [...line, ...(against === undefined ? [] : [against])].find(
    (one) => !isNumber(one),
  );
  if (wrong !== undefined) return `A line is named by the number of its event, not ${wrong}.`;
  const unsplit = part.find((one) => !/^[^@]+@[^@]+$/.test(one));
  return unsplit === undefined ? undefined : `--part takes <amount>@<account>, not ${unsplit}.`;
}

/** The day an action is posted on and the key that names it. */
function nameOf({ books, options }: Work): { readonly key: string; readonly postedOn: string } {
  const now = books.clock().toISOString();
  const today = now.slice(0, 10);
  const { key = `cli:${now}`, period, postedOn } = options;
  return { key, postedOn: postedOn ?? (period === undefined ? today : lastDayOf(period)) };
}

/** The last day of a month; of what is no month a text that is refused as a day. */
function lastDayOf(period: string): string {
  const [year = '', month = ''] = period.split('-');
  const day = new Date(Date.UTC(Number(year), Number(month), 0));
  return Number.isNaN(day.getTime()) ? period : day.toISOString().slice(0, 10);
}

function requestOf(work: Work, action: ReviewActionKind): ReviewActionRequest {
  const { line, label = '', role = '', part, receipt, source, against, ...given } = work.options;
  const { amount, account, quantity, item, owner, reason } = given;
  return {
    ...nameOf(work),
    action,
    amount,
    account,
    quantity,
    item,
    owner,
    reason,
    ...(line === undefined ? {} : { lines: line.map(Number) }),
    ...(isReviewLabel(label) ? { label } : {}),
    ...(isAccountRole(role) ? { role } : {}),
    ...(part === undefined ? {} : { parts: part.map(partOf) }),
    ...(receipt === undefined ? {} : { receipt: { key: receipt, source } }),
    ...(against === undefined ? {} : { against: Number(against) }),
  };
}

function partOf(text: string): { readonly amount: string; readonly account: string } {
  const [amount = '', account = ''] = text.split('@');
  return { amount, account };
}
