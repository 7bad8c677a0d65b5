import type { LinesPage, ShownCount } from '../../application/counting/show-count.ts';
import type { AcceptedCount } from '../../application/counting/told-acceptance.ts';
import type { CountProgress, ToldCount } from '../../application/counting/told-count.ts';
import { grouped } from './figures.ts';
import { textTable } from './text-table.ts';

const left = (label: string) => ({ label, align: 'left' }) as const;
const right = (label: string) => ({ label, align: 'right' }) as const;

/** The counts as a table. */
export function countsText(counts: readonly ToldCount[]): string {
  if (counts.length === 0) return 'There is no count.';
  const columns = ['count', 'site', 'count day', 'state', 'blind', 'started at', 'by'].map(left);
  const rows = counts.map(({ name, site, postedOn, state, blind, startedAt, startedBy }) => {
    return [name, site, postedOn, state, blind ? 'yes' : '', startedAt, startedBy];
  });
  return textTable(columns, rows);
}

/** `1 line`, `20,000 lines`. */
export const linesInWords = (count: number): string =>
  count === 1 ? '1 line' : `${grouped(String(count))} lines`;

/** How far a count has come, in one line; what there is none of is left out. */
export function progressLine({ lines, ...states }: CountProgress): string {
  const told = Object.entries(states).flatMap(([state, number]) =>
    number === 0 ? [] : [`${grouped(String(number))} ${state.replace('-', ' ')}`],
  );
  return [linesInWords(lines), ...told].join(', ');
}

/** A count with its differences added up. */
export function shownText({ count, progress, open, accepted, ...more }: ShownCount): string {
  const { name, site, postedOn, state, startedAt, startedBy, knownEvent, blind, moment } = count;
  const columns = [left('differences'), ...['lines', 'found', 'missing', 'net'].map(right)];
  const row = (label: string, { lines, found, missing, net }: ShownCount['open']) => [
    label,
    grouped(String(lines)),
    grouped(found),
    grouped(missing),
    grouped(net),
  ];
  const totals = textTable(columns, [row('open', open), row('accepted', accepted)]);
  const remarks = [
    more.movedLines === 0
      ? ''
      : `Since then goods of ${linesInWords(more.movedLines)} moved; that is no difference.`,
    more.lateLines === 0
      ? ''
      : `On ${linesInWords(more.lateLines)} something was recorded since that is dated before the count day.`,
    open.refused === 0
      ? ''
      : `The adjustments of ${linesInWords(open.refused)} would be refused; --differing names them.`,
  ];
  return [
    `${name} of ${site}, ${postedOn}, ${state}${blind ? ', blind' : ''}, counted as of ${moment}`,
    `frozen at ${startedAt} by ${startedBy}, with event ${knownEvent} as the last`,
    progressLine(progress),
    totals,
    ...remarks.filter((remark) => remark !== ''),
  ].join('\n');
}

/** Lines of a count as a table. */
export function linesText({ lines, next }: LinesPage): string {
  if (lines.length === 0) return 'There are no such lines.';
  const columns = [
    right('line'),
    left('location'),
    left('item'),
    left('state'),
    right('recorded'),
    right('counted'),
    right('difference'),
    right('value'),
    right('moved since'),
    left('remark'),
  ];
  const rows = lines.map((line) => [
    String(line.line),
    line.location ?? '',
    line.item,
    line.state.replace('-', ' '),
    grouped(line.recorded),
    grouped(line.counted ?? ''),
    grouped(line.difference ?? ''),
    grouped(line.value ?? ''),
    Number(line.movedSince) === 0 ? '' : grouped(line.movedSince),
    remarkOn(line),
  ]);
  const table = textTable(columns, rows);
  return next === null ? table : `${table}\nMore lines follow line ${next}.`;
}

function remarkOn(line: LinesPage['lines'][number]): string {
  const disputed = line.state === 'disputed' ? line.figures : [];
  return [
    ...(line.ofOthers ? ['goods of others'] : []),
    ...(line.found ? ['not on the sheet'] : []),
    ...disputed.map(({ counter, quantity }) => `${counter}: ${quantity}`),
    ...(line.refusals ?? []).map(({ code }) => code),
  ].join('; ');
}

/** What an acceptance came to. */
export function acceptedText(answer: AcceptedCount): string {
  const { status, lines, agreed, found, missing, net, progress, uncounted, warnings } = answer;
  const words = {
    accepted: 'accepted',
    duplicate: 'accepted before',
    preview: 'would be accepted',
  };
  const open = [
    answer.beyondTolerance === 0
      ? ''
      : `${linesInWords(answer.beyondTolerance)} beyond the tolerance`,
    answer.ofOthers === 0
      ? ''
      : `${linesInWords(answer.ofOthers)} of goods of others that are not as recorded`,
  ].filter((reason) => reason !== '');
  return [
    `${words[status]}: ${linesInWords(lines)}, ${grouped(String(agreed))} as recorded`,
    ...(answer.adjustments.length === 0 ? [] : [adjustmentsTable(answer)]),
    `found ${grouped(found)}, missing ${grouped(missing)}, net ${grouped(net)}`,
    ...(open.length === 0 ? [] : [`left open: ${open.join(', ')}`]),
    progressLine(progress),
    ...(uncounted.length === 0 ? [] : [uncountedText(answer)]),
    ...warnings.map((warning) => `warning: ${warning}`),
  ].join('\n');
}

/** More lines than this are counted and not named. */
const MOST_NAMED = 50;

function adjustmentsTable({ adjustments }: AcceptedCount): string {
  const columns = [
    right('line'),
    left('location'),
    left('item'),
    ...['recorded', 'counted', 'difference', 'value'].map(right),
  ];
  const rows = adjustments
    .slice(0, MOST_NAMED)
    .map((one) => [
      String(one.line),
      one.location ?? '',
      one.item,
      grouped(one.recorded),
      grouped(one.counted),
      grouped(one.difference),
      grouped(one.value),
    ]);
  const more = adjustments.length - rows.length;
  const table = textTable(columns, rows);
  return more === 0 ? table : `${table}\nand ${grouped(String(more))} more; --json has them all`;
}

function uncountedText({ uncounted }: AcceptedCount): string {
  const named = uncounted
    .slice(0, MOST_NAMED)
    .map(({ item, location }) => (location === undefined ? item : `${item} at ${location}`));
  const more = uncounted.length - named.length;
  const rest = more === 0 ? '' : ` and ${grouped(String(more))} more`;
  return `not counted: ${named.join(', ')}${rest}`;
}
