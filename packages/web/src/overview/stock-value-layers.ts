import type { StockValue, ValueLine } from '../api/overview.ts';
import { monthName } from '../formats/date.ts';
import {
  absoluteOf,
  compare,
  type DecimalText,
  differenceOf,
  signOf,
  sumOf,
} from '../formats/decimal-text.ts';
import { figure } from '../formats/figure.ts';

/** One band of the chart: a group or a site, or what is left of them all. */
type Layer = {
  readonly code: string;
  readonly name: string;
  readonly values: readonly DecimalText[];
};

/** The chart as figures: layers with the largest present value first, and their exact totals. */
export type Layers = {
  readonly months: readonly string[];
  readonly layers: readonly Layer[];
  readonly totals: readonly DecimalText[];
  /** Areas on top of each other mislead where one is below zero, and a single month has no area. */
  readonly form: 'stacked' | 'lines';
};

/** As many bands as can be told apart by colour; the rest is added up in the last one. */
export const MOST_LAYERS = 8;

/** Prepares stock value by group or by site for the chart and the table beside it. */
export function stockValueLayers(value: StockValue, by: 'group' | 'site'): Layers {
  const lines = [...(by === 'group' ? value.byGroup : value.bySite)].sort(byPresentValue);
  const shown = lines.length > MOST_LAYERS ? lines.slice(0, MOST_LAYERS - 1) : lines;
  const rest = lines.slice(shown.length);
  const layers = rest.length === 0 ? shown : [...shown, remainder(rest)];
  const belowZero = layers.some((layer) => layer.values.some((amount) => signOf(amount) < 0));
  return {
    months: value.months,
    layers,
    totals: value.months.map((_, month) => sumAt(layers, month)),
    form: belowZero || value.months.length < 2 ? 'lines' : 'stacked',
  };
}

/** How the total changed from the first month to the last; nothing for fewer than two months. */
export function changeOver({ totals }: Layers): DecimalText | undefined {
  const first = totals[0];
  const last = totals.at(-1);
  return first === undefined || last === undefined || totals.length < 2
    ? undefined
    : differenceOf(last, first);
}

/** The same in words: `55,555.00 more than at the end of Dec 2025.` */
export function changeInWords(layers: Layers): string | undefined {
  const change = changeOver(layers);
  const first = layers.months[0];
  if (change === undefined || first === undefined) return undefined;
  const since = `the end of ${monthName(first)}`;
  if (signOf(change) === 0) return `The same as at ${since}.`;
  const direction = signOf(change) > 0 ? 'more' : 'less';
  return `${figure(absoluteOf(change))} ${direction} than at ${since}.`;
}

function byPresentValue(first: ValueLine, second: ValueLine): number {
  const [one, other] = [first.values.at(-1), second.values.at(-1)];
  const order = one === undefined || other === undefined ? 0 : compare(other, one);
  return order === 0 ? first.code.localeCompare(second.code, 'en') : order;
}

function remainder(lines: readonly ValueLine[]): Layer {
  const months = lines[0]?.values ?? [];
  return {
    code: '',
    name: `${lines.length} others`,
    values: months.map((_, month) => sumAt(lines, month)),
  };
}

const sumAt = (layers: readonly Layer[], month: number): DecimalText =>
  sumOf(layers.flatMap(({ values }) => values.slice(month, month + 1)));
